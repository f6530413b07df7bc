#include "clients/cli/import_reading.h"

#include <gtest/gtest.h>

#include "clients/cli/import_check.h"

namespace quorate::cli {
namespace {

Mapping Wide() {
  return *ReadMapping(R"(
participant = "who"
[group]
column = "role"
[group.ids]
P = "patients"
N = "nurses"
[items]
columns = ["pain", "sleep"]
[missing]
unable = "99"
not_shown = "NA"
)");
}

Mapping Long() {
  return *ReadMapping(R"(
shape = "long"
participant = "who"
item = "item"
score = "score"
state = "state"
group.constant = "patients"
)");
}

std::vector<std::string> Lines(const std::vector<engine::Violation>& refused) {
  std::vector<std::string> lines;
  for (const auto& violation : refused)
    lines.push_back(violation.field);
  return lines;
}

TEST(ImportReadingTest, AWideRowBecomesOnePersonsAnswers) {
  const auto file =
      ReadRatings("\xEF\xBB\xBFwho,role,pain,sleep\r\na,P,7,99\r\nb,N,NA,3\r\n", Wide());
  ASSERT_TRUE(file) << file.error().message;
  EXPECT_TRUE(file->refused.empty());
  ASSERT_EQ(file->things.size(), 2U);
  const ImportedPerson& a = file->things[0];
  EXPECT_EQ(a.external_id, "a");
  EXPECT_EQ(a.hats, std::vector<std::string>{"patients"});
  ASSERT_EQ(a.answers.size(), 2U);
  EXPECT_EQ(a.answers[0].score, 7);
  EXPECT_EQ(a.answers[1].missing, Missing::kUnable);
  // Not shown is as if the item had not been there.
  EXPECT_EQ(file->things[1].answers.size(), 1U);
}

TEST(ImportReadingTest, ALongFilesRowsAreGatheredByPerson) {
  const auto file = ReadRatings(
      "who,item,score,state\na,pain,7,scored\nb,pain,,unable\na,sleep,,not-shown\n", Long());
  ASSERT_TRUE(file) << file.error().message;
  EXPECT_TRUE(file->refused.empty());
  ASSERT_EQ(file->things.size(), 2U);
  EXPECT_EQ(file->things[0].answers.size(), 1U);
  EXPECT_EQ(file->things[1].answers[0].missing, Missing::kUnable);
}

TEST(ImportReadingTest, EveryRefusedPlaceIsNamedAndTheOthersAreRead) {
  const auto file = ReadRatings(
      "who,role,pain,sleep\n,P,7,8\na,X,7,8\nb,P,7.5,x\nc,P,7\nd,P,7,8\nd,P,7,8\n", Wide());
  ASSERT_TRUE(file) << file.error().message;
  EXPECT_EQ(Lines(file->refused),
            (std::vector<std::string>{"line 5",
                                      "line 2, column who",
                                      "line 3, column role",
                                      "line 4, column pain",
                                      "line 4, column sleep",
                                      "line 7"}));
  EXPECT_EQ(file->things.size(), 2U);
}

TEST(ImportReadingTest, AStateAndAScoreMustFit) {
  const auto file = ReadRatings(
      "who,item,score,state\na,p1,7,unable\na,p2,,scored\na,p3,,maybe\na,p4,7,scored\na,p4,7,"
      "scored\n",
      Long());
  ASSERT_TRUE(file) << file.error().message;
  EXPECT_EQ(Lines(file->refused),
            (std::vector<std::string>{"line 2, column score",
                                      "line 3, column score",
                                      "line 4, column score",
                                      "line 6, column item"}));
}

TEST(ImportReadingTest, OneGroupAPersonInALongFile) {
  Mapping mapping = Long();
  mapping.group.constant.clear();
  mapping.group.column = "group";
  const auto file =
      ReadRatings("who,group,item,score,state\na,x,p,7,scored\na,y,q,7,scored\n", mapping);
  ASSERT_TRUE(file) << file.error().message;
  EXPECT_EQ(Lines(file->refused), std::vector<std::string>{"line 3"});
}

TEST(ImportReadingTest, FiltersLeaveRowsOut) {
  Mapping mapping = Wide();
  mapping.where.push_back({"stage", {"1"}});
  const auto file = ReadRatings("who,role,pain,sleep,stage\na,P,7,8,1\na,P,1,1,2\n", mapping);
  ASSERT_TRUE(file) << file.error().message;
  EXPECT_TRUE(file->refused.empty());
  EXPECT_EQ(file->rows_in_file, 2U);
  EXPECT_EQ(file->rows_read, 1U);
  EXPECT_EQ(file->things[0].answers[0].score, 7);
}

TEST(ImportReadingTest, SeveralHatsInACell) {
  Mapping mapping = Wide();
  mapping.group.separator = ";";
  const auto file = ReadRatings("who,role,pain,sleep\na,P; N,7,8\nb,P;,7,8\n", mapping);
  ASSERT_TRUE(file) << file.error().message;
  EXPECT_EQ(file->things[0].hats, (std::vector<std::string>{"patients", "nurses"}));
  EXPECT_EQ(Lines(file->refused), std::vector<std::string>{"line 3, column role"});
}

TEST(ImportReadingTest, WordsAndOffsetsChangeScores) {
  Mapping mapping = Wide();
  mapping.score_offset = -6;
  EXPECT_EQ(ReadRatings("who,role,pain,sleep\na,P,1,11\n", mapping)->things[0].answers[0].score,
            -5);
  mapping.score_offset = 0;
  mapping.score_words = {{"Agree", 4}};
  const auto file = ReadRatings("who,role,pain,sleep\na,P,Agree,4\n", mapping);
  EXPECT_EQ(file->things[0].answers[0].score, 4);
  EXPECT_EQ(Lines(file->refused), std::vector<std::string>{"line 2, column sleep"});
}

TEST(ImportReadingTest, AColumnThatIsNotThereIsNamed) {
  const auto file = ReadRatings("who,role,pain\na,P,7\n", Wide());
  ASSERT_FALSE(file);
  EXPECT_NE(file.error().message.find("\"sleep\""), std::string::npos);
}

TEST(ImportReadingTest, BlankRowsAreNoBallot) {
  const auto file = ReadRatings("who,role,pain,sleep\na,P,,\nb,P,99,\n", Wide());
  ASSERT_TRUE(file) << file.error().message;
  EXPECT_FALSE(file->things[0].Answered());
  EXPECT_TRUE(file->things[1].Answered());
}

TEST(ImportReadingTest, ItemsKeepTheirWordsButNotTheirEdges) {
  Mapping mapping = *ReadMapping("[wording]\nid='n'\nid_prefix='C'\ntext='t'\n");
  const auto file =
      ReadItems("n,t\n1,\" \"\"Quoted\"\", and\r\nbroken  \"\n2,\n1,again\n3,x\n", mapping);
  ASSERT_TRUE(file) << file.error().message;
  EXPECT_EQ(file->things[0].text, "\"Quoted\", and\nbroken");
  EXPECT_EQ(file->things[1].id, "C3");
  EXPECT_EQ(file->refused.size(), 2U);
}

StudySide Side() {
  StudySide side;
  side.groups = {"patients", "nurses"};
  side.round_items = {"pain"};
  side.scale_min = 1;
  side.scale_max = 9;
  side.people["a"] = {"studies/s/participants/x", {"nurses"}, "1", false};
  side.people["gone"] = {"studies/s/participants/y", {"patients"}, "1", true};
  return side;
}

TEST(ImportCheckTest, AColumnOfNoItemMayBeBlankAndNothingElse) {
  auto blank = *ReadRatings("who,role,pain,sleep\nb,P,7,\nc,P,8,\n", Wide());
  const ImportPlan plan = CheckRatings(Side(), blank);
  EXPECT_TRUE(blank.refused.empty());
  EXPECT_EQ(plan.blank_columns, std::vector<std::string>{"sleep"});
  EXPECT_EQ(plan.enrol, (std::vector<std::string>{"b", "c"}));

  auto answered = *ReadRatings("who,role,pain,sleep\nb,P,7,4\n", Wide());
  CheckRatings(Side(), answered);
  EXPECT_EQ(Lines(answered.refused), std::vector<std::string>{"line 2, column sleep"});
}

TEST(ImportCheckTest, RefusesWhatTheStudyCannotTake) {
  auto file = *ReadRatings("who,role,pain,sleep\na,P,7,\ngone,P,7,\nb,P,10,\nc,P,0,\n", Wide());
  CheckRatings(Side(), file);
  EXPECT_EQ(
      Lines(file.refused),
      (std::vector<std::string>{"line 2", "line 3", "line 4, column pain", "line 5, column pain"}));
}

TEST(ImportCheckTest, AnItemWithOtherWordsIsRefused) {
  Imported<ImportedItem> file;
  file.things = {
      {"pain", "Pain", "line 2"}, {"sleep", "Sleep", "line 3"}, {"mood", "Mood", "line 4"}};
  StudySide side;
  side.items = {{"pain", "Pain"}, {"sleep", "Sleeping"}};
  EXPECT_EQ(CheckItems(side, file), 1U);
  EXPECT_EQ(Lines(file.refused), std::vector<std::string>{"line 3"});
  ASSERT_EQ(file.things.size(), 1U);
  EXPECT_EQ(file.things[0].id, "mood");
}

}  // namespace
}  // namespace quorate::cli
