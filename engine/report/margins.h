// How close a verdict was: for each test that a rule names, the figure it looked at, its limit, and
// how far apart the two were. Exact, and taken from the tables as they stand in the record, so that
// the public tier says no more than its tables do.
//
// A margin describes; the verdict itself was found by engine/ratings/consensus.h.

#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/base/fraction.h"
#include "engine/base/json.h"
#include "engine/ratings/rule.h"
#include "engine/report/counting.h"
#include "engine/report/report_html.h"
#include "engine/study/study.h"

namespace quorate::engine {

// What a figure counts in: shares are told in percent and points, the rest as numbers.
enum class RuleMarginUnit { kShare, kScore, kPeople };

struct RuleMargin {
  // Which verdict the test speaks for. INQUORATE stands for the quorum, whose test holds where it
  // was reached.
  Consensus clause = Consensus::kIn;
  std::string grade;     // Of the clause; may be empty.
  std::string test;      // In words: "at least 70 % of those who scored are in 7 to 9".
  bool negated = false;  // Whether the clause wants the test not to hold.
  std::string group;     // Empty for the whole panel.
  RuleMarginUnit unit = RuleMarginUnit::kShare;
  std::optional<Fraction> figure;  // Absent where `missing` says why.
  std::optional<Fraction> limit;
  // How far the figure lies on the side that speaks for the clause; below 0 on the other side. At
  // exactly 0 the comparison decides.
  std::optional<Fraction> distance;
  std::optional<bool> holds;  // Whether it speaks for the clause.
  std::string missing;
};

// One a test and table, in the rule's order: for a test of groups one a group, in the protocol's
// order; clauses that do not speak in that round are left out. The quorum comes last. Tests that
// compare no single figure with a single limit (counts in both tails, counts outside a region,
// scores near the median) have their words and what is missing.
std::vector<RuleMargin> MarginsOf(const ConsensusRule& rule,
                                  int round,
                                  const Json& tally,
                                  const Protocol& protocol);

// The protocol in force when the log had `sequence` entries.
const Protocol& ProtocolAt(const Study& study, std::uint64_t sequence);

// The rule a count was judged by, which a later amendment may have replaced. Null where the history
// does not tell its closing.
const ConsensusRule* RuleOf(const Study& study,
                            const Counting& counting,
                            std::span<const DatedEntry> history);

// "65.2 % against at least 70 %: 4.8 points short".
std::string InWords(const RuleMargin& margin);

}  // namespace quorate::engine
