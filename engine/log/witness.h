// A witness's judgement (C2SP tlog-witness, add-checkpoint): given what it has last cosigned of a
// log and a request, what it answers. Pure: the caller keeps the state, atomically, and brings the
// time; so the same code serves a file on a second university's laptop and a server.
//
// A request is a Growth (growth.h): the size the witness has, the way from there, the checkpoint.

#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/time.h"
#include "engine/log/note.h"
#include "engine/log/tree.h"

namespace quorate::engine {

// What a witness knows of one log.
struct WitnessedLog {
  std::string origin;
  std::vector<VerifierKey> keys;     // Whose checkpoints of it to believe.
  TreeHead last = {0, EmptyRoot()};  // What was cosigned last; size 0 where nothing was.
};

// The numbers are HTTP's, since the protocol runs over it.
enum class WitnessCode {
  kCosigned = 200,
  kMalformed = 400,     // No request, or its older size is beyond its checkpoint.
  kBadSignature = 403,  // None of the log's keys signed the checkpoint.
  kUnknownLog = 404,
  kConflict = 409,  // The older size is not what was cosigned last, or the root of it differs.
  kBadProof = 422,
};

struct WitnessAnswer {
  WitnessCode code = WitnessCode::kMalformed;
  // kCosigned: the cosignature's line. kConflict over the size: what was cosigned last, a decimal
  // and a line feed, of the type text/x.tlog.size. Otherwise a sentence.
  std::string body;
  bool is_size = false;
  // kCosigned: what must be kept durably, in place of `last` and only if that is unchanged, before
  // the body leaves.
  std::optional<TreeHead> keep;
};

// The log that a request names by its checkpoint's first line; empty if it has none.
std::string OriginIn(std::string_view request);

// Judges a request about one of `logs`. Equal sizes with equal roots are cosigned again, with the
// new time. Refusals keep nothing.
WitnessAnswer JudgeCheckpoint(std::span<const WitnessedLog> logs,
                              std::string_view request,
                              const SigningKey& key,
                              Instant now);

}  // namespace quorate::engine
