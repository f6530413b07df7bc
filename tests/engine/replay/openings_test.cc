#include "engine/replay/openings.h"

#include <gtest/gtest.h>

#include "engine/log/commitment.h"

namespace quorate::engine {
namespace {

constexpr std::string_view kThree = "first\nsecond\nthird\n";

TEST(OpeningsTest, AreHandedOutInOrder) {
  Openings openings(kThree);
  EXPECT_EQ(openings.Take(Commit("first")), "first");
  EXPECT_EQ(openings.Take(Commit("second")), "second");
  EXPECT_EQ(openings.taken(), 2U);
  EXPECT_EQ(openings.left(), 1U);
}

TEST(OpeningsTest, AreFoundByTheirCommitmentInAnyOrder) {
  Openings openings(kThree);
  EXPECT_EQ(openings.Take(Commit("third")), "third");
  EXPECT_EQ(openings.Take(Commit("third")), "") << "it was taken";
  EXPECT_EQ(openings.Take(Commit("first")), "first");
  EXPECT_EQ(openings.left(), 1U);
}

TEST(OpeningsTest, ALastLineWithoutItsLineFeedOpensItsEntryAndIsNotLeftOver) {
  Openings openings("first\nsecond");
  EXPECT_EQ(openings.Take(Commit("first")), "first");
  EXPECT_EQ(openings.Take(Commit("second")), "second");
  EXPECT_EQ(openings.taken(), 1U);
  EXPECT_EQ(openings.left(), 0U);
}

TEST(OpeningsTest, NothingIsHandedOutOfNothing) {
  Openings openings("");
  EXPECT_EQ(openings.Take(Commit("")), "");
  EXPECT_EQ(openings.taken(), 0U);
}

TEST(TakeLineTest, ALineEndsWithALineFeed) {
  std::string_view text = "one\ntwo";
  EXPECT_EQ(TakeLine(text), "one");
  EXPECT_FALSE(TakeLine(text).has_value());
}

}  // namespace
}  // namespace quorate::engine
