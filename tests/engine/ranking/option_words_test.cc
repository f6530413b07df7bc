#include "engine/ranking/option_words.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace quorate::engine {
namespace {

using testing::HasSubstr;

TEST(OptionWordsTest, NoWordsAreTheDefaults) {
  const auto options = ReadOptionWords({});
  ASSERT_TRUE(options);
  EXPECT_EQ(options->unranked, Unranked::kLast);
  EXPECT_EQ(options->strength, Strength::kWinning);
  EXPECT_EQ(options->missing, Missing::kRefuse);
}

TEST(OptionWordsTest, EveryWordIsRead) {
  const auto options = ReadOptionWords({"apart", "ratio", "zero", "median"});
  ASSERT_TRUE(options);
  EXPECT_EQ(options->unranked, Unranked::kApart);
  EXPECT_EQ(options->strength, Strength::kRatio);
  EXPECT_EQ(options->borda_unranked, BordaUnranked::kZero);
  EXPECT_EQ(options->missing, Missing::kMedian);
}

TEST(OptionWordsTest, AllUnknownWordsAreRefusedTogether) {
  const auto options = ReadOptionWords({"first", "", "none", ""});
  ASSERT_FALSE(options);
  ASSERT_EQ(options.error().violations.size(), 2);
  EXPECT_EQ(options.error().violations[0].field, "unranked");
  EXPECT_EQ(options.error().violations[1].field, "borda_unranked");
  EXPECT_THAT(options.error().violations[1].message, HasSubstr("averaged, zero"));
}

TEST(OptionWordsTest, AFlagIsSpelledWithDashes) {
  const auto options = ReadOptionWords({"", "", "none", ""}, "--");
  ASSERT_FALSE(options);
  EXPECT_EQ(options.error().violations[0].field, "--borda-unranked");
}

TEST(OptionWordsTest, AnUnknownRuleIsToldAllRules) {
  ASSERT_TRUE(ParseRankedRule("schulze"));
  const auto rule = ParseRankedRule("schultze", "--");
  ASSERT_FALSE(rule);
  EXPECT_THAT(rule.error().message, HasSubstr("--rule: \"schultze\" is none of plurality"));
}

}  // namespace
}  // namespace quorate::engine
