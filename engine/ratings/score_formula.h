// What would have to hold of an item's scores for its verdict to be another, taken apart into sums
// that have to reach a number.
//
// Every measure of a rule comes down to such sums while the people who score stay the same: a share
// to the weight in its band, a median or a percentile to how much lies up to some point. Where it
// takes a choice (a median of 7 is two 7s in the middle, or a 6 and an 8), the formula branches.

#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <tuple>
#include <utility>
#include <vector>

#include <boost/multiprecision/cpp_int.hpp>

#include "engine/base/fraction.h"
#include "engine/ratings/cohort.h"

namespace quorate::engine {

using Number = boost::multiprecision::cpp_int;

// How much one person of each cohort weighs in some table, in whole numbers.
struct Basis {
  std::size_t table = 0;  // 0 is the panel, then come the groups.
  Number unit = 1;        // How many of these make a weight of 1.
  std::vector<Number> weights;
};

// The sum over everybody who scored of weight times points[score] is at least `least`.
struct Need {
  std::size_t basis = 0;
  std::vector<int> points;
  Number least;
};

// Either one need, or at least `wanted` of the parts, which have lower numbers.
struct Node {
  std::optional<std::size_t> need;
  std::size_t wanted = 0;
  std::vector<std::size_t> parts;
};

class ScoreFormula {
 public:
  using Part = std::size_t;  // A node's number.

  // Keeps a reference to the item.
  explicit ScoreFormula(const CountedItem& item);

  [[nodiscard]] const std::vector<Basis>& bases() const { return bases_; }
  [[nodiscard]] const std::vector<Need>& needs() const { return needs_; }
  [[nodiscard]] const std::vector<Node>& nodes() const { return nodes_; }

  // Whether something was left out because it would branch too often: then the scores that satisfy
  // the formula need not have what was asked for.
  [[nodiscard]] bool relaxed() const { return relaxed_; }

  // Nodes. Constants fold away: Always() has no parts and wants none, Never() wants one.
  [[nodiscard]] Part Always() const { return 0; }
  [[nodiscard]] Part Never() const { return 1; }
  Part AtLeast(std::size_t wanted, const std::vector<Part>& parts);
  Part All(const std::vector<Part>& parts) { return AtLeast(parts.size(), parts); }
  Part Any(const std::vector<Part>& parts) { return AtLeast(1, parts); }
  // Always(), and the formula is relaxed from then on.
  Part Unknown();

  // How people are weighed in a table: by its weights over those who scored or answered, or each
  // once.
  enum class Count { kScored, kAnswered, kPeople };
  // The sum of weight times points[score], compared with `right`.
  Part Sum(std::size_t table,
           Count count,
           std::vector<int> points,
           Comparison op,
           const Fraction& right);

  [[nodiscard]] const CountedItem& item() const { return item_; }

 private:
  std::size_t BasisOf(std::size_t table, Count count);
  Part NeedOf(std::size_t basis, std::vector<int> points, const Fraction& right, bool strict);

  const CountedItem& item_;
  std::vector<Basis> bases_;
  std::vector<Need> needs_;
  std::vector<Node> nodes_;
  std::map<std::pair<std::size_t, Count>, std::size_t> basis_numbers_;
  std::map<std::tuple<std::size_t, std::vector<int>, Number>, Part> need_nodes_;
  bool relaxed_ = false;
};

// The opposite of a comparison other than "=".
Comparison Opposite(Comparison op);

}  // namespace quorate::engine
