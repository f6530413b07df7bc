#include "engine/report/words.h"

#include <gtest/gtest.h>

namespace quorate::engine {
namespace {

TEST(PluralTest, FollowsEnglishSpelling) {
  EXPECT_EQ(Plural("outcome"), "outcomes");
  EXPECT_EQ(Plural("entry"), "entries");
  EXPECT_EQ(Plural("day"), "days");
  EXPECT_EQ(Plural("wish"), "wishes");
  EXPECT_EQ(Plural("box"), "boxes");
}

TEST(CountTest, OneIsSingularAndNoneIsPlural) {
  EXPECT_EQ(Count(1, "person", "people"), "1 person");
  EXPECT_EQ(Count(0, "person", "people"), "0 people");
}

TEST(BasisInWordsTest, NamesRoundsAndIterations) {
  EXPECT_EQ(BasisInWords("round/2"), "round 2");
  EXPECT_EQ(BasisInWords("vote/v1/3"), "vote v1, iteration 3");
  EXPECT_EQ(BasisInWords("elsewhere"), "elsewhere");
}

TEST(WordForTest, EveryStateAndVerdictHasAWord) {
  EXPECT_EQ(WordFor(ItemState::kMerged), "merged");
  EXPECT_EQ(WordFor(VoteKind::kYesNo), "yes-no");
  EXPECT_EQ(Meaning(Verdict::kInquorate), "too few answered to tell");
}

}  // namespace
}  // namespace quorate::engine
