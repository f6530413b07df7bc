#include "engine/log/checkpoint.h"

#include <optional>

#include "engine/base/check.h"
#include "engine/log/decimal.h"

namespace quorate::engine {

namespace {

tl::unexpected<Error> Malformed(std::string message) {
  return Refuse(Reason::kCorruptLog, "checkpoint", std::move(message));
}

// The text up to the next line feed, which is taken with it. Requires text that ends in one.
std::string_view TakeLine(std::string_view& text) {
  const std::size_t end = text.find('\n');
  const std::string_view line = text.substr(0, end);
  text.remove_prefix(end + 1);
  return line;
}

bool IsOrigin(std::string_view origin) {
  return !origin.empty() && origin.find('\n') == std::string_view::npos &&
         IsNoteText(std::string(origin) + "\n");
}

}  // namespace

std::string PrintCheckpoint(const Checkpoint& checkpoint) {
  QUORATE_CHECK(IsOrigin(checkpoint.origin));
  return checkpoint.origin + "\n" + std::to_string(checkpoint.head.size) + "\n" +
         ToBase64(checkpoint.head.root) + "\n";
}

Result<Checkpoint> ParseCheckpoint(std::string_view text) {
  if (!IsNoteText(text)) {
    return Malformed("must be UTF-8, end in a line feed and have no other control character");
  }
  if (text.starts_with('\n') || text.find("\n\n") != std::string_view::npos) {
    return Malformed("must not have an empty line");
  }
  Checkpoint checkpoint;
  checkpoint.origin = TakeLine(text);
  if (text.empty()) return Malformed("lacks its second line, the number of entries");
  const std::optional<std::uint64_t> size = ParseTreeDecimal(TakeLine(text));
  if (!size) return Malformed("the second line must be the number of entries, a plain decimal");
  checkpoint.head.size = *size;
  if (text.empty()) return Malformed("lacks its third line, the root");
  const Result<Digest> root = DigestFromBase64(TakeLine(text));
  if (!root) return Malformed("the third line must be the root, 32 bytes in base64");
  checkpoint.head.root = *root;
  if (*size == 0 && *root != EmptyRoot()) return Malformed("no entries, but not the empty root");
  return checkpoint;
}

Result<std::string> SignCheckpoint(const Checkpoint& checkpoint, const SigningKey& key) {
  if (checkpoint.origin != key.verifier().name) {
    return Refuse(Reason::kInvalidArgument,
                  "checkpoint origin",
                  "must be the name of the key, '" + key.verifier().name + "'");
  }
  if (checkpoint.head.size > kTreeSizeMax ||
      (checkpoint.head.size == 0 && checkpoint.head.root != EmptyRoot())) {
    return Refuse(Reason::kInvalidArgument, "checkpoint", "size and root contradict each other");
  }
  return SignNote(PrintCheckpoint(checkpoint), key);
}

Result<Checkpoint> OpenCheckpoint(std::string_view note, const VerifierKey& key) {
  QUORATE_ASSIGN_OR_RETURN(const Note opened, OpenNote(note, {&key, 1}));
  QUORATE_ASSIGN_OR_RETURN(Checkpoint checkpoint, ParseCheckpoint(opened.text));
  if (checkpoint.origin != key.name) {
    return Malformed("is of the log '" + checkpoint.origin + "', but the key is that of '" +
                     key.name + "'");
  }
  return checkpoint;
}

}  // namespace quorate::engine
