// Checkpoints and receipts of a running server, and that it never signs a fork.

#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/log/checkpoint.h"
#include "engine/log/receipt.h"
#include "services/store/memory_store.h"
#include "services/studies/last_signed.h"
#include "services/studies/studies.h"
#include "tests/support/study_driver.h"
#include "tests/support/temporary_folder.h"

namespace quorate::services {
namespace {

using engine::Reason;
using support::BallotRequest;
using support::OpenFirstRound;

constexpr int kItems = 3;

class SigningTest : public testing::Test {
 protected:
  engine::Result<std::unique_ptr<Studies>> TryOpen(Store& store) {
    return Studies::Open(store, support::StillOutside(), support::OptionsIn(SignedFolder()));
  }
  std::unique_ptr<Studies> OpenOn(Store& store) { return *TryOpen(store); }
  [[nodiscard]] std::filesystem::path SignedFolder() const { return folder_.path() / "signed"; }

  support::TemporaryFolder folder_;
  MemoryStore memory_;
};

// The store as it was when its study had `size` entries.
void CopyPrefix(const Store& from, std::uint64_t size, Store& to) {
  StudyAppend append{"s", 0, *from.Read("s", 0, size), {}, {}};
  ASSERT_TRUE(to.Append(std::span(&append, 1)).has_value());
}

engine::Checkpoint Opened(const Studies& studies, const std::string& note) {
  const auto key = engine::VerifierKey::Parse(studies.VerifierKey("s"));
  EXPECT_TRUE(key.has_value());
  const auto checkpoint = engine::OpenCheckpoint(note, *key);
  EXPECT_TRUE(checkpoint.has_value()) << note;
  return *checkpoint;
}

TEST_F(SigningTest, ACheckpointOfAnEarlierSizeIsOneOfTheSameLog) {
  const auto studies = OpenOn(memory_);
  OpenFirstRound(*studies, "s", 4, kItems);
  const std::uint64_t size = *memory_.Size("s");
  for (const std::uint64_t at : {std::uint64_t{1}, size / 2, size}) {
    const auto note = studies->CheckpointAt("s", at);
    ASSERT_TRUE(note.has_value()) << note.error().message;
    const engine::Checkpoint checkpoint = Opened(*studies, *note);
    EXPECT_EQ(checkpoint.head.size, at);
    EXPECT_EQ(checkpoint.head.root, *studies->View("s")->tree().Root(at));
  }
  EXPECT_EQ(*studies->CheckpointAt("s", size), *studies->Checkpoint("s", Studies::Keep::kNo));
  const auto beyond = studies->CheckpointAt("s", size + 1);
  ASSERT_FALSE(beyond.has_value());
  EXPECT_EQ(beyond.error().reason, Reason::kUnknownEntry);
}

// The file is what a later start is held to; an earlier size must not take it back.
TEST_F(SigningTest, ACheckpointOfAnEarlierSizeLeavesTheLastSignedOneInPlace) {
  const auto studies = OpenOn(memory_);
  OpenFirstRound(*studies, "s", 4, kItems);
  ASSERT_TRUE(studies->CheckpointAt("s", 2).has_value());
  const auto kept = LastSigned::Open(SignedFolder())->Read("s");
  ASSERT_TRUE(kept->has_value());
  EXPECT_EQ(Opened(*studies, **kept).head.size, *memory_.Size("s"));
}

TEST_F(SigningTest, ACheckpointIsOverTheDurableLogUnderTheStudysName) {
  const auto studies = OpenOn(memory_);
  OpenFirstRound(*studies, "s", 4, kItems);
  const auto note = studies->Checkpoint("s", Studies::Keep::kNo);
  ASSERT_TRUE(note.has_value()) << note.error().message;
  const engine::Checkpoint checkpoint = Opened(*studies, *note);
  EXPECT_EQ(checkpoint.origin, "quorate.example/studies/s");
  EXPECT_EQ(checkpoint.head.size, *memory_.Size("s"));
  EXPECT_EQ(checkpoint.head.root, studies->View("s")->tree().Root());
  EXPECT_THAT(*memory_.Checkpoints("s"), testing::IsEmpty());
}

TEST_F(SigningTest, OneSizeHasOneNoteAndIsKeptWhenAsked) {
  const auto studies = OpenOn(memory_);
  OpenFirstRound(*studies, "s", 4, kItems);
  const auto note = studies->Checkpoint("s", Studies::Keep::kNo);
  EXPECT_EQ(*studies->Checkpoint("s", Studies::Keep::kYes), *note);
  EXPECT_EQ(*studies->Checkpoint("s", Studies::Keep::kYes), *note);
  ASSERT_EQ(memory_.Checkpoints("s")->size(), 1U);
  EXPECT_EQ(memory_.Checkpoints("s")->front().note, *note);
}

TEST_F(SigningTest, TheLastSignedFileHoldsTheNoteBeforeItIsGiven) {
  const auto studies = OpenOn(memory_);
  OpenFirstRound(*studies, "s", 4, kItems);
  const auto note = studies->Checkpoint("s", Studies::Keep::kNo);
  const auto last_signed = LastSigned::Open(SignedFolder());
  EXPECT_EQ(**last_signed->Read("s"), *note);
}

TEST_F(SigningTest, ANoteThatCannotBeRememberedIsNotGiven) {
  const auto studies = OpenOn(memory_);
  OpenFirstRound(*studies, "s", 4, kItems);
  std::filesystem::remove_all(SignedFolder());
  const auto note = studies->Checkpoint("s", Studies::Keep::kNo);
  ASSERT_FALSE(note.has_value());
  EXPECT_EQ(note.error().reason, Reason::kUnavailable);
}

TEST_F(SigningTest, AReceiptVerifiesOffline) {
  const auto studies = OpenOn(memory_);
  OpenFirstRound(*studies, "s", 4, kItems);
  const std::uint64_t sequence = *memory_.Size("s");
  ASSERT_TRUE(studies->Execute(BallotRequest("s", 1, "r1", kItems)).has_value());
  ASSERT_TRUE(studies->Execute(BallotRequest("s", 2, "r2", kItems)).has_value());
  const auto receipt = studies->Receipt("s", sequence);
  ASSERT_TRUE(receipt.has_value()) << receipt.error().message;
  const auto verified =
      engine::VerifyReceipt(*receipt, *engine::VerifierKey::Parse(studies->VerifierKey("s")));
  ASSERT_TRUE(verified.has_value()) << verified.error().message;
  EXPECT_EQ(verified->index, sequence);
  EXPECT_EQ(verified->leaf, memory_.Read("s", sequence, 1)->front().leaf);
  EXPECT_EQ(verified->opening, memory_.Read("s", sequence, 1)->front().opening);
  EXPECT_THAT(verified->opening, testing::HasSubstr("answers"));
}

TEST_F(SigningTest, ReceiptsOfOneCrowdShareACheckpoint) {
  const auto studies = OpenOn(memory_);
  OpenFirstRound(*studies, "s", 4, kItems);
  ASSERT_TRUE(studies->Execute(BallotRequest("s", 1, "r1", kItems)).has_value());
  const std::uint64_t covered = *memory_.Size("s");
  const auto key = *engine::VerifierKey::Parse(studies->VerifierKey("s"));
  ASSERT_TRUE(studies->Receipt("s", covered - 1).has_value());
  ASSERT_TRUE(studies->Execute(BallotRequest("s", 2, "r2", kItems)).has_value());
  EXPECT_EQ(engine::VerifyReceipt(*studies->Receipt("s", 0), key)->checkpoint.head.size, covered);
  EXPECT_EQ(engine::VerifyReceipt(*studies->Receipt("s", covered), key)->checkpoint.head.size,
            covered + 1);
}

TEST_F(SigningTest, ThereIsNoReceiptForWhatIsNotThere) {
  const auto studies = OpenOn(memory_);
  OpenFirstRound(*studies, "s", 4, kItems);
  EXPECT_EQ(studies->Receipt("s", *memory_.Size("s")).error().reason, Reason::kUnknownEntry);
  EXPECT_EQ(studies->Receipt("t", 0).error().reason, Reason::kUnknownStudy);
}

TEST_F(SigningTest, AnOlderCopyOfTheStoreIsRefusedAtTheStart) {
  std::uint64_t size = 0;
  {
    const auto studies = OpenOn(memory_);
    OpenFirstRound(*studies, "s", 4, kItems);
    ASSERT_TRUE(studies->Checkpoint("s", Studies::Keep::kNo).has_value());
    size = *memory_.Size("s");
  }
  EXPECT_TRUE(TryOpen(memory_).has_value());
  MemoryStore older;
  CopyPrefix(memory_, size - 1, older);
  const auto refused = TryOpen(older);
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().reason, Reason::kForkRefused);
  EXPECT_THAT(refused.error().message, testing::HasSubstr("study s"));
  MemoryStore empty;
  EXPECT_EQ(TryOpen(empty).error().reason, Reason::kForkRefused);
}

TEST_F(SigningTest, AHistoryThatTookAnotherTurnIsRefusedThoughItIsLonger) {
  std::uint64_t size = 0;
  {
    const auto studies = OpenOn(memory_);
    OpenFirstRound(*studies, "s", 4, kItems);
    size = *memory_.Size("s");
    ASSERT_TRUE(studies->Execute(BallotRequest("s", 1, "r1", kItems)).has_value());
    ASSERT_TRUE(studies->Checkpoint("s", Studies::Keep::kNo).has_value());
  }
  MemoryStore forked;
  CopyPrefix(memory_, size, forked);
  {
    support::TemporaryFolder elsewhere;
    const auto studies = *Studies::Open(
        forked, support::StillOutside(), support::OptionsIn(elsewhere.path() / "signed"));
    ASSERT_TRUE(studies->Execute(BallotRequest("s", 2, "r2", kItems)).has_value());
    ASSERT_TRUE(studies->Execute(BallotRequest("s", 3, "r3", kItems)).has_value());
  }
  EXPECT_EQ(TryOpen(forked).error().reason, Reason::kForkRefused);
}

TEST_F(SigningTest, ARunningServerRefusesToSignWhatAnotherForked) {
  const auto studies = OpenOn(memory_);
  OpenFirstRound(*studies, "s", 4, kItems);
  MemoryStore other;
  const auto twin = OpenOn(other);
  OpenFirstRound(*twin, "s", 5, kItems);
  ASSERT_TRUE(studies->Checkpoint("s", Studies::Keep::kNo).has_value());
  EXPECT_EQ(twin->Checkpoint("s", Studies::Keep::kNo).error().reason, Reason::kForkRefused);
}

TEST_F(SigningTest, ANoteOfAnotherKeyIsNotTakenForOurs) {
  {
    const auto studies = OpenOn(memory_);
    OpenFirstRound(*studies, "s", 4, kItems);
    ASSERT_TRUE(studies->Checkpoint("s", Studies::Keep::kNo).has_value());
  }
  StudiesOptions options = support::OptionsIn(SignedFolder());
  options.key_text = std::string(64, 'a');
  EXPECT_EQ(Studies::Open(memory_, support::StillOutside(), options).error().reason,
            Reason::kForkRefused);
}

TEST_F(SigningTest, ABadKeyOrOriginIsRefusedWithoutRepeatingTheKey) {
  StudiesOptions options = support::OptionsIn(SignedFolder());
  options.key_text = "secret";
  const auto refused = Studies::Open(memory_, support::StillOutside(), options);
  ASSERT_FALSE(refused.has_value());
  EXPECT_THAT(refused.error().message, testing::Not(testing::HasSubstr("secret")));
  options = support::OptionsIn(SignedFolder());
  options.origin = "quorate example";
  EXPECT_FALSE(Studies::Open(memory_, support::StillOutside(), options).has_value());
}

TEST_F(SigningTest, AVerifierKeyNeedsALabelThatCanBeInAName) {
  const auto studies = OpenOn(memory_);
  EXPECT_THAT(studies->VerifierKey("s"), testing::StartsWith("quorate.example/studies/s+"));
  EXPECT_EQ(studies->VerifierKey("a b"), "");
}

TEST(LastSignedTest, ANoteIsReplacedWholeAndLeftoversAreIgnored) {
  support::TemporaryFolder folder;
  const auto notes = LastSigned::Open(folder.path() / "deep" / "signed");
  ASSERT_TRUE(notes.has_value());
  EXPECT_EQ(*notes->Read("s"), std::nullopt);
  ASSERT_TRUE(notes->Write("s", "first").has_value());
  ASSERT_TRUE(notes->Write("s", "second, longer").has_value());
  ASSERT_TRUE(notes->Write("a", "x").has_value());
  EXPECT_EQ(**notes->Read("s"), "second, longer");
  std::ofstream(folder.path() / "deep" / "signed" / "b~") << "half a no";
  EXPECT_THAT(*notes->Studies(), testing::ElementsAre("a", "s"));
}

TEST(LastSignedTest, NamesThatLeaveTheFolderAreRefused) {
  support::TemporaryFolder folder;
  const auto notes = LastSigned::Open(folder.path());
  EXPECT_FALSE(notes->Write("../s", "note").has_value());
  EXPECT_FALSE(notes->Read("a/b").has_value());
}

}  // namespace
}  // namespace quorate::services
