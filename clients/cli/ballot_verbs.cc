#include "quorate/v1/ballot.grpc.pb.h"

#include "clients/cli/answers.h"
#include "clients/cli/names.h"
#include "clients/cli/verb.h"

namespace quorate::cli {

namespace {

using engine::Status;
using Service = v1::BallotService::Stub;

std::string Describe(const v1::BallotRecord& record) {
  std::string text = "Ballot " + LabelOf(record.name()) + " is entry " +
                     std::to_string(record.entry()) + " of the log";
  if (record.revision() > 1)
    text += "; it replaces the one before (revision " + std::to_string(record.revision()) + ")";
  return text + ".\n";
}

void AddCastAndEnter(CLI::App& noun, Invocation& invocation) {
  Verb cast(noun,
            invocation,
            "cast",
            "Casts a whole ballot as the participant whose token this is; again replaces it.",
            "quorate ballot cast knee-pain 1 pain=9 stairs=6 sleep=unable");
  const auto study = cast.Argument("STUDY", "the study's label");
  const auto round = cast.Argument<int>("ROUND", "the open round's number");
  const auto answers = cast.Argument<std::vector<std::string>>(
      "ITEM=ANSWER", "a score, or unable, not-understood, skipped");
  cast.Runs([=](const Session& session, const Terminal& terminal) -> Status {
    QUORATE_ASSIGN_OR_RETURN(const auto given, ParseAnswers(*study, *answers));
    v1::CastBallotRequest request;
    request.set_parent(RoundName(*study, *round));
    request.mutable_answers()->Add(given.begin(), given.end());
    QUORATE_ASSIGN_OR_RETURN(const v1::BallotRecord record,
                             session.Call(&Service::CastBallot, request));
    terminal.Show(record, [&] { return Describe(record); });
    return {};
  });

  Verb enter(noun,
             invocation,
             "enter",
             "Enters a ballot that somebody gave on paper; the log says so. For many see `import "
             "ratings`.",
             "quorate ballot enter knee-pain 1 p3f9c21 pain=9 stairs=6");
  const auto held = enter.Argument("STUDY", "the study's label");
  const auto number = enter.Argument<int>("ROUND", "the open round's number");
  const auto person = enter.Argument("PSEUDONYM", "whose ballot it is");
  const auto said = enter.Argument<std::vector<std::string>>(
      "ITEM=ANSWER", "a score, or unable, not-understood, skipped");
  enter.Runs([=](const Session& session, const Terminal& terminal) -> Status {
    QUORATE_ASSIGN_OR_RETURN(const auto given, ParseAnswers(*held, *said));
    v1::EnterBallotsRequest request;
    request.set_parent(RoundName(*held, *number));
    v1::BallotEntry& ballot = *request.add_ballots();
    ballot.set_participant(ChildName(*held, "participants", *person));
    ballot.mutable_answers()->Add(given.begin(), given.end());
    QUORATE_ASSIGN_OR_RETURN(const v1::EnterBallotsResponse answer,
                             session.Call(&Service::EnterBallots, request));
    terminal.Show(answer, [&] { return Describe(answer.ballots(0)); });
    return {};
  });
}

}  // namespace

void AddBallotVerbs(CLI::App& app, Invocation& invocation) {
  CLI::App& noun = AddNoun(app, "ballot", "Cast a ballot, see your own, keep its receipt");
  AddCastAndEnter(noun, invocation);

  Verb show(noun,
            invocation,
            "show",
            "Shows your own ballot; nobody else can.",
            "quorate ballot show knee-pain 1");
  const auto study = show.Argument("STUDY", "the study's label");
  const auto round = show.Argument<int>("ROUND", "the round's number");
  show.Runs([=](const Session& session, const Terminal& terminal) -> Status {
    v1::GetMyBallotRequest request;
    request.set_name(RoundName(*study, *round));
    QUORATE_ASSIGN_OR_RETURN(const v1::Ballot ballot, session.Call(&Service::GetMyBallot, request));
    terminal.Show(ballot, [&] {
      if (ballot.record().revision() == 0)
        return std::string("You have not answered this round.\n");
      Table table({{"item"}, {"your answer"}});
      for (const v1::Answer& answer : ballot.answers()) {
        table.Add({LabelOf(answer.item()), DescribeAnswer(answer)});
      }
      return table.ToString();
    });
    return {};
  });

  Verb receipt(noun,
               invocation,
               "receipt",
               "Prints the proof that your ballot is in the log. Who holds it can read the ballot.",
               "quorate ballot receipt knee-pain 1 > my-receipt.txt");
  const auto proven = receipt.Argument("STUDY", "the study's label");
  const auto which = receipt.Argument<int>("ROUND", "the round's number");
  receipt.Runs([=](const Session& session, const Terminal& terminal) -> Status {
    v1::GetReceiptRequest request;
    request.set_name(RoundName(*proven, *which));
    QUORATE_ASSIGN_OR_RETURN(const v1::Receipt answer, session.Call(&Service::GetReceipt, request));
    terminal.Show(answer, [&] { return answer.proof(); });
    return {};
  });
}

}  // namespace quorate::cli
