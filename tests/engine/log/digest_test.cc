#include "engine/log/digest.h"

#include <string>

#include <gtest/gtest.h>

namespace quorate::engine {
namespace {

using std::string_literals::operator""s;

TEST(DigestTest, Sha256MatchesFips180) {
  EXPECT_EQ(ToHex(Sha256("")), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(ToHex(Sha256("abc")),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(ToHex(Sha256("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq")),
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
  EXPECT_EQ(ToHex(Sha256(std::string(1'000'000, 'a'))),
            "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST(DigestTest, LeavesAndNodesArePrefixedAsRfc6962Says) {
  EXPECT_EQ(LeafHash(""), Sha256("\0"s));
  EXPECT_EQ(ToHex(LeafHash("")),
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d");
  EXPECT_EQ(ToHex(LeafHash("L123456")),
            "395aa064aa4c29f7010acfe3f25db9485bbd4b91897b6ad7ad547639252b4d56");
  const Digest left = Sha256("left");
  const Digest right = Sha256("right");
  EXPECT_EQ(NodeHash(left, right),
            Sha256("\x01"s + std::string(Text(left)) + std::string(Text(right))));
  EXPECT_NE(NodeHash(left, right), NodeHash(right, left));
}

TEST(DigestTest, AHasherTakesPiecesAndBeginsAnewAfterFinish) {
  Sha256Hasher hasher;
  hasher.Update(std::string_view("a"));
  hasher.Update(std::string_view());
  hasher.Update(std::string_view("bc"));
  EXPECT_EQ(hasher.Finish(), Sha256("abc"));
  EXPECT_EQ(hasher.Finish(), Sha256(""));
  hasher.Update(std::string_view("abc"));
  EXPECT_EQ(hasher.Finish(), Sha256("abc"));
}

TEST(HexTest, RoundTripsEveryByteAndReadsLowerCaseOnly) {
  std::string all;
  for (int i = 0; i < 256; ++i)
    all += static_cast<char>(i);
  EXPECT_EQ(FromHex(ToHex(Bytes(all))).value(), all);
  EXPECT_EQ(FromHex("").value(), "");
  EXPECT_FALSE(FromHex("0"));
  EXPECT_FALSE(FromHex("0G"));
  EXPECT_FALSE(FromHex("AB"));
  EXPECT_FALSE(FromHex(" 0"));
}

TEST(HexTest, ADigestHasSixtyFourDigits) {
  const Digest digest = Sha256("abc");
  EXPECT_EQ(DigestFromHex(ToHex(digest)).value(), digest);
  EXPECT_FALSE(DigestFromHex(ToHex(digest).substr(2)));
  EXPECT_FALSE(DigestFromHex(ToHex(digest) + "00"));
}

TEST(Base64Test, MatchesRfc4648) {
  const std::pair<std::string, std::string> vectors[] = {{"", ""},
                                                         {"f", "Zg=="},
                                                         {"fo", "Zm8="},
                                                         {"foo", "Zm9v"},
                                                         {"foob", "Zm9vYg=="},
                                                         {"fooba", "Zm9vYmE="},
                                                         {"foobar", "Zm9vYmFy"},
                                                         {"\xFB\xFF\xBF", "+/+/"}};
  for (const auto& [bytes, text] : vectors) {
    EXPECT_EQ(ToBase64(Bytes(bytes)), text);
    EXPECT_EQ(FromBase64(text).value(), bytes);
  }
}

TEST(Base64Test, RefusesEverySecondSpelling) {
  for (const std::string_view text : {"Zg",
                                      "Zg=",
                                      "Zg===",
                                      "=",
                                      "==",
                                      "====",
                                      "A===",
                                      "Zh==",
                                      "Zm9=",
                                      "Zg==\n",
                                      "\nZg==",
                                      "Z g=",
                                      "Zm9v ",
                                      "-_-_",
                                      "Zm9vZg==Zm9v",
                                      "Zg==Zg==",
                                      "Z=g=",
                                      "Zm9v====",
                                      "\xC3\xA9\xC3\xA9"}) {
    EXPECT_FALSE(FromBase64(text)) << text;
  }
}

// A group of two digits carries 12 bits for 8, of three 18 for 16: of all 64 last digits only those
// with zero bits to spare may pass.
TEST(Base64Test, OnlyZeroBitsMayBeLeftOver) {
  constexpr std::string_view kDigits =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  int two = 0;
  int three = 0;
  for (const char c : kDigits) {
    if (FromBase64(std::string("A") + c + "==")) ++two;
    if (FromBase64(std::string("AA") + c + "=")) ++three;
  }
  EXPECT_EQ(two, 4);
  EXPECT_EQ(three, 16);
}

TEST(Base64Test, ADigestHasThirtyTwoBytes) {
  const Digest digest = Sha256("abc");
  EXPECT_EQ(DigestFromBase64(ToBase64(digest)).value(), digest);
  EXPECT_FALSE(DigestFromBase64("YmFuYW5hcw=="));
  EXPECT_FALSE(DigestFromBase64(""));
}

}  // namespace
}  // namespace quorate::engine
