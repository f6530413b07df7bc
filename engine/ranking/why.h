// Why one candidate stands above another under a rule: the exact figures that decide between the
// two, and the same in plain words.

#pragma once

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "engine/base/json.h"
#include "engine/base/result.h"
#include "engine/ranking/ranked_rule.h"

namespace quorate::engine {

using CandidatePair = std::pair<std::size_t, std::size_t>;

struct CandidateComparison {
  std::size_t one = 0;
  std::size_t other = 0;
  std::vector<std::string> sentences;
  Json figures;  // An object; its members depend on the rule.
};

// With so many candidates or fewer, an answer compares its winner with everybody unasked.
inline constexpr std::size_t kComparedUnaskedMax = 15;

// The pairs that answer a question about `asked`. Nobody asked for: the first winner against
// everybody else (of STV, the last elected one against those who were not). One winner: the same
// for that winner. One loser: each winner against them. Several: each pair of them, in the order
// given. Empty where nobody won and fewer than two are asked for.
std::vector<CandidatePair> PairsToCompare(const RankedAnswer& answer,
                                          std::size_t candidates,
                                          const std::vector<std::size_t>& asked);

// The candidates' numbers; refuses names that the ballots do not hold, all at once.
Result<std::vector<std::size_t>> FindCandidates(const Profile& profile,
                                                const std::vector<std::string>& names);

// One comparison a pair. `answer` is what CountRanked gave for the same profile, rule and options;
// where it shows one of several ways to break ties, so does the comparison. What each rule shows:
//
// plurality, approval, score, borda   both sums
// star                                both sums, the runoff
// majority-judgment                   both medians, and where removing medians parts them
// copeland, minimax, condorcet        both records, and the duel
// smith, schwartz                     the chains of victories between them
// schulze                             the strongest path each way, link by link
// ranked-pairs                        the locked victories that join them, the refused one
// kemeny                              the distance of the best order with each of them first
// irv, stv-*                          the stages where they were elected or excluded
//
// All but the grading rules show the duel as well: by how much weight each is above the other.
Result<std::vector<CandidateComparison>> CompareCandidates(const Profile& profile,
                                                           const RankedRule& rule,
                                                           const RankedOptions& options,
                                                           const RankedAnswer& answer,
                                                           const std::vector<CandidatePair>& pairs);

// [{"of","with","sentences", figures..}], as it stands in an explanation.
Json ToJson(const std::vector<CandidateComparison>& comparisons, const Profile& profile);

}  // namespace quorate::engine
