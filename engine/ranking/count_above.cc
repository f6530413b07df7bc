#include "engine/ranking/count_above.h"

#include <algorithm>
#include <cstring>
#include <limits>
#include <numeric>
#include <type_traits>

namespace quorate::engine {

namespace {

// Ballots compared at once: a multiple of every vector, and few enough that a counter of one byte,
// 16 of them in the narrowest vector, cannot overflow.
constexpr std::size_t kBlock = 4032;
constexpr std::size_t kDeepestVector = 64;
// Fewer ballots of one weight are counted one by one.
constexpr std::size_t kLeastForBlocks = 24;

// How often one column is less than another, and the other way round.
struct Duel {
  std::uint32_t less = 0;
  std::uint32_t more = 0;
};

// The columns of two candidates; `right` is what others are compared with.
template <typename Level>
struct Columns {
  const Level* left_a;
  const Level* right_a;
  const Level* left_b;
  const Level* right_b;
};

// NOLINTBEGIN(modernize-use-using): an alias cannot hold a vector that depends on a parameter.
template <typename Number, std::size_t Bytes>
struct Vector {
  typedef Number Type [[gnu::vector_size(Bytes)]];
};
// NOLINTEND(modernize-use-using)

// The sum of counters without a sign, as wide as `Level`.
template <typename Level, std::size_t Bytes>
[[gnu::always_inline]] inline std::uint32_t SumOf(
    const typename Vector<std::make_unsigned_t<Level>, Bytes>::Type& counters) {
  auto sums = __builtin_bit_cast(typename Vector<std::uint64_t, Bytes>::Type, counters);
  if constexpr (sizeof(Level) == 1)
    sums = (sums & 0x00FF00FF00FF00FFU) + ((sums >> 8) & 0x00FF00FF00FF00FFU);
  sums = (sums & 0x0000FFFF0000FFFFU) + ((sums >> 16) & 0x0000FFFF0000FFFFU);
  std::uint64_t sum = 0;
  for (std::size_t lane = 0; lane < Bytes / sizeof(std::uint64_t); ++lane)
    sum += (sums[lane] & 0xFFFFFFFFU) + (sums[lane] >> 32U);
  return static_cast<std::uint32_t>(sum);
}

// Requires a depth that is a multiple of the widest vector's lanes.
template <typename Level, std::size_t Bytes>
[[gnu::always_inline]] inline Duel CountIn(const Columns<Level>& columns, std::size_t depth) {
  using Levels = typename Vector<Level, Bytes>::Type;
  using Counters = typename Vector<std::make_unsigned_t<Level>, Bytes>::Type;
  Counters less = {};
  Counters more = {};
  for (std::size_t i = 0; i < depth; i += Bytes / sizeof(Level)) {
    Levels left_a;
    Levels right_a;
    Levels left_b;
    Levels right_b;
    std::memcpy(&left_a, columns.left_a + i, Bytes);
    std::memcpy(&right_a, columns.right_a + i, Bytes);
    std::memcpy(&left_b, columns.left_b + i, Bytes);
    std::memcpy(&right_b, columns.right_b + i, Bytes);
    // Where a comparison holds all bits are set, which is one less than nothing.
    less -= __builtin_bit_cast(Counters, left_a < right_b);
    more -= __builtin_bit_cast(Counters, left_b < right_a);
  }
  return {SumOf<Level, Bytes>(less), SumOf<Level, Bytes>(more)};
}

template <typename Level>
Duel CountPlain(const Columns<Level>& columns, std::size_t depth) {
  return CountIn<Level, 16>(columns, depth);
}
#if defined(__x86_64__)
template <typename Level>
[[gnu::target("avx2")]] Duel CountAvx2(const Columns<Level>& columns, std::size_t depth) {
  return CountIn<Level, 32>(columns, depth);
}
template <typename Level>
[[gnu::target("avx512f,avx512bw")]] Duel CountAvx512(const Columns<Level>& columns,
                                                     std::size_t depth) {
  return CountIn<Level, 64>(columns, depth);
}
#endif

template <typename Level>
using CountDuel = Duel (*)(const Columns<Level>&, std::size_t);

template <typename Level>
CountDuel<Level> CountDuelOf(VectorWidth width) {
#if defined(__x86_64__)
  if (width == VectorWidth::kAvx512) return &CountAvx512<Level>;
  if (width == VectorWidth::kAvx2) return &CountAvx2<Level>;
#endif
  return &CountPlain<Level>;
}

// Counts ballots of one weight, a block of columns at a time. `Level` is signed, as vectors compare
// signed numbers best.
template <typename Level>
class BlockCounter {
 public:
  static constexpr Level kFirst = std::numeric_limits<Level>::min();
  static constexpr Level kLast = std::numeric_limits<Level>::max();
  // The last and the first number are needed for zeros and for what a block lacks.
  static constexpr std::size_t kMost = static_cast<std::size_t>(kLast - kFirst - 1);

  // `ballots` is how many there may be of one weight.
  BlockCounter(std::span<const std::uint16_t> levels,
               std::size_t ballots,
               std::size_t size,
               Zeros zeros,
               VectorWidth width)
      : levels_(levels),
        size_(size),
        zeros_(zeros),
        count_(CountDuelOf<Level>(width)),
        stride_(std::min(kBlock, WholeVectors(ballots))),
        left_(size * stride_),
        right_(zeros == Zeros::kApart ? size * stride_ : 0) {}

  void Count(std::span<const std::uint32_t> ballots,
             std::int64_t units,
             std::vector<std::int64_t>& above) {
    while (!ballots.empty()) {
      const std::size_t taken = std::min(ballots.size(), stride_);
      CountBlock(Load(ballots.first(taken)), units, above);
      ballots = ballots.subspan(taken);
    }
  }

 private:
  static std::size_t WholeVectors(std::size_t ballots) {
    return (ballots + kDeepestVector - 1) / kDeepestVector * kDeepestVector;
  }
  void CountBlock(std::size_t depth, std::int64_t units, std::vector<std::int64_t>& above) const {
    const Level* const left = left_.data();
    const Level* const right = zeros_ == Zeros::kApart ? right_.data() : left;
    for (std::size_t a = 0; a < size_; ++a) {
      for (std::size_t b = a + 1; b < size_; ++b) {
        const Duel duel = count_(
            {left + a * stride_, right + a * stride_, left + b * stride_, right + b * stride_},
            depth);
        above[a * size_ + b] += units * duel.less;
        above[b * size_ + a] += units * duel.more;
      }
    }
  }

  // Fills the columns and answers how deep they are now; what the last vector lacks compares as
  // equal with everything.
  std::size_t Load(std::span<const std::uint32_t> ballots) {
    const std::size_t depth = WholeVectors(ballots.size());
    for (std::size_t i = 0; i < depth; ++i) {
      const bool lacking = i >= ballots.size();
      const std::uint16_t* const row = lacking ? nullptr : &levels_[ballots[i] * size_];
      for (std::size_t c = 0; c < size_; ++c) {
        const bool last = lacking || (row[c] == 0 && zeros_ != Zeros::kLevel);
        const Level level = last ? kLast : static_cast<Level>(kFirst + row[c]);
        left_[c * stride_ + i] = level;
        if (zeros_ == Zeros::kApart) right_[c * stride_ + i] = last ? kFirst : level;
      }
    }
    return depth;
  }

  std::span<const std::uint16_t> levels_;
  std::size_t size_;
  Zeros zeros_;
  CountDuel<Level> count_;
  std::size_t stride_;
  std::vector<Level> left_;
  std::vector<Level> right_;
};

void CountOneBallot(std::span<const std::uint16_t> row,
                    std::int64_t units,
                    Zeros zeros,
                    std::vector<std::int64_t>& above) {
  const std::size_t size = row.size();
  for (std::size_t a = 0; a < size; ++a) {
    std::int64_t* const out = &above[a * size];
    for (std::size_t b = 0; b < size; ++b)
      out[b] += StandsBefore(row[a], row[b], zeros) ? units : 0;
  }
}

// Ballots of equal weight stand together.
std::vector<std::uint32_t> OrderByUnits(std::span<const std::int64_t> units) {
  std::vector<std::uint32_t> order(units.size());
  std::iota(order.begin(), order.end(), 0U);
  if (std::is_sorted(units.begin(), units.end())) return order;
  std::stable_sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
    return units[a] < units[b];
  });
  return order;
}

template <typename Level>
std::vector<std::int64_t> CountBy(std::span<const std::uint16_t> levels,
                                  std::span<const std::int64_t> units,
                                  std::size_t size,
                                  Zeros zeros,
                                  VectorWidth width) {
  std::vector<std::int64_t> above(size * size, 0);
  const std::vector<std::uint32_t> order = OrderByUnits(units);
  BlockCounter<Level> blocks(levels, units.size(), size, zeros, width);
  for (std::size_t begin = 0; begin < order.size();) {
    std::size_t end = begin + 1;
    while (end < order.size() && units[order[end]] == units[order[begin]])
      ++end;
    const auto alike = std::span(order).subspan(begin, end - begin);
    if (alike.size() >= kLeastForBlocks) {
      blocks.Count(alike, units[order[begin]], above);
    } else {
      for (const std::uint32_t ballot : alike)
        CountOneBallot(levels.subspan(ballot * size, size), units[ballot], zeros, above);
    }
    begin = end;
  }
  return above;
}

}  // namespace

std::vector<std::int64_t> CountAbove(std::span<const std::uint16_t> levels,
                                     std::span<const std::int64_t> units,
                                     std::size_t size,
                                     std::size_t most,
                                     Zeros zeros,
                                     VectorWidth width) {
  return most <= BlockCounter<std::int8_t>::kMost
             ? CountBy<std::int8_t>(levels, units, size, zeros, width)
             : CountBy<std::int16_t>(levels, units, size, zeros, width);
}

}  // namespace quorate::engine
