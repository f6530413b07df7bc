#include "engine/ranking/widest_paths.h"

#include <algorithm>
#include <limits>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace quorate::engine {

namespace {

// row[j] = max(row[j], min(link, via[j])).
void WidenPlain(std::uint32_t* row,
                const std::uint32_t* via,
                std::uint32_t link,
                std::size_t size) {
  for (std::size_t j = 0; j < size; ++j)
    row[j] = std::max(row[j], std::min(link, via[j]));
}

#if defined(__x86_64__)
[[gnu::target("avx2")]] void WidenWide(std::uint32_t* row,
                                       const std::uint32_t* via,
                                       std::uint32_t link,
                                       std::size_t size) {
  const __m256i links = _mm256_set1_epi32(static_cast<int>(link));
  std::size_t j = 0;
  for (; j + 8 <= size; j += 8) {
    const __m256i old = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(row + j));
    const __m256i next = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(via + j));
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(row + j),
                        _mm256_max_epu32(old, _mm256_min_epu32(links, next)));
  }
  WidenPlain(row + j, via + j, link, size - j);
}
#endif

using Widen = void (*)(std::uint32_t*, const std::uint32_t*, std::uint32_t, std::size_t);

Widen BestWiden() {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx2") != 0) return &WidenWide;
#endif
  return &WidenPlain;
}

}  // namespace

void WidestPaths(std::vector<std::uint32_t>& strengths, std::size_t size) {
  const Widen widen = BestWiden();
  for (std::size_t via = 0; via < size; ++via) {
    const std::uint32_t* const onward = &strengths[via * size];
    for (std::size_t from = 0; from < size; ++from) {
      const std::uint32_t link = strengths[from * size + via];
      if (link == 0 || from == via) continue;
      widen(&strengths[from * size], onward, link, size);
    }
  }
}

std::vector<std::size_t> WidestPath(const std::vector<std::uint32_t>& links,
                                    std::size_t size,
                                    std::size_t from,
                                    std::size_t to) {
  std::vector<std::uint32_t> width(size, 0);
  std::vector<std::size_t> before(size, size);
  std::vector<bool> done(size, false);
  width[from] = std::numeric_limits<std::uint32_t>::max();
  while (true) {
    std::size_t next = size;
    for (std::size_t i = 0; i < size; ++i) {
      if (!done[i] && width[i] > 0 && (next == size || width[i] > width[next])) next = i;
    }
    if (next == size) return {};
    if (next == to) break;
    done[next] = true;
    for (std::size_t i = 0; i < size; ++i) {
      const std::uint32_t through = std::min(width[next], links[next * size + i]);
      if (done[i] || i == next || through <= width[i]) continue;
      width[i] = through;
      before[i] = next;
    }
  }
  std::vector<std::size_t> path = {to};
  while (path.back() != from)
    path.push_back(before[path.back()]);
  std::reverse(path.begin(), path.end());
  return path;
}

}  // namespace quorate::engine
