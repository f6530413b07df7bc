#include <algorithm>

#include "engine/base/text.h"
#include "engine/study/conduct.h"

namespace quorate::engine {

namespace {

Status KeepsOpenedRounds(const Study& study, const Protocol& amended) {
  std::vector<Violation> wrong;
  if (amended.rounds.size() < study.rounds.size()) {
    wrong.push_back({"rounds", "a round that was opened cannot be taken out"});
  }
  for (const Group& group : study.protocol->groups) {
    if (!amended.FindGroup(group.id)) {
      wrong.push_back(
          {"groups", "group " + group.id + " cannot be taken out: people may wear its hat"});
    }
  }
  if (wrong.empty()) return {};
  return Refuse(Reason::kInvalidProtocol, std::move(wrong));
}

Status CheckMembership(const Protocol& protocol, const Membership& membership) {
  std::vector<Violation> wrong;
  if (membership.hats.empty()) wrong.push_back({"hats", "name at least one stakeholder group"});
  for (std::size_t i = 0; i < membership.hats.size(); ++i) {
    const std::string& hat = membership.hats[i];
    const std::string field = "hats[" + std::to_string(i) + "]";
    if (!protocol.FindGroup(hat)) {
      wrong.push_back({field, "\"" + hat + "\" is no group of the protocol"});
    }
    if (std::find(membership.hats.begin(),
                  membership.hats.begin() + static_cast<std::ptrdiff_t>(i),
                  hat) != membership.hats.begin() + static_cast<std::ptrdiff_t>(i)) {
      wrong.push_back({field, "the same hat twice"});
    }
  }
  for (const std::string& hat : membership.private_hats) {
    if (std::find(membership.hats.begin(), membership.hats.end(), hat) == membership.hats.end())
      wrong.push_back({"private_hats", "\"" + hat + "\" is none of the person's hats"});
  }
  if (membership.weight.IsNegative()) wrong.push_back({"weight", "must be at least 0"});
  if (wrong.empty()) return {};
  return Refuse(Reason::kUnknownGroup, std::move(wrong));
}

}  // namespace

Status Conduct::operator()(const StudyCreated& fact) const {
  if (study_.state != StudyState::kNew) {
    return Refuse(Reason::kAlreadyExists, "a study of this label exists already");
  }
  QUORATE_RETURN_IF_ERROR(NeedRole({Role::kFacilitator}));
  if (fact.rules_version < kFirstRulesVersion || fact.rules_version > kRulesVersion) {
    return Refuse(Reason::kInvalidArgument,
                  "rules_version",
                  "is not known here; versions 1 to " + std::to_string(kRulesVersion) + " are");
  }
  return CheckText("title", fact.title, kTitleBytesMax);
}

Status Conduct::operator()(const ProtocolDrafted& fact) const {
  QUORATE_RETURN_IF_ERROR(NeedRole({Role::kFacilitator}));
  if (study_.state != StudyState::kDraft) {
    return Refuse(Reason::kProtocolFrozen,
                  "the protocol is frozen; amend it with a reason instead");
  }
  return CheckProtocol(fact.protocol);
}

Status Conduct::operator()(const ProtocolFrozen& fact) const {
  QUORATE_RETURN_IF_ERROR(NeedRole({Role::kFacilitator}));
  if (study_.state != StudyState::kDraft) {
    return Refuse(Reason::kProtocolFrozen, "the protocol is frozen already");
  }
  if (!study_.protocol) return Refuse(Reason::kProtocolNotFrozen, "draft a protocol first");
  if (ToJson(fact.protocol) != ToJson(*study_.protocol)) {
    return Refuse(Reason::kInvalidProtocol,
                  "the frozen protocol is not the one that was drafted last");
  }
  return {};  // It was checked when it was drafted.
}

Status Conduct::operator()(const ProtocolAmended& fact) const {
  QUORATE_RETURN_IF_ERROR(NeedRole({Role::kFacilitator}));
  QUORATE_RETURN_IF_ERROR(NeedRunning());
  if (study_.open_round() != nullptr) {
    return Refuse(Reason::kRoundOpen, "close the open round before amending the protocol");
  }
  QUORATE_RETURN_IF_ERROR(CheckReason(fact.reason));
  QUORATE_RETURN_IF_ERROR(KeepsOpenedRounds(study_, fact.protocol));
  return CheckProtocol(fact.protocol);
}

Status Conduct::operator()(const StudyConcluded&) const {
  QUORATE_RETURN_IF_ERROR(NeedRole({Role::kFacilitator}));
  QUORATE_RETURN_IF_ERROR(NeedRunning());
  if (study_.open_round() == nullptr) return {};
  return Refuse(Reason::kRoundOpen, "close the open round before concluding the study");
}

Status Conduct::operator()(const BundlePublished&) const {
  QUORATE_RETURN_IF_ERROR(NeedRole({Role::kFacilitator, Role::kAuditor}));
  if (study_.state == StudyState::kDraft) return NeedRunning();
  return {};
}

Status Conduct::operator()(const ParticipantEnrolled& fact) const {
  QUORATE_RETURN_IF_ERROR(NeedRole({Role::kFacilitator, Role::kIntegrator}));
  QUORATE_RETURN_IF_ERROR(NeedRunning());
  QUORATE_RETURN_IF_ERROR(CheckLabel("participant", fact.participant));
  if (study_.FindParticipant(fact.participant) != nullptr) {
    return Refuse(Reason::kAlreadyExists,
                  "participant " + fact.participant + " is enrolled already");
  }
  if (!fact.content) return {};
  return CheckMembership(*study_.protocol, *fact.content);
}

Status Conduct::operator()(const ParticipantWithdrawn& fact) const {
  QUORATE_RETURN_IF_ERROR(NeedRunning());
  const bool self = entry_.actor.role == Role::kParticipant && entry_.actor.id == fact.participant;
  if (!self) QUORATE_RETURN_IF_ERROR(NeedRole({Role::kFacilitator}));
  return NeedParticipant(fact.participant).map([](const Participant*) {});
}

Status Conduct::operator()(const ErasureRecorded& fact) const {
  const bool self = entry_.actor.role == Role::kParticipant && entry_.actor.id == fact.participant;
  if (!self) QUORATE_RETURN_IF_ERROR(NeedRole({Role::kFacilitator}));
  const Participant* person = study_.FindParticipant(fact.participant);
  if (person == nullptr) {
    return Refuse(Reason::kUnknownParticipant,
                  "participant " + fact.participant + " is not on the panel; nothing to erase");
  }
  if (!person->erased) return {};
  return Refuse(Reason::kWrongState, "participant " + fact.participant + " is erased already");
}

Status Conduct::operator()(const LogRecovered& fact) const {
  if (entry_.actor.role != Role::kServer || entry_.actor == EngineActor())
    return Refuse(Reason::kNotPermitted, "only the server's operator recovers a log");
  QUORATE_RETURN_IF_ERROR(CheckReason(fact.reason));
  constexpr std::size_t kRootLetters = 44;
  if (fact.root.size() != kRootLetters)
    return Refuse(Reason::kInvalidArgument, "root", "must be a checkpoint's root in base64");
  if (fact.size > 0) return {};
  return Refuse(Reason::kInvalidArgument, "size", "must be that of a checkpoint that was signed");
}

}  // namespace quorate::engine
