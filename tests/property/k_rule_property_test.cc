// The k rule against brute force: for panels of up to 12 people, every set of fewer than k of them
// is looked at, one person at a time, with arithmetic of another kind.

#include <algorithm>
#include <bit>
#include <cstdint>
#include <vector>

#include <gtest/gtest.h>

#include "engine/study/k_rule.h"
#include "tests/property/seeds.h"

namespace quorate::engine {
namespace {

constexpr std::uint64_t kPrime = 2'147'483'647;
using Row = std::vector<std::uint64_t>;  // One entry a person.

std::uint64_t Power(std::uint64_t base, std::uint64_t exponent) {
  std::uint64_t power = 1;
  for (; exponent > 0; exponent >>= 1U, base = base * base % kPrime) {
    if ((exponent & 1U) != 0) power = power * base % kPrime;
  }
  return power;
}

// Over the integers modulo a prime, which small numbers cannot tell from the rationals.
std::size_t RankOf(std::vector<Row> rows) {
  std::size_t rank = 0;
  const std::size_t columns = rows.empty() ? 0 : rows[0].size();
  for (std::size_t column = 0; column < columns && rank < rows.size(); ++column) {
    std::size_t pivot = rank;
    while (pivot < rows.size() && rows[pivot][column] == 0)
      ++pivot;
    if (pivot == rows.size()) continue;
    std::swap(rows[pivot], rows[rank]);
    const std::uint64_t inverse = Power(rows[rank][column], kPrime - 2);
    for (std::size_t i = rank + 1; i < rows.size(); ++i) {
      const std::uint64_t factor = rows[i][column] * inverse % kPrime;
      for (std::size_t c = column; c < columns; ++c)
        rows[i][c] = (rows[i][c] + (kPrime - factor) * rows[rank][c]) % kPrime;
    }
    ++rank;
  }
  return rank;
}

struct Person {
  std::uint32_t hats = 0;    // A bit a group.
  std::uint64_t weight = 1;  // In the panel and the groups.
};

struct SmallPanel {
  std::vector<Person> people;
  std::size_t groups = 1;
  int k = 3;
};

int Draw(Generator& random, int low, int high) {
  return low + random.Below(high - low + 1);
}

SmallPanel MakeWorld(Generator& random) {
  SmallPanel world;
  world.groups = static_cast<std::size_t>(Draw(random, 1, 4));
  world.k = Draw(random, 3, 5);
  const bool weighted = Draw(random, 0, 1) == 1;
  const bool two_hats = Draw(random, 0, 1) == 1;
  const int people = Draw(random, 0, 12);
  for (int i = 0; i < people; ++i) {
    Person person{1U << static_cast<unsigned>(Draw(random, 0, static_cast<int>(world.groups) - 1)),
                  1};
    if (two_hats && Draw(random, 0, 3) == 0)
      person.hats |=
          1U << static_cast<unsigned>(Draw(random, 0, static_cast<int>(world.groups) - 1));
    if (weighted) person.weight = static_cast<std::uint64_t>(Draw(random, 1, 3));
    world.people.push_back(person);
  }
  return world;
}

std::vector<Alike> AlikeIn(const SmallPanel& world) {
  std::vector<Alike> people;
  for (const Person& person : world.people) {
    Alike one{{}, 1, static_cast<int>(person.weight), static_cast<int>(person.weight)};
    for (std::uint32_t g = 0; g < world.groups; ++g) {
      if ((person.hats >> g & 1U) != 0) one.groups.push_back(g);
    }
    const auto same = std::ranges::find_if(people, [&](const Alike& other) {
      return other.groups == one.groups && other.panel_weight == one.panel_weight;
    });
    if (same == people.end()) {
      people.push_back(std::move(one));
    } else {
      ++same->people;
    }
  }
  return people;
}

Row TableOf(const SmallPanel& world, std::uint32_t hats, bool weighted) {
  Row row;
  for (const Person& person : world.people) {
    const bool in = (person.hats & hats) != 0;
    row.push_back(!in ? 0 : weighted ? person.weight : 1);
  }
  return row;
}

std::vector<Row> TablesShown(const SmallPanel& world, const Shown& shown) {
  constexpr std::uint32_t kEverybody = ~0U;
  std::vector<Row> rows;
  for (const bool weighted : {false, true}) {
    if (weighted && !shown.weights) continue;
    if (shown.panel) rows.push_back(TableOf(world, kEverybody, weighted));
    for (std::uint32_t g = 0; g < world.groups; ++g) {
      if (shown.groups[g]) rows.push_back(TableOf(world, 1U << g, weighted));
    }
  }
  return rows;
}

// A set of fewer than k people about whom some combination of the tables speaks alone, or 0.
std::uint32_t SetTold(const SmallPanel& world, const std::vector<Row>& rows) {
  const std::size_t rank = RankOf(rows);
  for (std::uint32_t set = 1; set < 1U << world.people.size(); ++set) {
    if (std::popcount(set) >= world.k) continue;
    std::vector<Row> outside = rows;
    for (Row& row : outside) {
      for (std::size_t i = 0; i < row.size(); ++i) {
        if ((set >> i & 1U) != 0) row[i] = 0;
      }
    }
    if (RankOf(std::move(outside)) < rank) return set;
  }
  return 0;
}

TEST(KRulePropertyTest, NoCombinationOfWhatIsShownConcernsFewerThanKPeople) {
  ForSeeds(600, [](Generator& random) {
    const SmallPanel world = MakeWorld(random);
    const Shown shown = WhatMayBeShown(AlikeIn(world), world.groups, world.k);
    EXPECT_EQ(SetTold(world, TablesShown(world, shown)), 0U);
  });
}

// Else hiding everything would pass the test above.
TEST(KRulePropertyTest, WhereEverythingTellsOfKPeopleEverythingIsShown) {
  int shown_whole = 0;
  ForSeeds(600, [&](Generator& random) {
    const SmallPanel world = MakeWorld(random);
    if (world.people.size() < static_cast<std::size_t>(world.k)) return;
    const Shown everything{true, true, std::vector<bool>(world.groups, true)};
    if (SetTold(world, TablesShown(world, everything)) != 0) return;
    EXPECT_TRUE(WhatMayBeShown(AlikeIn(world), world.groups, world.k).all());
    ++shown_whole;
  });
  EXPECT_GT(shown_whole, 50);
}

TEST(KRulePropertyTest, ATableHeldBackIsNoCombinationOfTheOthers) {
  ForSeeds(600, [](Generator& random) {
    const SmallPanel world = MakeWorld(random);
    HeldBack held_back;
    for (std::size_t g = 0; g < world.groups; ++g)
      held_back.groups.push_back(Draw(random, 0, 3) == 0);
    const Shown shown = WhatMayBeShown(AlikeIn(world), world.groups, world.k, held_back);
    const std::vector<Row> rows = TablesShown(world, shown);
    EXPECT_EQ(SetTold(world, rows), 0U);
    for (std::uint32_t g = 0; g < world.groups; ++g) {
      const Row secret = TableOf(world, 1U << g, false);
      const bool empty = RankOf({secret}) == 0;
      if (!held_back.groups[g] || empty) continue;
      std::vector<Row> with = rows;
      with.push_back(secret);
      EXPECT_GT(RankOf(with), RankOf(rows)) << "group " << g;
    }
  });
}

}  // namespace
}  // namespace quorate::engine
