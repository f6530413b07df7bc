#include "engine/statistics/mcnemar.h"

#include <vector>

#include <gtest/gtest.h>

#include "tests/engine/statistics/published.h"

namespace quorate::engine {
namespace {

TEST(McNemarTest, MovesAreCountedAtBothEndsOfTheBand) {
  const BandMoves moves =
      MovesOf(std::vector<int>{7, 9, 6, 7, 1, 9}, std::vector<int>{9, 6, 7, 7, 2, 10}, {7, 9});
  EXPECT_EQ(moves.stayed_in, 2U);
  EXPECT_EQ(moves.left, 2U);
  EXPECT_EQ(moves.entered, 1U);
  EXPECT_EQ(moves.stayed_out, 1U);
}

TEST(McNemarTest, OnlyThoseWhoMovedCount) {
  const McNemar few = McNemarOf({0, 1, 6, 0});
  const McNemar many = McNemarOf({100, 1, 6, 100});
  EXPECT_EQ(*few.exact_p, *many.exact_p);
  EXPECT_NEAR(*few.exact_p, 2.0 * 8 / 128, 1e-15);
  EXPECT_NEAR(few.chi_square->statistic, 16.0 / 7, 1e-12);
  EXPECT_EQ(few.chi_square->degrees, 1U);
}

TEST(McNemarTest, AsManyInAsOutIsNoSurprise) {
  EXPECT_EQ(*McNemarOf({0, 3, 3, 0}).exact_p, 1);
  EXPECT_EQ(McNemarOf({0, 3, 3, 0}).chi_square->statistic, 0);
  EXPECT_EQ(McNemarOf({0, 3, 4, 0}).chi_square->p, 1);
}

TEST(McNemarTest, WithoutAMoveItIsUndefined) {
  const McNemar none = McNemarOf({5, 0, 0, 5});
  EXPECT_EQ(none.exact_p.error().reason, "nobody entered or left the band");
  EXPECT_EQ(none.chi_square.error().reason, "nobody entered or left the band");
}

TEST(McNemarTest, TwentyFiveReferenceRowsAreReproduced) {
  const auto table = Published("replicats/derived_round1_vs_round2.csv");
  if (table.empty()) GTEST_SKIP() << kNoPublishedData;
  ASSERT_EQ(table.size(), 25U);
  for (const PublishedRow& row : table) {
    SCOPED_TRACE("paper " + row.at("paper_id"));
    const auto count = [&](const char* name) { return std::stoull(row.at(name)); };
    const McNemar test =
        McNemarOf({count("yes_yes"), count("yes_no"), count("no_yes"), count("no_no")});
    const bool moved = count("yes_no") + count("no_yes") > 0;
    ASSERT_EQ(test.exact_p.has_value(), moved);
    if (!moved) continue;
    EXPECT_NEAR(*test.exact_p, std::stod(row.at("mcnemar_exact_p")), 1e-12);
    EXPECT_NEAR(test.chi_square->p, std::stod(row.at("mcnemar_cc_p")), 1e-12);
  }
}

}  // namespace
}  // namespace quorate::engine
