#include "engine/log/commitment.h"

#include "engine/log/digest.h"

namespace quorate::engine {

std::string Commit(std::string_view line) {
  thread_local Sha256Hasher hasher;
  hasher.Update(std::string_view("quorate/opening/v1\n"));
  hasher.Update(line);
  return ToHex(hasher.Finish());
}

Status CheckOpening(std::string_view commitment, std::string_view line) {
  if (Commit(line) == commitment) return {};
  return Refuse(
      Reason::kCorruptLog,
      "opening",
      "is not what the entry committed to; take the line as it was, without its line feed");
}

}  // namespace quorate::engine
