// The published RFC 6962 vectors, read from the folder that QUORATE_DATA names. The same tree's
// roots stand as constants in tree_test.cc, so nothing goes untested where the folder is absent.

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <optional>
#include <sstream>
#include <string>

#include <gtest/gtest.h>

#include "engine/base/json.h"
#include "engine/log/tree.h"

namespace quorate::engine {
namespace {

std::optional<Json> ReadVectors() {
  const char* folder = std::getenv("QUORATE_DATA");  // NOLINT(concurrency-mt-unsafe): one thread.
  const std::filesystem::path path =
      std::filesystem::path(folder == nullptr ? "../shared/data" : folder) / "tlog" /
      "rfc6962_kat.json";
  std::ifstream file(path);
  if (!file) return std::nullopt;
  std::stringstream text;
  text << file.rdbuf();
  return ParseJson(text.str()).value();
}

std::string Bytes(const Json& hex) {
  return FromHex(*hex.string()).value();
}
std::uint64_t Number(const Json& value) {
  return static_cast<std::uint64_t>(*value.integer());
}
Path PathOf(const Json& proof) {
  Path path;
  for (const Json& step : *proof.array())
    path.push_back(DigestFromHex(*step.string()).value());
  return path;
}

class Rfc6962Test : public testing::Test {
 protected:
  void SetUp() override {
    vectors_ = ReadVectors();
    if (!vectors_) GTEST_SKIP() << "QUORATE_DATA names no folder with tlog/rfc6962_kat.json";
    for (const Json& leaf : *vectors_->Find("leaves_hex")->array())
      tree_.Append(LeafHash(Bytes(leaf)));
  }

  std::optional<Json> vectors_;
  Tree tree_;
};

TEST_F(Rfc6962Test, RootsAgree) {
  EXPECT_EQ(ToHex(EmptyRoot()), *vectors_->Find("empty_root")->string());
  for (const auto& [size, root] : *vectors_->Find("roots_hex_by_size")->object()) {
    EXPECT_EQ(ToHex(tree_.Root(std::stoull(size)).value()), *root.string()) << size;
  }
}

TEST_F(Rfc6962Test, InclusionProofsAgreeAndVerify) {
  for (const Json& row : *vectors_->Find("inclusion_zero_based")->array()) {
    const std::uint64_t index = Number(*row.Find("index"));
    const std::uint64_t size = Number(*row.Find("size"));
    const Path path = PathOf(*row.Find("proof"));
    EXPECT_EQ(tree_.InclusionProof(index, size).value(), path);
    EXPECT_TRUE(
        VerifyInclusion(index, size, tree_.Leaf(index).value(), path, tree_.Root(size).value()));
  }
}

TEST_F(Rfc6962Test, ConsistencyProofsAgreeAndVerify) {
  for (const Json& row : *vectors_->Find("consistency")->array()) {
    const std::uint64_t older = Number(*row.Find("size1"));
    const std::uint64_t newer = Number(*row.Find("size2"));
    const Path path = PathOf(*row.Find("proof"));
    EXPECT_EQ(tree_.ConsistencyProof(older, newer).value(), path);
    EXPECT_TRUE(VerifyConsistency(
        {older, tree_.Root(older).value()}, {newer, tree_.Root(newer).value()}, path));
  }
}

}  // namespace
}  // namespace quorate::engine
