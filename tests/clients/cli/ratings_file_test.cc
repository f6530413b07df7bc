#include "clients/cli/ratings_file.h"

#include <gtest/gtest.h>

namespace quorate::cli {
namespace {

constexpr const char* kHeader = "round,participant,group,item,score,state\n";
constexpr const char* kWeightHeader = "round,participant,group,item,score,state,weight\n";

engine::Result<RatingsFile> Read(const std::string& csv,
                                 const char* voice = "per-person",
                                 std::optional<int> round = std::nullopt) {
  return ReadRatings(csv, engine::Scale(), *engine::ParseVoice(voice), round);
}

// The places of all violations in a file with the plain header, separated by blanks.
std::string Places(const std::string& rows, const char* voice = "per-person") {
  const auto file = Read(kHeader + rows, voice);
  if (file) return "read";
  std::string places;
  for (const auto& violation : file.error().violations) {
    places += (places.empty() ? "" : " ") + violation.field;
  }
  return places;
}

TEST(RatingsFileTest, TheHighestRoundIsTakenUnlessOneIsNamed) {
  const std::string csv =
      std::string(kHeader) + "2,p,a,x,5,scored\n10,p,b,y,6,scored\n9,q,a,x,7,scored\n";
  EXPECT_EQ(Read(csv)->round, 10);
  EXPECT_EQ(Read(csv)->ratings.items, std::vector<std::string>{"y"});
  EXPECT_EQ(Read(csv)->ratings.groups, std::vector<std::string>{"b"});
  EXPECT_EQ(Read(csv, "per-person", 9)->ratings.items, std::vector<std::string>{"x"});
  EXPECT_FALSE(Read(csv, "per-person", 3).has_value());
  EXPECT_FALSE(Read(kHeader).has_value());
  EXPECT_FALSE(Read("").has_value());
}

TEST(RatingsFileTest, PeopleAndRoundsAreNamed) {
  const auto file =
      Read(std::string(kHeader) +
               "2,q,a,x,5,scored\n10,p,b,y,6,scored\n2,p,a,x,7,scored\n2,q,a,y,7,scored\n",
           "per-person",
           2);
  ASSERT_TRUE(file.has_value());
  EXPECT_EQ(file->participants, (std::vector<std::string>{"q", "p"}));
  EXPECT_EQ(file->rounds, (std::vector<int>{2, 10}));
}

TEST(RatingsFileTest, ItemsComeInOrderOfFirstAppearanceEvenIfNeverShown) {
  const auto file =
      Read(std::string(kHeader) + "1,p,,z,,not-shown\n1,p,,a,5,scored\n1,q,,z,,not-shown\n");
  ASSERT_TRUE(file.has_value());
  EXPECT_EQ(file->ratings.items, (std::vector<std::string>{"z", "a"}));
  EXPECT_EQ(file->ratings.member_count(), 2U);
  EXPECT_EQ(file->ratings.At(1, 1), engine::kNotShown);
}

TEST(RatingsFileTest, HatsAreTrimmedAndCountedOnce) {
  const auto file = Read(std::string(kHeader) + "1,p, b ; a;b; ,x,5,scored\n");
  ASSERT_TRUE(file.has_value());
  EXPECT_EQ(file->ratings.groups, (std::vector<std::string>{"b", "a"}));
  EXPECT_EQ(file->ratings.hat_sets, (std::vector<engine::HatSet>{{0, 1}}));
}

TEST(RatingsFileTest, EveryTroubleIsNamedWithItsLine) {
  EXPECT_EQ(
      Places("0,p,,x,5,scored\none,p,,x,5,scored\n1,p,,x,,scored\n1,q,,x,5,unable\n"
             "1,r,,x,10,scored\n1,s,,x,5.0,scored\n1,t,,x,5,answered\n1,,,x,5,scored\n"
             "1,u,,,5,scored\n1,v,,x,5\n1,w,,x,0,scored\n1,z,,x,99999999999,scored\n"),
      "line 2 line 3 line 4 line 5 line 6 line 7 line 8 line 9 line 10 line 11 line 12 line 13");
}

TEST(RatingsFileTest, TwoRowsForOnePersonAndItemAreRefusedInWhicheverRound) {
  EXPECT_EQ(Places("1,p,,x,5,scored\n2,p,,x,5,scored\n1,p,,x,,not-shown\n"), "line 4");
}

TEST(RatingsFileTest, AGroupMayChangeBetweenRoundsButNotWithinOne) {
  EXPECT_EQ(Places("1,p,a,x,5,scored\n2,p,b,x,5,scored\n"), "read");
  EXPECT_EQ(Places("1,p,a,x,5,scored\n1,p,b,y,5,scored\n"), "line 3");
  EXPECT_EQ(Places("1,p,a;b,x,5,scored\n1,p,b;a,y,5,scored\n"), "line 3");
  EXPECT_EQ(Places("1,p,a;b,x,5,scored\n1,p,\" a ; b \",y,5,scored\n"), "read");
}

TEST(RatingsFileTest, ABlankGroupIsRefusedOnlyWhereTheVoiceNeedsOne) {
  EXPECT_EQ(Places("1,p,,x,5,scored\n"), "read");
  EXPECT_EQ(Places("1,p,,x,5,scored\n", "equal-groups"), "line 2");
  EXPECT_EQ(Places("1,p,,x,5,scored\n2,p,a,x,5,scored\n", "equal-groups"), "read");
}

TEST(RatingsFileTest, WeightsAreReadUnderPersonWeightsOnly) {
  const std::string csv = std::string(kWeightHeader) + "1,p,,x,5,scored,2/3\n1,q,,x,5,scored,\n";
  EXPECT_TRUE(Read(csv).has_value());
  EXPECT_FALSE(Read(csv, "person-weights").has_value());
  EXPECT_FALSE(Read(std::string(kHeader) + "1,p,,x,5,scored\n", "person-weights").has_value());
  EXPECT_FALSE(
      Read(std::string(kWeightHeader) + "1,p,,x,5,scored,1e2\n", "person-weights").has_value());
  const auto same = Read(std::string(kWeightHeader) + "1,p,,x,5,scored,0.5\n1,p,,y,5,scored,1/2\n",
                         "person-weights");
  ASSERT_TRUE(same.has_value()) << same.error().message;
  EXPECT_EQ(same->ratings.weights, std::vector<engine::Fraction>{engine::Fraction(1, 2)});
  EXPECT_FALSE(
      Read(std::string(kWeightHeader) + "1,p,,x,5,scored,1\n1,p,,y,5,scored,2\n").has_value());
}

TEST(RatingsFileTest, TheHeaderIsExact) {
  EXPECT_FALSE(Read("participant,round,group,item,score,state\n1,p,,x,5,scored\n").has_value());
  EXPECT_FALSE(Read("Round,participant,group,item,score,state\n1,p,,x,5,scored\n").has_value());
  EXPECT_FALSE(
      Read("round,participant,group,item,score,state,note\n1,p,,x,5,scored,\n").has_value());
}

}  // namespace
}  // namespace quorate::cli
