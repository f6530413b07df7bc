#include "engine/log/growth.h"

#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/log/digest.h"

namespace quorate::engine {
namespace {

using testing::HasSubstr;

constexpr std::string_view kOrigin = "quorate.example/studies/7f3a";

SigningKey Key(std::uint8_t fill = 1) {
  Ed25519Seed seed;
  seed.fill(fill);
  return SigningKey::FromSeed(kOrigin, seed).value();
}

Tree TreeOf(std::uint64_t size) {
  Tree tree;
  for (std::uint64_t i = 0; i < size; ++i)
    tree.Append(LeafHash("leaf " + std::to_string(i)));
  return tree;
}

std::string CheckpointAt(std::uint64_t size, std::uint8_t fill = 1) {
  return SignCheckpoint({std::string(kOrigin), {size, TreeOf(size).Root()}}, Key(fill)).value();
}

Growth GrowthOf(std::uint64_t old_size, std::uint64_t new_size) {
  return {old_size,
          TreeOf(new_size).ConsistencyProof(old_size, new_size).value(),
          CheckpointAt(new_size)};
}

TEST(GrowthTest, EveryPairOfSizesToSixteenVerifies) {
  for (std::uint64_t newer = 1; newer <= 16; ++newer) {
    for (std::uint64_t older = 1; older <= newer; ++older) {
      const std::string text = PrintGrowth(GrowthOf(older, newer));
      const auto grown = VerifyGrowth(text, CheckpointAt(older), Key().verifier());
      ASSERT_TRUE(grown) << older << " " << newer << ": " << grown.error().message;
      EXPECT_EQ(grown->older.head.size, older);
      EXPECT_EQ(grown->newer.head.size, newer);
    }
  }
}

TEST(GrowthTest, WhatIsReadIsPrintedAgainToTheByte) {
  const std::string text = PrintGrowth(GrowthOf(3, 7));
  const auto parsed = ParseGrowth(text);
  ASSERT_TRUE(parsed);
  EXPECT_EQ(PrintGrowth(*parsed), text);
  EXPECT_TRUE(text.starts_with("old 3\n"));
}

// The request of the specification tlog-witness, as a form; its keys are not published.
TEST(GrowthTest, ReadsTheExampleOfTheSpecification) {
  const std::string text =
      "old 20852014\n"
      "PlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkaw=\n"
      "jrJZDmY8Y7SyJE0MWLpLozkIVMSMZcD5kvuKxPC3swk=\n"
      "5+pKlUdi2LeF/BcMHBn+Ku6yhPGNCswZZD1X/6QgPd8=\n"
      "/6WVhPs2CwSsb5rYBH5cjHV/wSmA79abXAwhXw3Kj/0=\n"
      "\n"
      "example.com/behind-the-sofa\n"
      "20852163\n"
      "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n"
      "\n"
      "— example.com/behind-the-sofa "
      "Az3grlgtzPICa5OS8npVmf1Myq/"
      "5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n";
  const auto growth = ParseGrowth(text);
  ASSERT_TRUE(growth) << growth.error().message;
  EXPECT_EQ(growth->old_size, 20'852'014U);
  EXPECT_EQ(growth->path.size(), 4U);
  EXPECT_EQ(PrintGrowth(*growth), text);
}

TEST(GrowthTest, AnotherOlderCheckpointIsRefused) {
  const std::string text = PrintGrowth(GrowthOf(3, 7));
  const auto wrong_size = VerifyGrowth(text, CheckpointAt(4), Key().verifier());
  ASSERT_FALSE(wrong_size);
  EXPECT_THAT(wrong_size.error().message, HasSubstr("begins at size 3"));
  EXPECT_FALSE(VerifyGrowth(text, CheckpointAt(3, 2), Key().verifier()));
  EXPECT_FALSE(VerifyGrowth(text, CheckpointAt(3), Key(2).verifier()));
  const std::string forked =
      SignCheckpoint({std::string(kOrigin), {3, Sha256("another history")}}, Key()).value();
  EXPECT_FALSE(VerifyGrowth(text, forked, Key().verifier()));
}

TEST(GrowthTest, EveryDamagedStepIsRefused) {
  const Growth good = GrowthOf(5, 13);
  ASSERT_GT(good.path.size(), 2U);
  for (std::size_t i = 0; i < good.path.size(); ++i) {
    Growth bad = good;
    bad.path[i][0] ^= 1U;
    EXPECT_FALSE(VerifyGrowth(PrintGrowth(bad), CheckpointAt(5), Key().verifier())) << i;
    bad = good;
    bad.path.erase(bad.path.begin() + static_cast<std::ptrdiff_t>(i));
    EXPECT_FALSE(VerifyGrowth(PrintGrowth(bad), CheckpointAt(5), Key().verifier())) << i;
  }
  Growth longer = good;
  longer.path.push_back(good.path.front());
  EXPECT_FALSE(VerifyGrowth(PrintGrowth(longer), CheckpointAt(5), Key().verifier()));
}

TEST(GrowthTest, MalformedFilesAreRefusedWithTheirLine) {
  const std::string good = PrintGrowth(GrowthOf(3, 7));
  for (const std::string& bad : {std::string(),
                                 "old" + good.substr(3, 1),
                                 "Old" + good.substr(3),
                                 "old 03" + good.substr(5),
                                 "old +3" + good.substr(5),
                                 "old  3" + good.substr(5),
                                 " " + good,
                                 good.substr(0, good.find("\n\n") + 2),
                                 good.substr(0, good.find("\n\n")),
                                 std::string("old 3\nnot base64\n\nx\n")}) {
    const auto parsed = ParseGrowth(bad);
    EXPECT_FALSE(parsed) << bad;
  }
  EXPECT_THAT(ParseGrowth("old 3\nnot base64\n\nx\n").error().message, HasSubstr("line 2"));
  std::string steep = "old 3\n";
  for (int i = 0; i < 64; ++i)
    steep += ToBase64(Sha256("x")) + "\n";
  EXPECT_THAT(ParseGrowth(steep + "\nx\n").error().message, HasSubstr("64th step"));
}

}  // namespace
}  // namespace quorate::engine
