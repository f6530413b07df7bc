// Why a count came out as it did, and how close it was, as text for people.

#pragma once

#include <string>
#include <vector>

#include "engine/committee/explained_committee.h"
#include "engine/ranking/explained.h"

namespace quorate::cli {

// "A, B" as two names; no text is no name.
std::vector<std::string> SplitNames(const std::string& text);

// Each comparison under a heading, then the votes of every stage where the rule goes by stages.
// Where nobody was compared as there are too many candidates, it says how to ask.
std::string WhyText(const engine::ExplainedAnswer& explained, const engine::Profile& profile);
std::string WhyText(const engine::ExplainedCommittee& explained,
                    const engine::ApprovalProfile& profile);

// The votes of all candidates at the end of every stage, a stage a column. Votes with more than two
// decimals are rounded, which a line below says.
std::string StageTable(const std::vector<engine::StvStage>& stages, const engine::Profile& profile);

// The margin as a paragraph of its own.
std::string MarginText(const engine::MarginAnswer& margin);

}  // namespace quorate::cli
