#include "services/studies/recovery.h"

#include <filesystem>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/log/checkpoint.h"
#include "engine/replay/verify.h"
#include "services/store/memory_store.h"
#include "services/studies/last_signed.h"
#include "tests/support/study_driver.h"
#include "tests/support/temporary_folder.h"

namespace quorate::services {
namespace {

using engine::Reason;
using support::BallotRequest;
using support::OpenFirstRound;
using testing::HasSubstr;

class RecoveryTest : public testing::Test {
 protected:
  // A study that is signed at `older_size()`, grows, and is signed again; `older_` is its copy from
  // before it grew.
  RecoveryTest() {
    const auto studies = Open(newer_);
    OpenFirstRound(*studies, "s", 4, 3);
    kept_ = *studies->Checkpoint("s", Studies::Keep::kNo);
    Copy(newer_, older_);
    EXPECT_TRUE(studies->Execute(BallotRequest("s", 1, "r1", 3)).has_value());
    lost_ = *studies->Checkpoint("s", Studies::Keep::kNo);
    key_ = studies->VerifierKey("s");
  }

  std::unique_ptr<Studies> Open(Store& store) {
    auto studies = Studies::Open(store, support::StillOutside(), Options());
    EXPECT_TRUE(studies.has_value()) << studies.error().message;
    return *std::move(studies);
  }
  [[nodiscard]] StudiesOptions Options() const { return support::OptionsIn(SignedFolder()); }
  [[nodiscard]] std::filesystem::path SignedFolder() const { return folder_.path() / "signed"; }
  static void Copy(const Store& from, Store& to) {
    StudyAppend append{"s", 0, *from.Read("s", 0, *from.Size("s"))};
    EXPECT_TRUE(to.Append(std::span(&append, 1)).has_value());
  }
  engine::Result<std::string> Recover(Store& store,
                                      const std::string& reason = "The disk is gone.") {
    return RecoverLog(store, support::StillOutside(), Options(), "s", reason);
  }
  [[nodiscard]] engine::Checkpoint Opened(const std::string& note) const {
    return *engine::OpenCheckpoint(note, *engine::VerifierKey::Parse(key_));
  }
  // Verifies the store's log under the note with these earlier checkpoints.
  [[nodiscard]] engine::VerifyReport Verify(const Store& store,
                                            const std::string& note,
                                            const std::vector<std::string>& earlier) const {
    std::string entries;
    const auto stored = store.Read("s", 0, *store.Size("s"));
    for (const StoredEntry& entry : *stored)
      entries += entry.leaf + "\n";
    engine::Evidence evidence;
    evidence.verifier_key = key_;
    evidence.checkpoint = note;
    evidence.entries = entries;
    evidence.checkpoints.assign(earlier.begin(), earlier.end());
    return engine::Verify(evidence);
  }

  support::TemporaryFolder folder_;
  MemoryStore newer_;
  MemoryStore older_;
  std::string kept_;  // Signed before the loss, over what the older copy holds.
  std::string lost_;  // Signed before the loss, over more.
  std::string key_;
};

TEST_F(RecoveryTest, AnOlderCopyStartsAgainOnceTheBreakIsStated) {
  EXPECT_FALSE(Studies::Open(older_, support::StillOutside(), Options()).has_value());
  const std::uint64_t size = *older_.Size("s");
  const auto note = Recover(older_);
  ASSERT_TRUE(note.has_value()) << note.error().message;
  EXPECT_EQ(*older_.Size("s"), size + 1);
  const std::string leaf = older_.Read("s", size, 1)->front().leaf;
  EXPECT_THAT(leaf, HasSubstr(R"("kind":"log.recovered")"));
  EXPECT_THAT(leaf, HasSubstr(R"("actor":"server/operator")"));
  EXPECT_THAT(leaf, HasSubstr("The disk is gone."));
  EXPECT_THAT(leaf, HasSubstr(engine::ToBase64(Opened(lost_).head.root)));
  const auto studies = Open(older_);
  EXPECT_EQ(Opened(*studies->Checkpoint("s", Studies::Keep::kNo)).head.size, size + 1);
  EXPECT_TRUE(studies->Execute(BallotRequest("s", 2, "r2", 3)).has_value());
}

TEST_F(RecoveryTest, VerificationAcceptsTheStatedBreakAndNoOther) {
  const auto note = Recover(older_);
  ASSERT_TRUE(note.has_value()) << note.error().message;
  EXPECT_FALSE(Verify(older_, *note, {kept_, lost_}).failed())
      << Verify(older_, *note, {kept_, lost_}).result;
  // Without the entry the same checkpoint is a fork.
  EXPECT_EQ(Verify(older_, *note, {kept_}).result, Verify(older_, *note, {kept_, lost_}).result);
}

TEST_F(RecoveryTest, TheNoteThatWasLostIsKeptBeside) {
  ASSERT_TRUE(Recover(older_).has_value());
  std::string kept;
  for (const auto& at : std::filesystem::directory_iterator(SignedFolder())) {
    if (at.path().filename() == "s~" + std::to_string(Opened(lost_).head.size)) kept = at.path();
  }
  EXPECT_FALSE(kept.empty());
  EXPECT_EQ(LastSigned::Open(SignedFolder())->Studies().value(), std::vector<std::string>{"s"});
}

TEST_F(RecoveryTest, ALogThatLostNothingIsLeftAlone) {
  const std::uint64_t size = *newer_.Size("s");
  const auto refused = Recover(newer_);
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().reason, Reason::kWrongState);
  EXPECT_EQ(*newer_.Size("s"), size);
}

TEST_F(RecoveryTest, WithoutAReasonOrAStudyNothingIsStated) {
  EXPECT_FALSE(Recover(older_, "").has_value());
  MemoryStore empty;
  EXPECT_EQ(Recover(empty).error().reason, Reason::kUnknownStudy);
  EXPECT_FALSE(Studies::Open(older_, support::StillOutside(), Options()).has_value());
}

// The entry is durable, the note is not yet: the power failed in between.
TEST_F(RecoveryTest, ASecondTryFinishesTheFirst) {
  const std::string before = **LastSigned::Open(SignedFolder())->Read("s");
  ASSERT_TRUE(Recover(older_).has_value());
  const std::uint64_t size = *older_.Size("s");
  ASSERT_TRUE(LastSigned::Open(SignedFolder())->Write("s", before));
  const auto again = Recover(older_, "Said in other words.");
  ASSERT_TRUE(again.has_value()) << again.error().message;
  EXPECT_EQ(*older_.Size("s"), size);
  EXPECT_TRUE(Studies::Open(older_, support::StillOutside(), Options()).has_value());
}

TEST_F(RecoveryTest, OtherStudiesAreStillHeldToWhatWasSigned) {
  {
    const auto studies = Open(newer_);
    OpenFirstRound(*studies, "t", 4, 3);
    ASSERT_TRUE(studies->Checkpoint("t", Studies::Keep::kNo).has_value());
  }
  EXPECT_EQ(Recover(older_).error().reason, Reason::kForkRefused);
}

}  // namespace
}  // namespace quorate::services
