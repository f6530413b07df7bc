#include "engine/log/tree.h"

#include <map>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

namespace quorate::engine {
namespace {

Digest Hex(std::string_view hex) {
  return DigestFromHex(hex).value();
}

// The eight leaves that Certificate Transparency's own tests have used since RFC 6962 (google/
// certificate-transparency, merkle_tree_test.cc), and the published roots of its first n leaves.
const std::vector<std::string>& EightLeaves() {
  static const auto& leaves = *new std::vector<std::string>{
      "",
      std::string(1, '\0'),
      "\x10",
      "\x20\x21",
      "\x30\x31",
      "\x40\x41\x42\x43",
      "\x50\x51\x52\x53\x54\x55\x56\x57",
      "\x60\x61\x62\x63\x64\x65\x66\x67\x68\x69\x6a\x6b\x6c\x6d\x6e\x6f"};
  return leaves;
}
constexpr std::string_view kEightRoots[] = {
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"};

Digest LeafNumber(std::uint64_t index) {
  return LeafHash("leaf " + std::to_string(index));
}

Tree TreeOf(std::uint64_t size) {
  Tree tree;
  for (std::uint64_t i = 0; i < size; ++i)
    tree.Append(LeafNumber(i));
  return tree;
}

// RFC 6962 section 2.1, word for word, over leaves [begin, end).
Digest PlainRoot(std::uint64_t begin, std::uint64_t end) {
  if (begin == end) return Sha256("");
  if (end - begin == 1) return LeafNumber(begin);
  std::uint64_t k = 1;
  while (k * 2 < end - begin)
    k *= 2;
  return NodeHash(PlainRoot(begin, begin + k), PlainRoot(begin + k, end));
}

// RFC 6962 section 2.1.1, PATH(m, D[begin:end]).
Path PlainPath(std::uint64_t m, std::uint64_t begin, std::uint64_t end) {
  if (end - begin == 1) return {};
  std::uint64_t k = 1;
  while (k * 2 < end - begin)
    k *= 2;
  const bool left = m < k;
  Path path = left ? PlainPath(m, begin, begin + k) : PlainPath(m - k, begin + k, end);
  path.push_back(left ? PlainRoot(begin + k, end) : PlainRoot(begin, begin + k));
  return path;
}

// RFC 6962 section 2.1.2, SUBPROOF(m, D[begin:end], b).
Path PlainSubproof(std::uint64_t m, std::uint64_t begin, std::uint64_t end, bool b) {
  if (m == end - begin) return b ? Path{} : Path{PlainRoot(begin, end)};
  std::uint64_t k = 1;
  while (k * 2 < end - begin)
    k *= 2;
  const bool left = m <= k;
  Path path =
      left ? PlainSubproof(m, begin, begin + k, b) : PlainSubproof(m - k, begin + k, end, false);
  path.push_back(left ? PlainRoot(begin + k, end) : PlainRoot(begin, begin + k));
  return path;
}

// Every way a path is damaged that a careless verifier might let pass.
std::vector<Path> Damaged(const Path& path) {
  std::vector<Path> all;
  for (std::size_t i = 0; i < path.size(); ++i) {
    Path flipped = path;
    flipped[i][i % kDigestBytes] ^= static_cast<std::uint8_t>(1U << (i % 8));
    all.push_back(flipped);
    Path shorter = path;
    shorter.erase(shorter.begin() + static_cast<std::ptrdiff_t>(i));
    all.push_back(shorter);
    Path doubled = path;
    doubled.insert(doubled.begin() + static_cast<std::ptrdiff_t>(i), path[i]);
    all.push_back(doubled);
    if (i + 1 < path.size()) {
      Path swapped = path;
      std::swap(swapped[i], swapped[i + 1]);
      all.push_back(swapped);
    }
  }
  for (const Digest& extra : {Digest{}, EmptyRoot(), LeafNumber(0)}) {
    Path longer = path;
    longer.push_back(extra);
    all.push_back(longer);
    longer = path;
    longer.insert(longer.begin(), extra);
    all.push_back(longer);
  }
  return all;
}

TEST(MerkleTreeTest, EightLeafRootsMatchRfc6962) {
  Tree tree;
  Frontier frontier;
  EXPECT_EQ(tree.Root(), Hex(kEightRoots[0]));
  EXPECT_EQ(frontier.Root(), Hex(kEightRoots[0]));
  for (std::size_t i = 0; i < 8; ++i) {
    tree.Append(LeafHash(EightLeaves()[i]));
    frontier.Append(LeafHash(EightLeaves()[i]));
    EXPECT_EQ(tree.Root(), Hex(kEightRoots[i + 1])) << i;
    EXPECT_EQ(frontier.Root(), Hex(kEightRoots[i + 1])) << i;
  }
}

TEST(MerkleTreeTest, EightLeafPathsMatchThePublishedOnes) {
  Tree tree;
  for (const std::string& leaf : EightLeaves())
    tree.Append(LeafHash(leaf));
  EXPECT_EQ(tree.InclusionProof(0, 8).value(),
            (Path{Hex("96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7"),
                  Hex("5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e"),
                  Hex("6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4")}));
  EXPECT_EQ(tree.InclusionProof(5, 8).value(),
            (Path{Hex("bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"),
                  Hex("ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0"),
                  Hex("d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7")}));
  EXPECT_EQ(tree.InclusionProof(2, 3).value(),
            (Path{Hex("fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125")}));
  EXPECT_EQ(tree.ConsistencyProof(6, 8).value(),
            (Path{Hex("0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a"),
                  Hex("ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0"),
                  Hex("d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7")}));
  EXPECT_EQ(tree.ConsistencyProof(2, 5).value(),
            (Path{Hex("5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e"),
                  Hex("bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b")}));
}

TEST(MerkleTreeTest, EverySizeTo256MatchesThePlainRecursion) {
  const Tree whole = TreeOf(256);
  Tree tree;
  Frontier frontier;
  for (std::uint64_t size = 0; size <= 256; ++size) {
    const Digest expected = PlainRoot(0, size);
    EXPECT_EQ(tree.Root(), expected) << size;
    EXPECT_EQ(frontier.Root(), expected) << size;
    EXPECT_EQ(whole.Root(size).value(), expected) << size;
    EXPECT_EQ(tree.size(), size);
    EXPECT_EQ(frontier.size(), size);
    tree.Append(LeafNumber(size));
    frontier.Append(LeafNumber(size));
  }
}

TEST(FrontierTest, StretchesHashedApartGiveTheSameRoot) {
  for (const std::uint64_t stretch : {1U, 2U, 8U, 32U}) {
    for (std::uint64_t size = 0; size <= 100; ++size) {
      Frontier frontier;
      std::uint64_t next = 0;
      for (; next + stretch <= size; next += stretch) {
        frontier.AppendSubtree(PlainRoot(next, next + stretch), stretch);
      }
      for (; next < size; ++next)
        frontier.Append(LeafNumber(next));
      ASSERT_EQ(frontier.Root(), PlainRoot(0, size)) << size << " in stretches of " << stretch;
    }
  }
}

TEST(MerkleTreeTest, TreesHashedApartGiveTheSameTree) {
  for (const std::uint64_t stretch : {1U, 2U, 8U, 32U}) {
    for (std::uint64_t size = 0; size <= 100; ++size) {
      Tree tree;
      for (std::uint64_t next = 0; next < size; next += stretch) {
        Tree part;
        for (std::uint64_t i = next; i < std::min(size, next + stretch); ++i)
          part.Append(LeafNumber(i));
        tree.Append(part);
      }
      for (std::uint64_t earlier = 0; earlier <= size; ++earlier) {
        ASSERT_EQ(tree.Root(earlier).value(), PlainRoot(0, earlier))
            << earlier << " of " << size << " in stretches of " << stretch;
      }
    }
  }
}

TEST(MerkleTreeTest, ATreeThatFitsNoSubtreeIsABug) {
  Tree tree = TreeOf(2);
  EXPECT_DEATH(tree.Append(TreeOf(3)), "invariant broken");
}

TEST(FrontierTest, AStretchThatFitsNoSubtreeIsABug) {
  Frontier frontier;
  frontier.Append(LeafNumber(0));
  EXPECT_DEATH(frontier.AppendSubtree(LeafNumber(1), 2), "invariant broken");
  EXPECT_DEATH(frontier.AppendSubtree(LeafNumber(1), 3), "invariant broken");
  EXPECT_DEATH(frontier.AppendSubtree(LeafNumber(1), 0), "invariant broken");
}

TEST(MerkleTreeTest, AskingForMoreThanThereIsIsRefused) {
  const Tree tree = TreeOf(7);
  EXPECT_EQ(tree.Leaf(6).value(), LeafNumber(6));
  EXPECT_EQ(tree.Leaf(7).error().reason, Reason::kUnknownEntry);
  EXPECT_EQ(tree.Root(8).error().reason, Reason::kUnknownEntry);
  EXPECT_EQ(tree.InclusionProof(7, 7).error().reason, Reason::kUnknownEntry);
  EXPECT_EQ(tree.InclusionProof(0, 0).error().reason, Reason::kUnknownEntry);
  EXPECT_EQ(tree.InclusionProof(0, 8).error().reason, Reason::kUnknownEntry);
  EXPECT_EQ(tree.ConsistencyProof(0, 7).error().reason, Reason::kUnknownEntry);
  EXPECT_EQ(tree.ConsistencyProof(5, 4).error().reason, Reason::kUnknownEntry);
  EXPECT_EQ(tree.ConsistencyProof(7, 8).error().reason, Reason::kUnknownEntry);
  EXPECT_EQ(Tree().Leaf(0).error().reason, Reason::kUnknownEntry);
}

TEST(InclusionTest, EveryIndexOfEverySizeTo64IsProvedAndDamageIsRefused) {
  const Tree tree = TreeOf(64);
  for (std::uint64_t size = 1; size <= 64; ++size) {
    const Digest root = tree.Root(size).value();
    for (std::uint64_t index = 0; index < size; ++index) {
      const Path path = tree.InclusionProof(index, size).value();
      ASSERT_EQ(path, PlainPath(index, 0, size)) << index << " of " << size;
      const Digest leaf = LeafNumber(index);
      ASSERT_TRUE(VerifyInclusion(index, size, leaf, path, root)) << index << " of " << size;
      for (const Path& bad : Damaged(path)) {
        ASSERT_FALSE(VerifyInclusion(index, size, leaf, bad, root)) << index << " of " << size;
      }
      ASSERT_FALSE(VerifyInclusion(index, size, LeafNumber(index + 1), path, root));
      ASSERT_FALSE(VerifyInclusion(index, size, leaf, path, EmptyRoot()));
      ASSERT_FALSE(VerifyInclusion(size, size, leaf, path, root));
      ASSERT_FALSE(VerifyInclusion(index, 0, leaf, path, root));
      for (std::uint64_t other = 0; other < size; ++other) {
        ASSERT_EQ(VerifyInclusion(other, size, leaf, path, root).has_value(), other == index);
      }
    }
  }
}

// Another size may leave the walk as it is (a path does not always betray its tree's size), but
// then the size's own root differs.
TEST(InclusionTest, APathDoesNotServeAnotherSizesRoot) {
  const Tree tree = TreeOf(40);
  for (std::uint64_t size = 1; size <= 40; ++size) {
    for (std::uint64_t other = 1; other <= 40; ++other) {
      if (other == size) continue;
      for (std::uint64_t index = 0; index < size; ++index) {
        const Path path = tree.InclusionProof(index, size).value();
        ASSERT_FALSE(
            VerifyInclusion(index, other, LeafNumber(index), path, tree.Root(other).value()));
      }
    }
  }
}

TEST(InclusionTest, ATreeOfOneNeedsNoPath) {
  const Digest leaf = LeafNumber(0);
  EXPECT_TRUE(VerifyInclusion(0, 1, leaf, Path{}, leaf));
  EXPECT_FALSE(VerifyInclusion(0, 1, leaf, Path{leaf}, leaf));
  EXPECT_FALSE(VerifyInclusion(0, 2, leaf, Path{}, leaf));
}

TEST(InclusionTest, TheRefusalSaysWhatIsWrong) {
  const Tree tree = TreeOf(8);
  const Status refused =
      VerifyInclusion(3, 8, LeafNumber(4), tree.InclusionProof(3, 8).value(), tree.Root());
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().reason, Reason::kCorruptLog);
  EXPECT_EQ(refused.error().message, "the path leads to another root");
}

TEST(ConsistencyTest, EveryPairTo64IsProvedAndDamageIsRefused) {
  const Tree tree = TreeOf(64);
  for (std::uint64_t size = 1; size <= 64; ++size) {
    const TreeHead newer{size, tree.Root(size).value()};
    for (std::uint64_t old = 1; old <= size; ++old) {
      const TreeHead older{old, tree.Root(old).value()};
      const Path path = tree.ConsistencyProof(old, size).value();
      ASSERT_EQ(path, PlainSubproof(old, 0, size, true)) << old << " to " << size;
      ASSERT_TRUE(VerifyConsistency(older, newer, path)) << old << " to " << size;
      for (const Path& bad : Damaged(path)) {
        ASSERT_FALSE(VerifyConsistency(older, newer, bad)) << old << " to " << size;
      }
      ASSERT_FALSE(VerifyConsistency({old, LeafNumber(99)}, newer, path));
      ASSERT_FALSE(VerifyConsistency(older, {size, LeafNumber(99)}, path));
      if (old == size) continue;
      ASSERT_FALSE(VerifyConsistency(newer, older, path));
      ASSERT_FALSE(VerifyConsistency({old, newer.root}, {size, older.root}, path));
      ASSERT_FALSE(VerifyConsistency(older, newer, Path{}));
      ASSERT_FALSE(VerifyConsistency({old - 1, older.root}, newer, path));
    }
  }
}

TEST(ConsistencyTest, NothingIsProvedFromTheEmptyTree) {
  const TreeHead empty{0, EmptyRoot()};
  EXPECT_FALSE(VerifyConsistency(empty, empty, Path{}));
  EXPECT_FALSE(VerifyConsistency(empty, {3, PlainRoot(0, 3)}, Path{}));
}

TEST(ConsistencyTest, TwoRootsOfOneSizeAreAFork) {
  const TreeHead one{5, LeafNumber(1)};
  EXPECT_TRUE(VerifyConsistency(one, one, Path{}));
  EXPECT_FALSE(VerifyConsistency(one, {5, LeafNumber(2)}, Path{}));
  EXPECT_FALSE(VerifyConsistency(one, one, Path{LeafNumber(1)}));
}

// Sizes that no machine holds must not confuse the arithmetic either.
TEST(ConsistencyTest, HugeSizesAreRefusedWithoutEffort) {
  const Digest any = LeafNumber(0);
  const Path path(64, any);
  EXPECT_FALSE(VerifyInclusion(~std::uint64_t{0} - 1, ~std::uint64_t{0}, any, path, any));
  EXPECT_FALSE(VerifyInclusion(~std::uint64_t{0}, ~std::uint64_t{0}, any, path, any));
  EXPECT_FALSE(VerifyConsistency({std::uint64_t{1} << 63U, any}, {~std::uint64_t{0}, any}, path));
  EXPECT_FALSE(VerifyConsistency({~std::uint64_t{0} - 1, any}, {~std::uint64_t{0}, any}, path));
}

}  // namespace
}  // namespace quorate::engine
