#include "clients/cli/points_file.h"

#include <gtest/gtest.h>

namespace quorate::cli {
namespace {

TEST(PointsFileTest, ARowIsAnItemThatAVoterPicked) {
  const auto file = ReadPoints("voter,item,points\nv1,Sleep,2\nv2,Pain,1\nv1,Pain,1\n,Mood,\n");
  ASSERT_TRUE(file.has_value()) << file.error().message;
  EXPECT_EQ(file->items, (std::vector<std::string>{"Sleep", "Pain", "Mood"}));
  ASSERT_EQ(file->ballots.size(), 2U);
  EXPECT_EQ(file->ballots[0].voter, "v1");
  ASSERT_EQ(file->ballots[0].awards.size(), 2U);
  EXPECT_EQ(file->ballots[0].awards[1].item, 1U);
  EXPECT_EQ(file->highest, 2);
}

TEST(PointsFileTest, EveryTroubleIsNamedWithItsLine) {
  const auto file =
      ReadPoints("voter,item,points\nv1,Sleep,0\nv1,,2\n,Pain,3\nv1,Pain\nv2,Mood,\n");
  ASSERT_FALSE(file.has_value());
  std::vector<std::string> said;
  for (const auto& violation : file.error().violations)
    said.push_back(violation.field + ": " + violation.message);
  EXPECT_EQ(said,
            (std::vector<std::string>{"line 2: the points must be a whole number from 1 to 100",
                                      "line 3: the item is empty",
                                      "line 4: points stand there, but no voter",
                                      "line 5: has 2 cells, not 3",
                                      "line 6: the points must be a whole number from 1 to 100"}));
}

TEST(PointsFileTest, AnotherHeaderOrNoBallotIsRefused) {
  EXPECT_EQ(ReadPoints("voter,points,item\n").error().message,
            "line 1: the header must read voter,item,points");
  EXPECT_EQ(ReadPoints("voter,item,points\n,Pain,\n").error().message, "the file holds no ballot");
}

}  // namespace
}  // namespace quorate::cli
