#include "engine/ranking/count_above.h"

#include <algorithm>
#include <limits>
#include <numeric>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace quorate::engine {

namespace {

constexpr std::uint16_t kLowest = std::numeric_limits<std::uint16_t>::max();
// Ballots compared at once: 32 bytes wide and 32 deep, so a byte counter cannot overflow.
constexpr std::size_t kBlock = 1024;
constexpr std::size_t kLeastForBlocks = 128;

void CountOneBallot(std::span<const std::uint16_t> row,
                    std::int64_t units,
                    Zeros zeros,
                    std::vector<std::int64_t>& above) {
  const std::size_t size = row.size();
  for (std::size_t a = 0; a < size; ++a) {
    if (zeros == Zeros::kApart && row[a] == 0) continue;
    const std::uint16_t level = row[a];
    std::int64_t* const out = &above[a * size];
    for (std::size_t b = 0; b < size; ++b)
      out[b] += level < row[b] ? units : 0;
  }
}

std::uint32_t CountLessPlain(const std::int8_t* left, const std::int8_t* right) {
  std::uint32_t count = 0;
  for (std::size_t i = 0; i < kBlock; ++i)
    count += left[i] < right[i] ? 1U : 0U;
  return count;
}

#if defined(__x86_64__)
[[gnu::target("avx2")]] std::uint32_t CountLessWide(const std::int8_t* left,
                                                    const std::int8_t* right) {
  __m256i counts = _mm256_setzero_si256();
  for (std::size_t i = 0; i < kBlock; i += 32) {
    const __m256i a = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(left + i));
    const __m256i b = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(right + i));
    counts = _mm256_sub_epi8(counts, _mm256_cmpgt_epi8(b, a));
  }
  const __m256i sums = _mm256_sad_epu8(counts, _mm256_setzero_si256());
  return static_cast<std::uint32_t>(_mm256_extract_epi64(sums, 0) + _mm256_extract_epi64(sums, 1) +
                                    _mm256_extract_epi64(sums, 2) + _mm256_extract_epi64(sums, 3));
}
#endif

using CountLess = std::uint32_t (*)(const std::int8_t*, const std::int8_t*);

CountLess BestCountLess() {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx2") != 0) return &CountLessWide;
#endif
  return &CountLessPlain;
}

// Levels as signed bytes, ranked anew from the lowest up; nothing where they are too many.
class ByteLevels {
 public:
  explicit ByteLevels(std::span<const std::uint16_t> levels) {
    for (const std::uint16_t level : levels)
      used_[level] = 1;
    int next = -127;
    for (std::size_t level = 0; level <= kLowest; ++level) {
      if (used_[level] == 0) continue;
      byte_of_[level] = static_cast<std::int8_t>(std::min(next, 126));
      ++next;
    }
    fit_ = next <= 127;
  }
  [[nodiscard]] bool fit() const { return fit_; }
  [[nodiscard]] std::int8_t Of(std::uint16_t level) const { return byte_of_[level]; }

 private:
  std::vector<std::uint8_t> used_ = std::vector<std::uint8_t>(kLowest + std::size_t{1});
  std::vector<std::int8_t> byte_of_ = std::vector<std::int8_t>(kLowest + std::size_t{1});
  bool fit_ = false;
};

// Counts ballots of one weight, a block of columns at a time.
class BlockCounter {
 public:
  BlockCounter(std::span<const std::uint16_t> levels, std::size_t size, Zeros zeros)
      : levels_(levels),
        size_(size),
        zeros_(zeros),
        bytes_(levels),
        left_(size * kBlock),
        right_(zeros == Zeros::kApart ? size * kBlock : 0) {}

  [[nodiscard]] bool fit() const { return bytes_.fit(); }

  void Count(std::span<const std::uint32_t> ballots,
             std::int64_t units,
             std::vector<std::int64_t>& above) {
    const CountLess less = BestCountLess();
    while (!ballots.empty()) {
      const std::size_t taken = std::min(ballots.size(), kBlock);
      Load(ballots.first(taken));
      const std::vector<std::int8_t>& right = zeros_ == Zeros::kApart ? right_ : left_;
      for (std::size_t a = 0; a < size_; ++a) {
        for (std::size_t b = 0; b < size_; ++b) {
          if (a == b) continue;
          above[a * size_ + b] += units * less(&left_[a * kBlock], &right[b * kBlock]);
        }
      }
      ballots = ballots.subspan(taken);
    }
  }

 private:
  // Columns of one block; what is left of the block compares as equal with everything.
  void Load(std::span<const std::uint32_t> ballots) {
    for (std::size_t i = 0; i < ballots.size(); ++i) {
      const auto row = levels_.subspan(ballots[i] * size_, size_);
      for (std::size_t c = 0; c < size_; ++c) {
        const std::int8_t byte = bytes_.Of(row[c]);
        const bool apart = zeros_ == Zeros::kApart && row[c] == 0;
        left_[c * kBlock + i] = apart ? 127 : byte;
        if (zeros_ == Zeros::kApart) right_[c * kBlock + i] = apart ? -128 : byte;
      }
    }
    for (std::size_t c = 0; c < size_ && ballots.size() < kBlock; ++c) {
      const auto from = static_cast<std::ptrdiff_t>(c * kBlock + ballots.size());
      const auto to = static_cast<std::ptrdiff_t>((c + 1) * kBlock);
      std::fill(left_.begin() + from, left_.begin() + to, std::int8_t{127});
      if (zeros_ == Zeros::kApart)
        std::fill(right_.begin() + from, right_.begin() + to, std::int8_t{-128});
    }
  }

  std::span<const std::uint16_t> levels_;
  std::size_t size_;
  Zeros zeros_;
  ByteLevels bytes_;
  std::vector<std::int8_t> left_;
  std::vector<std::int8_t> right_;
};

}  // namespace

std::vector<std::int64_t> CountAbove(std::span<const std::uint16_t> levels,
                                     std::span<const std::int64_t> units,
                                     std::size_t size,
                                     Zeros zeros) {
  std::vector<std::int64_t> above(size * size, 0);
  std::vector<std::uint32_t> order(units.size());
  std::iota(order.begin(), order.end(), 0U);
  std::stable_sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
    return units[a] < units[b];
  });
  BlockCounter blocks(levels, size, zeros);
  for (std::size_t begin = 0; begin < order.size();) {
    std::size_t end = begin + 1;
    while (end < order.size() && units[order[end]] == units[order[begin]])
      ++end;
    const auto alike = std::span(order).subspan(begin, end - begin);
    if (blocks.fit() && alike.size() >= kLeastForBlocks) {
      blocks.Count(alike, units[order[begin]], above);
    } else {
      for (const std::uint32_t ballot : alike)
        CountOneBallot(levels.subspan(ballot * size, size), units[ballot], zeros, above);
    }
    begin = end;
  }
  return above;
}

}  // namespace quorate::engine
