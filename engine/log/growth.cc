#include "engine/log/growth.h"

#include <optional>

#include "engine/base/check.h"
#include "engine/log/decimal.h"
#include "engine/log/digest.h"
#include "engine/log/text_lines.h"

namespace quorate::engine {

namespace {

constexpr std::string_view kWhat = "proof of growth";
constexpr std::string_view kOld = "old ";

tl::unexpected<Error> Malformed(std::string message) {
  return Refuse(Reason::kCorruptLog, std::string(kWhat), std::move(message));
}

}  // namespace

std::string PrintGrowth(const Growth& growth) {
  QUORATE_CHECK(growth.path.size() <= kPathStepsMax && growth.old_size <= kTreeSizeMax);
  std::string text = std::string(kOld) + std::to_string(growth.old_size) + "\n";
  for (const Digest& step : growth.path)
    text += ToBase64(step) + "\n";
  return text + "\n" + growth.checkpoint;
}

Result<Growth> ParseGrowth(std::string_view text) {
  if (text.size() > kGrowthBytesMax) return Malformed("is too large");
  TextLines lines(kWhat, text);
  const std::optional<std::string_view> first = lines.Take();
  if (!first || !first->starts_with(kOld)) return Malformed("does not begin with \"old \"");
  const std::optional<std::uint64_t> size = ParseTreeDecimal(first->substr(kOld.size()));
  if (!size) return lines.Wrong("gives no plain decimal as the older size");
  Growth growth;
  growth.old_size = *size;
  QUORATE_ASSIGN_OR_RETURN(growth.path, lines.TakePath());
  if (lines.rest().empty()) return Malformed("lacks its checkpoint");
  growth.checkpoint = lines.rest();
  return growth;
}

Result<GrownLog> VerifyGrowth(std::string_view text,
                              std::string_view older_checkpoint,
                              const VerifierKey& key) {
  QUORATE_ASSIGN_OR_RETURN(const Growth growth, ParseGrowth(text));
  QUORATE_ASSIGN_OR_RETURN(Checkpoint older, OpenCheckpoint(older_checkpoint, key));
  QUORATE_ASSIGN_OR_RETURN(Checkpoint newer, OpenCheckpoint(growth.checkpoint, key));
  if (older.head.size != growth.old_size) {
    return Malformed("begins at size " + std::to_string(growth.old_size) +
                     ", but the older checkpoint is over " + std::to_string(older.head.size));
  }
  QUORATE_RETURN_IF_ERROR(VerifyConsistency(older.head, newer.head, growth.path));
  return GrownLog{std::move(older), std::move(newer)};
}

}  // namespace quorate::engine
