#include "engine/log/tiles.h"

#include <algorithm>

#include "engine/base/check.h"
#include "engine/log/digest.h"

namespace quorate::engine {

namespace {

std::string PathOf(const std::string& level, std::size_t index, std::size_t width) {
  std::string path = "tile/" + level + "/" + TileIndexPath(index);
  if (width < kTileWidth) path += ".p/" + std::to_string(width);
  return path;
}

// The root of one full tile.
Digest RootOf(std::span<const Digest> tile) {
  std::vector<Digest> level(tile.begin(), tile.end());
  while (level.size() > 1) {
    for (std::size_t i = 0; i < level.size() / 2; ++i)
      level[i] = NodeHash(level[2 * i], level[2 * i + 1]);
    level.resize(level.size() / 2);
  }
  return level.front();
}

// Adds the level's tiles; returns the hashes of the level above.
std::vector<Digest> AddLevel(int level, std::span<const Digest> hashes, std::vector<Tile>& tiles) {
  std::vector<Digest> above;
  for (std::size_t first = 0; first < hashes.size(); first += kTileWidth) {
    const auto tile = hashes.subspan(first, std::min(kTileWidth, hashes.size() - first));
    std::string bytes;
    bytes.reserve(tile.size() * kDigestBytes);
    for (const Digest& hash : tile)
      bytes += Text(hash);
    tiles.push_back(
        {PathOf(std::to_string(level), first / kTileWidth, tile.size()), std::move(bytes)});
    if (tile.size() == kTileWidth) above.push_back(RootOf(tile));
  }
  return above;
}

void AddEntries(std::span<const std::string_view> leaves, std::vector<Tile>& tiles) {
  for (std::size_t first = 0; first < leaves.size(); first += kTileWidth) {
    const auto bundle = leaves.subspan(first, std::min(kTileWidth, leaves.size() - first));
    std::string bytes;
    for (const std::string_view leaf : bundle) {
      QUORATE_CHECK(leaf.size() <= kTileEntryBytesMax);
      bytes += static_cast<char>(leaf.size() >> 8U);
      bytes += static_cast<char>(leaf.size() & 0xFFU);
      bytes += leaf;
    }
    tiles.push_back({PathOf("entries", first / kTileWidth, bundle.size()), std::move(bytes)});
  }
}

}  // namespace

std::vector<Tile> Tiles(std::span<const std::string_view> leaves) {
  std::vector<Tile> tiles;
  std::vector<Digest> hashes;
  hashes.reserve(leaves.size());
  for (const std::string_view leaf : leaves)
    hashes.push_back(LeafHash(leaf));
  for (int level = 0; !hashes.empty(); ++level)
    hashes = AddLevel(level, hashes, tiles);
  AddEntries(leaves, tiles);
  return tiles;
}

std::string TileIndexPath(std::uint64_t index) {
  constexpr std::uint64_t kGroup = 1'000;
  const auto digits = [](std::uint64_t group) {
    std::string text = std::to_string(group);
    return std::string(3 - text.size(), '0') + text;
  };
  std::string path = digits(index % kGroup);
  for (index /= kGroup; index > 0; index /= kGroup)
    path.insert(0, "x" + digits(index % kGroup) + "/");
  return path;
}

}  // namespace quorate::engine
