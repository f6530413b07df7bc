#include "engine/report/set_comparison.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/ranking/ballot_file.h"

namespace quorate::engine {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

Profile Ballots() {
  return *ReadBallotFile("6: Ann/1, Bob/1, Cyd/1\n3: Dan/1\n2: Dan/1, Eve/1\n",
                         BallotFormat::kAbif,
                         BallotKind::kApprovals);
}

TEST(SetComparisonTest, TheMostApprovedLeaveOutWhomAProportionalRuleSeats) {
  const auto comparison = CompareSets(Ballots(), {3, std::nullopt, CommitteeRule::kPav});
  ASSERT_TRUE(comparison);
  EXPECT_THAT(comparison->threshold.members, ElementsAre(0, 1, 2));
  EXPECT_THAT(comparison->proportional.members, ElementsAre(0, 1, 3));
  EXPECT_TRUE(comparison->threshold.justified.short_changed);
  EXPECT_FALSE(comparison->proportional.justified.short_changed);
  EXPECT_EQ(comparison->threshold.represented, Fraction(6));
  EXPECT_EQ(comparison->proportional.represented, Fraction(11));
}

TEST(SetComparisonTest, AThresholdTakesWhatItTakesWhateverTheSeats) {
  const auto comparison = CompareSets(Ballots(), {3, Fraction(5, 11), CommitteeRule::kPhragmen});
  ASSERT_TRUE(comparison);
  EXPECT_THAT(comparison->threshold.members, ElementsAre(0, 1, 2, 3)) << "5 of 11 is enough";
  EXPECT_EQ(comparison->threshold.how, "approved by at least 45.4 %");
}

TEST(SetComparisonTest, SaysTheDifferenceAndThatItIsExploratory) {
  const auto comparison = CompareSets(Ballots(), {3, std::nullopt, CommitteeRule::kPav});
  const Json json = ToJson(*comparison);
  EXPECT_TRUE(*json.Find("exploratory")->boolean());
  EXPECT_EQ(WriteJson(*json.Find("only_threshold")), R"(["Cyd"])");
  EXPECT_EQ(WriteJson(*json.Find("only_proportional")), R"(["Dan"])");
  EXPECT_EQ(WriteJson(*json.Find("both")), R"(["Ann","Bob"])");
  const auto words = InWords(*comparison);
  ASSERT_EQ(words.size(), 5);
  EXPECT_THAT(words[0], HasSubstr("6 of 11 by weight approve at least one"));
  EXPECT_EQ(words[4], "Only in the proportional set: Dan.");
}

TEST(SetComparisonTest, TooManySeatsAreRefused) {
  EXPECT_FALSE(CompareSets(Ballots(), {9, std::nullopt, CommitteeRule::kPav}));
}

}  // namespace
}  // namespace quorate::engine
