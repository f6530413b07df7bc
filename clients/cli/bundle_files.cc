#include "clients/cli/bundle_files.h"

#include <algorithm>
#include <set>
#include <vector>

#include "engine/base/check.h"
#include "engine/log/digest.h"
#include "engine/replay/codec.h"
#include "engine/replay/kinds.h"
#include "engine/report/checklists.h"
#include "engine/report/counting.h"
#include "engine/report/report_html.h"
#include "engine/report/verify_md.h"

namespace quorate::cli {

namespace {

constexpr std::string_view kSumsPath = "SHA256SUMS";
constexpr std::size_t kDigestDigits = 64;

// The kind of an entry's line without reading the rest of it; most lines are ballots. An actor, the
// only member before it, holds no quotes.
std::string_view KindIn(std::string_view line) {
  constexpr std::string_view kMember = R"("kind":")";
  const std::size_t begin = line.find(kMember);
  if (begin == std::string_view::npos) return {};
  line.remove_prefix(begin + kMember.size());
  return line.substr(0, line.find('"'));
}

std::set<std::string_view> DatedKinds() {
  std::set<std::string_view> kinds;
  const auto add = [&]<std::size_t... kIndex>(std::index_sequence<kIndex...>) {
    const auto one = [&](const engine::Event& event) {
      if (engine::IsDated(event)) kinds.insert(engine::KindOf(event));
    };
    (one(engine::Event(std::in_place_index<kIndex>)), ...);
  };
  add(std::make_index_sequence<std::variant_size_v<engine::Event>>());
  return kinds;
}

std::vector<engine::DatedEntry> History(std::string_view label, std::string_view entries) {
  const std::set<std::string_view> kinds = DatedKinds();
  std::vector<engine::DatedEntry> history;
  for (std::uint64_t sequence = 0; !entries.empty(); ++sequence) {
    const std::size_t end = std::min(entries.find('\n'), entries.size());
    const std::string_view line = entries.substr(0, end);
    entries.remove_prefix(std::min(end + 1, entries.size()));
    if (!kinds.contains(KindIn(line))) continue;
    auto entry = engine::Open(label, sequence, line, {});
    if (entry) history.push_back({sequence, *std::move(entry)});
  }
  return history;
}

// The lines of a checkpoint that was verified.
engine::RecordName NameOf(std::string_view checkpoint, std::uint64_t size) {
  const std::size_t first = checkpoint.find('\n');
  const std::size_t second = checkpoint.find('\n', first + 1);
  const std::size_t third = checkpoint.find('\n', second + 1);
  return {std::string(checkpoint.substr(0, first)),
          size,
          std::string(checkpoint.substr(second + 1, third - second - 1))};
}

}  // namespace

Files DerivedFiles(const engine::VerifyReport& verified,
                   std::string_view entries,
                   std::string_view checkpoint,
                   engine::Tier tier,
                   int form) {
  const engine::Study& study = verified.study;
  QUORATE_CHECK(!verified.failed() && study.protocol.has_value());
  const engine::RecordName record = NameOf(checkpoint, study.size);
  const std::vector<engine::DatedEntry> history = History(verified.label, entries);
  Files files;
  files["protocol.json"] = engine::WriteJson(engine::ToJson(*study.protocol)) + "\n";
  for (engine::CsvFile& file : engine::ResultsCsv(study, history, tier, form)) {
    files[file.path] = std::move(file.bytes);
  }
  files["report.html"] = engine::ReportHtml(study, history, record, tier);
  files["VERIFY.md"] = engine::VerifyMd(record, tier);
  if (form == 1) return files;
  for (engine::ChecklistFile& file : engine::Checklists(study, history, record)) {
    files[file.path] = std::move(file.bytes);
  }
  return files;
}

int ResultsFormOf(std::string_view report) {
  return GeneratorOf(report) == "quorate report 1" ? 1 : engine::kResultsForm;
}

std::string Sha256Sums(const Files& files) {
  std::string text;
  for (const auto& [path, bytes] : files) {
    if (path == kSumsPath) continue;
    text += engine::ToHex(engine::Sha256(bytes)) + "  " + path + "\n";
  }
  return text;
}

engine::Status CheckSha256Sums(const Files& files) {
  using engine::Reason;
  const auto sums = files.find(std::string(kSumsPath));
  if (sums == files.end()) {
    return engine::Refuse(Reason::kCorruptLog, "SHA256SUMS is missing; ask for the whole folder");
  }
  std::vector<engine::Violation> wrong;
  std::set<std::string> listed;
  std::string_view rest = sums->second;
  for (std::size_t number = 1; !rest.empty(); ++number) {
    const std::size_t end = rest.find('\n');
    const std::string_view line = rest.substr(0, end);
    rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
    const bool shaped = end != std::string_view::npos && line.size() > kDigestDigits + 2 &&
                        line.substr(kDigestDigits, 2) == "  ";
    if (!shaped) {
      wrong.push_back({"SHA256SUMS line " + std::to_string(number), "is not a digest and a path"});
      continue;
    }
    const std::string path(line.substr(kDigestDigits + 2));
    const auto file = files.find(path);
    if (!listed.insert(path).second) {
      wrong.push_back({path, "is listed twice in SHA256SUMS"});
    } else if (file == files.end()) {
      wrong.push_back({path, "is listed in SHA256SUMS but missing"});
    } else if (engine::ToHex(engine::Sha256(file->second)) != line.substr(0, kDigestDigits)) {
      wrong.push_back({path, "was changed after SHA256SUMS was written"});
    }
  }
  for (const auto& [path, bytes] : files) {
    if (path == kSumsPath || listed.contains(path)) continue;
    wrong.push_back({path, "is not listed in SHA256SUMS"});
  }
  if (wrong.empty()) return {};
  return engine::Refuse(Reason::kCorruptLog, std::move(wrong));
}

std::optional<std::string> GeneratorOf(std::string_view text) {
  // At the head of the file; further down the words may be somebody's own.
  constexpr std::string_view kName = "quorate report ";
  constexpr std::size_t kHead = 300;
  const std::string_view head = text.substr(0, kHead);
  const std::size_t begin = head.find(kName);
  if (begin == std::string_view::npos) return std::nullopt;
  std::size_t end = begin + kName.size();
  while (end < head.size() && head[end] >= '0' && head[end] <= '9')
    ++end;
  if (end == begin + kName.size()) return std::nullopt;
  return std::string(head.substr(begin, end - begin));
}

bool LacksWholeTallies(const engine::Study& study) {
  for (const engine::Counting& counting : engine::Countings(study)) {
    for (const engine::TalliedItem* result : counting.results) {
      if (!result->full) return true;
    }
  }
  return false;
}

}  // namespace quorate::cli
