#include "clients/cli/answers.h"

#include <gtest/gtest.h>

namespace quorate::cli {
namespace {

TEST(AnswersTest, ReadsScoresAndReasonsForNone) {
  const auto answers =
      ParseAnswers("s", {"a=7", "b=-5", "c=unable", "d=not-understood", "e=skipped"});
  ASSERT_TRUE(answers) << answers.error().message;
  EXPECT_EQ((*answers)[0].item(), "studies/s/items/a");
  EXPECT_EQ((*answers)[0].score(), 7);
  EXPECT_EQ((*answers)[1].score(), -5);
  EXPECT_EQ((*answers)[2].no_score(), v1::NO_SCORE_UNABLE);
  EXPECT_EQ(DescribeAnswer((*answers)[3]), "not-understood");
  EXPECT_EQ(DescribeAnswer((*answers)[4]), "skipped");
}

TEST(AnswersTest, YesAndNoAreOneAndZero) {
  EXPECT_EQ(ParseGiven("answer", "yes")->score(), 1);
  EXPECT_EQ(ParseGiven("answer", "no")->score(), 0);
  EXPECT_EQ(ParseGiven("answer", "abstain")->no_score(), v1::NO_SCORE_SKIPPED);
}

TEST(AnswersTest, NamesEveryAnswerThatIsWrong) {
  const auto answers = ParseAnswers("s", {"a=7", "b", "c=7.5", "=3", "d="});
  ASSERT_FALSE(answers);
  EXPECT_EQ(answers.error().violations.size(), 4U);
}

}  // namespace
}  // namespace quorate::cli
