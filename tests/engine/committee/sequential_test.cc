// The rules that go step by step, one universe at a time.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/committee/equal_shares.h"
#include "engine/committee/greedy_thiele.h"
#include "engine/committee/phragmen.h"
#include "engine/committee/universes.h"

namespace quorate::engine {
namespace {

using testing::ElementsAre;

// Three approve a and b, one approves c.
ApprovalProfile ThreeToOne() {
  return *ApprovalProfile::Make({"a", "b", "c"}, {{{0, 1}, 3}, {{2}, 1}});
}

TEST(SequentialTest, PhragmenSharesEachLoadAmongItsSupporters) {
  const auto profile = ThreeToOne();
  auto state = PhragmenState::Fresh(profile, 2);
  EXPECT_THAT(state.Choices(), ElementsAre(0, 1));
  state.Take(0, {0, 1});
  EXPECT_EQ(state.steps()[0].figures[0].second, Fraction(1, 3));
  EXPECT_THAT(state.steps()[0].tied_with, ElementsAre(1));
  EXPECT_THAT(state.Choices(), ElementsAre(1));
  state.Take(1, {1});
  EXPECT_EQ(state.steps()[1].figures[0].second, Fraction(2, 3));
  EXPECT_TRUE(state.Choices().empty());
}

TEST(SequentialTest, EqualSharesChargesThePoorWhatTheyHave) {
  // Two seats among four people: half a seat each. After a, the three have 1/6 each.
  const auto profile = ThreeToOne();
  EqualSharesState state(profile, 2, 2, Completion::kNone);
  state.Take(0, {0});
  EXPECT_EQ(state.steps()[0].figures[0].second, Fraction(1, 3));
  EXPECT_TRUE(state.Choices().empty());
}

TEST(SequentialTest, SequentialPavAddsAndTakesAwayHarmonicShares) {
  const auto profile = ThreeToOne();
  SeqPavState forward(profile, 3);
  forward.Take(0, {0});
  forward.Take(1, {1});
  EXPECT_EQ(forward.steps()[1].figures[0].second, Fraction(3, 2));
  RevSeqPavState backward(profile, 1);
  EXPECT_THAT(backward.Choices(), ElementsAre(2));
  backward.Take(2, {2});
  EXPECT_THAT(backward.Choices(), ElementsAre(1, 0));
}

TEST(SequentialTest, UniversesThatMeetAgainAreFollowedOnce) {
  const auto profile = *ApprovalProfile::Make({"a", "b", "c"}, {{{0}, 1}, {{1}, 1}, {{2}, 1}});
  const auto all = FollowTies(SeqPavState(profile, 2), Ties::kFollowAll, 100);
  EXPECT_THAT(all.committees, ElementsAre(Committee{0, 1}, Committee{0, 2}, Committee{1, 2}));
  EXPECT_EQ(all.cut, Cut::kNo);
  const auto first = FollowTies(SeqPavState(profile, 2), Ties::kTakeFirst, 100);
  EXPECT_THAT(first.committees, ElementsAre(Committee{0, 1}));
  EXPECT_TRUE(first.met_tie);
  EXPECT_EQ(FollowTies(SeqPavState(profile, 2), Ties::kFollowAll, 2).cut, Cut::kYes);
}

TEST(SequentialTest, LeastMultiplesAndLongestBallots) {
  EXPECT_EQ(LeastMultiple(10), 2520);
  EXPECT_EQ(LeastMultiple(1), 1);
  EXPECT_EQ(LongestBallot(ThreeToOne()), 2U);
}

}  // namespace
}  // namespace quorate::engine
