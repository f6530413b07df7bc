// One function a rule; ranked_rule.cc lists them. Each answers with all tied winners: ties are
// broken afterwards, in one place. Each wants the ballots of its row's kind.

#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/ranking/ranked_rule.h"

namespace quorate::engine {

Result<RankedAnswer> CountPlurality(const RankedCount& count);
Result<RankedAnswer> CountApproval(const RankedCount& count);
Result<RankedAnswer> CountScore(const RankedCount& count);
Result<RankedAnswer> CountStar(const RankedCount& count);
Result<RankedAnswer> CountMajorityJudgment(const RankedCount& count);
Result<RankedAnswer> CountBorda(const RankedCount& count);
Result<RankedAnswer> CountCopeland(const RankedCount& count);
Result<RankedAnswer> CountMinimax(const RankedCount& count);
Result<RankedAnswer> CountSchulze(const RankedCount& count);
Result<RankedAnswer> CountRankedPairs(const RankedCount& count);
Result<RankedAnswer> CountKemeny(const RankedCount& count);
Result<RankedAnswer> CountCondorcet(const RankedCount& count);
Result<RankedAnswer> CountSmith(const RankedCount& count);
Result<RankedAnswer> CountSchwartz(const RankedCount& count);
Result<RankedAnswer> CountIrv(const RankedCount& count);

// What the rules share.

// "A", "A and B", "A, B and C".
std::string NamesOf(const Profile& profile, const std::vector<std::size_t>& candidates);
// As an array of names.
Json NamesInJson(const Profile& profile, const std::vector<std::size_t>& candidates);
// Exact strings by name.
Json FiguresInJson(const Profile& profile, const std::vector<Fraction>& figures);
// Winners and ranking by score, the highest first, with a sentence: "A wins with 7 `unit`."
RankedAnswer HighestWins(const Profile& profile,
                         std::vector<Fraction> scores,
                         std::string_view unit);
// First choices among the candidates in `active`, equal first places in exact shares; the last
// element is what found none. `active` has one flag a candidate.
std::vector<Fraction> FirstChoices(const Profile& profile,
                                   const WholeWeights& weights,
                                   const std::vector<bool>& active);
// Sums of scale values. Missing grades count 0.
std::vector<Fraction> GradeSums(const Profile& profile);
// Gives every missing grade the value, which joins the scale.
void FillMissing(Profile& profile, const Fraction& value);
// Refuses missing grades, naming how many ballots lack one. `mend` says which option helps.
Status RefuseMissing(const Profile& profile, std::string_view mend);
// A path as [{"from","to","for","against"}] and "Ann > Cyd (30 to 15) > Bob (28 to 17)".
Json PathInJson(const Profile& profile,
                const Pairwise& pairwise,
                const std::vector<std::size_t>& path);
std::string PathInWords(const Profile& profile,
                        const Pairwise& pairwise,
                        const std::vector<std::size_t>& path);

}  // namespace quorate::engine
