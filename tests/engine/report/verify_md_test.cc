#include "engine/report/verify_md.h"

#include <gtest/gtest.h>

namespace quorate::engine {
namespace {

TEST(VerifyMdTest, NamesTheLogItsVersionAndEveryResult) {
  const std::string text =
      VerifyMd({"quorate.example/studies/demo", 139, "cm9vdA=="}, Tier::kPublic);
  EXPECT_TRUE(text.starts_with("<!-- " + std::string(kReportGenerator) + " -->\n"));
  for (const char* part : {"quorate.example/studies/demo",
                           "139 entries",
                           "`VERIFIED`",
                           "`VERIFIED WITH n ERASED`",
                           "`PARTIAL (commitments not opened)`",
                           "`FAILED STAGE`",
                           "It does not promise"}) {
    EXPECT_NE(text.find(part), std::string::npos) << part;
  }
}

TEST(VerifyMdTest, OnlyTheAuditorsTierHasBallotsToRecount) {
  const RecordName record = {"quorate.example/studies/demo", 139, "cm9vdA=="};
  EXPECT_EQ(VerifyMd(record, Tier::kPublic).find("openings.ndjson)"), std::string::npos);
  EXPECT_NE(VerifyMd(record, Tier::kAuditor).find("Count round 1 again"), std::string::npos);
}

}  // namespace
}  // namespace quorate::engine
