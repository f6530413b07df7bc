#include "engine/ranking/widest_paths.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <limits>

namespace quorate::engine {

namespace {

// Candidates whose paths are led through at once, and numbers of a row that are widened at once: so
// many that the block's part of a row's width stays in the first-level cache.
constexpr std::size_t kBlock = 64;
constexpr std::size_t kTile = 64;

// A line of the cache, which no vector should straddle.
constexpr std::size_t kLine = 16;
struct alignas(64) Line : std::array<std::uint32_t, kLine> {};

// to[j] = max(to[j], min(links[i], rows[i][j])) over all i below `count`, for one tile of j. Rows
// lie `stride` numbers apart.
template <std::size_t Bytes>
[[gnu::always_inline]] inline void WidenIn(std::uint32_t* to,
                                           const std::uint32_t* links,
                                           const std::uint32_t* rows,
                                           std::size_t stride,
                                           std::size_t count) {
  typedef std::uint32_t Vector [[gnu::vector_size(Bytes)]];  // NOLINT(modernize-use-using)
  constexpr std::size_t kLanes = Bytes / sizeof(std::uint32_t);
  // std::array drops the vector type's attributes.
  Vector best[kTile / kLanes];  // NOLINT(modernize-avoid-c-arrays)
  std::memcpy(best, to, sizeof best);
  for (std::size_t i = 0; i < count; ++i) {
    const Vector link = Vector{} + links[i];
#pragma GCC unroll 16
    for (std::size_t j = 0; j < kTile / kLanes; ++j) {
      Vector through;
      std::memcpy(&through, rows + i * stride + j * kLanes, sizeof through);
      through = through < link ? through : link;
      best[j] = best[j] > through ? best[j] : through;
    }
  }
  std::memcpy(to, best, sizeof best);
}

using Widen =
    void (*)(std::uint32_t*, const std::uint32_t*, const std::uint32_t*, std::size_t, std::size_t);

void WidenPlain(std::uint32_t* to,
                const std::uint32_t* links,
                const std::uint32_t* rows,
                std::size_t stride,
                std::size_t count) {
  WidenIn<16>(to, links, rows, stride, count);
}
#if defined(__x86_64__)
[[gnu::target("avx2")]] void WidenAvx2(std::uint32_t* to,
                                       const std::uint32_t* links,
                                       const std::uint32_t* rows,
                                       std::size_t stride,
                                       std::size_t count) {
  WidenIn<32>(to, links, rows, stride, count);
}
[[gnu::target("avx512f")]] void WidenAvx512(std::uint32_t* to,
                                            const std::uint32_t* links,
                                            const std::uint32_t* rows,
                                            std::size_t stride,
                                            std::size_t count) {
  WidenIn<64>(to, links, rows, stride, count);
}
#endif

Widen WidenOf(VectorWidth width) {
#if defined(__x86_64__)
  if (width == VectorWidth::kAvx512) return &WidenAvx512;
  if (width == VectorWidth::kAvx2) return &WidenAvx2;
#endif
  return &WidenPlain;
}

}  // namespace

void WidestPaths(std::vector<std::uint32_t>& strengths, std::size_t size, VectorWidth width) {
  const Widen widen = WidenOf(width);
  // Rows of whole tiles, so that no loop has a rest, and a line more, so that rows do not all fall
  // on the same lines of the cache.
  const std::size_t whole = (size + kTile - 1) / kTile * kTile;
  const std::size_t stride = whole + kLine;
  std::vector<Line> lines(size * stride / kLine);
  std::uint32_t* const rows = lines.data()->data();
  for (std::size_t from = 0; from < size; ++from)
    std::copy_n(&strengths[from * size], size, &rows[from * stride]);

  // Leads the paths from one row through `count` candidates from `via` on, for one tile.
  const auto lead = [&](std::size_t from, std::size_t via, std::size_t count, std::size_t tile) {
    const std::size_t row = from * stride;
    widen(&rows[row + tile], &rows[row + via], &rows[via * stride + tile], stride, count);
  };
  for (std::size_t begin = 0; begin < size; begin += kBlock) {
    const std::size_t end = std::min(size, begin + kBlock);
    // The block's own rows first, one candidate after another. Then they are all that the other
    // rows need: a path's way to the first of the block it meets, and that one's best from there.
    for (std::size_t via = begin; via < end; ++via) {
      for (std::size_t from = begin; from < end; ++from) {
        for (std::size_t tile = 0; tile < whole; tile += kTile)
          lead(from, via, 1, tile);
      }
    }
    for (std::size_t tile = 0; tile < whole; tile += kTile) {
      for (std::size_t from = 0; from < size; ++from)
        lead(from, begin, end - begin, tile);
    }
  }
  for (std::size_t from = 0; from < size; ++from)
    std::copy_n(&rows[from * stride], size, &strengths[from * size]);
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
