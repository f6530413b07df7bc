#include "engine/study/stability.h"

#include "tests/engine/study/two_rounds.h"

namespace quorate::engine {
namespace {

TEST(StabilityTest, CountsPairsOfScoresThatMoved) {
  const Study study = TwoRounds(6, 4);
  const Json stability = StabilityOf(study, study.rounds[1], 5, 1);
  EXPECT_EQ(At(stability, {"people"}), "10");
  EXPECT_EQ(At(stability, {"pairs"}), "10");
  EXPECT_EQ(At(stability, {"changed"}), "6");
  EXPECT_EQ(At(stability, {"items"}), "2");
  EXPECT_EQ(stability.Find("stop"), nullptr) << "the protocol has no stopping rule";
}

TEST(StabilityTest, PairsOfFewPeopleAreKeptBack) {
  const Study study = TwoRounds(2, 2);
  EXPECT_EQ(At(StabilityOf(study, study.rounds[1], 5, 0), {"pairs"}), "absent");
}

TEST(StabilityTest, TheStoppingRuleHoldsOnlyIfEveryStatedLimitDoes) {
  Study study = TwoRounds(6, 4);
  const auto stops = [&](std::optional<Fraction> changed, std::optional<Fraction> settled) {
    study.protocol->stop_when = StoppingRule{changed, settled};
    return *StabilityOf(study, study.rounds[1], 5, 1).Find("stop")->boolean();
  };
  EXPECT_TRUE(stops(Fraction(6, 10), std::nullopt));
  EXPECT_FALSE(stops(Fraction(59, 100), std::nullopt));
  EXPECT_TRUE(stops(std::nullopt, Fraction(1, 2)));
  EXPECT_FALSE(stops(std::nullopt, Fraction(2, 3)));
  EXPECT_FALSE(stops(Fraction(6, 10), Fraction(1)));
}

TEST(StabilityTest, NoPairsHoldNoLimit) {
  Study study = TwoRounds(0, 0);
  study.protocol->stop_when = StoppingRule{Fraction(1), std::nullopt};
  EXPECT_FALSE(*StabilityOf(study, study.rounds[1], 5, 0).Find("stop")->boolean());
}

TEST(StabilityTest, AnItemInOtherWordsIsNotTheSame) {
  Study study = OpenStudy(2);
  for (int i = 1; i <= 6; ++i)
    EXPECT_TRUE(Cast(study, Person("p", i), 8));
  EXPECT_TRUE(Do(study, CloseRound{1}));
  EXPECT_TRUE(Do(study, RewordItem{"pain", "Pain at night", "clearer"}));
  EXPECT_TRUE(Do(study, OpenRound{}));
  for (int i = 1; i <= 6; ++i)
    EXPECT_TRUE(Cast(study, Person("p", i), 8, 2));
  EXPECT_EQ(At(StabilityOf(study, study.rounds[1], 3, 0), {"people"}), "0");
}

}  // namespace
}  // namespace quorate::engine
