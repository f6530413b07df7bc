#include "engine/statistics/change.h"

#include <cmath>
#include <map>

#include <gtest/gtest.h>

#include "tests/engine/statistics/published.h"
#include "tests/engine/statistics/sample_matrix.h"

namespace quorate::engine {
namespace {

ChangeOptions Nine() {
  return {Scale(), {7, 9}};
}

TEST(ChangeTest, CountsAndDistancesAreExact) {
  const Change change = ChangeOf({{5, 7, 9, 2, 6}, {7, 7, 8, 2, 7}}, Nine());
  EXPECT_EQ(change.people, 5U);
  EXPECT_EQ(change.changed, 3U);
  EXPECT_EQ(*change.share_changed, Fraction(3, 5));
  EXPECT_EQ(*change.mean_distance, Fraction(4, 5));
  EXPECT_EQ(*change.before.median, Fraction(6));
  EXPECT_EQ(*change.after.median, Fraction(7));
  EXPECT_EQ(*change.iqr_ratio, Fraction(0));  // From 2 to 0.
  EXPECT_EQ(change.moves.entered, 2U);
  EXPECT_EQ(change.moves.stayed_in, 2U);
  EXPECT_EQ(change.signed_rank.zeros, 2U);
  EXPECT_EQ(*change.mcnemar.exact_p, 0.5);
}

TEST(ChangeTest, NobodyChangedInOneCategoryIsAnUndefinedKappa) {
  const Change change = ChangeOf({{8, 8, 8}, {8, 8, 8}}, Nine());
  EXPECT_EQ(change.kappa.error().reason, "every rating is in one category");
  EXPECT_EQ(*change.share_changed, Fraction(0));
  EXPECT_EQ(change.iqr_ratio.error().reason, "the IQR before is 0");
  EXPECT_EQ(change.signed_rank.plain.error().reason, "nobody changed");
}

TEST(ChangeTest, NobodyChangedInSeveralCategoriesIsAKappaOfOne) {
  EXPECT_NEAR(*ChangeOf({{1, 5, 8}, {1, 5, 8}}, Nine()).kappa, 1, 1e-15);
}

TEST(ChangeTest, OverNobodyEverythingIsUndefined) {
  const Change change = ChangeOf({}, Nine());
  EXPECT_EQ(change.share_changed.error().reason, "nobody scored in both rounds");
  EXPECT_EQ(change.mean_distance.error().reason, "nobody scored in both rounds");
  EXPECT_EQ(change.iqr_ratio.error().reason, "nobody scored");
  EXPECT_EQ(change.kappa.error().reason, "nobody scored in both rounds");
  EXPECT_EQ(ChangeOf({{5}, {6}}, Nine()).kappa.error().reason,
            "one person alone says nothing of chance");
}

TEST(ChangeTest, EachItemHasThePanelAndEveryGroup) {
  const NamedRound before =
      Round({{"p1", {"patients"}, {5, 6}}, {"p2", {"carers"}, {7, 8}}, {"p3", {}, {1, 1}}});
  const NamedRound after =
      Round({{"p1", {"patients"}, {6, 6}}, {"p2", {"carers"}, {7, 7}}, {"p3", {}, {1, 9}}});
  const auto pair = PairRounds(before.ratings, before.people, after.ratings, after.people);
  const auto changes = ChangesOf(*pair, Nine());
  ASSERT_EQ(changes.size(), 2U);
  EXPECT_EQ(changes[0].item, "a");
  EXPECT_EQ(changes[0].panel.changed, 1U);
  EXPECT_EQ(changes[0].groups.at(0).changed, 1U);
  EXPECT_EQ(changes[0].groups.at(1).changed, 0U);
  EXPECT_EQ(changes[1].panel.people, 3U);
  EXPECT_EQ(changes[1].groups.at(1).people, 1U);
}

TEST(ChangeTest, RepliCatsHasTheDerivedFiguresForEveryPaper) {
  const auto table = Published("replicats/data_ratings.csv");
  const auto derived = Published("replicats/derived_round1_vs_round2.csv");
  if (table.empty() || derived.empty()) GTEST_SKIP() << kNoPublishedData;
  // In tenths, since one person answered 0.3 twice; by paper, round and person.
  std::map<std::string, std::map<std::string, std::map<std::string, int>>> best;
  for (const PublishedRow& row : table) {
    if (row.at("element") != "three_point_best") continue;
    best[row.at("paper_id")][row.at("round")][row.at("user_name")] =
        static_cast<int>(std::lround(10 * std::stod(row.at("value"))));
  }
  ASSERT_EQ(derived.size(), 25U);
  for (const PublishedRow& row : derived) {
    SCOPED_TRACE("paper " + row.at("paper_id"));
    PairedScores scores;
    for (const auto& [person, value] : best.at(row.at("paper_id")).at("round_1")) {
      scores.before.push_back(value);
      scores.after.push_back(best.at(row.at("paper_id")).at("round_2").at(person));
    }
    const Change change = ChangeOf(scores, {Scale{0, 1000, {}}, {501, 1000}});
    const auto number = [&](const char* name) { return std::stod(row.at(name)); };
    EXPECT_EQ(change.people, 25U);
    EXPECT_EQ(static_cast<double>(change.changed), number("changed"));
    EXPECT_EQ(change.before.median->ToDouble() / 10, number("median_r1"));
    EXPECT_EQ(change.after.median->ToDouble() / 10, number("median_r2"));
    EXPECT_EQ(change.before.iqr->ToDouble() / 10, number("iqr_r1"));
    EXPECT_EQ(change.after.iqr->ToDouble() / 10, number("iqr_r2"));
    EXPECT_NEAR(*change.before.sd / 10, number("sd_r1"), 1e-10);
    EXPECT_NEAR(*change.after.sd / 10, number("sd_r2"), 1e-10);
    EXPECT_EQ(change.signed_rank.v.ToDouble(), number("V"));
    EXPECT_NEAR(change.signed_rank.plain->p, number("p_uncorrected"), 1e-12);
    EXPECT_NEAR(change.signed_rank.corrected->p, number("p_corrected"), 1e-12);
  }
}

// "Yes" before and after, over 50 of 100, is what McNemar's reference counts compare.
TEST(ChangeTest, RepliCatsMovesAcrossFiftyAsDerived) {
  const auto table = Published("replicats/data_ratings.csv");
  const auto derived = Published("replicats/derived_round1_vs_round2.csv");
  if (table.empty() || derived.empty()) GTEST_SKIP() << kNoPublishedData;
  std::map<std::string, std::map<std::string, NamedRound>> rounds;  // By paper and round.
  for (const PublishedRow& row : table) {
    if (row.at("element") != "three_point_best") continue;
    NamedRound& round = rounds[row.at("paper_id")][row.at("round")];
    round.ratings.scale = {0, 100, {}};
    round.ratings.items = {"paper"};
    round.people.push_back(row.at("user_name"));
    round.ratings.hat_set_of.push_back(round.ratings.AddHatSet({}));
    round.ratings.answers.push_back(
        CodeOf(round.ratings.scale, static_cast<int>(std::lround(std::stod(row.at("value"))))));
  }
  for (const PublishedRow& row : derived) {
    SCOPED_TRACE("paper " + row.at("paper_id"));
    const NamedRound& before = rounds.at(row.at("paper_id")).at("round_1");
    const NamedRound& after = rounds.at(row.at("paper_id")).at("round_2");
    const auto pair = PairRounds(before.ratings, before.people, after.ratings, after.people);
    ASSERT_TRUE(pair.has_value()) << pair.error().message;
    const auto changes = ChangesOf(*pair, {before.ratings.scale, {51, 100}});
    ASSERT_EQ(changes.size(), 1U);
    const BandMoves& moves = changes[0].panel.moves;
    EXPECT_EQ(moves.stayed_in, std::stoull(row.at("yes_yes")));
    EXPECT_EQ(moves.left, std::stoull(row.at("yes_no")));
    EXPECT_EQ(moves.entered, std::stoull(row.at("no_yes")));
    EXPECT_EQ(moves.stayed_out, std::stoull(row.at("no_no")));
  }
}

TEST(ChangeTest, TwentyFourDeliberationsHaveTheDerivedFiguresForEveryItem) {
  const auto table = Published("deliberation/human_data.csv");
  const auto derived = Published("deliberation/derived_pre_post_items.csv");
  if (table.empty() || derived.empty()) GTEST_SKIP() << kNoPublishedData;
  std::map<std::string, std::map<std::string, std::map<std::string, PublishedRow>>> cases;
  for (const PublishedRow& row : table)
    cases[row.at("case")][row.at("pnum")][row.at("stage_id")] = row;
  std::size_t kappas = 0;
  for (const PublishedRow& row : derived) {
    SCOPED_TRACE(row.at("case") + " " + row.at("item"));
    PairedScores scores;
    for (const auto& [person, stages] : cases.at(row.at("case"))) {
      const std::string& then = stages.at("1").at(row.at("item"));
      const std::string& now = stages.at("2").at(row.at("item"));
      if (then.empty() || now.empty()) continue;
      scores.before.push_back(std::stoi(then));
      scores.after.push_back(std::stoi(now));
    }
    const Change change = ChangeOf(scores, {Scale{-5, 12, {}}, {7, 12}});
    const auto number = [&](const char* name) { return std::stod(row.at(name)); };
    EXPECT_EQ(static_cast<double>(change.people), number("n"));
    EXPECT_EQ(static_cast<double>(change.changed), number("changed"));
    EXPECT_EQ(change.before.median->ToDouble(), number("median_pre"));
    EXPECT_EQ(change.after.median->ToDouble(), number("median_post"));
    EXPECT_EQ(change.before.iqr->ToDouble(), number("iqr_pre"));
    EXPECT_EQ(change.after.iqr->ToDouble(), number("iqr_post"));
    EXPECT_EQ(change.signed_rank.v.ToDouble(), number("wilcoxon_V"));
    EXPECT_NEAR(change.signed_rank.plain->p, number("wilcoxon_p_uncorrected"), 1e-12);
    if (change.kappa) {
      ++kappas;
      EXPECT_NEAR(*change.kappa, number("quadratic_kappa"), 1e-12);
    }
  }
  EXPECT_EQ(derived.size(), 914U);
  EXPECT_EQ(kappas, 914U);
}

}  // namespace
}  // namespace quorate::engine
