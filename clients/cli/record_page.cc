#include "clients/cli/record_page.h"

#include <optional>

#include "clients/web/audit_page.h"
#include "engine/base/check.h"
#include "engine/base/json.h"

namespace quorate::cli {

namespace {

constexpr std::string_view kBegin = R"(<script type="application/json" id="bundle">)";
constexpr std::string_view kEnd = "</script>";

// What the page verifies.
bool IsOfTheLog(std::string_view path) {
  return path == "log.vkey" || path == "checkpoint" || path == "entries.ndjson" ||
         path == "openings.ndjson" || path == "statements.ndjson" ||
         path.starts_with("checkpoints/");
}

// Within a script element nothing but "<" could end it.
std::string InElement(const engine::Json& json) {
  std::string text;
  for (const char c : engine::WriteJson(json)) {
    if (c == '<') {
      text += "\\u003c";
    } else {
      text += c;
    }
  }
  return text;
}

struct Parts {
  std::string_view before;
  std::string_view record;
  std::string_view after;
};

std::optional<Parts> TakeApart(std::string_view page) {
  const std::size_t begin = page.find(kBegin);
  if (begin == std::string_view::npos) return std::nullopt;
  const std::size_t record = begin + kBegin.size();
  const std::size_t end = page.find(kEnd, record);
  if (end == std::string_view::npos) return std::nullopt;
  return Parts{page.substr(0, begin), page.substr(record, end - record), page.substr(end)};
}

}  // namespace

std::string RecordPage(const std::map<std::string, std::string>& files,
                       const std::set<std::string>& paths) {
  std::size_t bytes = 0;
  for (const auto& [path, content] : files) {
    if (IsOfTheLog(path)) bytes += content.size();
  }
  engine::Json record;
  record["tier"] = files.contains("openings.ndjson") ? "auditor" : "public";
  record["listing"] = engine::Json::Array(paths.begin(), paths.end());
  engine::Json& texts = record["files"] = engine::Json::Object();
  if (bytes > kPageRecordBytesMax) {
    record["too_large"] = true;
  } else {
    for (const auto& [path, content] : files) {
      if (IsOfTheLog(path)) texts[path] = content;
    }
  }
  std::string page(web::kAuditPage);
  const std::size_t place = page.find(web::kBundlePlace);
  QUORATE_CHECK(place != std::string::npos);
  page.replace(
      place, web::kBundlePlace.size(), std::string(kBegin) + InElement(record) + std::string(kEnd));
  return page;
}

PageVerdict ComparePages(std::string_view page, std::string_view expected) {
  if (page == expected) return PageVerdict::kSame;
  const auto found = TakeApart(page);
  const auto own = TakeApart(expected);
  QUORATE_CHECK(own.has_value());
  return found && found->record == own->record ? PageVerdict::kOtherProgram
                                               : PageVerdict::kOtherRecord;
}

}  // namespace quorate::cli
