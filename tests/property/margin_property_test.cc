// Margins against a twin that changes ballots in every way there is.

#include <algorithm>
#include <functional>

#include <gtest/gtest.h>

#include "engine/ranking/margin.h"
#include "tests/property/small_elections.h"

namespace quorate::engine {
namespace {

using Rows = std::vector<std::vector<std::uint32_t>>;  // Marks of one ballot, 0 for none.
using Winners = std::vector<std::size_t>;

constexpr std::uint32_t kCandidates = 3;

// What all changed ballots may say: places 1 to n or none; approvals; grades of the scale.
Rows EveryBallot(BallotKind kind) {
  const std::uint32_t low = kind == BallotKind::kRanks ? 0 : 1;
  const std::uint32_t high = kind == BallotKind::kApprovals ? 2 : 3;
  Rows rows;
  for (std::uint32_t a = low; a <= high; ++a) {
    for (std::uint32_t b = low; b <= high; ++b) {
      for (std::uint32_t c = low; c <= high; ++c)
        rows.push_back({a, b, c});
    }
  }
  return rows;
}

Profile ProfileOf(const Rows& rows, BallotKind kind, const Fraction& weight = 1) {
  ProfileBuilder builder(kind);
  for (std::uint32_t c = 0; c < kCandidates; ++c)
    builder.Candidate(std::string(1, static_cast<char>('A' + c)));
  const std::uint32_t grades = kind == BallotKind::kApprovals ? 2 : 3;
  for (std::uint32_t grade = 0; kind != BallotKind::kRanks && grade < grades; ++grade)
    builder.GradeNumber(grade);
  for (const auto& row : rows) {
    RawBallot ballot{weight, {}};
    for (std::uint32_t c = 0; c < kCandidates; ++c) {
      const std::uint32_t mark = kind == BallotKind::kRanks ? row[c] : row[c] - 1;
      if (kind != BallotKind::kRanks || row[c] > 0) ballot.marks.push_back({c, mark});
    }
    builder.Add(std::move(ballot));
  }
  return *builder.Build();
}

Winners WinnersOf(const Rows& rows, const RankedRule& rule, const RankedOptions& options) {
  Winners winners = CountRanked(ProfileOf(rows, rule.kind), rule, options)->winners;
  std::sort(winners.begin(), winners.end());
  return winners;
}

// Whether changing at most `left` ballots from `at` on can change the winners.
bool CanChange(Rows& rows,
               std::size_t at,
               int left,
               const Winners& winners,
               const std::function<Winners(const Rows&)>& count,
               const Rows& every) {
  if (left == 0) return count(rows) != winners;
  for (std::size_t ballot = at; ballot < rows.size(); ++ballot) {
    const auto kept = rows[ballot];
    for (const auto& row : every) {
      rows[ballot] = row;
      if (CanChange(rows, ballot + 1, left - 1, winners, count, every)) {
        rows[ballot] = kept;
        return true;
      }
    }
    rows[ballot] = kept;
  }
  return false;
}

struct Setting {
  const char* rule;
  RankedOptions options;
};

std::vector<Setting> Settings() {
  std::vector<Setting> settings;
  for (const RankedRule& rule : RankedRules()) {
    RankedOptions options;
    if (rule.seats == Seats::kMany) continue;
    settings.push_back({rule.name, options});
  }
  RankedOptions other;
  other.strength = Strength::kMargin;
  other.unranked = Unranked::kApart;
  for (const char* rule : {"schulze", "ranked-pairs", "minimax"})
    settings.push_back({rule, other});
  other.strength = Strength::kRatio;
  settings.push_back({"schulze", other});
  other.strength = Strength::kOpposition;
  settings.push_back({"minimax", other});
  other = {};
  other.borda_unranked = BordaUnranked::kZero;
  settings.push_back({"borda", other});
  return settings;
}

Rows DrawRows(Draw& draw, BallotKind kind, std::uint32_t ballots) {
  const Rows every = EveryBallot(kind);
  Rows rows;
  for (std::uint32_t i = 0; i < ballots; ++i)
    rows.push_back(every[draw.Below(static_cast<std::uint32_t>(every.size()))]);
  return rows;
}

TEST(MarginPropertyTest, NoChangeBelowItAndSomeChangeAtItChangesTheWinners) {
  constexpr int kChangedMax = 2;
  for (const Setting& setting : Settings()) {
    const RankedRule& rule = *FindRankedRule(setting.rule);
    const Rows every = EveryBallot(rule.kind);
    int judged = 0;
    for (std::uint64_t seed = 0; seed < 12; ++seed) {
      Draw draw(seed);
      Rows rows = DrawRows(draw, rule.kind, 2 + draw.Below(5));
      const MarginAnswer answer = MarginOf(ProfileOf(rows, rule.kind), rule, setting.options);
      if (!answer.margin || answer.margin->at_least.IsZero()) continue;
      const auto count = [&](const Rows& changed) {
        return WinnersOf(changed, rule, setting.options);
      };
      const Winners winners = count(rows);
      ASSERT_EQ(winners.size(), 1U) << setting.rule;
      for (int changed = 1; changed <= kChangedMax; ++changed) {
        if (static_cast<std::size_t>(changed) > rows.size()) break;
        const bool can = CanChange(rows, 0, changed, winners, count, every);
        const bool below = Fraction(changed) < answer.margin->at_least;
        ASSERT_FALSE(below && can) << setting.rule << " seed " << seed << " " << changed;
        const bool at = answer.margin->at_most && Fraction(changed) >= *answer.margin->at_most;
        ASSERT_FALSE(at && !can) << setting.rule << " seed " << seed << " " << changed;
        ++judged;
      }
    }
    EXPECT_GT(judged, 5) << setting.rule;
  }
}

TEST(MarginPropertyTest, SumsAndCondorcetAreAlwaysExact) {
  for (const char* name : {"plurality", "approval", "score", "borda", "condorcet", "smith"}) {
    const RankedRule& rule = *FindRankedRule(name);
    int exact = 0;
    for (std::uint64_t seed = 0; seed < 200; ++seed) {
      const Profile profile = DrawElection(seed, rule.kind, {5, 12, false, 4});
      const MarginAnswer answer = MarginOf(profile, rule, {});
      if (!answer.margin) continue;
      EXPECT_TRUE(answer.margin->exact()) << name << " seed " << seed;
      exact += answer.margin->at_least.IsZero() ? 0 : 1;
    }
    EXPECT_GT(exact, 20) << name;
  }
}

TEST(MarginPropertyTest, NoRandomChangeBelowTheLowerBoundHasAnEffect) {
  for (const Setting& setting : Settings()) {
    const RankedRule& rule = *FindRankedRule(setting.rule);
    for (std::uint64_t seed = 0; seed < 10; ++seed) {
      Draw draw(seed);
      const std::size_t favorite = draw.Below(kCandidates);
      Rows rows = DrawRows(draw, rule.kind, 30);
      // Leans toward one candidate, so that there is a margin to lose.
      for (std::size_t i = 0; i < rows.size(); i += 3)
        rows[i][favorite] = rule.kind == BallotKind::kRanks    ? 1
                            : rule.kind == BallotKind::kGrades ? 3
                                                               : 2;
      const MarginAnswer answer = MarginOf(ProfileOf(rows, rule.kind), rule, setting.options);
      if (!answer.margin || answer.margin->at_least <= Fraction(1)) continue;
      const Winners winners = WinnersOf(rows, rule, setting.options);
      const Rows every = EveryBallot(rule.kind);
      for (int attempt = 0; attempt < 40; ++attempt) {
        Rows changed = rows;
        const auto& row = every[draw.Below(static_cast<std::uint32_t>(every.size()))];
        for (Fraction left = answer.margin->at_least - 1; left > Fraction(0); left -= 1)
          changed[draw.Below(30)] = row;
        ASSERT_EQ(WinnersOf(changed, rule, setting.options), winners)
            << setting.rule << " seed " << seed;
      }
    }
  }
}

TEST(MarginPropertyTest, WeightsAreCountedInPartsOfTheirDenominator) {
  for (const Setting& setting : Settings()) {
    const RankedRule& rule = *FindRankedRule(setting.rule);
    for (std::uint64_t seed = 0; seed < 6; ++seed) {
      Draw draw(seed);
      const Rows rows = DrawRows(draw, rule.kind, 5);
      const auto whole = MarginOf(ProfileOf(rows, rule.kind), rule, setting.options);
      const auto halves =
          MarginOf(ProfileOf(rows, rule.kind, Fraction(1, 2)), rule, setting.options);
      ASSERT_EQ(whole.margin.has_value(), halves.margin.has_value()) << setting.rule;
      if (!whole.margin) continue;
      EXPECT_EQ(whole.margin->unit, MarginUnit::kBallots);
      EXPECT_EQ(halves.margin->at_least, whole.margin->at_least / 2) << setting.rule;
    }
  }
}

}  // namespace
}  // namespace quorate::engine
