#include <algorithm>

#include "engine/study/attrition.h"
#include "services/rpc/change.h"
#include "services/rpc/convert.h"
#include "services/rpc/handlers.h"
#include "services/rpc/names.h"
#include "services/rpc/pager.h"

namespace quorate::services::rpc {

namespace {

// A closed round, or a closed iteration of a vote, as far as its results go.
struct Counted {
  std::string name;
  bool survey = false;
  std::vector<engine::Response> responses;
  std::vector<const engine::TalliedItem*> items;  // Into the study.
  const engine::Round* round = nullptr;           // Of a survey or workshop round; null for a vote.
};

Result<Counted> CountedRound(const Call& call,
                             const engine::Study& study,
                             const std::string& label) {
  QUORATE_ASSIGN_OR_RETURN(const int number, ParseNumber("name", label));
  const engine::Round* round = study.FindRound(number);
  if (round == nullptr) {
    return engine::Refuse(engine::Reason::kUnknownRound, "round " + label + " has not been opened");
  }
  if (round->state == engine::RoundState::kOpen) {
    return engine::Refuse(engine::Reason::kRoundOpen,
                          "round " + label + " is open; nobody sees a count yet");
  }
  const bool survey = study.Plan(number).mode == engine::RoundMode::kSurvey;
  Counted counted{RoundName(call.study, number), survey, round->responses, {}, round};
  for (const engine::TalliedItem& item : round->results)
    counted.items.push_back(&item);
  return counted;
}

// Iteration 0 stands for the newest closed one.
Result<Counted> CountedVote(const Call& call,
                            const engine::Study& study,
                            const std::string& id,
                            int iteration) {
  const engine::Vote* vote = study.FindVote(id);
  if (vote == nullptr)
    return engine::Refuse(engine::Reason::kUnknownVote, "there is no vote " + id);
  auto number = static_cast<std::size_t>(iteration);
  if (number == 0) number = vote->iterations.size() - (vote->open() ? 1 : 0);
  if (number > vote->iterations.size()) {
    return engine::Refuse(engine::Reason::kUnknownVote, "vote " + id + " has no such iteration");
  }
  if (number == 0 || vote->iterations[number - 1].open) {
    return engine::Refuse(engine::Reason::kVoteOpen,
                          "vote " + id + " is not closed; nobody sees a count yet");
  }
  const engine::VoteIteration& taken = vote->iterations[number - 1];
  Counted counted{
      IterationName(call.study, id, static_cast<int>(number)), false, taken.responses, {}, nullptr};
  if (taken.result) counted.items.push_back(&*taken.result);
  return counted;
}

Result<Counted> FindCounted(const Call& call, const engine::Study& study, const std::string& name) {
  if (const auto taken = ParseName("name", name, "studies/*/votes/*/iterations/*")) {
    QUORATE_ASSIGN_OR_RETURN(const int iteration, ParseNumber("name", (*taken)[2]));
    return CountedVote(call, study, (*taken)[1], iteration);
  }
  if (const auto vote = ParseChild("name", name, call.study, "votes")) {
    return CountedVote(call, study, *vote, 0);
  }
  QUORATE_ASSIGN_OR_RETURN(const std::string round, ParseChild("name", name, call.study, "rounds"));
  return CountedRound(call, study, round);
}

v1::ItemResult ResultMessage(const Call& call, const engine::TalliedItem& item) {
  const bool whole = call.caller.role == engine::Role::kAuditor && item.full;
  v1::ItemResult message;
  *message.mutable_item() = ItemVersionMessage(call.study, item.item);
  *message.mutable_tally() = ItemTallyMessage(whole ? *item.full : item.tally);
  message.mutable_tally()->set_item(item.item.item);
  message.mutable_tally()->set_consensus(ConsensusMessage(item.consensus));
  message.set_whole(whole);
  return message;
}

v1::FeedbackPolicy PolicyMessage(engine::Feedback feedback) {
  switch (feedback) {
    case engine::Feedback::kNone:
      return v1::FEEDBACK_POLICY_NONE;
    case engine::Feedback::kOwnGroup:
      return v1::FEEDBACK_POLICY_OWN_GROUP;
    case engine::Feedback::kAllGroups:
      return v1::FEEDBACK_POLICY_ALL_GROUPS;
    case engine::Feedback::kOverall:
      return v1::FEEDBACK_POLICY_OVERALL;
  }
  return v1::FEEDBACK_POLICY_UNSPECIFIED;
}

// What the policy leaves of a publishable tally. Where only own groups are shown, the panel's
// verdict would tell of the others, so it goes too.
v1::ItemTally Shown(const engine::Study& study,
                    const engine::Participant& self,
                    engine::Feedback policy,
                    v1::ItemTally tally) {
  if (policy == engine::Feedback::kAllGroups) return tally;
  tally.clear_suppressed();
  if (policy == engine::Feedback::kOverall) {
    tally.clear_groups();
    return tally;
  }
  tally.clear_panel();
  tally.clear_consensus();
  tally.clear_grade();
  v1::ItemTally own;
  own.set_item(tally.item());
  for (const auto& [group, table] : tally.groups()) {
    if (self.membership && engine::CountsIn(*study.protocol, *self.membership, group))
      (*own.mutable_groups())[group] = table;
  }
  return own;
}

// One item of the round before: the caller's own answer, and what the policy shows.
v1::ItemFeedback FeedbackMessage(const Call& call,
                                 const engine::Study& study,
                                 const engine::Round& before,
                                 engine::Feedback policy,
                                 std::size_t index) {
  const engine::TalliedItem& item = before.results[index];
  v1::ItemFeedback message;
  *message.mutable_item() = ItemVersionMessage(call.study, item.item);
  const auto row = before.box.voters.Find(call.caller.participant);
  if (row) {
    // Results stand in the order of the round's items, as answers do.
    const engine::AnswerCode answer = before.box.answers[*row * before.items.size() + index];
    const engine::Scale& scale = study.Plan(before.number).rule.scale;
    if (answer != engine::kNotShown) {
      *message.mutable_own() = AnswerMessage(call.study, item.item.item, scale, answer);
    }
  }
  const engine::Participant* self = study.FindParticipant(call.caller.participant);
  if (policy != engine::Feedback::kNone && self != nullptr) {
    *message.mutable_tally() = Shown(study, *self, policy, ItemTallyMessage(item.tally));
  }
  return message;
}

// Whether looking at feedback before that round is to be put on record now.
Result<bool> IsUnrecorded(const Call& call, int number) {
  QUORATE_ASSIGN_OR_RETURN(const StudyView study, call.View());
  const engine::Round* round = study->FindRound(number);
  const engine::Participant* self = study->FindParticipant(call.caller.participant);
  return study->rules_version >= 2 && round != nullptr && self != nullptr && !self->withdrawn &&
         round->state == engine::RoundState::kOpen &&
         engine::SurveyBefore(*study, number) != nullptr &&
         !round->feedback_shown.contains(call.caller.participant);
}

// Keeps in the log what the calling participant is about to be shown, once a round. Looking twice
// at the same moment is one request, so it is recorded once.
engine::Status KeepShown(const Call& call, int number) {
  QUORATE_ASSIGN_OR_RETURN(const bool unrecorded, IsUnrecorded(call, number));
  if (!unrecorded) return {};
  Call record = call;
  record.request_id = "feedback before round " + std::to_string(number);
  record.fingerprint = record.request_id;
  const engine::ShowFeedback act{number, call.caller.participant};
  return Execute(record, {act}, [](const Applied&) { return std::string(); })
      .map([](const std::string&) {});
}

// Auditors see every group's figures.
void AddComparison(const Call& call,
                   const engine::Study& study,
                   const engine::Round& round,
                   v1::Results& results) {
  if (!round.attrition || !round.stability) return;
  const bool whole = call.caller.role == engine::Role::kAuditor &&
                     engine::CanBeRecounted(study, round.box) &&
                     engine::CanBeRecounted(study, engine::FirstSurvey(study).box);
  const engine::Json attrition = whole ? engine::AttritionOf(study, round, 1) : *round.attrition;
  results.set_attrition_json(engine::WriteJson(attrition));
  results.set_stability_json(engine::WriteJson(*round.stability));
}

}  // namespace

Result<v1::Results> GetResults(const Call& call, const v1::GetResultsRequest& request) {
  QUORATE_ASSIGN_OR_RETURN(const Pager pager, Pager::Read(request));
  QUORATE_ASSIGN_OR_RETURN(const StudyView study, call.View());
  QUORATE_ASSIGN_OR_RETURN(const Counted counted, FindCounted(call, *study, request.name()));
  if (counted.survey && call.caller.role == engine::Role::kParticipant &&
      study->state != engine::StudyState::kConcluded) {
    return engine::Refuse(
        engine::Reason::kWrongState,
        "until the study is concluded, what you are shown of a survey round is in GetFeedback");
  }
  v1::Results results;
  results.set_name(counted.name);
  for (const engine::Response& response : counted.responses) {
    *results.add_responses() = ResponseMessage(response);
  }
  if (counted.round != nullptr) AddComparison(call, *study, *counted.round, results);
  results.set_next_page_token(pager.Fill(counted.items.size(), [&](std::size_t i) {
    v1::ItemResult& message = *results.add_items();
    message = ResultMessage(call, *counted.items[i]);
    return message.ByteSizeLong();
  }));
  return results;
}

Result<v1::Feedback> GetFeedback(const Call& call, const v1::GetFeedbackRequest& request) {
  QUORATE_ASSIGN_OR_RETURN(const std::string label,
                           ParseChild("name", request.name(), call.study, "rounds"));
  QUORATE_ASSIGN_OR_RETURN(const int number, ParseNumber("name", label));
  QUORATE_ASSIGN_OR_RETURN(const Pager pager, Pager::Read(request));
  // What a participant sees is on record before it is shown.
  QUORATE_RETURN_IF_ERROR(KeepShown(call, number));
  QUORATE_ASSIGN_OR_RETURN(const StudyView study, call.View());
  const engine::Round* round = study->FindRound(number);
  if (round == nullptr) {
    return engine::Refuse(engine::Reason::kUnknownRound, "round " + label + " has not been opened");
  }
  const engine::Feedback policy = study->Plan(number).feedback;
  v1::Feedback feedback;
  feedback.set_policy(PolicyMessage(policy));
  if (const auto shown = round->feedback_shown.find(call.caller.participant);
      shown != round->feedback_shown.end()) {
    feedback.set_entry(static_cast<std::int64_t>(shown->second.entry));
  }
  const engine::Round* before = engine::SurveyBefore(*study, number);
  if (before == nullptr) return feedback;
  feedback.set_round(RoundName(call.study, before->number));
  feedback.set_next_page_token(pager.Fill(before->results.size(), [&](std::size_t i) {
    v1::ItemFeedback& message = *feedback.add_items();
    message = FeedbackMessage(call, *study, *before, policy, i);
    return message.ByteSizeLong();
  }));
  return feedback;
}

}  // namespace quorate::services::rpc
