#include "engine/log/witness.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "engine/log/checkpoint.h"
#include "engine/log/cosignature.h"
#include "engine/log/growth.h"

namespace quorate::engine {

namespace {

WitnessAnswer Decline(WitnessCode code, std::string sentence) {
  return {code, std::move(sentence) + "\n", false, std::nullopt};
}

std::string FirstLine(std::string_view text) {
  return std::string(text.substr(0, text.find('\n')));
}

// Whether the log went from `last` to `head` by the path, which is empty from size 0.
bool Extends(const TreeHead& last, const TreeHead& head, std::span<const Digest> path) {
  if (last.size == 0) return path.empty();
  return VerifyConsistency(last, head, path).has_value();
}

// Why the checkpoint does not follow on what was cosigned; nothing where it does.
std::optional<WitnessAnswer> RefuseGrowth(const TreeHead& last,
                                          const Growth& growth,
                                          const TreeHead& head) {
  if (growth.old_size > head.size) {
    return Decline(WitnessCode::kMalformed, "the older size is beyond the checkpoint's");
  }
  if (growth.old_size != last.size) {
    return WitnessAnswer{
        WitnessCode::kConflict, std::to_string(last.size) + "\n", true, std::nullopt};
  }
  if (last.size == head.size && last.root != head.root) {
    return Decline(WitnessCode::kConflict,
                   "another root was cosigned for this size: the log was forked");
  }
  if (!Extends(last, head, growth.path)) {
    return Decline(WitnessCode::kBadProof, "the proof does not lead to the checkpoint's root");
  }
  return std::nullopt;
}

}  // namespace

std::string OriginIn(std::string_view request) {
  const Result<Growth> growth = ParseGrowth(request);
  return growth ? FirstLine(growth->checkpoint) : std::string();
}

WitnessAnswer JudgeCheckpoint(std::span<const WitnessedLog> logs,
                              std::string_view request,
                              const SigningKey& key,
                              Instant now) {
  const Result<Growth> growth = ParseGrowth(request);
  if (!growth) return Decline(WitnessCode::kMalformed, growth.error().message);
  const Result<NoteParts> note = TakeApart(growth->checkpoint);
  if (!note) return Decline(WitnessCode::kMalformed, note.error().message);
  const Result<Checkpoint> checkpoint = ParseCheckpoint(note->text);
  if (!checkpoint) return Decline(WitnessCode::kMalformed, checkpoint.error().message);
  const auto log = std::ranges::find(logs, checkpoint->origin, &WitnessedLog::origin);
  if (log == logs.end()) return Decline(WitnessCode::kUnknownLog, "this log is not witnessed here");
  if (!OpenNote(growth->checkpoint, log->keys)) {
    return Decline(WitnessCode::kBadSignature, "no key of this log has signed the checkpoint");
  }
  if (auto refusal = RefuseGrowth(log->last, *growth, checkpoint->head)) return *refusal;
  Result<std::string> line = Cosign(note->text, key, now);
  if (!line) return Decline(WitnessCode::kMalformed, line.error().message);
  return {WitnessCode::kCosigned, *std::move(line), false, checkpoint->head};
}

}  // namespace quorate::engine
