#include "engine/log/digest.h"
#include "engine/report/choice_explanation.h"
#include "services/rpc/change.h"
#include "services/rpc/convert.h"
#include "services/rpc/handlers.h"
#include "services/rpc/names.h"
#include "services/rpc/pager.h"

namespace quorate::services::rpc {

namespace {

constexpr int kBallotsMax = 1000;

Result<std::string> ChoiceIn(const Call& call, const std::string& name) {
  return ParseChild("name", name, call.study, "choices");
}

Result<int> RoundIn(const Call& call, const std::string& parent) {
  QUORATE_ASSIGN_OR_RETURN(const std::string label,
                           ParseChild("parent", parent, call.study, "rounds"));
  return ParseNumber("parent", label);
}

tl::unexpected<engine::Error> RefuseChoice(const std::string& id) {
  return engine::Refuse(engine::Reason::kUnknownVote, "there is no choice " + id);
}

// Makes a change whose answer is the choice after it.
Result<v1::Choice> AnswerChoice(const Call& call, Change change, const std::string& choice) {
  return Answer<v1::Choice>(call, std::move(change), [&](const Applied& applied) {
    return ChoiceMessage(call.study, *applied.study.FindChoice(choice));
  });
}

v1::BallotRecord RecordAfter(const std::string& study,
                             const Applied& applied,
                             const std::string& choice,
                             engine::Channel channel,
                             const std::string& participant) {
  const auto& iterations = applied.study.FindChoice(choice)->iterations;
  v1::BallotRecord record = BallotRecordMessage(
      ChildName(study, "choices", choice) + "/iterations/" + std::to_string(iterations.size()),
      iterations.back().box,
      participant);
  record.set_channel(ChannelMessage(channel));
  return record;
}

// The log's root over its entries up to the opening of the round, in base64. Empty where the round
// was not opened, which the engine refuses for its own reasons.
Result<std::string> RootAtOpening(const Call& call, int number) {
  QUORATE_ASSIGN_OR_RETURN(const StudyView study, call.View());
  const engine::Round* round = study->FindRound(number);
  if (round == nullptr) return std::string();
  QUORATE_ASSIGN_OR_RETURN(const engine::Digest root, study.tree().Root(round->opened_at + 1));
  return engine::ToBase64(root);
}

}  // namespace

Result<v1::Choice> CallChoice(const Call& call, const v1::CallChoiceRequest& request) {
  QUORATE_ASSIGN_OR_RETURN(const int round, RoundIn(call, request.parent()));
  QUORATE_ASSIGN_OR_RETURN(std::vector<std::string> items,
                           LabelsOf("items", call.study, "items", request.items()));
  QUORATE_ASSIGN_OR_RETURN(std::string root, RootAtOpening(call, round));
  engine::CallChoice act{
      round, request.choice_id(), request.plan(), std::move(items), std::move(root)};
  return AnswerChoice(call, {std::move(act)}, request.choice_id());
}

Result<v1::Choice> OpenChoice(const Call& call, const v1::OpenChoiceRequest& request) {
  QUORATE_ASSIGN_OR_RETURN(const std::string choice, ChoiceIn(call, request.name()));
  return AnswerChoice(call, {engine::OpenChoice{choice}}, choice);
}

Result<v1::Choice> CloseChoice(const Call& call, const v1::CloseChoiceRequest& request) {
  QUORATE_ASSIGN_OR_RETURN(const std::string choice, ChoiceIn(call, request.name()));
  return AnswerChoice(call, {engine::CloseChoice{choice}}, choice);
}

Result<v1::Choice> DecideChoice(const Call& call, const v1::DecideChoiceRequest& request) {
  QUORATE_ASSIGN_OR_RETURN(const std::string choice, ChoiceIn(call, request.name()));
  QUORATE_ASSIGN_OR_RETURN(std::vector<std::string> chosen,
                           LabelsOf("chosen", call.study, "items", request.chosen()));
  engine::DecideChoice act{choice, std::move(chosen), TextOf(request.reason())};
  return AnswerChoice(call, {std::move(act)}, choice);
}

Result<v1::Choice> GetChoice(const Call& call, const v1::GetChoiceRequest& request) {
  QUORATE_ASSIGN_OR_RETURN(const std::string id, ChoiceIn(call, request.name()));
  QUORATE_ASSIGN_OR_RETURN(const StudyView study, call.View());
  const engine::Choice* choice = study->FindChoice(id);
  if (choice == nullptr) return RefuseChoice(id);
  return ChoiceMessage(call.study, *choice);
}

Result<v1::ListChoicesResponse> ListChoices(const Call& call,
                                            const v1::ListChoicesRequest& request) {
  QUORATE_ASSIGN_OR_RETURN(const int round, RoundIn(call, request.parent()));
  QUORATE_ASSIGN_OR_RETURN(const Pager pager, Pager::Read(request));
  QUORATE_ASSIGN_OR_RETURN(const StudyView study, call.View());
  std::vector<const engine::Choice*> choices;
  for (const engine::Choice& choice : study->choices) {
    if (choice.round == round) choices.push_back(&choice);
  }
  v1::ListChoicesResponse response;
  response.set_next_page_token(pager.Fill(choices.size(), [&](std::size_t i) {
    v1::Choice& message = *response.add_choices();
    message = ChoiceMessage(call.study, *choices[i]);
    return message.ByteSizeLong();
  }));
  return response;
}

Result<Planned<v1::BallotRecord>> CastChoice(const Call& call,
                                             const v1::CastChoiceRequest& request) {
  QUORATE_ASSIGN_OR_RETURN(const std::string choice, ChoiceIn(call, request.name()));
  QUORATE_ASSIGN_OR_RETURN(std::vector<engine::ItemAnswer> marks,
                           MarksOf("marks", call.study, request.marks()));
  const std::string& self = call.caller.participant;
  engine::CastChoice act{choice, engine::Channel::kSelf, {{self, std::move(marks)}}};
  return Planned<v1::BallotRecord>{
      {std::move(act)}, [study = call.study, choice, self](const Applied& applied) {
        return RecordAfter(study, applied, choice, engine::Channel::kSelf, self);
      }};
}

Result<v1::EnterChoiceBallotsResponse> EnterChoiceBallots(
    const Call& call,
    const v1::EnterChoiceBallotsRequest& request) {
  QUORATE_ASSIGN_OR_RETURN(const std::string choice, ChoiceIn(call, request.name()));
  if (request.ballots_size() < 1 || request.ballots_size() > kBallotsMax)
    return engine::Refuse(engine::Reason::kInvalidArgument, "ballots", "must be 1 to 1000");
  const engine::Channel channel = call.caller.role == engine::Role::kIntegrator
                                      ? engine::Channel::kImport
                                      : engine::Channel::kPaper;
  engine::CastChoice act{choice, channel, {}};
  std::vector<engine::Violation> wrong;
  const auto keep = [&](const auto& read) {
    if (!read) {
      const auto& violations = read.error().violations;
      wrong.insert(wrong.end(), violations.begin(), violations.end());
    }
    return read.has_value();
  };
  for (int i = 0; i < request.ballots_size(); ++i) {
    const std::string place = "ballots[" + std::to_string(i) + "]";
    const v1::ChoiceBallot& ballot = request.ballots(i);
    auto participant =
        ParseChild(place + ".participant", ballot.participant(), call.study, "participants");
    auto marks = MarksOf(place + ".marks", call.study, ballot.marks());
    const bool named = keep(participant);
    if (keep(marks) && named) act.ballots.push_back({*std::move(participant), *std::move(marks)});
  }
  if (!wrong.empty()) return engine::Refuse(engine::Reason::kInvalidArgument, std::move(wrong));
  std::vector<std::string> people;
  for (const engine::ChoiceBallot& ballot : act.ballots)
    people.push_back(ballot.participant);
  return Answer<v1::EnterChoiceBallotsResponse>(
      call, {std::move(act)}, [&](const Applied& applied) {
        v1::EnterChoiceBallotsResponse response;
        for (const std::string& person : people)
          *response.add_ballots() = RecordAfter(call.study, applied, choice, channel, person);
        return response;
      });
}

Result<v1::ChoiceExplanation> ExplainChoice(const Call& call,
                                            const v1::ExplainChoiceRequest& request) {
  std::string id;
  std::optional<int> iteration;
  if (const auto parts = ParseName("name", request.name(), "studies/*/choices/*/iterations/*")) {
    id = (*parts)[1];
    QUORATE_ASSIGN_OR_RETURN(iteration, ParseNumber("name", (*parts)[2]));
  } else {
    QUORATE_ASSIGN_OR_RETURN(id, ChoiceIn(call, request.name()));
  }
  QUORATE_ASSIGN_OR_RETURN(const StudyView study, call.View());
  const engine::Choice* choice = study->FindChoice(id);
  if (choice == nullptr) return RefuseChoice(id);
  auto newest = static_cast<int>(choice->iterations.size());
  if (!iteration && choice->open()) --newest;
  const int wanted = iteration.value_or(newest);
  const bool closed = wanted >= 1 && wanted <= static_cast<int>(choice->iterations.size()) &&
                      !choice->iterations[static_cast<std::size_t>(wanted) - 1].open;
  if (!closed) {
    return engine::Refuse(engine::Reason::kWrongState,
                          "choice " + id + " has no such closed iteration to explain");
  }
  const engine::ChoiceExplanation explained = engine::ExplainChoice(
      *study,
      *choice,
      static_cast<std::size_t>(wanted),
      call.caller.role == engine::Role::kAuditor ? engine::Tier::kAuditor : engine::Tier::kPublic);
  v1::ChoiceExplanation message;
  message.set_name(ChildName(call.study, "choices", id) + "/iterations/" + std::to_string(wanted));
  for (const std::string& sentence : explained.words)
    message.add_words(sentence);
  if (explained.figures) message.set_explanation_json(engine::WriteJson(*explained.figures));
  return message;
}

}  // namespace quorate::services::rpc
