// Rules that add up points or read the matrix once, against twins that follow the definitions.

#include <functional>
#include <map>
#include <numeric>
#include <optional>
#include <set>

#include <gtest/gtest.h>

#include "tests/property/ranking_world.h"

namespace quorate::engine {
namespace {

using Scores = std::vector<Fraction>;

Candidates Best(const Scores& scores) {
  Candidates best;
  for (std::size_t c = 0; c < scores.size(); ++c) {
    if (!best.empty() && scores[c] < scores[best[0]]) continue;
    if (!best.empty() && scores[c] > scores[best[0]]) best.clear();
    best.push_back(c);
  }
  return best;
}

// Every candidate's points summed over all ballots and, on each, over all rivals.
Scores SumOverDuels(const Profile& profile,
                    const std::function<Fraction(Place own, Place rival)>& points) {
  Scores scores(profile.candidates.size());
  for (std::size_t ballot = 0; ballot < profile.size(); ++ballot) {
    const auto places = profile.PlacesOf(ballot);
    for (std::size_t c = 0; c < scores.size(); ++c) {
      for (std::size_t rival = 0; rival < scores.size(); ++rival) {
        if (rival != c) scores[c] += profile.weights[ballot] * points(places[c], places[rival]);
      }
    }
  }
  return scores;
}

// One point for each rival below, half a point for each beside.
TEST(ScoringPropertyTest, BordaCountsRivalsBelow) {
  for (const std::uint64_t seed : Seeds(10'000)) {
    const Profile profile = Election(seed, 6);
    const auto rank = [](Place place) { return place == kUnranked ? 1000 : place; };
    const Scores averaged = SumOverDuels(profile, [&](Place own, Place rival) {
      if (rank(own) == rank(rival)) return Fraction(1, 2);
      return Fraction(rank(own) < rank(rival) ? 1 : 0);
    });
    const Scores zero = SumOverDuels(profile, [&](Place own, Place rival) {
      if (own == kUnranked) return Fraction(0);
      if (rank(own) == rank(rival)) return Fraction(1, 2);
      return Fraction(rank(own) < rank(rival) ? 1 : 0);
    });
    RankedOptions options;
    ASSERT_EQ(Answer(profile, "borda", options).scores, averaged) << "seed " << seed;
    ASSERT_EQ(Answer(profile, "borda", options).winners, Best(averaged)) << "seed " << seed;
    options.borda_unranked = BordaUnranked::kZero;
    ASSERT_EQ(Answer(profile, "borda", options).scores, zero) << "seed " << seed;
  }
}

TEST(ScoringPropertyTest, PluralitySplitsEveryFirstPlace) {
  for (const std::uint64_t seed : Seeds(10'000)) {
    const Profile profile = Election(seed, 6);
    Scores scores(profile.candidates.size());
    for (std::size_t ballot = 0; ballot < profile.size(); ++ballot) {
      const auto places = profile.PlacesOf(ballot);
      const auto first = std::count(places.begin(), places.end(), Place{1});
      for (std::size_t c = 0; c < scores.size(); ++c) {
        if (places[c] == 1) scores[c] += profile.weights[ballot] / Fraction(first);
      }
    }
    const RankedAnswer answer = Answer(profile, "plurality", {});
    ASSERT_EQ(answer.scores, scores) << "seed " << seed;
    ASSERT_EQ(answer.winners, Best(scores)) << "seed " << seed;
  }
}

TEST(ScoringPropertyTest, CopelandAndMinimaxReadTheMatrixOnce) {
  for (const std::uint64_t seed : Seeds(10'000)) {
    const Profile profile = Election(seed, 6);
    RankedOptions options;
    options.unranked = seed % 2 == 0 ? Unranked::kLast : Unranked::kApart;
    const Table above = NaivePairwise(profile, options.unranked);
    const std::size_t size = above.size();
    Scores copeland(size);
    std::map<Strength, Scores> worst;
    for (std::size_t a = 0; a < size; ++a) {
      for (const Strength strength :
           {Strength::kWinning, Strength::kMargin, Strength::kOpposition}) {
        Fraction most;
        for (std::size_t b = 0; b < size; ++b) {
          const Fraction margin = above[b][a] - above[a][b];
          Fraction defeat = strength == Strength::kMargin ? margin : above[b][a];
          if (strength != Strength::kOpposition && margin <= Fraction(0)) defeat = 0;
          most = std::max(most, defeat);
        }
        worst[strength].push_back(most);
      }
      for (std::size_t b = 0; b < size; ++b) {
        if (above[a][b] > above[b][a]) copeland[a] += Fraction(1);
        if (above[a][b] < above[b][a]) copeland[a] -= Fraction(1);
      }
    }
    ASSERT_EQ(Answer(profile, "copeland", options).scores, copeland) << "seed " << seed;
    for (const auto& [strength, defeats] : worst) {
      options.strength = strength;
      const RankedAnswer answer = Answer(profile, "minimax", options);
      ASSERT_EQ(answer.scores, defeats) << "seed " << seed;
      Scores negated;
      for (const Fraction& defeat : defeats)
        negated.push_back(-defeat);
      ASSERT_EQ(answer.winners, Best(negated)) << "seed " << seed;
    }
  }
}

struct Graded {
  Profile profile;
  std::vector<std::vector<int>> grades;  // Ballot by ballot.
};

// Complete grades from 0 to `top`, of few values, so that ties abound.
Graded GradedElection(Dice& dice, int top) {
  Graded election;
  const std::uint32_t size = 1 + dice.Below(5);
  ProfileBuilder builder(BallotKind::kGrades);
  for (std::uint32_t c = 0; c < size; ++c)
    builder.Candidate(std::string(1, static_cast<char>('A' + c)));
  const std::uint32_t ballots = 1 + dice.Below(5);
  for (std::uint32_t i = 0; i < ballots; ++i) {
    RawBallot ballot{Fraction(1), {}};
    election.grades.emplace_back();
    for (std::uint32_t c = 0; c < size; ++c) {
      const int grade = top * static_cast<int>(dice.Below(3)) / 2;
      election.grades.back().push_back(grade);
      ballot.marks.push_back({c, builder.GradeNumber(grade)});
    }
    builder.Add(std::move(ballot));
  }
  election.profile = *builder.Build();
  return election;
}

int ScoreOf(const Graded& election, std::size_t c) {
  int score = 0;
  for (const auto& ballot : election.grades)
    score += ballot[c];
  return score;
}
int StarsOf(const Graded& election, std::size_t c) {
  return static_cast<int>(std::count_if(election.grades.begin(),
                                        election.grades.end(),
                                        [&](const auto& ballot) { return ballot[c] == 5; }));
}
int Prefer(const Graded& election, std::size_t a, std::size_t b) {
  return static_cast<int>(std::count_if(election.grades.begin(),
                                        election.grades.end(),
                                        [&](const auto& ballot) { return ballot[a] > ballot[b]; }));
}

TEST(ScoringPropertyTest, ScoreAndApprovalAddUp) {
  for (const std::uint64_t seed : Seeds(10'000)) {
    Dice dice(seed);
    const Graded election = GradedElection(dice, 5);
    Scores scores;
    for (std::size_t c = 0; c < election.profile.candidates.size(); ++c)
      scores.emplace_back(ScoreOf(election, c));
    const RankedAnswer answer = Answer(election.profile, "score", {});
    ASSERT_EQ(answer.scores, scores) << "seed " << seed;
    ASSERT_EQ(answer.winners, Best(scores)) << "seed " << seed;
  }
}

// The winners of a runoff of two: preferences, then score, then top grades.
Candidates RunOff(const Graded& election, std::size_t a, std::size_t b) {
  const std::vector<std::pair<int, int>> steps = {
      {Prefer(election, a, b), Prefer(election, b, a)},
      {ScoreOf(election, a), ScoreOf(election, b)},
      {StarsOf(election, a), StarsOf(election, b)},
  };
  for (const auto& [for_a, for_b] : steps) {
    if (for_a != for_b) return {for_a > for_b ? a : b};
  }
  return {a, b};
}

// Who may be in the runoff: of all choices of two, those that no candidate left out is before.
TEST(ScoringPropertyTest, StarRunsOffEveryPairThatItsLadderAllows) {
  for (const std::uint64_t seed : Seeds(10'000)) {
    Dice dice(seed);
    const Graded election = GradedElection(dice, 5);
    const std::size_t size = election.profile.candidates.size();
    std::set<std::size_t> winners;
    if (size == 1) winners.insert(0);
    // Candidates on the second best score decide the last places head to head, among themselves.
    std::vector<int> scores;
    for (std::size_t c = 0; c < size; ++c)
      scores.push_back(ScoreOf(election, c));
    std::sort(scores.rbegin(), scores.rend());
    const auto rank = [&](std::size_t c) {
      int head_to_head = 0;
      for (std::size_t rival = 0; rival < size; ++rival) {
        if (rival != c && ScoreOf(election, rival) == ScoreOf(election, c))
          head_to_head += Prefer(election, c, rival);
      }
      return std::vector<int>{ScoreOf(election, c), head_to_head, StarsOf(election, c)};
    };
    const bool top_two_are_clear = size == 2 || (size > 2 && scores[1] > scores[2]);
    for (std::size_t a = 0; a < size; ++a) {
      for (std::size_t b = a + 1; b < size; ++b) {
        bool allowed = true;
        for (std::size_t out = 0; out < size; ++out) {
          if (out == a || out == b) continue;
          const bool before =
              top_two_are_clear
                  ? ScoreOf(election, out) > std::min(ScoreOf(election, a), ScoreOf(election, b))
                  : rank(out) > std::min(rank(a), rank(b));
          allowed = allowed && !before;
        }
        if (!allowed) continue;
        for (const std::size_t winner : RunOff(election, a, b))
          winners.insert(winner);
      }
    }
    ASSERT_EQ(Answer(election.profile, "star", {}).winners,
              Candidates(winners.begin(), winners.end()))
        << "seed " << seed;
  }
}

}  // namespace
}  // namespace quorate::engine
