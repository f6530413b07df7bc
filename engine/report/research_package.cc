#include "engine/report/research_package.h"

#include <algorithm>
#include <array>

#include "engine/base/check.h"
#include "engine/report/citation.h"
#include "engine/report/data_package.h"
#include "engine/report/prov_json.h"
#include "engine/report/result_tables.h"
#include "engine/report/results_csv.h"
#include "engine/report/ro_crate.h"

namespace quorate::engine {

std::vector<PackageFile> ResearchPackage(const PackageSource& source) {
  QUORATE_CHECK(source.study.protocol.has_value());
  const std::vector<CsvTable> tables =
      ResultTables(source.study, source.history, source.tier, kResultsForm);
  std::vector<PackageFile> files;
  files.push_back({".zenodo.json", ZenodoJson(source.study, source.record, source.tier)});
  files.push_back({"CITATION.cff", CitationCff(source.study, source.record)});
  files.push_back({"datapackage.json", DataPackage(source.study, source.record, tables)});
  files.push_back({"prov.json", ProvJson(source.study, source.acts, source.record)});
  std::vector<std::string> paths = source.paths;
  for (const PackageFile& file : files)
    paths.push_back(file.path);
  std::ranges::sort(paths);
  files.push_back(
      {"ro-crate-metadata.json", RoCrateMetadata(source.study, source.record, source.tier, paths)});
  return files;
}

}  // namespace quorate::engine
