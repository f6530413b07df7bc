#include "clients/cli/witness_asking.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "clients/cli/bundle_folder.h"
#include "clients/cli/verify_verb.h"
#include "tests/support/loopback.h"
#include "tests/support/record_bundle.h"
#include "tests/support/served_witness.h"

namespace quorate::cli {
namespace {

using engine::Reason;
using engine::Tier;
using support::CannedAnswer;
using testing::HasSubstr;
using testing::Not;

constexpr std::chrono::milliseconds kShort{500};

std::string Page(const std::string& head, const std::string& body) {
  return "HTTP/1.1 " + head + "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" +
         body;
}

class WitnessAskingTest : public testing::Test {
 protected:
  WitnessAskingTest() : builder_(support::SampleStudy()) { witness_.Start(); }

  // The study as it is now, as a bundle of that name.
  std::string Publish(const std::string& name) {
    return Write(name, support::PartsOf(builder_.Finish(), Tier::kPublic));
  }
  std::string Write(const std::string& name, const BundleParts& parts) {
    const auto written = WriteBundle(witness_.Path(name), parts);
    EXPECT_TRUE(written) << written.error().message;
    return witness_.Path(name);
  }
  void Grow() { builder_.Do(engine::PublishBundle{Tier::kPublic}); }

  [[nodiscard]] WitnessesToAsk It() const {
    return {{*ParseWitnessUrl(witness_.url())}, {witness_.key()}};
  }
  // Asks one; what it came to.
  [[nodiscard]] engine::Result<std::vector<engine::Cosigned>> Ask(
      const std::string& bundle,
      const WitnessesToAsk& witness,
      std::chrono::milliseconds patience = kWitnessPatience) const {
    const auto words = AskWitnesses(bundle, witness, patience);
    EXPECT_TRUE(words) << words.error().message;
    return words->front().cosigned;
  }
  // The refusal of whoever answers so.
  [[nodiscard]] engine::Error RefusalOf(const std::string& answer) {
    const CannedAnswer server(answer);
    if (record_.empty()) record_ = Publish("record");
    const auto asked = Ask(record_, {{*ParseWitnessUrl(server.url())}, {witness_.key()}});
    EXPECT_FALSE(asked);
    return asked ? engine::Error{} : asked.error();
  }
  static std::string Checkpoint(const std::string& bundle) {
    return ReadBundle(bundle)->files.at("checkpoint");
  }

  support::ServedWitness witness_;
  support::StudyBuilder builder_;
  std::string record_;
};

TEST_F(WitnessAskingTest, PutsTheWitnessesWordIntoTheBundleWhichStillVerifies) {
  const std::string bundle = Publish("record");
  const auto cosigned = Ask(bundle, It());
  ASSERT_TRUE(cosigned) << cosigned.error().message;
  EXPECT_EQ(*cosigned,
            (std::vector<engine::Cosigned>{{witness_.key(), support::ServedWitness::kNow}}));
  const Outcome verified = VerifyFolder(bundle, VerifyForm::kForPeople, {{witness_.key()}, 1});
  EXPECT_THAT(verified.out, HasSubstr("1 of 1 witnesses"));
  EXPECT_THAT(verified.out, HasSubstr("\nPARTIAL"));
}

TEST_F(WitnessAskingTest, FollowsALogFromWhatTheWitnessHasOfIt) {
  ASSERT_TRUE(Ask(Publish("first"), It()));
  Grow();
  Grow();
  const std::string second = Publish("second");
  const auto cosigned = Ask(second, It());
  ASSERT_TRUE(cosigned) << cosigned.error().message;
  EXPECT_THAT(Checkpoint(second), HasSubstr("witness.uni.example"));
  // And again over the same size.
  EXPECT_TRUE(Ask(second, It()));
}

TEST_F(WitnessAskingTest, AnOlderRecordIsToldToBecomeTheNewest) {
  const std::string older = Publish("older");
  Grow();
  ASSERT_TRUE(Ask(Publish("newer"), It()));
  const auto refused = Ask(older, It());
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().reason, Reason::kForkRefused);
  EXPECT_THAT(refused.error().message, HasSubstr("publish the newest"));
  EXPECT_THAT(Checkpoint(older), Not(HasSubstr("witness.uni")));
}

TEST_F(WitnessAskingTest, AForkIsToldAsSuch) {
  support::StudyBuilder other = builder_;
  Grow();
  ASSERT_TRUE(Ask(Publish("record"), It()));
  other.Do(engine::PublishBundle{Tier::kAuditor});
  for (const char* code : {"(409", "(422"}) {
    const std::string fork =
        Write(std::string("fork-") + code[3], support::PartsOf(other.Finish(), Tier::kPublic));
    const auto refused = Ask(fork, It());
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().reason, Reason::kForkRefused);
    EXPECT_THAT(refused.error().message, HasSubstr(code));
    EXPECT_THAT(refused.error().message, HasSubstr("another history"));
    EXPECT_THAT(Checkpoint(fork), Not(HasSubstr("witness.uni")));
    other.Do(engine::PublishBundle{Tier::kAuditor});
  }
}

TEST_F(WitnessAskingTest, OneWhoDoesNotKnowTheLogIsToBeSentItsKey) {
  witness_.Save("log.vkey", support::TestKey("other").verifier().ToString());
  witness_.Start();
  const auto refused = Ask(Publish("record"), It());
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().reason, Reason::kUnknownStudy);
  EXPECT_THAT(refused.error().message, HasSubstr("log.vkey"));
}

TEST_F(WitnessAskingTest, TheWordOfAnotherThanIsNamedIsNotTaken) {
  const std::string bundle = Publish("record");
  const support::ServedWitness other("other.example");
  const auto refused = Ask(bundle, {It().urls, {other.key()}});
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error().message, HasSubstr("--witness-key"));
  EXPECT_THAT(Checkpoint(bundle), Not(HasSubstr("witness.uni")));
}

TEST_F(WitnessAskingTest, OneThatFailsDoesNotTakeTheOthersWordAway) {
  support::ServedWitness other("other.example");
  other.Start();
  const std::string gone = other.url();
  other.Stop();
  support::ServedWitness third("third.example");
  third.Start();
  const std::string bundle = Publish("record");
  WitnessesToAsk all = It();
  all.urls = {*ParseWitnessUrl(gone), all.urls.front(), *ParseWitnessUrl(third.url())};
  all.keys = {third.key(), other.key(), witness_.key()};
  const auto words = AskWitnesses(bundle, all);
  ASSERT_TRUE(words);
  ASSERT_FALSE((*words)[0].cosigned);
  EXPECT_EQ((*words)[0].cosigned.error().reason, Reason::kUnavailable);
  EXPECT_THAT((*words)[0].cosigned.error().message, HasSubstr("cannot be reached"));
  EXPECT_TRUE((*words)[1].cosigned);
  EXPECT_EQ((*words)[2].cosigned->front().by.name, "third.example");
  EXPECT_THAT(Checkpoint(bundle), HasSubstr("— third.example "));
  EXPECT_THAT(Checkpoint(bundle), HasSubstr("— witness.uni.example "));
  EXPECT_FALSE(VerifyBundle(*ReadBundle(bundle)).failed());
}

TEST_F(WitnessAskingTest, OneThatNeverAnswersIsNotWaitedForForever) {
  const support::Listener silent;
  const std::string url = "http://127.0.0.1:" + std::to_string(silent.port());
  const auto refused = Ask(Publish("record"), {{*ParseWitnessUrl(url)}, {witness_.key()}}, kShort);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().reason, Reason::kUnavailable);
  EXPECT_THAT(refused.error().message, HasSubstr("has not answered within"));
}

TEST_F(WitnessAskingTest, OtherAnswersAreToldWithWhatTheySay) {
  const engine::Error busy = RefusalOf(Page("503 Busy", "come back\nlater"));
  EXPECT_THAT(busy.message, HasSubstr("(503: \"come back\"); ask again later"));
  const engine::Error malformed = RefusalOf(Page("400 Bad", "no plain decimal\x1B[2J\n"));
  EXPECT_THAT(malformed.message, HasSubstr("(400: \"no plain decimal?[2J\")"));
  const engine::Error forbidden = RefusalOf(Page("403 No", "no key has signed it\n"));
  EXPECT_EQ(forbidden.reason, Reason::kNotPermitted);
  EXPECT_THAT(forbidden.message, HasSubstr("log.vkey"));
  const engine::Error moved = RefusalOf(Page("301 Moved\r\nLocation: https://w.example", ""));
  EXPECT_THAT(moved.message, HasSubstr("ask there: https://w.example"));
}

TEST_F(WitnessAskingTest, AnAnswerThatIsNoneIsRefused) {
  EXPECT_EQ(RefusalOf(Page("200 OK", "<html>Welcome</html>")).reason, Reason::kCorruptLog);
  EXPECT_THAT(RefusalOf(Page("200 OK", "\n— a b\n")).message, HasSubstr("answered, but"));
  EXPECT_THAT(RefusalOf("SSH-2.0-server\r\n").message, HasSubstr("not HTTP"));
  EXPECT_THAT(RefusalOf("").message, HasSubstr("broke off"));
  EXPECT_THAT(RefusalOf(Page("200 OK", std::string(200'000, 'x'))).message,
              HasSubstr("no witness needs"));
  EXPECT_EQ(RefusalOf(Page("409 No\r\nContent-Type: text/x.tlog.size", "0\n")).reason,
            Reason::kForkRefused);
}

TEST_F(WitnessAskingTest, ASizeMayCarryParametersOfItsType) {
  const CannedAnswer server(
      Page("409 Conflict\r\nContent-Type: text/x.tlog.size; charset=utf-8", "99999\n"));
  const auto refused = Ask(Publish("record"), {{*ParseWitnessUrl(server.url())}, {witness_.key()}});
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error().message, HasSubstr("over 99999 entries, more than this record"));
}

TEST(ParseWitnessUrlTest, TakesThePrefixAsTheWholeAddress) {
  EXPECT_EQ(ParseWitnessUrl("https://w.example")->ToString(), "https://w.example/add-checkpoint");
  EXPECT_EQ(ParseWitnessUrl("https://w.example/a/")->path, "/a/add-checkpoint");
  EXPECT_EQ(ParseWitnessUrl("https://w.example/a/add-checkpoint")->path, "/a/add-checkpoint");
  EXPECT_FALSE(ParseWitnessUrl("w.example"));
}

TEST(ReadWitnessesTest, EveryAddressNeedsItsKeyInAnyOrder) {
  const support::ServedWitness one("one.example");
  const support::ServedWitness two("two.example");
  const std::string key = one.key().ToString();
  const auto both = ReadWitnesses({"https://b", "https://a"}, {key, two.key().ToString()});
  ASSERT_TRUE(both) << both.error().message;
  EXPECT_EQ(both->urls.size(), 2U);
  EXPECT_EQ(both->keys.size(), 2U);
  EXPECT_TRUE(ReadWitnesses({}, {}));
  EXPECT_TRUE(ReadWitnesses({"https://a"}, {key, two.key().ToString()}));
  EXPECT_FALSE(ReadWitnesses({"https://a", "https://b"}, {key}));
  EXPECT_FALSE(ReadWitnesses({"https://a", "https://b"}, {key, key}));
  EXPECT_FALSE(ReadWitnesses({"https://a"}, {}));
  EXPECT_FALSE(ReadWitnesses({}, {key}));
  EXPECT_FALSE(ReadWitnesses({"a"}, {key}));
  EXPECT_FALSE(ReadWitnesses({"https://a"}, {"no key"}));
}

}  // namespace
}  // namespace quorate::cli
