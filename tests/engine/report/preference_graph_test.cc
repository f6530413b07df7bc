#include "engine/report/preference_graph.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace quorate::engine {
namespace {

using testing::HasSubstr;
using testing::Not;

Duels Between(std::size_t size) {
  Duels duels;
  for (std::size_t i = 0; i < size; ++i)
    duels.names.push_back("item-" + std::to_string(i + 1));
  duels.above.assign(size * size, 0);
  for (std::size_t a = 0; a < size; ++a) {
    for (std::size_t b = 0; b < size; ++b) {
      if (a != b) duels.above[a * size + b] = a < b ? 9 : 5;
    }
  }
  duels.winners = {0};
  return duels;
}

std::size_t Times(const std::string& text, const std::string& what) {
  std::size_t times = 0;
  for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + 1))
    ++times;
  return times;
}

TEST(PreferenceGraphTest, AnArrowLeadsFromEachWinnerOfADuel) {
  const std::string svg = PreferenceGraph("T", "D", Between(4)).Markup();
  EXPECT_EQ(Times(svg, "<polygon"), 6);
  EXPECT_EQ(Times(svg, "9:5"), 6);
  EXPECT_EQ(Times(svg, "class=\"duel won\""), 3) << "those of the winner stand out";
  EXPECT_EQ(Times(svg, "class=\"node won\""), 1);
}

TEST(PreferenceGraphTest, AnEvenDuelHasNoArrow) {
  Duels duels = Between(2);
  duels.above = {0, 5, 5, 0};
  const std::string svg = PreferenceGraph("T", "D", duels).Markup();
  EXPECT_THAT(svg, HasSubstr("class=\"level\""));
  EXPECT_THAT(svg, Not(HasSubstr("<polygon")));
}

TEST(PreferenceGraphTest, ManyCandidatesStandInATable) {
  const std::string svg = PreferenceGraph("T", "D", Between(kCircledMax + 1)).Markup();
  EXPECT_EQ(Times(svg, "<circle"), 0);
  EXPECT_EQ(Times(svg, "<rect"), 9 * 8);
}

TEST(PreferenceGraphTest, TooManyAreCutAndThePictureSaysSo) {
  const std::string svg = PreferenceGraph("T", "D", Between(kDuelsShownMax + 2)).Markup();
  EXPECT_THAT(svg, HasSubstr("The first 30 of 32 are shown."));
}

TEST(PreferenceGraphTest, OneCandidateAloneIsADot) {
  EXPECT_EQ(Times(PreferenceGraph("T", "D", Between(1)).Markup(), "<circle"), 1);
}

TEST(PreferenceGraphTest, NamesAreTextAndWeightsShort) {
  Duels duels = Between(2);
  duels.names[0] = "<b>";
  duels.above[1] = Fraction(2, 3);
  duels.above[2] = Fraction(1, 3);
  const std::string svg = PreferenceGraph("T", "D", duels).Markup();
  EXPECT_THAT(svg, HasSubstr("&lt;b&gt;"));
  EXPECT_THAT(svg, HasSubstr("0.67:0.33"));
  EXPECT_THAT(svg, Not(HasSubstr("<b>")));
}

TEST(PreferenceGraphTest, AFileHoldsItsLooks) {
  const std::string svg = PreferenceGraph("T", "D", Between(3)).Document();
  EXPECT_THAT(svg, HasSubstr("xmlns=\"http://www.w3.org/2000/svg\""));
  EXPECT_THAT(svg, HasSubstr("<style>"));
  EXPECT_THAT(svg, HasSubstr("<title>T</title><desc>D</desc>"));
}

}  // namespace
}  // namespace quorate::engine
