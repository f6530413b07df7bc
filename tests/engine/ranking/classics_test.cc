// Elections that the literature counts, with what it says of them.

#include <map>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/ranking/widest_paths.h"
#include "tests/engine/ranking/counting.h"

namespace quorate::engine {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

using Names = std::vector<std::string>;

Json Explained(const Profile& profile, const char* rule, const RankedOptions& options = {}) {
  const auto answer = Count(profile, rule, options);
  EXPECT_TRUE(answer.has_value()) << answer.error().message;
  return ToJson(*answer, profile, rule, options.seats);
}
std::string Member(const Json& json, const char* name) {
  const Json* const found = json.Find(name);
  return found == nullptr ? "absent" : WriteJson(*found);
}
std::string Ranking(const Profile& profile, const char* rule) {
  return Member(Explained(profile, rule), "ranking");
}
std::string Scores(const Profile& profile, const char* rule) {
  return Member(Explained(profile, rule), "scores");
}

// "A:B 20" for every pair in which A and B differ.
std::vector<std::string> Duels(const Profile& profile) {
  const auto pairwise = Pairwise::Of(profile, Unranked::kLast);
  std::vector<std::string> duels;
  for (std::size_t a = 0; a < pairwise->size(); ++a) {
    for (std::size_t b = a + 1; b < pairwise->size(); ++b) {
      duels.push_back(profile.candidates[a] + ":" + profile.candidates[b] + " " +
                      pairwise->At(a, b).ToString() + ":" + pairwise->At(b, a).ToString());
    }
  }
  return duels;
}

// The support of the weakest link of every strongest path, row after row.
std::vector<std::string> PathTable(const Profile& profile) {
  const auto pairwise = Pairwise::Of(profile, Unranked::kLast);
  const std::size_t size = pairwise->size();
  const StrengthRanks links = RankStrengths(*pairwise, Strength::kWinning);
  std::map<std::uint32_t, std::string> support = {{0, "-"}};
  for (std::size_t link = 0; link < links.size(); ++link) {
    if (links[link] > 0) support[links[link]] = pairwise->At(link / size, link % size).ToString();
  }
  StrengthRanks paths = links;
  WidestPaths(paths, size);
  std::vector<std::string> rows;
  for (std::size_t a = 0; a < size; ++a) {
    std::string row = profile.candidates[a] + ":";
    for (std::size_t b = 0; b < size; ++b)
      row += " " + (a == b ? "." : support[paths[a * size + b]]);
    rows.push_back(std::move(row));
  }
  return rows;
}

// Schulze, A new monotonic and clone-independent single-winner election method (Voting matters 17,
// 2003), and the table of its strongest paths in Wikipedia, "Schulze method".
TEST(ClassicsTest, SchulzesFortyFiveVotersAndTheTableOfTheirStrongestPaths) {
  const Profile profile = Ballots(
      "=A:[A]\n=B:[B]\n=C:[C]\n=D:[D]\n=E:[E]\n"
      "5: A>C>B>E>D\n5: A>D>E>C>B\n8: B>E>D>A>C\n3: C>A>B>E>D\n7: C>A>E>B>D\n2: C>B>A>D>E\n"
      "7: D>C>E>B>A\n8: E>B>A>D>C\n");
  EXPECT_THAT(PathTable(profile),
              ElementsAre("A: . 28 28 30 24",
                          "B: 25 . 28 33 24",
                          "C: 25 29 . 29 24",
                          "D: 25 28 28 . 24",
                          "E: 25 28 28 31 ."));
  EXPECT_EQ(Ranking(profile, "schulze"), R"([["E"],["A"],["C"],["B"],["D"]])");
}

// Wikipedia, "Condorcet method", "Borda count", "Kemeny method" and "Ranked pairs".
TEST(ClassicsTest, TheCapitalOfTennessee) {
  const Profile profile = Ballots(
      "=M:[Memphis]\n=N:[Nashville]\n=C:[Chattanooga]\n=K:[Knoxville]\n"
      "42: M>N>C>K\n26: N>C>K>M\n15: C>K>N>M\n17: K>C>N>M\n");
  const std::string order = R"([["Nashville"],["Chattanooga"],["Knoxville"],["Memphis"]])";
  for (const char* rule : {"schulze", "ranked-pairs", "kemeny", "copeland"})
    EXPECT_EQ(Ranking(profile, rule), order) << rule;
  for (const char* rule : {"condorcet", "smith", "schwartz", "minimax", "borda"})
    EXPECT_EQ(Member(Explained(profile, rule), "winners"), R"(["Nashville"])") << rule;
  EXPECT_EQ(Scores(profile, "plurality"),
            R"({"Chattanooga":"15","Knoxville":"17","Memphis":"42","Nashville":"26"})");
  EXPECT_EQ(Scores(profile, "borda"),
            R"({"Chattanooga":"173","Knoxville":"107","Memphis":"126","Nashville":"194"})");
  EXPECT_EQ(Scores(profile, "copeland"),
            R"({"Chattanooga":"1","Knoxville":"-1","Memphis":"-3","Nashville":"3"})");
  // 393 of the 600 wishes of voters about pairs are met.
  EXPECT_EQ(Member(*Explained(profile, "kemeny").Find("explanation"), "distance"), R"("207")");
  const Json irv = Explained(profile, "irv");
  EXPECT_EQ(Member(irv, "winners"), R"(["Knoxville"])");
  const auto& rounds = *irv.Find("explanation")->Find("rounds")->array();
  ASSERT_EQ(rounds.size(), 3U);
  EXPECT_EQ(Member(rounds[1], "tally"), R"({"Knoxville":"32","Memphis":"42","Nashville":"26"})");
  EXPECT_EQ(Member(rounds[2], "tally"), R"({"Knoxville":"58","Memphis":"42"})");
}

// Young, Condorcet's theory of voting (American Political Science Review 82, 1988): Condorcet's own
// sixty voters. Reversing the weakest majority, a over b, leaves b, c, a.
TEST(ClassicsTest, CondorcetsSixtyVotersByYoung) {
  const Profile profile = Ballots("23: a>b>c\n17: b>c>a\n2: b>a>c\n10: c>a>b\n8: c>b>a\n");
  EXPECT_THAT(Duels(profile), ElementsAre("a:b 33:27", "a:c 25:35", "b:c 42:18"));
  EXPECT_EQ(Ranking(profile, "kemeny"), R"([["b"],["c"],["a"]])");
  EXPECT_EQ(Ranking(profile, "ranked-pairs"), R"([["b"],["c"],["a"]])");
  EXPECT_EQ(Member(Explained(profile, "plurality"), "winners"), R"(["a"])");
  // 42 + 35 + 27 of 180 wishes are met.
  EXPECT_EQ(Member(*Explained(profile, "kemeny").Find("explanation"), "distance"), R"("76")");
}

// Condorcet, Essai (1785): majorities may go round in a circle.
TEST(ClassicsTest, CondorcetsParadoxHasNoWinnerAndThreeBestOrders) {
  const Profile profile = Ballots("1: A>B>C\n1: B>C>A\n1: C>A>B\n");
  EXPECT_THAT(Count(profile, "condorcet")->winners, IsEmpty());
  EXPECT_EQ(Member(*Explained(profile, "kemeny").Find("explanation"), "optimal_orders"), R"("3")");
  EXPECT_EQ(Member(Explained(profile, "schulze"), "winners"), R"(["A","B","C"])");
}

// Fishburn (1974): the Borda winner changes if the last of the order leaves; the Condorcet rules do
// not mind.
TEST(ClassicsTest, TheBordaOrderTurnsRoundWhenTheLastCandidateLeaves) {
  const char* ballots = "3: c>b>a>x\n2: b>a>x>c\n2: a>x>c>b\n";
  EXPECT_EQ(Ranking(Ballots(ballots), "borda"), R"([["a"],["b"],["c"],["x"]])");
  EXPECT_EQ(Ranking(Ballots("3: c>b>a\n2: b>a>c\n2: a>c>b\n"), "borda"), R"([["c"],["b"],["a"]])");
}

// The 8,833 ballots that rank one of the three leading candidates (rangevoting.org/Burlington.html;
// Wikipedia, "2009 Burlington mayoral election"). The duels are those that are published.
TEST(ClassicsTest, BurlingtonElectedKissAlthoughMontrollBeatsBothOthers) {
  const Profile profile = Ballots(
      "1332: Montroll>Kiss>Wright\n767: Montroll>Wright>Kiss\n455: Montroll\n"
      "2043: Kiss>Montroll>Wright\n371: Kiss>Wright>Montroll\n568: Kiss\n"
      "1513: Wright>Montroll>Kiss\n495: Wright>Kiss>Montroll\n1289: Wright\n");
  EXPECT_EQ(profile.TotalWeight(), Fraction(8833));
  EXPECT_THAT(
      Duels(profile),
      ElementsAre("Montroll:Kiss 4067:3477", "Montroll:Wright 4597:3668", "Kiss:Wright 4314:4064"));
  for (const char* rule : {"condorcet", "schulze", "ranked-pairs", "kemeny", "minimax"})
    EXPECT_EQ(Member(Explained(profile, rule), "winners"), R"(["Montroll"])") << rule;
  EXPECT_EQ(Member(Explained(profile, "plurality"), "winners"), R"(["Wright"])");
  const Json irv = Explained(profile, "irv");
  EXPECT_EQ(Member(irv, "winners"), R"(["Kiss"])");
  const auto& rounds = *irv.Find("explanation")->Find("rounds")->array();
  EXPECT_EQ(Member(rounds[0], "eliminated"), R"(["Montroll"])");
  EXPECT_EQ(Member(rounds[1], "tally"), R"({"Kiss":"4314","Wright":"4064"})");
}

// Alaska's special election of August 2022 from its cast vote record, write-ins left out
// (Graham-Squire and McCune, Ranked choice wackiness in Alaska, arXiv:2209.04764). The last round,
// 91,266 to 86,026, is the official one.
TEST(ClassicsTest, AlaskaElectedPeltolaAlthoughBegichBeatsBothOthers) {
  const Profile profile = Ballots(
      "27053: Begich>Palin>Peltola\n15467: Begich>Peltola>Palin\n11290: Begich\n"
      "34049: Palin>Begich>Peltola\n3652: Palin>Peltola>Begich\n21272: Palin\n"
      "47407: Peltola>Begich>Palin\n4645: Peltola>Palin>Begich\n23747: Peltola\n");
  EXPECT_EQ(Member(Explained(profile, "condorcet"), "winners"), R"(["Begich"])");
  const Json irv = Explained(profile, "irv");
  EXPECT_EQ(Member(irv, "winners"), R"(["Peltola"])");
  const auto& rounds = *irv.Find("explanation")->Find("rounds")->array();
  EXPECT_EQ(Member(rounds[0], "tally"), R"({"Begich":"53810","Palin":"58973","Peltola":"75799"})");
  EXPECT_EQ(Member(rounds[1], "tally"), R"({"Palin":"86026","Peltola":"91266"})");
  EXPECT_EQ(Member(rounds[1], "exhausted"), R"("11290")");
}

// Balinski and Laraki, Majority Judgment (2011): the same medians are told apart by taking one
// median away at a time.
TEST(ClassicsTest, MajorityJudgmentTakesTheLowerOfTwoMiddleGrades) {
  const Profile profile =
      Ballots("1: A/1,B/2\n1: A/2,B/2\n1: A/3,B/3\n1: A/3,B/2\n", BallotKind::kGrades);
  const Json json = Explained(profile, "majority-judgment");
  EXPECT_EQ(Member(*json.Find("explanation"), "medians"), R"({"A":"2","B":"2"})");
  // Without one 2 each: A has 1, 3, 3 and B has 2, 2, 3.
  EXPECT_EQ(Member(json, "winners"), R"(["A"])");
}

// Tideman, Independence of clones as a criterion for voting rules (1987): a clone of the winner
// leaves the winner among its clones, under ranked pairs; plurality loses it.
TEST(ClassicsTest, ACloneDoesNotHarmItsTwinUnderRankedPairs) {
  const char* before = "5: a>b>c\n4: b>c>a\n3: c>a>b\n";
  const char* after = "5: a>A>b>c\n4: b>c>A>a\n3: c>a>A>b\n";
  EXPECT_EQ(Winners(before, "ranked-pairs"), Names({"a"}));
  EXPECT_THAT(Winners(after, "ranked-pairs"), ElementsAre("a"));
  EXPECT_EQ(Winners("5: a>b\n4: b>a\n", "plurality"), Names({"a"}));
  EXPECT_EQ(Winners("3: a>A>b\n2: A>a>b\n4: b>a>A\n", "plurality"), Names({"b"}));
  EXPECT_EQ(Winners("3: a>A>b\n2: A>a>b\n4: b>a>A\n", "ranked-pairs"), Names({"a"}));
}

}  // namespace
}  // namespace quorate::engine
