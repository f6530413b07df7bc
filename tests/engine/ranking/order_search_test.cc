#include "engine/ranking/order_search.h"

#include <numeric>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/ranking/components.h"
#include "tests/engine/ranking/counting.h"

namespace quorate::engine {
namespace {

using testing::ElementsAre;

Pairwise PairwiseOf(const Profile& profile) {
  auto pairwise = Pairwise::Of(profile, Unranked::kApart);
  QUORATE_CHECK(pairwise.has_value());
  return *std::move(pairwise);
}

RankedOptions Apart() {
  RankedOptions options;
  options.unranked = Unranked::kApart;
  return options;
}

std::vector<std::size_t> All(const Pairwise& pairwise) {
  std::vector<std::size_t> members(pairwise.size());
  std::iota(members.begin(), members.end(), std::size_t{0});
  return members;
}

// `size` candidates; `beats(a, b)` with a < b says by how much a beats b, below zero for b.
template <typename Beats>
Profile Tournament(std::size_t size, const Beats& beats) {
  std::string abif;
  const auto name = [](std::size_t c) { return "c" + std::to_string(100 + c); };
  for (std::size_t c = 0; c < size; ++c)
    abif += "=" + name(c) + ":[" + name(c) + "]\n";
  for (std::size_t a = 0; a < size; ++a) {
    for (std::size_t b = a + 1; b < size; ++b) {
      const int margin = beats(a, b);
      if (margin > 0) abif += std::to_string(margin) + ": " + name(a) + ">" + name(b) + "\n";
      if (margin < 0) abif += std::to_string(-margin) + ": " + name(b) + ">" + name(a) + "\n";
    }
  }
  return Ballots(abif);
}

TEST(OrderSearchTest, TheCheapestVictoryOfACircleIsTurnedRound) {
  const Pairwise pairwise = PairwiseOf(Ballots("3: A>B\n5: B>C\n4: C>A\n"));
  const auto best = FindBestOrders(pairwise, All(pairwise));
  ASSERT_TRUE(best.has_value());
  EXPECT_EQ(best->count, 1);
  EXPECT_THAT(best->firsts, ElementsAre(1));
  EXPECT_THAT(best->order, ElementsAre(1, 2, 0));
}

TEST(OrderSearchTest, EqualOrdersAreAllCountedAndTheFirstInFileOrderStands) {
  const Pairwise pairwise = PairwiseOf(Ballots("1: A>B\n1: B>C\n1: C>A\n"));
  const auto best = FindBestOrders(pairwise, All(pairwise));
  EXPECT_EQ(best->count, 3);
  EXPECT_THAT(best->firsts, ElementsAre(0, 1, 2));
  EXPECT_THAT(best->order, ElementsAre(0, 1, 2));
}

TEST(OrderSearchTest, TiedMembersMayStandInAnyOrder) {
  const Pairwise pairwise = PairwiseOf(Ballots("1: A=B=C=D\n"));
  const std::vector<std::size_t> three = {0, 2, 3};
  const auto best = FindBestOrders(pairwise, three);
  EXPECT_EQ(best->count, 6);
  EXPECT_THAT(best->firsts, ElementsAre(0, 2, 3));
  EXPECT_THAT(best->order, ElementsAre(0, 2, 3));
}

TEST(OrderSearchTest, MarginsBeyond64BitsAreExact) {
  const std::string huge = "99999999999999999999999999999";
  const Pairwise pairwise =
      PairwiseOf(Ballots(huge + "8: A>B\n" + huge + "9: B>C\n" + huge + "9: C>A\n"));
  const auto best = FindBestOrders(pairwise, All(pairwise));
  EXPECT_EQ(best->count, 1);
  EXPECT_THAT(best->order, ElementsAre(1, 2, 0));
}

TEST(OrderSearchTest, OneMemberNeedsNoSearch) {
  const Pairwise pairwise = PairwiseOf(Ballots("1: A>B\n"));
  const std::vector<std::size_t> only = {1};
  EXPECT_THAT(FindBestOrders(pairwise, only, 0)->order, ElementsAre(1));
}

// Nothing can be ruled out where all are tied.
TEST(OrderSearchTest, MembersWithoutAnyOrderAreCountedToTheLast) {
  const Pairwise pairwise = PairwiseOf(Tournament(14, [](auto, auto) { return 0; }));
  const auto best = FindBestOrders(pairwise, All(pairwise));
  ASSERT_TRUE(best.has_value());
  EXPECT_EQ(best->count, 87'178'291'200);  // 14!
  EXPECT_EQ(best->firsts.size(), 14U);
}

// An order of 40 with upsets between those who stand up to five places apart, all in one circle.
TEST(OrderSearchTest, FortyMembersInOneCircleAreProvenBest) {
  const Profile profile = Tournament(40, [](std::size_t a, std::size_t b) {
    const auto distance = static_cast<int>(b - a);
    const bool upset = distance <= 5 && (3 * a + b) % 4 == 0;
    return upset ? distance - 7 : 1 + distance;
  });
  const Pairwise pairwise = PairwiseOf(profile);
  EXPECT_EQ(CirclesOf(pairwise).size(), 1U);
  EXPECT_TRUE(FindBestOrders(pairwise, All(pairwise)).has_value());
}

TEST(OrderSearchTest, BeyondItsSetsItAnswersNothing) {
  const Pairwise tied = PairwiseOf(Tournament(12, [](auto, auto) { return 0; }));
  EXPECT_FALSE(FindBestOrders(tied, All(tied), 4095).has_value());
  EXPECT_TRUE(FindBestOrders(tied, All(tied), 4096).has_value());
  const Pairwise many = PairwiseOf(Tournament(65, [](auto, auto) { return 1; }));
  EXPECT_FALSE(FindBestOrders(many, All(many)).has_value());
}

TEST(OrderSearchTest, KemenyRefusesWhatItCannotProve) {
  // A ring of 65: everybody beats the 32 who follow.
  const Profile profile =
      Tournament(65, [](std::size_t a, std::size_t b) { return b - a <= 32 ? 1 : -1; });
  const auto answer = Count(profile, "kemeny", Apart());
  ASSERT_FALSE(answer.has_value());
  EXPECT_EQ(answer.error().reason, Reason::kTooLarge);
  EXPECT_THAT(answer.error().message, testing::HasSubstr("65 candidates beat one another"));
}

TEST(OrderSearchTest, KemenyCountsPartsThatNoVictoryLinksWithoutASearch) {
  const Profile tied = Tournament(40, [](auto, auto) { return 0; });
  const auto answer = Count(tied, "kemeny", Apart());
  ASSERT_TRUE(answer.has_value()) << answer.error().message;
  EXPECT_EQ(answer->winners.size(), 40U);
  EXPECT_EQ(*answer->explanation.Find("optimal_orders")->string(),
            "815915283247897734345611269596115894272000000000");  // 40!
  // Two circles of three orders each, in 6! / (3! 3!) ways.
  EXPECT_EQ(*Count(Ballots("1: A>B\n1: B>C\n1: C>A\n1: D>E\n1: E>F\n1: F>D\n"), "kemeny", Apart())
                 ->explanation.Find("optimal_orders")
                 ->string(),
            "180");
}

// Two chains that meet at the end can be interleaved in few sets, 29 pairs under one last cannot.
TEST(OrderSearchTest, KemenyNamesTheWinnersWhereItCannotCountTheOrders) {
  const Profile profile = Tournament(52, [](std::size_t a, std::size_t b) {
    return b - a == 2 || (b - a == 1 && a == 50) ? 1 : 0;
  });
  const auto answer = Count(profile, "kemeny", Apart());
  ASSERT_TRUE(answer.has_value()) << answer.error().message;
  EXPECT_EQ(answer->winners, (std::vector<std::size_t>{0, 1}));
  EXPECT_NE(answer->explanation.Find("optimal_orders"), nullptr);
  const Profile loose = Tournament(
      60, [](std::size_t a, std::size_t b) { return b - a == 30 || (b == 59 && a >= 29) ? 1 : 0; });
  const auto unknown = Count(loose, "kemeny", Apart());
  ASSERT_TRUE(unknown.has_value()) << unknown.error().message;
  EXPECT_EQ(unknown->winners.size(), 30U);
  EXPECT_EQ(unknown->explanation.Find("optimal_orders"), nullptr);
  EXPECT_THAT(unknown->summary.back(), testing::HasSubstr("More orders than can be counted"));
}

// D beats B and C and ties with A, so A may come first although its circle is beaten.
TEST(OrderSearchTest, KemenyLetsATiedCandidateOfABeatenCircleComeFirst) {
  const auto answer = Count(Ballots("2: A>B\n2: B>C\n1: C>A\n1: D>B\n1: D>C\n"), "kemeny", Apart());
  EXPECT_EQ(answer->winners, (std::vector<std::size_t>{0, 3}));
  EXPECT_EQ(*answer->explanation.Find("optimal_orders")->string(), "2");
}

TEST(ComponentsTest, CirclesComeInAnOrderThatNoVictoryTurns) {
  // D beats A, and B and C tie with everybody: they come by the order of the file.
  const Pairwise pairwise = PairwiseOf(Ballots("=A:[A]\n=B:[B]\n=C:[C]\n=D:[D]\n1: D>A\n"));
  EXPECT_EQ(CirclesOf(pairwise), (std::vector<std::vector<std::size_t>>{{1}, {2}, {3}, {0}}));
  const Pairwise circle = PairwiseOf(Ballots("1: A>B\n1: B>C\n1: C>A\n1: D>C\n1: E>D\n"));
  EXPECT_EQ(CirclesOf(circle), (std::vector<std::vector<std::size_t>>{{4}, {3}, {0, 1, 2}}));
}

}  // namespace
}  // namespace quorate::engine
