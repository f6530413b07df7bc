#include "engine/study/study_ratings.h"

#include "engine/study/rule_verdicts.h"
#include "tests/engine/study/two_rounds.h"

namespace quorate::engine {
namespace {

TEST(StudyRatingsTest, MembersAreTheVotersInOrderAndItemsThoseOfTheRound) {
  const Study study = TwoRounds(2, 1);
  const Ballots ballots = BallotsOf(study, study.rounds[1]);
  EXPECT_EQ(ballots.basis, "round/2");
  const RoundRatings ratings = RatingsOf(study, ballots);
  EXPECT_TRUE(CheckRound(ratings));
  EXPECT_EQ(ratings.member_count(), 3U);
  EXPECT_EQ(ratings.items, (std::vector<std::string>{"pain", "sleep"}));
  EXPECT_EQ(ratings.At(0, 0), CodeOf(ratings.scale, 9));
  EXPECT_EQ(ratings.At(1, 0), kNotShown);
}

TEST(StudyRatingsTest, SkippingIsNoAnswer) {
  BallotBox box;
  box.answers = {kSkipped, kNotShown, kUnable, kSkipped};
  EXPECT_FALSE(Answered(box, 0, 2));
  EXPECT_TRUE(Answered(box, 1, 2));
}

}  // namespace
}  // namespace quorate::engine
