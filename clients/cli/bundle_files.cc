#include "clients/cli/bundle_files.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <iterator>
#include <set>
#include <vector>

#include "clients/cli/record_page.h"
#include "clients/python/embedded_verifier.h"
#include "engine/base/check.h"
#include "engine/log/digest.h"
#include "engine/log/tiles.h"
#include "engine/replay/codec.h"
#include "engine/replay/kinds.h"
#include "engine/report/checklists.h"
#include "engine/report/counting.h"
#include "engine/report/prov_json.h"
#include "engine/report/report_html.h"
#include "engine/report/research_package.h"
#include "engine/report/verify_md.h"

namespace quorate::cli {

namespace {

constexpr std::string_view kSumsPath = "SHA256SUMS";
constexpr std::size_t kDigestDigits = 64;

// The text up to the next line feed, which is taken with it.
std::string_view TakeLine(std::string_view& text) {
  const std::size_t end = std::min(text.find('\n'), text.size());
  const std::string_view line = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  return line;
}

// The kind of an entry's line without reading the rest of it; most lines are ballots. An actor, the
// only member before it, holds no quotes.
std::string_view KindIn(std::string_view line) {
  constexpr std::string_view kMember = R"("kind":")";
  const std::size_t begin = line.find(kMember);
  if (begin == std::string_view::npos) return {};
  line.remove_prefix(begin + kMember.size());
  return line.substr(0, line.find('"'));
}

// The kinds of the entries that some file tells of one by one.
std::set<std::string_view> ToldKinds() {
  std::set<std::string_view> kinds;
  const auto add = [&]<std::size_t... kIndex>(std::index_sequence<kIndex...>) {
    const auto one = [&](const engine::Event& event) {
      if (engine::IsDated(event) || engine::IsTraced(event)) kinds.insert(engine::KindOf(event));
    };
    (one(engine::Event(std::in_place_index<kIndex>)), ...);
  };
  add(std::make_index_sequence<std::variant_size_v<engine::Event>>());
  return kinds;
}

std::vector<engine::DatedEntry> Told(std::string_view label, std::string_view entries) {
  const std::set<std::string_view> kinds = ToldKinds();
  std::vector<engine::DatedEntry> told;
  for (std::uint64_t sequence = 0; !entries.empty(); ++sequence) {
    const std::string_view line = TakeLine(entries);
    if (!kinds.contains(KindIn(line))) continue;
    auto entry = engine::Open(label, sequence, line, {});
    if (entry) told.push_back({sequence, *std::move(entry)});
  }
  return told;
}

std::vector<engine::DatedEntry> Only(const std::vector<engine::DatedEntry>& told,
                                     bool (*wanted)(const engine::Event&)) {
  std::vector<engine::DatedEntry> chosen;
  std::ranges::copy_if(told, std::back_inserter(chosen), [&](const engine::DatedEntry& one) {
    return wanted(one.entry.event);
  });
  return chosen;
}

void AddTiles(std::string_view entries, std::uint64_t size, Files& files) {
  if (size <= kTilesBeyond) return;
  std::vector<std::string_view> leaves;
  leaves.reserve(size);
  while (!entries.empty())
    leaves.push_back(TakeLine(entries));
  for (engine::Tile& tile : engine::Tiles(leaves))
    files[tile.path] = std::move(tile.bytes);
}

// What the research package describes: the bundle's own files, not those that somebody added.
std::vector<std::string> OwnPaths(const Files& derived, const Files& beside) {
  constexpr std::array<std::string_view, 5> kNamed = {
      "log.vkey", "checkpoint", "entries.ndjson", "openings.ndjson", "statements.ndjson"};
  std::set<std::string> paths = {std::string(kSumsPath), "index.html"};
  for (const auto& [path, bytes] : derived)
    paths.insert(path);
  for (const auto& [path, bytes] : beside) {
    if (path.starts_with("checkpoints/") || std::ranges::find(kNamed, path) != kNamed.end())
      paths.insert(path);
  }
  return {paths.begin(), paths.end()};
}

// Every path of the bundle, also of what somebody added.
std::set<std::string> Listed(const Files& derived, const Files& beside) {
  std::set<std::string> paths = {std::string(kSumsPath), "index.html"};
  for (const Files* files : {&derived, &beside}) {
    for (const auto& [path, bytes] : *files)
      paths.insert(path);
  }
  return paths;
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

// Compares one line of SHA256SUMS, a digest and a path, with the file.
void CheckListed(std::string_view line,
                 const Files& files,
                 std::set<std::string>& listed,
                 std::vector<engine::Violation>& wrong) {
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

}  // namespace

Files DerivedFiles(const engine::VerifyReport& verified,
                   const Files& beside,
                   engine::Tier tier,
                   int form) {
  const engine::Study& study = verified.study;
  QUORATE_CHECK(!verified.failed() && study.protocol.has_value() && form >= 1);
  const std::string_view entries = beside.at("entries.ndjson");
  const engine::RecordName record = NameOf(beside.at("checkpoint"), study.size);
  const std::vector<engine::DatedEntry> told = Told(verified.label, entries);
  const std::vector<engine::DatedEntry> history = Only(told, engine::IsDated);
  Files files;
  files["protocol.json"] = engine::WriteJson(engine::ToJson(*study.protocol)) + "\n";
  for (engine::CsvFile& file :
       engine::ResultsCsv(study, history, tier, std::min(form, engine::kResultsForm))) {
    files[file.path] = std::move(file.bytes);
  }
  files["report.html"] = engine::ReportHtml(study, history, record, tier);
  files["VERIFY.md"] = engine::VerifyMd(record, tier);
  if (form == 1) return files;
  for (engine::ChecklistFile& file : engine::Checklists(study, history, record)) {
    files[file.path] = std::move(file.bytes);
  }
  if (form == 2) return files;
  AddTiles(entries, study.size, files);
  files["verify.py"] = std::string(python::kVerifier);
  const engine::PackageSource source{
      study, history, Only(told, engine::IsTraced), record, tier, OwnPaths(files, beside)};
  for (engine::PackageFile& file : engine::ResearchPackage(source))
    files[file.path] = std::move(file.bytes);
  files["index.html"] = RecordPage(beside, Listed(files, beside));
  return files;
}

int BundleFormOf(std::string_view report) {
  const std::optional<std::string> generator = GeneratorOf(report);
  if (!generator) return kBundleForm;
  int form = 0;
  const char* const end = generator->data() + generator->size();
  const char* const digits = generator->data() + generator->rfind(' ') + 1;
  const bool read = std::from_chars(digits, end, form).ec == std::errc();
  return read && form >= 1 ? form : kBundleForm;
}

int ResultsFormOf(std::string_view report) {
  return std::min(BundleFormOf(report), engine::kResultsForm);
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
    if (end == std::string_view::npos || line.size() <= kDigestDigits + 2 ||
        line.substr(kDigestDigits, 2) != "  ") {
      wrong.push_back({"SHA256SUMS line " + std::to_string(number), "is not a digest and a path"});
    } else {
      CheckListed(line, files, listed, wrong);
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
