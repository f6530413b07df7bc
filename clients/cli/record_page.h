// index.html: the page that shows a record and checks it in the reader's browser. The page itself
// is clients/web/audit; here its record is put in.

#pragma once

#include <cstddef>
#include <map>
#include <set>
#include <string>
#include <string_view>

namespace quorate::cli {

// Larger logs do not go into the page, which then asks its reader for the folder.
inline constexpr std::size_t kPageRecordBytesMax = 8'000'000;

// The page for the log in `files`, with links to the bundle's paths. clients/web/README.md
// describes what is put in.
std::string RecordPage(const std::map<std::string, std::string>& files,
                       const std::set<std::string>& paths);

// How a page compares with the one that this program would write.
enum class PageVerdict {
  kSame,
  kOtherProgram,  // It holds the same record, but another version's script or looks.
  kOtherRecord,   // Its record is not what lies beside it.
};
PageVerdict ComparePages(std::string_view page, std::string_view expected);

}  // namespace quorate::cli
