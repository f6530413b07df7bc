// The log's Merkle tree (RFC 6962 section 2, RFC 9162 section 2.1): what makes a checkpoint bind
// every entry before it, lets a participant prove in log(n) hashes that a ballot is in, and lets
// anybody prove that an older checkpoint is a prefix of a newer one.
//
// A tree of n leaves splits at the largest power of two below n; the empty tree's root is
// SHA256(""). Positions count from zero.

#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "engine/base/result.h"
#include "engine/log/digest.h"

namespace quorate::engine {

// A path in the tree, from the leaf's sibling up to a child of the root.
using Path = std::vector<Digest>;

// No checkpoint is larger: signed 64-bit readers exist, and a path never has more than 63 steps.
inline constexpr std::uint64_t kTreeSizeMax = (std::uint64_t{1} << 63U) - 1;
inline constexpr std::size_t kPathStepsMax = 63;

// SHA256(""): the root of no leaves.
Digest EmptyRoot();

// The root of a growing sequence of leaves in log(n) memory, for reading a log once from end to
// end.
class Frontier {
 public:
  void Append(const Digest& leaf_hash);
  // Appends `leaves` leaves at once, of which `root` is the root, so that several threads can each
  // hash a stretch of the log. Requires a power of two that divides size().
  void AppendSubtree(const Digest& root, std::uint64_t leaves);
  [[nodiscard]] std::uint64_t size() const { return size_; }
  [[nodiscard]] Digest Root() const;

 private:
  std::uint64_t size_ = 0;
  // The root of each complete subtree that the binary digits of size_ name, largest first.
  std::vector<Digest> peaks_;
};

// The tree with the hash of every complete subtree kept (64 bytes a leaf), so that the root and the
// proofs at any earlier size cost log(n) too. A value; const methods may run concurrently.
class Tree {
 public:
  // Amortized one node hash a leaf.
  void Append(const Digest& leaf_hash);
  // The leaves of another tree at once, which may have been hashed elsewhere. Requires that the
  // least power of two that holds `next` divides size().
  void Append(const Tree& next);
  [[nodiscard]] std::uint64_t size() const { return levels_.empty() ? 0 : levels_[0].size(); }
  [[nodiscard]] Digest Root() const;

  // The root when the tree had `size` leaves. Fails with kUnknownEntry beyond size().
  [[nodiscard]] Result<Digest> Root(std::uint64_t size) const;
  // The leaf hash at `index`. Fails with kUnknownEntry from size() on.
  [[nodiscard]] Result<Digest> Leaf(std::uint64_t index) const;

  // Proves that leaf `index` is in the tree of `size` leaves; empty for a tree of one. Fails with
  // kUnknownEntry unless index < size <= size().
  [[nodiscard]] Result<Path> InclusionProof(std::uint64_t index, std::uint64_t size) const;

  // Proves that the tree of `old_size` is a prefix of that of `new_size`; empty if they are equal.
  // Fails with kUnknownEntry unless 0 < old_size <= new_size <= size(). There is no proof from the
  // empty tree, since everything extends it and the proof would say nothing.
  [[nodiscard]] Result<Path> ConsistencyProof(std::uint64_t old_size, std::uint64_t new_size) const;

 private:
  void AppendNode(std::size_t level, const Digest& node);
  // The root of leaves [begin, end), where begin is a multiple of the power of two that covers
  // them.
  [[nodiscard]] Digest Range(std::uint64_t begin, std::uint64_t end) const;

  // levels_[k][i] is the root of leaves [i·2^k, (i+1)·2^k).
  std::vector<std::vector<Digest>> levels_;
};

// Accepts exactly the path that leads from `leaf_hash` at `index` to `root` in a tree of `size`
// leaves; refuses with kCorruptLog a path that is too short, too long, or leads elsewhere.
Status VerifyInclusion(std::uint64_t index,
                       std::uint64_t size,
                       const Digest& leaf_hash,
                       std::span<const Digest> path,
                       const Digest& root);

struct TreeHead {
  std::uint64_t size = 0;
  Digest root{};
  friend bool operator==(const TreeHead&, const TreeHead&) = default;
};

// Accepts exactly the path that shows `older` to be a prefix of `newer`; refuses with kCorruptLog
// otherwise. Equal sizes need equal roots and an empty path. An older size of zero is refused: a
// caller to whom the empty tree matters knows its root without a proof.
Status VerifyConsistency(const TreeHead& older,
                         const TreeHead& newer,
                         std::span<const Digest> path);

}  // namespace quorate::engine
