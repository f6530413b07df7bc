#include "engine/ranking/pairwise.h"

#include <algorithm>
#include <limits>
#include <numeric>
#include <span>

#include "engine/base/check.h"
#include "engine/ranking/count_above.h"

namespace quorate::engine {

namespace {

using boost::multiprecision::cpp_int;

// One number a candidate and ballot, the smaller the better, so that all kinds are counted alike.
struct Levels {
  std::vector<std::uint16_t> of;
  // Whether candidates at the level 0 take no part.
  bool zero_is_apart = false;
};

Levels LevelsOf(const Profile& profile, Unranked unranked) {
  Levels levels{profile.places, unranked == Unranked::kApart};
  if (unranked == Unranked::kLast) {
    for (std::uint16_t& level : levels.of) {
      if (level == kUnranked) level = std::numeric_limits<std::uint16_t>::max();
    }
  }
  return levels;
}

Levels LevelsOfGrades(const Profile& profile) {
  Levels levels{profile.grades, false};
  for (std::uint16_t& level : levels.of)
    level = static_cast<std::uint16_t>(std::numeric_limits<std::uint16_t>::max() - level);
  return levels;
}

bool Fits(const std::vector<cpp_int>& units) {
  cpp_int total = 0;
  for (const cpp_int& unit : units)
    total += unit;
  return total < std::numeric_limits<std::int64_t>::max() / 4;
}

std::vector<cpp_int> CountBig(const Levels& levels,
                              const std::vector<cpp_int>& units,
                              std::size_t size) {
  std::vector<cpp_int> above(size * size);
  for (std::size_t ballot = 0; ballot < units.size(); ++ballot) {
    const auto row = std::span(levels.of).subspan(ballot * size, size);
    for (std::size_t a = 0; a < size; ++a) {
      if (levels.zero_is_apart && row[a] == 0) continue;
      for (std::size_t b = 0; b < size; ++b) {
        if (row[a] < row[b]) above[a * size + b] += units[ballot];
      }
    }
  }
  return above;
}

std::variant<Pairwise::Small, Pairwise::Big> Count(const Levels& levels,
                                                   const WholeWeights& weights,
                                                   std::size_t size) {
  if (!Fits(weights.units)) return CountBig(levels, weights.units, size);
  std::vector<std::int64_t> units;
  units.reserve(weights.units.size());
  for (const cpp_int& unit : weights.units)
    units.push_back(unit.convert_to<std::int64_t>());
  return CountAbove(levels.of, units, size, levels.zero_is_apart ? Zeros::kApart : Zeros::kLevel);
}

// Compares the victories of two pairs, weakest first.
template <typename Int>
class WeakerVictory {
 public:
  WeakerVictory(const std::vector<Int>& units,
                std::size_t size,
                Strength strength,
                EqualSupport equal_support)
      : units_(units), size_(size), strength_(strength), equal_support_(equal_support) {}

  std::strong_ordering Compare(std::uint32_t a, std::uint32_t b) const {
    const Int& support_a = units_[a];
    const Int& support_b = units_[b];
    const Int& against_a = units_[Reverse(a)];
    const Int& against_b = units_[Reverse(b)];
    switch (strength_) {
      case Strength::kMargin:
        return Order(Int(support_a - against_a), Int(support_b - against_b));
      case Strength::kRatio:
        return CompareRatios(support_a, against_a, support_b, against_b);
      case Strength::kWinning:
      case Strength::kOpposition:
        break;
    }
    const auto by_support = Order(support_a, support_b);
    if (std::is_neq(by_support) || equal_support_ == EqualSupport::kEqual) return by_support;
    return Order(against_b, against_a);
  }

 private:
  [[nodiscard]] std::uint32_t Reverse(std::uint32_t pair) const {
    const auto size = static_cast<std::uint32_t>(size_);
    return pair % size * size + pair / size;
  }
  static std::strong_ordering Order(const Int& a, const Int& b) {
    return a < b   ? std::strong_ordering::less
           : b < a ? std::strong_ordering::greater
                   : std::strong_ordering::equal;
  }
  static std::strong_ordering CompareRatios(const Int& support_a,
                                            const Int& against_a,
                                            const Int& support_b,
                                            const Int& against_b) {
    if (against_a == 0 || against_b == 0) {
      if (against_a != 0) return std::strong_ordering::less;
      if (against_b != 0) return std::strong_ordering::greater;
      return Order(support_a, support_b);
    }
    return Order(cpp_int(cpp_int(support_a) * against_b), cpp_int(cpp_int(support_b) * against_a));
  }
  static std::strong_ordering Order(const cpp_int& a,
                                    const cpp_int& b) requires(!std::is_same_v<Int, cpp_int>) {
    return a.compare(b) <=> 0;
  }

  const std::vector<Int>& units_;
  std::size_t size_;
  Strength strength_;
  EqualSupport equal_support_;
};

template <typename Int>
StrengthRanks RankIn(const std::vector<Int>& units,
                     std::size_t size,
                     Strength strength,
                     EqualSupport equal_support) {
  std::vector<std::uint32_t> victories;
  for (std::size_t a = 0; a < size; ++a) {
    for (std::size_t b = 0; b < size; ++b) {
      if (units[a * size + b] > units[b * size + a])
        victories.push_back(static_cast<std::uint32_t>(a * size + b));
    }
  }
  const WeakerVictory<Int> weaker(units, size, strength, equal_support);
  std::sort(victories.begin(), victories.end(), [&](std::uint32_t a, std::uint32_t b) {
    return std::is_lt(weaker.Compare(a, b));
  });
  StrengthRanks ranks(size * size, 0);
  std::uint32_t rank = 0;
  for (std::size_t i = 0; i < victories.size(); ++i) {
    if (i == 0 || std::is_neq(weaker.Compare(victories[i - 1], victories[i]))) ++rank;
    ranks[victories[i]] = rank;
  }
  return ranks;
}

}  // namespace

Result<Pairwise> Pairwise::Of(const Profile& profile, Unranked unranked) {
  QUORATE_ASSIGN_OR_RETURN(const WholeWeights weights, ToWholeWeights(profile.weights));
  Pairwise pairwise;
  pairwise.size_ = profile.candidates.size();
  pairwise.denominator_ = weights.denominator;
  pairwise.units_ = Count(LevelsOf(profile, unranked), weights, pairwise.size_);
  return pairwise;
}

Result<Pairwise> Pairwise::OfGrades(const Profile& profile) {
  QUORATE_ASSIGN_OR_RETURN(const WholeWeights weights, ToWholeWeights(profile.weights));
  Pairwise pairwise;
  pairwise.size_ = profile.candidates.size();
  pairwise.denominator_ = weights.denominator;
  pairwise.units_ = Count(LevelsOfGrades(profile), weights, pairwise.size_);
  return pairwise;
}

Fraction Pairwise::At(std::size_t a, std::size_t b) const {
  const auto whole = [&](const auto& units) { return cpp_int(units[a * size_ + b]); };
  return Fraction::Of(std::visit(whole, units_), denominator_);
}

bool Pairwise::Beats(std::size_t a, std::size_t b) const {
  return std::visit([&](const auto& units) { return units[a * size_ + b] > units[b * size_ + a]; },
                    units_);
}

StrengthRanks RankStrengths(const Pairwise& pairwise,
                            Strength strength,
                            EqualSupport equal_support) {
  QUORATE_CHECK(strength != Strength::kOpposition);
  return std::visit(
      [&](const auto& units) { return RankIn(units, pairwise.size(), strength, equal_support); },
      pairwise.units());
}

}  // namespace quorate::engine
