#include "engine/ratings/count_codes.h"

#include <algorithm>
#include <array>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

#include "engine/base/check.h"

namespace quorate::engine {

namespace {

// Four tables in turn, so that a run of equal answers does not wait for its own last store.
void CountScalar(std::span<const AnswerCode> answers, std::span<std::uint64_t> counts) {
  std::array<std::array<std::uint64_t, 256>, 4> tables{};
  std::size_t i = 0;
  for (; i + 4 <= answers.size(); i += 4) {
    ++tables[0][answers[i]];
    ++tables[1][answers[i + 1]];
    ++tables[2][answers[i + 2]];
    ++tables[3][answers[i + 3]];
  }
  for (; i < answers.size(); ++i) {
    ++tables[0][answers[i]];
  }
  for (std::size_t code = 0; code < 256; ++code) {
    const std::uint64_t sum = tables[0][code] + tables[1][code] + tables[2][code] + tables[3][code];
    QUORATE_CHECK(sum == 0 || code < counts.size());
    if (code < counts.size()) counts[code] += sum;
  }
}

#if defined(__x86_64__)

// A byte counter overflows after 255 additions, so a block is at most 255 vectors; it also stays in
// the first-level cache while several passes count their codes.
constexpr std::size_t kVector = 32;
constexpr std::size_t kBlock = 255 * kVector;
constexpr std::size_t kCodesAPass = 6;
constexpr std::size_t kCodesForVectors =
    48;  // With more codes the passes cost more than one table.
constexpr std::size_t kLeastForVectors = 512;

[[gnu::target("avx2")]] std::uint64_t SumBytes(__m256i bytes) {
  const __m256i sums = _mm256_sad_epu8(bytes, _mm256_setzero_si256());
  return static_cast<std::uint64_t>(_mm256_extract_epi64(sums, 0)) +
         static_cast<std::uint64_t>(_mm256_extract_epi64(sums, 1)) +
         static_cast<std::uint64_t>(_mm256_extract_epi64(sums, 2)) +
         static_cast<std::uint64_t>(_mm256_extract_epi64(sums, 3));
}

// Counts the codes first .. first + Codes - 1 in one block of whole vectors.
template <std::size_t Codes>
[[gnu::target("avx2")]] void CountPass(std::span<const AnswerCode> block,
                                       std::size_t first,
                                       std::span<std::uint64_t> counts) {
  // std::array drops the vector type's attributes.
  __m256i wanted[Codes];  // NOLINT(modernize-avoid-c-arrays)
  __m256i seen[Codes];    // NOLINT(modernize-avoid-c-arrays)
#pragma GCC unroll 8
  for (std::size_t k = 0; k < Codes; ++k) {
    wanted[k] = _mm256_set1_epi8(static_cast<char>(first + k));
    seen[k] = _mm256_setzero_si256();
  }
  for (std::size_t i = 0; i < block.size(); i += kVector) {
    const __m256i bytes = _mm256_loadu_si256(reinterpret_cast<const __m256i_u*>(block.data() + i));
#pragma GCC unroll 8  // Keeps the counters in registers.
    for (std::size_t k = 0; k < Codes; ++k) {
      seen[k] = _mm256_sub_epi8(seen[k], _mm256_cmpeq_epi8(bytes, wanted[k]));
    }
  }
#pragma GCC unroll 8
  for (std::size_t k = 0; k < Codes; ++k)
    counts[first + k] += SumBytes(seen[k]);
}

void CountPass(std::span<const AnswerCode> block,
               std::size_t first,
               std::size_t codes,
               std::span<std::uint64_t> counts) {
  switch (codes) {
    case 1:
      return CountPass<1>(block, first, counts);
    case 2:
      return CountPass<2>(block, first, counts);
    case 3:
      return CountPass<3>(block, first, counts);
    case 4:
      return CountPass<4>(block, first, counts);
    case 5:
      return CountPass<5>(block, first, counts);
    default:
      return CountPass<kCodesAPass>(block, first, counts);
  }
}

[[gnu::target("avx2")]] AnswerCode HighestCode(std::span<const AnswerCode> block) {
  __m256i highest = _mm256_setzero_si256();
  for (std::size_t i = 0; i < block.size(); i += kVector) {
    highest = _mm256_max_epu8(
        highest, _mm256_loadu_si256(reinterpret_cast<const __m256i_u*>(block.data() + i)));
  }
  std::array<AnswerCode, kVector> lanes{};
  _mm256_storeu_si256(reinterpret_cast<__m256i_u*>(lanes.data()), highest);
  return *std::max_element(lanes.begin(), lanes.end());
}

// Code 0 is not looked for: it is what the others leave over.
void CountVectors(std::span<const AnswerCode> answers, std::span<std::uint64_t> counts) {
  while (answers.size() >= kVector) {
    const auto block = answers.first(std::min(answers.size() / kVector * kVector, kBlock));
    QUORATE_CHECK(HighestCode(block) < counts.size());
    std::array<std::uint64_t, kCodesForVectors> found{};
    for (std::size_t first = 1; first < counts.size(); first += kCodesAPass) {
      CountPass(block, first, std::min(kCodesAPass, counts.size() - first), found);
    }
    std::uint64_t others = 0;
    for (std::size_t code = 1; code < counts.size(); ++code) {
      counts[code] += found[code];
      others += found[code];
    }
    counts[0] += block.size() - others;
    answers = answers.subspan(block.size());
  }
  CountScalar(answers, counts);
}

bool VectorsPay(std::size_t answers, std::size_t codes) {
  static const bool has_avx2 = __builtin_cpu_supports("avx2") != 0;
  return has_avx2 && answers >= kLeastForVectors && codes <= kCodesForVectors;
}

#endif

}  // namespace

void CountCodes(std::span<const AnswerCode> answers, std::span<std::uint64_t> counts) {
#if defined(__x86_64__)
  if (VectorsPay(answers.size(), counts.size())) return CountVectors(answers, counts);
#endif
  CountScalar(answers, counts);
}

}  // namespace quorate::engine
