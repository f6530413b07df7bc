// The ratings engine against its dumb twin (ratings_twin.h) on random studies (ratings_world.h).
//
// A failure prints its seed; QUORATE_SEED=n runs that one alone.

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>

#include <gtest/gtest.h>

#include "engine/ratings/results.h"
#include "engine/ratings/rule_json.h"
#include "tests/property/ratings_twin.h"
#include "tests/property/ratings_world.h"

namespace quorate::engine {
namespace {

void ExpectSameTable(const Twin& twin,
                     int table,
                     const std::string& denominator,
                     const TableSummary& real) {
  const auto members = twin.Members(table);
  const auto in_state = [&](const std::string& state) {
    return static_cast<std::uint64_t>(
        std::count_if(members.begin(), members.end(), [&](const Person& person) {
          return person.state == state;
        }));
  };
  EXPECT_EQ(real.scored, in_state("scored"));
  EXPECT_EQ(real.unable, in_state("unable"));
  EXPECT_EQ(real.not_understood, in_state("not-understood"));
  EXPECT_EQ(real.skipped, in_state("skipped"));
  EXPECT_EQ(real.n, members.size() - in_state("not-shown"));
  EXPECT_EQ(real.weight, twin.Total(table, denominator));
  EXPECT_EQ(real.median, twin.Median(table));
  EXPECT_EQ(real.mean, twin.Mean(table));
  EXPECT_EQ(real.q1, twin.Percentile(table, 25));
  EXPECT_EQ(real.q3, twin.Percentile(table, 75));
  EXPECT_EQ(real.p30, twin.Percentile(table, 30));
  EXPECT_EQ(real.p70, twin.Percentile(table, 70));
  for (const BandFigures& band : real.bands) {
    const auto inside = [&](const Person& person) {
      return person.score && *person.score >= band.band.low && *person.score <= band.band.high;
    };
    EXPECT_EQ(band.count,
              static_cast<std::uint64_t>(std::count_if(members.begin(), members.end(), inside)));
    EXPECT_EQ(band.share, twin.Share(table, denominator, inside));
  }
  EXPECT_EQ(real.unweighted.has_value(), IsWeighted(twin.world.voice.voice));
  if (!real.unweighted) return;
  Fraction squares;
  for (const Person& person : members) {
    const Fraction weight = twin.Weight(person, table, denominator);
    if (Twin::Below(person, denominator)) squares += weight * weight;
  }
  const Fraction total = twin.Total(table, denominator);
  EXPECT_EQ(real.effective_n,
            total.IsZero() ? std::optional<Fraction>() : std::optional(total * total / squares));
}

void ExpectSame(const World& world) {
  const auto rule = RuleFromJson(world.rule);
  ASSERT_TRUE(rule.has_value()) << rule.error().message;
  ASSERT_EQ(*RuleFromJson(ToJson(*rule)), *rule);
  const RoundRatings round = ToRound(world);
  ASSERT_TRUE(CheckRound(round).has_value());
  const auto result = TallyRatings(round, *rule, world.voice, world.round);
  ASSERT_TRUE(result.has_value()) << result.error().message;
  const std::string denominator = Name(rule->denominator);
  for (std::size_t item = 0; item < world.items.size(); ++item) {
    const Twin twin{world, world.items[item]};
    const ItemResult& real = result->items[item];
    ExpectSameTable(twin, -1, denominator, real.panel);
    for (int g = 0; g < world.groups; ++g) {
      ExpectSameTable(twin, g, denominator, real.groups[static_cast<std::size_t>(g)]);
    }
    const auto [consensus, grade] = TwinRule(twin, world.rule).Verdict();
    EXPECT_EQ(Name(real.consensus.consensus), consensus);
    EXPECT_EQ(real.consensus.grade, grade);
  }
}

TEST(RatingsPropertyTest, EngineAgreesWithItsDumbTwin) {
  const char* only = std::getenv("QUORATE_SEED");
  const std::uint64_t first = only == nullptr ? 1 : std::strtoull(only, nullptr, 10);
  const std::uint64_t last = only == nullptr ? 1500 : first;
  for (std::uint64_t seed = first; seed <= last && !testing::Test::HasFailure(); ++seed) {
    Generator random(seed * 7919);
    const World world = RandomWorld(random);
    SCOPED_TRACE("QUORATE_SEED=" + std::to_string(seed) + " voice " + ToArgument(world.voice) +
                 " rule " + WriteJson(world.rule));
    ExpectSame(world);
  }
}

}  // namespace
}  // namespace quorate::engine
