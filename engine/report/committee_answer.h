// The whole answer of a committee rule: who is elected, how ties were broken, and where somebody
// asks, why, how close it was, and whether a group was left out. The command line and the API give
// the same.

#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/base/json.h"
#include "engine/committee/explained_committee.h"
#include "engine/ranking/profile.h"
#include "engine/ranking/ranked_rule.h"

namespace quorate::engine {

struct CommitteeQuestion {
  CommitteeRequest request;  // Its tie order is made from `tie`.
  TieBreak tie;
  bool why = false;                // Why members have their seats.
  std::vector<std::string> about;  // Candidates to compare; implies `why`.
  bool margin = false;             // How few ballots would have changed it.
  std::optional<Axiom> check;      // Of the elected, or of `committee` where it names somebody.
  std::vector<std::string> committee;
};

struct CommitteeCheck {
  Axiom asked = Axiom::kExtendedJustifiedRepresentation;
  Committee committee;
  JustifiedRepresentation found;
};

struct CommitteeAnswer {
  ApprovalProfile profile;
  CommitteeRequest request;
  ExplainedCommittee explained;  // No comparisons and no margin unless asked for.
  std::optional<CommitteeCheck> check;
  // As in committee/answer.h, with "lot", "tie_order" and "decided_by" in its explanation where the
  // tie rule had a say, and "comparisons", "margin" and "check" where they were asked for.
  Json json;
};

// Requires a profile of approvals; a missing mark is no approval. Refuses what ChooseCommittee
// refuses, a tie order that leaves candidates out, and candidates that are not there.
Result<CommitteeAnswer> AnswerCommittee(const Profile& approvals,
                                        const CommitteeQuestion& question);

// "Ann and Bob satisfy justified representation (JR).", or which group is short-changed and how.
std::string InWords(const CommitteeCheck& check, const ApprovalProfile& profile);

// Reads "jr" and "ejr"; refuses other words.
Result<Axiom> ParseAxiom(const std::string& text);

}  // namespace quorate::engine
