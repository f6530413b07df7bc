#include "engine/ratings/sensitivity.h"

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

#include "engine/ratings/counted_round.h"
#include "engine/ratings/results.h"
#include "engine/ratings/rule_variants.h"

namespace quorate::engine {

namespace {

constexpr int kPointsMoved = 5;

// The hats once the group is gone, renumbered; none where nobody is left under them.
std::optional<HatSet> HatsWithout(const HatSet& hats, std::uint32_t group, Hats policy) {
  if (hats.empty()) return hats;
  if (policy == Hats::kDeclared && hats.front() == group) return std::nullopt;
  HatSet left;
  for (const std::uint32_t hat : hats) {
    if (hat != group) left.push_back(hat > group ? hat - 1 : hat);
  }
  if (left.empty()) return std::nullopt;
  return left;
}

WhatIf Ask(WhatIf::Kind kind, std::string group = "") {
  return {kind, std::move(group), "", {}, {}};
}

class Explorer {
 public:
  Explorer(const RoundRatings& ratings,
           const ConsensusRule& rule,
           const VoicePolicy& voice,
           int round,
           CountedRound counted,
           const Regrouped& own)
      : ratings_(ratings), rule_(rule), voice_(voice), round_(round), counted_(std::move(counted)) {
    for (const ItemTally& item : counted_.items)
      tables_.push_back(TablesOf(own, item));
  }

  [[nodiscard]] Sensitivity Run(bool completion_known) const {
    Sensitivity all;
    all.items = Under(rule_);
    all.what_ifs.push_back(NoWeights());
    all.what_ifs.push_back(EqualGroups());
    for (std::uint32_t group = 0; group < ratings_.groups.size(); ++group)
      all.what_ifs.push_back(Without(group));
    all.what_ifs.push_back(Completers(completion_known));
    all.what_ifs.push_back(Unable(WhatIf::Kind::kUnableCounted, WithUnableCounted(rule_)));
    all.what_ifs.push_back(Unable(WhatIf::Kind::kUnableLeftOut, WithUnableLeftOut(rule_)));
    all.what_ifs.push_back(
        Limits(WhatIf::Kind::kThresholdUp, WithThresholdsMoved(rule_, kPointsMoved)));
    all.what_ifs.push_back(
        Limits(WhatIf::Kind::kThresholdDown, WithThresholdsMoved(rule_, -kPointsMoved)));
    all.what_ifs.push_back(Limits(WhatIf::Kind::kStrict, WithStrictLimits(rule_)));
    all.what_ifs.push_back(Limits(WhatIf::Kind::kNonStrict, WithNonStrictLimits(rule_)));
    return all;
  }

 private:
  // The same people under another rule.
  [[nodiscard]] std::vector<ItemConsensus> Under(const ConsensusRule& rule) const {
    std::vector<ItemConsensus> items;
    for (const ItemTables& tables : tables_)
      items.push_back(ConsensusOf(rule, ratings_.groups, tables, round_));
    return items;
  }

  // The same rule over other people or another voice.
  [[nodiscard]] WhatIf Among(WhatIf what_if,
                             std::vector<std::string> groups,
                             const std::vector<std::optional<HatSet>>& hats,
                             const VoicePolicy& voice) const {
    const auto regrouped = Regroup(std::move(groups), hats, voice);
    if (!regrouped) {
      what_if.why_not = regrouped.error().message;
      return what_if;
    }
    const bool some_left_out = std::find(hats.begin(), hats.end(), std::nullopt) != hats.end() ||
                               what_if.kind == WhatIf::Kind::kWithoutGroup;
    ConsensusRule waived = rule_;
    if (some_left_out) waived.quorum.panel = 1;
    for (std::size_t item = 0; item < counted_.items.size(); ++item) {
      const ItemTables tables = TablesOf(*regrouped, counted_.items[item]);
      const ItemConsensus own = ConsensusOf(rule_, ratings_.groups, tables_[item], round_);
      const ConsensusRule& rule = own.consensus == Consensus::kInquorate ? rule_ : waived;
      what_if.items.push_back(ConsensusOf(rule, regrouped->groups, tables, round_));
      if (some_left_out) what_if.scored.push_back(tables.panel.scored_people());
    }
    return what_if;
  }

  [[nodiscard]] std::vector<std::optional<HatSet>> AllHats() const {
    std::vector<std::optional<HatSet>> hats;
    for (const Kind& kind : counted_.kinds)
      hats.emplace_back(kind.hats);
    return hats;
  }

  [[nodiscard]] WhatIf UnderVoice(WhatIf what_if, Voice voice) const {
    return Among(std::move(what_if), ratings_.groups, AllHats(), {"", voice, voice_.hats, {}});
  }

  [[nodiscard]] WhatIf NoWeights() const {
    WhatIf what_if = Ask(WhatIf::Kind::kNoWeights);
    if (voice_.voice == Voice::kPerPerson) what_if.why_not = "everybody has one voice already";
    return what_if.why_not.empty() ? UnderVoice(std::move(what_if), Voice::kPerPerson) : what_if;
  }

  [[nodiscard]] WhatIf EqualGroups() const {
    WhatIf what_if = Ask(WhatIf::Kind::kEqualGroups);
    std::set<std::uint32_t> heard;
    for (const Kind& kind : counted_.kinds) {
      const bool split = voice_.hats == Hats::kSplit || kind.hats.empty();
      heard.insert(kind.hats.begin(), split ? kind.hats.end() : kind.hats.begin() + 1);
    }
    if (voice_.voice == Voice::kEqualGroups) {
      what_if.why_not = "the groups have equal voices already";
    } else if (heard.size() < 2) {
      what_if.why_not = "there are no two groups with people";
    }
    return what_if.why_not.empty() ? UnderVoice(std::move(what_if), Voice::kEqualGroups) : what_if;
  }

  [[nodiscard]] WhatIf Without(std::uint32_t group) const {
    WhatIf what_if = Ask(WhatIf::Kind::kWithoutGroup, ratings_.groups[group]);
    std::vector<std::optional<HatSet>> hats;
    bool counts = false;
    bool somebody = false;
    for (const Kind& kind : counted_.kinds) {
      const auto end = voice_.hats == Hats::kDeclared && !kind.hats.empty() ? kind.hats.begin() + 1
                                                                            : kind.hats.end();
      counts = counts || std::find(kind.hats.begin(), end, group) != end;
      hats.push_back(HatsWithout(kind.hats, group, voice_.hats));
      somebody = somebody || hats.back().has_value();
    }
    if (!counts) {
      what_if.why_not = "nobody is in this group";
    } else if (!somebody) {
      what_if.why_not = "nobody would be left";
    } else if (NamesGroup(rule_, what_if.group, round_)) {
      what_if.why_not = "the rule asks for this group by name";
    }
    if (!what_if.why_not.empty()) return what_if;
    std::vector<std::string> others = ratings_.groups;
    others.erase(others.begin() + group);
    return Among(std::move(what_if), std::move(others), hats, voice_);
  }

  [[nodiscard]] WhatIf Completers(bool known) const {
    WhatIf what_if = Ask(WhatIf::Kind::kCompleters);
    std::vector<std::optional<HatSet>> hats;
    std::size_t left = 0;
    for (const Kind& kind : counted_.kinds) {
      hats.push_back(kind.completed ? std::optional(kind.hats) : std::nullopt);
      if (!kind.completed) ++left;
    }
    if (!known) {
      what_if.why_not = "it is not known who completed the study";
    } else if (left == 0) {
      what_if.why_not = "everybody completed the study";
    } else if (left == counted_.kinds.size()) {
      what_if.why_not = "nobody completed the study";
    }
    if (!what_if.why_not.empty()) return what_if;
    return Among(std::move(what_if), ratings_.groups, hats, voice_);
  }

  [[nodiscard]] WhatIf Unable(WhatIf::Kind kind, const ConsensusRule& rule) const {
    const bool said = std::any_of(tables_.begin(), tables_.end(), [](const ItemTables& tables) {
      return tables.panel.people[kUnable] + tables.panel.people[kNotUnderstood] > 0;
    });
    WhatIf what_if = Ask(kind);
    if (!said) what_if.why_not = "everybody who answered scored";
    if (AskTheSame(rule, rule_, round_)) what_if.why_not = "no share of the rule would change";
    if (what_if.why_not.empty()) what_if.items = Under(rule);
    return what_if;
  }

  [[nodiscard]] WhatIf Limits(WhatIf::Kind kind, const ConsensusRule& rule) const {
    WhatIf what_if = Ask(kind);
    if (AskTheSame(rule, rule_, round_)) what_if.why_not = "no limit of the rule would change";
    if (what_if.why_not.empty()) what_if.items = Under(rule);
    return what_if;
  }

  const RoundRatings& ratings_;
  const ConsensusRule& rule_;
  const VoicePolicy& voice_;
  int round_;
  CountedRound counted_;
  std::vector<ItemTables> tables_;  // By item, as the rule and the voice have them.
};

}  // namespace

const char* Name(WhatIf::Kind kind) {
  switch (kind) {
    case WhatIf::Kind::kNoWeights:
      return "no-weights";
    case WhatIf::Kind::kEqualGroups:
      return "equal-groups";
    case WhatIf::Kind::kWithoutGroup:
      return "without";
    case WhatIf::Kind::kCompleters:
      return "completers";
    case WhatIf::Kind::kUnableCounted:
      return "unable-counted";
    case WhatIf::Kind::kUnableLeftOut:
      return "unable-left-out";
    case WhatIf::Kind::kThresholdUp:
      return "threshold+5";
    case WhatIf::Kind::kThresholdDown:
      return "threshold-5";
    case WhatIf::Kind::kStrict:
      return "strict";
    case WhatIf::Kind::kNonStrict:
      return "non-strict";
  }
  return "";
}

bool Differ(const ItemConsensus& a, const ItemConsensus& b) {
  return a.consensus != b.consensus;
}

Result<Sensitivity> ExploreSensitivity(const RoundRatings& ratings,
                                       const ConsensusRule& rule,
                                       const VoicePolicy& voice,
                                       int round,
                                       const std::vector<bool>& completed) {
  QUORATE_RETURN_IF_ERROR(CheckScale(ratings, rule));
  QUORATE_ASSIGN_OR_RETURN(CountedRound counted, CountFinely(ratings, voice, completed));
  std::vector<std::optional<HatSet>> hats;
  for (const Kind& kind : counted.kinds)
    hats.emplace_back(kind.hats);
  QUORATE_ASSIGN_OR_RETURN(const Regrouped own, Regroup(ratings.groups, hats, voice));
  return Explorer(ratings, rule, voice, round, std::move(counted), own).Run(!completed.empty());
}

}  // namespace quorate::engine
