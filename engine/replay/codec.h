// Entries to bytes and back: the only place that knows how an event is written in the log.

#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "engine/base/result.h"
#include "engine/study/event.h"

namespace quorate::engine {

// The kind under which an event is written: "ballot.cast", "round.closed" …
std::string_view KindOf(const Event& event);

// One entry in its stored form. `opening` is empty where the event commits to nothing.
struct SealedEntry {
  std::string leaf;
  std::string opening;
};

// The randomness of one command; every nonce it needs is drawn from it, and it is then forgotten.
using Entropy = std::array<std::uint8_t, 32>;

// Writes `entry` as the leaf at `sequence` of `study`'s log. Content becomes an opening with the
// nonce drawn from `entropy` for that sequence; without it, the commitment the event carries
// already is written. Sets the event's commitment. Fails with kTooLarge over 60,000 bytes.
Result<SealedEntry> Seal(std::string_view study,
                         std::uint64_t sequence,
                         Entry& entry,
                         const Entropy& entropy);

// Reads the leaf at `sequence` of `study`'s log and, unless empty, its opening, which must open the
// leaf's commitment. Strict: unknown kinds and members, wrong types, another sequence or study, and
// bytes that are not canonical are refused with kCorruptLog.
Result<Entry> Open(std::string_view study,
                   std::uint64_t sequence,
                   std::string_view leaf,
                   std::string_view opening);

// Reads the content of `entry`, which stands at `sequence`, from the line that opens its
// commitment; the caller has compared the two. Strict like Open; a refusal leaves no content.
Status AddContent(std::string_view study,
                  std::uint64_t sequence,
                  std::string_view opening,
                  Entry& entry);

}  // namespace quorate::engine
