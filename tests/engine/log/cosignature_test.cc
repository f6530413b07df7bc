#include "engine/log/cosignature.h"

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/log/digest.h"

namespace quorate::engine {
namespace {

using testing::HasSubstr;

// The checkpoint and the time of the example in the specification.
constexpr std::string_view kSofa =
    "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n";
constexpr Instant kThen{1'679'315'147};

SigningKey KeyCalled(std::string_view name, std::uint8_t fill) {
  Ed25519Seed seed;
  seed.fill(fill);
  return SigningKey::FromSeed(name, seed).value();
}

// The seed 00 01 02 … 1f.
SigningKey CountingKey(std::string_view name) {
  Ed25519Seed seed;
  for (std::size_t i = 0; i < seed.size(); ++i)
    seed[i] = static_cast<std::uint8_t>(i);
  return SigningKey::FromSeed(name, seed).value();
}

CosignerKey Witness(const SigningKey& key) {
  return CosignerKey::Of(key.verifier());
}

std::string LogNote() {
  return SignNote(kSofa, KeyCalled("example.com/behind-the-sofa", 9)).value();
}

std::vector<Cosigned> Opened(const std::string& note, const std::vector<CosignerKey>& known) {
  auto cosigned = OpenCosignatures(note, known);
  EXPECT_TRUE(cosigned) << cosigned.error().message;
  return cosigned ? *cosigned : std::vector<Cosigned>();
}

// A key of a witness that is in service, as transparency-dev/formats tests it.
TEST(CosignerKeyTest, ReadsAKeyOfAWitnessInService) {
  const std::string text = "remora.n621.de+da77ade7+BOvN63jn/bLvkieywe8R6UYAtVtNbZpXh34x7onlmtw2";
  const auto key = CosignerKey::Parse(text);
  ASSERT_TRUE(key) << key.error().message;
  EXPECT_EQ(key->name, "remora.n621.de");
  EXPECT_EQ(key->Id(), 0xda77ade7U);
  EXPECT_EQ(key->ToString(), text);
}

TEST(CosignerKeyTest, ALogsKeyIsNoWitnessesKeyNorTheOtherWayRound) {
  const SigningKey key = KeyCalled("a", 1);
  const auto as_witness = CosignerKey::Parse(key.verifier().ToString());
  ASSERT_FALSE(as_witness);
  EXPECT_THAT(as_witness.error().message, HasSubstr("not of type 4"));
  EXPECT_FALSE(VerifierKey::Parse(Witness(key).ToString()));
}

TEST(CosignerKeyTest, EveryChangeOfOneByteIsRefused) {
  const std::string text = Witness(KeyCalled("witness.example/w1", 1)).ToString();
  for (std::size_t i = 0; i < text.size(); ++i) {
    std::string bad = text;
    ++bad[i];
    EXPECT_FALSE(CosignerKey::Parse(bad)) << bad;
  }
}

// Computed with Python's hashlib and cryptography from the words of the specification.
TEST(CosignatureTest, AgreesWithAnIndependentProgram) {
  const SigningKey key = CountingKey("witness.example.com/w1");
  EXPECT_EQ(Witness(key).ToString(),
            "witness.example.com/w1+a0059f11+BAOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4");
  EXPECT_EQ(Cosign(kSofa, key, kThen).value(),
            "— witness.example.com/w1 oAWfEQAAAABkGFDLBuRDazBLVac2NE+Y+IjbjQOcXLfF9CSDZVUIoS83rE1nF"
            "ZsVE8YiWV6Ngr7lV8H6bdoBQGP/l73euDMQ9k+bBQ==\n");
}

TEST(CosignatureTest, StandsBesideTheLogsSignature) {
  const SigningKey log = KeyCalled("example.com/behind-the-sofa", 9);
  const SigningKey first = KeyCalled("w1", 1);
  const SigningKey second = KeyCalled("w2", 2);
  const std::string note = LogNote() + Cosign(kSofa, second, kThen).value() +
                           Cosign(kSofa, first, {kThen.seconds + 5}).value();
  const VerifierKey log_key = log.verifier();
  EXPECT_TRUE(OpenNote(note, {&log_key, 1}));
  EXPECT_EQ(
      Opened(note, {Witness(first), Witness(second)}),
      (std::vector<Cosigned>{{Witness(first), {kThen.seconds + 5}}, {Witness(second), kThen}}));
  EXPECT_EQ(Opened(note, {Witness(second)}).size(), 1U);
  EXPECT_TRUE(Opened(note, {Witness(KeyCalled("w3", 3))}).empty());
  EXPECT_TRUE(Opened(note, {}).empty());
}

TEST(CosignatureTest, OfOneWitnessTheNewestTimeCounts) {
  const SigningKey key = KeyCalled("w1", 1);
  const std::string note = LogNote() + Cosign(kSofa, key, {200}).value() +
                           Cosign(kSofa, key, {300}).value() + Cosign(kSofa, key, {100}).value();
  EXPECT_EQ(Opened(note, {Witness(key)}), (std::vector<Cosigned>{{Witness(key), Instant{300}}}));
}

TEST(CosignatureTest, AKnownWitnessWhoseLineFailsCondemnsTheNote) {
  const SigningKey key = KeyCalled("w1", 1);
  const std::vector<CosignerKey> known = {Witness(key)};
  const std::string other = Cosign("example.com/behind-the-sofa\n1\nx\n", key, kThen).value();
  const std::string good = Cosign(kSofa, key, kThen).value();
  EXPECT_FALSE(OpenCosignatures(LogNote() + other, known));
  EXPECT_FALSE(OpenCosignatures(LogNote() + good + other, known));
  EXPECT_TRUE(OpenCosignatures(LogNote() + good, known));
}

TEST(CosignatureTest, EveryByteOfTimeAndSignatureCounts) {
  const SigningKey key = KeyCalled("w1", 1);
  const std::vector<CosignerKey> known = {Witness(key)};
  const auto parts = TakeApart(LogNote() + Cosign(kSofa, key, kThen).value());
  ASSERT_TRUE(parts);
  const NoteSignature good = parts->signatures.back();
  for (std::size_t i = 0; i < good.bytes.size(); ++i) {
    NoteSignature bad = good;
    bad.bytes[i] = static_cast<char>(bad.bytes[i] ^ 1);
    EXPECT_FALSE(OpenCosignatures(LogNote() + PrintSignature(bad), known)) << i;
  }
  for (const std::string& bytes : {good.bytes.substr(1), good.bytes + "x", std::string("x")}) {
    EXPECT_FALSE(OpenCosignatures(LogNote() + PrintSignature({good.name, good.id, bytes}), known));
  }
}

// Otherwise a log's own signature could pass for a witness's.
TEST(CosignatureTest, APlainSignatureOfTheSameKeyIsNone) {
  const SigningKey key = KeyCalled("w1", 1);
  const std::string plain(Text(key.Sign(kSofa)));
  const std::string line = PrintSignature({"w1", Witness(key).Id(), std::string(8, '\0') + plain});
  EXPECT_FALSE(OpenCosignatures(LogNote() + line, std::vector<CosignerKey>{Witness(key)}));
}

TEST(CosignatureTest, ATimeBefore1970IsNotSigned) {
  EXPECT_FALSE(Cosign(kSofa, KeyCalled("w1", 1), {-1}));
  EXPECT_FALSE(Cosign("no line feed", KeyCalled("w1", 1), kThen));
}

TEST(WitnessPolicyTest, AsksForSoManyOfTheseWitnesses) {
  const SigningKey first = KeyCalled("w1", 1);
  const SigningKey second = KeyCalled("w2", 2);
  const SigningKey third = KeyCalled("w3", 3);
  const std::string note =
      LogNote() + Cosign(kSofa, first, kThen).value() + Cosign(kSofa, third, kThen).value();
  WitnessPolicy policy{{Witness(first), Witness(second), Witness(third)}, 2};
  ASSERT_TRUE(CheckPolicy(policy));
  EXPECT_EQ(MeetPolicy(note, policy)->size(), 2U);
  policy.least = 3;
  const auto short_of_it = MeetPolicy(note, policy);
  ASSERT_FALSE(short_of_it);
  EXPECT_THAT(short_of_it.error().message, HasSubstr("only 2 of the 3"));
  policy.least = 0;
  EXPECT_TRUE(MeetPolicy(LogNote(), policy));
}

TEST(WitnessPolicyTest, CountsNoWitnessTwice) {
  const SigningKey key = KeyCalled("w1", 1);
  const SigningKey alias = KeyCalled("w2", 1);
  EXPECT_FALSE(CheckPolicy({{Witness(key), Witness(alias)}, 1}));
  EXPECT_FALSE(CheckPolicy({{Witness(key)}, 2}));
  const std::string note = LogNote() + Cosign(kSofa, key, kThen).value() +
                           Cosign(kSofa, key, {kThen.seconds + 1}).value();
  EXPECT_FALSE(MeetPolicy(note, {{Witness(key), Witness(KeyCalled("w3", 3))}, 2}));
}

}  // namespace
}  // namespace quorate::engine
