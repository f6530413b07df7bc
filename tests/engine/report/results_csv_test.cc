#include "engine/report/results_csv.h"

#include <algorithm>
#include <set>
#include <sstream>

#include <gtest/gtest.h>

#include "engine/base/text.h"
#include "engine/report/result_tables.h"
#include "tests/engine/report/sample_history.h"

namespace quorate::engine {
namespace {

std::string FileOf(Tier tier, const std::string& name) {
  for (const CsvFile& file : ResultsCsv(SampleState(), SampleHistory(), tier)) {
    if (file.path == "results/" + name) return file.bytes;
  }
  return {};
}

bool HasLine(const std::string& text, const std::string& line) {
  return ("\n" + text).find("\n" + line + "\n") != std::string::npos;
}

TEST(TableCellsTest, PanelHasNoGroup) {
  CsvTable csv("results/t.csv", {TableColumn(), GroupColumn()});
  TableCells(csv, "");
  csv.EndRow();
  TableCells(csv, "carers");
  csv.EndRow();
  EXPECT_EQ(csv.File().bytes, "table,group\npanel,\ngroup,carers\n");
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
  // The override is the third entry from the end, the rule's own decision the one before.
  const std::size_t size = support::SampleRecord().leaves.size();
  const auto entry = [&](std::size_t before) { return std::to_string(size - 3 - before); };
  EXPECT_TRUE(HasLine(
      decisions, "C7,1,OUT,NONE,yes,another trial measures it,vote/v2/1," + entry(0) + ",yes"));
  EXPECT_TRUE(HasLine(decisions, "C7,1,NONE,NONE,no,,vote/v2/1," + entry(1) + ",no"));
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

// A spreadsheet runs a cell that begins so; only a number may, and it must stay a number.
TEST(ResultsCsvTest, NoCellCouldRunAsAFormulaAndNegativeNumbersStayNumbers) {
  const std::string formulas = "=+-@\t\r";
  int negative = 0;
  for (const Tier tier : {Tier::kPublic, Tier::kAuditor}) {
    for (const CsvTable& table : ResultTables(SampleState(), SampleHistory(), tier, kResultsForm)) {
      for (const auto& row : table.rows()) {
        for (const CsvCell& cell : row) {
          if (cell.typed || cell.text.empty()) continue;
          if (formulas.find(cell.text.front()) == std::string::npos) continue;
          EXPECT_EQ(cell.text.front(), '-') << table.path() << ": " << cell.text;
          EXPECT_EQ(cell.text.find_first_not_of("0123456789./", 1), std::string::npos) << cell.text;
          EXPECT_NE(table.File().bytes.find(cell.text), std::string::npos);
          ++negative;
        }
      }
    }
  }
  EXPECT_GT(negative, 0);
}

TEST(ResultsCsvTest, EveryFileIsUtf8InNormalFormC) {
  for (const CsvFile& file : ResultsCsv(SampleState(), SampleHistory(), Tier::kAuditor)) {
    if (!file.path.ends_with(".csv")) continue;
    EXPECT_TRUE(IsUtf8(file.bytes) && IsNfc(file.bytes)) << file.path;
  }
}

TEST(ResultsCsvTest, ColumnsFileNamesEveryColumnOfEveryOtherFile) {
  const auto files = ResultsCsv(SampleState(), SampleHistory(), Tier::kPublic);
  const std::string columns = FileOf(Tier::kPublic, "columns.csv");
  for (const CsvFile& file : files) {
    if (file.path == "results/columns.csv" || !file.path.ends_with(".csv")) continue;
    std::istringstream header(file.bytes.substr(0, file.bytes.find('\n')));
    std::set<std::string> seen;
    for (std::string column; std::getline(header, column, ',');) {
      EXPECT_TRUE(seen.insert(column).second) << column << " stands twice";
      const std::string row = "\n" + file.path.substr(8) + "," + column + ",";
      EXPECT_NE(columns.find(row), std::string::npos) << row;
    }
  }
}

TEST(ResultsCsvTest, FlowTellsPeopleAndItemsPerStation) {
  const std::string flow = FileOf(Tier::kPublic, "flow.csv");
  for (const char* line : {"round/1,people,joined,,15",
                           "round/1,people,responded,,14",
                           "round/1,people,invited,researchers,suppressed",
                           "round/2,items,merged_from,,2",
                           "round/2,items,asked,,4",
                           "round/3,people,left,,1",
                           "end,items,OUT,,2",
                           "end,items,overridden,,1"}) {
    EXPECT_TRUE(HasLine(flow, line)) << line;
  }
}

TEST(ResultsCsvTest, ChangesTellEachStretchOfTheScale) {
  const std::string changes = FileOf(Tier::kPublic, "changes.csv");
  EXPECT_TRUE(
      HasLine(changes, "C1,round/1,1,IN,round/2,1,IN,no,no,panel,,7 to 9,14,14,13,13,0,0.00"));
  EXPECT_TRUE(HasLine(changes,
                      "C1,round/1,1,IN,round/2,1,IN,no,no,group,researchers,suppressed,suppressed,"
                      "suppressed,suppressed,suppressed,suppressed,suppressed"));
  EXPECT_NE(changes.find("C2,round/1,1,NONE,round/2,2,IN,yes,yes,panel,,1 to 3,"),
            std::string::npos);
  EXPECT_EQ(changes.find("C6,round/2,1,NONE,vote/v1/1"), std::string::npos) << "another scale";
}

TEST(ResultsCsvTest, MarginsAreExactAndSayWhyTheyAreMissing) {
  EXPECT_TRUE(HasLine(FileOf(Tier::kAuditor, "margins.csv"),
                      "round/1,C1,1,IN,IN,,at least 70 % of those who scored are in 7 to 9,no,"
                      "panel,,share,1,7/10,3/10,0.3000,yes,"));
  EXPECT_TRUE(HasLine(FileOf(Tier::kPublic, "margins.csv"),
                      "round/1,C1,1,IN,IN,,at least 70 % of those who scored are in 7 to 9,no,"
                      "panel,,share,,,,,,too few people to show it"));
}

TEST(ResultsCsvTest, DissentNamesTheOtherEnd) {
  const std::string dissent = FileOf(Tier::kPublic, "dissent.csv");
  EXPECT_TRUE(HasLine(dissent, "C1,1,IN,round/2,panel,,1 to 3,0,13,0,0.0"));
  EXPECT_TRUE(HasLine(dissent,
                      "C1,1,IN,round/2,group,researchers,suppressed,suppressed,suppressed,"
                      "suppressed,suppressed"));
}

TEST(ResultsCsvTest, WorkbookHoldsASheetATable) {
  const std::string workbook = FileOf(Tier::kPublic, "results.xlsx");
  for (const CsvFile& file : ResultsCsv(SampleState(), SampleHistory(), Tier::kPublic)) {
    if (!file.path.ends_with(".csv")) continue;
    const std::string name = file.path.substr(8, file.path.size() - 12);
    EXPECT_NE(workbook.find("<sheet name=\"" + name + "\""), std::string::npos) << name;
  }
}

// Bundles of the first version hold these tables and no others, and must verify for ever.
TEST(ResultsCsvTest, FirstFormHasTheFirstTablesOnly) {
  std::vector<std::string> paths;
  for (const CsvFile& file : ResultsCsv(SampleState(), SampleHistory(), Tier::kPublic, 1))
    paths.push_back(file.path.substr(8));
  EXPECT_EQ(paths,
            (std::vector<std::string>{"items.csv",
                                      "wordings.csv",
                                      "tallies.csv",
                                      "histograms.csv",
                                      "responses.csv",
                                      "decisions.csv",
                                      "votes.csv",
                                      "columns.csv"}));
}

TEST(ResultsCsvTest, PublicTablesAreTheSameWithoutTheOpenings) {
  Study blind = SampleState();
  blind.contents_known = false;
  for (Participant& participant : blind.participants)
    participant.membership.reset();
  for (Suggestion& suggestion : blind.suggestions)
    suggestion.text.reset();
  for (Round& round : blind.rounds) {
    for (TalliedItem& result : round.results)
      result.full.reset();
  }
  for (Vote& vote : blind.votes) {
    for (VoteIteration& iteration : vote.iterations)
      iteration.result->full.reset();
  }
  const auto with = ResultsCsv(SampleState(), SampleHistory(), Tier::kPublic);
  const auto without = ResultsCsv(blind, SampleHistory(), Tier::kPublic);
  ASSERT_EQ(with.size(), without.size());
  for (std::size_t i = 0; i < with.size(); ++i)
    EXPECT_EQ(with[i].bytes, without[i].bytes) << with[i].path;
}

TEST(ResultsCsvTest, ItemTextCannotRunAsAFormula) {
  support::StudyBuilder builder;
  builder.Do(CreateStudy{"t"})
      .Do(DraftProtocol{support::ProtocolFrom(
          R"({"title":"t","groups":[{"id":"a"}],"rounds":[{"rule":"comet-70-15"}]})")})
      .Do(FreezeProtocol{})
      .Do(AddItems{{{"C1", "=HYPERLINK(\"http://x\",\"y\")"}}});
  const auto files = ResultsCsv(builder.study(), {}, Tier::kPublic);
  EXPECT_NE(files[0].bytes.find(R"x(C1,1,"'=HYPERLINK(""http://x"",""y"")",active)x"),
            std::string::npos)
      << files[0].bytes;
}

}  // namespace
}  // namespace quorate::engine
