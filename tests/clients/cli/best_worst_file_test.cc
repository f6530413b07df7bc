#include "clients/cli/best_worst_file.h"

#include <gtest/gtest.h>

namespace quorate::cli {
namespace {

TEST(BestWorstFileTest, RowsOfOnePersonAndSetMakeAChoice) {
  const auto file = ReadBestWorst(
      "person,set,item,choice\np1,1,Sleep,best\np2,1,Pain,worst\np1,1,Pain,\np1,1,Mood,worst\n"
      "p2,1,Mood,best\n");
  ASSERT_TRUE(file.has_value()) << file.error().message;
  EXPECT_EQ(file->people, 2U);
  EXPECT_EQ(file->items, (std::vector<std::string>{"Sleep", "Pain", "Mood"}));
  ASSERT_EQ(file->choices.size(), 2U);
  EXPECT_EQ(file->choices[0].shown, (std::vector<std::uint32_t>{0, 1, 2}));
  EXPECT_EQ(file->choices[0].best, 0U);
  EXPECT_EQ(file->choices[0].worst, 2U);
  EXPECT_EQ(file->choices[1].best, 2U);
}

TEST(BestWorstFileTest, EveryTroubleIsNamedWithItsLineOrSet) {
  const auto file = ReadBestWorst(
      "person,set,item,choice\np1,1,Sleep,best\np1,1,Pain,best\n,2,Pain,good\np1,1\n");
  ASSERT_FALSE(file.has_value());
  std::vector<std::string> said;
  for (const auto& violation : file.error().violations)
    said.push_back(violation.field + ": " + violation.message);
  EXPECT_EQ(said,
            (std::vector<std::string>{
                "line 4: the person is empty",
                "line 4: the choice must be best, worst or empty",
                "line 5: has 2 cells, not 4",
                "person p1, set 1: must name exactly one best and one worst item"}));
}

TEST(BestWorstFileTest, AnotherHeaderOrNoChoiceIsRefused) {
  EXPECT_EQ(ReadBestWorst("person,item,choice\n").error().message,
            "line 1: the header must read person,set,item,choice");
  EXPECT_EQ(ReadBestWorst("person,set,item,choice\n").error().message, "the file holds no choice");
}

}  // namespace
}  // namespace quorate::cli
