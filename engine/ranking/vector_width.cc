#include "engine/ranking/vector_width.h"

#include <array>
#include <cstddef>

namespace quorate::engine {

namespace {

std::size_t CountWidths() {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx2") == 0) return 1;
  const bool bytes_too =
      __builtin_cpu_supports("avx512f") != 0 && __builtin_cpu_supports("avx512bw") != 0;
  return bytes_too ? 3 : 2;
#else
  return 1;
#endif
}

}  // namespace

std::span<const VectorWidth> VectorWidthsHere() {
  static constexpr std::array kWidths = {
      VectorWidth::kPlain, VectorWidth::kAvx2, VectorWidth::kAvx512};
  static const std::size_t kCount = CountWidths();
  return std::span(kWidths).first(kCount);
}

}  // namespace quorate::engine
