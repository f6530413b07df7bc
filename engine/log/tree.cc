#include "engine/log/tree.h"

#include <algorithm>
#include <bit>
#include <string>

#include "engine/base/check.h"

namespace quorate::engine {

namespace {

// The leaves of a tree of `size` > 1 that go to the left.
std::uint64_t Split(std::uint64_t size) {
  return std::bit_floor(size - 1);
}

tl::unexpected<Error> NoSuch(const std::string& what, std::uint64_t size) {
  return Refuse(Reason::kUnknownEntry, what + "; the tree has " + std::to_string(size) + " leaves");
}

tl::unexpected<Error> BadProof(std::string message) {
  return Refuse(Reason::kCorruptLog, std::move(message));
}

// The walk from a leaf or node to the root that both verifiers of RFC 9162 share: `at` is the
// position on the current level, `last` the position of that level's last node.
struct Climb {
  std::uint64_t at;
  std::uint64_t last;

  // Skips the levels on which the node has no sibling on the right, being the last of its level.
  void SkipToLeftSibling() {
    while ((at & 1U) == 0 && at != 0)
      Rise();
  }
  [[nodiscard]] bool HasLeftSibling() const { return (at & 1U) != 0 || at == last; }
  void Rise() {
    at >>= 1U;
    last >>= 1U;
  }
};

// Follows `path` from `start`, the largest subtree at the older tree's right edge that the newer
// tree shares, to both roots.
Status ClimbFrom(const Digest& start,
                 const TreeHead& older,
                 const TreeHead& newer,
                 std::span<const Digest> path) {
  Climb climb{older.size - 1, newer.size - 1};
  while ((climb.at & 1U) != 0)
    climb.Rise();
  Digest old_hash = start;
  Digest new_hash = start;
  for (const Digest& step : path) {
    if (climb.last == 0) return BadProof("the path is longer than the tree is high");
    if (climb.HasLeftSibling()) {
      old_hash = NodeHash(step, old_hash);
      new_hash = NodeHash(step, new_hash);
      climb.SkipToLeftSibling();
    } else {
      new_hash = NodeHash(new_hash, step);
    }
    climb.Rise();
  }
  if (climb.last != 0) return BadProof("the path ends below the root");
  if (old_hash != older.root) return BadProof("the path leads to another older root");
  if (new_hash != newer.root) return BadProof("the path leads to another newer root");
  return {};
}

}  // namespace

Digest EmptyRoot() {
  return Sha256(std::string_view());
}

void Frontier::Append(const Digest& leaf_hash) {
  AppendSubtree(leaf_hash, 1);
}

void Frontier::AppendSubtree(const Digest& root, std::uint64_t leaves) {
  QUORATE_CHECK(std::has_single_bit(leaves) && size_ % leaves == 0);
  Digest peak = root;
  for (std::uint64_t rest = size_ / leaves; (rest & 1U) != 0; rest >>= 1U) {
    peak = NodeHash(peaks_.back(), peak);
    peaks_.pop_back();
  }
  peaks_.push_back(peak);
  size_ += leaves;
}

Digest Frontier::Root() const {
  if (peaks_.empty()) return EmptyRoot();
  Digest root = peaks_.back();
  for (std::size_t i = peaks_.size() - 1; i > 0; --i)
    root = NodeHash(peaks_[i - 1], root);
  return root;
}

void Tree::Append(const Digest& leaf_hash) {
  AppendNode(0, leaf_hash);
}

void Tree::Append(const Tree& next) {
  if (next.size() == 0) return;
  QUORATE_CHECK(size() % std::bit_ceil(next.size()) == 0);
  const std::size_t top = next.levels_.size() - 1;
  if (levels_.size() < top) levels_.resize(top);
  for (std::size_t level = 0; level < top; ++level) {
    levels_[level].insert(
        levels_[level].end(), next.levels_[level].begin(), next.levels_[level].end());
  }
  // The highest subtree, which may complete one with what stood before.
  AppendNode(top, next.levels_[top].front());
}

void Tree::AppendNode(std::size_t level, const Digest& node) {
  Digest hash = node;
  for (;; ++level) {
    if (level == levels_.size()) levels_.emplace_back();
    std::vector<Digest>& nodes = levels_[level];
    nodes.push_back(hash);
    if (nodes.size() % 2 != 0) return;
    hash = NodeHash(nodes[nodes.size() - 2], hash);
  }
}

Digest Tree::Range(std::uint64_t begin, std::uint64_t end) const {
  // The complete subtrees from left to right; each is folded into those to its left.
  std::array<const Digest*, 64> peaks{};
  std::size_t count = 0;
  while (begin < end) {
    const std::uint64_t leaves = std::bit_floor(end - begin);
    const auto level = static_cast<std::size_t>(std::countr_zero(leaves));
    peaks[count++] = &levels_[level][begin / leaves];
    begin += leaves;
  }
  QUORATE_CHECK(count > 0);
  Digest root = *peaks[count - 1];
  for (std::size_t i = count - 1; i > 0; --i)
    root = NodeHash(*peaks[i - 1], root);
  return root;
}

Digest Tree::Root() const {
  return size() == 0 ? EmptyRoot() : Range(0, size());
}

Result<Digest> Tree::Root(std::uint64_t size) const {
  if (size > this->size()) return NoSuch("no root of size " + std::to_string(size), this->size());
  return size == 0 ? EmptyRoot() : Range(0, size);
}

Result<Digest> Tree::Leaf(std::uint64_t index) const {
  if (index >= size()) return NoSuch("no leaf " + std::to_string(index), size());
  return levels_[0][index];
}

Result<Path> Tree::InclusionProof(std::uint64_t index, std::uint64_t size) const {
  if (size > this->size() || index >= size) {
    return NoSuch("no proof of leaf " + std::to_string(index) + " at size " + std::to_string(size),
                  this->size());
  }
  Path path;
  std::uint64_t begin = 0;
  std::uint64_t end = size;
  while (end - begin > 1) {
    const std::uint64_t middle = begin + Split(end - begin);
    if (index < middle) {
      path.push_back(Range(middle, end));
      end = middle;
    } else {
      path.push_back(Range(begin, middle));
      begin = middle;
    }
  }
  std::ranges::reverse(path);
  return path;
}

Result<Path> Tree::ConsistencyProof(std::uint64_t old_size, std::uint64_t new_size) const {
  if (old_size == 0 || old_size > new_size || new_size > size()) {
    return NoSuch("no proof from size " + std::to_string(old_size) + " to size " +
                      std::to_string(new_size) + ": sizes begin at 1 and never shrink",
                  size());
  }
  Path path;
  std::uint64_t begin = 0;
  std::uint64_t end = new_size;
  while (old_size != end) {
    const std::uint64_t middle = begin + Split(end - begin);
    if (old_size <= middle) {
      path.push_back(Range(middle, end));
      end = middle;
    } else {
      path.push_back(Range(begin, middle));
      begin = middle;
    }
  }
  // The verifier holds the old root, which is this node if the walk never went right.
  if (begin != 0) path.push_back(Range(begin, end));
  std::ranges::reverse(path);
  return path;
}

Status VerifyInclusion(std::uint64_t index,
                       std::uint64_t size,
                       const Digest& leaf_hash,
                       std::span<const Digest> path,
                       const Digest& root) {
  if (index >= size) {
    return BadProof("leaf " + std::to_string(index) + " cannot be in a tree of " +
                    std::to_string(size) + " leaves");
  }
  Climb climb{index, size - 1};
  Digest hash = leaf_hash;
  for (const Digest& step : path) {
    if (climb.last == 0) return BadProof("the path is longer than the tree is high");
    if (climb.HasLeftSibling()) {
      hash = NodeHash(step, hash);
      climb.SkipToLeftSibling();
    } else {
      hash = NodeHash(hash, step);
    }
    climb.Rise();
  }
  if (climb.last != 0) return BadProof("the path ends below the root");
  if (hash != root) return BadProof("the path leads to another root");
  return {};
}

Status VerifyConsistency(const TreeHead& older,
                         const TreeHead& newer,
                         std::span<const Digest> path) {
  if (older.size == 0) return BadProof("a proof from the empty tree proves nothing");
  if (older.size > newer.size) return BadProof("the older tree is larger than the newer one");
  if (older.size == newer.size) {
    if (!path.empty()) return BadProof("trees of one size need no path");
    if (older.root != newer.root) return BadProof("two roots for one size: the log was forked");
    return {};
  }
  // An older tree of 2^k leaves is itself a node of the newer one, so its root begins the path.
  if (std::has_single_bit(older.size)) return ClimbFrom(older.root, older, newer, path);
  if (path.empty()) return BadProof("the path ends below the root");
  return ClimbFrom(path.front(), older, newer, path.subspan(1));
}

}  // namespace quorate::engine
