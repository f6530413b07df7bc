#include "engine/log/tiles.h"

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "engine/log/digest.h"
#include "engine/log/tree.h"

namespace quorate::engine {
namespace {

std::vector<std::string> Leaves(std::size_t count) {
  std::vector<std::string> leaves;
  for (std::size_t i = 0; i < count; ++i)
    leaves.push_back("leaf " + std::to_string(i));
  return leaves;
}

std::map<std::string, std::string> TilesOf(std::size_t count) {
  const std::vector<std::string> leaves = Leaves(count);
  const std::vector<std::string_view> views(leaves.begin(), leaves.end());
  std::map<std::string, std::string> files;
  for (Tile& tile : Tiles(views))
    EXPECT_TRUE(files.emplace(std::move(tile.path), std::move(tile.bytes)).second);
  return files;
}

// SHA-256 over "path hex-of-bytes LF", sorted by path.
std::string Summary(std::size_t count) {
  std::string text;
  for (const auto& [path, bytes] : TilesOf(count))
    text += path + " " + ToHex(Sha256(bytes)) + "\n";
  return ToHex(Sha256(text));
}

TEST(TileIndexPathTest, IsInGroupsOfThreeDigits) {
  EXPECT_EQ(TileIndexPath(0), "000");
  EXPECT_EQ(TileIndexPath(67), "067");
  EXPECT_EQ(TileIndexPath(999), "999");
  EXPECT_EQ(TileIndexPath(1'000), "x001/000");
  EXPECT_EQ(TileIndexPath(1'234'067), "x001/x234/067");  // The specification's example.
}

TEST(TilesTest, ATreeWithoutLeavesHasNone) {
  EXPECT_TRUE(TilesOf(0).empty());
}

// The specification's example: "a tree of size 70,000 will be represented by 273 full level 0
// tiles, one partial level 0 tile of width 112, one full level 1 tile, one partial level 1 tile of
// width 17, and one partial level 2 tile of width 1".
TEST(TilesTest, TreeOfSeventyThousandHasTheTilesOfTheSpecification) {
  const auto files = TilesOf(70'000);
  const auto under = [&](const std::string& prefix) {
    return std::count_if(files.begin(), files.end(), [&](const auto& file) {
      return file.first.starts_with(prefix);
    });
  };
  EXPECT_EQ(under("tile/0/"), 274);
  EXPECT_EQ(files.at("tile/0/272").size(), 8'192U);
  EXPECT_EQ(files.at("tile/0/273.p/112").size(), 112U * 32);
  EXPECT_EQ(under("tile/1/"), 2);
  EXPECT_EQ(files.at("tile/1/000").size(), 8'192U);
  EXPECT_EQ(files.at("tile/1/001.p/17").size(), 17U * 32);
  EXPECT_EQ(under("tile/2/"), 1);
  EXPECT_EQ(files.at("tile/2/000.p/1").size(), 32U);
  EXPECT_EQ(under("tile/entries/"), 274);
  EXPECT_EQ(files.size(), 551U);
}

TEST(TilesTest, TreeOf256HasOneFullTileAndOneAbove) {
  const auto files = TilesOf(256);
  ASSERT_EQ(files.size(), 3U);
  EXPECT_TRUE(files.contains("tile/0/000"));
  EXPECT_TRUE(files.contains("tile/1/000.p/1"));
  EXPECT_TRUE(files.contains("tile/entries/000"));
  Tree tree;
  for (const std::string& leaf : Leaves(256))
    tree.Append(LeafHash(leaf));
  EXPECT_EQ(files.at("tile/1/000.p/1"), std::string(Text(tree.Root())));
}

TEST(TilesTest, AnEntryStandsBehindItsLengthInTwoBytes) {
  const std::string large(0x1234, 'x');
  const std::vector<std::string_view> leaves = {"a", large};
  const std::vector<Tile> tiles = Tiles(leaves);
  ASSERT_EQ(tiles.back().path, "tile/entries/000.p/2");
  EXPECT_EQ(tiles.back().bytes, std::string("\x00\x01", 2) + "a" + "\x12\x34" + large);
}

// Made by a program in Python that takes each hash from the specification's formula MTH(D[..])
// by the recursion of RFC 6962.
TEST(TilesTest, AgreeWithAnIndependentProgram) {
  EXPECT_EQ(Summary(1), "4711a14cc3ab788c6b9eee6ba9f9f2b0ff8ab86dc24f635c2d4f02fdd6a13b2c");
  EXPECT_EQ(Summary(255), "3c5222419d329d08f4951389b2d76e60a41e1e13909d46924cfb404baad3261d");
  EXPECT_EQ(Summary(256), "a1e3e2ccdd529856d8d191f6319cfb6e06ab0a9233cb6c555266af27a06c9662");
  EXPECT_EQ(Summary(257), "7cdc1ab2f0edd645741a5540f7d1f1785761c1c5c2b84b0f0b15d13d9b44075d");
  EXPECT_EQ(Summary(70'000), "a2d7198a6954366c38e9f7bf42e196aec44ebc1f6293c15516f7c48752bf837f");
}

}  // namespace
}  // namespace quorate::engine
