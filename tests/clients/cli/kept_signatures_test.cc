#include "clients/cli/kept_signatures.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "clients/cli/bundle_folder.h"
#include "clients/cli/cosigning.h"
#include "engine/base/text.h"
#include "tests/support/record_bundle.h"
#include "tests/support/temporary_folder.h"

namespace quorate::cli {
namespace {

using engine::Tier;
using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;

class KeptSignaturesTest : public testing::Test {
 protected:
  KeptSignaturesTest() : builder_(support::SampleStudy()) {}

  // Writes the study as it is now over what lies there.
  void Publish(Tier tier = Tier::kPublic) {
    const auto written = WriteBundle(path_, support::PartsOf(builder_.Finish(), tier));
    ASSERT_TRUE(written) << written.error().message;
  }
  // A witness's line over the bundle's checkpoint, put into it.
  std::string Cosign() {
    const std::string note = Read("checkpoint");
    std::string line =
        *engine::Cosign(note.substr(0, note.find("\n\n") + 1), *witness_, {1'795'470'000});
    EXPECT_TRUE(PutCosignatures(path_, line, {engine::CosignerKey::Of(witness_->verifier())}));
    return line;
  }
  [[nodiscard]] std::string Read(const std::string& file) const {
    return ReadBundle(path_)->files.at(file);
  }
  [[nodiscard]] bool Verifies() const { return !VerifyBundle(*ReadBundle(path_)).failed(); }

  support::TemporaryFolder folder_;
  std::string path_ = (folder_.path() / "record").string();
  support::StudyBuilder builder_;
  engine::Result<engine::SigningKey> witness_ =
      engine::SigningKey::Parse(*NewWitnessKey("witness.uni.example"));
};

TEST_F(KeptSignaturesTest, TheSameCheckpointPublishedAgainKeepsItsCosignatures) {
  Publish();
  const std::string line = Cosign();
  const std::string note = Read("checkpoint");
  Publish();
  EXPECT_EQ(Read("checkpoint"), note);
  EXPECT_THAT(Read("index.html"), HasSubstr(std::string(engine::Trim(line)).substr(4)));
  EXPECT_TRUE(Verifies());
  Publish(Tier::kAuditor);
  EXPECT_EQ(Read("checkpoint"), note);
  EXPECT_TRUE(Verifies());
}

TEST_F(KeptSignaturesTest, WhereTheLogHasGrownTheyStayWithTheEarlierCheckpoint) {
  Publish();
  const std::string line = Cosign();
  const std::string name = "checkpoints/" + std::to_string(builder_.study().size);
  builder_.Keep().Do(engine::PublishBundle{Tier::kPublic});
  Publish();
  EXPECT_THAT(Read("checkpoint"), Not(HasSubstr("witness.uni")));
  EXPECT_THAT(Read(name), EndsWith("\n" + line));
  EXPECT_TRUE(Verifies());
  // And they are not lost the time after that.
  builder_.Do(engine::PublishBundle{Tier::kPublic});
  Publish();
  EXPECT_THAT(Read(name), EndsWith("\n" + line));
  EXPECT_TRUE(Verifies());
}

TEST_F(KeptSignaturesTest, WhatTheServerDidNotKeepIsNotPutBesideTheLog) {
  Publish();
  Cosign();
  const std::string name = "checkpoints/" + std::to_string(builder_.study().size);
  builder_.Do(engine::PublishBundle{Tier::kPublic});
  Publish();
  EXPECT_FALSE(ReadBundle(path_)->files.contains(name));
  EXPECT_TRUE(Verifies());
}

TEST_F(KeptSignaturesTest, ABadLineUnderTheLogsOwnNameIsNotTakenOver) {
  Publish();
  const std::string note = Read("checkpoint");
  std::string forged = note.substr(note.find("\n\n") + 2);
  forged[forged.size() - 8] ^= 1;
  EXPECT_EQ(WithSignaturesOf(note + forged, note), note);
}

TEST(WithSignaturesOfTest, OtherTextsAndWhatIsNoNoteAddNothing) {
  const std::string note = "a\n1\nx\n\n— a AAAAAAEB\n";
  EXPECT_EQ(WithSignaturesOf("a\n2\nx\n\n— a AAAAAAEB\n— w AAAAAAEC\n", note), note);
  EXPECT_EQ(WithSignaturesOf("a\n1\nx\n", note), note);
  EXPECT_EQ(WithSignaturesOf("", note), note);
  EXPECT_EQ(WithSignaturesOf(note + "— w AAAAAAEC\n", note), note + "— w AAAAAAEC\n");
  const std::string both = note + "— v AAAAAAED\n";
  EXPECT_EQ(WithSignaturesOf(note + "— w AAAAAAEC\n— v AAAAAAED\n", both), both + "— w AAAAAAEC\n");
}

TEST(WithSignaturesOfTest, MoreThanANoteMayHoldAreLeftOut) {
  const std::string note = "a\n1\nx\n\n— a AAAAAAEB\n";
  std::string many = note;
  for (int i = 1; i < 100; ++i)
    many += "— w" + std::to_string(i) + " AAAAAAEC\n";
  EXPECT_EQ(WithSignaturesOf(many, note), many);
  const std::string more = note + "— v AAAAAAED\n";
  EXPECT_EQ(WithSignaturesOf(many, more), more);
}

}  // namespace
}  // namespace quorate::cli
