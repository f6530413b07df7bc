#include "engine/committee/seat_replay.h"

#include <gtest/gtest.h>

namespace quorate::engine {
namespace {

ApprovalProfile Sample() {
  return *ApprovalProfile::Make({"A", "B", "C", "D"}, {{{0, 1}, 3}, {{1, 2}, 2}, {{2}, 1}});
}

// Every step's own figure must be what the replay says of its candidate.
void ExpectSameFigures(CommitteeRule rule) {
  const ApprovalProfile profile = Sample();
  const auto result = ChooseCommittee(profile, {rule, 2, Completion::kNone, {}});
  ASSERT_TRUE(result.has_value());
  SeatReplay replay(profile, rule, 2);
  for (const CommitteeStep& step : result->steps) {
    EXPECT_EQ(replay.FigureOf(step.candidate), step.figures.front().second) << Name(rule);
    replay.Take(step);
  }
}

TEST(SeatReplayTest, FiguresAreThoseOfTheRule) {
  for (const CommitteeRule rule : {CommitteeRule::kSeqPav,
                                   CommitteeRule::kRevSeqPav,
                                   CommitteeRule::kPhragmen,
                                   CommitteeRule::kEqualShares})
    ExpectSameFigures(rule);
}

TEST(SeatReplayTest, WhatCannotBePaidOrCarriedHasNoFigure) {
  const ApprovalProfile profile = Sample();
  EXPECT_FALSE(SeatReplay(profile, CommitteeRule::kPhragmen, 2).FigureOf(3).has_value());
  SeatReplay replay(profile, CommitteeRule::kEqualShares, 2);
  EXPECT_FALSE(replay.FigureOf(3).has_value());
  EXPECT_EQ(replay.MoneyBehind(1), Fraction(5, 3));
  EXPECT_EQ(replay.FigureOf(1), Fraction(1, 5));
  replay.Take({"elected", 1, {}, {}});
  EXPECT_EQ(replay.MoneyBehind(1), Fraction(2, 3));
}

}  // namespace
}  // namespace quorate::engine
