#include <gtest/gtest.h>

#include "engine/ranking/ballot_file.h"
#include "engine/ranking/ballot_writer.h"
#include "tests/property/small_elections.h"

namespace quorate::engine {
namespace {

struct Case {
  WrittenFormat written;
  BallotFormat read;
};
constexpr Case kOfRankings[] = {{WrittenFormat::kSoc, BallotFormat::kPreflib},
                                {WrittenFormat::kSoi, BallotFormat::kPreflib},
                                {WrittenFormat::kToc, BallotFormat::kPreflib},
                                {WrittenFormat::kToi, BallotFormat::kPreflib},
                                {WrittenFormat::kBlt, BallotFormat::kBlt},
                                {WrittenFormat::kAbif, BallotFormat::kAbif}};
constexpr Case kOfMarks[] = {{WrittenFormat::kCat, BallotFormat::kPreflibCategories},
                             {WrittenFormat::kAbif, BallotFormat::kAbif}};

// How many of the elections the format holds; each of them must read back the same, its weights
// times the factor.
int HeldBy(const Case& format, BallotKind kind) {
  int held = 0;
  for (std::uint64_t seed = 0; seed < 600; ++seed) {
    const Profile profile = DrawElection(seed, kind);
    const auto written = WriteBallots(profile, format.written, {"A title", 2});
    if (!written) {
      EXPECT_FALSE(written.error().message.empty());
      continue;
    }
    ++held;
    const auto read = ReadBallotFile(written->text, format.read, kind);
    EXPECT_TRUE(read.has_value()) << read.error().message << "\n" << written->text;
    if (!read) continue;
    Profile expected = Scaled(profile, written->factor);
    // .abif holds only grades that are given; the scale is then what was found.
    if (format.written == WrittenFormat::kAbif && read->scale != expected.scale) {
      EXPECT_FALSE(written->notes.empty());
      for (std::size_t i = 0; i < expected.grades.size(); ++i) {
        EXPECT_EQ(expected.scale[expected.grades[i] - 1U], read->scale[read->grades[i] - 1U]);
      }
      continue;
    }
    EXPECT_TRUE(Same(*read, expected)) << "seed " << seed << "\n" << written->text;
  }
  return held;
}

TEST(BallotWriterPropertyTest, RankingsReadBackAsTheyWereWritten) {
  for (const Case& format : kOfRankings)
    EXPECT_GT(HeldBy(format, BallotKind::kRanks), 20) << static_cast<int>(format.written);
  EXPECT_EQ(HeldBy(kOfRankings[4], BallotKind::kRanks), 600) << "blt holds every ranking";
  EXPECT_EQ(HeldBy(kOfRankings[5], BallotKind::kRanks), 600) << "abif holds every ranking";
}

TEST(BallotWriterPropertyTest, ApprovalsAndGradesReadBackAsTheyWereWritten) {
  for (const Case& format : kOfMarks) {
    EXPECT_EQ(HeldBy(format, BallotKind::kApprovals), 600);
    EXPECT_EQ(HeldBy(format, BallotKind::kGrades), 600);
  }
}

}  // namespace
}  // namespace quorate::engine
