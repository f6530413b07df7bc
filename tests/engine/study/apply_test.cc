#include "engine/study/apply.h"

#include "tests/engine/study/small_study.h"

namespace quorate::engine {
namespace {

TEST(ApplyTest, ALaterBallotReplacesTheWholeOfTheEarlierOne) {
  Study study = OpenStudy();
  const Actor p1{Role::kParticipant, "p1"};
  ASSERT_TRUE(
      Do(study,
         CastBallots{
             1,
             Channel::kSelf,
             {{"p1", {{"pain", AnswerState::kScored, 9}, {"sleep", AnswerState::kUnable, 0}}}}},
         p1));
  ASSERT_TRUE(Do(
      study, CastBallots{1, Channel::kSelf, {{"p1", {{"sleep", AnswerState::kScored, 2}}}}}, p1));
  const BallotBox& box = study.rounds[0].box;
  EXPECT_EQ(box.voters.size(), 1U);
  EXPECT_EQ(box.revisions[0], 2);
  EXPECT_EQ(box.entries[0], study.size - 1);
  const Scale& scale = study.Plan(1).rule.scale;
  EXPECT_EQ(box.answers, (std::vector<AnswerCode>{kNotShown, CodeOf(scale, 2)}));
}

TEST(ApplyTest, EveryEntryIsCounted) {
  Study study = OpenStudy();
  // Created, drafted, frozen, 12 people, 2 items, opened.
  EXPECT_EQ(study.size, 18U);
}

TEST(ApplyTest, AnEntryWithoutItsContentMakesContentsUnknown) {
  Study study = OpenStudy();
  EXPECT_TRUE(study.contents_known);
  Apply({{Role::kParticipant, "p1"}, kNow, BallotCast{"p1", 1, 1, Channel::kSelf, "", {}}}, study);
  EXPECT_FALSE(study.contents_known);
  EXPECT_EQ(study.rounds[0].box.voters.size(), 1U)
      << "that somebody answered is known all the same";
}

TEST(ApplyTest, MergedAndSplitItemsKeepTheirLineage) {
  Study study = RunningStudy();
  ASSERT_TRUE(Do(study, MergeItems{{{"pain", "sleep"}, "comfort", "Comfort", "one thing"}}));
  EXPECT_EQ(study.FindItem("pain")->state, ItemState::kMerged);
  EXPECT_EQ(study.FindItem("comfort")->parents, (std::vector<std::string>{"pain", "sleep"}));
  ASSERT_TRUE(Do(
      study, SplitItem{{"comfort", {{"day", "By day"}, {"night", "By night"}}, "two after all"}}));
  EXPECT_EQ(study.FindItem("night")->parents, (std::vector<std::string>{"comfort"}));
  EXPECT_EQ(study.FindItem("comfort")->state, ItemState::kSplit);
}

TEST(ApplyTest, ABallotCostsLessThanTwoHundredBytes) {
  // DESIGN's figure is for 40 ratings: 40 answers, a revision, a sequence, and a voter in the
  // index.
  const std::size_t vectors =
      40 * sizeof(AnswerCode) + sizeof(std::uint16_t) + sizeof(std::uint64_t);
  const std::size_t index = 2 * sizeof(std::string) + sizeof(std::uint32_t) + 16;
  EXPECT_LE(vectors + index, 200U);
}

}  // namespace
}  // namespace quorate::engine
