#include "engine/study/findings.h"

#include "tests/engine/study/small_study.h"

namespace quorate::engine {
namespace {

const ItemTallied& TallyOf(const std::vector<Event>& findings, std::size_t index) {
  return std::get<ItemTallied>(findings[index]);
}

TEST(FindingsTest, MostFactsLeadToNone) {
  const Study study = OpenStudy();
  EXPECT_TRUE(Findings(study, ItemAdded{"mood", "Mood"}).empty());
  EXPECT_TRUE(Findings(study, StudyConcluded{}).empty());
}

TEST(FindingsTest, CountsInvitedAndRespondingPeopleByGroup) {
  Study study = OpenStudy();
  ASSERT_TRUE(Cast(study, "p1", 7));
  ASSERT_TRUE(Cast(study, "c1", 7));
  ASSERT_TRUE(Cast(study, "c2", 7));
  ASSERT_TRUE(Do(study, WithdrawParticipant{"p6"}));
  const auto findings = Findings(study, RoundClosed{1});
  const auto& responses = std::get<ResponseFound>(findings[0]).responses;
  ASSERT_EQ(responses.size(), 3U);
  EXPECT_EQ(responses[0].invited, 11);
  EXPECT_EQ(responses[0].responded, 3);
  EXPECT_EQ(responses[1].invited, 5);
  EXPECT_EQ(responses[2].responded, 2);
}

TEST(FindingsTest, AnItemNobodyScoredIsInquorate) {
  const Study study = OpenStudy();
  const auto findings = Findings(study, RoundClosed{1});
  ASSERT_EQ(findings.size(), 6U);
  EXPECT_EQ(TallyOf(findings, 1).consensus, Verdict::kInquorate);
}

TEST(FindingsTest, AStudyOfAnEarlierRulesVersionIsNotExplained) {
  Study study = OpenStudy();
  study.rules_version = 1;
  EXPECT_EQ(Findings(study, RoundClosed{1}).size(), 3U);
}

TEST(FindingsTest, TheWholeTallyIsContentAndTheShownOneIsNot) {
  Study study = OpenStudy();
  for (int i = 1; i <= 6; ++i)
    ASSERT_TRUE(Cast(study, Person("p", i), 8));
  ASSERT_TRUE(Cast(study, "c1", 1));
  const auto findings = Findings(study, RoundClosed{1});
  const ItemTallied& pain = TallyOf(findings, 1);
  EXPECT_EQ(pain.consensus, Verdict::kIn);
  EXPECT_EQ(pain.tally.Find("groups")->Find("clinicians"), nullptr) << "one person is not shown";
  EXPECT_NE(pain.content->tally.Find("groups")->Find("clinicians"), nullptr);
}

TEST(FindingsTest, WithoutBallotsOnlyTheOutlineIsKnown) {
  Study study = OpenStudy();
  const BallotCast unopened{Person("p", 1), 1, 1, Channel::kSelf, {}, std::nullopt};
  Apply({kFacilitator, kNow, unopened}, study);
  const auto findings = Findings(study, RoundClosed{1});
  ASSERT_EQ(findings.size(), 6U);
  EXPECT_EQ(TallyOf(findings, 2).item.item, "sleep");
  EXPECT_EQ(std::get<ItemExplained>(findings[5]).item.item, "sleep");
  EXPECT_FALSE(TallyOf(findings, 2).content.has_value());
}

}  // namespace
}  // namespace quorate::engine
