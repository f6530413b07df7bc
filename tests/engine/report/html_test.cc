#include "engine/report/html.h"

#include <gtest/gtest.h>

namespace quorate::engine {
namespace {

TEST(EscapeHtmlTest, LeavesNothingThatCouldBecomeMarkup) {
  EXPECT_EQ(EscapeHtml("<b a='1' c=\"2\">&</b>"),
            "&lt;b a=&#39;1&#39; c=&quot;2&quot;&gt;&amp;&lt;/b&gt;");
  EXPECT_EQ(EscapeHtml(""), "");
  EXPECT_EQ(EscapeHtml("Müdigkeit"), "Müdigkeit");
}

TEST(FreeHtmlTest, IsolatesDirectionAndKeepsLines) {
  EXPECT_EQ(FreeHtml("a\n<i>"), "<bdi>a<br>&lt;i&gt;</bdi>");
}

TEST(HtmlTableTest, HeadingsCarryTheirScope) {
  HtmlTable table("Caption", {"Who", "n < 5"});
  table.Row({RowHeading("Carers"), NumberCell("3")});
  table.Row({RowHeading("Nurses"), {"hidden", HtmlCell::Kind::kText, 2}});
  const std::string markup = table.Markup();
  EXPECT_NE(markup.find("<caption>Caption</caption>"), std::string::npos);
  EXPECT_NE(markup.find("<th scope=\"col\">n &lt; 5</th>"), std::string::npos);
  EXPECT_NE(markup.find("<th scope=\"row\">Carers</th><td class=\"number\">3</td>"),
            std::string::npos);
  EXPECT_NE(markup.find("<td colspan=\"2\">hidden</td>"), std::string::npos);
}

}  // namespace
}  // namespace quorate::engine
