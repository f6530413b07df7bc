// How a refusal travels: as a value that names a reason, says what is wrong and how to mend it, and
// lists every offending place at once. Bugs are QUORATE_CHECK's (check.h); exceptions are not used.

#pragma once

#include <string>
#include <utility>
#include <vector>

#include <tl/expected.hpp>

namespace quorate::engine {

// Why something was refused. The list is closed: services/rpc/status.cc maps each to one gRPC code
// in a switch without default, so a new reason does not compile until it is mapped.
enum class Reason {
  kInvalidArgument,     // A field is malformed or out of range.
  kInvalidRule,         // A consensus rule is malformed, contradictory or off the scale.
  kInvalidProtocol,     // A protocol document is malformed or contradicts itself.
  kUnknownStudy,        // No such study, or none this caller may know of.
  kUnknownItem,         // No such item in the study.
  kUnknownParticipant,  // No such participant on the panel.
  kUnknownGroup,        // No such stakeholder group in the protocol.
  kUnknownRound,        // No such round in the protocol, or not opened yet.
  kUnknownVote,         // No such vote in the round.
  kUnknownEntry,        // The log holds no such entry or size.
  kAlreadyExists,       // The id is taken.
  kProtocolFrozen,      // Only an amendment with a reason can change a frozen protocol.
  kProtocolNotFrozen,   // Rounds open under a frozen protocol only.
  kRoundNotOpen,        // Ballots are taken only while their round is open.
  kRoundOpen,           // Not while a round is open.
  kVoteNotOpen,         // Votes are taken only while their vote is open.
  kVoteOpen,            // Not while a vote is open.
  kNotEligible,         // The participant may not enter this round or vote.
  kWithdrawn,           // The participant has left the study.
  kStudyConcluded,      // Nothing changes in a concluded study.
  kWrongState,          // Any other act in the wrong state; the message says which.
  kNotPermitted,        // The caller's role does not allow this.
  kUnauthenticated,     // No credentials, or bad ones.
  kStaleEtag,           // The resource has moved on since it was read.
  kRequestIdReused,     // The same request_id came with other content.
  kTooLarge,            // A message, text or file over its stated limit.
  kBusy,                // Too many requests at once; try again later.
  kStorageFull,         // The disk is full: nothing was written, reads go on.
  kUnavailable,         // The store cannot be reached or the server is stopping.
  kForkRefused,         // Signing would contradict an earlier signed checkpoint.
  kCorruptLog,          // The record does not verify.
  kUnreadable,          // A file or folder cannot be read or parsed.
};

// The reason's stable upper-case spelling on the wire, such as "ROUND_NOT_OPEN".
const char* Name(Reason reason);

// One offending place. `field` is a path a person can follow: "ballot.answers[3].score", or
// "line 12, column 4" in a file.
struct Violation {
  std::string field;
  std::string message;
};

// A refusal. `message` is a sentence for a person: what is wrong, where, and how to mend it. It
// never holds a name, a token or a ballot's content. `violations` names every place at once.
struct Error {
  Reason reason = Reason::kInvalidArgument;
  std::string message;
  std::vector<Violation> violations;
};

// A value or a refusal. Dropping one is a compiler warning.
template <typename T>
class [[nodiscard]] Result : public tl::expected<T, Error> {
 public:
  using tl::expected<T, Error>::expected;
  Result(tl::expected<T, Error> result)  // NOLINT(google-explicit-constructor): what map() returns.
      : tl::expected<T, Error>(std::move(result)) {}
};
using Status = Result<void>;

inline tl::unexpected<Error> Refuse(Reason reason, std::string message) {
  return tl::unexpected(Error{reason, std::move(message), {}});
}

// Refuses for one place; the message is the place followed by what is wrong there.
inline tl::unexpected<Error> Refuse(Reason reason, std::string field, std::string message) {
  std::string whole = field + ": " + message;
  return tl::unexpected(
      Error{reason, std::move(whole), {Violation{std::move(field), std::move(message)}}});
}

// Refuses for every place in `violations`; requires at least one.
tl::unexpected<Error> Refuse(Reason reason, std::vector<Violation> violations);

}  // namespace quorate::engine

#define QUORATE_CONCAT_INNER(a, b) a##b
#define QUORATE_CONCAT(a, b) QUORATE_CONCAT_INNER(a, b)

// Returns the refusal of `expression`, a Result or Status, from the enclosing function.
#define QUORATE_RETURN_IF_ERROR(expression)                \
  if (auto quorate_status = (expression); !quorate_status) \
  return tl::unexpected(std::move(quorate_status).error())

// Declares `target` as the value of `expression`, or returns its refusal.
#define QUORATE_ASSIGN_OR_RETURN(target, expression) \
  QUORATE_ASSIGN_INNER(QUORATE_CONCAT(quorate_result_, __LINE__), target, expression)
// NOLINTBEGIN(bugprone-macro-parentheses): `result` and `target` are a name and a declaration.
#define QUORATE_ASSIGN_INNER(result, target, expression)         \
  auto result = (expression);                                    \
  if (!result) return tl::unexpected(std::move(result).error()); \
  target = *std::move(result)
// NOLINTEND(bugprone-macro-parentheses)
