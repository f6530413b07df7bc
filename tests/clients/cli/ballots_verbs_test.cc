#include "clients/cli/ballots_verbs.h"

#include <fstream>
#include <iterator>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/temporary_folder.h"

namespace quorate::cli {
namespace {

using testing::HasSubstr;

class BallotsVerbsTest : public testing::Test {
 protected:
  ConvertBallotsOptions Options(const std::string& name,
                                const std::string& text,
                                const std::string& to) {
    const std::string path = folder_.path() / name;
    std::ofstream(path, std::ios::binary) << text;
    ConvertBallotsOptions options;
    options.file = path;
    options.to = to;
    return options;
  }
  static std::string Read(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  }

  support::TemporaryFolder folder_;
};

constexpr const char* kBlt = "2 1\n3 1 2 0\n2 2 0\n0\n\"Ann\"\n\"Bob\"\n\"Council\"\n";

TEST_F(BallotsVerbsTest, ThereAndBackAgainIsTheSame) {
  auto options = Options("a.blt", kBlt, "");
  options.out = folder_.path() / "a.soi";
  const Outcome there = ConvertBallots(options);
  ASSERT_EQ(there.exit_code, 0) << there.err;
  EXPECT_THAT(there.out, HasSubstr("2 candidates, 5 ballots by weight, 2 different"));
  options.file = options.out;
  options.out = folder_.path() / "b.blt";
  ASSERT_EQ(ConvertBallots(options).exit_code, 0);
  EXPECT_THAT(Read(options.out), HasSubstr("3 1 2 0\n2 2 0\n0\n\"Ann\"\n\"Bob\"\n"));
}

TEST_F(BallotsVerbsTest, WithoutAFileItGoesToStandardOutputAndNotesBeside) {
  const Outcome outcome =
      ConvertBallots(Options("a.csv", "weight,Ann,Bob\n2/3,1,2\n1,2,1\n", "blt"));
  EXPECT_EQ(outcome.exit_code, 0);
  EXPECT_THAT(outcome.out, HasSubstr("2 1 2 0\n3 2 1 0\n"));
  EXPECT_THAT(outcome.err, HasSubstr("note: "));
}

TEST_F(BallotsVerbsTest, WhatTheFormatCannotHoldIsRefusedAndNothingIsWritten) {
  auto options = Options("a.csv", "weight,Ann,Bob,Cyd\n1,1,1,2\n1,1,,2\n", "");
  options.out = folder_.path() / "a.soc";
  const Outcome outcome = ConvertBallots(options);
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_EQ(outcome.out, "");
  EXPECT_FALSE(std::ifstream(options.out).good());
}

TEST_F(BallotsVerbsTest, ApprovalsAndGradesGoToCategories) {
  auto options = Options("a.csv", "weight,Ann,Bob\n2,1,0\n1,,1\n", "cat");
  options.as = "approvals";
  const Outcome approvals = ConvertBallots(options);
  ASSERT_EQ(approvals.exit_code, 0) << approvals.err;
  EXPECT_THAT(approvals.out, HasSubstr("# NUMBER CATEGORIES: 2"));
  const Outcome grades = ConvertBallots(Options("b.csv", "weight,Ann,Bob\n2,3,0\n", "cat"));
  ASSERT_EQ(grades.exit_code, 0) << grades.err;
  EXPECT_THAT(grades.out, HasSubstr("# NUMBER CATEGORIES: 4"));
}

TEST_F(BallotsVerbsTest, JsonSaysWhatWasWritten) {
  auto options = Options("a.csv", "weight,Ann,Bob\n2/3,1,2\n", "");
  options.out = folder_.path() / "a.toi";
  options.json = true;
  EXPECT_THAT(ConvertBallots(options).out, HasSubstr(R"("factor":"3")"));
}

TEST_F(BallotsVerbsTest, UnknownWordsAreWrongUsage) {
  EXPECT_EQ(ConvertBallots(Options("a.blt", kBlt, "pdf")).exit_code, 2);
  EXPECT_EQ(ConvertBallots(Options("a.blt", kBlt, "")).exit_code, 2);
  auto options = Options("a.blt", kBlt, "toi");
  options.as = "points";
  EXPECT_EQ(ConvertBallots(options).exit_code, 2);
  options.as = "";
  options.seats = 0;
  EXPECT_EQ(ConvertBallots(options).exit_code, 2);
  EXPECT_EQ(ConvertBallots(Options("a.blt", "2 1\nnonsense\n", "toi")).exit_code, 1);
}

}  // namespace
}  // namespace quorate::cli
