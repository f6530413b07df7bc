// The rules that choose from ranked, approving or grading ballots: options, answer, and the table
// in which every rule has its row.

#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/fraction.h"
#include "engine/base/json.h"
#include "engine/base/result.h"
#include "engine/ranking/pairwise.h"
#include "engine/ranking/profile.h"
#include "engine/ranking/stage.h"

namespace quorate::engine {

enum class BordaUnranked { kAveraged, kZero };
enum class Missing { kRefuse, kZero, kWorst, kMedian };
enum class TieRule { kNone, kOrder, kLot };

// What decides between tied winners. Without it all of them win.
struct TieBreak {
  TieRule rule = TieRule::kNone;
  std::vector<std::string> order;  // Names, the first wins. Those left out stay tied.
  std::string seed;                // The lot's: the same seed and names, the same draw.
};

struct RankedOptions {
  std::size_t seats = 1;
  Unranked unranked = Unranked::kLast;
  Strength strength = Strength::kWinning;
  BordaUnranked borda_unranked = BordaUnranked::kAveraged;
  Missing missing = Missing::kRefuse;
  TieBreak tie;
};

// Candidates are numbers in file order.
struct RankedAnswer {
  std::vector<std::size_t> winners;  // All tied ones; in file order unless the rule has an order.
  bool tied = false;                 // More winners than seats.
  std::vector<std::vector<std::size_t>> ranking;  // Equal places share a list; empty if not given.
  std::vector<Fraction> scores;                   // One a candidate; empty if not given.
  std::vector<StvStage> stages;                   // Of STV and instant runoff, as shown.
  std::vector<std::string> summary;               // Who won and why, in sentences.
  Json explanation;  // An object: what the rule has to show. The summary is added to it.
};

// What a rule sees. `place_of` is the tie order as places, the smallest first; empty without one.
struct RankedCount {
  const Profile& profile;
  const RankedOptions& options;
  std::vector<std::size_t> place_of;
};

// Whether --seats may be more than 1, and whether winners are a set that no tie-break cuts down.
enum class Seats { kOne, kMany };
enum class Winners { kChosen, kSet };

struct RankedRule {
  const char* name;
  BallotKind kind;
  Seats seats;
  Winners winners;
  Result<RankedAnswer> (*count)(const RankedCount& count);
};

// Every rule, in the order of the contract.
std::span<const RankedRule> RankedRules();
// Null for an unknown name.
const RankedRule* FindRankedRule(std::string_view name);

// Counts, then breaks a tie if the options say how. Refuses seats, strengths and policies for
// missing grades that the rule does not know, and a tie order that names strangers.
Result<RankedAnswer> CountRanked(const Profile& profile,
                                 const RankedRule& rule,
                                 const RankedOptions& options);

// The answer as programs read it: rule, seats, winners, tied, ranking, scores, explanation.
Json ToJson(const RankedAnswer& answer,
            const Profile& profile,
            std::string_view rule,
            std::size_t seats);

}  // namespace quorate::engine
