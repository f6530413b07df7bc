#include "engine/study/disclosure.h"

#include <algorithm>

#include "engine/base/check.h"

namespace quorate::engine {

namespace {

Electorate Divided(const RoundRatings& ratings, const VoicePolicy& voice) {
  auto electorate = Divide(ratings, voice);
  QUORATE_CHECK(electorate.has_value());
  return *std::move(electorate);
}

}  // namespace

Disclosure::Disclosure(const RoundRatings& ratings, const Protocol& protocol)
    : ratings_(ratings), protocol_(protocol), electorate_(Divided(ratings, protocol.voice)) {
  std::vector<std::uint32_t> bloc_of(ratings.member_count());
  for (const Run& run : electorate_.runs) {
    for (std::size_t at = run.begin; at < run.end; ++at)
      bloc_of[electorate_.order.empty() ? at : electorate_.order[at]] = run.bloc;
  }
  const bool own = protocol.voice.voice == Voice::kPersonWeights;
  std::map<std::pair<std::uint32_t, Fraction>, std::uint32_t> numbers;
  for (std::size_t member = 0; member < bloc_of.size(); ++member) {
    const Sort sort{bloc_of[member], own ? ratings.weights[member] : Fraction(1)};
    const auto [place, is_new] = numbers.try_emplace({sort.bloc, sort.own_weight},
                                                     static_cast<std::uint32_t>(sorts_.size()));
    if (is_new) sorts_.push_back(sort);
    sort_of_.push_back(place->second);
  }
}

std::vector<Alike> Disclosure::AlikeOf(const std::vector<std::int64_t>& people) const {
  // How many people speak through each group, parts of them added up.
  std::vector<Fraction> speaking(ratings_.groups.size());
  for (std::size_t i = 0; i < sorts_.size(); ++i) {
    const Bloc& bloc = electorate_.blocs[sorts_[i].bloc];
    for (const std::uint32_t group : bloc.voices)
      speaking[group] += bloc.part * Fraction(people[i]);
  }
  std::vector<Alike> alike;
  for (std::size_t i = 0; i < sorts_.size(); ++i) {
    const Bloc& bloc = electorate_.blocs[sorts_[i].bloc];
    Alike one{bloc.tables, people[i], sorts_[i].own_weight, sorts_[i].own_weight * bloc.part};
    const Voice voice = protocol_.voice.voice;
    if (people[i] > 0 && NeedsGroups(voice)) {
      one.panel_weight = 0;
      for (const std::uint32_t group : bloc.voices) {
        const Fraction stated =
            TakesGroupWeights(voice) ? electorate_.group_weights[group] : Fraction(1);
        const Fraction share =
            voice == Voice::kGroupWeightsEach ? stated : stated / speaking[group];
        one.panel_weight += bloc.part * share;
      }
    }
    alike.push_back(std::move(one));
  }
  return alike;
}

HeldBack Disclosure::Unanimous(const std::vector<Scores>& scores) const {
  HeldBack held_back;
  if (protocol_.unanimity_shown) return held_back;
  const auto agreed = [](const Scores& of) { return of.first != kNotShown && of.alike; };
  held_back.panel = agreed(scores.back());
  for (std::size_t g = 0; g + 1 < scores.size(); ++g)
    held_back.groups.push_back(agreed(scores[g]));
  return held_back;
}

Shown Disclosure::Of(std::size_t item) {
  std::vector<std::int64_t> people(sorts_.size());
  std::vector<Scores> by_bloc(electorate_.blocs.size());
  for (std::size_t member = 0; member < sort_of_.size(); ++member) {
    const AnswerCode code = ratings_.At(item, member);
    if (code < kFirstScore) continue;
    ++people[sort_of_[member]];
    Scores& scores = by_bloc[sorts_[sort_of_[member]].bloc];
    if (scores.first == kNotShown) scores.first = code;
    scores.alike = scores.alike && scores.first == code;
  }
  std::vector<Scores> by_table(ratings_.groups.size() + 1);
  const auto add = [&](const Scores& bloc, Scores& table) {
    if (bloc.first == kNotShown) return;
    if (table.first == kNotShown) table.first = bloc.first;
    table.alike = table.alike && bloc.alike && table.first == bloc.first;
  };
  for (std::size_t i = 0; i < by_bloc.size(); ++i) {
    add(by_bloc[i], by_table.back());
    for (const std::uint32_t group : electorate_.blocs[i].tables)
      add(by_bloc[i], by_table[group]);
  }
  const HeldBack held_back = Unanimous(by_table);
  std::vector<bool> unanimous = held_back.groups;
  unanimous.push_back(held_back.panel);
  const auto key = std::pair(people, std::move(unanimous));
  if (const auto found = known_.find(key); found != known_.end()) return found->second;
  Shown shown = WhatMayBeShown(AlikeOf(people), ratings_.groups.size(), protocol_.k, held_back);
  known_.emplace(key, shown);
  return shown;
}

std::vector<std::string> NamesOfHidden(const Protocol& protocol, const Shown& shown) {
  std::vector<std::string> names;
  for (std::size_t g = 0; g < shown.groups.size(); ++g) {
    if (!shown.groups[g]) names.push_back(protocol.groups[g].id);
  }
  std::sort(names.begin(), names.end());
  return names;
}

}  // namespace quorate::engine
