#include "engine/log/receipt.h"

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/base/json.h"
#include "engine/log/commitment.h"
#include "engine/log/digest.h"

namespace quorate::engine {
namespace {

using testing::HasSubstr;

constexpr std::string_view kOrigin = "quorate.example/studies/7f3a";

SigningKey Key() {
  Ed25519Seed seed;
  for (std::size_t i = 0; i < seed.size(); ++i)
    seed[i] = static_cast<std::uint8_t>(i);
  return SigningKey::FromSeed(kOrigin, seed).value();
}

std::string OpeningOf(int index) {
  return R"({"content":{"scores":{"pain":)" + std::to_string(index % 9 + 1) +
         R"(}},"kind":"ballot","nonce":")" + ToHex(Sha256("nonce " + std::to_string(index))) +
         R"(","study":"7f3a"})";
}

std::string LeafOf(int index) {
  return R"({"commitment":")" + Commit(OpeningOf(index)) + R"(","kind":"ballot.cast","seq":)" +
         std::to_string(index) + R"(,"v":1})";
}

// A log of `size` ballots and the receipt of one of them.
Receipt ReceiptOf(int index, int size) {
  Tree tree;
  for (int i = 0; i < size; ++i)
    tree.Append(LeafHash(LeafOf(i)));
  const auto leaves = static_cast<std::uint64_t>(size);
  Receipt receipt;
  receipt.leaf = LeafOf(index);
  receipt.opening = OpeningOf(index);
  receipt.index = static_cast<std::uint64_t>(index);
  receipt.path = tree.InclusionProof(receipt.index, leaves).value();
  receipt.checkpoint = SignCheckpoint({std::string(kOrigin), {leaves, tree.Root()}}, Key()).value();
  return receipt;
}

bool Verifies(const Receipt& receipt) {
  return VerifyReceipt(PrintReceipt(receipt), Key().verifier()).has_value();
}

TEST(CommitmentTest, IsTheDigestOfTheDomainAndTheLine) {
  const std::string line = R"({"nonce":"00"})";
  EXPECT_EQ(Commit(line), ToHex(Sha256("quorate/opening/v1\n" + line)));
  EXPECT_TRUE(CheckOpening(Commit(line), line));
  const Status refused = CheckOpening(Commit(line), line + "\n");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().reason, Reason::kCorruptLog);
  EXPECT_FALSE(CheckOpening("", line));
}

// printf 'quorate/opening/v1\n%s' '{"a":1}' | sha256sum
TEST(CommitmentTest, MatchesSha256sum) {
  EXPECT_EQ(Commit(R"({"a":1})"),
            "c3dcb78efaf834b5b2b006951914b430b6b231fd90b56b3514be6dc1757973bd");
}

TEST(ReceiptTest, EveryBallotOfEverySizeVerifies) {
  for (int size = 1; size <= 17; ++size) {
    for (int index = 0; index < size; ++index) {
      const Receipt receipt = ReceiptOf(index, size);
      const std::string text = PrintReceipt(receipt);
      const Result<ReceiptedEntry> entry = VerifyReceipt(text, Key().verifier());
      ASSERT_TRUE(entry) << entry.error().message;
      EXPECT_EQ(entry->index, receipt.index);
      EXPECT_EQ(entry->leaf, receipt.leaf);
      EXPECT_EQ(entry->opening, receipt.opening);
      EXPECT_EQ(entry->checkpoint.head.size, static_cast<std::uint64_t>(size));
      EXPECT_EQ(PrintReceipt(ParseReceipt(text).value()), text);
    }
  }
}

TEST(ReceiptTest, EveryChangedByteIsRefused) {
  const std::string text = PrintReceipt(ReceiptOf(4, 7));
  const VerifierKey key = Key().verifier();
  for (std::size_t i = 0; i < text.size(); ++i) {
    for (const char byte : {static_cast<char>(text[i] ^ 1), '\n', 'A', '=', ' '}) {
      std::string changed = text;
      changed[i] = byte;
      if (changed != text) {
        ASSERT_FALSE(VerifyReceipt(changed, key)) << i << " " << byte;
      }
    }
    ASSERT_FALSE(VerifyReceipt(text.substr(0, i), key)) << i;
  }
  EXPECT_FALSE(VerifyReceipt(text + "\n", key));
  EXPECT_FALSE(VerifyReceipt("\n" + text, key));
}

TEST(ReceiptTest, AnotherIndexPathLeafOrOpeningIsRefused) {
  const Receipt good = ReceiptOf(4, 7);
  ASSERT_TRUE(Verifies(good));
  Receipt bad = good;
  bad.index = 5;
  EXPECT_FALSE(Verifies(bad));
  bad = good;
  bad.path.push_back(bad.path.front());
  EXPECT_FALSE(Verifies(bad));
  bad = good;
  bad.path.pop_back();
  EXPECT_FALSE(Verifies(bad));
  bad = good;
  bad.leaf = LeafOf(3);
  EXPECT_FALSE(Verifies(bad));
  bad = good;
  bad.opening = OpeningOf(3);
  EXPECT_FALSE(Verifies(bad));
  bad = good;
  bad.checkpoint = ReceiptOf(4, 8).checkpoint;
  EXPECT_FALSE(Verifies(bad));
}

TEST(ReceiptTest, AnotherLogsKeyIsRefused) {
  const std::string text = PrintReceipt(ReceiptOf(0, 2));
  EXPECT_FALSE(
      VerifyReceipt(text, SigningKey::FromSeed(kOrigin, Ed25519Seed{}).value().verifier()));
}

TEST(ReceiptTest, WithoutAnOpeningTheEntryAloneIsShown) {
  Receipt receipt = ReceiptOf(1, 3);
  receipt.opening.clear();
  const Result<ReceiptedEntry> entry = VerifyReceipt(PrintReceipt(receipt), Key().verifier());
  ASSERT_TRUE(entry);
  EXPECT_EQ(entry->opening, "");
}

TEST(ReceiptTest, AForeignProofTakesItsLeafFromElsewhere) {
  Receipt receipt = ReceiptOf(2, 5);
  const std::string whole = PrintReceipt(receipt);
  const std::string leaf = receipt.leaf;
  receipt.leaf.clear();
  receipt.opening.clear();
  const std::string bare = PrintReceipt(receipt);
  EXPECT_THAT(bare, testing::Not(HasSubstr("extra")));
  const VerifierKey key = Key().verifier();
  const Result<ReceiptedEntry> refused = VerifyReceipt(bare, key);
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error().message, HasSubstr("does not carry its entry"));
  EXPECT_TRUE(VerifyReceipt(bare, leaf, key));
  EXPECT_FALSE(VerifyReceipt(bare, LeafOf(1), key));
  EXPECT_TRUE(VerifyReceipt(whole, leaf, key));
  EXPECT_FALSE(VerifyReceipt(whole, LeafOf(1), key));
}

// A signed log may still hold entries that break the grammar; their receipts are refused all the
// same.
TEST(ReceiptTest, AnEntryThatLiesAboutItsPlaceOrCommitsTwiceIsRefused) {
  const auto verify_single = [](const std::string& leaf, const std::string& opening) {
    Receipt receipt;
    receipt.leaf = leaf;
    receipt.opening = opening;
    const TreeHead head{1, LeafHash(leaf)};
    receipt.checkpoint = SignCheckpoint({std::string(kOrigin), head}, Key()).value();
    return Verifies(receipt);
  };
  const std::string opening = OpeningOf(0);
  const std::string commitment = "\"" + Commit(opening) + "\"";
  EXPECT_TRUE(verify_single(R"({"seq":0})", ""));
  EXPECT_FALSE(verify_single(R"({"seq":1})", ""));
  EXPECT_FALSE(verify_single(R"({"seq":"0"})", ""));
  EXPECT_FALSE(verify_single(R"({"v":1})", ""));
  EXPECT_FALSE(verify_single(R"({"seq": 0})", ""));
  EXPECT_TRUE(verify_single(R"({"body":{"commitment":)" + commitment + R"(},"seq":0})", opening));
  EXPECT_FALSE(verify_single(R"({"seq":0})", opening));
  EXPECT_FALSE(verify_single(
      R"({"a":{"commitment":)" + commitment + R"(},"commitment":)" + commitment + R"(,"seq":0})",
      opening));
}

TEST(ReceiptTest, MalformedTextsAreRefused) {
  const Receipt receipt = ReceiptOf(1, 2);
  const std::string step = ToBase64(receipt.path[0]) + "\n";
  const std::string head = "c2sp.org/tlog-proof@v1\n";
  const std::string tail = "\n" + receipt.checkpoint;
  ASSERT_TRUE(ParseReceipt(head + "index 1\n" + step + tail));
  std::string high;
  for (int i = 0; i < 63; ++i)
    high += step;
  EXPECT_TRUE(ParseReceipt(head + "index 1\n" + high + tail));
  const auto extra = [](std::string_view json) { return "extra " + ToBase64(Bytes(json)) + "\n"; };
  EXPECT_TRUE(ParseReceipt(head + extra(R"({"leaf":"x"})") + "index 1\n" + tail));
  for (const std::string& text :
       {std::string(),
        head,
        head + "index 1\n",
        head + "index 1\n" + step,
        head + "index 1\n" + step + "\n",
        "c2sp.org/tlog-proof@v2\nindex 1\n" + step + tail,
        head + step + tail,
        head + "index\n" + step + tail,
        head + "index \n" + step + tail,
        head + "index 01\n" + step + tail,
        head + "index -1\n" + step + tail,
        head + "index 1 \n" + step + tail,
        head + "index 9223372036854775808\n" + step + tail,
        head + "index 1\n" + high + step + tail,
        head + "index 1\n" + step.substr(1) + tail,
        head + "index 1\nAAAA\n" + tail,
        head + "index 1\n" + extra(R"({"leaf":"x"})") + step + tail,
        head + extra(R"({"leaf":"x"})") + extra(R"({"leaf":"x"})") + "index 1\n" + tail,
        head + extra("") + "index 1\n" + tail,
        head + extra("{}") + "index 1\n" + tail,
        head + extra("[]") + "index 1\n" + tail,
        head + extra(R"({"leaf":1})") + "index 1\n" + tail,
        head + extra(R"({"leaf":""})") + "index 1\n" + tail,
        head + extra(R"({"leaf":"x","opening":""})") + "index 1\n" + tail,
        head + extra(R"({"leaf":"x","opening":1})") + "index 1\n" + tail,
        head + extra(R"({"leaf":"x","other":"y"})") + "index 1\n" + tail,
        head + extra(R"({"leaf": "x"})") + "index 1\n" + tail,
        head + "extra !\nindex 1\n" + tail}) {
    const Result<Receipt> parsed = ParseReceipt(text);
    ASSERT_FALSE(parsed) << text;
    EXPECT_EQ(parsed.error().reason, Reason::kCorruptLog);
  }
  EXPECT_FALSE(ParseReceipt(head + "index 1\n\n" + std::string(kReceiptBytesMax, 'x')));
}

}  // namespace
}  // namespace quorate::engine
