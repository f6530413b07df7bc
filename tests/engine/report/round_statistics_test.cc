#include "engine/report/round_statistics.h"

#include <gtest/gtest.h>

#include "engine/report/number_text.h"
#include "engine/statistics/agreement.h"
#include "engine/statistics/concordance.h"
#include "engine/study/study_ratings.h"
#include "tests/support/study_builder.h"

namespace quorate::engine {
namespace {

using support::SampleStudy;
using support::StudyBuilder;

TEST(RoundStatisticsTest, AgreementFromTheTablesIsAgreementOfTheBallots) {
  const StudyBuilder builder = SampleStudy();
  const Study& study = builder.study();
  const Round& round = *study.FindRound(1);
  const RoundRatings answers = RatingsOf(study, BallotsOf(study, round));
  const Json statistics = RoundStatistics(study, round, Tier::kAuditor);
  const Json::Array& rows = *statistics.Find("agreement")->array();
  ASSERT_EQ(rows.size(), 4U);
  for (const Json& row : rows) {
    const Agreement expected = AgreementOf(MatrixOf(answers, std::nullopt),
                                           *ParseCoefficient(*row.Find("coefficient")->string()),
                                           *ParseWeighting(*row.Find("weighting")->string()),
                                           PointsOf(study.Plan(1).rule.scale));
    ASSERT_TRUE(expected.coefficient.has_value());
    EXPECT_NEAR(std::stod(*row.Find("value")->string()), *expected.coefficient, 0.0005001)
        << *row.Find("coefficient")->string();
  }
}

TEST(RoundStatisticsTest, ThePublicSeesWhatItCanComputeFromPublishedTables) {
  const StudyBuilder builder = SampleStudy();
  const Json statistics =
      RoundStatistics(builder.study(), *builder.study().FindRound(2), Tier::kPublic);
  EXPECT_NE(statistics.Find("agreement"), nullptr);
  EXPECT_EQ(statistics.Find("concordance"), nullptr);
  EXPECT_EQ(statistics.Find("change"), nullptr);
}

TEST(RoundStatisticsTest, AuditorsSeeOrderAndChangeOfSinglePeople) {
  const StudyBuilder builder = SampleStudy();
  const Study& study = builder.study();
  const Json statistics = RoundStatistics(study, *study.FindRound(2), Tier::kAuditor);
  const RoundRatings answers = RatingsOf(study, BallotsOf(study, *study.FindRound(2)));
  const Concordance expected = ConcordanceOf(MatrixOf(answers, std::nullopt));
  ASSERT_TRUE(expected.w.has_value());
  const Json& panel = *statistics.Find("concordance")->Find("panel");
  EXPECT_EQ(*panel.Find("raters")->string(), std::to_string(expected.raters));
  EXPECT_NEAR(std::stod(*panel.Find("w")->string()), *expected.w, 0.0005001);
  const Json& change = *statistics.Find("change");
  EXPECT_EQ(*change.Find("since")->string(), "round/1");
  ASSERT_EQ(change.Find("items")->array()->size(), 1U) << "the others are new or reworded";
  EXPECT_EQ(*change.Find("items")->array()->front().Find("item")->string(), "C1");
}

TEST(RoundStatisticsTest, AfterAnErasureNothingIsCountedAgain) {
  StudyBuilder builder = SampleStudy();
  builder.Do(EraseParticipant{"p3"});
  const Json statistics =
      RoundStatistics(builder.study(), *builder.study().FindRound(2), Tier::kAuditor);
  EXPECT_EQ(statistics.Find("concordance"), nullptr);
}

TEST(RoundStatisticsTest, WhatIsUndefinedSaysWhy) {
  StudyBuilder builder("alone");
  builder.Do(CreateStudy{"Alone"})
      .Do(DraftProtocol{support::ProtocolFrom(R"({"title": "Alone", "groups": [{"id": "a"}],
           "rounds": [{"rule": "comet-70-15"}]})")})
      .Do(FreezeProtocol{})
      .Do(EnrolParticipants{{{"p1", {{"a"}, 1}}}})
      .Do(AddItems{{{"C1", "One"}}})
      .Do(OpenRound{})
      .Ballot("p1", 1, "C1=7")
      .Do(CloseRound{1});
  const Json statistics =
      RoundStatistics(builder.study(), *builder.study().FindRound(1), Tier::kPublic);
  EXPECT_EQ(*statistics.Find("items")->string(), "0") << "a panel of one is not shown";
  for (const Json& row : *statistics.Find("agreement")->array())
    EXPECT_NE(row.Find("undefined"), nullptr);
}

}  // namespace
}  // namespace quorate::engine
