#include "clients/cli/cosigning.h"

#include <fstream>

#include <CLI/CLI.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "clients/cli/bundle_folder.h"
#include "clients/cli/bundle_proofs.h"
#include "clients/cli/verify_verb.h"
#include "clients/cli/witness_state.h"
#include "tests/support/record_bundle.h"
#include "tests/support/temporary_folder.h"

namespace quorate::cli {
namespace {

using engine::Tier;
using testing::HasSubstr;

constexpr const char* kOrigin = "quorate.example/studies/demo";

class CosigningTest : public testing::Test {
 protected:
  CosigningTest() : builder_(support::SampleStudy()) {
    Save("log.vkey", support::TestKey("demo").verifier().ToString() + "\n");
    key_ = *NewWitnessKey("witness.uni.example");
    Save("witness.key", key_ + "\n");
    witness_ = {Path("witness.key"), {Path("log.vkey")}, Path("state")};
  }

  [[nodiscard]] std::string Path(const std::string& name) const {
    return (folder_.path() / name).string();
  }
  void Save(const std::string& name, const std::string& bytes) const {
    std::ofstream(Path(name), std::ios::binary) << bytes;
  }
  [[nodiscard]] engine::CosignerKey Witness() const {
    return engine::CosignerKey::Of(engine::SigningKey::Parse(key_)->verifier());
  }
  // The study as it is now, as a bundle of that name.
  std::string Publish(const std::string& name) {
    const auto written =
        WriteBundle(Path(name), support::PartsOf(builder_.Finish(), Tier::kPublic));
    EXPECT_TRUE(written) << written.error().message;
    return Path(name);
  }
  void Grow() { builder_.Do(engine::PublishBundle{Tier::kPublic}); }
  static std::string Checkpoint(const std::string& bundle) {
    return ReadBundle(bundle)->files.at("checkpoint");
  }
  [[nodiscard]] std::string Verify(const std::string& bundle, std::size_t least) const {
    const Outcome outcome = VerifyFolder(bundle, VerifyForm::kForPeople, {{Witness()}, least});
    return outcome.out;
  }

  support::TemporaryFolder folder_;
  support::StudyBuilder builder_;
  std::string key_;
  WitnessFiles witness_;
  engine::Instant now_{1'795'470'000};
};

TEST_F(CosigningTest, PutsItsWordIntoTheBundleWhichStillVerifies) {
  const std::string bundle = Publish("record");
  EXPECT_THAT(Verify(bundle, 1), HasSubstr("FAILED NOTE"));
  const Outcome outcome = CosignBundle(witness_, bundle, now_);
  ASSERT_EQ(outcome.exit_code, 0) << outcome.err << outcome.out;
  EXPECT_TRUE(outcome.out.starts_with("— witness.uni.example "));
  EXPECT_TRUE(Checkpoint(bundle).ends_with(outcome.out));
  EXPECT_THAT(Verify(bundle, 1), HasSubstr("1 of 1 witnesses, 1 asked for: witness.uni.example"));
  EXPECT_THAT(Verify(bundle, 1), HasSubstr("\nPARTIAL"));
}

TEST_F(CosigningTest, ALaterWordOfTheSameWitnessTakesTheEarliersPlace) {
  const std::string bundle = Publish("record");
  ASSERT_EQ(CosignBundle(witness_, bundle, now_).exit_code, 0);
  const std::size_t size = Checkpoint(bundle).size();
  now_.seconds += 60;
  ASSERT_EQ(CosignBundle(witness_, bundle, now_).exit_code, 0);
  EXPECT_EQ(Checkpoint(bundle).size(), size);
  EXPECT_THAT(Verify(bundle, 1), HasSubstr(ToString(now_)));
}

TEST_F(CosigningTest, FollowsALogThatGrows) {
  ASSERT_EQ(CosignBundle(witness_, Publish("first"), now_).exit_code, 0);
  Grow();
  const std::string second = Publish("second");
  ASSERT_EQ(CosignBundle(witness_, second, now_).exit_code, 0);
  EXPECT_EQ(WitnessState::Hold(Path("state"))->Last(kOrigin)->size, builder_.study().size);
}

TEST_F(CosigningTest, AnOlderRecordIsNotCosignedAgain) {
  const std::string older = Publish("older");
  Grow();
  ASSERT_EQ(CosignBundle(witness_, Publish("newer"), now_).exit_code, 0);
  const Outcome refused = CosignBundle(witness_, older, now_);
  EXPECT_EQ(refused.exit_code, 1);
  EXPECT_THAT(refused.err, HasSubstr("shorter than what was cosigned"));
  EXPECT_THAT(Checkpoint(older), testing::Not(HasSubstr("witness.uni")));
}

TEST_F(CosigningTest, AForkIsNotCosigned) {
  support::StudyBuilder other = builder_;
  Grow();
  ASSERT_EQ(CosignBundle(witness_, Publish("record"), now_).exit_code, 0);
  other.Do(engine::PublishBundle{Tier::kAuditor}).Do(engine::PublishBundle{Tier::kAuditor});
  ASSERT_TRUE(WriteBundle(Path("fork"), support::PartsOf(other.Finish(), Tier::kPublic)));
  const Outcome refused = CosignBundle(witness_, Path("fork"), now_);
  EXPECT_EQ(refused.exit_code, 1);
  EXPECT_THAT(refused.err, HasSubstr("422"));
  EXPECT_EQ(WitnessState::Hold(Path("state"))->Last(kOrigin)->size, builder_.study().size);
}

TEST_F(CosigningTest, AnswersARequestFromAFile) {
  const auto bundle = ReadBundle(Publish("record"));
  Save("request", *ProveGrowth(*bundle, 0, 0));
  const Outcome outcome = CosignRequest(witness_, Path("request"), now_);
  ASSERT_EQ(outcome.exit_code, 0) << outcome.err;
  const auto added = WithCosignatures(*bundle, outcome.out, {Witness()});
  ASSERT_TRUE(added) << added.error().message;
  EXPECT_FALSE(VerifyBundle(*added).failed()) << VerifyBundle(*added).result;
  const Outcome stale = CosignRequest(witness_, Path("request"), now_);
  EXPECT_EQ(stale.exit_code, 1);
  EXPECT_EQ(stale.out, std::to_string(builder_.study().size) + "\n");
  EXPECT_THAT(stale.err, HasSubstr("409"));
}

TEST_F(CosigningTest, ALogItDoesNotWitnessIsUnknown) {
  Save("other.vkey", support::TestKey("other").verifier().ToString());
  witness_.log_files = {Path("other.vkey")};
  const Outcome refused = CosignBundle(witness_, Publish("record"), now_);
  EXPECT_EQ(refused.exit_code, 1);
  EXPECT_THAT(refused.err, HasSubstr("404"));
}

TEST_F(CosigningTest, OnlyGoodLinesOfKnownWitnessesAreAdded) {
  const auto bundle = ReadBundle(Publish("record"));
  const std::string text = bundle->files.at("checkpoint");
  const auto stranger = engine::SigningKey::Parse(*NewWitnessKey("stranger.example"));
  const std::string body = text.substr(0, text.find("\n\n") + 1);
  const std::string strange = engine::Cosign(body, *stranger, {5}).value();
  EXPECT_FALSE(WithCosignatures(*bundle, strange, {Witness()}));
  EXPECT_FALSE(WithCosignatures(*bundle, "", {Witness()}));
  const std::string wrong =
      engine::Cosign("another text\n", *engine::SigningKey::Parse(key_), {5}).value();
  EXPECT_FALSE(WithCosignatures(*bundle, wrong, {Witness()}));
  const std::string good = engine::Cosign(body, *engine::SigningKey::Parse(key_), {5}).value();
  const auto added = WithCosignatures(*bundle, strange + good, {Witness()});
  ASSERT_TRUE(added);
  EXPECT_THAT(added->files.at("checkpoint"), testing::Not(HasSubstr("stranger")));
}

TEST(NewWitnessKeyTest, IsAnotherEachTimeAndNeedsAName) {
  EXPECT_NE(*NewWitnessKey("a.example"), *NewWitnessKey("a.example"));
  EXPECT_FALSE(NewWitnessKey("a name"));
}

}  // namespace
}  // namespace quorate::cli
