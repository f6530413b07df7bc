// Receipts (C2SP tlog-proof): one text file by which a participant can show, offline and without
// trusting the server again, that an entry is in the log.
//
//   c2sp.org/tlog-proof@v1
//   extra base64({"leaf":"…","opening":"…"})
//   index 12
//   base64(hash)               the path, the leaf's sibling first
//
//   <checkpoint, a signed note, to the byte>
//
// C2SP's `extra` line is not authenticated by the format. Ours needs no trust either: the leaf must
// lead to the signed root, and the opening must be what the leaf committed to. A receipt is sent
// only after its entry is durable, and it is the participant's own: the opening shows the ballot.

#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "engine/base/result.h"
#include "engine/log/checkpoint.h"
#include "engine/log/note.h"
#include "engine/log/tree.h"

namespace quorate::engine {

inline constexpr std::size_t kReceiptBytesMax = 2'000'000;

struct Receipt {
  std::string leaf;     // The entry's line; empty in a foreign proof, which has no `extra`.
  std::string opening;  // The line the leaf commits to; empty if it commits to nothing.
  std::uint64_t index = 0;
  Path path;
  std::string checkpoint;  // The whole signed note.
};

// Requires at most kPathStepsMax steps, an index up to kTreeSizeMax, UTF-8 in leaf and opening, and
// a leaf if there is an opening.
std::string PrintReceipt(const Receipt& receipt);

// Reads the form alone; refuses with kCorruptLog, naming the line. What it accepts, PrintReceipt()
// prints again to the byte.
Result<Receipt> ParseReceipt(std::string_view text);

// What a good receipt shows: `leaf` is entry `index` of the log of `checkpoint`, and it commits to
// `opening` if that is not empty.
struct ReceiptedEntry {
  Checkpoint checkpoint;
  std::uint64_t index = 0;
  std::string leaf;
  std::string opening;
};

// Checks everything offline: the note's signature by `key` and its origin, the leaf's grammar, the
// path from the leaf to the signed root, that the leaf's `seq` is the index, and that its
// `commitment` opens to the opening. The commitment is the one string member of that name anywhere
// in the leaf; an opening without exactly one is refused. Refuses with kCorruptLog.
Result<ReceiptedEntry> VerifyReceipt(std::string_view text, const VerifierKey& key);

// The same for a leaf from elsewhere, such as entries.ndjson. A leaf in the receipt must be the
// same.
Result<ReceiptedEntry> VerifyReceipt(std::string_view text,
                                     std::string_view leaf,
                                     const VerifierKey& key);

}  // namespace quorate::engine
