// Checkpoints (C2SP tlog-checkpoint): a signed statement "this log had n entries under this root".
// Whoever kept one can detect any later change, removal or reordering of the entries before it.
//
// A log must never sign two checkpoints of which neither extends the other. Nothing here remembers
// what was signed; the signer's memory is services/studies.

#pragma once

#include <string>
#include <string_view>

#include "engine/base/result.h"
#include "engine/log/note.h"
#include "engine/log/tree.h"

namespace quorate::engine {

struct Checkpoint {
  std::string origin;  // Which log: a schema-less URL, which is also the name of its key.
  TreeHead head;
  friend bool operator==(const Checkpoint&, const Checkpoint&) = default;
};

// The text that is signed: "origin LF size LF base64(root) LF". Requires an origin that is one line
// of note text and not empty.
std::string PrintCheckpoint(const Checkpoint& checkpoint);

// Reads that text to the byte, and refuses with kCorruptLog everything else: a size with a sign,
// blanks or leading zeros, or beyond kTreeSizeMax; a root that is not strict base64 of 32 bytes; a
// size of 0 with another root than the empty tree's. Lines after the third are extensions, which
// others may write: they are skipped if none is empty, and we never write any.
Result<Checkpoint> ParseCheckpoint(std::string_view text);

// The signed note. Refuses with kInvalidArgument if the key's name is not the checkpoint's origin,
// a size beyond kTreeSizeMax, and size 0 with another root than the empty tree's.
Result<std::string> SignCheckpoint(const Checkpoint& checkpoint, const SigningKey& key);

// Opens a signed note of `key` and reads the checkpoint in it. Refuses with kCorruptLog also a
// checkpoint whose origin is not the key's name: a key that signs for another log proves nothing
// about this one.
Result<Checkpoint> OpenCheckpoint(std::string_view note, const VerifierKey& key);

}  // namespace quorate::engine
