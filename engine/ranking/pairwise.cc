#include "engine/ranking/pairwise.h"

#include <algorithm>
#include <limits>
#include <span>
#include <utility>

#include "engine/base/check.h"
#include "engine/ranking/count_above.h"

namespace quorate::engine {

namespace {

using boost::multiprecision::cpp_int;

// One number a candidate and ballot, the smaller the better, so that all kinds are counted alike.
struct Levels {
  std::span<const std::uint16_t> of;
  std::size_t most = 0;  // None is above it.
  Zeros zeros = Zeros::kLevel;
};

bool Fits(const std::vector<cpp_int>& units) {
  cpp_int total = 0;
  for (const cpp_int& unit : units)
    total += unit;
  return total < std::numeric_limits<std::int64_t>::max() / 4;
}

Pairwise::Big CountBig(const Levels& levels, const std::vector<cpp_int>& units, std::size_t size) {
  Pairwise::Big above(size * size);
  for (std::size_t ballot = 0; ballot < units.size(); ++ballot) {
    const auto row = levels.of.subspan(ballot * size, size);
    for (std::size_t a = 0; a < size; ++a) {
      for (std::size_t b = 0; b < size; ++b) {
        if (StandsBefore(row[a], row[b], levels.zeros)) above[a * size + b] += units[ballot];
      }
    }
  }
  return above;
}

std::variant<Pairwise::Small, Pairwise::Big> Count(const Levels& levels,
                                                   const WholeWeights& weights,
                                                   std::size_t size) {
  if (!Fits(weights.units)) return CountBig(levels, weights.units, size);
  Pairwise::Small units;
  units.reserve(weights.units.size());
  for (const cpp_int& unit : weights.units)
    units.push_back(unit.convert_to<std::int64_t>());
  return CountAbove(levels.of, units, size, levels.most, levels.zeros);
}

// Rows become columns.
template <typename Int>
void Transpose(std::vector<Int>& units, std::size_t size) {
  for (std::size_t a = 0; a < size; ++a) {
    for (std::size_t b = 0; b < a; ++b)
      std::swap(units[a * size + b], units[b * size + a]);
  }
}

template <typename Int>
struct Victory {
  Int support;
  Int against;
  std::uint32_t pair = 0;
};

template <typename Int>
std::strong_ordering Order(const Int& a, const Int& b) {
  return a < b   ? std::strong_ordering::less
         : b < a ? std::strong_ordering::greater
                 : std::strong_ordering::equal;
}

template <typename Int>
std::strong_ordering OrderByRatio(const Victory<Int>& a, const Victory<Int>& b) {
  if (a.against == 0 && b.against == 0) return Order(a.support, b.support);
  // Of no opposition and some, none is the stronger.
  if (a.against == 0 || b.against == 0) return Order<int>(a.against == 0, b.against == 0);
  return Order<cpp_int>(cpp_int(a.support) * b.against, cpp_int(b.support) * a.against);
}

// Sorts the victories, weakest first, and numbers them; equal ones share a number.
template <typename Int, typename Compare>
StrengthRanks RankBy(std::vector<Victory<Int>> victories, std::size_t size, Compare compare) {
  std::sort(victories.begin(), victories.end(), [&](const auto& a, const auto& b) {
    return std::is_lt(compare(a, b));
  });
  StrengthRanks ranks(size * size, 0);
  std::uint32_t rank = 0;
  for (std::size_t i = 0; i < victories.size(); ++i) {
    if (i == 0 || std::is_neq(compare(victories[i - 1], victories[i]))) ++rank;
    ranks[victories[i].pair] = rank;
  }
  return ranks;
}

template <typename Int>
StrengthRanks RankIn(const std::vector<Int>& units,
                     std::size_t size,
                     Strength strength,
                     EqualSupport equal_support) {
  using Won = Victory<Int>;
  std::vector<Won> victories;
  for (std::size_t a = 0; a < size; ++a) {
    for (std::size_t b = 0; b < size; ++b) {
      const std::size_t pair = a * size + b;
      const Int& support = units[pair];
      const Int& against = units[b * size + a];
      if (support > against)
        victories.push_back({support, against, static_cast<std::uint32_t>(pair)});
    }
  }
  if (strength == Strength::kRatio)
    return RankBy(
        std::move(victories), size, [](const Won& a, const Won& b) { return OrderByRatio(a, b); });
  if (strength == Strength::kMargin) {
    return RankBy(std::move(victories), size, [](const Won& a, const Won& b) {
      return Order<Int>(a.support - a.against, b.support - b.against);
    });
  }
  if (equal_support == EqualSupport::kEqual)
    return RankBy(std::move(victories), size, [](const Won& a, const Won& b) {
      return Order(a.support, b.support);
    });
  return RankBy(std::move(victories), size, [](const Won& a, const Won& b) {
    const auto by_support = Order(a.support, b.support);
    return std::is_neq(by_support) ? by_support : Order(b.against, a.against);
  });
}

}  // namespace

Result<Pairwise> Pairwise::Of(const Profile& profile, Unranked unranked) {
  QUORATE_ASSIGN_OR_RETURN(const WholeWeights weights, ToWholeWeights(profile.weights));
  Pairwise pairwise;
  pairwise.size_ = profile.candidates.size();
  pairwise.denominator_ = weights.denominator;
  const Zeros zeros = unranked == Unranked::kLast ? Zeros::kLast : Zeros::kApart;
  pairwise.units_ = Count({profile.places, pairwise.size_, zeros}, weights, pairwise.size_);
  return pairwise;
}

Result<Pairwise> Pairwise::OfGrades(const Profile& profile) {
  QUORATE_ASSIGN_OR_RETURN(const WholeWeights weights, ToWholeWeights(profile.weights));
  Pairwise pairwise;
  pairwise.size_ = profile.candidates.size();
  pairwise.denominator_ = weights.denominator;
  pairwise.units_ =
      Count({profile.grades, profile.scale.size(), Zeros::kLevel}, weights, pairwise.size_);
  // The higher of two grades is the better one, the lower of two levels was counted.
  std::visit([&](auto& units) { Transpose(units, pairwise.size_); }, pairwise.units_);
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
