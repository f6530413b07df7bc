#include "engine/study/ballot_box.h"

#include <gtest/gtest.h>

namespace quorate::engine {
namespace {

TEST(BallotBoxTest, TheFirstBallotHasRevisionOneAndEachNextOneMore) {
  BallotBox box;
  EXPECT_EQ(box.NextRevision("p1"), 1);
  box.voters.Add("p1");
  box.revisions.push_back(3);
  EXPECT_EQ(box.NextRevision("p1"), 4);
  EXPECT_EQ(box.NextRevision("p2"), 1);
}

TEST(QuestionsTest, FindsTheColumnOfALabelWhateverTheHint) {
  Questions questions;
  questions.Assign({{"sleep", 1}, {"pain", 1}, {"mood", 2}});
  for (std::size_t begin = 0; begin < 5; ++begin) {
    std::size_t hint = begin;
    EXPECT_EQ(questions.Find("pain", hint), 1U);
  }
  std::size_t hint = 0;
  EXPECT_EQ(questions.Find("mood", hint), 2U);
  EXPECT_EQ(questions.Find("pain", hint), 1U);
  EXPECT_EQ(questions.Find("sleep", hint), 0U);
  EXPECT_FALSE(questions.Find("none", hint).has_value());
}

}  // namespace
}  // namespace quorate::engine
