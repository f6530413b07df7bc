// What of a count may be shown, by the k rule (k_rule.h) over the people in its tables.

#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "engine/ratings/electorate.h"
#include "engine/ratings/round_ratings.h"
#include "engine/study/k_rule.h"
#include "engine/study/protocol.h"
#include "engine/study/study.h"

namespace quorate::engine {

// The tables of one round's items. Who scored differs from item to item, and with it what may be
// shown.
class Disclosure {
 public:
  // Requires ratings that Divide() accepts under the protocol's voice; both must outlive this.
  Disclosure(const RoundRatings& ratings, const Protocol& protocol);

  // People are those who scored the item. Tables in which everybody gave one score are held back
  // unless the protocol warned that they are shown.
  Shown Of(std::size_t item);

 private:
  // People of one bloc and one own weight.
  struct Sort {
    std::uint32_t bloc = 0;
    Fraction own_weight = 1;
    friend bool operator==(const Sort&, const Sort&) = default;
  };
  // Where the panel's people of a bloc stand: one entry a group, and a last one for the panel.
  struct Scores {
    AnswerCode first = kNotShown;
    bool alike = true;
  };

  [[nodiscard]] std::vector<Alike> AlikeOf(const std::vector<std::int64_t>& people) const;
  [[nodiscard]] HeldBack Unanimous(const std::vector<Scores>& scores) const;

  const RoundRatings& ratings_;
  const Protocol& protocol_;
  Electorate electorate_;
  std::vector<Sort> sorts_;
  std::vector<std::uint32_t> sort_of_;  // By member.
  std::map<std::pair<std::vector<std::int64_t>, std::vector<bool>>, Shown> known_;
};

// The same over people without scores, each counted once in the panel and in the tables of their
// hats: `counted` says who. Whoever's hats are not known counts in the panel only.
template <typename Counted>
Shown TablesOf(const Study& study, int k, const Counted& counted);

// Groups by index, in the form the log names them.
std::vector<std::string> NamesOfHidden(const Protocol& protocol, const Shown& shown);

template <typename Counted>
Shown TablesOf(const Study& study, int k, const Counted& counted) {
  std::map<std::vector<std::uint32_t>, std::int64_t> people;
  for (const Participant& person : study.participants) {
    if (!counted(person)) continue;
    std::vector<std::uint32_t> groups;
    for (std::uint32_t g = 0; person.membership && g < study.protocol->groups.size(); ++g) {
      if (CountsIn(*study.protocol, *person.membership, study.protocol->groups[g].id))
        groups.push_back(g);
    }
    ++people[groups];
  }
  std::vector<Alike> alike;
  alike.reserve(people.size());
  for (const auto& [groups, number] : people)
    alike.push_back({groups, number, 1, 1});
  return WhatMayBeShown(alike, study.protocol->groups.size(), k);
}

}  // namespace quorate::engine
