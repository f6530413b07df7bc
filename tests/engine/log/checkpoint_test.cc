#include "engine/log/checkpoint.h"

#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace quorate::engine {
namespace {

using testing::HasSubstr;
using std::string_literals::operator""s;

constexpr std::string_view kOrigin = "quorate.example/studies/7f3a";

SigningKey KeyCalled(std::string_view name) {
  Ed25519Seed seed;
  seed.fill(9);
  return SigningKey::FromSeed(name, seed).value();
}

Checkpoint Example() {
  return {std::string(kOrigin), {20852163, LeafHash("root")}};
}

TEST(CheckpointTest, TheBodyIsThreeLines) {
  const Checkpoint empty{"o", {0, EmptyRoot()}};
  EXPECT_EQ(PrintCheckpoint(empty), "o\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n");
  EXPECT_EQ(ParseCheckpoint(PrintCheckpoint(empty)).value(), empty);
  EXPECT_EQ(ParseCheckpoint(PrintCheckpoint(Example())).value(), Example());
}

TEST(CheckpointTest, OriginsOfOtherLogsAreReadEvenWithSpaces) {
  const std::string root = ToBase64(LeafHash("x"));
  EXPECT_EQ(ParseCheckpoint("go.sum database tree\n5\n" + root + "\n").value().origin,
            "go.sum database tree");
}

TEST(CheckpointTest, ExtensionLinesAreSkippedIfNoneIsEmpty) {
  const std::string body = PrintCheckpoint(Example());
  EXPECT_EQ(ParseCheckpoint(body + "extension\n12\n").value(), Example());
  EXPECT_FALSE(ParseCheckpoint(body + "\n"));
  EXPECT_FALSE(ParseCheckpoint(body + "extension\n\nmore\n"));
  EXPECT_FALSE(ParseCheckpoint(body + "extension"));
}

TEST(CheckpointTest, MalformedBodiesAreRefused) {
  const std::string root = ToBase64(LeafHash("x"));
  for (const std::string& body : {""s,
                                  "\n"s,
                                  "origin"s,
                                  "origin\n"s,
                                  "origin\n5\n"s,
                                  "origin\n5\n" + root,
                                  "\n5\n" + root + "\n",
                                  "origin\n\n" + root + "\n",
                                  "origin\n5\n\n"s,
                                  "origin\nfive\n" + root + "\n",
                                  "origin\n05\n" + root + "\n",
                                  "origin\n00\n" + root + "\n",
                                  "origin\n-5\n" + root + "\n",
                                  "origin\n+5\n" + root + "\n",
                                  "origin\n 5\n" + root + "\n",
                                  "origin\n5 \n" + root + "\n",
                                  "origin\n5.0\n" + root + "\n",
                                  "origin\n0x5\n" + root + "\n",
                                  "origin\n5e1\n" + root + "\n",
                                  "origin\n9223372036854775808\n" + root + "\n",
                                  "origin\n18446744073709551621\n" + root + "\n",
                                  "origin\n5\n" + root + " \n",
                                  "origin\n5\n" + root.substr(1) + "\n",
                                  "origin\n5\n" + root.substr(0, 43) + "\n",
                                  "origin\n5\nYmFuYW5hcw==\n"s,
                                  "origin\n5\n" + root + root + "\n",
                                  "origin\n0\n" + root + "\n",
                                  "origin\r\n5\r\n" + root + "\r\n",
                                  "ori\tgin\n5\n" + root + "\n",
                                  "ori\xFFgin\n5\n" + root + "\n"}) {
    const Result<Checkpoint> parsed = ParseCheckpoint(body);
    ASSERT_FALSE(parsed) << body;
    EXPECT_EQ(parsed.error().reason, Reason::kCorruptLog);
  }
  EXPECT_TRUE(ParseCheckpoint("origin\n9223372036854775807\n" + root + "\n"));
}

TEST(CheckpointTest, ASignedOneOpensUnderItsKeyOnly) {
  const SigningKey key = KeyCalled(kOrigin);
  const std::string note = SignCheckpoint(Example(), key).value();
  EXPECT_EQ(OpenCheckpoint(note, key.verifier()).value(), Example());
  EXPECT_FALSE(OpenCheckpoint(note, KeyCalled("other.example").verifier()));
}

TEST(CheckpointTest, TheOriginIsTheKeysName) {
  const SigningKey key = KeyCalled("other.example");
  EXPECT_FALSE(SignCheckpoint(Example(), key));
  const std::string note = SignNote(PrintCheckpoint(Example()), key).value();
  const Result<Checkpoint> opened = OpenCheckpoint(note, key.verifier());
  ASSERT_FALSE(opened);
  EXPECT_THAT(opened.error().message, HasSubstr("other.example"));
}

TEST(CheckpointTest, WhatContradictsItselfIsNotSigned) {
  const SigningKey key = KeyCalled(kOrigin);
  EXPECT_FALSE(SignCheckpoint({std::string(kOrigin), {0, LeafHash("x")}}, key));
  EXPECT_FALSE(SignCheckpoint({std::string(kOrigin), {kTreeSizeMax + 1, LeafHash("x")}}, key));
  EXPECT_TRUE(SignCheckpoint({std::string(kOrigin), {0, EmptyRoot()}}, key));
}

}  // namespace
}  // namespace quorate::engine
