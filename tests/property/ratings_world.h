// Random small studies for property tests: people with hats, weights and answers about three items,
// a voice and a rule of every kind the reader takes.
// size: the whole grammar of rules stands here once more, as a generator.

#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/base/json.h"
#include "engine/panel/voice.h"
#include "engine/ratings/round_ratings.h"

namespace quorate::engine {

class Generator {
 public:
  explicit Generator(std::uint64_t seed) : state_(seed * 2 + 1) {}
  // From 0 to below - 1.
  int Below(int below) {
    state_ ^= state_ << 13U;
    state_ ^= state_ >> 7U;
    state_ ^= state_ << 17U;
    return static_cast<int>((state_ >> 20U) % static_cast<std::uint64_t>(below));
  }
  bool OneIn(int n) { return Below(n) == 0; }
  template <typename T>
  T Pick(const std::vector<T>& from) {
    return from[static_cast<std::size_t>(Below(static_cast<int>(from.size())))];
  }

 private:
  std::uint64_t state_;
};

struct Person {
  std::vector<int> hats;
  Fraction weight = 1;
  std::optional<int> score;
  std::string state;  // Of the item at hand.
};

struct World {
  int groups = 0;
  int min = 1;
  int max = 9;
  std::vector<std::vector<Person>> items;  // The same people for each item, with other answers.
  VoicePolicy voice;
  Json rule;
  int round = 1;
};

inline std::string GroupName(int group) {
  return std::string(1, static_cast<char>('A' + group));
}

inline constexpr const char* kThresholds[] =
    {"70%", "15%", "50%", "2/3", "1/3", "25%", "0.8", "1", "0"};

inline Json RandomCriterion(Generator& random, const World& world, int depth, bool scoped);

inline Json RandomBand(Generator& random, const World& world) {
  const int a = world.min + random.Below(world.max - world.min + 1);
  const int b = world.min + random.Below(world.max - world.min + 1);
  return Json::Array{std::min(a, b), std::max(a, b)};
}

inline Json RandomTable(Generator& random) {
  Json::Array rows;
  int low = 1;
  for (int i = 0; i < 4; ++i) {
    const int high = low + random.Below(4);
    rows.emplace_back(Json::Array{low, high, random.Below(4)});
    low = high + 1 + random.Below(2);
  }
  return rows;
}

inline Json RandomMeasure(Generator& random, const World& world) {
  Json json;
  const std::vector<std::string> ops = {">=", ">", "<=", "<", "="};
  const int kind = random.Below(8);
  json["op"] = random.Pick(ops);
  json["value"] = kThresholds[random.Below(9)];
  if (kind <= 2) {
    json["measure"] = "share";
    json["band"] = RandomBand(random, world);
    if (random.OneIn(3)) json["denominator"] = random.OneIn(2) ? "scored" : "answered";
    if (random.OneIn(3)) {
      Json::Array plus;
      if (random.OneIn(2)) plus.emplace_back("unable");
      if (random.OneIn(2)) plus.emplace_back("not-understood");
      json["plus"] = plus;
    }
  } else if (kind == 3) {
    json["measure"] = random.Pick(std::vector<std::string>{"median", "mean", "iqr"});
    json["value"] = Fraction(random.Below(2 * world.max + 1), 2).ToString();
  } else if (kind == 4) {
    json["measure"] = "share-near-median";
    json["within"] = random.OneIn(2) ? Json(1) : Json("3/2");
  } else if (kind == 5) {
    Json ipras;
    ipras["measure"] = "disagreement";
    ipras["method"] = "ipras";
    ipras["lower"] = random.OneIn(2) ? "30%" : "10%";
    ipras["upper"] = random.OneIn(2) ? "70%" : "90%";
    return ipras;
  } else if (kind == 6) {
    Json tails;
    tails["measure"] = "disagreement";
    tails["method"] = "table";
    tails["table"] = RandomTable(random);
    tails["low"] = RandomBand(random, world);
    tails["high"] = RandomBand(random, world);
    return tails;
  } else {
    Json outside;
    outside["measure"] = "outside-at-most";
    outside["region"] = random.OneIn(2) ? "median" : "mode";
    outside["table"] = RandomTable(random);
    return outside;
  }
  return json;
}

inline Json RandomScope(Generator& random, const World& world) {
  switch (random.Below(5)) {
    case 0:
      return "panel";
    case 1:
      return "every_group";
    case 2:
      return "any_group";
    case 3: {
      Json json;
      json["at_least"] = 1 + random.Below(3);
      return json;
    }
    default:
      break;
  }
  Json json;
  json["groups"] = Json::Array{GroupName(random.Below(world.groups + 1))};
  const std::string other = GroupName(random.Below(world.groups + 1));
  if (!(Json(other) == (*json.Find("groups")->array())[0])) json["groups"].Append(other);
  return json;
}

inline Json RandomCriterion(Generator& random, const World& world, int depth, bool scoped) {
  Json json;
  const bool leaf = depth == 0 || random.OneIn(3);
  Json scope;
  const bool has_scope = !scoped && random.OneIn(2);
  if (has_scope) scope = RandomScope(random, world);
  const bool inside = scoped || (has_scope && scope.string() == nullptr) ||
                      (has_scope && *scope.string() != "panel");
  if (leaf) {
    json = RandomMeasure(random, world);
  } else if (random.OneIn(4)) {
    json["not"] = RandomCriterion(random, world, depth - 1, inside);
  } else {
    Json::Array parts;
    for (int i = 1 + random.Below(3); i > 0; --i) {
      parts.push_back(RandomCriterion(random, world, depth - 1, inside));
    }
    json[random.OneIn(2) ? "all" : "any"] = parts;
  }
  if (has_scope) json["scope"] = scope;
  if (random.OneIn(5)) json["least_group_size"] = random.Below(4);
  return json;
}

inline Json RandomRule(Generator& random, const World& world) {
  Json rule;
  rule["name"] = "random";
  rule["scale"]["min"] = world.min;
  rule["scale"]["max"] = world.max;
  Json::Array bands;
  for (int low = world.min; low <= world.max; low += 3) {
    bands.emplace_back(Json::Array{low, std::min(low + 2, world.max)});
  }
  rule["scale"]["bands"] = bands;
  if (random.OneIn(2)) rule["denominator"] = "answered";
  if (random.OneIn(3)) rule["least_group_size"] = random.Below(4);
  if (random.OneIn(3)) rule["quorum"]["panel"] = random.Below(6);
  if (random.OneIn(4)) rule["quorum"]["each_group"] = random.Below(3);
  Json::Array clauses;
  for (int i = 1 + random.Below(4); i > 0; --i) {
    Json clause;
    clause["verdict"] = random.OneIn(2) ? "IN" : "OUT";
    if (random.OneIn(4)) clause["grade"] = "grade " + std::to_string(i);
    if (random.OneIn(4)) clause["rounds"] = Json::Array{1 + random.Below(2), 3};
    if (random.OneIn(4)) clause["from_round"] = 1 + random.Below(3);
    clause["when"] = RandomCriterion(random, world, 2, false);
    clauses.push_back(clause);
  }
  rule["clauses"] = clauses;
  return rule;
}

inline std::vector<int> RandomHats(Generator& random, int groups, bool needed) {
  std::vector<int> hats;
  const int count = needed ? 1 + random.Below(2) : random.Below(3);
  while (static_cast<int>(hats.size()) < std::min(count, groups)) {
    const int hat = random.Below(groups);
    if (std::find(hats.begin(), hats.end(), hat) == hats.end()) hats.push_back(hat);
  }
  return hats;
}

inline World RandomWorld(Generator& random) {
  World world;
  world.groups = 1 + random.Below(4);
  world.min = random.OneIn(4) ? 0 : 1;
  world.max = random.OneIn(3) ? 5 : 9;
  world.round = 1 + random.Below(3);
  world.voice.voice = static_cast<Voice>(random.Below(5));
  world.voice.hats = static_cast<Hats>(random.Below(3));
  if (TakesGroupWeights(world.voice.voice)) {
    for (int g = 0; g < world.groups; ++g) {
      world.voice.weights.push_back({GroupName(g), Fraction(random.Below(4), 1 + random.Below(3))});
    }
  }
  std::vector<Person> people;
  for (int i = random.Below(26); i > 0; --i) {
    Person person;
    person.hats = RandomHats(random, world.groups, NeedsGroups(world.voice.voice));
    person.weight = Fraction(random.Below(5), 1 + random.Below(7));
    people.push_back(person);
  }
  // Some items are answered narrowly, so that thresholds are met, and some by few.
  for (int item = 0; item < 3; ++item) {
    const int centre = world.min + random.Below(world.max - world.min + 1);
    for (Person& person : people) {
      person.score.reset();
      const int state = random.Below(12);
      person.state = state == 0   ? "unable"
                     : state == 1 ? "not-understood"
                     : state == 2 ? "skipped"
                     : state == 3 ? "not-shown"
                                  : "scored";
      if (person.state != "scored") continue;
      const int spread = random.OneIn(3) ? world.max : 2;
      const int score = centre - spread / 2 + random.Below(spread + 1);
      person.score = std::clamp(score, world.min, world.max);
    }
    world.items.push_back(people);
  }
  world.rule = RandomRule(random, world);
  return world;
}

inline RoundRatings ToRound(const World& world) {
  RoundRatings round;
  round.scale = Scale{world.min, world.max, {}};
  for (int g = 0; g < world.groups; ++g)
    round.groups.push_back(GroupName(g));
  for (const Person& person : world.items[0]) {
    round.hat_set_of.push_back(round.AddHatSet(HatSet(person.hats.begin(), person.hats.end())));
    round.weights.push_back(person.weight);
  }
  for (std::size_t item = 0; item < world.items.size(); ++item) {
    round.items.push_back("item " + std::to_string(item));
    for (const Person& person : world.items[item]) {
      AnswerCode code = kNotShown;
      if (person.score) code = CodeOf(round.scale, *person.score);
      if (person.state == "unable") code = kUnable;
      if (person.state == "not-understood") code = kNotUnderstood;
      if (person.state == "skipped") code = kSkipped;
      round.answers.push_back(code);
    }
  }
  return round;
}

}  // namespace quorate::engine
