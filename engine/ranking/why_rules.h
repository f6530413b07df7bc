// How each family of rules compares two candidates; why.cc lists which rule belongs to which.

#pragma once

#include <functional>
#include <string>
#include <vector>

#include "engine/ranking/why.h"

namespace quorate::engine {

// What a comparison looks at. All of it outlives the comparer that is made of it.
struct Question {
  const Profile& profile;
  const RankedOptions& options;
  const RankedAnswer& answer;
  const char* rule;
};

// Compares two different candidates; what they share was counted once, when it was made.
using Comparer = Result<std::function<CandidateComparison(std::size_t one, std::size_t other)>>;

Comparer CompareSums(const Question& question);      // plurality, approval, score, borda
Comparer CompareStar(const Question& question);      // star
Comparer CompareMerit(const Question& question);     // majority-judgment
Comparer CompareDuels(const Question& question);     // copeland, minimax, condorcet
Comparer CompareChains(const Question& question);    // smith, schwartz
Comparer ComparePaths(const Question& question);     // schulze
Comparer CompareLocks(const Question& question);     // ranked-pairs
Comparer CompareDistance(const Question& question);  // kemeny
Comparer CompareStages(const Question& question);    // irv, stv-*

// What they share.

// "58 to 42".
std::string ToText(const Fraction& support, const Fraction& against);
// Adds the duel: {"for","against"} and "58 place Ann above Bob, 42 Bob above Ann."
void ShowDuel(const Question& question, const Pairwise& pairwise, CandidateComparison& comparison);

}  // namespace quorate::engine
