#include "engine/report/research_package.h"

#include <algorithm>

#include <gtest/gtest.h>

#include "engine/base/text.h"
#include "engine/report/prov_json.h"
#include "tests/engine/report/sample_history.h"

namespace quorate::engine {
namespace {

std::vector<PackageFile> Sample(Tier tier) {
  static const std::vector<std::string> paths = {"checkpoint", "entries.ndjson", "report.html"};
  static const RecordName record = {"quorate.example/studies/demo", 134, "root"};
  std::vector<DatedEntry> acts;
  const support::Record sample = support::SampleRecord();
  for (std::size_t i = 0; i < sample.entries.size(); ++i) {
    if (IsTraced(sample.entries[i].event)) acts.push_back({i, sample.entries[i]});
  }
  return ResearchPackage({SampleState(), SampleHistory(), acts, record, tier, paths});
}

TEST(ResearchPackageTest, HoldsItsFiveFiles) {
  const auto files = Sample(Tier::kPublic);
  std::vector<std::string> paths;
  for (const PackageFile& file : files)
    paths.push_back(file.path);
  std::sort(paths.begin(), paths.end());
  EXPECT_EQ(paths,
            (std::vector<std::string>{".zenodo.json",
                                      "CITATION.cff",
                                      "datapackage.json",
                                      "prov.json",
                                      "ro-crate-metadata.json"}));
}

TEST(ResearchPackageTest, EveryFileIsTextInNormalFormAndTheSameAgain) {
  for (const Tier tier : {Tier::kPublic, Tier::kAuditor}) {
    const auto files = Sample(tier);
    const auto again = Sample(tier);
    for (std::size_t i = 0; i < files.size(); ++i) {
      EXPECT_TRUE(IsUtf8(files[i].bytes) && IsNfc(files[i].bytes)) << files[i].path;
      EXPECT_TRUE(files[i].bytes.ends_with('\n')) << files[i].path;
      EXPECT_EQ(files[i].bytes, again[i].bytes) << files[i].path;
    }
  }
}

TEST(ResearchPackageTest, TheCrateDescribesTheOtherFour) {
  for (const PackageFile& file : Sample(Tier::kPublic)) {
    if (file.path != "ro-crate-metadata.json") continue;
    for (const char* path : {".zenodo.json", "CITATION.cff", "datapackage.json", "prov.json"})
      EXPECT_NE(file.bytes.find("\"@id\": \"" + std::string(path) + "\""), std::string::npos)
          << path;
  }
}

}  // namespace
}  // namespace quorate::engine
