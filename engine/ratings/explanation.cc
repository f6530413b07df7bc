#include "engine/ratings/explanation.h"

#include <algorithm>
#include <map>
#include <utility>

namespace quorate::engine {

namespace {

Json Names(const std::vector<std::string>& names) {
  return Json::Array(names.begin(), names.end());
}

std::string KeyOf(const Band& band) {
  return std::to_string(band.low) + "-" + std::to_string(band.high);
}

Json WhatIfToJson(const WhatIf& what_if) {
  Json json;
  json["what_if"] = Name(what_if.kind);
  if (what_if.kind == WhatIf::Kind::kWithoutGroup) json["group"] = what_if.group;
  return json;
}

Json ScoredToJson(const Explanation& explanation, std::size_t item) {
  Json json;
  json["panel"] = std::to_string(explanation.scored[item]);
  json["groups"] = Json();
  json["without"] = Json();
  for (std::size_t group = 0; group < explanation.groups.size(); ++group) {
    const std::uint64_t scored = explanation.dissent[item].groups[group].scored;
    json["groups"][explanation.groups[group]] = std::to_string(scored);
  }
  for (const WhatIf& what_if : explanation.sensitivity.what_ifs) {
    if (what_if.scored.empty()) continue;
    const std::string scored = std::to_string(what_if.scored[item]);
    if (what_if.kind == WhatIf::Kind::kWithoutGroup) json["without"][what_if.group] = scored;
    if (what_if.kind == WhatIf::Kind::kCompleters) json["completers"] = scored;
  }
  return json;
}

Json WhatIfsToJson(const Sensitivity& sensitivity, std::size_t item) {
  Json::Array differing;
  for (const WhatIf& what_if : sensitivity.what_ifs) {
    if (what_if.items.empty()) continue;
    if (!Differ(what_if.items[item], sensitivity.items[item])) continue;
    Json json = WhatIfToJson(what_if);
    json["consensus"] = Name(what_if.items[item].consensus);
    differing.push_back(std::move(json));
  }
  return differing;
}

Json FlipToJson(const Flip& flip) {
  Json json;
  if (flip.at_least) json["at_least"] = std::to_string(*flip.at_least);
  if (flip.at_most) json["at_most"] = std::to_string(*flip.at_most);
  if (flip.at_most) json["becomes"] = Name(flip.becomes);
  if (!flip.why_not.empty()) json["why_not"] = flip.why_not;
  return json;
}

Json ExampleToJson(const Explanation& explanation, const std::vector<ScoreChange>& example) {
  Json::Array changes;
  for (const ScoreChange& change : example) {
    Json json;
    json["people"] = std::to_string(change.people);
    Json::Array groups;
    for (const std::uint32_t group : change.groups)
      groups.emplace_back(explanation.groups[group]);
    json["groups"] = std::move(groups);
    json["from"] = std::to_string(change.from);
    json["to"] = std::to_string(change.to);
    changes.push_back(std::move(json));
  }
  return changes;
}

Json FlipsToJson(const Explanation& explanation, std::size_t item) {
  const ItemFlips& flips = explanation.flips[item];
  Json json = FlipToJson(flips.overall);
  const auto& example = flips.overall.example;
  if (!example.empty() && example.size() <= kExampleChangesMax) {
    json["example"] = ExampleToJson(explanation, example);
  }
  json["groups"] = Json();
  for (std::size_t group = 0; group < explanation.groups.size(); ++group)
    json["groups"][explanation.groups[group]] = FlipToJson(flips.by_group[group]);
  return json;
}

Json DissentToJson(const Explanation& explanation, const ItemDissent& dissent) {
  std::map<std::string, std::vector<std::string>> verdicts;
  std::map<Band, std::vector<std::string>, bool (*)(const Band&, const Band&)> medians(
      [](const Band& a, const Band& b) { return a.low < b.low; });
  for (std::size_t group = 0; group < explanation.groups.size(); ++group) {
    const GroupAlone& alone = dissent.groups[group];
    if (!alone.heard) continue;
    const Consensus consensus = alone.consensus.consensus;
    if (consensus == Consensus::kIn || consensus == Consensus::kOut) {
      verdicts[Name(consensus)].push_back(explanation.groups[group]);
    }
    if (alone.band) medians[*alone.band].push_back(explanation.groups[group]);
  }
  Json json;
  if (dissent.verdicts_split) {
    for (const auto& [verdict, groups] : verdicts)
      json["verdicts"][verdict] = Names(groups);
  }
  if (dissent.medians_split) {
    for (const auto& [band, groups] : medians)
      json["medians"][KeyOf(band)] = Names(groups);
  }
  if (dissent.two_peaked) json["two_peaked"] = *dissent.two_peaked;
  return json;
}

Json MovesToJson(const Moves& moves) {
  Json json;
  json["both"] = std::to_string(moves.both);
  json["changed"] = std::to_string(moves.changed);
  json["toward"] = std::to_string(moves.toward);
  json["away"] = std::to_string(moves.away);
  json["came"] = std::to_string(moves.came);
  json["stopped"] = std::to_string(moves.stopped);
  return json;
}

Json MovementToJson(const Explanation& explanation, const ItemMovement& movement) {
  Json json;
  if (movement.majority) json["majority"] = movement.majority->ToString();
  json["panel"] = MovesToJson(movement.panel);
  json["groups"] = Json();
  for (std::size_t group = 0; group < explanation.groups.size(); ++group)
    json["groups"][explanation.groups[group]] = MovesToJson(movement.groups[group]);
  return json;
}

}  // namespace

Result<Explanation> ExplainRound(const RoundRatings& ratings,
                                 const ConsensusRule& rule,
                                 const VoicePolicy& voice,
                                 int round,
                                 const ExplanationContext& context) {
  Explanation all;
  all.rule = rule.name;
  all.scale = rule.scale;
  all.groups = ratings.groups;
  all.items = ratings.items;
  QUORATE_ASSIGN_OR_RETURN(all.sensitivity,
                           ExploreSensitivity(ratings, rule, voice, round, context.completed));
  QUORATE_ASSIGN_OR_RETURN(all.flips, FindFlips(ratings, rule, voice, round));
  const auto least = static_cast<std::uint64_t>(rule.least_group_size);
  QUORATE_ASSIGN_OR_RETURN(all.dissent, FindDissent(ratings, rule, voice, round, least));
  QUORATE_ASSIGN_OR_RETURN(all.other_rules, ApplyPresets(ratings, rule, voice, round));
  if (context.before != nullptr) {
    QUORATE_ASSIGN_OR_RETURN(all.movement,
                             FindMovement(*context.before, ratings, context.people, voice.hats));
  }
  for (const ItemDissent& dissent : all.dissent)
    all.scored.push_back(dissent.scored);
  return all;
}

Json RoundToJson(const Explanation& explanation) {
  Json json;
  json["items"] = std::to_string(explanation.items.size());
  Json::Array looked_at;
  Json::Array not_asked;
  for (const WhatIf& what_if : explanation.sensitivity.what_ifs) {
    Json asked = WhatIfToJson(what_if);
    if (!what_if.why_not.empty()) asked["why"] = what_if.why_not;
    (what_if.why_not.empty() ? looked_at : not_asked).push_back(std::move(asked));
  }
  json["looked_at"] = std::move(looked_at);
  json["not_asked"] = std::move(not_asked);
  Json::Array rules;
  Json::Array rules_not_asked;
  for (const OtherRule& other : explanation.other_rules) {
    if (other.why_not.empty()) {
      rules.emplace_back(other.preset);
      continue;
    }
    Json not_applied;
    not_applied["preset"] = other.preset;
    not_applied["why"] = other.why_not;
    rules_not_asked.push_back(std::move(not_applied));
  }
  json["rules_looked_at"] = std::move(rules);
  json["rules_not_asked"] = std::move(rules_not_asked);
  const std::string no_peaks = WhyNoPeaks(explanation.scale);
  if (!no_peaks.empty()) json["no_peaks"] = no_peaks;
  return json;
}

Json ItemToJson(const Explanation& explanation, std::size_t item) {
  const ItemConsensus& own = explanation.sensitivity.items[item];
  Json json;
  json["item"] = explanation.items[item];
  json["consensus"] = Name(own.consensus);
  if (!own.grade.empty()) json["grade"] = own.grade;
  json["scored"] = ScoredToJson(explanation, item);
  json["what_ifs"] = WhatIfsToJson(explanation.sensitivity, item);
  json["flip"] = FlipsToJson(explanation, item);
  json["dissent"] = DissentToJson(explanation, explanation.dissent[item]);
  const auto moved = std::find_if(
      explanation.movement.begin(), explanation.movement.end(), [&](const ItemMovement& movement) {
        return movement.item == explanation.items[item];
      });
  if (moved != explanation.movement.end()) json["movement"] = MovementToJson(explanation, *moved);
  Json::Array others;
  for (const OtherRule& other : explanation.other_rules) {
    if (other.items.empty() || !Differ(other.items[item], own)) continue;
    Json differing;
    differing["preset"] = other.preset;
    differing["consensus"] = Name(other.items[item].consensus);
    others.push_back(std::move(differing));
  }
  json["other_rules"] = std::move(others);
  return json;
}

}  // namespace quorate::engine
