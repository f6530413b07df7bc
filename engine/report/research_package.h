// What archives, citation managers and statistics programs read of a published record, in their own
// formats, so that a study can be deposited without typing anything twice.
//
//   ro-crate-metadata.json   RO-Crate 1.1: what each file is      ro_crate.h
//   prov.json                W3C PROV-JSON: who made what of what prov_json.h
//   datapackage.json         Frictionless: the tables' columns    data_package.h
//   CITATION.cff .zenodo.json  how to cite it                     citation.h
//
// All of it is a pure function of the record. What a record does not know (authors, a licence) is
// left for the authors and says so; nothing is made up.

#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/report/report_html.h"
#include "engine/study/study.h"

namespace quorate::engine {

// Stands wherever a format demands what only the authors know.
inline constexpr std::string_view kAuthorToWrite = "Author to write";

struct PackageFile {
  std::string path;  // Within the bundle.
  std::string bytes;
};

// What the package is made from. `history` are the entries for which IsDated() holds, `acts` those
// for which IsTraced() does, each in the order of the log; `paths` are the bundle's own files but
// for those of the package, sorted.
struct PackageSource {
  const Study& study;
  const std::vector<DatedEntry>& history;
  const std::vector<DatedEntry> acts;
  const RecordName& record;
  Tier tier = Tier::kPublic;
  const std::vector<std::string> paths;
};

// Requires a study with a protocol.
std::vector<PackageFile> ResearchPackage(const PackageSource& source);

}  // namespace quorate::engine
