// Tiles (C2SP tlog-tiles): a log as static files, from which clients of other authors fetch entries
// and compute proofs without asking anybody. They follow from the leaves alone.
//
//   tile/<L>/<N>           256 hashes of the tree's level 8·L, 32 bytes each
//   tile/entries/<N>       256 entries, each behind its length in two bytes, the high one first
//
// The last tile of a level may be partial: its path goes on with ".p/<W>", its width. A hash of
// level L > 0 stands for a full tile below.

#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace quorate::engine {

inline constexpr std::size_t kTileWidth = 256;
// The length before an entry has two bytes.
inline constexpr std::size_t kTileEntryBytesMax = 65'535;

struct Tile {
  std::string path;
  std::string bytes;
  friend bool operator==(const Tile&, const Tile&) = default;
};

// Every tile of the tree over `leaves`, level by level, then the entries. None for no leaves.
// Requires leaves of at most kTileEntryBytesMax bytes.
std::vector<Tile> Tiles(std::span<const std::string_view> leaves);

// How a tile's index stands in its path: 1234067 is "x001/x234/067".
std::string TileIndexPath(std::uint64_t index);

}  // namespace quorate::engine
