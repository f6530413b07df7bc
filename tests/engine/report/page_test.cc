#include "engine/report/page.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/report/report_html.h"

namespace quorate::engine {
namespace {

using testing::HasSubstr;

TEST(PageHeadTest, NamesItsVersionWhereVerificationLooksForIt) {
  const std::string head = PageHead("t");
  ASSERT_NE(head.find(kReportGenerator), std::string::npos);
  EXPECT_LT(head.find(kReportGenerator), 200U);
}

TEST(PageHeadTest, LetsNothingInFromElsewhere) {
  const std::string head = PageHead("t");
  EXPECT_THAT(head, HasSubstr("default-src 'none'"));
  for (const char* part : {"http:", "https:", "url(", "@import", "<script", "<link"})
    EXPECT_THAT(head, Not(HasSubstr(part)));
}

TEST(PageHeadTest, TitleIsText) {
  EXPECT_THAT(PageHead("</title><script>"), HasSubstr("<title>&lt;/title&gt;&lt;script&gt;"));
}

}  // namespace
}  // namespace quorate::engine
