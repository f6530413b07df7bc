#include "clients/cli/tally_ranked.h"

#include <filesystem>
#include <fstream>

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
