// The pairwise matrix: by how much weight each candidate is placed above each other.

#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <variant>
#include <vector>

#include "engine/base/fraction.h"
#include "engine/base/result.h"
#include "engine/ranking/profile.h"

namespace quorate::engine {

// Whether an unranked candidate stands below all ranked ones, or is compared with nobody. Among
// themselves unranked candidates are never compared.
enum class Unranked { kLast, kApart };

// How strong a victory is. Ratio: n:0 stands above every finite ratio, then by support.
enum class Strength { kWinning, kMargin, kRatio, kOpposition };

// Exact, in whole units of 1/denominator: 64-bit where the total fits, of any size otherwise.
class Pairwise {
 public:
  using Small = std::vector<std::int64_t>;
  using Big = std::vector<boost::multiprecision::cpp_int>;

  // Requires places. Refuses weights without a reasonable common denominator.
  static Result<Pairwise> Of(const Profile& profile, Unranked unranked);
  // By grades: a higher one is above. Requires grades.
  static Result<Pairwise> OfGrades(const Profile& profile);

  // Candidates.
  [[nodiscard]] std::size_t size() const { return size_; }
  // The weight of the ballots with `a` above `b`.
  [[nodiscard]] Fraction At(std::size_t a, std::size_t b) const;
  [[nodiscard]] bool Beats(std::size_t a, std::size_t b) const;
  [[nodiscard]] const boost::multiprecision::cpp_int& denominator() const { return denominator_; }
  // Row after row: units()[a * size() + b].
  [[nodiscard]] const std::variant<Small, Big>& units() const { return units_; }

 private:
  std::size_t size_ = 0;
  boost::multiprecision::cpp_int denominator_ = 1;
  std::variant<Small, Big> units_;
};

// Every victory's strength as a small number: 1 is the weakest, equal strengths are equal, 0 is no
// victory. [a * size + b]. What rules compare, they compare in these.
using StrengthRanks = std::vector<std::uint32_t>;

// Whether among victories of equal support the smaller opposition makes the stronger one.
enum class EqualSupport { kEqual, kSmallerOppositionFirst };

// Requires a strength other than opposition.
StrengthRanks RankStrengths(const Pairwise& pairwise,
                            Strength strength,
                            EqualSupport equal_support = EqualSupport::kEqual);

}  // namespace quorate::engine
