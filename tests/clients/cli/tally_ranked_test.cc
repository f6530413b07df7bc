#include "clients/cli/tally_ranked.h"

#include <filesystem>
#include <fstream>
#include <iterator>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include "clients/cli/ranked_file.h"
#include "engine/base/json.h"

namespace quorate::cli {
namespace {

using engine::BallotKind;
using testing::HasSubstr;

using Names = std::vector<std::string>;

class TallyRankedTest : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = std::filesystem::temp_directory_path() /
              ("quorate_ranked_" + std::to_string(::getpid()) + "_" +
               testing::UnitTest::GetInstance()->current_test_info()->name());
    std::filesystem::create_directories(folder_);
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  // The options for a file of that name and content.
  TallyRankedOptions Options(const std::string& name,
                             const std::string& text,
                             const std::string& rule) {
    const std::string path = folder_ / name;
    std::ofstream(path, std::ios::binary) << text;
    TallyRankedOptions options;
    options.file = path;
    options.rule = rule;
    options.form = AnswerForm::kJson;
    return options;
  }

 private:
  std::filesystem::path folder_;
};

TEST_F(TallyRankedTest, JsonHoldsTheWholeAnswer) {
  const Outcome outcome =
      TallyRanked(Options("a.csv", "weight,Ann,Bob\n3,1,2\n2/3,,1\n1,,\n", "plurality"));
  ASSERT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_EQ(outcome.out,
            R"({"explanation":{"summary":["Ann wins with 3 first choices.","Next: Bob with 2/3."],)"
            R"("without_first_choice":"1"},"ranking":[["Ann"],["Bob"]],"rule":"plurality",)"
            R"("scores":{"Ann":"3","Bob":"2/3"},"seats":"1","tied":false,"winners":["Ann"]})"
            "\n");
}

TEST_F(TallyRankedTest, TheTableSaysWhoWonAndWhy) {
  auto options = Options("a.blt", "2 1\n3 1 2 0\n2 2 0\n0\n\"Ann\"\n\"Bob\"\n", "borda");
  options.form = AnswerForm::kTable;
  EXPECT_EQ(TallyRanked(options).out,
            "Rule borda, 5 ballots by weight, 2 candidates\n\n"
            "Ann wins with 3 points.\nNext: Bob with 2.\n\n"
            "Place       Score  Candidate\n"
            "    1           3  Ann (won)\n"
            "    2           2  Bob\n");
}

TEST_F(TallyRankedTest, RefusalsLeaveStandardOutputEmpty) {
  const auto refused = [](const TallyRankedOptions& options, int exit_code, const char* what) {
    const Outcome outcome = TallyRanked(options);
    EXPECT_EQ(outcome.exit_code, exit_code) << outcome.err;
    EXPECT_EQ(outcome.out, "");
    EXPECT_THAT(outcome.err, HasSubstr(what));
  };
  const std::string good = "weight,Ann,Bob\n3,1,2\n";
  auto options = Options("a.csv", good, "schulz");
  refused(options, 2, "\"schulz\" is none of plurality, approval");
  options.rule = "schulze";
  options.tie = "coin";
  refused(options, 2, "--tie");
  options.tie = "order:Ann,Zoe";
  refused(options, 1, "no candidate is named \"Zoe\"");
  options.tie = "none";
  options.unranked = "first";
  refused(options, 2, "none of last, apart");
  options.unranked = "last";
  options.seats = 2;
  refused(options, 1, "--seats can only be 1");
  options.seats = 1;
  EXPECT_EQ(TallyRanked(options).exit_code, 0);
  options.file += ".missing";
  refused(options, 1, "missing");
}

TEST_F(TallyRankedTest, ADeclaredOrderOnTheCommandLineBreaksTheTie) {
  auto options = Options("a.csv", "weight,Ann,Bob\n1,1,2\n1,2,1\n", "copeland");
  EXPECT_THAT(TallyRanked(options).out, HasSubstr(R"("tied":true,"winners":["Ann","Bob"])"));
  options.tie = "order:Bob, Ann";
  EXPECT_THAT(TallyRanked(options).out, HasSubstr(R"("tied":false,"winners":["Bob"])"));
}

constexpr const char* kCircle =
    "weight,Ann,Bob,Cyd\n9,1,2,3\n8,3,1,2\n7,2,3,1\n";  // Ann > Bob > Cyd > Ann.

TEST_F(TallyRankedTest, UnaskedTheAnswerHoldsNoComparisonsAndNoMargin) {
  const Outcome plain = TallyRanked(Options("a.csv", kCircle, "plurality"));
  EXPECT_THAT(plain.out, testing::Not(HasSubstr("comparisons")));
  EXPECT_THAT(plain.out, testing::Not(HasSubstr("margin")));
}

TEST_F(TallyRankedTest, AskedWhyJsonGainsAMemberAndKeepsTheRest) {
  auto options = Options("a.csv", kCircle, "schulze");
  const auto before = engine::ParseJson(TallyRanked(options).out);
  options.why = true;
  auto after = engine::ParseJson(TallyRanked(options).out);
  ASSERT_TRUE(before && after);
  const engine::Json& comparisons = *after->Find("explanation")->Find("comparisons");
  EXPECT_EQ(comparisons.array()->size(), 2);
  (*after)["explanation"].object()->erase("comparisons");
  EXPECT_EQ(*after, *before);
}

TEST_F(TallyRankedTest, WhyIsToldInWordsForEveryKindOfRule) {
  const auto told = [&](const std::string& rule, const char* what) {
    auto options = Options("a.csv", kCircle, rule);
    options.form = AnswerForm::kTable;
    options.why = true;
    EXPECT_THAT(TallyRanked(options).out, HasSubstr(what)) << rule;
  };
  told("schulze", "The strongest path from Ann to Bob is Ann > Bob (16 to 8)");
  told("ranked-pairs", "stands above Bob by locked victories");
  told("kemeny", "The best order with Ann first contradicts the ballots by 30");
  told("borda", "By weight 16 put Ann above Bob");
  told("irv", "Votes at the end of each stage");
  told("irv", "Cyd is excluded at stage 2 with 7 votes");
}

TEST_F(TallyRankedTest, StagesShowTransfersAndExhaustedVotes) {
  auto options = Options("a.blt",
                         "3 1\n4 1 2 0\n3 2 0\n2 3 1 0\n1 3 0\n0\n\"Ann\"\n\"Bob\"\n\"Cyd\"\n",
                         "stv-scottish");
  options.seats = 1;
  options.form = AnswerForm::kTable;
  options.why = true;
  const std::string text = TallyRanked(options).out;
  EXPECT_THAT(text, HasSubstr("               Stage          1          2"));
  EXPECT_THAT(text, HasSubstr("         (exhausted)          0 "));
  EXPECT_THAT(text, HasSubstr("             (quota)          6"));
}

TEST_F(TallyRankedTest, OnlyThoseAskedAboutAreCompared) {
  auto options = Options("a.csv", kCircle, "schulze");
  options.form = AnswerForm::kTable;
  options.about = "Bob, Cyd";
  const std::string text = TallyRanked(options).out;
  EXPECT_THAT(text, HasSubstr("\nBob and Cyd\n"));
  EXPECT_THAT(text, testing::Not(HasSubstr("\nAnn and Bob\n")));
  options.about = "Zoe";
  EXPECT_EQ(TallyRanked(options).exit_code, 1);
  EXPECT_THAT(TallyRanked(options).err, HasSubstr("Zoe"));
}

TEST_F(TallyRankedTest, TheMarginIsExactOrBetweenStatedBounds) {
  auto options = Options("a.csv", kCircle, "plurality");
  options.form = AnswerForm::kTable;
  options.margin = true;
  EXPECT_THAT(TallyRanked(options).out,
              HasSubstr("Margin: 1 ballot would have to be changed for other winners."));
  options.form = AnswerForm::kJson;
  const auto json = engine::ParseJson(TallyRanked(options).out);
  EXPECT_EQ(*json->Find("explanation")->Find("margin")->Find("fewest")->string(), "1");
}

TEST_F(TallyRankedTest, ADrawingIsWrittenBesideTheSameAnswer) {
  auto options = Options("a.csv", kCircle, "schulze");
  const std::string plain = TallyRanked(options).out;
  options.svg = options.file + ".svg";
  EXPECT_EQ(TallyRanked(options).out, plain);
  std::ifstream file(options.svg);
  const std::string svg((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  EXPECT_THAT(svg, testing::StartsWith("<svg xmlns"));
  options.svg = options.file + ".none/a.svg";
  EXPECT_EQ(TallyRanked(options).exit_code, 1);
  EXPECT_THAT(TallyRanked(options).err, HasSubstr("cannot be written"));
}

std::string Trouble(std::string_view csv, BallotKind kind = BallotKind::kRanks) {
  const auto profile = ReadRankedCsv(csv, kind);
  return profile ? "none" : profile.error().message;
}

TEST(RankedCsvTest, BothShapesHoldTheSameBallots) {
  const auto places = ReadRankedCsv(
      "\xEF\xBB\xBFweight,Ann  Lee,Bob,\"Cyd, Dr\"\r\n2,1,7,\r\n1,,,\r\n", BallotKind::kRanks);
  ASSERT_TRUE(places.has_value()) << places.error().message;
  const auto ranks = ReadRankedCsv(
      "weight,rank 1,rank 2,rank 3\n2,Ann Lee,,Bob\n1,,,\n0.5,\"Cyd, Dr\",,\n", BallotKind::kRanks);
  ASSERT_TRUE(ranks.has_value()) << ranks.error().message;
  EXPECT_EQ(places->candidates, Names({"Ann Lee", "Bob", "Cyd, Dr"}));
  EXPECT_EQ(ranks->candidates, places->candidates);
  EXPECT_EQ(places->places, std::vector<engine::Place>({1, 2, 0, 0, 0, 0}));
  EXPECT_EQ(ranks->places, std::vector<engine::Place>({1, 2, 0, 0, 0, 0, 0, 0, 1}));
}

TEST(RankedCsvTest, MalformedFilesAreRefusedWithLineAndColumn) {
  EXPECT_THAT(Trouble(""), HasSubstr("the file is empty"));
  EXPECT_THAT(Trouble("Ann,Bob\n1,2\n"), HasSubstr("must begin with weight"));
  EXPECT_THAT(Trouble("weight,A b,A  b\n"), HasSubstr("line 1, column 3: two candidates"));
  EXPECT_THAT(Trouble("weight,A,\n"), HasSubstr("line 1, column 3: the candidate has no name"));
  EXPECT_THAT(Trouble("weight,A,B\n1,1\n"), HasSubstr("line 2, column 1: the row has 2 cells"));
  EXPECT_THAT(Trouble("weight,A\n0,1\n-1,1\n,1\n1e3,1\n50%,1\n"), HasSubstr("line 6, column 1"));
  EXPECT_THAT(Trouble("weight,A\n1,0\n"), HasSubstr("line 2, column 2: \"0\" is no place"));
  EXPECT_THAT(Trouble("weight,A\n1,2\n", BallotKind::kApprovals), HasSubstr("is no approval"));
  EXPECT_THAT(Trouble("weight,A\n1,x\n", BallotKind::kGrades), HasSubstr("is no grade"));
  EXPECT_THAT(Trouble("weight,rank 1,rank 2\n1,A,A\n"), HasSubstr("line 2, column 3"));
  EXPECT_THAT(Trouble("weight,rank 1\n1,A\n", BallotKind::kGrades),
              HasSubstr("the columns hold ranks"));
}

}  // namespace
}  // namespace quorate::cli
