#include "engine/report/results_csv.h"

#include <algorithm>
#include <set>
#include <sstream>

#include <gtest/gtest.h>

#include "tests/support/study_builder.h"

namespace quorate::engine {
namespace {

const Study& Sample() {
  static const Study study = support::SampleStudy().study();
  return study;
}

std::string FileOf(Tier tier, const std::string& name) {
  for (const CsvFile& file : ResultsCsv(Sample(), tier)) {
    if (file.path == "results/" + name) return file.bytes;
  }
  return {};
}

bool HasLine(const std::string& text, const std::string& line) {
  return ("\n" + text).find("\n" + line + "\n") != std::string::npos;
}

TEST(ResultsCsvTest, ItemsTellTextStateAndTheDecisionThatStands) {
  const std::string items = FileOf(Tier::kPublic, "items.csv");
  EXPECT_TRUE(HasLine(items, "C1,1,Pain at rest,active,,,round/2,IN,IN,1,round/2,no,"));
  EXPECT_TRUE(HasLine(items, "C4,1,Swelling,merged,,,round/1,NONE,,,,,"));
  EXPECT_TRUE(HasLine(items,
                      "C7,1,Swelling or stiffness,active,C4;C5,,vote/v2/1,NONE,OUT,1,vote/v2/1,yes,"
                      "another trial measures it"));
}

TEST(ResultsCsvTest, EveryWordingIsKept) {
  const std::string wordings = FileOf(Tier::kPublic, "wordings.csv");
  EXPECT_TRUE(HasLine(wordings, "C2,1,Walking distance"));
  EXPECT_TRUE(HasLine(wordings, "C2,2,How far one can walk"));
}

TEST(ResultsCsvTest, RatesAreExactAndRoundedBesideIt) {
  const std::string responses = FileOf(Tier::kPublic, "responses.csv");
  EXPECT_TRUE(HasLine(responses, "round/1,panel,,15,14,14/15,93.3"));
  EXPECT_TRUE(HasLine(responses, "vote/v1/1,group,researchers,0,0,,"));
  EXPECT_TRUE(
      HasLine(responses, "round/1,group,researchers,suppressed,suppressed,suppressed,suppressed"));
}

TEST(ResultsCsvTest, DecisionsShowTheRulesAnswerBesideAnOverride) {
  const std::string decisions = FileOf(Tier::kPublic, "decisions.csv");
  EXPECT_TRUE(HasLine(decisions, "C7,1,OUT,NONE,yes,another trial measures it,vote/v2/1,136,yes"));
  EXPECT_TRUE(HasLine(decisions, "C7,1,NONE,NONE,no,,vote/v2/1,135,no"));
}

TEST(ResultsCsvTest, VotesKeepEveryIteration) {
  const std::string votes = FileOf(Tier::kPublic, "votes.csv");
  EXPECT_TRUE(HasLine(votes, "v1,3,C6,1,yes-no,1,vote/v1/1,12,12,NONE,6,6,0"));
  EXPECT_TRUE(HasLine(votes, "v1,3,C6,1,yes-no,2,vote/v1/2,12,12,IN,10,1,1"));
  EXPECT_TRUE(HasLine(votes, "v2,3,C7,1,rating,1,vote/v2/1,12,12,NONE,,,"));
}

TEST(ResultsCsvTest, SmallGroupsAreSuppressedInPublicAndShownToAuditors) {
  for (const char* name : {"tallies.csv", "histograms.csv"}) {
    EXPECT_NE(FileOf(Tier::kPublic, name).find("suppressed"), std::string::npos) << name;
    EXPECT_EQ(FileOf(Tier::kAuditor, name).find("suppressed"), std::string::npos) << name;
  }
}

TEST(ResultsCsvTest, HistogramsShowEveryPointOfTheScale) {
  const std::string histograms = FileOf(Tier::kAuditor, "histograms.csv");
  for (int score = 1; score <= 6; ++score) {
    EXPECT_TRUE(HasLine(histograms, "round/1,C1,1,panel,," + std::to_string(score) + ",0"));
  }
  EXPECT_TRUE(HasLine(histograms, "round/1,C1,1,panel,,7,5"));
}

TEST(ResultsCsvTest, ColumnsFileNamesEveryColumnOfEveryOtherFile) {
  const auto files = ResultsCsv(Sample(), Tier::kPublic);
  ASSERT_EQ(files.back().path, "results/columns.csv");
  for (const CsvFile& file : files) {
    if (file.path == files.back().path) continue;
    std::istringstream header(file.bytes.substr(0, file.bytes.find('\n')));
    std::set<std::string> seen;
    for (std::string column; std::getline(header, column, ',');) {
      EXPECT_TRUE(seen.insert(column).second) << column << " stands twice";
      const std::string row = "\n" + file.path.substr(8) + "," + column + ",";
      EXPECT_NE(files.back().bytes.find(row), std::string::npos) << row;
    }
  }
}

TEST(ResultsCsvTest, ItemTextCannotRunAsAFormula) {
  support::StudyBuilder builder;
  builder.Do(CreateStudy{"t"})
      .Do(DraftProtocol{support::ProtocolFrom(
          R"({"title":"t","groups":[{"id":"a"}],"rounds":[{"rule":"comet-70-15"}]})")})
      .Do(FreezeProtocol{})
      .Do(AddItems{{{"C1", "=HYPERLINK(\"http://x\",\"y\")"}}});
  const auto files = ResultsCsv(builder.study(), Tier::kPublic);
  EXPECT_NE(files[0].bytes.find(R"x(C1,1,"'=HYPERLINK(""http://x"",""y"")",active)x"),
            std::string::npos)
      << files[0].bytes;
}

}  // namespace
}  // namespace quorate::engine
