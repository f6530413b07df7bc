// STV against slow twins that hold every paper apart and follow every way to break a tie.

#include <cmath>
#include <map>
#include <optional>
#include <set>

#include <gtest/gtest.h>

#include "tests/property/ranking_world.h"

namespace quorate::engine {
namespace {

using Places = std::vector<std::vector<std::size_t>>;  // Candidates of each place, the best first.
using Set = std::set<std::size_t>;

Places PlacesOn(const Profile& profile, std::size_t ballot) {
  std::map<Place, std::vector<std::size_t>> by_place;
  for (std::size_t c = 0; c < profile.candidates.size(); ++c) {
    if (profile.PlacesOf(ballot)[c] != kUnranked)
      by_place[profile.PlacesOf(ballot)[c]].push_back(c);
  }
  Places places;
  for (auto& [place, candidates] : by_place)
    places.push_back(std::move(candidates));
  return places;
}

// The candidates of the first place that has one of `open`, those among `open` alone.
std::vector<std::size_t> Takers(const Places& places, const Set& open) {
  for (const auto& place : places) {
    std::vector<std::size_t> takers;
    for (const std::size_t c : place) {
      if (open.contains(c)) takers.push_back(c);
    }
    if (!takers.empty()) return takers;
  }
  return {};
}

// Gregory counts, Scottish or exact. A pile holds papers with what each is worth.
struct Gregory {
  struct Paper {
    const Places* places;
    Fraction weight;
    Fraction value;
  };
  struct State {
    std::vector<std::vector<Paper>> piles;
    std::vector<std::vector<Fraction>> history;  // Votes at the end of every stage.
    Set continuing;
    Set elected;
    Set due;  // Elected with a surplus that is not moved yet.
  };

  std::size_t seats = 0;
  bool scottish = false;
  Fraction quota;

  [[nodiscard]] static Fraction Votes(const std::vector<Paper>& pile) {
    Fraction votes;
    for (const Paper& paper : pile)
      votes += paper.weight * paper.value;
    return votes;
  }
  [[nodiscard]] bool Reaches(const Fraction& votes) const {
    return scottish ? votes >= quota : votes > quota;
  }
  [[nodiscard]] Fraction Cut(const Fraction& value) const {
    if (!scottish) return value;
    const Fraction shifted = value * Fraction(100'000);
    return Fraction::Of(shifted.numerator() / shifted.denominator(), 100'000);
  }
  static void Give(State& state, const Paper& paper) {
    const auto takers = Takers(*paper.places, state.continuing);
    for (const std::size_t c : takers) {
      const auto count = static_cast<std::int64_t>(takers.size());
      state.piles[c].push_back({paper.places, paper.weight, paper.value / Fraction(count)});
    }
  }
  void EndStage(State& state, const std::map<std::size_t, Fraction>& kept) const {
    std::vector<Fraction> votes;
    for (std::size_t c = 0; c < state.piles.size(); ++c)
      votes.push_back(kept.contains(c) ? kept.at(c) : Votes(state.piles[c]));
    state.history.push_back(votes);
    for (const std::size_t c : Set(state.continuing)) {
      if (Reaches(votes[c])) Elect(state, c);
    }
    if (state.continuing.size() + state.elected.size() <= seats) {
      for (const std::size_t c : Set(state.continuing))
        Elect(state, c);
    }
  }
  void Elect(State& state, std::size_t c) const {
    state.continuing.erase(c);
    state.elected.insert(c);
    if (Votes(state.piles[c]) > quota) state.due.insert(c);
  }
  // Those with most (or least) votes now; under Scottish rules at the latest stage that differs.
  [[nodiscard]] Set Extreme(const State& state, Set of, bool most) const {
    const std::size_t stages = scottish ? state.history.size() : 1;
    for (std::size_t back = 1; back <= stages; ++back) {
      const auto& votes = state.history[state.history.size() - back];
      Fraction best = votes[*of.begin()];
      for (const std::size_t c : of)
        best = most ? std::max(best, votes[c]) : std::min(best, votes[c]);
      std::erase_if(of, [&](std::size_t c) { return votes[c] != best; });
    }
    return of;
  }
  void Follow(const State& state, std::set<Set>& outcomes) const {
    if (state.elected.size() == seats || state.continuing.empty()) {
      outcomes.insert(state.elected);
      return;
    }
    const bool surplus = !state.due.empty();
    for (const std::size_t c : Extreme(state, surplus ? state.due : state.continuing, surplus)) {
      State next = state;
      std::vector<Paper> moved;
      std::swap(moved, next.piles[c]);
      const Fraction votes = Votes(moved);
      next.due.erase(c);
      next.continuing.erase(c);
      for (Paper& paper : moved) {
        if (surplus) paper.value = Cut(paper.value * (votes - quota) / votes);
        Give(next, paper);
      }
      // What stays with the elected is worth the quota, whatever papers it is written on.
      std::map<std::size_t, Fraction> kept = kept_;
      if (surplus) kept[c] = quota;
      Gregory with = *this;
      with.kept_ = kept;
      with.EndStage(next, kept);
      with.Follow(next, outcomes);
    }
  }

  std::map<std::size_t, Fraction> kept_;
};

std::set<Set> GregoryOutcomes(const Profile& profile, std::size_t seats, bool scottish) {
  Gregory count{seats, scottish, {}, {}};
  std::vector<Places> ballots;
  Fraction valid;
  for (std::size_t ballot = 0; ballot < profile.size(); ++ballot) {
    ballots.push_back(PlacesOn(profile, ballot));
    if (!ballots.back().empty()) valid += profile.weights[ballot];
  }
  const Fraction share = valid / Fraction(static_cast<std::int64_t>(seats) + 1);
  count.quota = scottish ? Fraction::Of(share.numerator() / share.denominator() + 1, 1) : share;
  Gregory::State start;
  start.piles.resize(profile.candidates.size());
  for (std::size_t c = 0; c < profile.candidates.size(); ++c)
    start.continuing.insert(c);
  for (std::size_t ballot = 0; ballot < profile.size(); ++ballot)
    Gregory::Give(start, {&ballots[ballot], profile.weights[ballot], Fraction(1)});
  count.EndStage(start, {});
  std::set<Set> outcomes;
  count.Follow(start, outcomes);
  return outcomes;
}

// Meek's count in floating point: small elections are decided by far more than its errors.
struct Meek {
  const Profile* profile;
  std::size_t seats = 0;
  std::vector<Places> ballots;

  struct State {
    Set continuing;
    std::vector<std::size_t> elected;
    std::vector<double> keeps;
  };

  [[nodiscard]] std::vector<double> Votes(const State& state) const {
    std::vector<double> votes(state.keeps.size(), 0);
    for (std::size_t ballot = 0; ballot < ballots.size(); ++ballot) {
      double left = profile->weights[ballot].ToDouble();
      for (const auto& place : ballots[ballot]) {
        std::vector<std::size_t> takers;
        for (const std::size_t c : place) {
          if (state.keeps[c] > 0) takers.push_back(c);
        }
        if (takers.empty()) continue;
        const double part = left / static_cast<double>(takers.size());
        left = 0;
        for (const std::size_t c : takers) {
          votes[c] += part * state.keeps[c];
          left += part * (1 - state.keeps[c]);
        }
      }
    }
    return votes;
  }
  void Follow(State state, std::set<Set>& outcomes) const {
    constexpr double kNear = 1e-9;
    std::vector<double> votes;
    while (true) {
      if (state.elected.size() == seats ||
          state.elected.size() + state.continuing.size() <= seats) {
        Set winners(state.elected.begin(), state.elected.end());
        if (winners.size() < seats)
          winners.insert(state.continuing.begin(), state.continuing.end());
        outcomes.insert(winners);
        return;
      }
      votes = Votes(state);
      double quota = 0;
      for (const double own : votes)
        quota += own / static_cast<double>(seats + 1);
      bool elected = false;
      for (const std::size_t c : Set(state.continuing)) {
        if (votes[c] <= quota + kNear) continue;
        state.continuing.erase(c);
        state.elected.push_back(c);
        elected = true;
      }
      double surplus = 0;
      for (const std::size_t c : state.elected)
        surplus += votes[c] - quota;
      if (!elected && surplus < kNear) break;
      for (const std::size_t c : state.elected)
        state.keeps[c] *= quota / votes[c];
    }
    double least = votes[*state.continuing.begin()];
    for (const std::size_t c : state.continuing)
      least = std::min(least, votes[c]);
    for (const std::size_t c : state.continuing) {
      if (votes[c] > least + kNear) continue;
      State next = state;
      next.continuing.erase(c);
      next.keeps[c] = 0;
      Follow(next, outcomes);
    }
  }
};

std::set<Set> MeekOutcomes(const Profile& profile, std::size_t seats) {
  Meek count{&profile, seats, {}};
  for (std::size_t ballot = 0; ballot < profile.size(); ++ballot)
    count.ballots.push_back(PlacesOn(profile, ballot));
  Meek::State start;
  for (std::size_t c = 0; c < profile.candidates.size(); ++c)
    start.continuing.insert(c);
  start.keeps.assign(profile.candidates.size(), 1);
  std::set<Set> outcomes;
  count.Follow(start, outcomes);
  return outcomes;
}

void ExpectOutcomes(const Profile& profile,
                    const char* rule,
                    std::size_t seats,
                    const std::set<Set>& outcomes) {
  RankedOptions options;
  options.seats = seats;
  const RankedAnswer answer = Answer(profile, rule, options);
  Set all;
  for (const Set& winners : outcomes)
    all.insert(winners.begin(), winners.end());
  EXPECT_EQ(Set(answer.winners.begin(), answer.winners.end()), all);
  EXPECT_EQ(answer.tied, outcomes.size() > 1);
}

// Equal places gone: the Scottish rule does not know them, nor weights that are no integers.
Profile WithoutEqualPlaces(const Profile& profile) {
  Profile strict = profile;
  for (std::size_t ballot = 0; ballot < profile.size(); ++ballot) {
    strict.weights[ballot] = Fraction::Of(profile.weights[ballot].numerator(), 1);
    const Places places = PlacesOn(profile, ballot);
    Place next = 1;
    for (const auto& place : places) {
      for (const std::size_t c : place)
        strict.places[ballot * profile.candidates.size() + c] = next++;
    }
  }
  return strict;
}

TEST(StvPropertyTest, ScottishElectsWhomSomeWayOfTheRuleElects) {
  for (const std::uint64_t seed : Seeds(10'000)) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    const Profile profile = WithoutEqualPlaces(Election(seed, 5));
    const std::size_t seats = 1 + seed / 3 % profile.candidates.size();
    ExpectOutcomes(profile, "stv-scottish", seats, GregoryOutcomes(profile, seats, true));
    if (testing::Test::HasFailure()) return;
  }
}

TEST(StvPropertyTest, WigElectsWhomSomeWayOfTheRuleElects) {
  for (const std::uint64_t seed : Seeds(10'000)) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    const Profile profile = Election(seed, 5);
    const std::size_t seats = 1 + seed / 3 % profile.candidates.size();
    ExpectOutcomes(profile, "stv-wig", seats, GregoryOutcomes(profile, seats, false));
    if (testing::Test::HasFailure()) return;
  }
}

TEST(StvPropertyTest, MeekElectsWhomSomeWayOfTheRuleElects) {
  for (const std::uint64_t seed : Seeds(10'000)) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    const Profile profile = Election(seed, 5);
    const std::size_t seats = 1 + seed / 3 % profile.candidates.size();
    ExpectOutcomes(profile, "stv-meek", seats, MeekOutcomes(profile, seats));
    if (testing::Test::HasFailure()) return;
  }
}

}  // namespace
}  // namespace quorate::engine
