// index.html: the page that shows a record and checks it in the reader's browser. The page itself
// is clients/web/audit; here its record is put in.

#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "clients/cli/bundle_files.h"

namespace quorate::cli {

// Larger logs do not go into the page, which then asks its reader for the folder.
inline constexpr std::size_t kPageRecordBytesMax = 8'000'000;

// The page for a bundle of these files, itself not among them: SHA256SUMS and index.html are listed
// all the same. clients/web/README.md describes what is put in.
std::string RecordPage(const Files& files);

// How a page compares with the one that this program would write.
enum class PageVerdict {
  kSame,
  kOtherProgram,  // It holds the same record, but another version's script or looks.
  kOtherRecord,   // Its record is not what lies beside it.
};
PageVerdict ComparePages(std::string_view page, std::string_view expected);

}  // namespace quorate::cli
