// Everything that explains the verdicts of one round, and its form in JSON: what a closed round
// records beside its tallies and what an auditor computes again.

#pragma once

#include <string>
#include <vector>

#include "engine/base/json.h"
#include "engine/base/result.h"
#include "engine/panel/voice.h"
#include "engine/ratings/dissent.h"
#include "engine/ratings/flip.h"
#include "engine/ratings/movement.h"
#include "engine/ratings/round_ratings.h"
#include "engine/ratings/rule.h"
#include "engine/ratings/rule_comparison.h"
#include "engine/ratings/sensitivity.h"

namespace quorate::engine {

// What may be known beside the round itself.
struct ExplanationContext {
  std::vector<bool> completed;           // Who completed the study, by member; or empty.
  const RoundRatings* before = nullptr;  // The round before, if any,
  std::vector<SamePerson> people;        // and who is who in it.
};

struct Explanation {
  std::string rule;  // Its name.
  Scale scale;
  std::vector<std::string> groups;
  std::vector<std::string> items;
  std::vector<std::uint64_t> scored;  // By item: the panel's people who scored it.
  Sensitivity sensitivity;
  std::vector<ItemFlips> flips;      // By item.
  std::vector<ItemDissent> dissent;  // By item.
  std::vector<OtherRule> other_rules;
  std::vector<ItemMovement> movement;  // Of the items also asked in the round before.
};

// All of it. Groups are heard in dissent from the rule's least group size on. Refuses what
// TallyRatings() and FindMovement() refuse. Requires ratings that CheckRound() accepts.
Result<Explanation> ExplainRound(const RoundRatings& ratings,
                                 const ConsensusRule& rule,
                                 const VoicePolicy& voice,
                                 int round,
                                 const ExplanationContext& context = {});

// What was asked of every item, so that an item's explanation need only name what differs:
//
//   {"items": "31", "looked_at": [{"what_if": "no-weights"}, {"what_if": "without", "group": G}],
//    "not_asked": [{"what_if": "completers", "why": ".."}],
//    "rules_looked_at": ["ram"], "rules_not_asked": [{"preset": "delphistar-75", "why": ".."}],
//    "no_peaks"?: ".."}
//
// `no_peaks` says why two-peaked distributions were not looked for. Counts are strings.
Json RoundToJson(const Explanation& explanation);

// One item's explanation, in exact strings and without reals, so that the log can hold it:
//
//   {"item", "consensus", "grade"?,
//    "scored": {"panel", "groups": {G: ..}, "without": {G: ..}, "completers"?},
//    "what_ifs": [{"what_if", "group"?, "consensus"}],      only those with another verdict
//    "flip": {"at_least"?, "at_most"?, "becomes"?, "why_not"?,
//             "example"?: [{"people", "groups", "from", "to"}],
//             "groups": {G: {"at_least"?, "at_most"?, "becomes"?, "why_not"?}}},
//    "dissent": {"verdicts"?: {"IN": [G], "OUT": [G]}, "medians"?: {"1-3": [G]}, "two_peaked"?},
//    "movement"?: {"majority"?, "panel": M, "groups": {G: M}},
//    "other_rules": [{"preset", "consensus"}]}              only those with another verdict
//
// M = {"both", "changed", "toward", "away", "came", "stopped"}. A flip is exact where `at_least`
// equals `at_most`. An example of more than kExampleChangesMax changes is left out.
Json ItemToJson(const Explanation& explanation, std::size_t item);

inline constexpr std::size_t kExampleChangesMax = 40;

}  // namespace quorate::engine
