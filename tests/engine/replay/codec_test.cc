#include "engine/replay/codec.h"

#include <gtest/gtest.h>

#include "engine/base/json.h"
#include "engine/log/commitment.h"
#include "engine/log/leaf.h"
#include "tests/engine/replay/sample_events.h"

namespace quorate::engine {
namespace {

constexpr std::string_view kStudy = "covid";

Entropy SampleEntropy() {
  Entropy entropy{};
  for (std::size_t i = 0; i < entropy.size(); ++i)
    entropy[i] = static_cast<std::uint8_t>(i);
  return entropy;
}

SealedEntry Sealed(Entry& entry, std::uint64_t sequence = 7) {
  Result<SealedEntry> sealed = Seal(kStudy, sequence, entry, SampleEntropy());
  EXPECT_TRUE(sealed.has_value()) << sealed.error().message;
  return *sealed;
}

std::string Replaced(std::string text, std::string_view from, std::string_view to) {
  const std::size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return text.replace(at, from.size(), to);
}

void ExpectCorrupt(std::string_view leaf, std::string_view opening) {
  const Result<Entry> read = Open(kStudy, 7, leaf, opening);
  ASSERT_FALSE(read.has_value()) << leaf << '\n' << opening;
  EXPECT_EQ(read.error().reason, Reason::kCorruptLog);
  EXPECT_TRUE(read.error().message.starts_with("entry 7, ")) << read.error().message;
}

void ExpectRoundTrip(const Event& event) {
  Entry entry = SampleEntry(event);
  const SealedEntry sealed = Sealed(entry);
  EXPECT_TRUE(CheckLeafBytes(sealed.leaf)) << sealed.leaf;
  const Result<Entry> read = Open(kStudy, 7, sealed.leaf, sealed.opening);
  ASSERT_TRUE(read.has_value()) << read.error().message << '\n' << sealed.leaf;
  EXPECT_EQ(read->actor, entry.actor);
  EXPECT_EQ(read->time, entry.time);
  ASSERT_EQ(read->event.index(), event.index());
  // What was read is written again to the same bytes, content included.
  Entry again = *read;
  const SealedEntry resealed = Sealed(again);
  EXPECT_EQ(resealed.leaf, sealed.leaf);
  EXPECT_EQ(resealed.opening, sealed.opening);
}

void ExpectWithheldContentToKeepItsCommitment(const Event& event) {
  Entry entry = SampleEntry(event);
  const SealedEntry sealed = Sealed(entry);
  Result<Entry> read = Open(kStudy, 7, sealed.leaf, "");
  ASSERT_TRUE(read.has_value()) << read.error().message;
  const SealedEntry again = Sealed(*read);
  EXPECT_EQ(again.leaf, sealed.leaf);
  EXPECT_EQ(again.opening, "");
}

TEST(CodecTest, EveryKindGoesThereAndBack) {
  for (const Event& event : SampleEvents())
    ExpectRoundTrip(event);
}

TEST(CodecTest, ProtocolsGoThereAndBack) {
  for (const Event& event : ProtocolEvents())
    ExpectRoundTrip(event);
}

TEST(CodecTest, EveryKindStaysReadableWithoutItsOpening) {
  for (const Event& event : SampleEvents())
    ExpectWithheldContentToKeepItsCommitment(event);
}

// Bytes that may never drift: logs that were published hold them.
TEST(CodecTest, LinesAreTheseToTheByte) {
  Entry created = SampleEntry(StudyCreated{"Outcomes", 1});
  EXPECT_EQ(Sealed(created, 0).leaf,
            R"({"actor":"facilitator/f1","kind":"study.created","payload":{"rules_version":1,)"
            R"("title":"Outcomes"},"seq":0,"study":"covid","t":"2026-11-23T21:00:00Z","v":1})");
  Entry opened = SampleEntry(RoundOpened{1, {{"C1", 2}}, Instant{1'795'000'000}});
  EXPECT_EQ(Sealed(opened).leaf,
            R"({"actor":"facilitator/f1","kind":"round.opened","payload":{"closes":)"
            R"("2026-11-18T11:06:40Z","items":[{"item":"C1","version":2}],"round":1},"seq":7,)"
            R"("study":"covid","t":"2026-11-23T21:00:00Z","v":1})");
  Entry concluded = SampleEntry(StudyConcluded{});
  EXPECT_EQ(Sealed(concluded).leaf,
            R"({"actor":"facilitator/f1","kind":"study.concluded","payload":{},"seq":7,)"
            R"("study":"covid","t":"2026-11-23T21:00:00Z","v":1})");
}

TEST(CodecTest, ABallotIsACommitmentAndItsOpeningToTheByte) {
  Entry entry = SampleEntry(BallotCast{
      "p1",
      2,
      1,
      Channel::kSelf,
      {},
      BallotContent{{{"C1", AnswerState::kScored, 7}, {"C2", AnswerState::kUnable, 0}}}});
  entry.actor = {Role::kParticipant, "p1"};
  const SealedEntry sealed = Sealed(entry);
  EXPECT_EQ(
      sealed.opening,
      R"({"content":{"answers":{"C1":7,"C2":"unable"}},"kind":"ballot.cast","nonce":)"
      R"("6f0cff4200d18d21c6af73830fee1d910afb7c76eb0d0544d5bd2e92777e1c27","study":"covid"})");
  EXPECT_EQ(sealed.leaf,
            R"({"actor":"participant/p1","kind":"ballot.cast","payload":{"channel":"self",)"
            R"("commitment":"29155028907ce042b7fd01de53b83b8591002cab8745d5ee6b706a7c303620eb",)"
            R"("participant":"p1","revision":1,"round":2},"seq":7,"study":"covid",)"
            R"("t":"2026-11-23T21:00:00Z","v":1})");
  EXPECT_EQ(std::get<BallotCast>(entry.event).commitment, Commit(sealed.opening));
}

TEST(CodecTest, EachEntryOfACommandHasItsOwnNonce) {
  Entry first = SampleEntry(ItemSuggested{"s1", {}, ItemText{"x"}});
  Entry second = first;
  EXPECT_NE(Sealed(first, 7).opening, Sealed(second, 8).opening);
}

TEST(CodecTest, TextsAreSealedInFormC) {
  Entry entry = SampleEntry(ItemAdded{"C1", "cafe\u0301"});
  const SealedEntry sealed = Sealed(entry);
  EXPECT_TRUE(CheckLeafBytes(sealed.leaf));
  EXPECT_EQ(std::get<ItemAdded>(entry.event).text, "caf\u00e9");
}

TEST(CodecTest, ALeafOverSixtyThousandBytesIsRefused) {
  AttendanceRecorded attendance{1, std::vector<std::string>(5'000, "participant1")};
  Entry entry = SampleEntry(attendance);
  const Result<SealedEntry> sealed = Seal(kStudy, 7, entry, SampleEntropy());
  ASSERT_FALSE(sealed.has_value());
  EXPECT_EQ(sealed.error().reason, Reason::kTooLarge);
}

TEST(CodecTest, WhatCouldNotBeReadBackIsNotSealed) {
  Entry quoted = SampleEntry(StudyConcluded{});
  quoted.actor.id = "a\"b";
  EXPECT_FALSE(Seal(kStudy, 7, quoted, SampleEntropy()).has_value());
  Entry plain = SampleEntry(StudyConcluded{});
  EXPECT_FALSE(Seal("no label", 7, plain, SampleEntropy()).has_value());
  Entry uncommitted = SampleEntry(ItemSuggested{"s1", "", std::nullopt});
  EXPECT_FALSE(Seal(kStudy, 7, uncommitted, SampleEntropy()).has_value());
}

TEST(CodecTest, LeavesAreReadStrictly) {
  Entry entry = SampleEntry(RoundClosed{2});
  const std::string leaf = Sealed(entry).leaf;
  ASSERT_TRUE(Open(kStudy, 7, leaf, "").has_value());
  for (const auto& [from, to] : std::vector<std::pair<std::string, std::string>>{
           {"round.closed", "round.shut"},
           {R"({"round":2})", R"({"round":"2"})"},
           {R"({"round":2})", R"({"round":2,"x":1})"},
           {R"({"round":2})", "{}"},
           {R"({"round":2})", "[]"},
           {R"("seq":7)", R"("seq":8)"},
           {R"("seq":7)", R"("seq":-7)"},
           {R"("study":"covid")", R"("study":"other")"},
           {R"("v":1)", R"("v":2)"},
           {R"(,"v":1)", ""},
           {"facilitator/f1", "chair/f1"},
           {"facilitator/f1", "facilitator"},
           {"2026-11-23T21:00:00Z", "2026-11-23T25:00:00Z"},
           {"2026-11-23T21:00:00Z", "2026-11-23T21:00:00+00:00"},
           {R"("seq":)", R"( "seq":)"},
           {R"({"actor")", R"({"a":1,"actor")"}}) {
    ExpectCorrupt(Replaced(leaf, from, to), "");
  }
  ExpectCorrupt(leaf + "\n", "");
  ExpectCorrupt("", "");
  EXPECT_FALSE(Open("other", 7, leaf, "").has_value());
  EXPECT_FALSE(Open(kStudy, 8, leaf, "").has_value());
}

TEST(CodecTest, EveryTruncationIsRefused) {
  for (const Event& event : SampleEvents()) {
    Entry entry = SampleEntry(event);
    const SealedEntry sealed = Sealed(entry);
    for (std::size_t length = 0; length < sealed.leaf.size(); ++length) {
      EXPECT_FALSE(
          Open(kStudy, 7, std::string_view(sealed.leaf).substr(0, length), "").has_value());
    }
  }
}

TEST(CodecTest, AnOpeningMustBeWhatTheLeafCommittedTo) {
  Entry entry = SampleEntry(ItemSuggested{"s1", {}, ItemText{"Brain fog"}});
  const SealedEntry sealed = Sealed(entry);
  ExpectCorrupt(sealed.leaf, Replaced(sealed.opening, "fog", "Fog"));
  ExpectCorrupt(sealed.leaf, sealed.opening + "\n");
  const std::string other(64, '0');
  ExpectCorrupt(Replaced(sealed.leaf, Commit(sealed.opening), other), sealed.opening);
}

TEST(CodecTest, AnOpeningIsReadStrictlyEvenIfCommittedTo) {
  Entry entry = SampleEntry(ItemSuggested{"s1", {}, ItemText{"Brain fog"}});
  const SealedEntry sealed = Sealed(entry);
  for (const auto& [from, to] : std::vector<std::pair<std::string, std::string>>{
           {"item.suggested", "ballot.cast"},
           {R"("study":"covid")", R"("study":"other")"},
           {R"("nonce":")", R"("nonce":"0)"},
           {R"({"text")", R"({"more":1,"text")"},
           {R"("study")", R"( "study")"}}) {
    const std::string opening = Replaced(sealed.opening, from, to);
    ExpectCorrupt(Replaced(sealed.leaf, Commit(sealed.opening), Commit(opening)), opening);
  }
}

TEST(CodecTest, AKindThatCommitsToNothingHasNoOpening) {
  Entry entry = SampleEntry(RoundClosed{2});
  ExpectCorrupt(Sealed(entry).leaf, "{}");
}

TEST(CodecTest, ACommitmentIsSixtyFourLowerCaseDigits) {
  Entry entry = SampleEntry(ItemSuggested{"s1", {}, ItemText{"x"}});
  const SealedEntry sealed = Sealed(entry);
  const std::string commitment = Commit(sealed.opening);
  ExpectCorrupt(Replaced(sealed.leaf, commitment, std::string(64, 'A')), "");
  ExpectCorrupt(Replaced(sealed.leaf, commitment, commitment.substr(1)), "");
  ExpectCorrupt(Replaced(sealed.leaf, commitment, ""), "");
}

TEST(CodecTest, KindsAreTheirEventsNames) {
  EXPECT_EQ(KindOf(BallotCast{}), "ballot.cast");
  EXPECT_EQ(KindOf(StudyCreated{}), "study.created");
  EXPECT_EQ(KindOf(ItemTallied{}), "item.tallied");
}

}  // namespace
}  // namespace quorate::engine
