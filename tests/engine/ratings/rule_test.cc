#include "engine/ratings/rule.h"

#include <gtest/gtest.h>

namespace quorate::engine {
namespace {

TEST(RuleTest, ComparisonsAreExactAtTheThreshold) {
  const Fraction seventy(7, 10);
  EXPECT_TRUE(Holds(seventy, Comparison::kAtLeast, seventy));
  EXPECT_TRUE(Holds(seventy, Comparison::kAtMost, seventy));
  EXPECT_TRUE(Holds(seventy, Comparison::kEqual, seventy));
  EXPECT_FALSE(Holds(seventy, Comparison::kMoreThan, seventy));
  EXPECT_FALSE(Holds(seventy, Comparison::kLessThan, seventy));
  EXPECT_FALSE(Holds(Fraction(16, 23), Comparison::kAtLeast, seventy));
}

TEST(RuleTest, AClauseAppliesInItsRoundsOnly) {
  Clause clause;
  EXPECT_TRUE(AppliesIn(clause, 1));
  clause.rounds = {1, 3};
  EXPECT_FALSE(AppliesIn(clause, 2));
  EXPECT_TRUE(AppliesIn(clause, 3));
  clause.from_round = 2;
  EXPECT_FALSE(AppliesIn(clause, 1));
  EXPECT_TRUE(AppliesIn(clause, 3));
}

}  // namespace
}  // namespace quorate::engine
