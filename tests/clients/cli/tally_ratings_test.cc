#include "clients/cli/tally_ratings.h"

#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>
#include <unistd.h>

#include "clients/cli/rule_verbs.h"
#include "engine/base/json.h"

namespace quorate::cli {
namespace {

class TallyRatingsTest : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = std::filesystem::temp_directory_path() /
              ("quorate_tally_" + std::to_string(::getpid()) + "_" +
               testing::UnitTest::GetInstance()->current_test_info()->name());
    std::filesystem::create_directories(folder_);
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  std::string Write(const std::string& name, const std::string& text) {
    const std::string path = folder_ / name;
    std::ofstream(path, std::ios::binary) << text;
    return path;
  }

  std::string Ratings() {
    return Write("ratings.csv",
                 "round,participant,group,item,score,state\n"
                 "1,p1,patients,pain,8,scored\n1,p2,patients,pain,9,scored\n"
                 "1,p3,clinicians,pain,2,scored\n1,p3,clinicians,\"sleep\nwell\",,unable\n");
  }

 private:
  std::filesystem::path folder_;
};

TEST_F(TallyRatingsTest, JsonHoldsTheAnswer) {
  const Outcome outcome =
      TallyRatings({Ratings(), "comet-70-15", "equal-groups", 1, AnswerForm::kJson});
  ASSERT_EQ(outcome.exit_code, 0) << outcome.err;
  const auto json = engine::ParseJson(outcome.out, engine::JsonNumbers::kAny);
  ASSERT_TRUE(json.has_value());
  EXPECT_EQ(*json->Find("rule")->string(), "comet-70-15");
  EXPECT_EQ(*json->Find("voice")->string(), "equal-groups");
  const auto& items = *json->Find("items")->array();
  ASSERT_EQ(items.size(), 2U);
  EXPECT_EQ(*items[0].Find("consensus")->string(), "NONE");
  EXPECT_EQ(*items[0].Find("panel")->Find("bands")->Find("7-9")->Find("share")->string(), "1/2");
  EXPECT_EQ(*items[0].Find("groups")->Find("patients")->Find("scored")->string(), "2");
  EXPECT_EQ(*items[1].Find("consensus")->string(), "INQUORATE");
}

TEST_F(TallyRatingsTest, TheTableIsAlignedAndKeepsItemsOnOneLine) {
  const Outcome outcome =
      TallyRatings({Ratings(), "comet-70-15", "per-person", std::nullopt, AnswerForm::kTable});
  ASSERT_EQ(outcome.exit_code, 0);
  EXPECT_NE(
      outcome.out.find("Item          Consensus  n  Scored     1-3  4-6     7-9  Median  IQR\n"
                       "pain          NONE       3       3  33.3 %  0 %  66.6 %       8  3.5\n"),
      std::string::npos)
      << outcome.out;
  EXPECT_NE(outcome.out.find("sleep well    INQUORATE"), std::string::npos) << outcome.out;
}

TEST_F(TallyRatingsTest, ExplainAddsWordsATableAndNothingElse) {
  TallyRatingsOptions options{
      Ratings(), "comet-70-15", "per-person", std::nullopt, AnswerForm::kTable};
  const std::string plain = TallyRatings(options).out;
  options.explain = true;
  const Outcome outcome = TallyRatings(options);
  ASSERT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_EQ(outcome.out.rfind(plain, 0), 0U);
  EXPECT_NE(outcome.out.find("Clinicians' votes decided 1 of 2 items: pain."), std::string::npos)
      << outcome.out;
  EXPECT_NE(outcome.out.find("pain is NONE by 1 ballot: it would be IN if 1 of the clinicians had "
                             "scored 7 to 9 instead of 1 to 3."),
            std::string::npos)
      << outcome.out;
  EXPECT_NE(outcome.out.find("sleep well is INQUORATE: too few people scored it."),
            std::string::npos)
      << outcome.out;
}

TEST_F(TallyRatingsTest, ExplainIsOneMoreMemberInJson) {
  TallyRatingsOptions options{
      Ratings(), "comet-70-15", "per-person", std::nullopt, AnswerForm::kJson};
  const auto plain = engine::ParseJson(TallyRatings(options).out, engine::JsonNumbers::kAny);
  options.explain = true;
  auto json = engine::ParseJson(TallyRatings(options).out, engine::JsonNumbers::kAny);
  ASSERT_TRUE(json.has_value());
  const engine::Json& explanation = *json->Find("explanation");
  EXPECT_EQ(*explanation.Find("round")->Find("items"), engine::Json("2"));
  const engine::Json& pain = explanation.Find("items")->array()->front();
  EXPECT_EQ(*pain.Find("flip")->Find("at_most"), engine::Json("1"));
  json->object()->erase("explanation");
  EXPECT_EQ(*json, *plain);
}

TEST_F(TallyRatingsTest, ExplainTellsMovementWhereTheFileHoldsARoundBefore) {
  const std::string file = Write("rounds.csv",
                                 "round,participant,group,item,score,state\n"
                                 "1,p1,a,pain,3,scored\n1,p2,a,pain,8,scored\n"
                                 "1,p3,a,pain,8,scored\n3,p2,b,pain,8,scored\n"
                                 "3,p1,a,pain,7,scored\n3,p4,a,pain,9,scored\n");
  TallyRatingsOptions options{file, "comet-70-15", "per-person", std::nullopt, AnswerForm::kTable};
  options.explain = true;
  const Outcome outcome = TallyRatings(options);
  EXPECT_NE(outcome.out.find("1 of 2 people who scored it twice changed: 1 toward the panel's "
                             "earlier median of 8, 0 away from it."),
            std::string::npos)
      << outcome.out;
}

TEST_F(TallyRatingsTest, ARuleAndAVoiceMayBeFiles) {
  const std::string rule =
      Write("rule.json", R"({"name":"mine","clauses":[{"verdict":"IN","grade":"good",
      "when":{"measure":"median","op":">=","value":"13/2"}}]})");
  const std::string voice =
      Write("voice.json", R"({"name":"v","voice":"group-weights","hats":"split",
      "weights":{"patients":"2/3","clinicians":0}})");
  const Outcome outcome = TallyRatings({Ratings(), rule, voice, std::nullopt, AnswerForm::kJson});
  ASSERT_EQ(outcome.exit_code, 0) << outcome.err;
  const auto json = engine::ParseJson(outcome.out, engine::JsonNumbers::kAny);
  EXPECT_EQ(*json->Find("voice")->string(), voice);
  EXPECT_EQ(*(*json->Find("items")->array())[0].Find("grade")->string(), "good");
}

TEST_F(TallyRatingsTest, ARefusalLeavesStandardOutputEmptyAndNamesTheLine) {
  const std::string bad =
      Write("bad.csv", "round,participant,group,item,score,state\n1,p,,x,12,scored\n");
  const Outcome outcome =
      TallyRatings({bad, "comet-70-15", "per-person", std::nullopt, AnswerForm::kJson});
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_EQ(outcome.out, "");
  EXPECT_EQ(outcome.err, "quorate: line 2: the score is off the scale 1 to 9\n");
}

TEST_F(TallyRatingsTest, WhatDoesNotExistIsRefused) {
  for (const auto& options :
       {TallyRatingsOptions{"absent.csv", "comet-70-15", "per-person", {}, AnswerForm::kJson},
        TallyRatingsOptions{Ratings(), "absent", "per-person", {}, AnswerForm::kJson},
        TallyRatingsOptions{Ratings(), "comet-70-15", "loudest", {}, AnswerForm::kJson},
        TallyRatingsOptions{Ratings(), "comet-70-15", "per-person", 7, AnswerForm::kJson}}) {
    const Outcome outcome = TallyRatings(options);
    EXPECT_EQ(outcome.exit_code, 1);
    EXPECT_EQ(outcome.out, "");
    EXPECT_FALSE(outcome.err.empty());
  }
}

TEST_F(TallyRatingsTest, AContradictoryRuleStillTalliesAndTheFirstClauseWins) {
  const std::string rule = Write("rule.json", R"({"name":"both","clauses":[
      {"verdict":"OUT","when":{"measure":"mean","op":">=","value":2}},
      {"verdict":"IN","when":{"measure":"mean","op":">=","value":2}}]})");
  const Outcome outcome =
      TallyRatings({Ratings(), rule, "per-person", std::nullopt, AnswerForm::kJson});
  ASSERT_EQ(outcome.exit_code, 0);
  EXPECT_NE(outcome.out.find(R"("consensus":"OUT")"), std::string::npos);
  EXPECT_EQ(CheckRuleFile(rule, Form::kForPeople).exit_code, 1);
}

TEST_F(TallyRatingsTest, AShownPresetIsARuleFileThatSaysTheSame) {
  const Outcome shown = ShowRule("ram-table", Form::kForPeople);
  ASSERT_EQ(shown.exit_code, 0);
  const std::string file = Write("mine.json", shown.out);
  EXPECT_EQ(ShowRule(file, Form::kJson).out, ShowRule("ram-table", Form::kJson).out);
  EXPECT_EQ(CheckRuleFile(file, Form::kForPeople).exit_code, 0);
  EXPECT_EQ(ShowRule("absent", Form::kJson).exit_code, 1);
}

TEST_F(TallyRatingsTest, TheListNamesEveryPreset) {
  const auto json = engine::ParseJson(ListRules(Form::kJson).out);
  ASSERT_TRUE(json.has_value());
  EXPECT_EQ(json->array()->size(), 19U);
  EXPECT_NE(ListRules(Form::kForPeople).out.find("consistency-grades"), std::string::npos);
}

}  // namespace
}  // namespace quorate::cli
