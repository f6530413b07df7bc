// Records of released versions must verify for ever. A folder is written once, by
//
//   QUORATE_REWRITE=1 build/release/bin/golden_test
//
// and from then on only read. Rewrite v1-small only before its release; after it, a change that
// makes this test fail has made published records worthless.

#include <cstdlib>
#include <filesystem>
#include <sstream>
#include <string>

#include <gtest/gtest.h>

#include "clients/cli/bundle.h"
#include "clients/cli/bundle_files.h"
#include "clients/cli/bundle_folder.h"
#include "engine/report/report_html.h"
#include "tests/support/record_bundle.h"
#include "tests/support/temporary_folder.h"

namespace quorate::cli {
namespace {

using engine::Tier;

const char* FolderOf(Tier tier) {
  return tier == Tier::kAuditor ? "tests/golden/logs/v1-small/auditor"
                                : "tests/golden/logs/v1-small/public";
}

// The record that stands in the folder, taken apart again.
BundleParts PartsIn(const BundleBytes& bundle) {
  BundleParts parts;
  const auto lines = [&](const std::string& path) {
    std::vector<std::string> read;
    const auto file = bundle.files.find(path);
    std::istringstream text(file == bundle.files.end() ? "" : file->second);
    for (std::string line; std::getline(text, line);)
      read.push_back(line);
    return read;
  };
  parts.tier = bundle.files.contains("openings.ndjson") ? Tier::kAuditor : Tier::kPublic;
  parts.verifier_key = bundle.files.at("log.vkey");
  parts.checkpoint = bundle.files.at("checkpoint");
  parts.leaves = lines("entries.ndjson");
  parts.openings = lines("openings.ndjson");
  for (const auto& [path, bytes] : bundle.files) {
    if (!path.starts_with("checkpoints/")) continue;
    parts.checkpoints.push_back({std::stoull(path.substr(path.find('/') + 1)), bytes});
  }
  return parts;
}

class GoldenTest : public testing::TestWithParam<Tier> {
 protected:
  void SetUp() override {
    const char* rewrite = std::getenv("QUORATE_REWRITE");
    if (rewrite == nullptr || std::string_view(rewrite) != "1") return;
    std::filesystem::remove_all(FolderOf(GetParam()));
    const auto written =
        WriteBundle(FolderOf(GetParam()), support::PartsOf(support::SampleRecord(), GetParam()));
    ASSERT_TRUE(written) << written.error().message;
  }
};

TEST_P(GoldenTest, RecordOfVersionOneVerifies) {
  const auto bundle = ReadBundle(FolderOf(GetParam()));
  ASSERT_TRUE(bundle) << bundle.error().message;
  const engine::VerifyReport report = VerifyBundle(*bundle);
  EXPECT_EQ(report.result,
            GetParam() == Tier::kAuditor ? "VERIFIED" : "PARTIAL (commitments not opened)");
  EXPECT_EQ(report.stages.size(), 12U);
  for (const engine::StageReport& stage : report.stages) {
    EXPECT_TRUE(stage.ok) << stage.stage << ": " << stage.detail;
  }
}

TEST_P(GoldenTest, WritingItAgainFromItsOwnLogGivesTheSameBytes) {
  const auto bundle = ReadBundle(FolderOf(GetParam()));
  ASSERT_TRUE(bundle) << bundle.error().message;
  if (GeneratorOf(bundle->files.at("report.html")) != engine::kReportGenerator) {
    GTEST_SKIP() << "its report is of an earlier version";
  }
  const auto again = MakeBundle(PartsIn(*bundle));
  ASSERT_TRUE(again) << again.error().message;
  for (const auto& [path, bytes] : bundle->files) {
    ASSERT_TRUE(again->files.contains(path)) << path;
    EXPECT_TRUE(again->files.at(path) == bytes) << path << " differs";
  }
  EXPECT_EQ(again->files.size(), bundle->files.size());
}

INSTANTIATE_TEST_SUITE_P(BothTiers,
                         GoldenTest,
                         testing::Values(Tier::kPublic, Tier::kAuditor),
                         [](const auto& tier) {
                           return tier.param == Tier::kPublic ? "Public" : "Auditor";
                         });

}  // namespace
}  // namespace quorate::cli
