// Choosing several by single transferable vote; ranked_rule.cc lists the rules. Each answers with
// the winners in order of election, or with all who win in some way of breaking the ties that the
// rule leaves open.

#pragma once

#include "engine/ranking/ranked_rule.h"

namespace quorate::engine {

// As counted in Scottish local elections (SSI 2007/42, rules 45 to 52): quota floor(V/(k+1))+1 over
// papers with a first preference; values cut to five decimals a paper; the largest surplus first;
// ties by the latest stage that tells them apart. Refuses equal places and weights that are no
// integers.
Result<RankedAnswer> CountStvScottish(const RankedCount& count);

// The same papers and surpluses, with nothing cut: quota V/(k+1), which has to be passed. Equal
// places share the paper. No tie is broken by history.
Result<RankedAnswer> CountStvWig(const RankedCount& count);

// Meek's rule as Hill, Wichmann and Woodall wrote it: every elected candidate keeps a part of each
// paper and hands on the rest, until what they keep is the quota V/(k+1) of the votes in play to
// within 1e-9. Decimals of 18 digits and 9 guard digits; figures closer than a tenth of the 18th
// digit are equal. Equal places share the paper. No tie is broken by history.
Result<RankedAnswer> CountStvMeek(const RankedCount& count);

}  // namespace quorate::engine
