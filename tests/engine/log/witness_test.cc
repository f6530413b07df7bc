#include "engine/log/witness.h"

#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/log/checkpoint.h"
#include "engine/log/cosignature.h"
#include "engine/log/growth.h"

namespace quorate::engine {
namespace {

using testing::HasSubstr;

constexpr std::string_view kOrigin = "quorate.example/studies/7f3a";
constexpr Instant kNow{1'795'467'600};

SigningKey KeyCalled(std::string_view name, std::uint8_t fill) {
  Ed25519Seed seed;
  seed.fill(fill);
  return SigningKey::FromSeed(name, seed).value();
}

SigningKey LogKey() {
  return KeyCalled(kOrigin, 1);
}
SigningKey WitnessKey() {
  return KeyCalled("witness.example/w1", 2);
}

// Two histories: they part after `shared` leaves.
Tree TreeOf(std::uint64_t size, std::uint64_t shared = 1'000) {
  Tree tree;
  for (std::uint64_t i = 0; i < size; ++i)
    tree.Append(LeafHash((i < shared ? "leaf " : "other ") + std::to_string(i)));
  return tree;
}

std::string NoteOf(const Tree& tree, const SigningKey& key = LogKey()) {
  return SignCheckpoint({key.verifier().name, {tree.size(), tree.Root()}}, key).value();
}

std::string RequestFor(std::uint64_t old_size, const Tree& tree) {
  Path path;
  if (old_size > 0 && old_size < tree.size())
    path = tree.ConsistencyProof(old_size, tree.size()).value();
  return PrintGrowth({old_size, path, NoteOf(tree)});
}

// A witness of one log that has last cosigned `tree`.
WitnessedLog Knowing(const Tree& tree) {
  return {std::string(kOrigin), {LogKey().verifier()}, {tree.size(), tree.Root()}};
}

WitnessAnswer Judge(const WitnessedLog& log, const std::string& request) {
  return JudgeCheckpoint({&log, 1}, request, WitnessKey(), kNow);
}

void ExpectCosigned(const WitnessAnswer& answer, const Tree& tree) {
  ASSERT_EQ(answer.code, WitnessCode::kCosigned) << answer.body;
  ASSERT_TRUE(answer.keep.has_value());
  EXPECT_EQ(*answer.keep, (TreeHead{tree.size(), tree.Root()}));
  const CosignerKey witness = CosignerKey::Of(WitnessKey().verifier());
  const auto cosigned = OpenCosignatures(NoteOf(tree) + answer.body, {&witness, 1});
  ASSERT_TRUE(cosigned) << cosigned.error().message;
  ASSERT_EQ(cosigned->size(), 1U);
  EXPECT_EQ(cosigned->front().time, kNow);
}

void ExpectDeclined(const WitnessAnswer& answer, WitnessCode code) {
  EXPECT_EQ(answer.code, code) << answer.body;
  EXPECT_FALSE(answer.keep.has_value());
  EXPECT_TRUE(answer.body.ends_with('\n'));
  EXPECT_THAT(answer.body, testing::Not(HasSubstr("—")));
}

TEST(WitnessTest, CosignsTheFirstCheckpointWithoutAProof) {
  ExpectCosigned(Judge(Knowing(Tree()), RequestFor(0, TreeOf(5))), TreeOf(5));
  ExpectCosigned(Judge(Knowing(Tree()), RequestFor(0, Tree())), Tree());
}

TEST(WitnessTest, CosignsEveryGrowthToThirtyTwo) {
  for (std::uint64_t older = 1; older <= 32; ++older) {
    for (std::uint64_t newer = older; newer <= 32; ++newer)
      ExpectCosigned(Judge(Knowing(TreeOf(older)), RequestFor(older, TreeOf(newer))),
                     TreeOf(newer));
  }
}

TEST(WitnessTest, CosignsTheSameAgainForANewTime) {
  ExpectCosigned(Judge(Knowing(TreeOf(5)), RequestFor(5, TreeOf(5))), TreeOf(5));
}

TEST(WitnessTest, AStaleSizeIsToldTheNewest) {
  for (const std::uint64_t old_size : {0U, 3U, 6U}) {
    const WitnessAnswer answer = Judge(Knowing(TreeOf(5)), RequestFor(old_size, TreeOf(9)));
    ExpectDeclined(answer, WitnessCode::kConflict);
    EXPECT_TRUE(answer.is_size);
    EXPECT_EQ(answer.body, "5\n");
  }
  EXPECT_EQ(Judge(Knowing(Tree()), RequestFor(3, TreeOf(9))).body, "0\n");
}

TEST(WitnessTest, AShorterLogIsNotCosigned) {
  ExpectDeclined(Judge(Knowing(TreeOf(9)), RequestFor(9, TreeOf(5))), WitnessCode::kMalformed);
  ExpectDeclined(Judge(Knowing(TreeOf(9)), RequestFor(5, TreeOf(5))), WitnessCode::kConflict);
}

TEST(WitnessTest, AForkIsNotCosigned) {
  const WitnessAnswer same_size = Judge(Knowing(TreeOf(5)), RequestFor(5, TreeOf(5, 4)));
  ExpectDeclined(same_size, WitnessCode::kConflict);
  EXPECT_FALSE(same_size.is_size);
  EXPECT_THAT(same_size.body, HasSubstr("forked"));
  ExpectDeclined(Judge(Knowing(TreeOf(5)), RequestFor(5, TreeOf(9, 4))), WitnessCode::kBadProof);
}

TEST(WitnessTest, AMissingOrSuperfluousProofIsNotCosigned) {
  const std::string bare = PrintGrowth({5, {}, NoteOf(TreeOf(9))});
  ExpectDeclined(Judge(Knowing(TreeOf(5)), bare), WitnessCode::kBadProof);
  const std::string from_nothing = PrintGrowth({0, {LeafHash("x")}, NoteOf(TreeOf(9))});
  ExpectDeclined(Judge(Knowing(Tree()), from_nothing), WitnessCode::kBadProof);
  const std::string same = PrintGrowth({5, {LeafHash("x")}, NoteOf(TreeOf(5))});
  ExpectDeclined(Judge(Knowing(TreeOf(5)), same), WitnessCode::kBadProof);
}

TEST(WitnessTest, AnUnknownLogAndABadSignatureAreToldApart) {
  const Tree tree = TreeOf(5);
  const SigningKey stranger = KeyCalled("elsewhere.example/log", 3);
  const std::string foreign = PrintGrowth({0, {}, NoteOf(tree, stranger)});
  ExpectDeclined(Judge(Knowing(Tree()), foreign), WitnessCode::kUnknownLog);
  const SigningKey forger = KeyCalled(kOrigin, 3);
  const std::string forged = PrintGrowth({0, {}, NoteOf(tree, forger)});
  ExpectDeclined(Judge(Knowing(Tree()), forged), WitnessCode::kBadSignature);
  ExpectDeclined(JudgeCheckpoint({}, RequestFor(0, tree), WitnessKey(), kNow),
                 WitnessCode::kUnknownLog);
}

TEST(WitnessTest, OneOfSeveralKeysOfTheLogIsEnough) {
  WitnessedLog log = Knowing(Tree());
  log.keys = {KeyCalled(kOrigin, 3).verifier(), LogKey().verifier()};
  ExpectCosigned(Judge(log, RequestFor(0, TreeOf(5))), TreeOf(5));
}

TEST(WitnessTest, WhatIsNoRequestIsRefused) {
  const std::string good = RequestFor(0, TreeOf(5));
  for (const std::string& bad : {std::string(),
                                 std::string("old 0\n"),
                                 std::string("old 0\n\n"),
                                 std::string("old 0\n\nnot a note\n"),
                                 "new" + good.substr(3),
                                 good.substr(0, good.size() - 1),
                                 good + "trailing\n"}) {
    ExpectDeclined(Judge(Knowing(Tree()), bad), WitnessCode::kMalformed);
  }
}

TEST(WitnessTest, ReadsWhichLogARequestIsAbout) {
  EXPECT_EQ(OriginIn(RequestFor(0, TreeOf(5))), kOrigin);
  EXPECT_EQ(OriginIn("nonsense"), "");
}

// Whatever the requests, two checkpoints of which neither extends the other are never cosigned.
TEST(WitnessTest, NeverCosignsTwoHistories) {
  WitnessedLog log = Knowing(Tree());
  TreeHead highest = log.last;
  int cosigned = 0;
  for (std::uint64_t round = 0; round < 400; ++round) {
    const std::uint64_t size = 1 + round * 7 % 40;
    const std::uint64_t shared = round % 3 == 0 ? round * 5 % 30 : 1'000;
    const std::uint64_t old_size = round % 2 == 0 ? log.last.size : round * 11 % 40;
    if (old_size > size) continue;
    const WitnessAnswer answer = Judge(log, RequestFor(old_size, TreeOf(size, shared)));
    if (!answer.keep) continue;
    ++cosigned;
    EXPECT_GE(answer.keep->size, highest.size);
    const Tree tree = TreeOf(size, shared);
    if (highest.size > 0) {
      EXPECT_EQ(*tree.Root(highest.size), highest.root);
    }
    highest = log.last = *answer.keep;
  }
  EXPECT_GT(cosigned, 5);
}

}  // namespace
}  // namespace quorate::engine
