// What-ifs and movement against doing it by hand on random studies (ratings_world.h): people taken
// out of the list and the rest tallied again, rules rewritten in their JSON, steps counted one by
// one.
//
// A failure prints its seed; QUORATE_SEED=n runs that one alone.

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <utility>

#include <gtest/gtest.h>

#include "engine/ratings/movement.h"
#include "engine/ratings/results.h"
#include "engine/ratings/rule_json.h"
#include "engine/ratings/sensitivity.h"
#include "tests/property/ratings_world.h"

namespace quorate::engine {
namespace {

using Kind = WhatIf::Kind;

// The world's people without those whom `keep` refuses, by number.
World Among(const World& world, const auto& keep) {
  World fewer = world;
  for (auto& people : fewer.items) {
    std::vector<Person> kept;
    for (std::size_t person = 0; person < people.size(); ++person) {
      if (keep(person)) kept.push_back(people[person]);
    }
    people = std::move(kept);
  }
  return fewer;
}

// Without the group: its people gone or its hat taken off, as the voice has it.
World Without(const World& world, int group) {
  const bool declared = world.voice.hats == Hats::kDeclared;
  const auto& people = world.items[0];
  World fewer = Among(world, [&](std::size_t person) {
    const auto& hats = people[person].hats;
    if (hats.empty()) return true;
    return declared ? hats[0] != group : !(hats.size() == 1 && hats[0] == group);
  });
  for (auto& item : fewer.items) {
    for (Person& person : item)
      std::erase(person.hats, group);
  }
  return fewer;
}

// Its ratings, and the group's name gone from the list.
RoundRatings RatingsWithout(const World& world, int group) {
  RoundRatings round = ToRound(Without(world, group));
  round.groups.erase(round.groups.begin() + group);
  for (HatSet& hats : round.hat_sets) {
    for (std::uint32_t& hat : hats)
      hat = hat > static_cast<std::uint32_t>(group) ? hat - 1 : hat;
  }
  return round;
}

void MoveThresholds(Json& json, const Fraction& by) {
  if (Json::Object* object = json.object()) {
    const Json* measure = json.Find("measure");
    const bool share =
        measure != nullptr && (*measure == Json("share") || *measure == Json("share-near-median"));
    if (share) {
      const Fraction value = *Fraction::Parse(*json.Find("value")->string());
      json["value"] = std::clamp(value + by, Fraction(0), Fraction(1)).ToString();
    }
    for (auto& [name, member] : *object)
      MoveThresholds(member, by);
  } else if (Json::Array* array = json.array()) {
    for (Json& element : *array)
      MoveThresholds(element, by);
  }
}

// `met` is the rule for items whose own count met the panel's quorum.
void ExpectVerdicts(const WhatIf& what_if,
                    const RoundRatings& round,
                    const std::vector<ItemConsensus>& own,
                    const ConsensusRule& rule,
                    const ConsensusRule& met,
                    const VoicePolicy& voice,
                    int number) {
  SCOPED_TRACE(std::string(Name(what_if.kind)) + " " + what_if.group);
  const auto expected = TallyRatings(round, rule, voice, number);
  const auto expected_met = TallyRatings(round, met, voice, number);
  ASSERT_TRUE(expected.has_value()) << expected.error().message;
  ASSERT_TRUE(expected_met.has_value()) << expected_met.error().message;
  ASSERT_EQ(what_if.items.size(), expected->items.size());
  for (std::size_t item = 0; item < what_if.items.size(); ++item) {
    const bool inquorate = own[item].consensus == Consensus::kInquorate;
    EXPECT_EQ(what_if.items[item], (inquorate ? expected : expected_met)->items[item].consensus);
    if (what_if.scored.empty()) continue;
    EXPECT_EQ(what_if.scored[item], expected->items[item].panel.scored);
  }
}

void ExpectSame(const World& world, const std::vector<bool>& completed) {
  const auto rule = *RuleFromJson(world.rule);
  const RoundRatings round = ToRound(world);
  const auto all = ExploreSensitivity(round, rule, world.voice, world.round, completed);
  ASSERT_TRUE(all.has_value()) << all.error().message;
  for (const WhatIf& what_if : all->what_ifs) {
    if (!what_if.why_not.empty()) continue;
    VoicePolicy voice = world.voice;
    RoundRatings ratings = round;
    Json changed = world.rule;
    if (what_if.kind == Kind::kNoWeights) voice = {"", Voice::kPerPerson, voice.hats, {}};
    if (what_if.kind == Kind::kEqualGroups) voice = {"", Voice::kEqualGroups, voice.hats, {}};
    if (what_if.kind == Kind::kWithoutGroup) {
      ratings = RatingsWithout(world, what_if.group[0] - 'A');
    }
    if (what_if.kind == Kind::kCompleters) {
      ratings = ToRound(Among(world, [&](std::size_t person) { return completed[person]; }));
    }
    if (what_if.kind == Kind::kThresholdUp) MoveThresholds(changed, Fraction(1, 20));
    if (what_if.kind == Kind::kThresholdDown) MoveThresholds(changed, Fraction(-1, 20));
    // The others rewrite comparisons and denominators; rule_variants_test.cc looks at these.
    const bool rewritten = what_if.kind == Kind::kUnableCounted ||
                           what_if.kind == Kind::kUnableLeftOut || what_if.kind == Kind::kStrict ||
                           what_if.kind == Kind::kNonStrict;
    if (rewritten) continue;
    ConsensusRule asked = *RuleFromJson(changed);
    ConsensusRule met = asked;
    if (what_if.kind == Kind::kWithoutGroup || what_if.kind == Kind::kCompleters)
      met.quorum.panel = 1;
    ExpectVerdicts(what_if, ratings, all->items, asked, met, voice, world.round);
  }
}

TEST(ExplanationPropertyTest, WhatIfsAreTalliesOfOtherPeopleVoicesAndRules) {
  const char* only = std::getenv("QUORATE_SEED");
  const std::uint64_t first = only == nullptr ? 1 : std::strtoull(only, nullptr, 10);
  const std::uint64_t last = only == nullptr ? 400 : first;
  for (std::uint64_t seed = first; seed <= last && !testing::Test::HasFailure(); ++seed) {
    Generator random(seed * 4241);
    const World world = RandomWorld(random);
    std::vector<bool> completed;
    for (std::size_t person = 0; person < world.items[0].size(); ++person)
      completed.push_back(!random.OneIn(4));
    SCOPED_TRACE("QUORATE_SEED=" + std::to_string(seed) + " voice " + ToArgument(world.voice) +
                 " rule " + WriteJson(world.rule));
    ExpectSame(world, completed);
  }
}

// The median as everybody learns it: the middle one, or the mean of the two.
std::optional<Fraction> Middle(std::vector<int> scores) {
  if (scores.empty()) return std::nullopt;
  std::sort(scores.begin(), scores.end());
  const std::size_t half = scores.size() / 2;
  if (scores.size() % 2 == 1) return Fraction(scores[half]);
  return Fraction(scores[half - 1] + scores[half], 2);
}

Fraction Distance(const Fraction& a, const Fraction& b) {
  return a < b ? b - a : a - b;
}

TEST(ExplanationPropertyTest, MovementIsCountedPersonByPerson) {
  for (std::uint64_t seed = 1; seed <= 300 && !testing::Test::HasFailure(); ++seed) {
    Generator random(seed * 3331);
    World world = RandomWorld(random);
    const RoundRatings round = ToRound(world);
    // The first item is asked again as the second was answered.
    RoundRatings before = round;
    before.items = {"item"};
    before.answers.resize(round.member_count());
    RoundRatings after = before;
    for (std::size_t member = 0; member < round.member_count(); ++member)
      after.answers[member] = round.At(1, member);
    std::vector<SamePerson> people;
    std::vector<int> scores;
    Moves expected;
    for (std::uint32_t member = 0; member < round.member_count(); ++member) {
      if (world.items[0][member].score) scores.push_back(*world.items[0][member].score);
      if (!random.OneIn(5)) people.push_back({member, member});
    }
    const auto middle = Middle(scores);
    for (const SamePerson& person : people) {
      const auto from = world.items[0][person.before].score;
      const auto to = world.items[1][person.after].score;
      if (!from && to) ++expected.came;
      if (from && !to) ++expected.stopped;
      if (!from || !to) continue;
      ++expected.both;
      if (*from != *to) ++expected.changed;
      if (Distance(*to, *middle) < Distance(*from, *middle)) ++expected.toward;
      if (Distance(*to, *middle) > Distance(*from, *middle)) ++expected.away;
    }
    SCOPED_TRACE("seed " + std::to_string(seed));
    const auto movement = FindMovement(before, after, people, world.voice.hats);
    ASSERT_TRUE(movement.has_value());
    EXPECT_EQ(movement->at(0).majority, middle);
    EXPECT_EQ(movement->at(0).panel, expected);
  }
}

}  // namespace
}  // namespace quorate::engine
