// How close a count was: the fewest ballots that, had they said something else, would have changed
// who wins.
//
// A changed ballot may say anything that a ballot of its kind can: places, or grades of the scale.
// Nobody is added or stays away. The winners change when their set does, so a tie is a change; the
// tie order plays no part.
//
// Weights are counted in whole parts of their common denominator; margin.h in base says what that
// makes of the answer.

#pragma once

#include <cstddef>

#include "engine/base/margin.h"
#include "engine/ranking/ranked_rule.h"

namespace quorate::engine {

// Exact: plurality, approval, score, Borda, Condorcet, and Smith where the set has one member. For
// the others a lower bound is proven from the figures of the count and an upper one is found by
// changing ballots and counting again; both meet often. Where they do not and the election is small
// (kChangesTriedMax), every change in between is tried, and then the margin is exact for any rule.
// Of instant runoff among at most five candidates every order of elimination is tried instead.
//
// How the lower bounds come about, in changed ballots k, each of which moves a duel's margin by at
// most 2:
//   Schulze        the winner's surely strongest paths against everybody's possibly strongest back
//   ranked pairs   victories that nothing possible could refuse lead from the winner to everybody
//   minimax        the winner's possibly worst defeat against everybody's surely worst one
//   Copeland       all duels within reach turned at once
//   Kemeny         a ballot moves two orders' difference by n(n - 1) at most; Condorcet's margin
//   Schwartz       victories within reach, as for Schulze
//   STAR           the runoff, or a finalist replaced
//   MJ             k best grades of the winner made worst, k worst of a rival made best
//   IRV            the best of all paths of joint eliminations (Cary, Estimating the Margin of
//                  Victory for Instant-Runoff Voting, EVT/WOTE 2011)
//   STV            1: nothing better is known here
//
// Undefined with a reason: nobody wins, there is nobody else, a set of several, or the count is
// refused.
MarginAnswer MarginOf(const Profile& profile, const RankedRule& rule, const RankedOptions& options);

// Whether MarginOf is as cheap as the count itself.
bool HasCheapMargin(const RankedRule& rule);

// Elections where at most so many changed profiles have to be counted are searched whole.
inline constexpr std::size_t kChangesTriedMax = 60'000;

}  // namespace quorate::engine
