// Where answers were counted, and the tables that may be shown of each count: what the CSV files
// and the report both walk over.

#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/base/fraction.h"
#include "engine/base/json.h"
#include "engine/study/study.h"

namespace quorate::engine {

// One closing: a survey round, a workshop round (which counts who came, and no item), or one
// iteration of a vote.
struct Counting {
  std::string basis;
  int round = 0;
  const Vote* vote = nullptr;
  std::size_t iteration = 0;  // From 1; 0 for a round.
  const std::vector<Response>* responses = nullptr;
  std::vector<const TalliedItem*> results;
};

// Every closing so far: rounds in order, the iterations of a workshop's votes before its own
// closing.
std::vector<Counting> Countings(const Study& study);

// What the tier may see of a tally. Where the whole table is not known (its opening was erased),
// even an auditor sees the publishable one.
const Json& TallyFor(const TalliedItem& result, Tier tier);

// One table of a tally. `table` is null where the k rule keeps it back.
struct TableView {
  std::string group;  // Empty for the whole panel.
  const Json* table = nullptr;
};

// The panel, then the groups in the protocol's order; groups that were added later are left out.
std::vector<TableView> TablesOf(const Json& tally, const Protocol& protocol);

// One of them; absent where the tally has none for that group, shown or not.
std::optional<TableView> TableOf(const Json& tally,
                                 const Protocol& protocol,
                                 std::string_view group);

// The tally that was found at `basis` for that wording of the item, or null.
const TalliedItem* FindTally(const std::vector<Counting>& countings,
                             std::string_view basis,
                             const ItemVersion& item);

// What was asked there: yes or no, or a score.
VoteKind KindAt(const Study& study, std::string_view basis);

// A figure of a table as it is written there, booleans as "yes" or "no"; empty where undefined.
std::string FigureText(const Json& table, std::string_view name);
// The same as a number, where it is one.
std::optional<Fraction> Figure(const Json& table, std::string_view name);

// How many people gave each point of the scale, in the scale's order.
std::vector<std::pair<int, std::string>> HistogramOf(const Json& table);

struct BandView {
  std::string key;    // "7-9".
  std::string count;  // People.
  std::string share;  // Exact; empty where undefined.
};
// The bands of a table (or of its `unweighted` part) from the scale's low end up.
std::vector<BandView> BandsOf(const Json& table);

// The bands that any rule of the study speaks of, past protocols included, each once.
std::vector<std::string> BandKeys(const Study& study);

// Whether any protocol of the study weighed people differently.
bool EverWeighted(const Study& study);

// The standing decision's item counts as overridden when a reason stands beside it.
inline bool IsOverride(const Decision& decision) {
  return !decision.override_reason.empty();
}

}  // namespace quorate::engine
