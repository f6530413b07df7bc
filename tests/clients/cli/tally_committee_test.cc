#include "clients/cli/tally_committee.h"

#include <fstream>
#include <iterator>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/base/json.h"
#include "tests/support/temporary_folder.h"

namespace quorate::cli {
namespace {

using testing::HasSubstr;

class TallyCommitteeTest : public testing::Test {
 protected:
  TallyCommitteeOptions Options(const std::string& name,
                                const std::string& text,
                                const std::string& rule,
                                int seats) {
    const std::string path = folder_.path() / name;
    std::ofstream(path, std::ios::binary) << text;
    TallyCommitteeOptions options;
    options.file = path;
    options.rule = rule;
    options.seats = seats;
    options.form = AnswerForm::kJson;
    return options;
  }
  static std::string Winners(const Outcome& outcome) {
    EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
    const auto json = engine::ParseJson(outcome.out);
    return WriteJson(*json->Find("winners"));
  }

  support::TemporaryFolder folder_;
};

constexpr const char* kCsv = "weight,Ann,Bob,Cyd,Dee\n3,1,1,0,\n2/3,,,1,0\n1,,,,\n";

TEST_F(TallyCommitteeTest, ReadsCsvWithWeightsAndBlankBallots) {
  EXPECT_EQ(Winners(TallyCommittee(Options("a.csv", kCsv, "pav", 2))), R"(["Ann","Bob"])");
  const auto outcome = TallyCommittee(Options("a.csv", kCsv, "cc", 2));
  EXPECT_EQ(Winners(outcome), R"(["Ann","Cyd"])");
  EXPECT_THAT(outcome.out, HasSubstr(R"("committees":[["Ann","Cyd"],["Bob","Cyd"]])"));
  EXPECT_THAT(outcome.out, HasSubstr(R"("committees_count":"2")"));
}

TEST_F(TallyCommitteeTest, ReadsPreflibCategories) {
  const std::string cat =
      "# NUMBER ALTERNATIVES: 3\n# NUMBER CATEGORIES: 2\n# CATEGORY NAME 1: yes\n"
      "# CATEGORY NAME 2: no\n# ALTERNATIVE NAME 1: Ann\n# ALTERNATIVE NAME 2: Bob\n"
      "# ALTERNATIVE NAME 3: Cyd\n2: {1,3},2\n1: 2,{1,3}\n";
  EXPECT_EQ(Winners(TallyCommittee(Options("a.cat", cat, "approval", 2))), R"(["Ann","Cyd"])");
}

TEST_F(TallyCommitteeTest, TieOrderAndLotAreNamed) {
  auto options = Options("a.csv", kCsv, "cc", 2);
  options.tie = "order:Dee,Bob,Ann,Cyd";
  const auto outcome = TallyCommittee(options);
  EXPECT_EQ(Winners(outcome), R"(["Bob","Cyd"])");
  EXPECT_THAT(outcome.out, HasSubstr(R"("decided_by":"the declared order")"));
  EXPECT_THAT(outcome.out, HasSubstr(R"("tied":false)"));
  options.tie = "lot:2026";
  const auto drawn = TallyCommittee(options);
  EXPECT_THAT(drawn.out, HasSubstr(R"("lot":"2026")"));
  EXPECT_EQ(drawn.out, TallyCommittee(options).out);
}

TEST_F(TallyCommitteeTest, HalfAnOrderIsRefused) {
  auto options = Options("a.csv", kCsv, "cc", 2);
  options.tie = "order:Ann,Bob";
  const auto outcome = TallyCommittee(options);
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_EQ(outcome.out, "");
  EXPECT_THAT(outcome.err, HasSubstr("Cyd"));
}

TEST_F(TallyCommitteeTest, RefusalsLeaveStandardOutputEmpty) {
  const auto seats = TallyCommittee(Options("a.csv", kCsv, "pav", 5));
  EXPECT_EQ(seats.exit_code, 1);
  EXPECT_EQ(seats.out, "");
  EXPECT_THAT(seats.err, HasSubstr("only 4 candidates"));
  EXPECT_EQ(TallyCommittee(Options("a.csv", kCsv, "pav", 0)).exit_code, 1);
  EXPECT_EQ(TallyCommittee(Options("b.csv", "weight,Ann\n1,7\n", "pav", 1)).exit_code, 1);
  EXPECT_EQ(TallyCommittee(Options("a.csv", kCsv, "monroe", 1)).exit_code, 2);
  auto completion = Options("a.csv", kCsv, "pav", 1);
  completion.completion = "none";
  EXPECT_EQ(TallyCommittee(completion).exit_code, 2);
}

TEST_F(TallyCommitteeTest, UnaskedTheAnswerIsTheSameAsBefore) {
  auto options = Options("a.csv", kCsv, "approval", 2);
  const std::string plain = TallyCommittee(options).out;
  for (const char* member : {"comparisons", "\"margin\"", "\"check\""})
    EXPECT_THAT(plain, testing::Not(HasSubstr(member)));
  options.svg = folder_.path() / "a.svg";
  EXPECT_EQ(TallyCommittee(options).out, plain);
  std::ifstream file(options.svg);
  const std::string svg((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  EXPECT_THAT(svg, HasSubstr("Approvals and seats by approval"));
}

TEST_F(TallyCommitteeTest, AskedItSaysWhyHowCloseAndWhetherAGroupIsShortChanged) {
  auto options = Options("a.csv", kCsv, "phragmen", 2);
  options.form = AnswerForm::kTable;
  options.why = true;
  options.margin = true;
  options.check = "ejr";
  const std::string text = TallyCommittee(options).out;
  EXPECT_THAT(text, HasSubstr("\nWhy\n"));
  EXPECT_THAT(text, HasSubstr("approvals, Cyd 2/3."));
  EXPECT_THAT(text, HasSubstr("Margin: "));
  EXPECT_THAT(text,
              HasSubstr("The committee Ann and Bob satisfies extended justified representation"));
  options.committee = "Cyd, Dee";
  EXPECT_THAT(TallyCommittee(options).out, HasSubstr("The committee Cyd and Dee fails"));
}

TEST_F(TallyCommitteeTest, AnUnknownAxiomIsWrongUsage) {
  auto options = Options("a.csv", kCsv, "pav", 1);
  options.check = "pjr";
  EXPECT_EQ(TallyCommittee(options).exit_code, 2);
  options.check = "";
  options.committee = "Ann";
  EXPECT_EQ(TallyCommittee(options).exit_code, 2);
  EXPECT_THAT(TallyCommittee(options).err, HasSubstr("--check"));
}

TEST_F(TallyCommitteeTest, PeopleReadSentencesAndATable) {
  auto options = Options("a.csv", kCsv, "equal-shares", 3);
  options.form = AnswerForm::kTable;
  options.completion = "none";
  const auto outcome = TallyCommittee(options);
  EXPECT_THAT(outcome.out, HasSubstr("Ann is elected (price "));
  EXPECT_THAT(outcome.out, HasSubstr("of the seats stay empty."));
  EXPECT_THAT(outcome.out, HasSubstr("3  Ann (elected)"));
}

}  // namespace
}  // namespace quorate::cli
