// Between the contract's messages and the engine's values. Only this folder knows both; nothing of
// protobuf goes further in, and messages are built here alone.

#pragma once

#include <span>
#include <string>
#include <string_view>

#include "quorate/v1/ballot.pb.h"
#include "quorate/v1/choice.pb.h"
#include "quorate/v1/consensus.pb.h"
#include "quorate/v1/decision.pb.h"
#include "quorate/v1/dissent.pb.h"
#include "quorate/v1/item.pb.h"
#include "quorate/v1/panel.pb.h"
#include "quorate/v1/round.pb.h"
#include "quorate/v1/study.pb.h"
#include "quorate/v1/tally.pb.h"
#include "quorate/v1/vote.pb.h"

#include "engine/base/json.h"
#include "engine/base/result.h"
#include "engine/study/study.h"

namespace quorate::services::rpc {

namespace v1 = ::quorate::v1;

// --- To messages. `label` is the study's. ---

// Whether the documents go along: they are long, and lists leave them out.
enum class Detail { kWhole, kSummary };
v1::Study StudyMessage(std::string_view label,
                       const engine::Study& study,
                       std::string verifier_key,
                       Detail detail);
v1::Item ItemMessage(std::string_view label, const engine::Item& item);
v1::Suggestion SuggestionMessage(std::string_view label, const engine::Suggestion& suggestion);
// Without the external id, which the engine does not know. Private hats are for auditors.
enum class PrivateHats { kHide, kShow };
v1::Participant ParticipantMessage(std::string_view label,
                                   const engine::Participant& participant,
                                   PrivateHats private_hats);
v1::Round RoundMessage(std::string_view label,
                       const engine::Study& study,
                       const engine::Round& round);
v1::Vote VoteMessage(std::string_view label, const engine::Vote& vote);
v1::Choice ChoiceMessage(std::string_view label, const engine::Choice& choice);
v1::Statement StatementMessage(std::string_view label, const engine::Statement& statement);
v1::Channel ChannelMessage(engine::Channel channel);
// That a ballot was cast, and not what; `place` is the name of what it was cast in. The channel is
// left to the caller.
v1::BallotRecord BallotRecordMessage(const std::string& place,
                                     const engine::BallotBox& box,
                                     const std::string& participant);
v1::Decision DecisionMessage(std::string_view label,
                             const engine::Study& study,
                             const engine::Decision& decision);
v1::ItemVersion ItemVersionMessage(std::string_view label, const engine::ItemVersion& item);
v1::Response ResponseMessage(const engine::Response& response);
v1::Consensus ConsensusMessage(engine::Verdict verdict);
// One answer as it lies in a ballot box. Requires one that was given.
v1::Answer AnswerMessage(std::string_view label,
                         const std::string& item,
                         const engine::Scale& scale,
                         engine::AnswerCode answer);

// An item's tally from CONTRACT's JSON form, member for member.
v1::ItemTally ItemTallyMessage(const engine::Json& tally);

// --- From messages; refusals name the field. ---

// In form C; the log holds no other. Length and control characters are the engine's to judge.
std::string TextOf(const std::string& text);
// Refuses what has no place between the years 1970 and 9999.
engine::Result<engine::Instant> InstantOf(std::string_view field,
                                          const google::protobuf::Timestamp& timestamp);
engine::Result<engine::Protocol> ProtocolOf(const std::string& protocol_json);
// A published rule by its name, or a rule as JSON. `field` names the place in refusals.
engine::Result<engine::ConsensusRule> RuleOf(std::string_view field, const std::string& text);
// Refuses unspecified values and those of a later version of the contract.
engine::Result<engine::Verdict> VerdictOf(std::string_view field, v1::Consensus consensus);
// A whole ballot; names every answer that is wrong in itself.
engine::Result<std::vector<engine::ItemAnswer>> AnswersOf(
    std::string_view field,
    std::string_view study,
    const google::protobuf::RepeatedPtrField<v1::Answer>& answers);
// The marks of a ballot of a choice; names every one whose item has no good name.
engine::Result<std::vector<engine::ItemAnswer>> MarksOf(
    std::string_view field,
    std::string_view study,
    const google::protobuf::RepeatedPtrField<v1::Mark>& marks);
// Labels of items or participants, from their names.
engine::Result<std::vector<std::string>> LabelsOf(
    std::string_view field,
    std::string_view study,
    std::string_view collection,
    const google::protobuf::RepeatedPtrField<std::string>& names);

// What a message with the oneof `given` says: exactly one of a score and a reason for none.
template <typename Message>
engine::Result<engine::VoteContent> GivenOf(std::string_view field, const Message& message) {
  using engine::AnswerState;
  if (message.given_case() == Message::kScore)
    return engine::VoteContent{AnswerState::kScored, message.score()};
  if (message.given_case() == Message::kNoScore) {
    switch (message.no_score()) {
      case v1::NO_SCORE_UNABLE:
        return engine::VoteContent{AnswerState::kUnable, 0};
      case v1::NO_SCORE_NOT_UNDERSTOOD:
        return engine::VoteContent{AnswerState::kNotUnderstood, 0};
      case v1::NO_SCORE_SKIPPED:
        return engine::VoteContent{AnswerState::kSkipped, 0};
      default:
        break;
    }
  }
  return engine::Refuse(engine::Reason::kInvalidArgument,
                        std::string(field),
                        "needs either a score or the reason why there is none");
}

}  // namespace quorate::services::rpc
