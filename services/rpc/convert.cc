#include "services/rpc/convert.h"

#include <google/protobuf/util/json_util.h>

#include "engine/base/check.h"
#include "engine/base/text.h"
#include "engine/log/digest.h"
#include "engine/ratings/presets.h"
#include "engine/ratings/rule_json.h"
#include "services/rpc/names.h"
#include "services/studies/studies.h"

namespace quorate::services::rpc {

namespace {

std::string Sha256Hex(std::string_view text) {
  return engine::ToHex(engine::Sha256(text));
}

v1::StudyState StateMessage(engine::StudyState state) {
  switch (state) {
    case engine::StudyState::kNew:
    case engine::StudyState::kDraft:
      return v1::STUDY_STATE_DRAFT;
    case engine::StudyState::kRunning:
      return v1::STUDY_STATE_RUNNING;
    case engine::StudyState::kConcluded:
      return v1::STUDY_STATE_CONCLUDED;
  }
  return v1::STUDY_STATE_UNSPECIFIED;
}

v1::ItemState StateMessage(engine::ItemState state) {
  switch (state) {
    case engine::ItemState::kActive:
      return v1::ITEM_STATE_ACTIVE;
    case engine::ItemState::kRetired:
      return v1::ITEM_STATE_RETIRED;
    case engine::ItemState::kMerged:
      return v1::ITEM_STATE_MERGED;
    case engine::ItemState::kSplit:
      return v1::ITEM_STATE_SPLIT;
  }
  return v1::ITEM_STATE_UNSPECIFIED;
}

}  // namespace

v1::Study StudyMessage(std::string_view label,
                       const engine::Study& study,
                       std::string verifier_key,
                       Detail detail) {
  v1::Study message;
  message.set_name(StudyName(label));
  message.set_title(study.title);
  message.set_state(StateMessage(study.state));
  message.set_rules_version(study.rules_version);
  if (const engine::Round* round = study.open_round()) message.set_open_round(round->number);
  message.set_round_count(static_cast<std::int32_t>(study.rounds.size()));
  message.set_log_size(static_cast<std::int64_t>(study.size));
  message.set_verifier_key(std::move(verifier_key));
  message.set_etag(EtagOf(study));
  if (study.protocol) {
    std::string document = engine::WriteJson(engine::ToJson(*study.protocol));
    message.set_protocol_sha256(Sha256Hex(document));
    if (detail == Detail::kWhole) message.set_protocol_json(std::move(document));
  }
  if (detail == Detail::kSummary) return message;
  for (const engine::Amendment& amendment : study.amendments) {
    auto& entry = *message.add_amendments();
    entry.set_reason(amendment.reason);
    entry.set_entry(static_cast<std::int64_t>(amendment.entry));
    entry.set_replaced_sha256(Sha256Hex(engine::WriteJson(engine::ToJson(amendment.before))));
  }
  return message;
}

v1::Item ItemMessage(std::string_view label, const engine::Item& item) {
  v1::Item message;
  message.set_name(ChildName(label, "items", item.id));
  message.set_text(item.texts.back());
  message.set_version(item.version());
  for (const std::string& text : item.texts)
    message.add_texts(text);
  message.set_state(StateMessage(item.state));
  for (const std::string& parent : item.parents)
    message.add_parents(ChildName(label, "items", parent));
  if (!item.suggestion.empty())
    message.set_suggestion(ChildName(label, "suggestions", item.suggestion));
  return message;
}

v1::Suggestion SuggestionMessage(std::string_view label, const engine::Suggestion& suggestion) {
  v1::Suggestion message;
  message.set_name(ChildName(label, "suggestions", suggestion.id));
  if (suggestion.text) message.set_text(suggestion.text->text);
  message.set_round(suggestion.round);
  message.set_state(!suggestion.reviewed      ? v1::SUGGESTION_STATE_WAITING
                    : suggestion.item.empty() ? v1::SUGGESTION_STATE_DECLINED
                                              : v1::SUGGESTION_STATE_ACCEPTED);
  if (!suggestion.item.empty()) message.set_item(ChildName(label, "items", suggestion.item));
  return message;
}

v1::Participant ParticipantMessage(std::string_view label,
                                   const engine::Participant& participant,
                                   PrivateHats private_hats) {
  v1::Participant message;
  message.set_name(ChildName(label, "participants", participant.id));
  if (participant.membership) {
    const std::vector<std::string>& hidden = participant.membership->private_hats;
    for (const std::string& hat : participant.membership->hats) {
      const bool hides = std::find(hidden.begin(), hidden.end(), hat) != hidden.end();
      if (private_hats == PrivateHats::kShow || !hides) message.add_hats(hat);
    }
    message.set_weight(participant.membership->weight.ToString());
  }
  message.set_state(participant.erased      ? v1::PARTICIPANT_STATE_ERASED
                    : participant.withdrawn ? v1::PARTICIPANT_STATE_WITHDRAWN
                                            : v1::PARTICIPANT_STATE_ENROLLED);
  return message;
}

v1::Round RoundMessage(std::string_view label,
                       const engine::Study& study,
                       const engine::Round& round) {
  const engine::RoundPlan& plan = study.Plan(round.number);
  v1::Round message;
  message.set_name(RoundName(label, round.number));
  message.set_mode(plan.mode == engine::RoundMode::kSurvey ? v1::ROUND_MODE_SURVEY
                                                           : v1::ROUND_MODE_WORKSHOP);
  message.set_state(round.state == engine::RoundState::kOpen ? v1::ROUND_STATE_OPEN
                                                             : v1::ROUND_STATE_CLOSED);
  for (const engine::ItemVersion& item : round.items)
    *message.add_items() = ItemVersionMessage(label, item);
  if (round.closes) message.mutable_close_time()->set_seconds(round.closes->seconds);
  for (const engine::Response& response : round.responses) {
    *message.add_responses() = ResponseMessage(response);
  }
  message.set_scale_min(plan.rule.scale.min);
  message.set_scale_max(plan.rule.scale.max);
  message.set_present(static_cast<std::int32_t>(round.attendance.size()));
  return message;
}

v1::Vote VoteMessage(std::string_view label, const engine::Vote& vote) {
  v1::Vote message;
  message.set_name(ChildName(label, "votes", vote.id));
  message.set_round(RoundName(label, vote.round));
  *message.mutable_item() = ItemVersionMessage(label, vote.item);
  message.set_kind(vote.kind == engine::VoteKind::kRating ? v1::VOTE_KIND_RATING
                                                          : v1::VOTE_KIND_YES_NO);
  message.set_state(vote.iterations.empty() ? v1::VOTE_STATE_CALLED
                    : vote.open()           ? v1::VOTE_STATE_OPEN
                                            : v1::VOTE_STATE_CLOSED);
  for (const engine::VoteIteration& iteration : vote.iterations) {
    auto& entry = *message.add_iterations();
    entry.set_iteration(message.iterations_size());
    entry.set_open(iteration.open);
    if (iteration.open) continue;
    for (const engine::Response& response : iteration.responses) {
      *entry.add_responses() = ResponseMessage(response);
    }
    if (iteration.result) entry.set_consensus(ConsensusMessage(iteration.result->consensus));
  }
  return message;
}

v1::ChoiceBallotKind BallotKindMessage(engine::BallotKind kind) {
  switch (kind) {
    case engine::BallotKind::kRanks:
      return v1::CHOICE_BALLOT_KIND_RANKS;
    case engine::BallotKind::kApprovals:
      return v1::CHOICE_BALLOT_KIND_APPROVALS;
    case engine::BallotKind::kGrades:
      return v1::CHOICE_BALLOT_KIND_GRADES;
  }
  return v1::CHOICE_BALLOT_KIND_UNSPECIFIED;
}

void AddOutcome(std::string_view label, const engine::Json& outcome, v1::ChoiceIteration& entry) {
  for (const engine::Json& winner : *outcome.Find("winners")->array())
    entry.add_winners(ChildName(label, "items", *winner.string()));
  entry.set_tied(*outcome.Find("tied")->boolean());
  entry.set_outcome_json(engine::WriteJson(outcome));
}

v1::Choice ChoiceMessage(std::string_view label, const engine::Choice& choice) {
  v1::Choice message;
  message.set_name(ChildName(label, "choices", choice.id));
  message.set_round(RoundName(label, choice.round));
  message.set_plan(choice.plan.id);
  message.set_question(choice.plan.question);
  message.set_rule(choice.plan.rule);
  message.set_seats(choice.plan.seats);
  message.set_ballot_kind(BallotKindMessage(choice.plan.ballot()));
  if (choice.plan.ballot() == engine::BallotKind::kGrades)
    message.set_grade_max(choice.plan.grade_max);
  for (const engine::ItemVersion& item : choice.items)
    *message.add_items() = ItemVersionMessage(label, item);
  if (choice.lot) message.set_lot(std::to_string(choice.lot->size) + ":" + choice.lot->root);
  message.set_state(choice.iterations.empty() ? v1::CHOICE_STATE_CALLED
                    : choice.open()           ? v1::CHOICE_STATE_OPEN
                                              : v1::CHOICE_STATE_CLOSED);
  for (const engine::ChoiceIteration& iteration : choice.iterations) {
    auto& entry = *message.add_iterations();
    entry.set_iteration(message.iterations_size());
    entry.set_open(iteration.open);
    if (iteration.open) continue;
    for (const engine::Response& response : iteration.responses)
      *entry.add_responses() = ResponseMessage(response);
    if (iteration.outcome) AddOutcome(label, *iteration.outcome, entry);
  }
  if (!choice.decision) return message;
  v1::ChoiceDecision& decision = *message.mutable_decision();
  decision.set_iteration(choice.decision->iteration);
  for (const std::string& item : choice.decision->chosen)
    decision.add_chosen(ChildName(label, "items", item));
  decision.set_reason(choice.decision->reason);
  decision.set_entry(static_cast<std::int64_t>(choice.decision->entry));
  return message;
}

v1::Statement StatementMessage(std::string_view label, const engine::Statement& statement) {
  v1::Statement message;
  message.set_name(ChildName(label, "statements", statement.id));
  *message.mutable_item() = ItemVersionMessage(label, statement.item);
  if (statement.content) {
    message.set_group(statement.content->group);
    message.set_text(statement.content->text);
  }
  message.set_withheld_reason(statement.withheld);
  return message;
}

v1::Channel ChannelMessage(engine::Channel channel) {
  switch (channel) {
    case engine::Channel::kSelf:
      return v1::CHANNEL_SELF;
    case engine::Channel::kPaper:
      return v1::CHANNEL_PAPER;
    case engine::Channel::kImport:
      return v1::CHANNEL_IMPORT;
  }
  return v1::CHANNEL_UNSPECIFIED;
}

v1::BallotRecord BallotRecordMessage(const std::string& place,
                                     const engine::BallotBox& box,
                                     const std::string& participant) {
  v1::BallotRecord record;
  record.set_name(place + "/ballots/" + participant);
  if (const auto row = box.voters.Find(participant)) {
    record.set_revision(box.revisions[*row]);
    record.set_entry(static_cast<std::int64_t>(box.entries[*row]));
  }
  return record;
}

v1::Decision DecisionMessage(std::string_view label,
                             const engine::Study& study,
                             const engine::Decision& decision) {
  v1::Decision message;
  message.set_name(ChildName(label, "decisions", decision.item.item));
  *message.mutable_item() = ItemVersionMessage(label, decision.item);
  message.set_consensus(ConsensusMessage(decision.verdict));
  message.set_rule_consensus(ConsensusMessage(decision.rule_verdict));
  message.set_basis(BasisName(label, decision.basis));
  message.set_override_reason(decision.override_reason);
  message.set_entry(static_cast<std::int64_t>(decision.entry));
  const engine::Decision* standing = study.FindDecision(decision.item.item);
  message.set_standing(standing != nullptr && standing->entry == decision.entry);
  return message;
}

v1::ItemVersion ItemVersionMessage(std::string_view label, const engine::ItemVersion& item) {
  v1::ItemVersion message;
  message.set_item(ChildName(label, "items", item.item));
  message.set_version(item.version);
  return message;
}

v1::Response ResponseMessage(const engine::Response& response) {
  v1::Response message;
  message.set_group(response.group);
  message.set_invited(response.invited);
  message.set_responded(response.responded);
  return message;
}

v1::Consensus ConsensusMessage(engine::Verdict verdict) {
  switch (verdict) {
    case engine::Verdict::kIn:
      return v1::CONSENSUS_IN;
    case engine::Verdict::kOut:
      return v1::CONSENSUS_OUT;
    case engine::Verdict::kNone:
      return v1::CONSENSUS_NONE;
    case engine::Verdict::kInquorate:
      return v1::CONSENSUS_INQUORATE;
  }
  return v1::CONSENSUS_UNSPECIFIED;
}

v1::Answer AnswerMessage(std::string_view label,
                         const std::string& item,
                         const engine::Scale& scale,
                         engine::AnswerCode answer) {
  QUORATE_CHECK(answer != engine::kNotShown);
  v1::Answer message;
  message.set_item(ChildName(label, "items", item));
  switch (answer) {
    case engine::kUnable:
      message.set_no_score(v1::NO_SCORE_UNABLE);
      break;
    case engine::kNotUnderstood:
      message.set_no_score(v1::NO_SCORE_NOT_UNDERSTOOD);
      break;
    case engine::kSkipped:
      message.set_no_score(v1::NO_SCORE_SKIPPED);
      break;
    default:
      message.set_score(engine::ScoreOf(scale, answer));
  }
  return message;
}

v1::ItemTally ItemTallyMessage(const engine::Json& tally) {
  engine::Json form = tally;
  if (const engine::Json* consensus = form.Find("consensus"); consensus != nullptr) {
    if (const std::string* word = consensus->string()) form["consensus"] = "CONSENSUS_" + *word;
  }
  v1::ItemTally message;
  google::protobuf::util::JsonParseOptions options;
  options.ignore_unknown_fields = true;  // A log of a later version may say more.
  const auto status =
      google::protobuf::util::JsonStringToMessage(engine::WriteJson(form), &message, options);
  QUORATE_CHECK(status.ok());
  return message;
}

std::string TextOf(const std::string& text) {
  return engine::IsUtf8(text) ? engine::ToNfc(text) : text;
}

engine::Result<engine::Instant> InstantOf(std::string_view field,
                                          const google::protobuf::Timestamp& timestamp) {
  constexpr std::int64_t kYear9999 = 253'402'300'799;
  if (timestamp.seconds() >= 0 && timestamp.seconds() <= kYear9999) {
    return engine::Instant{timestamp.seconds()};
  }
  return engine::Refuse(engine::Reason::kInvalidArgument,
                        std::string(field),
                        "must lie between the years 1970 and 9999");
}

engine::Result<engine::Protocol> ProtocolOf(const std::string& protocol_json) {
  constexpr std::size_t kBytesMax = 50'000;
  if (protocol_json.size() > kBytesMax) {
    return engine::Refuse(
        engine::Reason::kTooLarge, "protocol_json", "must be at most 50,000 bytes");
  }
  engine::Result<engine::Json> document = engine::ParseJson(TextOf(protocol_json));
  if (!document) {
    return engine::Refuse(
        engine::Reason::kInvalidProtocol, "protocol_json", std::move(document).error().message);
  }
  return engine::ReadProtocol(*document);
}

engine::Result<engine::ConsensusRule> RuleOf(std::string_view field, const std::string& text) {
  if (const engine::Preset* preset = engine::FindPreset(text)) return preset->rule;
  if (!text.starts_with('{')) {
    return engine::Refuse(
        engine::Reason::kInvalidRule,
        std::string(field),
        "is neither the name of a published rule (see ListRules) nor a rule as JSON");
  }
  auto document = engine::ParseJson(text);
  if (document) return engine::RuleFromJson(*document, field);
  return engine::Refuse(
      engine::Reason::kInvalidRule, std::string(field), std::move(document).error().message);
}

engine::Result<engine::Verdict> VerdictOf(std::string_view field, v1::Consensus consensus) {
  switch (consensus) {
    case v1::CONSENSUS_IN:
      return engine::Verdict::kIn;
    case v1::CONSENSUS_OUT:
      return engine::Verdict::kOut;
    case v1::CONSENSUS_NONE:
      return engine::Verdict::kNone;
    case v1::CONSENSUS_INQUORATE:
      return engine::Verdict::kInquorate;
    default:
      break;
  }
  return engine::Refuse(
      engine::Reason::kInvalidArgument, std::string(field), "must be IN, OUT or NONE");
}

engine::Result<std::vector<engine::ItemAnswer>> AnswersOf(
    std::string_view field,
    std::string_view study,
    const google::protobuf::RepeatedPtrField<v1::Answer>& answers) {
  std::vector<engine::ItemAnswer> read;
  std::vector<engine::Violation> wrong;
  read.reserve(static_cast<std::size_t>(answers.size()));
  const std::string prefix = ChildName(study, "items", "");
  for (int i = 0; i < answers.size(); ++i) {
    // A ballot has many answers, and nearly all are scores of items that are named as they should.
    const std::string_view name = answers[i].item();
    if (answers[i].has_score() && name.starts_with(prefix) &&
        engine::IsLabel(name.substr(prefix.size()))) {
      read.push_back({std::string(name.substr(prefix.size())),
                      engine::AnswerState::kScored,
                      answers[i].score()});
      continue;
    }
    const std::string path = std::string(field) + "[" + std::to_string(i) + "]";
    const auto item = ParseChild(path + ".item", answers[i].item(), study, "items");
    const auto given = GivenOf(path, answers[i]);
    if (!item)
      wrong.insert(wrong.end(), item.error().violations.begin(), item.error().violations.end());
    if (!given)
      wrong.insert(wrong.end(), given.error().violations.begin(), given.error().violations.end());
    if (item && given) read.push_back({*item, given->state, given->score});
  }
  if (wrong.empty()) return read;
  return engine::Refuse(engine::Reason::kInvalidArgument, std::move(wrong));
}

engine::Result<std::vector<engine::ItemAnswer>> MarksOf(
    std::string_view field,
    std::string_view study,
    const google::protobuf::RepeatedPtrField<v1::Mark>& marks) {
  std::vector<engine::ItemAnswer> read;
  std::vector<engine::Violation> wrong;
  for (int i = 0; i < marks.size(); ++i) {
    const std::string path = std::string(field) + "[" + std::to_string(i) + "].item";
    const auto item = ParseChild(path, marks[i].item(), study, "items");
    if (item) {
      read.push_back({*item, engine::AnswerState::kScored, marks[i].value()});
    } else {
      wrong.insert(wrong.end(), item.error().violations.begin(), item.error().violations.end());
    }
  }
  if (wrong.empty()) return read;
  return engine::Refuse(engine::Reason::kInvalidArgument, std::move(wrong));
}

engine::Result<std::vector<std::string>> LabelsOf(
    std::string_view field,
    std::string_view study,
    std::string_view collection,
    const google::protobuf::RepeatedPtrField<std::string>& names) {
  std::vector<std::string> labels;
  std::vector<engine::Violation> wrong;
  for (int i = 0; i < names.size(); ++i) {
    const std::string path = std::string(field) + "[" + std::to_string(i) + "]";
    auto label = ParseChild(path, names[i], study, collection);
    if (label) {
      labels.push_back(*std::move(label));
    } else {
      wrong.insert(wrong.end(), label.error().violations.begin(), label.error().violations.end());
    }
  }
  if (wrong.empty()) return labels;
  return engine::Refuse(engine::Reason::kInvalidArgument, std::move(wrong));
}

}  // namespace quorate::services::rpc
