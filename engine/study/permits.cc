#include "engine/study/permits.h"

#include <algorithm>

#include "engine/base/text.h"
#include "engine/study/conduct.h"

namespace quorate::engine {

Status Conduct::NeedRole(std::initializer_list<Role> roles) const {
  if (std::find(roles.begin(), roles.end(), entry_.actor.role) != roles.end()) return {};
  return Refuse(Reason::kNotPermitted, "this role may not do that in a study");
}

Status Conduct::NeedRunning() const {
  if (study_.state == StudyState::kRunning) return {};
  return Refuse(Reason::kProtocolNotFrozen, "the protocol is not frozen yet; freeze it first");
}

Result<const Round*> Conduct::NeedOpenRound(int number, RoundMode mode) const {
  const Round* round = study_.FindRound(number);
  if (round == nullptr) {
    return Refuse(Reason::kUnknownRound,
                  "round " + std::to_string(number) + " has not been opened");
  }
  if (round->state != RoundState::kOpen) {
    return Refuse(Reason::kRoundNotOpen, "round " + std::to_string(number) + " is closed");
  }
  if (study_.Plan(number).mode != mode) {
    return Refuse(Reason::kWrongState,
                  "round " + std::to_string(number) +
                      (mode == RoundMode::kSurvey ? " is a workshop: answer the vote on the floor"
                                                  : " is a survey round, not a workshop"));
  }
  return round;
}

Result<const Participant*> Conduct::NeedParticipant(const std::string& id) const {
  const Participant* participant = study_.FindParticipant(id);
  if (participant == nullptr) {
    return Refuse(Reason::kUnknownParticipant,
                  "participant " + id + " is not on the panel; enrol them first");
  }
  if (participant->withdrawn) {
    return Refuse(Reason::kWithdrawn, "participant " + id + " has left the study");
  }
  return participant;
}

Status Conduct::NeedHand(Channel channel, const std::string& participant) const {
  switch (channel) {
    case Channel::kSelf:
      if (entry_.actor.role == Role::kParticipant && entry_.actor.id == participant) return {};
      return Refuse(Reason::kNotPermitted, "participants answer for themselves only");
    case Channel::kPaper:
      return NeedRole({Role::kFacilitator});
    case Channel::kImport:
      return NeedRole({Role::kFacilitator, Role::kIntegrator});
  }
  return Refuse(Reason::kInvalidArgument, "channel", "is unknown");
}

Status Conduct::NeedAttendance(int round, const std::string& participant) const {
  if (study_.FindRound(round)->attendance.Find(participant)) return {};
  return Refuse(Reason::kNotEligible,
                "participant " + participant + " is not recorded as attending the workshop");
}

Status CheckRevision(int revision, int next) {
  if (revision == next && revision <= 65'535) return {};
  return Refuse(Reason::kInvalidArgument, "revision", "must be " + std::to_string(next));
}

Status CheckReason(const std::string& reason) {
  return CheckText("reason", reason, kTextBytesMax);
}

namespace {

// A ballot's time is coarse, so it may show the beginning of a day or minute that has begun
// already.
Status KeepsTime(const Study& study, const Entry& entry) {
  Instant earliest = study.last_time;
  if (ShowsDay(entry.event)) earliest = TruncateToDay(earliest);
  if (ShowsMinute(entry.event)) earliest = TruncateToMinute(earliest);
  if (entry.time >= earliest) return {};
  return Refuse(Reason::kWrongState,
                "time runs backwards: the entry before is of " + ToString(study.last_time));
}

}  // namespace

Status Permits(const Study& study, const Entry& entry) {
  const bool creates = std::holds_alternative<StudyCreated>(entry.event);
  if (study.state == StudyState::kNew && !creates) {
    return Refuse(Reason::kUnknownStudy, "the study has not been created");
  }
  const bool outlasts = std::holds_alternative<BundlePublished>(entry.event) ||
                        std::holds_alternative<ErasureRecorded>(entry.event) ||
                        std::holds_alternative<LogRecovered>(entry.event);
  if (study.state == StudyState::kConcluded && !outlasts) {
    return Refuse(Reason::kStudyConcluded,
                  "the study is concluded; its record can only be published");
  }
  if (study.rules_version < NeededRulesVersion(entry.event) && !creates) {
    return Refuse(Reason::kWrongState,
                  "this study was begun under rules version " +
                      std::to_string(study.rules_version) + ", which knows no such act");
  }
  QUORATE_RETURN_IF_ERROR(KeepsTime(study, entry));
  return std::visit(Conduct(study, entry), entry.event);
}

namespace {

template <typename... Kinds>
bool IsOneOf(const Event& event) {
  return (std::holds_alternative<Kinds>(event) || ...);
}

}  // namespace

bool IsFinding(const Event& event) {
  return IsOneOf<ResponseFound,
                 ItemTallied,
                 AttritionFound,
                 StabilityFound,
                 RoundExplained,
                 ItemExplained,
                 RuleCompared,
                 ChoiceTallied>(event);
}

bool ShowsDay(const Event& event) {
  return IsOneOf<BallotCast, FeedbackShown>(event);
}

bool ShowsMinute(const Event& event) {
  return IsOneOf<VoteCast, ChoiceCast>(event);
}

namespace {

bool WarnsOfUnanimity(const Event& event) {
  return std::visit(
      [](const auto& of_kind) {
        if constexpr (requires { of_kind.protocol; }) return of_kind.protocol.unanimity_shown;
        return false;
      },
      event);
}

}  // namespace

int NeededRulesVersion(const Event& event) {
  const auto* review = std::get_if<SuggestionReviewed>(&event);
  const auto* person = std::get_if<ParticipantEnrolled>(&event);
  const bool newer =
      IsOneOf<FeedbackShown,
              ChoiceCalled,
              ChoiceOpened,
              ChoiceCast,
              ChoiceClosed,
              ChoiceDecided,
              DissentStated,
              DissentWithheld,
              RulesCompared>(event) ||
      (review != nullptr && !review->also.empty()) ||
      (person != nullptr && person->content && !person->content->private_hats.empty());
  const bool newest = IsOneOf<ErasureRecorded, LogRecovered>(event) || WarnsOfUnanimity(event);
  if (newest) return 3;
  return newer ? 2 : kFirstRulesVersion;
}

}  // namespace quorate::engine
