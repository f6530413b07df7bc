#include "engine/ranking/stage.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/engine/ranking/counting.h"

namespace quorate::engine {
namespace {

using testing::HasSubstr;

TEST(StageTest, TransfersNameWhoGainedAndWhatIsLost) {
  const Profile profile = Ballots("1: A>B>C\n");
  StvStage before{"first preferences", std::nullopt, {}, {5, 3, 1}, 0, 5, {}};
  StvStage after{"exclusion of", 1, {}, {Fraction(13, 2), 0, 2}, Fraction(1, 2), 5, {}};
  EXPECT_EQ(WriteJson(TransfersInJson(profile, before, after)), R"({"A":"3/2","B":"-3","C":"1"})");
  EXPECT_EQ(TransfersInWords(profile, before, after), "3/2 go to A, 1 to C and 1/2 to nobody");
  EXPECT_EQ(TransfersInWords(profile, before, before), "");
}

TEST(StageTest, StvShowsSurplusTransferValueAndRunoffsTheirTransfers) {
  const Profile profile = Ballots("6: A>B\n2: B\n3: C\n");
  RankedOptions options;
  options.seats = 2;
  const auto answer = Count(profile, "stv-wig", options);
  ASSERT_TRUE(answer.has_value());
  const Json json = ToJson(*answer, profile, "stv-wig", 2);
  const Json& stage = (*json.Find("explanation")->Find("stages")->array())[1];
  EXPECT_EQ(*stage.Find("surplus")->string(), "7/3");
  EXPECT_EQ(*stage.Find("transfer_value")->string(), "7/18");
  EXPECT_EQ(answer->stages.size(), json.Find("explanation")->Find("stages")->array()->size());
  const auto runoff = Count(Ballots("4: A\n3: B\n2: C>B\n"), "irv");
  EXPECT_THAT(runoff->summary[1], HasSubstr("Round 1 eliminates C with 2: 2 go to B."));
  EXPECT_EQ(runoff->stages.size(), 2U);
}

TEST(StageTest, MeekShowsWhatEachCandidateKeeps) {
  RankedOptions options;
  options.seats = 2;
  const auto answer = Count(Ballots("6: A>B\n2: B\n3: C\n"), "stv-meek", options);
  ASSERT_TRUE(answer.has_value());
  ASSERT_EQ(answer->stages.back().kept.size(), 3U);
  EXPECT_LT(answer->stages.back().kept[0], Fraction(1));
}

}  // namespace
}  // namespace quorate::engine
