// Consensus rules: when has a panel agreed about an item?
//
// A rule is plain data, fixed in the protocol before the first round. Its JSON form is rule_json.h,
// its meaning consensus.h, the published ones presets.h, and what a sound one must satisfy before
// it is frozen rule_check.h. The common 70/15 rule is presets.cc's first entry.

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "engine/base/fraction.h"
#include "engine/ratings/scale.h"

namespace quorate::engine {

enum class Comparison { kAtLeast, kMoreThan, kAtMost, kLessThan, kEqual };

// Who stands below the fraction line of a share. Somebody who skipped left a blank: in neither.
enum class Denominator {
  kScored,    // Those who gave a score.
  kAnswered,  // Those who gave a score, said "unable", or said "not understood".
};

// Where a criterion is looked at. A scope other than the panel binds everything inside it to one
// group at a time, and does not nest.
struct Scope {
  enum class Kind { kPanel, kEveryGroup, kAnyGroup, kAtLeast, kGroups };
  Kind kind = Kind::kPanel;
  int at_least = 0;                 // For kAtLeast: so many groups, 1 or more.
  std::vector<std::string> groups;  // For kGroups: each of these, at least one.
  friend bool operator==(const Scope&, const Scope&) = default;
};

struct Criterion;

struct Compound {
  enum class Kind { kAll, kAny, kNot };
  Kind kind = Kind::kAll;
  std::vector<Criterion> parts;  // At least one; exactly one for kNot.
};

// "At least 70 % in 7 to 9".
struct ShareTest {
  Band band;
  Comparison op = Comparison::kAtLeast;
  Fraction value;
  std::optional<Denominator> denominator;  // In place of the rule's own.
  bool plus_unable = false;                // "Unable" counts with the band.
  bool plus_not_understood = false;        // "Not understood" counts with the band.
  friend bool operator==(const ShareTest&, const ShareTest&) = default;
};

enum class Statistic { kMedian, kMean, kIqr };

struct StatisticTest {
  Statistic statistic = Statistic::kMedian;
  Comparison op = Comparison::kAtLeast;
  Fraction value;
  friend bool operator==(const StatisticTest&, const StatisticTest&) = default;
};

// The share of scores at most `within` from the median, under the rule's denominator.
struct NearMedianTest {
  Fraction within;
  Comparison op = Comparison::kAtLeast;
  Fraction value;
  friend bool operator==(const NearMedianTest&, const NearMedianTest&) = default;
};

// RAND/UCLA disagreement by percentiles: the range between them exceeds base + slope times the
// distance of their middle from the centre.
struct IprasTest {
  Fraction lower = {3, 10};
  Fraction upper = {7, 10};
  Fraction base = {47, 20};
  Fraction slope = {3, 2};
  Fraction centre = 5;
  friend bool operator==(const IprasTest&, const IprasTest&) = default;
};

// For panels of `low` to `high` people who scored, the number that the method's table gives.
struct SizeRow {
  int low = 0;
  int high = 0;
  int limit = 0;
  friend bool operator==(const SizeRow&, const SizeRow&) = default;
};

// RAND/UCLA disagreement by counts: at least `limit` people in each of both bands.
struct TailsTest {
  std::vector<SizeRow> table;
  Band low;
  Band high;
  friend bool operator==(const TailsTest&, const TailsTest&) = default;
};

// At most `limit` people outside the scale's band that holds the median, or outside the mode. A
// median between two bands belongs to the higher one. Where several scores are the mode, any will
// do: the same number of people lies outside each.
struct OutsideTest {
  enum class Region { kMedian, kMode };
  Region region = Region::kMedian;
  std::vector<SizeRow> table;
  friend bool operator==(const OutsideTest&, const OutsideTest&) = default;
};

struct Criterion {
  std::
      variant<Compound, ShareTest, StatisticTest, NearMedianTest, IprasTest, TailsTest, OutsideTest>
          test;
  Scope scope;
  std::optional<int> least_group_size;  // In place of the enclosing criterion's, or the rule's.
  friend bool operator==(const Criterion&, const Criterion&) = default;
};

inline bool operator==(const Compound& a, const Compound& b) {
  return a.kind == b.kind && a.parts == b.parts;
}

// What may be said of an item.
enum class Consensus {
  kIn,         // Agreed: keep the item.
  kOut,        // Agreed: drop the item.
  kNone,       // Not agreed: rate it again, or report that the panel stayed divided.
  kInquorate,  // Too few scored to tell. Never to be read as agreement.
};

// "IN", "OUT", "NONE", "INQUORATE".
const char* Name(Consensus consensus);

struct Clause {
  Consensus verdict = Consensus::kIn;  // kIn or kOut.
  std::string grade;                   // "very good", or empty.
  std::vector<int> rounds;             // Only in these; empty means in all.
  std::optional<int> from_round;       // Only from this one on.
  Criterion when;
  friend bool operator==(const Clause&, const Clause&) = default;
};

// People who must have scored; fewer make an item INQUORATE.
struct Quorum {
  std::int64_t panel = 1;
  std::int64_t each_group = 0;
  friend bool operator==(const Quorum&, const Quorum&) = default;
};

// The first clause that holds gives the verdict, else NONE.
struct ConsensusRule {
  std::string name;
  Scale scale;
  Denominator denominator = Denominator::kScored;
  int least_group_size = 1;
  Quorum quorum;
  std::vector<Clause> clauses;
  friend bool operator==(const ConsensusRule&, const ConsensusRule&) = default;
};

// The spellings of the JSON form: ">=", "answered", "median".
const char* Name(Comparison op);
const char* Name(Denominator denominator);
const char* Name(Statistic statistic);

// Whether `left op right`.
bool Holds(const Fraction& left, Comparison op, const Fraction& right);

// The table's first row for so many people, or null.
const SizeRow* RowFor(const std::vector<SizeRow>& table, std::uint64_t people);

// Whether the clause speaks about that round.
bool AppliesIn(const Clause& clause, int round);

}  // namespace quorate::engine
