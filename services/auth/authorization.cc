#include "services/auth/authorization.h"

#include <algorithm>

namespace quorate::services {

namespace {

using enum engine::Role;
using enum Reach;

constexpr RoleSet kRunners = {kFacilitator};
constexpr RoleSet kFeeders = {kFacilitator, kIntegrator};
constexpr RoleSet kVoters = {kParticipant};
constexpr RoleSet kEverybody = {kFacilitator, kParticipant, kObserver, kAuditor, kIntegrator};
constexpr RoleSet kOnlookers = {kFacilitator, kObserver, kAuditor, kIntegrator};

constexpr Permission kTable[] = {
    {"/quorate.v1.StudyService/CreateStudy", kWholeServer, kRunners},
    {"/quorate.v1.StudyService/GetStudy", kOwnStudy, kEverybody},
    {"/quorate.v1.StudyService/ListStudies", kNoStudy, kEverybody},
    {"/quorate.v1.StudyService/DraftProtocol", kOwnStudy, kRunners},
    {"/quorate.v1.StudyService/FreezeProtocol", kOwnStudy, kRunners},
    {"/quorate.v1.StudyService/AmendProtocol", kOwnStudy, kRunners},
    {"/quorate.v1.StudyService/ConcludeStudy", kOwnStudy, kRunners},

    {"/quorate.v1.PanelService/EnrolParticipants", kOwnStudy, kFeeders},
    {"/quorate.v1.PanelService/WithdrawParticipant", kOwnStudy, {kFacilitator, kParticipant}},
    {"/quorate.v1.PanelService/EraseParticipant", kOwnStudy, {kFacilitator, kParticipant}},
    {"/quorate.v1.PanelService/GetOwnData", kOwnStudy, kVoters},
    {"/quorate.v1.PanelService/ListParticipants", kOwnStudy, {kFacilitator, kIntegrator, kAuditor}},
    {"/quorate.v1.PanelService/RecordAttendance", kOwnStudy, {kFacilitator, kParticipant}},

    {"/quorate.v1.ItemService/AddItems", kOwnStudy, kFeeders},
    {"/quorate.v1.ItemService/SuggestItem", kOwnStudy, kVoters},
    {"/quorate.v1.ItemService/ListSuggestions", kOwnStudy, {kFacilitator, kAuditor}},
    {"/quorate.v1.ItemService/ReviewSuggestion", kOwnStudy, kRunners},
    {"/quorate.v1.ItemService/RewordItem", kOwnStudy, kRunners},
    {"/quorate.v1.ItemService/MergeItems", kOwnStudy, kRunners},
    {"/quorate.v1.ItemService/SplitItem", kOwnStudy, kRunners},
    {"/quorate.v1.ItemService/RetireItem", kOwnStudy, kRunners},
    {"/quorate.v1.ItemService/GetItem", kOwnStudy, kEverybody},
    {"/quorate.v1.ItemService/ListItems", kOwnStudy, kEverybody},

    {"/quorate.v1.RoundService/OpenRound", kOwnStudy, kRunners},
    {"/quorate.v1.RoundService/ExtendRound", kOwnStudy, kRunners},
    {"/quorate.v1.RoundService/CloseRound", kOwnStudy, kRunners},
    {"/quorate.v1.RoundService/GetRound", kOwnStudy, kEverybody},
    {"/quorate.v1.RoundService/ListRounds", kOwnStudy, kEverybody},
    {"/quorate.v1.RoundService/GetProgress", kOwnStudy, kOnlookers},

    {"/quorate.v1.VoteService/CallVote", kOwnStudy, kRunners},
    {"/quorate.v1.VoteService/OpenVote", kOwnStudy, kRunners},
    {"/quorate.v1.VoteService/CloseVote", kOwnStudy, kRunners},
    {"/quorate.v1.VoteService/GetVote", kOwnStudy, kEverybody},
    {"/quorate.v1.VoteService/ListVotes", kOwnStudy, kEverybody},
    {"/quorate.v1.VoteService/CastVote", kOwnStudy, kVoters},
    {"/quorate.v1.VoteService/EnterVote", kOwnStudy, kRunners},

    {"/quorate.v1.ChoiceService/CallChoice", kOwnStudy, kRunners},
    {"/quorate.v1.ChoiceService/OpenChoice", kOwnStudy, kRunners},
    {"/quorate.v1.ChoiceService/CloseChoice", kOwnStudy, kRunners},
    {"/quorate.v1.ChoiceService/DecideChoice", kOwnStudy, kRunners},
    {"/quorate.v1.ChoiceService/GetChoice", kOwnStudy, kEverybody},
    {"/quorate.v1.ChoiceService/ListChoices", kOwnStudy, kEverybody},
    {"/quorate.v1.ChoiceService/CastChoice", kOwnStudy, kVoters},
    {"/quorate.v1.ChoiceService/EnterChoiceBallots", kOwnStudy, kFeeders},
    {"/quorate.v1.ChoiceService/ExplainChoice", kOwnStudy, kEverybody},

    {"/quorate.v1.BallotService/CastBallot", kOwnStudy, kVoters},
    {"/quorate.v1.BallotService/EnterBallots", kOwnStudy, kFeeders},
    {"/quorate.v1.BallotService/GetMyBallot", kOwnStudy, kVoters},
    {"/quorate.v1.BallotService/GetReceipt", kOwnStudy, kVoters},

    {"/quorate.v1.DecisionService/RecordDecisions", kOwnStudy, kRunners},
    {"/quorate.v1.DecisionService/OverrideDecision", kOwnStudy, kRunners},
    {"/quorate.v1.DecisionService/ListDecisions", kOwnStudy, kEverybody},

    {"/quorate.v1.DissentService/StateDissent", kOwnStudy, kVoters},
    {"/quorate.v1.DissentService/WithholdDissent", kOwnStudy, kRunners},
    {"/quorate.v1.DissentService/ListStatements", kOwnStudy, kEverybody},

    {"/quorate.v1.ResultService/GetResults", kOwnStudy, kEverybody},
    {"/quorate.v1.ResultService/GetFeedback", kOwnStudy, kVoters},
    {"/quorate.v1.ResultService/ExplainResults", kOwnStudy, kEverybody},
    {"/quorate.v1.ResultService/CompareRules", kOwnStudy, {kFacilitator, kAuditor}},
    {"/quorate.v1.ResultService/GetStatistics", kOwnStudy, kOnlookers},

    {"/quorate.v1.LogService/ListEntries", kOwnStudy, kEverybody},
    {"/quorate.v1.LogService/ListOpenings", kOwnStudy, {kAuditor}},
    {"/quorate.v1.LogService/ListPublicOpenings", kOwnStudy, kEverybody},
    {"/quorate.v1.LogService/GetCheckpoint", kOwnStudy, kEverybody},
    {"/quorate.v1.LogService/ListCheckpoints", kOwnStudy, kEverybody},
    {"/quorate.v1.LogService/GetInclusionProof", kOwnStudy, kEverybody},
    {"/quorate.v1.LogService/GetConsistencyProof", kOwnStudy, kEverybody},
    {"/quorate.v1.LogService/WatchEntries", kOwnStudy, kEverybody},
    {"/quorate.v1.LogService/PublishBundle", kOwnStudy, {kFacilitator, kAuditor}},

    {"/quorate.v1.AccessService/CreateToken", kOwnStudy, kRunners},
    {"/quorate.v1.AccessService/ListTokens", kOwnStudy, kRunners},
    {"/quorate.v1.AccessService/RevokeToken", kOwnStudy, kRunners},

    {"/quorate.v1.TallyService/TallyRatings", kNoStudy, kEverybody},
    {"/quorate.v1.TallyService/TallyRanked", kNoStudy, kEverybody},
    {"/quorate.v1.TallyService/TallyCommittee", kNoStudy, kEverybody},
    {"/quorate.v1.TallyService/ListRules", kNoStudy, kEverybody},
};

tl::unexpected<engine::Error> Forbid(std::string message) {
  return engine::Refuse(engine::Reason::kNotPermitted, std::move(message));
}

}  // namespace

std::span<const Permission> Permissions() {
  return kTable;
}

const Permission* FindPermission(std::string_view method) {
  const auto* found = std::find_if(std::begin(kTable),
                                   std::end(kTable),
                                   [&](const Permission& line) { return line.method == method; });
  return found == std::end(kTable) ? nullptr : found;
}

bool IsOpenToAll(std::string_view method) {
  return method.starts_with("/grpc.health.v1.Health/") ||
         method.starts_with("/grpc.reflection.v1alpha.ServerReflection/");
}

engine::Status Authorize(const Caller& caller, std::string_view method, const Target& target) {
  const Permission* line = FindPermission(method);
  if (line == nullptr) return Forbid("nobody may call this method");
  if (!line->roles.Holds(caller.role)) {
    return Forbid("a token for the role " + std::string(Name(caller.role)) +
                  " may not call this method");
  }
  const bool everywhere = caller.study.empty();
  if (line->reach == kWholeServer && !everywhere) {
    return Forbid("this needs a token that is good for the whole server");
  }
  if (line->reach == kOwnStudy && !everywhere && caller.study != target.study) {
    return tl::unexpected(UnknownStudy(target.study));
  }
  if (caller.role == kParticipant && !target.participant.empty() &&
      target.participant != caller.participant) {
    return Forbid("a participant may act for itself only");
  }
  return {};
}

engine::Error UnknownStudy(std::string_view label) {
  return {engine::Reason::kUnknownStudy,
          "there is no study \"" + std::string(label) + "\", or none that this token may know of",
          {}};
}

}  // namespace quorate::services
