// Records of released versions must verify for ever. The newest folder is written once, by
//
//   QUORATE_REWRITE=1 build/release/bin/golden_test
//
// and from its release on only read: a change that makes this test fail then has made published
// records worthless.

#include <array>
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

constexpr const char* kNewest = "v3-small";
// Programs, not records: what they hold of a record is compared by bundle_test.cc.
constexpr std::array<const char*, 2> kPrograms = {"index.html", "verify.py"};

// A version's record in one tier.
struct Golden {
  std::string version;
  Tier tier;

  // What an auditor is told.
  [[nodiscard]] std::string result() const {
    return version == "v3-small" ? "VERIFIED WITH 3 ERASED" : "VERIFIED";
  }
  [[nodiscard]] std::string folder() const {
    return "tests/golden/logs/" + version + (tier == Tier::kAuditor ? "/auditor" : "/public");
  }
};

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
  parts.openings = lines(parts.tier == Tier::kAuditor ? "openings.ndjson" : "statements.ndjson");
  for (const auto& [path, bytes] : bundle.files) {
    if (!path.starts_with("checkpoints/")) continue;
    parts.checkpoints.push_back({std::stoull(path.substr(path.find('/') + 1)), bytes});
  }
  return parts;
}

void TakeProgramsOut(BundleBytes& bundle) {
  for (const char* program : kPrograms)
    bundle.files.erase(program);
  bundle.files["SHA256SUMS"] = Sha256Sums(bundle.files);
}

class GoldenTest : public testing::TestWithParam<Golden> {
 protected:
  void SetUp() override {
    const char* rewrite = std::getenv("QUORATE_REWRITE");
    if (rewrite == nullptr || std::string_view(rewrite) != "1") return;
    if (GetParam().version != kNewest) return;
    std::filesystem::remove_all(GetParam().folder());
    auto bundle = MakeBundle(support::PartsOf(support::ThirdRecord(), GetParam().tier));
    ASSERT_TRUE(bundle) << bundle.error().message;
    TakeProgramsOut(*bundle);
    const auto written = WriteFolder(GetParam().folder(), *bundle);
    ASSERT_TRUE(written) << written.error().message;
  }
};

TEST_P(GoldenTest, PublishedRecordVerifies) {
  const auto bundle = ReadBundle(GetParam().folder());
  ASSERT_TRUE(bundle) << bundle.error().message;
  const engine::VerifyReport report = VerifyBundle(*bundle);
  EXPECT_EQ(
      report.result,
      GetParam().tier == Tier::kAuditor ? GetParam().result() : "PARTIAL (commitments not opened)");
  EXPECT_EQ(report.stages.size(), 12U);
  for (const engine::StageReport& stage : report.stages) {
    EXPECT_TRUE(stage.ok) << stage.stage << ": " << stage.detail;
  }
}

TEST_P(GoldenTest, WritingItAgainFromItsOwnLogGivesTheSameBytes) {
  const auto bundle = ReadBundle(GetParam().folder());
  ASSERT_TRUE(bundle) << bundle.error().message;
  if (GeneratorOf(bundle->files.at("report.html")) != engine::kReportGenerator) {
    GTEST_SKIP() << "its report is of an earlier version";
  }
  auto again = MakeBundle(PartsIn(*bundle));
  ASSERT_TRUE(again) << again.error().message;
  TakeProgramsOut(*again);
  for (const auto& [path, bytes] : bundle->files) {
    ASSERT_TRUE(again->files.contains(path)) << path;
    EXPECT_TRUE(again->files.at(path) == bytes) << path << " differs";
  }
  EXPECT_EQ(again->files.size(), bundle->files.size());
}

INSTANTIATE_TEST_SUITE_P(EveryVersion,
                         GoldenTest,
                         testing::Values(Golden{"v1-small", Tier::kPublic},
                                         Golden{"v1-small", Tier::kAuditor},
                                         Golden{"v2-small", Tier::kPublic},
                                         Golden{"v2-small", Tier::kAuditor},
                                         Golden{"v3-small", Tier::kPublic},
                                         Golden{"v3-small", Tier::kAuditor}),
                         [](const auto& golden) {
                           return golden.param.version.substr(0, 2) +
                                  (golden.param.tier == Tier::kPublic ? "Public" : "Auditor");
                         });

}  // namespace
}  // namespace quorate::cli
