#include "engine/report/dissent.h"

#include <gtest/gtest.h>

#include "tests/engine/report/sample_history.h"

namespace quorate::engine {
namespace {

Study Decided(const std::vector<std::string>& scores) {
  support::StudyBuilder builder = OneItem(scores);
  builder.Do(RecordDecisions{{"C1"}});
  return builder.study();
}

TEST(DissentOfTest, CountsPeopleAtTheLowEndWhereTheItemIsIn) {
  const Study study = Decided({"9", "9", "9", "9", "8", "8", "8", "1"});
  const auto all = DissentOf(study, Tier::kPublic);
  ASSERT_EQ(all.size(), 1U);
  EXPECT_EQ(all[0].end, "1 to 3");
  ASSERT_EQ(all[0].tables.size(), 3U);
  EXPECT_EQ(all[0].tables[0].against, 1);
  EXPECT_EQ(all[0].tables[0].scored, 8);
  EXPECT_EQ(all[0].tables[1].against, 0);
  EXPECT_EQ(all[0].tables[2].against, 1);
  EXPECT_TRUE(all[0].any());
}

TEST(DissentOfTest, CountsPeopleAtTheHighEndWhereTheItemIsOut) {
  const Study study = Decided({"1", "1", "1", "1", "1", "1", "1", "9"});
  const auto all = DissentOf(study, Tier::kPublic);
  ASSERT_EQ(all.size(), 1U);
  EXPECT_EQ(all[0].end, "7 to 9");
  EXPECT_EQ(all[0].tables[0].against, 1);
}

TEST(DissentOfTest, ItemWithoutAgreementHasNoOtherSide) {
  EXPECT_TRUE(DissentOf(Decided({"1", "9", "1", "9", "1", "9"}), Tier::kPublic).empty());
}

TEST(DissentOfTest, UnanimityIsTold) {
  const Study study = Decided({"9", "9", "9", "9", "9", "9"});
  const auto all = DissentOf(study, Tier::kPublic);
  ASSERT_EQ(all.size(), 1U);
  EXPECT_FALSE(all[0].any());
}

TEST(DissentOfTest, GroupsThatAreKeptBackShowNothing) {
  const auto open = DissentOf(SampleState(), Tier::kPublic);
  const auto whole = DissentOf(SampleState(), Tier::kAuditor);
  ASSERT_EQ(open.size(), 5U);
  EXPECT_FALSE(open[0].tables[3].shown);
  EXPECT_EQ(open[0].tables[3].scored, 0);
  EXPECT_TRUE(whole[0].tables[3].shown);
}

TEST(DissentTableTest, MajorityIsMoreThanHalf) {
  EXPECT_FALSE((DissentTable{"a", true, 2, 4}).majority());
  EXPECT_TRUE((DissentTable{"a", true, 3, 5}).majority());
  EXPECT_FALSE((DissentTable{"a", true, 0, 0}).majority());
}

}  // namespace
}  // namespace quorate::engine
