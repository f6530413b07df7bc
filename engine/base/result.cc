#include "engine/base/result.h"

#include "engine/base/check.h"

namespace quorate::engine {

const char* Name(Reason reason) {
  switch (reason) {
    case Reason::kInvalidArgument:
      return "INVALID_ARGUMENT";
    case Reason::kInvalidRule:
      return "INVALID_RULE";
    case Reason::kInvalidProtocol:
      return "INVALID_PROTOCOL";
    case Reason::kUnknownStudy:
      return "UNKNOWN_STUDY";
    case Reason::kUnknownItem:
      return "UNKNOWN_ITEM";
    case Reason::kUnknownParticipant:
      return "UNKNOWN_PARTICIPANT";
    case Reason::kUnknownGroup:
      return "UNKNOWN_GROUP";
    case Reason::kUnknownRound:
      return "UNKNOWN_ROUND";
    case Reason::kUnknownVote:
      return "UNKNOWN_VOTE";
    case Reason::kUnknownEntry:
      return "UNKNOWN_ENTRY";
    case Reason::kAlreadyExists:
      return "ALREADY_EXISTS";
    case Reason::kProtocolFrozen:
      return "PROTOCOL_FROZEN";
    case Reason::kProtocolNotFrozen:
      return "PROTOCOL_NOT_FROZEN";
    case Reason::kRoundNotOpen:
      return "ROUND_NOT_OPEN";
    case Reason::kRoundOpen:
      return "ROUND_OPEN";
    case Reason::kVoteNotOpen:
      return "VOTE_NOT_OPEN";
    case Reason::kVoteOpen:
      return "VOTE_OPEN";
    case Reason::kNotEligible:
      return "NOT_ELIGIBLE";
    case Reason::kWithdrawn:
      return "WITHDRAWN";
    case Reason::kStudyConcluded:
      return "STUDY_CONCLUDED";
    case Reason::kWrongState:
      return "WRONG_STATE";
    case Reason::kNotPermitted:
      return "NOT_PERMITTED";
    case Reason::kUnauthenticated:
      return "UNAUTHENTICATED";
    case Reason::kStaleEtag:
      return "STALE_ETAG";
    case Reason::kRequestIdReused:
      return "REQUEST_ID_REUSED";
    case Reason::kTooLarge:
      return "TOO_LARGE";
    case Reason::kBusy:
      return "BUSY";
    case Reason::kStorageFull:
      return "STORAGE_FULL";
    case Reason::kUnavailable:
      return "UNAVAILABLE";
    case Reason::kForkRefused:
      return "FORK_REFUSED";
    case Reason::kCorruptLog:
      return "CORRUPT_LOG";
    case Reason::kUnreadable:
      return "UNREADABLE";
  }
  return "UNKNOWN";
}

tl::unexpected<Error> Refuse(Reason reason, std::vector<Violation> violations) {
  QUORATE_CHECK(!violations.empty());
  std::string message;
  for (const Violation& violation : violations) {
    if (!message.empty()) message += "; ";
    message += violation.field + ": " + violation.message;
  }
  return tl::unexpected(Error{reason, std::move(message), std::move(violations)});
}

}  // namespace quorate::engine
