#include "engine/report/counting.h"

#include <gtest/gtest.h>

#include "tests/support/study_builder.h"

namespace quorate::engine {
namespace {

const Study& Sample() {
  static const Study study = support::SampleStudy().study();
  return study;
}

TEST(CountingsTest, RoundsComeInOrderWithTheirVotesBeforeTheirClose) {
  std::vector<std::string> bases;
  for (const Counting& counting : Countings(Sample()))
    bases.push_back(counting.basis);
  EXPECT_EQ(bases,
            (std::vector<std::string>{
                "round/1", "round/2", "vote/v1/1", "vote/v1/2", "vote/v2/1", "round/3"}));
}

TEST(CountingsTest, AnOpenRoundIsNotCounted) {
  support::StudyBuilder builder;
  builder.Do(CreateStudy{"t"})
      .Do(DraftProtocol{support::ProtocolFrom(
          R"({"title":"t","groups":[{"id":"a"}],"rounds":[{"rule":"comet-70-15"}]})")})
      .Do(FreezeProtocol{})
      .Do(AddItems{{{"C1", "one"}}})
      .Do(OpenRound{});
  EXPECT_TRUE(Countings(builder.study()).empty());
}

TEST(TallyForTest, OnlyAuditorsSeeTheWholeTable) {
  const TalliedItem& result = Sample().rounds[0].results[0];
  EXPECT_EQ(TablesOf(TallyFor(result, Tier::kPublic), *Sample().protocol)[2].table, nullptr);
  EXPECT_NE(TablesOf(TallyFor(result, Tier::kAuditor), *Sample().protocol)[2].table, nullptr);
  TalliedItem erased = result;
  erased.full.reset();
  EXPECT_EQ(&TallyFor(erased, Tier::kAuditor), &erased.tally);
}

TEST(TablesOfTest, PanelFirstThenGroupsOfThatTime) {
  const TalliedItem& result = Sample().rounds[0].results[0];
  Protocol grown = *Sample().protocol;
  grown.groups.push_back({"carers", "Carers"});
  const auto tables = TablesOf(result.tally, grown);
  ASSERT_EQ(tables.size(), 4U);
  EXPECT_EQ(tables[0].group, "");
  EXPECT_EQ(tables[3].group, "researchers");
}

TEST(TableOfTest, TellsKeptBackFromAbsent) {
  const TalliedItem& result = Sample().rounds[0].results[0];
  const Protocol& protocol = *Sample().protocol;
  EXPECT_NE(TableOf(result.tally, protocol, "patients")->table, nullptr);
  ASSERT_TRUE(TableOf(result.tally, protocol, "researchers"));
  EXPECT_EQ(TableOf(result.tally, protocol, "researchers")->table, nullptr);
  EXPECT_FALSE(TableOf(result.tally, protocol, "carers"));
}

TEST(FindTallyTest, AsksForPlaceItemAndWording) {
  const auto countings = Countings(Sample());
  EXPECT_EQ(FindTally(countings, "round/1", {"C1", 1}), &Sample().rounds[0].results[0]);
  EXPECT_EQ(FindTally(countings, "round/1", {"C1", 2}), nullptr);
  EXPECT_EQ(FindTally(countings, "round/9", {"C1", 1}), nullptr);
}

TEST(KindAtTest, OnlyYesOrNoVotesAskForThat) {
  EXPECT_EQ(KindAt(Sample(), "vote/v1/2"), VoteKind::kYesNo);
  EXPECT_EQ(KindAt(Sample(), "vote/v2/1"), VoteKind::kRating);
  EXPECT_EQ(KindAt(Sample(), "round/1"), VoteKind::kRating);
}

TEST(HistogramOfTest, PointsAreInTheScalesOrderNotTheAlphabets) {
  Json table;
  for (const int score : {2, 10, -1})
    table["histogram"][std::to_string(score)] = "1";
  const auto cells = HistogramOf(table);
  ASSERT_EQ(cells.size(), 3U);
  EXPECT_EQ(cells[0].first, -1);
  EXPECT_EQ(cells[2].first, 10);
  EXPECT_TRUE(HistogramOf(Json()).empty());
}

TEST(BandsOfTest, UndefinedSharesStayEmpty) {
  Json table;
  table["bands"]["7-9"]["count"] = "0";
  table["bands"]["10-12"]["count"] = "2";
  table["bands"]["10-12"]["share"] = "1";
  const auto bands = BandsOf(table);
  ASSERT_EQ(bands.size(), 2U);
  EXPECT_EQ(bands[0].key, "7-9");
  EXPECT_EQ(bands[0].share, "");
  EXPECT_EQ(bands[1].share, "1");
}

TEST(FigureTest, ReadsExactValuesAndBooleans) {
  Json table;
  table["median"] = "13/2";
  table["disagreement"] = true;
  EXPECT_EQ(Figure(table, "median"), Fraction(13, 2));
  EXPECT_EQ(FigureText(table, "disagreement"), "yes");
  EXPECT_EQ(Figure(table, "mean"), std::nullopt);
}

TEST(BandKeysTest, EveryRuleOfTheStudySpeaksOnce) {
  EXPECT_EQ(BandKeys(Sample()), (std::vector<std::string>{"1-3", "4-6", "7-9", "0-0", "1-1"}));
  EXPECT_TRUE(EverWeighted(Sample()));
}

}  // namespace
}  // namespace quorate::engine
