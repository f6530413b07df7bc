// What no ranked rule may depend on, and what some of them promise, on random small elections.

#include <numeric>
#include <set>

#include <gtest/gtest.h>

#include "engine/ranking/pairwise.h"
#include "tests/property/ranking_world.h"

namespace quorate::engine {
namespace {

// Ballot by ballot in the order given; candidate i of the new profile is old[i].
Profile Rearranged(const Profile& profile, const Candidates& old, const Candidates& ballots) {
  Profile other;
  for (const std::size_t c : old)
    other.candidates.push_back(profile.candidates[c]);
  for (const std::size_t ballot : ballots) {
    other.weights.push_back(profile.weights[ballot]);
    for (const std::size_t c : old)
      other.places.push_back(profile.PlacesOf(ballot)[c]);
  }
  return other;
}

Candidates InOrder(std::size_t size) {
  Candidates order(size);
  std::iota(order.begin(), order.end(), std::size_t{0});
  return order;
}

Candidates Shuffled(std::size_t size, Dice& dice) {
  Candidates order = InOrder(size);
  for (std::size_t i = size; i > 1; --i)
    std::swap(order[i - 1], order[dice.Below(static_cast<std::uint32_t>(i))]);
  return order;
}

// Strict and complete, so that equal places are no matter.
Profile StrictElection(Dice& dice, std::size_t size, std::uint32_t ballots_max) {
  Profile profile;
  for (std::size_t c = 0; c < size; ++c)
    profile.candidates.emplace_back(1, static_cast<char>('A' + c));
  const std::uint32_t ballots = 1 + dice.Below(ballots_max);
  for (std::uint32_t ballot = 0; ballot < ballots; ++ballot) {
    profile.weights.emplace_back(1 + dice.Below(5));
    for (const std::size_t place : Shuffled(size, dice))
      profile.places.push_back(static_cast<Place>(place + 1));
  }
  return profile;
}

std::set<std::string> WinnerNames(const Profile& profile,
                                  const char* rule,
                                  const RankedOptions& options) {
  std::set<std::string> names;
  for (const std::size_t winner : Answer(profile, rule, options).winners)
    names.insert(profile.candidates[winner]);
  return names;
}

TEST(RankingAxiomsTest, NoRuleMindsTheOrderOfCandidatesOrBallots) {
  for (const std::uint64_t seed : Seeds(3000)) {
    Dice dice(seed + 1'000'000);
    const Profile mixed = Election(seed, 5);
    const Profile strict = StrictElection(dice, 1 + dice.Below(5), 6);
    for (const RankedRule& rule : RankedRules()) {
      if (rule.kind != BallotKind::kRanks) continue;
      const bool scottish = rule.name == std::string_view("stv-scottish");
      const Profile& profile = scottish ? strict : mixed;
      RankedOptions options;
      const auto size = static_cast<std::uint32_t>(profile.candidates.size());
      if (rule.seats == Seats::kMany) options.seats = 1 + dice.Below(size);
      const Profile other =
          Rearranged(profile, Shuffled(size, dice), Shuffled(profile.size(), dice));
      ASSERT_EQ(WinnerNames(profile, rule.name, options), WinnerNames(other, rule.name, options))
          << rule.name << ", seed " << seed;
    }
  }
}

TEST(RankingAxiomsTest, AWeightIsAsGoodAsThatManyBallots) {
  for (const std::uint64_t seed : Seeds(2000)) {
    Dice dice(seed + 2'000'000);
    const Profile profile = StrictElection(dice, 1 + dice.Below(5), 6);
    Profile spread = profile;
    spread.weights.clear();
    spread.places.clear();
    for (std::size_t ballot = 0; ballot < profile.size(); ++ballot) {
      for (Fraction left = profile.weights[ballot]; !left.IsZero(); left -= Fraction(1)) {
        spread.weights.emplace_back(1);
        const auto places = profile.PlacesOf(ballot);
        spread.places.insert(spread.places.end(), places.begin(), places.end());
      }
    }
    Profile scaled = profile;
    for (Fraction& weight : scaled.weights)
      weight *= Fraction(7, 3);
    for (const RankedRule& rule : RankedRules()) {
      if (rule.kind != BallotKind::kRanks) continue;
      RankedOptions options;
      const auto size = static_cast<std::uint32_t>(profile.candidates.size());
      if (rule.seats == Seats::kMany) options.seats = 1 + dice.Below(size);
      const auto winners = WinnerNames(profile, rule.name, options);
      ASSERT_EQ(winners, WinnerNames(spread, rule.name, options)) << rule.name << ", seed " << seed;
      if (rule.name == std::string_view("stv-scottish")) continue;  // It wants whole papers.
      ASSERT_EQ(winners, WinnerNames(scaled, rule.name, options)) << rule.name << ", seed " << seed;
    }
  }
}

// Moves the candidate one place up on the ballot; false if it stands on top.
bool Raise(Profile& profile, std::size_t ballot, std::size_t candidate) {
  const std::size_t size = profile.candidates.size();
  Place* const row = &profile.places[ballot * size];
  if (row[candidate] == 1) return false;
  for (std::size_t c = 0; c < size; ++c) {
    if (row[c] + 1 != row[candidate]) continue;
    std::swap(row[c], row[candidate]);
    return true;
  }
  return false;
}

TEST(RankingAxiomsTest, ARaisedWinnerStillWinsUnderMonotonicRules) {
  const std::vector<std::pair<const char*, Strength>> rules = {
      {"plurality", Strength::kWinning},
      {"borda", Strength::kWinning},
      {"copeland", Strength::kWinning},
      {"minimax", Strength::kWinning},
      {"minimax", Strength::kMargin},
      {"minimax", Strength::kOpposition},
      {"schulze", Strength::kWinning},
      {"schulze", Strength::kMargin},
      {"schulze", Strength::kRatio},
      {"ranked-pairs", Strength::kWinning},
      {"ranked-pairs", Strength::kMargin},
      {"kemeny", Strength::kWinning},
      {"condorcet", Strength::kWinning},
      {"smith", Strength::kWinning},
      {"schwartz", Strength::kWinning},
  };
  std::size_t checked = 0;
  for (const std::uint64_t seed : Seeds(4000)) {
    Dice dice(seed + 3'000'000);
    const Profile profile = StrictElection(dice, 2 + dice.Below(4), 7);
    const auto ballot = dice.Below(static_cast<std::uint32_t>(profile.size()));
    for (const auto& [rule, strength] : rules) {
      RankedOptions options;
      options.strength = strength;
      for (const std::size_t winner : Answer(profile, rule, options).winners) {
        Profile raised = profile;
        if (!Raise(raised, ballot, winner)) continue;
        ++checked;
        ASSERT_TRUE(WinnerNames(raised, rule, options).contains(profile.candidates[winner]))
            << rule << ", seed " << seed;
      }
    }
  }
  EXPECT_TRUE(checked > 10'000 || Seeds(2).size() == 1);
}

// Every ballot puts two or three clones where the candidate stood, in an order of its own.
Profile Cloned(const Profile& profile, std::size_t candidate, std::size_t clones, Dice& dice) {
  Profile other = profile;
  other.places.clear();
  const std::size_t size = profile.candidates.size();
  for (std::size_t i = 1; i < clones; ++i)
    other.candidates.push_back(profile.candidates[candidate] + std::to_string(i));
  for (std::size_t ballot = 0; ballot < profile.size(); ++ballot) {
    const auto places = profile.PlacesOf(ballot);
    const std::size_t place = places[candidate];
    const Candidates inner = Shuffled(clones, dice);
    std::vector<Place> row(size + clones - 1);
    for (std::size_t c = 0; c < size; ++c)
      row[c] = static_cast<Place>(places[c] + (places[c] > place ? clones - 1 : 0));
    row[candidate] = static_cast<Place>(place + inner[0]);
    for (std::size_t i = 1; i < clones; ++i)
      row[size + i - 1] = static_cast<Place>(place + inner[i]);
    other.places.insert(other.places.end(), row.begin(), row.end());
  }
  return other;
}

// Whether all victories differ in strength and no pair is tied.
bool HasNoEqualPairs(const Profile& profile, Strength strength) {
  const auto pairwise = Pairwise::Of(profile, Unranked::kLast);
  const StrengthRanks ranks =
      RankStrengths(*pairwise, strength, EqualSupport::kSmallerOppositionFirst);
  std::set<std::uint32_t> seen;
  for (const std::uint32_t rank : ranks) {
    if (rank > 0) seen.insert(rank);
  }
  return seen.size() == pairwise->size() * (pairwise->size() - 1) / 2;
}

// Schulze (2011), section 4.6; Tideman (1987), who asks that no two pairs are equal.
TEST(RankingAxiomsTest, ClonesHarmNobodyUnderSchulzeAndRankedPairs) {
  std::size_t checked = 0;
  for (const std::uint64_t seed : Seeds(10'000)) {
    Dice dice(seed + 4'000'000);
    const Profile profile = StrictElection(dice, 2 + dice.Below(3), 8);
    const std::size_t cloned = dice.Below(static_cast<std::uint32_t>(profile.candidates.size()));
    const Profile other = Cloned(profile, cloned, 2 + dice.Below(2), dice);
    for (const char* rule : {"schulze", "ranked-pairs"}) {
      for (const Strength strength : {Strength::kWinning, Strength::kMargin}) {
        if (rule == std::string_view("ranked-pairs") && !HasNoEqualPairs(profile, strength))
          continue;
        ++checked;
        RankedOptions options;
        options.strength = strength;
        const auto before = WinnerNames(profile, rule, options);
        std::set<std::string> after;
        for (const std::string& name : WinnerNames(other, rule, options))
          after.insert(name.substr(0, 1));
        ASSERT_EQ(before, after) << rule << ", seed " << seed;
      }
    }
  }
  EXPECT_TRUE(checked > 20'000 || Seeds(2).size() == 1);
}

}  // namespace
}  // namespace quorate::engine
