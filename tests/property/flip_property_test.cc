// The fewest people who flip a verdict, against trying every change of scores one person after the
// other, on random small panels under random rules and voices.
//
// A failure prints its seed; QUORATE_SEED=n runs that one alone.

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <set>
#include <string>
#include <utility>

#include <gtest/gtest.h>

#include "engine/ratings/flip.h"
#include "engine/ratings/results.h"
#include "engine/ratings/rule_json.h"
#include "tests/property/ratings_world.h"

namespace quorate::engine {
namespace {

// What is known after trying: nobody's change of up to `tried` people does it, or `fewest` do.
struct Tried {
  std::uint64_t tried = 0;
  std::optional<std::uint64_t> fewest;
  bool everything = false;  // There is nothing left to try.
};

// One item's answers, changed step by step. Answers of members who cannot be told apart are kept in
// order, so that nothing is tried twice.
class Trials {
 public:
  Trials(RoundRatings round, const ConsensusRule& rule, const VoicePolicy& voice, int number)
      : round_(std::move(round)), rule_(rule), voice_(voice), number_(number) {
    now_ = Verdict(round_.answers);
  }

  Tried Run(const std::vector<bool>& movable) {
    constexpr std::size_t kStatesMax = 1'500;
    Tried tried;
    std::set<std::vector<AnswerCode>> seen = {InOrder(round_.answers)};
    std::set<std::vector<AnswerCode>> level = seen;
    while (seen.size() < kStatesMax) {
      std::set<std::vector<AnswerCode>> next;
      for (const auto& answers : level)
        Step(answers, movable, seen, next);
      if (next.empty()) {
        tried.everything = true;
        return tried;
      }
      const bool changed = std::any_of(
          next.begin(), next.end(), [&](const auto& answers) { return Verdict(answers) != now_; });
      if (changed) {
        tried.fewest = tried.tried + 1;
        return tried;
      }
      ++tried.tried;
      level = std::move(next);
    }
    return tried;
  }

 private:
  Consensus Verdict(const std::vector<AnswerCode>& answers) {
    RoundRatings round = round_;
    round.answers = answers;
    return TallyRatings(round, rule_, voice_, number_)->items[0].consensus.consensus;
  }

  [[nodiscard]] std::vector<AnswerCode> InOrder(std::vector<AnswerCode> answers) const {
    for (std::size_t a = 0; a < answers.size(); ++a) {
      for (std::size_t b = a + 1; b < answers.size(); ++b) {
        const bool alike =
            round_.hat_set_of[a] == round_.hat_set_of[b] && round_.weights[a] == round_.weights[b];
        if (alike && answers[a] > answers[b]) std::swap(answers[a], answers[b]);
      }
    }
    return answers;
  }

  void Step(const std::vector<AnswerCode>& answers,
            const std::vector<bool>& movable,
            std::set<std::vector<AnswerCode>>& seen,
            std::set<std::vector<AnswerCode>>& next) const {
    for (std::size_t member = 0; member < answers.size(); ++member) {
      if (!movable[member] || answers[member] < kFirstScore) continue;
      for (std::size_t code = kFirstScore; code < CodeCount(round_.scale); ++code) {
        std::vector<AnswerCode> changed = answers;
        changed[member] = static_cast<AnswerCode>(code);
        changed = InOrder(std::move(changed));
        if (seen.insert(changed).second) next.insert(std::move(changed));
      }
    }
  }

  RoundRatings round_;
  const ConsensusRule& rule_;
  const VoicePolicy& voice_;
  int number_;
  Consensus now_;
};

struct Counts {
  int exact = 0;
  int bracketed = 0;
  int impossible = 0;
};

void ExpectBracketed(const Flip& flip, const Tried& tried, Counts& counts) {
  std::uint64_t people = 0;
  for (const ScoreChange& change : flip.example) {
    EXPECT_NE(change.from, change.to);
    people += change.people;
  }
  EXPECT_EQ(people, flip.at_most.value_or(0));
  EXPECT_EQ(flip.why_not.empty(), flip.at_least.has_value());
  if (!flip.at_least) {
    ++counts.impossible;
    EXPECT_FALSE(tried.fewest.has_value()) << "possible with " << *tried.fewest;
    return;
  }
  ++(flip.exact() ? counts.exact : counts.bracketed);
  EXPECT_GE(*flip.at_least, 1U);
  if (tried.fewest) EXPECT_LE(*flip.at_least, *tried.fewest);
  if (tried.fewest && flip.at_most) EXPECT_GE(*flip.at_most, *tried.fewest);
  if (flip.at_most && !tried.fewest) {
    EXPECT_FALSE(tried.everything);
    EXPECT_GT(*flip.at_most, tried.tried);
  }
}

World SmallWorld(Generator& random) {
  World world = RandomWorld(random);
  world.items.resize(1);
  const auto people = static_cast<std::size_t>(1 + random.Below(9));
  if (world.items[0].size() > people) world.items[0].resize(people);
  return world;
}

void ExpectSame(const World& world, Counts& counts) {
  const auto rule = RuleFromJson(world.rule);
  ASSERT_TRUE(rule.has_value()) << rule.error().message;
  const RoundRatings round = ToRound(world);
  const auto flips = FindFlips(round, *rule, world.voice, world.round);
  ASSERT_TRUE(flips.has_value()) << flips.error().message;
  Trials trials(round, *rule, world.voice, world.round);
  const ItemFlips& item = flips->at(0);
  ExpectBracketed(item.overall, trials.Run(std::vector<bool>(round.member_count(), true)), counts);
  for (std::uint32_t group = 0; group < round.groups.size(); ++group) {
    SCOPED_TRACE("group " + round.groups[group]);
    std::vector<bool> movable;
    for (const std::uint32_t set : round.hat_set_of) {
      const HatSet& hats = round.hat_sets[set];
      const auto end =
          world.voice.hats == Hats::kDeclared && !hats.empty() ? hats.begin() + 1 : hats.end();
      movable.push_back(std::find(hats.begin(), end, group) != end);
    }
    ExpectBracketed(item.by_group[group], trials.Run(movable), counts);
  }
}

TEST(FlipPropertyTest, AgreesWithTryingEveryChange) {
  const char* only = std::getenv("QUORATE_SEED");
  const std::uint64_t first = only == nullptr ? 1 : std::strtoull(only, nullptr, 10);
  const std::uint64_t last = only == nullptr ? 300 : first;
  Counts counts;
  for (std::uint64_t seed = first; seed <= last && !testing::Test::HasFailure(); ++seed) {
    Generator random(seed * 6007);
    const World world = SmallWorld(random);
    SCOPED_TRACE("QUORATE_SEED=" + std::to_string(seed) + " voice " + ToArgument(world.voice) +
                 " rule " + WriteJson(world.rule));
    ExpectSame(world, counts);
  }
  std::cout << counts.exact << " exact, " << counts.bracketed << " bracketed, " << counts.impossible
            << " impossible\n";
}

}  // namespace
}  // namespace quorate::engine
