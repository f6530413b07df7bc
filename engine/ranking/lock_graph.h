// The locked victories of ranked pairs: who stands above whom through any chain of them.

#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace quorate::engine {

// Reachability in bit rows, kept closed while links are added. Equal graphs have equal rows, so
// that a set of them holds each outcome once.
class LockGraph {
 public:
  explicit LockGraph(std::size_t size)
      : size_(size), words_((size + 63) / 64), rows_(size * words_, 0) {}

  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] std::size_t bytes() const { return rows_.size() * sizeof(std::uint64_t); }
  [[nodiscard]] bool Reaches(std::size_t a, std::size_t b) const {
    return (rows_[a * words_ + b / 64] >> (b % 64) & 1U) != 0;
  }
  // Adds the link and all it implies; a cycle is allowed and makes its members reach themselves.
  void Lock(std::size_t a, std::size_t b);

  // Any order will do; it makes sets of graphs possible. Requires equal sizes.
  friend bool operator<(const LockGraph& a, const LockGraph& b) { return a.rows_ < b.rows_; }

 private:
  std::size_t size_;
  std::size_t words_;
  std::vector<std::uint64_t> rows_;
};

}  // namespace quorate::engine
