#include "engine/log/note.h"

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/log/digest.h"

namespace quorate::engine {
namespace {

using testing::HasSubstr;
using std::string_literals::operator""s;

// The example key and note that Go's x/mod documents in sumdb/note.
constexpr std::string_view kPeter =
    "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
constexpr std::string_view kPeterText =
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n";
constexpr std::string_view kPeterLine =
    "— PeterNeumann "
    "x08go/ZJkuBS9UG/"
    "SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";

SigningKey KeyCalled(std::string_view name, std::uint8_t fill = 7) {
  Ed25519Seed seed;
  seed.fill(fill);
  return SigningKey::FromSeed(name, seed).value();
}

Result<Note> Open(std::string_view note, const VerifierKey& key) {
  return OpenNote(note, {&key, 1});
}

TEST(Ed25519Test, MatchesRfc8032Tests1To3) {
  struct Vector {
    std::string_view seed, key, message, signature;
  };
  const Vector vectors[] = {{"9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
                             "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
                             "",
                             "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb88"
                             "21590a33bacc61e39701cf9"
                             "b46bd25bf5f0595bbe24655141438e7a100b"},
                            {"4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
                             "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
                             "72",
                             "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac"
                             "1e43e15996e458f3613d0f1"
                             "1d8c387b2eaeb4302aeeb00d291612bb0c00"},
                            {"c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
                             "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
                             "af82",
                             "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9"
                             "b538d16f290ae67f760984d"
                             "c6594a7c15e9716ed28dc027beceea1ec40a"}};
  for (const Vector& vector : vectors) {
    const SigningKey key =
        SigningKey::FromSeed("rfc8032.example", DigestFromHex(vector.seed).value()).value();
    EXPECT_EQ(ToHex(key.verifier().key), vector.key);
    const std::string message = FromHex(vector.message).value();
    const Ed25519Signature signature = key.Sign(message);
    EXPECT_EQ(ToHex(signature), vector.signature);
    EXPECT_TRUE(key.verifier().Verify(message, signature));
    EXPECT_FALSE(key.verifier().Verify(message + "x", signature));
    Ed25519Signature flipped = signature;
    flipped[40] ^= 1;
    EXPECT_FALSE(key.verifier().Verify(message, flipped));
  }
}

TEST(KeyNameTest, HasNoSpacesPlusOrControls) {
  for (const std::string_view name : {"a", "quorate.example/studies/7f3a", "é/ö", "\u200B"}) {
    EXPECT_TRUE(IsKeyName(name)) << name;
  }
  for (const std::string& name : {""s,
                                  "a b"s,
                                  "a+b"s,
                                  "a\tb"s,
                                  "a\n"s,
                                  "\0"s,
                                  "a\u00A0b"s,
                                  "\u2003"s,
                                  "\u3000x"s,
                                  "x\u0085"s,
                                  "\u2028"s,
                                  "\xFF"s}) {
    EXPECT_FALSE(IsKeyName(name)) << ToHex(Bytes(name));
  }
}

TEST(VerifierKeyTest, ParsesAndPrintsTheExampleOfGoNotes) {
  const VerifierKey key = VerifierKey::Parse(kPeter).value();
  EXPECT_EQ(key.name, "PeterNeumann");
  EXPECT_EQ(key.Id(), 0xc74f20a3U);
  EXPECT_EQ(key.ToString(), kPeter);
}

TEST(VerifierKeyTest, EveryChangeOfOneByteIsRefused) {
  for (const std::string& text :
       {std::string(kPeter), KeyCalled("quorate.example/studies/7f3a").verifier().ToString()}) {
    for (std::size_t i = 0; i < text.size(); ++i) {
      for (int byte = 0; byte < 256; ++byte) {
        std::string changed = text;
        changed[i] = static_cast<char>(byte);
        if (changed != text) {
          ASSERT_FALSE(VerifierKey::Parse(changed)) << changed;
        }
      }
    }
  }
}

TEST(VerifierKeyTest, EveryPieceAndEveryExtensionIsRefused) {
  const std::string text(kPeter);
  for (std::size_t begin = 0; begin < text.size(); ++begin) {
    for (std::size_t length = 0; begin + length <= text.size(); ++length) {
      if (length == text.size()) continue;
      ASSERT_FALSE(VerifierKey::Parse(text.substr(begin, length))) << begin << " " << length;
    }
  }
  for (const std::string& extra : {"\n"s, " "s, "="s, "A"s, "AAAA"s, "+"s}) {
    EXPECT_FALSE(VerifierKey::Parse(text + extra));
    EXPECT_FALSE(VerifierKey::Parse(extra + text));
  }
}

TEST(VerifierKeyTest, AKeyOfAnotherTypeIsRefused) {
  std::string cosigner = "\x04"s + std::string(32, 'k');
  const Digest digest = Sha256("w.example\n" + cosigner);
  const std::string text =
      "w.example+" + ToHex(std::span(digest).first(4)) + "+" + ToBase64(Bytes(cosigner));
  const Result<VerifierKey> key = VerifierKey::Parse(text);
  ASSERT_FALSE(key);
  EXPECT_THAT(key.error().message, HasSubstr("type 1"));
}

TEST(SigningKeyTest, ItsFileTextRoundTripsAndDamageIsRefused) {
  const SigningKey key = KeyCalled("quorate.example/studies/7f3a");
  const std::string text = key.ToString();
  EXPECT_TRUE(text.starts_with("PRIVATE+KEY+quorate.example/studies/7f3a+"));
  EXPECT_EQ(SigningKey::Parse(text).value().verifier(), key.verifier());
  EXPECT_EQ(SigningKey::Parse(text + "\n").value().ToString(), text);
  for (std::size_t i = 0; i < text.size(); ++i) {
    std::string changed = text;
    changed[i] = static_cast<char>(changed[i] ^ 1);
    ASSERT_FALSE(SigningKey::Parse(changed)) << i;
  }
  EXPECT_FALSE(SigningKey::Parse(text + "\n\n"));
  EXPECT_FALSE(SigningKey::Parse(key.verifier().ToString()));
  EXPECT_FALSE(SigningKey::FromSeed("two words", Ed25519Seed{}));
}

TEST(NoteTest, OpensTheExampleOfGoNotes) {
  const VerifierKey peter = VerifierKey::Parse(kPeter).value();
  const Note note = Open(std::string(kPeterText) + "\n" + std::string(kPeterLine), peter).value();
  EXPECT_EQ(note.text, kPeterText);
  EXPECT_THAT(note.signers, testing::ElementsAre(peter));
}

TEST(NoteTest, SignsAndOpensAnyTextThatMayBeSigned) {
  const SigningKey key = KeyCalled("k.example");
  for (const std::string& text : {"\n"s,
                                  "one\n"s,
                                  "one\n\ntwo\n"s,
                                  "\n\n\n"s,
                                  "— looks like a signature\n"s,
                                  "né\u2028\n"s}) {
    const std::string note = SignNote(text, key).value();
    EXPECT_EQ(note, SignNote(text, key).value());
    EXPECT_EQ(Open(note, key.verifier()).value().text, text);
  }
  for (const std::string& text :
       {""s, "no line feed"s, "tab\t\n"s, "cr\r\n"s, "\0\n"s, "\xFF\n"s}) {
    EXPECT_FALSE(SignNote(text, key));
  }
}

TEST(NoteTest, EveryChangeOfOneByteIsRefused) {
  const SigningKey key = KeyCalled("k.example");
  const std::string note = SignNote("origin\n12\nroot\n", key).value();
  for (std::size_t i = 0; i < note.size(); ++i) {
    for (const char byte : "\n\0 A=\xE2"s) {
      std::string changed = note;
      changed[i] = byte;
      if (changed != note) {
        ASSERT_FALSE(Open(changed, key.verifier())) << i;
      }
    }
    ASSERT_FALSE(Open(note.substr(0, i), key.verifier())) << i;
    ASSERT_FALSE(Open(note.substr(i + 1), key.verifier())) << i;
  }
}

TEST(NoteTest, MalformedNotesAreRefused) {
  const SigningKey key = KeyCalled("k.example");
  const std::string line = SignNote("text\n", key).value().substr(6);
  ASSERT_TRUE(Open("text\n\n" + line, key.verifier()));
  const std::string short_signature = "— k.example " + ToBase64(Bytes("abcd"s)) + "\n";
  for (const std::string& note : {""s,
                                  "\n"s,
                                  "\n\n"s,
                                  "text\n"s,
                                  "text\n\n"s,
                                  "text\n" + line,
                                  line,
                                  "\n" + line,
                                  "text\n\n" + line + "\n",
                                  "text\n\n" + line + "more\n",
                                  "text\n\n" + line + line + "more",
                                  "text\n\n\n" + line,
                                  "text\n\n" + line.substr(0, line.size() - 1),
                                  "text\n\n-" + line.substr(3),
                                  "text\n\n " + line,
                                  "text\n\n—" + line.substr(4),
                                  "text\n\n— k.example\n"s + line,
                                  "text\n\n— k.example \n"s + line,
                                  "text\n\n—  k.example AAAAAAA=\n"s + line,
                                  "text\n\n— k.example  AAAAAAA=\n"s + line,
                                  "text\n\n— k+example AAAAAAA=\n"s + line,
                                  "text\n\n— other AAAAAAA=x\n"s + line,
                                  "text\n\n— other AAAAAAB=\n"s + line,
                                  "text\n\n— other AAAAAAA\n"s + line,
                                  "text\n\n" + short_signature + line,
                                  "te\rxt\n\n" + line,
                                  "te\xFFxt\n\n" + line,
                                  "text\r\n\r\n" + line}) {
    const Result<Note> opened = Open(note, key.verifier());
    ASSERT_FALSE(opened) << note;
    EXPECT_EQ(opened.error().reason, Reason::kCorruptLog);
  }
}

TEST(NoteTest, UnknownKeysAreIgnoredEvenUnderAKnownName) {
  const SigningKey known = KeyCalled("k.example", 1);
  const SigningKey namesake = KeyCalled("k.example", 2);
  const SigningKey stranger = KeyCalled("w.example", 3);
  const std::string text = "text\n";
  const std::string known_line = SignNote(text, known).value().substr(6);
  const std::string namesake_line = SignNote(text, namesake).value().substr(6);
  const std::string stranger_line = SignNote("another\n", stranger).value().substr(9);
  const std::string note = text + "\n" + namesake_line + stranger_line + known_line;
  EXPECT_THAT(Open(note, known.verifier()).value().signers, testing::ElementsAre(known.verifier()));
  EXPECT_FALSE(Open(text + "\n" + namesake_line, known.verifier()));
  // The same ID under another name is unknown too.
  std::string renamed = known_line;
  renamed.replace(renamed.find("k.example"), 1, "q");
  EXPECT_FALSE(Open(text + "\n" + renamed, known.verifier()));
  EXPECT_TRUE(Open(text + "\n" + renamed + known_line, known.verifier()));
}

TEST(NoteTest, AKnownKeyThatFailsRejectsTheWholeNote) {
  const SigningKey one = KeyCalled("one.example", 1);
  const SigningKey two = KeyCalled("two.example", 2);
  const std::string good = SignNote("text\n", one).value();
  const std::string also_good = SignNote("text\n", two).value().substr(6);
  const std::string bad = SignNote("taxt\n", two).value().substr(6);
  const VerifierKey both[] = {one.verifier(), two.verifier()};
  EXPECT_EQ(OpenNote(good + also_good, both).value().signers.size(), 2U);
  const Result<Note> refused = OpenNote(good + bad, both);
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error().message, HasSubstr("two.example"));
  EXPECT_TRUE(Open(good + bad, one.verifier()));
  // A bad second signature of the same key counts as well; a good one is named once.
  EXPECT_FALSE(OpenNote(good + also_good + bad, both));
  EXPECT_EQ(OpenNote(good + good.substr(6), both).value().signers.size(), 1U);
}

TEST(NoteTest, HundredSignaturesAreReadAndNoMore) {
  const SigningKey key = KeyCalled("k.example");
  std::string note = "text\n\n";
  for (int i = 0; i < 99; ++i) {
    note += SignNote("text\n", KeyCalled("w" + std::to_string(i) + ".example")).value().substr(6);
  }
  note += SignNote("text\n", key).value().substr(6);
  EXPECT_TRUE(Open(note, key.verifier()));
  EXPECT_FALSE(Open(note + SignNote("text\n", KeyCalled("z")).value().substr(6), key.verifier()));
}

TEST(NoteTest, ANoteOfMoreThanAMillionBytesIsRefused) {
  const SigningKey key = KeyCalled("k.example");
  const std::size_t line = SignNote("\n", key).value().size() - 1;
  const std::string fits = SignNote(std::string(kNoteBytesMax - line - 1, 'x') + "\n", key).value();
  ASSERT_EQ(fits.size(), kNoteBytesMax);
  EXPECT_TRUE(Open(fits, key.verifier()));
  EXPECT_FALSE(Open("x" + fits, key.verifier()));
}

TEST(NoteTest, KnownKeysThatCannotBeToldApartAreRefused) {
  const VerifierKey key = KeyCalled("k.example", 1).verifier();
  const std::string note = SignNote("text\n", KeyCalled("k.example", 1)).value();
  const VerifierKey twice[] = {key, key};
  EXPECT_TRUE(OpenNote(note, twice));
  EXPECT_FALSE(OpenNote(note, std::span<const VerifierKey>()));
  // Two numbers that, as keys of this name, have one ID: aac4f0a2.
  VerifierKey one{"k.example", {}};
  VerifierKey two{"k.example", {}};
  for (std::size_t i = 0; i < 4; ++i) {
    one.key[31 - i] = static_cast<std::uint8_t>(18445U >> (8 * i));
    two.key[31 - i] = static_cast<std::uint8_t>(84075U >> (8 * i));
  }
  ASSERT_EQ(one.Id(), two.Id());
  const VerifierKey twins[] = {key, one, two};
  EXPECT_EQ(OpenNote(note, twins).error().reason, Reason::kInvalidArgument);
}

}  // namespace
}  // namespace quorate::engine
