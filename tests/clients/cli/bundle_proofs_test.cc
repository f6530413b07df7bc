#include "clients/cli/bundle_proofs.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/log/growth.h"
#include "engine/log/receipt.h"
#include "tests/support/record_bundle.h"

namespace quorate::cli {
namespace {

using engine::Reason;
using engine::Tier;
using testing::HasSubstr;

const support::Record& Sample() {
  static const support::Record record = support::SampleRecord();
  return record;
}

const BundleBytes& Bundle() {
  static const BundleBytes bundle = *MakeBundle(support::PartsOf(Sample(), Tier::kPublic));
  return bundle;
}

engine::VerifierKey Key() {
  return *engine::VerifierKey::Parse(Sample().verifier_key);
}

TEST(ProveEntryTest, EveryEntryIsProvedUnderTheNewestCheckpoint) {
  for (std::uint64_t entry = 0; entry < Sample().leaves.size(); ++entry) {
    const auto proof = ProveEntry(Bundle(), entry, 0);
    ASSERT_TRUE(proof) << proof.error().message;
    const auto proved = engine::VerifyReceipt(*proof, Key());
    ASSERT_TRUE(proved) << proved.error().message;
    EXPECT_EQ(proved->leaf, Sample().leaves[entry]);
    EXPECT_EQ(proved->opening, "");
    EXPECT_EQ(proved->checkpoint.head.size, Sample().leaves.size());
  }
}

TEST(ProveEntryTest, EarlierCheckpointsOfTheBundleServeToo) {
  ASSERT_FALSE(Sample().checkpoints.empty());
  for (const auto& earlier : Sample().checkpoints) {
    const auto proof = ProveEntry(Bundle(), earlier.size - 1, earlier.size);
    ASSERT_TRUE(proof) << proof.error().message;
    EXPECT_EQ(engine::VerifyReceipt(*proof, Key())->checkpoint.head.size, earlier.size);
    const auto beyond = ProveEntry(Bundle(), earlier.size, earlier.size);
    ASSERT_FALSE(beyond);
    EXPECT_EQ(beyond.error().reason, Reason::kUnknownEntry);
  }
}

TEST(ProveEntryTest, ASizeWithoutACheckpointIsRefusedWithThoseThereAre) {
  const auto refused = ProveEntry(Bundle(), 0, 2);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().reason, Reason::kUnknownEntry);
  EXPECT_THAT(refused.error().message,
              HasSubstr(std::to_string(Sample().checkpoints.front().size)));
}

TEST(ProveEntryTest, NothingIsProvedFromEntriesThatWereNotSigned) {
  BundleBytes bundle = Bundle();
  std::string& entries = bundle.files["entries.ndjson"];
  entries.replace(entries.find("Pain at rest"), 12, "Pain at work");
  const auto refused = ProveEntry(bundle, 0, 0);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().reason, Reason::kCorruptLog);
  EXPECT_FALSE(ProveGrowth(bundle, 3, 0));
}

TEST(ProveGrowthTest, FromEverySizeToTheNewest) {
  for (std::uint64_t older = 1; older <= Sample().leaves.size(); older += 5) {
    const auto proof = ProveGrowth(Bundle(), older, 0);
    ASSERT_TRUE(proof) << proof.error().message;
    const std::string kept = support::SignLeaves("demo", Sample().leaves, older);
    const auto grown = engine::VerifyGrowth(*proof, kept, Key());
    ASSERT_TRUE(grown) << grown.error().message;
    EXPECT_EQ(grown->newer.head.size, Sample().leaves.size());
  }
  EXPECT_FALSE(ProveGrowth(Bundle(), Sample().leaves.size() + 1, 0));
}

TEST(ProveGrowthTest, FromNothingItIsTheBareCheckpoint) {
  EXPECT_EQ(*ProveGrowth(Bundle(), 0, 0), "old 0\n\n" + Sample().checkpoint);
}

}  // namespace
}  // namespace quorate::cli
