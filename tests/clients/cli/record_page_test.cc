#include "clients/cli/record_page.h"

#include <gtest/gtest.h>

#include "clients/web/audit_page.h"

namespace quorate::cli {
namespace {

using Files = std::map<std::string, std::string>;

const Files kLog = {{"log.vkey", "key\n"},
                    {"checkpoint", "note\n"},
                    {"entries.ndjson", "{\"text\":\"</script><b>\"}\n"},
                    {"checkpoints/3", "earlier\n"},
                    {"statements.ndjson", "{}\n"},
                    {"report.html", "not of the log"}};

TEST(RecordPageTest, HoldsTheLogAndNothingThatCouldEndItsElement) {
  const std::string page = RecordPage(kLog, {"report.html", "index.html"});
  EXPECT_EQ(page.find(web::kBundlePlace), std::string::npos);
  EXPECT_NE(page.find(R"("entries.ndjson":"{\"text\":\"\u003c/script>\u003cb>\"}\n")"),
            std::string::npos);
  EXPECT_NE(page.find(R"("checkpoints/3":"earlier\n")"), std::string::npos);
  EXPECT_NE(page.find(R"("listing":["index.html","report.html"])"), std::string::npos);
  EXPECT_NE(page.find(R"("tier":"public")"), std::string::npos);
  EXPECT_EQ(page.find("not of the log"), std::string::npos);
}

TEST(RecordPageTest, AnAuditorsPageSaysSo) {
  Files files = kLog;
  files["openings.ndjson"] = "";
  EXPECT_NE(RecordPage(files, {}).find(R"("tier":"auditor")"), std::string::npos);
}

TEST(RecordPageTest, ALogTooLargeForAPageIsLeftOut) {
  Files files = kLog;
  files["entries.ndjson"] = std::string(kPageRecordBytesMax + 1, 'x');
  const std::string page = RecordPage(files, {});
  EXPECT_LT(page.size(), kPageRecordBytesMax);
  EXPECT_NE(page.find(R"("files":{})"), std::string::npos);
  EXPECT_NE(page.find(R"("too_large":true)"), std::string::npos);
}

TEST(RecordPageTest, AnotherProgramWithTheSameRecordIsToldFromAnotherRecord) {
  const std::string page = RecordPage(kLog, {});
  EXPECT_EQ(ComparePages(page, page), PageVerdict::kSame);
  EXPECT_EQ(ComparePages("<p>older</p>" + page, page), PageVerdict::kOtherProgram);
  Files files = kLog;
  files["entries.ndjson"] = "{}\n";
  EXPECT_EQ(ComparePages(RecordPage(files, {}), page), PageVerdict::kOtherRecord);
  EXPECT_EQ(ComparePages("nothing", page), PageVerdict::kOtherRecord);
}

}  // namespace
}  // namespace quorate::cli
