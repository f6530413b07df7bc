#include "engine/ranking/ballot_file.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/engine/ranking/counting.h"

namespace quorate::engine {
namespace {

using testing::HasSubstr;

using Names = std::vector<std::string>;

// Weight and places of every ballot, such as "3:1,2,0".
std::vector<std::string> Rows(const Profile& profile) {
  std::vector<std::string> rows;
  for (std::size_t ballot = 0; ballot < profile.size(); ++ballot) {
    std::string row = profile.weights[ballot].ToString() + ":";
    const auto marks = profile.places.empty() ? profile.GradesOf(ballot) : profile.PlacesOf(ballot);
    for (const auto mark : marks)
      row += std::to_string(mark) + ",";
    row.pop_back();
    rows.push_back(std::move(row));
  }
  return rows;
}

std::string Trouble(std::string_view text,
                    BallotFormat format,
                    BallotKind kind = BallotKind::kRanks) {
  const auto profile = ReadBallotFile(text, format, kind);
  return profile ? "none" : profile.error().message;
}

constexpr const char* kBlt =
    "\xEF\xBB\xBF# councils\r\n4 2 # four for two\r\n-2\r\n3 1 2=3 4 0\r\n3 1 3 4 0\r\n0.5 2 "
    "0\r\n2/3 4 = 1 "
    "0\r\n3 0\r\n0\r\n\"Ann  Lee\"\r\n\"Bob\"\r\n\" Cyd # 1\"\r\n\"Dee\"\r\n\"Title\"\r\n";

TEST(BallotFileTest, BltTakesWithdrawnCandidatesOutAndMergesBallots) {
  const auto profile = ReadBallotFile(kBlt, BallotFormat::kBlt, BallotKind::kRanks);
  ASSERT_TRUE(profile.has_value()) << profile.error().message;
  EXPECT_EQ(profile->candidates, Names({"Ann Lee", "Cyd # 1", "Dee"}));
  EXPECT_EQ(Rows(*profile), Names({"6:1,2,3", "7/2:0,0,0", "2/3:1,0,1"}));
}

TEST(BallotFileTest, MalformedBltIsRefusedWithItsPlace) {
  const auto trouble = [](std::string_view text) { return Trouble(text, BallotFormat::kBlt); };
  EXPECT_THAT(trouble(""), HasSubstr("number of candidates"));
  EXPECT_THAT(trouble("2 1\n1 3 0\n0\n\"A\"\n\"B\"\n"),
              HasSubstr("line 2, column 3: \"3\" is no candidate"));
  EXPECT_THAT(trouble("2 1\n1 1 1 0\n0\n\"A\"\n\"B\"\n"), HasSubstr("line 2, column 5"));
  EXPECT_THAT(trouble("2 1\n1 1 2\n\"A\"\n\"B\"\n"), HasSubstr("line 3, column 2"));
  EXPECT_THAT(trouble("2 1\nx 1 0\n0\n\"A\"\n\"B\"\n"), HasSubstr("line 2, column 1"));
  EXPECT_THAT(trouble("2 1\n1 1= 0\n0\n\"A\"\n\"B\"\n"), HasSubstr("follow the equals sign"));
  EXPECT_THAT(trouble("2 1\n-3\n0\n\"A\"\n\"B\"\n"), HasSubstr("withdraws no candidate"));
  EXPECT_THAT(trouble("2 1\n0\n\"A\"\n"), HasSubstr("name of candidate 2"));
  EXPECT_THAT(trouble("2 1\n0\n\"A b\"\n\"A  b\"\n"),
              HasSubstr("two candidates are named \"A b\""));
  EXPECT_THAT(trouble("2 1\n0\n\"A\n\"B\"\n"), HasSubstr("never closed"));
  EXPECT_THAT(trouble("1 1\n-1\n0\n\"A\"\n"), HasSubstr("no candidate to choose from"));
}

constexpr const char* kPreflib =
    "# FILE NAME: x.toi\n# NUMBER ALTERNATIVES: 3\n# ALTERNATIVE NAME 1: Ann\n"
    "# ALTERNATIVE NAME 2: Bob:by\n# ALTERNATIVE NAME 3: Cyd\n";

TEST(BallotFileTest, PreflibReadsTiesGapsAndBlanks) {
  const auto profile = ReadBallotFile(std::string(kPreflib) + "5: 2,{1, 3}\n2: 3\n0.5:\n",
                                      BallotFormat::kPreflib,
                                      BallotKind::kRanks);
  ASSERT_TRUE(profile.has_value()) << profile.error().message;
  EXPECT_EQ(profile->candidates, Names({"Ann", "Bob:by", "Cyd"}));
  EXPECT_EQ(Rows(*profile), Names({"5:2,1,2", "2:0,0,1", "1/2:0,0,0"}));
}

TEST(BallotFileTest, MalformedPreflibIsRefusedWithItsPlace) {
  const auto trouble = [](const std::string& lines) {
    return Trouble(kPreflib + lines, BallotFormat::kPreflib);
  };
  EXPECT_THAT(trouble("1: 1,4\n"), HasSubstr("line 6, column 6: \"4\" is no alternative"));
  EXPECT_THAT(trouble("1: 1,1\n0: 1\n"), HasSubstr("line 7, column 1"));
  EXPECT_THAT(trouble("1: 1,{2,3\n"), HasSubstr("never closed"));
  EXPECT_THAT(trouble("1: 1,\n"), HasSubstr("is no alternative"));
  EXPECT_THAT(trouble("1 1,2\n"), HasSubstr("no colon"));
  EXPECT_THAT(trouble("1: {},2\n"), HasSubstr("is empty"));
  EXPECT_THAT(trouble("1: {1}2\n"), HasSubstr("a comma must stand here"));
  EXPECT_THAT(trouble("# ALTERNATIVE NAME 4: Ann\n"),
              HasSubstr("two alternatives are named \"Ann\""));
  EXPECT_THAT(trouble("1: 1\xFF\n"), HasSubstr("UTF-8"));
  EXPECT_THAT(Trouble(kPreflib, BallotFormat::kPreflib, BallotKind::kGrades),
              HasSubstr("rankings"));
}

TEST(BallotFileTest, CategoriesAreApprovalsGradesOrPlaces) {
  const std::string text = std::string(kPreflib) +
                           "# NUMBER CATEGORIES: 3\n# CATEGORY NAME 1: good\n2: {1,3},{},2\n1: 2\n";
  const auto read = [&](BallotKind kind) {
    const auto profile = ReadBallotFile(text, BallotFormat::kPreflibCategories, kind);
    EXPECT_TRUE(profile.has_value());
    return Rows(*profile);
  };
  EXPECT_EQ(read(BallotKind::kGrades), Names({"2:3,1,3", "1:0,3,0"}));  // Numbers into 0, 1, 2.
  EXPECT_EQ(read(BallotKind::kApprovals), Names({"2:2,1,2", "1:0,2,0"}));
  EXPECT_EQ(read(BallotKind::kRanks), Names({"2:1,2,1", "1:0,1,0"}));
}

TEST(BallotFileTest, AbifReadsDeclarationsScoresAndBlanks) {
  const std::string text =
      "{version: \"0.1\"}\n2 * DGM/5, [Sue # 1]/3, SBJ/3 # a comment\n3: SBJ > DGM = \"Sue # "
      "1\"\n1:\n"
      "=DGM:[Doña  García]\n=SBJ:[Steven B.]\n";
  const auto profile = ReadBallotFile(text, BallotFormat::kAbif, BallotKind::kRanks);
  ASSERT_TRUE(profile.has_value()) << profile.error().message;
  EXPECT_EQ(profile->candidates, Names({"Doña García", "Steven B.", "Sue # 1"}));
  EXPECT_EQ(Rows(*profile), Names({"2:1,2,2", "3:2,1,2", "1:0,0,0"}));
}

TEST(BallotFileTest, MalformedAbifIsRefusedWithItsPlace) {
  const auto trouble = [](std::string_view text, BallotKind kind = BallotKind::kRanks) {
    return Trouble(text, BallotFormat::kAbif, kind);
  };
  EXPECT_THAT(trouble("[Ann]: A\n"), HasSubstr("line 1, column 1"));
  EXPECT_THAT(trouble("1: A>B>A\n"),
              HasSubstr("line 1, column 8: this candidate stands here a second"));
  EXPECT_THAT(trouble("1: A>>B\n"), HasSubstr("a candidate must stand here"));
  EXPECT_THAT(trouble("1: A>\n"), HasSubstr("a candidate must stand here"));
  EXPECT_THAT(trouble("-1: A\n"), HasSubstr("is no weight"));
  EXPECT_THAT(trouble("1: A/x\n"), HasSubstr("is no score"));
  EXPECT_THAT(trouble("1: A/5,B\n"), HasSubstr("this one has none"));
  EXPECT_THAT(trouble("1: [A\n"), HasSubstr("never closed"));
  EXPECT_THAT(trouble("=A:[X]\n=B:[X]\n1: A\n"), HasSubstr("two candidates are named \"X\""));
  EXPECT_THAT(trouble("1: A>B\n", BallotKind::kGrades), HasSubstr("no /score"));
  EXPECT_THAT(trouble("1: A/2\n", BallotKind::kApprovals), HasSubstr("an approval is /1 or /0"));
}

TEST(BallotFileTest, TheExtensionNamesTheFormat) {
  EXPECT_EQ(BallotFormatOf("a/b.SOI"), BallotFormat::kPreflib);
  EXPECT_EQ(BallotFormatOf("x.cat"), BallotFormat::kPreflibCategories);
  EXPECT_EQ(BallotFormatOf("x.csv"), std::nullopt);
  EXPECT_EQ(BallotFormatOf("blt"), std::nullopt);
}

std::filesystem::path DataFolder() {
  const char* folder = std::getenv("QUORATE_DATA");  // NOLINT(concurrency-mt-unsafe)
  return folder != nullptr ? folder : "../shared/data";
}

std::string Contents(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

TEST(BallotFileTest, RealElectionsAreReadAndCounted) {
  const auto folder = DataFolder() / "preflib";
  if (!std::filesystem::is_directory(folder))
    GTEST_SKIP() << "no real ballot files on this machine";
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().extension() != ".soi") continue;
    const auto profile =
        ReadBallotFile(Contents(entry.path()), BallotFormat::kPreflib, BallotKind::kRanks);
    ASSERT_TRUE(profile.has_value()) << entry.path() << ": " << profile.error().message;
    for (const RankedRule& rule : RankedRules()) {
      if (rule.kind != BallotKind::kRanks || rule.seats == Seats::kMany) continue;
      const auto answer = CountRanked(*profile, rule, {});
      ASSERT_TRUE(answer.has_value()) << rule.name << ": " << answer.error().message;
      EXPECT_LE(answer->winners.size(), profile->candidates.size());
    }
    if (entry.path().filename() != "00058-00000131.soi") continue;
    EXPECT_EQ(profile->TotalWeight(), Fraction(51936));
    EXPECT_EQ(NamesIn(*profile, Count(*profile, "schulze")->winners), Names({"PARK Ryan"}));
  }
}

TEST(BallotFileTest, AbifSamplesAreReadOrRefusedAsTheySayThemselves) {
  const auto folder = DataFolder() / "abif";
  if (!std::filesystem::is_directory(folder))
    GTEST_SKIP() << "no real ballot files on this machine";
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().extension() != ".abif") continue;
    const std::string text = Contents(entry.path());
    const auto profile = ReadBallotFile(text, BallotFormat::kAbif, BallotKind::kRanks);
    const bool should_fail = text.find("this test should FAIL") != std::string::npos;
    EXPECT_EQ(profile.has_value(), !should_fail) << entry.path();
  }
}

}  // namespace
}  // namespace quorate::engine
