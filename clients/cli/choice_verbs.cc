#include <charconv>
#include <map>
#include <optional>

#include "quorate/v1/choice.grpc.pb.h"
#include "quorate/v1/panel.grpc.pb.h"

#include "clients/cli/csv.h"
#include "clients/cli/input_file.h"
#include "clients/cli/names.h"
#include "clients/cli/output_file.h"
#include "clients/cli/responses.h"
#include "clients/cli/verb.h"
#include "engine/base/json.h"
#include "engine/report/count_picture.h"

namespace quorate::cli {

namespace {

using engine::Reason;
using engine::Refuse;
using engine::Result;
using engine::Status;
using engine::Violation;
using Service = v1::ChoiceService::Stub;

constexpr std::size_t kBallotsAtOnce = 500;

template <typename Names>
std::string Labels(const Names& names) {
  std::string text;
  for (const std::string& name : names)
    text += (text.empty() ? "" : ", ") + LabelOf(name);
  return text;
}

std::string DescribeIteration(const v1::ChoiceIteration& iteration) {
  std::string text = "  iteration " + std::to_string(iteration.iteration()) + ": ";
  if (iteration.open()) return text + "open; nobody sees a count before it closes\n";
  text += iteration.winners().empty() ? "nothing is chosen" : Labels(iteration.winners());
  if (iteration.tied()) text += " (tied)";
  return text + ", " + DescribeResponses(iteration.responses()) + " voted\n";
}

std::string Describe(const v1::Choice& choice) {
  std::string text = "Choice " + LabelOf(choice.name()) + ": " + choice.question() + "\n";
  text += "  by " + choice.rule() + ", " + std::to_string(choice.seats()) + " of " +
          std::to_string(choice.items_size()) + ":";
  for (const v1::ItemVersion& item : choice.items())
    text += " " + LabelOf(item.item());
  text += "\n";
  if (choice.state() == v1::CHOICE_STATE_CALLED) text += "  on the floor, not yet opened\n";
  for (const v1::ChoiceIteration& iteration : choice.iterations())
    text += DescribeIteration(iteration);
  if (choice.has_decision()) {
    text += "  the study takes " + Labels(choice.decision().chosen());
    if (!choice.decision().reason().empty()) text += ", because " + choice.decision().reason();
    text += "\n";
  }
  return text;
}

// "pain=1": a place, 1 or 0, or a grade. All that are wrong are named at once.
Result<std::vector<v1::Mark>> ParseMarks(const std::string& study,
                                         const std::vector<std::string>& texts) {
  std::vector<v1::Mark> marks;
  std::vector<Violation> wrong;
  for (const std::string& text : texts) {
    const std::size_t equals = text.rfind('=');
    int value = 0;
    const char* const end = text.data() + text.size();
    const char* const digits = text.data() + (equals == std::string::npos ? 0 : equals + 1);
    const auto [rest, error] = std::from_chars(digits, end, value);
    if (equals == std::string::npos || equals == 0 || error != std::errc() || rest != end) {
      wrong.push_back({text, "must be an item and a number, such as pain=1"});
      continue;
    }
    v1::Mark& mark = marks.emplace_back();
    mark.set_item(ChildName(study, "items", text.substr(0, equals)));
    mark.set_value(value);
  }
  if (wrong.empty()) return marks;
  return Refuse(Reason::kInvalidArgument, std::move(wrong));
}

void AddCall(CLI::App& noun, Invocation& invocation) {
  Verb call(noun,
            invocation,
            "call",
            "Puts a choice that the protocol plans on the floor of the open workshop.",
            "quorate choice call knee-pain 3 primary --plan primary --items pain,stairs,sleep");
  const auto study = call.Argument("STUDY", "the study's label");
  const auto round = call.Argument<int>("ROUND", "the workshop's number");
  const auto choice = call.Argument("CHOICE", "a new label for the choice");
  const auto plan = call.Option("--plan", "the plan's id in the protocol (the same label)");
  const auto items = call.Labels("--items", "the items, with commas, in the order on the floor");
  call.Runs([=](const Session& session, const Terminal& terminal) -> Status {
    v1::CallChoiceRequest request;
    request.set_parent(RoundName(*study, *round));
    request.set_choice_id(*choice);
    request.set_plan(plan->empty() ? *choice : *plan);
    for (const std::string& item : *items)
      request.add_items(ChildName(*study, "items", item));
    QUORATE_ASSIGN_OR_RETURN(const v1::Choice answer, session.Call(&Service::CallChoice, request));
    terminal.Show(answer, [&] { return Describe(answer); });
    return {};
  });
}

// `open` and `close` differ in nothing but what they ask for.
template <typename Request>
void AddAct(CLI::App& noun,
            Invocation& invocation,
            const std::string& word,
            const std::string& what,
            grpc::Status (Service::*method)(grpc::ClientContext*, const Request&, v1::Choice*)) {
  Verb verb(noun, invocation, word, what, "quorate choice " + word + " knee-pain primary");
  const auto study = verb.Argument("STUDY", "the study's label");
  const auto choice = verb.Argument("CHOICE", "the choice's label");
  verb.Runs([=](const Session& session, const Terminal& terminal) -> Status {
    Request request;
    request.set_name(ChildName(*study, "choices", *choice));
    QUORATE_ASSIGN_OR_RETURN(const v1::Choice answer, session.Call(method, request));
    terminal.Show(answer, [&] { return Describe(answer); });
    return {};
  });
}

// The newest closed iteration as a drawing.
Status Draw(const v1::Choice& choice, const std::string& file) {
  std::vector<std::string> items;
  for (const v1::ItemVersion& item : choice.items())
    items.push_back(LabelOf(item.item()));
  for (int i = choice.iterations_size(); i-- > 0;) {
    if (choice.iterations(i).open()) continue;
    QUORATE_ASSIGN_OR_RETURN(const engine::Json outcome,
                             engine::ParseJson(choice.iterations(i).outcome_json()));
    const auto picture = engine::OutcomePicture("Choice " + LabelOf(choice.name()), items, outcome);
    if (!picture) break;
    return SaveFile(file, picture->Document());
  }
  return Refuse(Reason::kWrongState,
                "the choice shows neither duels nor scores to draw: it is open, too few voted, or "
                "its rule has none");
}

void AddShow(CLI::App& noun, Invocation& invocation) {
  Verb show(noun,
            invocation,
            "show",
            "Shows a choice and every time it was made.",
            "quorate choice show knee-pain primary --svg primary.svg");
  const auto study = show.Argument("STUDY", "the study's label");
  const auto choice = show.Argument("CHOICE", "the choice's label");
  const auto svg = show.Option("--svg", "draw the last count into this file: duels or scores");
  show.Runs([=](const Session& session, const Terminal& terminal) -> Status {
    v1::GetChoiceRequest request;
    request.set_name(ChildName(*study, "choices", *choice));
    QUORATE_ASSIGN_OR_RETURN(const v1::Choice answer, session.Call(&Service::GetChoice, request));
    if (!svg->empty()) QUORATE_RETURN_IF_ERROR(Draw(answer, *svg));
    terminal.Show(answer, [&] { return Describe(answer); });
    return {};
  });
}

void AddCast(CLI::App& noun, Invocation& invocation) {
  Verb cast(
      noun,
      invocation,
      "cast",
      "Votes as the participant whose token this is; again replaces the ballot. Without marks "
      "it abstains.",
      "quorate choice cast knee-pain primary pain=1 stairs=2");
  const auto study = cast.Argument("STUDY", "the study's label");
  const auto choice = cast.Argument("CHOICE", "the choice's label");
  const auto typed = cast.Option<std::vector<std::string>>(
      "MARKS", "ITEM=PLACE (1 is the best), ITEM=1 for approved, or ITEM=GRADE");
  cast.Runs([=](const Session& session, const Terminal& terminal) -> Status {
    v1::CastChoiceRequest request;
    request.set_name(ChildName(*study, "choices", *choice));
    QUORATE_ASSIGN_OR_RETURN(const auto marks, ParseMarks(*study, *typed));
    request.mutable_marks()->Add(marks.begin(), marks.end());
    QUORATE_ASSIGN_OR_RETURN(const v1::BallotRecord answer,
                             session.Call(&Service::CastChoice, request));
    terminal.Show(answer, [&] {
      return "Your ballot is entry " + std::to_string(answer.entry()) + " of the log.\n";
    });
    return {};
  });
}

void AddEnter(CLI::App& noun, Invocation& invocation) {
  Verb enter(noun,
             invocation,
             "enter",
             "Enters the ballot that somebody in the room gave on paper; the log says so.",
             "quorate choice enter knee-pain primary p3f9c21 pain=1 stairs=2");
  const auto study = enter.Argument("STUDY", "the study's label");
  const auto choice = enter.Argument("CHOICE", "the choice's label");
  const auto person = enter.Argument("PSEUDONYM", "who voted on paper");
  const auto typed = enter.Option<std::vector<std::string>>("MARKS", "as in `choice cast`");
  enter.Runs([=](const Session& session, const Terminal& terminal) -> Status {
    v1::EnterChoiceBallotsRequest request;
    request.set_name(ChildName(*study, "choices", *choice));
    v1::ChoiceBallot& ballot = *request.add_ballots();
    ballot.set_participant(ChildName(*study, "participants", *person));
    QUORATE_ASSIGN_OR_RETURN(const auto marks, ParseMarks(*study, *typed));
    ballot.mutable_marks()->Add(marks.begin(), marks.end());
    QUORATE_ASSIGN_OR_RETURN(const v1::EnterChoiceBallotsResponse answer,
                             session.Call(&Service::EnterChoiceBallots, request));
    terminal.Show(answer, [&] {
      return "The ballot is entry " + std::to_string(answer.ballots(0).entry()) + " of the log.\n";
    });
    return {};
  });
}

// Participants' names by the ids that the organizer uses, and by pseudonym.
Result<std::map<std::string, std::string>> PeopleOf(const Session& session,
                                                    const std::string& study) {
  v1::ListParticipantsRequest request;
  request.set_parent(StudyName(study));
  QUORATE_ASSIGN_OR_RETURN(const v1::ListParticipantsResponse all,
                           session.CallAll(&v1::PanelService::Stub::ListParticipants, request));
  std::map<std::string, std::string> people;
  for (const v1::Participant& person : all.participants()) {
    people[LabelOf(person.name())] = person.name();
    if (!person.external_id().empty()) people[person.external_id()] = person.name();
  }
  return people;
}

// One row's ballot; what is wrong with it goes to `wrong`.
std::optional<v1::ChoiceBallot> ReadBallot(const std::string& study,
                                           const std::vector<std::string>& heading,
                                           const CsvRow& row,
                                           const std::map<std::string, std::string>& people,
                                           std::vector<Violation>& wrong) {
  const std::string place = "line " + std::to_string(row.line);
  if (row.cells.size() != heading.size()) {
    wrong.push_back({place, "must have " + std::to_string(heading.size()) + " cells"});
    return std::nullopt;
  }
  const auto person = people.find(row.cells[0]);
  if (person == people.end()) {
    wrong.push_back({place, "\"" + row.cells[0] + "\" is nobody on the panel"});
    return std::nullopt;
  }
  std::vector<std::string> typed;
  for (std::size_t c = 1; c < heading.size(); ++c) {
    if (!row.cells[c].empty()) typed.push_back(heading[c] + "=" + row.cells[c]);
  }
  const auto marks = ParseMarks(study, typed);
  if (!marks) {
    for (const Violation& violation : marks.error().violations)
      wrong.push_back({place + ", " + violation.field, violation.message});
    return std::nullopt;
  }
  v1::ChoiceBallot ballot;
  ballot.set_participant(person->second);
  ballot.mutable_marks()->Add(marks->begin(), marks->end());
  return ballot;
}

// A row a person, `participant` first and then a column an item; an empty cell is no mark.
Result<std::vector<v1::ChoiceBallot>> ReadBallots(
    const std::string& study,
    const std::vector<CsvRow>& rows,
    const std::map<std::string, std::string>& people) {
  if (rows.empty() || rows.front().cells.size() < 2 || rows.front().cells[0] != "participant") {
    return Refuse(Reason::kUnreadable,
                  "line 1",
                  "must name the columns: participant, then the items' labels");
  }
  std::vector<v1::ChoiceBallot> ballots;
  std::vector<Violation> wrong;
  for (std::size_t r = 1; r < rows.size(); ++r) {
    auto ballot = ReadBallot(study, rows.front().cells, rows[r], people, wrong);
    if (ballot) ballots.push_back(*std::move(ballot));
  }
  if (wrong.empty()) return ballots;
  return Refuse(Reason::kUnreadable, std::move(wrong));
}

// As many at once as one call takes.
Result<v1::EnterChoiceBallotsResponse> EnterBallots(const Session& session,
                                                    const std::string& choice,
                                                    const std::vector<v1::ChoiceBallot>& ballots) {
  v1::EnterChoiceBallotsResponse all;
  for (std::size_t first = 0; first < ballots.size(); first += kBallotsAtOnce) {
    v1::EnterChoiceBallotsRequest request;
    request.set_name(choice);
    const std::size_t last = std::min(ballots.size(), first + kBallotsAtOnce);
    for (std::size_t i = first; i < last; ++i)
      *request.add_ballots() = ballots[i];
    QUORATE_ASSIGN_OR_RETURN(const v1::EnterChoiceBallotsResponse answer,
                             session.Call(&Service::EnterChoiceBallots, request));
    all.mutable_ballots()->MergeFrom(answer.ballots());
  }
  return all;
}

void AddImport(CLI::App& noun, Invocation& invocation) {
  Verb import(
      noun,
      invocation,
      "import",
      "Brings in ballots from a CSV. A row a person: participant (the organizer's id or the "
      "pseudonym), then a column an item with its place, 1, or grade; empty is no mark.",
      "quorate choice import knee-pain primary rankings.csv");
  const auto study = import.Argument("STUDY", "the study's label");
  const auto choice = import.Argument("CHOICE", "the choice's label");
  const auto file = import.Argument("FILE", "the CSV; - reads standard input");
  import.Runs([=](const Session& session, const Terminal& terminal) -> Status {
    QUORATE_ASSIGN_OR_RETURN(const std::string text, ReadFile(*file));
  QUORATE_ASSIGN_OR_RETURN(const std::vector<CsvRow> rows, ReadCsv(text));
  QUORATE_ASSIGN_OR_RETURN(const auto people, PeopleOf(session, *study));
  QUORATE_ASSIGN_OR_RETURN(const auto ballots, ReadBallots(*study, rows, people));
  QUORATE_ASSIGN_OR_RETURN(const auto entered,
                           EnterBallots(session, ChildName(*study, "choices", *choice), ballots));
  terminal.Show(entered,
                [&] { return std::to_string(entered.ballots_size()) + " ballots entered\n"; });
  return {};
});
}  // namespace

void AddExplainAndDecide(CLI::App& noun, Invocation& invocation) {
  Verb explain(noun,
               invocation,
               "explain",
               "Says why a choice came out as it did, and what changed since the time before.",
               "quorate choice explain knee-pain primary");
  const auto study = explain.Argument("STUDY", "the study's label");
  const auto choice = explain.Argument("CHOICE", "the choice's label");
  const auto iteration =
      explain.Option<int>("--iteration", "which time it was made; left out, the last", 0);
  explain.Runs([=](const Session& session, const Terminal& terminal) -> Status {
    v1::ExplainChoiceRequest request;
    request.set_name(ChildName(*study, "choices", *choice));
    if (*iteration != 0)
      request.set_name(request.name() + "/iterations/" + std::to_string(*iteration));
    QUORATE_ASSIGN_OR_RETURN(const v1::ChoiceExplanation answer,
                             session.Call(&Service::ExplainChoice, request));
    terminal.Show(answer, [&] {
      std::string text;
      for (const std::string& sentence : answer.words())
        text += OneLine(sentence) + "\n";
      return text;
    });
    return {};
  });

  Verb decide(noun,
              invocation,
              "decide",
              "Records what the study takes from a choice: the winners, or something else with a "
              "reason.",
              "quorate choice decide knee-pain primary");
  const auto held = decide.Argument("STUDY", "the study's label");
  const auto which = decide.Argument("CHOICE", "the choice's label");
  const auto chosen = decide.Labels("--chosen", "items, with commas; left out, the winners");
  const auto reason = decide.Option("--reason", "why; published for ever");
  decide.Runs([=](const Session& session, const Terminal& terminal) -> Status {
    v1::DecideChoiceRequest request;
    request.set_name(ChildName(*held, "choices", *which));
    for (const std::string& item : *chosen)
      request.add_chosen(ChildName(*held, "items", item));
    request.set_reason(*reason);
    QUORATE_ASSIGN_OR_RETURN(const v1::Choice answer,
                             session.Call(&Service::DecideChoice, request));
    terminal.Show(answer, [&] { return Describe(answer); });
    return {};
  });
}

}  // namespace quorate::cli

void AddChoiceVerbs(CLI::App& app, Invocation& invocation) {
  CLI::App& noun = AddNoun(app, "choice", "Choose one item or several in a workshop");
  AddCall(noun, invocation);
  AddAct(
      noun, invocation, "open", "Opens the choice, or opens it once more.", &Service::OpenChoice);
  AddCast(noun, invocation);
  AddEnter(noun, invocation);
  AddImport(noun, invocation);
  AddAct(noun, invocation, "close", "Closes and counts the choice.", &Service::CloseChoice);
  AddShow(noun, invocation);
  AddExplainAndDecide(noun, invocation);
}

}  // namespace quorate::cli
