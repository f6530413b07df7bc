// The ratings engine once more, as dumb as can be: people in lists, one weight added after the
// other, every definition looked up anew for every figure, the rule read from its JSON. It shares
// nothing with the engine's counting, weighing or three-valued logic.
// size: it is all that the engine promises about ratings, in one place on purpose.

#pragma once

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "tests/property/ratings_world.h"

namespace quorate::engine {

// The twin. A table is a list of people; group -1 is the panel.
struct Twin {
  const World& world;
  const std::vector<Person>& people;

  [[nodiscard]] std::vector<Person> Members(int group) const {
    std::vector<Person> members;
    for (const Person& person : people) {
      const auto& hats = person.hats;
      const bool first = !hats.empty() && hats[0] == group;
      const bool any = std::find(hats.begin(), hats.end(), group) != hats.end();
      if (group < 0 || (world.voice.hats == Hats::kDeclared ? first : any))
        members.push_back(person);
    }
    return members;
  }

  static bool Below(const Person& person, const std::string& denominator) {
    if (person.score) return true;
    return denominator == "answered" &&
           (person.state == "unable" || person.state == "not-understood");
  }

  // The hats through which a person reaches the panel, each with its part.
  [[nodiscard]] std::vector<std::pair<int, Fraction>> Voices(const Person& person) const {
    std::vector<std::pair<int, Fraction>> voices;
    if (person.hats.empty()) return voices;
    if (world.voice.hats != Hats::kSplit) return {{person.hats[0], Fraction(1)}};
    for (const int hat : person.hats) {
      voices.emplace_back(hat, Fraction(1, static_cast<std::int64_t>(person.hats.size())));
    }
    return voices;
  }

  [[nodiscard]] Fraction Mass(int group, const std::string& denominator) const {
    Fraction mass;
    for (const Person& person : people) {
      if (!Below(person, denominator)) continue;
      for (const auto& [hat, part] : Voices(person)) {
        if (hat == group) mass += part;
      }
    }
    return mass;
  }

  [[nodiscard]] Fraction Weight(const Person& person,
                                int table,
                                const std::string& denominator) const {
    const bool own = world.voice.voice == Voice::kPersonWeights;
    if (table >= 0) {
      const bool split = world.voice.hats == Hats::kSplit;
      const Fraction part = split ? Fraction(1, static_cast<std::int64_t>(person.hats.size())) : 1;
      return own ? person.weight * part : part;
    }
    if (own) return person.weight;
    if (world.voice.voice == Voice::kPerPerson) return 1;
    Fraction weight;
    int present = 0;
    for (int g = 0; g < world.groups; ++g)
      present += Mass(g, denominator).IsZero() ? 0 : 1;
    for (const auto& [hat, part] : Voices(person)) {
      const Fraction mass = Mass(hat, denominator);
      if (world.voice.voice == Voice::kGroupWeightsEach) {
        weight += part * WeightOf(world.voice, GroupName(hat));
      } else if (!mass.IsZero()) {
        const bool equal = world.voice.voice == Voice::kEqualGroups;
        weight +=
            part * (equal ? Fraction(1, present) : WeightOf(world.voice, GroupName(hat))) / mass;
      }
    }
    return weight;
  }

  [[nodiscard]] std::vector<int> Scores(int table) const {
    std::vector<int> scores;
    for (const Person& person : Members(table)) {
      if (person.score) scores.push_back(*person.score);
    }
    std::sort(scores.begin(), scores.end());
    return scores;
  }

  [[nodiscard]] Fraction Total(int table, const std::string& denominator) const {
    Fraction total;
    for (const Person& person : Members(table)) {
      if (Below(person, denominator)) total += Weight(person, table, denominator);
    }
    return total;
  }

  // The weighted share of people whom `counts` accepts.
  std::optional<Fraction> Share(int table, const std::string& denominator, auto counts) const {
    const Fraction total = Total(table, denominator);
    if (total.IsZero()) return std::nullopt;
    Fraction sum;
    for (const Person& person : Members(table)) {
      if (counts(person)) sum += Weight(person, table, denominator);
    }
    return sum / total;
  }

  [[nodiscard]] std::optional<Fraction> Mean(int table) const {
    const Fraction total = Total(table, "scored");
    if (total.IsZero()) return std::nullopt;
    Fraction sum;
    for (const Person& person : Members(table)) {
      if (person.score) sum += Weight(person, table, "scored") * *person.score;
    }
    return sum / total;
  }

  [[nodiscard]] std::optional<Fraction> Median(int table) const {
    const Fraction total = Total(table, "scored");
    if (total.IsZero()) return std::nullopt;
    std::map<int, Fraction> weights;
    for (const Person& person : Members(table)) {
      if (person.score) weights[*person.score] += Weight(person, table, "scored");
    }
    std::erase_if(weights, [](const auto& entry) { return entry.second.IsZero(); });
    Fraction reached;
    for (auto entry = weights.begin(); entry != weights.end(); ++entry) {
      reached += entry->second;
      if (reached * 2 > total) return entry->first;
      if (reached * 2 == total) return Fraction(entry->first + std::next(entry)->first, 2);
    }
    return std::nullopt;
  }

  [[nodiscard]] std::optional<Fraction> Percentile(int table, int percent) const {
    const std::vector<int> scores = Scores(table);
    if (scores.empty()) return std::nullopt;
    const std::size_t hundredths = (scores.size() - 1) * static_cast<std::size_t>(percent);
    const std::size_t floor = hundredths / 100;
    const Fraction low = scores[floor];
    const Fraction high = scores[std::min(floor + 1, scores.size() - 1)];
    return low + (high - low) * Fraction(static_cast<std::int64_t>(hundredths % 100), 100);
  }
};

// 1 true, 0 false, -1 not assessable.
class TwinRule {
 public:
  TwinRule(const Twin& twin, const Json& rule) : twin_(twin), rule_(rule) {
    if (const Json* denominator = rule.Find("denominator")) denominator_ = *denominator->string();
    if (const Json* least = rule.Find("least_group_size")) least_ = *least->integer();
  }

  [[nodiscard]] std::pair<std::string, std::string> Verdict() const {
    const auto quorum = [&](const char* name, std::int64_t otherwise) {
      const Json* json = rule_.Find("quorum");
      const Json* number = json == nullptr ? nullptr : json->Find(name);
      return static_cast<std::size_t>(number == nullptr ? otherwise : *number->integer());
    };
    const std::size_t scored = twin_.Scores(-1).size();
    bool few = scored == 0 || scored < quorum("panel", 1);
    for (int g = 0; g < twin_.world.groups; ++g)
      few = few || twin_.Scores(g).size() < quorum("each_group", 0);
    if (few) return {"INQUORATE", ""};
    for (const Json& clause : *rule_.Find("clauses")->array()) {
      bool applies = true;
      if (const Json* from = clause.Find("from_round"))
        applies = twin_.world.round >= *from->integer();
      if (const Json* rounds = clause.Find("rounds")) {
        bool listed = false;
        for (const Json& round : *rounds->array())
          listed = listed || *round.integer() == twin_.world.round;
        applies = applies && listed;
      }
      if (!applies || Value(*clause.Find("when"), -1, least_) != 1) continue;
      const Json* grade = clause.Find("grade");
      return {*clause.Find("verdict")->string(), grade == nullptr ? "" : *grade->string()};
    }
    return {"NONE", ""};
  }

 private:
  [[nodiscard]] int Value(const Json& json, int table, std::int64_t least) const {
    if (const Json* own = json.Find("least_group_size")) least = *own->integer();
    const Json* scope = json.Find("scope");
    if (scope != nullptr && !(*scope == Json("panel"))) return Scoped(json, *scope, least);
    return Here(json, table, least);
  }

  [[nodiscard]] int InGroup(const Json& json, int group, std::int64_t least) const {
    if (twin_.Scores(group).size() < static_cast<std::size_t>(least)) return -1;
    return Here(json, group, least);
  }

  [[nodiscard]] int Scoped(const Json& json, const Json& scope, std::int64_t least) const {
    std::vector<int> values;
    if (const Json* names = scope.Find("groups")) {
      for (const Json& name : *names->array()) {
        const int group = (*name.string())[0] - 'A';
        values.push_back(group < twin_.world.groups ? InGroup(json, group, least) : -1);
      }
      return All(values);
    }
    for (int g = 0; g < twin_.world.groups; ++g) {
      if (const int value = InGroup(json, g, least); value >= 0) values.push_back(value);
    }
    const auto yes = std::count(values.begin(), values.end(), 1);
    if (const Json* k = scope.Find("at_least")) {
      if (static_cast<std::int64_t>(values.size()) < *k->integer()) return -1;
      return yes >= *k->integer() ? 1 : 0;
    }
    if (values.empty()) return -1;
    if (scope == Json("any_group")) return yes > 0 ? 1 : 0;
    return yes == static_cast<std::int64_t>(values.size()) ? 1 : 0;
  }

  static int All(const std::vector<int>& values) {
    if (std::count(values.begin(), values.end(), 0) > 0) return 0;
    return std::count(values.begin(), values.end(), -1) > 0 ? -1 : 1;
  }

  [[nodiscard]] int Here(const Json& json, int table, std::int64_t least) const {
    const auto part = [&](const Json& inner) {
      if (table < 0) return Value(inner, table, least);
      const Json* own = inner.Find("least_group_size");
      return InGroup(inner, table, own == nullptr ? least : *own->integer());
    };
    if (const Json* inner = json.Find("not")) {
      const int value = part(*inner);
      return value < 0 ? -1 : 1 - value;
    }
    for (const char* name : {"all", "any"}) {
      const Json* parts = json.Find(name);
      if (parts == nullptr) continue;
      std::vector<int> values;
      for (const Json& inner : *parts->array())
        values.push_back(part(inner));
      if (name == std::string("all")) return All(values);
      if (std::count(values.begin(), values.end(), 1) > 0) return 1;
      return std::count(values.begin(), values.end(), -1) > 0 ? -1 : 0;
    }
    return Measure(json, table);
  }

  static Fraction Number(const Json& json) {
    return json.integer() != nullptr ? Fraction(*json.integer()) : *Fraction::Parse(*json.string());
  }

  static int Compare(const std::optional<Fraction>& left, const Json& json) {
    if (!left) return -1;
    const Fraction right = Number(*json.Find("value"));
    const std::string op = *json.Find("op")->string();
    if (op == ">=") return *left >= right ? 1 : 0;
    if (op == ">") return *left > right ? 1 : 0;
    if (op == "<=") return *left <= right ? 1 : 0;
    if (op == "<") return *left < right ? 1 : 0;
    return *left == right ? 1 : 0;
  }

  static bool Inside(const std::optional<int>& score, const Json& band) {
    return score && *score >= *(*band.array())[0].integer() &&
           *score <= *(*band.array())[1].integer();
  }

  // -1 if the panel's size is in no row.
  [[nodiscard]] std::int64_t Limit(const Json& json, int table) const {
    const auto n = static_cast<std::int64_t>(twin_.Scores(table).size());
    for (const Json& row : *json.Find("table")->array()) {
      const auto& cells = *row.array();
      if (n >= *cells[0].integer() && n <= *cells[1].integer()) return *cells[2].integer();
    }
    return -1;
  }

  [[nodiscard]] int Measure(const Json& json, int table) const {
    const std::string measure = *json.Find("measure")->string();
    if (measure == "median") return Compare(twin_.Median(table), json);
    if (measure == "mean") return Compare(twin_.Mean(table), json);
    if (measure == "share") return Compare(ShareOf(json, table), json);
    if (measure == "share-near-median") {
      const auto median = twin_.Median(table);
      if (!median) return -1;
      const Fraction within = Number(*json.Find("within"));
      return Compare(twin_.Share(table,
                                 denominator_,
                                 [&](const Person& person) {
                                   return person.score && *median - *person.score <= within &&
                                          Fraction(*person.score) - *median <= within;
                                 }),
                     json);
    }
    if (measure == "iqr") {
      const auto q1 = twin_.Percentile(table, 25);
      if (!q1) return -1;
      return Compare(*twin_.Percentile(table, 75) - *q1, json);
    }
    return measure == "disagreement" ? Disagreement(json, table) : Outside(json, table);
  }

  [[nodiscard]] std::optional<Fraction> ShareOf(const Json& json, int table) const {
    const Json* own = json.Find("denominator");
    const Json* plus = json.Find("plus");
    return twin_.Share(
        table, own == nullptr ? denominator_ : *own->string(), [&](const Person& person) {
          if (plus != nullptr) {
            for (const Json& state : *plus->array()) {
              if (*state.string() == person.state) return true;
            }
          }
          return Inside(person.score, *json.Find("band"));
        });
  }

  [[nodiscard]] int Disagreement(const Json& json, int table) const {
    const std::vector<int> scores = twin_.Scores(table);
    if (const Json* lower = json.Find("lower")) {
      if (scores.empty()) return -1;
      const Fraction low = *twin_.Percentile(table, *lower == Json("30%") ? 30 : 10);
      const Fraction high = *twin_.Percentile(table, *json.Find("upper") == Json("70%") ? 70 : 90);
      Fraction away = (low + high) / 2 - 5;
      if (away < Fraction(0)) away = Fraction(0) - away;
      return high - low > *Fraction::Parse("2.35") + *Fraction::Parse("1.5") * away ? 1 : 0;
    }
    const std::int64_t limit = Limit(json, table);
    if (limit < 0) return -1;
    std::int64_t low = 0;
    std::int64_t high = 0;
    for (const int score : scores) {
      if (Inside(score, *json.Find("low"))) ++low;
      if (Inside(score, *json.Find("high"))) ++high;
    }
    return low >= limit && high >= limit ? 1 : 0;
  }

  [[nodiscard]] int Outside(const Json& json, int table) const {
    const std::int64_t limit = Limit(json, table);
    const std::vector<int> scores = twin_.Scores(table);
    if (limit < 0 || scores.empty()) return -1;
    if (*json.Find("region") == Json("mode")) {
      for (const int mode : scores) {
        const auto inside = std::count(scores.begin(), scores.end(), mode);
        if (static_cast<std::int64_t>(scores.size()) - inside <= limit) return 1;
      }
      return 0;
    }
    const auto median = twin_.Median(table);
    if (!median) return -1;
    for (const Json& band : *rule_.Find("scale")->Find("bands")->array()) {
      if (Fraction(*(*band.array())[1].integer()) < *median) continue;
      const auto inside = std::count_if(
          scores.begin(), scores.end(), [&](int score) { return Inside(score, band); });
      return static_cast<std::int64_t>(scores.size()) - inside <= limit ? 1 : 0;
    }
    return -1;
  }

  const Twin& twin_;
  const Json& rule_;
  std::string denominator_ = "scored";
  std::int64_t least_ = 1;
};

}  // namespace quorate::engine
