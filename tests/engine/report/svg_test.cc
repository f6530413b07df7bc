#include "engine/report/svg.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace quorate::engine {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

TEST(ScaledToTest, RoundsHalfUpOnIntegers) {
  EXPECT_EQ(ScaledTo(1, 3, 1000), 333);
  EXPECT_EQ(ScaledTo(2, 3, 1000), 667);
  EXPECT_EQ(ScaledTo(1, 2, 5), 3);
  EXPECT_EQ(ScaledTo(0, 7, 1000), 0);
  EXPECT_EQ(ScaledTo(7, 7, 1000), 1000);
}

TEST(ScaledToTest, PartOfNothingIsABug) {
  EXPECT_DEATH(ScaledTo(0, 0, 10), "invariant");
  EXPECT_DEATH(ScaledTo(2, 1, 10), "invariant");
}

TEST(WrapTextTest, BreaksAtBlanksAndInsideWordsThatAreTooLong) {
  EXPECT_THAT(WrapText("to be or not", 5), ElementsAre("to be", "or", "not"));
  EXPECT_THAT(WrapText("incomprehensible", 6), ElementsAre("incomp", "rehens", "ible"));
  EXPECT_THAT(WrapText("exact", 5), ElementsAre("exact"));
  EXPECT_THAT(WrapText("", 5), IsEmpty());
  EXPECT_THAT(WrapText("  \n ", 5), IsEmpty());
}

TEST(WrapTextTest, CountsCharactersAndNeverCutsOneInTwo) {
  EXPECT_THAT(WrapText("äöüßéè", 3), ElementsAre("äöü", "ßéè"));
}

TEST(ClipTextTest, EndsWithAnEllipsisOnlyWhereSomethingWasCut) {
  EXPECT_EQ(ClipText("Müdigkeit", 9), "Müdigkeit");
  EXPECT_EQ(ClipText("Müdigkeit", 4), "Müd…");
  EXPECT_EQ(ClipText("", 1), "");
}

TEST(IsolateTextTest, ClosesWhatItOpens) {
  EXPECT_EQ(IsolateText("a"), "\u2068a\u2069");
}

TEST(SvgTest, WritesTenthsAsDecimalsAndNamesItself) {
  Svg svg("A title", "A description");
  svg.Rect(0, 15, 1234, 10, "box");
  svg.Line(-5, 0, 5, 0, "axis");
  EXPECT_EQ(svg.Markup(3400, 25),
            "<svg role=\"img\" viewBox=\"0 0 340 2.5\" width=\"340\" height=\"2.5\">"
            "<title>A title</title><desc>A description</desc>"
            "<rect class=\"box\" x=\"0\" y=\"1.5\" width=\"123.4\" height=\"1\"/>"
            "<line class=\"axis\" x1=\"-0.5\" y1=\"0\" x2=\"0.5\" y2=\"0\"/></svg>\n");
}

TEST(SvgTest, TextCannotBecomeMarkup) {
  Svg svg("<script>", "\"quoted\"");
  svg.Text(0, 0, Anchor::kMiddle, "place", "</text><script>alert(1)</script>");
  const std::string markup = svg.Markup(10, 10);
  EXPECT_THAT(markup, Not(HasSubstr("<script>")));
  EXPECT_THAT(markup, HasSubstr("text-anchor=\"middle\">&lt;/text&gt;&lt;script&gt;"));
}

}  // namespace
}  // namespace quorate::engine
