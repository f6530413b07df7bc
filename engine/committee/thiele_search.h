// The best committees of all, for rules that add up what every ballot gains from its members: PAV
// and Chamberlin-Courant.

#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "engine/committee/committee.h"

namespace quorate::engine {

// What a ballot's next member adds: 1/j for its j-th, or 1 for its first and nothing after.
enum class Thiele { kHarmonic, kFirstOnly };

struct BestCommittees {
  std::vector<Committee> committees;  // In file order, at most kCommitteesMax.
  Cut cut = Cut::kNo;                 // There may be more.
  Fraction score;
  // No committee scores higher; only where the score itself is not proven to be the highest.
  std::optional<Fraction> bound;
};

// The work that a search may do before it gives up, in ballots' approvals looked at.
inline constexpr std::int64_t kSearchWorkMax = 3'000'000'000;

// Branch and bound. The bound is Lagrangian: every ballot gets a price per member between what its
// first and its last member add; then a ballot's gain is at most its best at that price plus the
// price of its members, and those prices add up to one sum a candidate, of which the k largest
// count. Prices are whole numbers, and any prices give a true bound, so all of it is exact.
// Requires 1 <= seats <= candidates.
BestCommittees FindBest(const ApprovalProfile& profile,
                        std::uint32_t seats,
                        Thiele thiele,
                        std::int64_t work_max = kSearchWorkMax);

// The score of a committee.
Fraction ThieleScore(const ApprovalProfile& profile, const Committee& committee, Thiele thiele);

}  // namespace quorate::engine
