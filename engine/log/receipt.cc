#include "engine/log/receipt.h"

#include <optional>
#include <vector>

#include "engine/base/check.h"
#include "engine/base/json.h"
#include "engine/base/text.h"
#include "engine/log/commitment.h"
#include "engine/log/decimal.h"
#include "engine/log/digest.h"
#include "engine/log/leaf.h"
#include "engine/log/text_lines.h"

namespace quorate::engine {

namespace {

constexpr std::string_view kFirstLine = "c2sp.org/tlog-proof@v1";
constexpr std::string_view kExtra = "extra ";
constexpr std::string_view kIndex = "index ";

tl::unexpected<Error> Malformed(std::string message) {
  return Refuse(Reason::kCorruptLog, "receipt", std::move(message));
}

std::string PrintExtra(const Receipt& receipt) {
  Json extra;
  extra["leaf"] = receipt.leaf;
  if (!receipt.opening.empty()) extra["opening"] = receipt.opening;
  return WriteJson(extra);
}

// Fills leaf and opening. Reads only what PrintExtra() writes, so that a receipt has one spelling.
bool ReadExtra(std::string_view base64, Receipt& receipt) {
  const Result<std::string> bytes = FromBase64(base64);
  if (!bytes) return false;
  const Result<Json> extra = ParseJson(*bytes);
  if (!extra || extra->Find("leaf") == nullptr) return false;
  const std::string* leaf = extra->Find("leaf")->string();
  if (leaf == nullptr || leaf->empty()) return false;
  receipt.leaf = *leaf;
  if (const Json* opening = extra->Find("opening")) {
    if (opening->string() == nullptr || opening->string()->empty()) return false;
    receipt.opening = *opening->string();
  }
  return PrintExtra(receipt) == *bytes;
}

// Adds every string member called "commitment", however deep.
void FindCommitments(const Json& value, std::vector<std::string>& found) {
  if (const Json::Array* array = value.array()) {
    for (const Json& element : *array)
      FindCommitments(element, found);
  }
  const Json::Object* object = value.object();
  if (object == nullptr) return;
  for (const auto& [name, member] : *object) {
    if (name == "commitment" && member.string() != nullptr) found.push_back(*member.string());
    FindCommitments(member, found);
  }
}

Status CheckLeaf(const Receipt& receipt) {
  QUORATE_RETURN_IF_ERROR(CheckLeafBytes(receipt.leaf));
  QUORATE_ASSIGN_OR_RETURN(const Json entry, ParseJson(receipt.leaf));
  const Json* seq = entry.Find("seq");
  if (seq == nullptr || seq->integer() == nullptr ||
      *seq->integer() != static_cast<std::int64_t>(receipt.index)) {
    return Malformed("the entry's seq is not its place in the log");
  }
  if (receipt.opening.empty()) return {};
  std::vector<std::string> commitments;
  FindCommitments(entry, commitments);
  if (commitments.size() != 1) {
    return Malformed("has an opening, but its entry holds " + std::to_string(commitments.size()) +
                     " commitments instead of one");
  }
  return CheckOpening(commitments.front(), receipt.opening);
}

Result<ReceiptedEntry> VerifyParsed(Receipt receipt, const VerifierKey& key) {
  QUORATE_ASSIGN_OR_RETURN(Checkpoint checkpoint, OpenCheckpoint(receipt.checkpoint, key));
  QUORATE_RETURN_IF_ERROR(VerifyInclusion(receipt.index,
                                          checkpoint.head.size,
                                          LeafHash(receipt.leaf),
                                          receipt.path,
                                          checkpoint.head.root));
  QUORATE_RETURN_IF_ERROR(CheckLeaf(receipt));
  return ReceiptedEntry{
      std::move(checkpoint), receipt.index, std::move(receipt.leaf), std::move(receipt.opening)};
}

}  // namespace

std::string PrintReceipt(const Receipt& receipt) {
  QUORATE_CHECK(receipt.path.size() <= kPathStepsMax && receipt.index <= kTreeSizeMax);
  QUORATE_CHECK(IsUtf8(receipt.leaf) && IsUtf8(receipt.opening));
  QUORATE_CHECK(!receipt.leaf.empty() || receipt.opening.empty());
  std::string out(kFirstLine);
  out += '\n';
  if (!receipt.leaf.empty()) {
    out += std::string(kExtra) + ToBase64(Bytes(PrintExtra(receipt))) + "\n";
  }
  out += std::string(kIndex) + std::to_string(receipt.index) + "\n";
  for (const Digest& step : receipt.path)
    out += ToBase64(step) + "\n";
  return out + "\n" + receipt.checkpoint;
}

Result<Receipt> ParseReceipt(std::string_view text) {
  if (text.size() > kReceiptBytesMax) return Malformed("larger than 2,000,000 bytes");
  Receipt receipt;
  TextLines lines("receipt", text);
  std::optional<std::string_view> line = lines.Take();
  if (line != kFirstLine)
    return Malformed("does not begin with the line " + std::string(kFirstLine));
  line = lines.Take();
  if (line && line->starts_with(kExtra)) {
    if (!ReadExtra(line->substr(kExtra.size()), receipt)) {
      return lines.Wrong("is not base64 of the entry and its opening");
    }
    line = lines.Take();
  }
  if (!line || !line->starts_with(kIndex)) return lines.Wrong("should give the index");
  const std::optional<std::uint64_t> index = ParseTreeDecimal(line->substr(kIndex.size()));
  if (!index) return lines.Wrong("gives no plain decimal as index");
  receipt.index = *index;
  QUORATE_ASSIGN_OR_RETURN(receipt.path, lines.TakePath());
  if (lines.rest().empty()) return Malformed("lacks its checkpoint");
  receipt.checkpoint = lines.rest();
  return receipt;
}

Result<ReceiptedEntry> VerifyReceipt(std::string_view text, const VerifierKey& key) {
  QUORATE_ASSIGN_OR_RETURN(Receipt receipt, ParseReceipt(text));
  if (receipt.leaf.empty()) {
    return Malformed("does not carry its entry; give the entry's line beside it");
  }
  return VerifyParsed(std::move(receipt), key);
}

Result<ReceiptedEntry> VerifyReceipt(std::string_view text,
                                     std::string_view leaf,
                                     const VerifierKey& key) {
  QUORATE_ASSIGN_OR_RETURN(Receipt receipt, ParseReceipt(text));
  if (!receipt.leaf.empty() && receipt.leaf != leaf) {
    return Malformed("is of another entry than the one given");
  }
  receipt.leaf = leaf;
  return VerifyParsed(std::move(receipt), key);
}

}  // namespace quorate::engine
