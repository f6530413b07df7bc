#include "engine/study/protocol.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace quorate::engine {
namespace {

using testing::HasSubstr;

constexpr std::string_view kDocument = R"({
  "title": "Sleep", "item_label": "outcome",
  "groups": [{"id": "patients", "name": "Patients"}, {"id": "carers"}],
  "rounds": [{"mode": "survey", "rule": "comet-70-15", "feedback": "own-group", "suggestions_max": 2},
             {"mode": "workshop", "rule": "comet-70-15", "yes_no_rule": "meeting-majority", "entry": "respondents"}],
  "voice": "group-weights:patients=2,carers=1/2", "k": 4})";

Result<Protocol> Read(std::string_view text) {
  return ReadProtocol(*ParseJson(text));
}

std::string Refusal(const Result<Protocol>& protocol) {
  return protocol ? "accepted" : protocol.error().message;
}

TEST(ProtocolTest, ReadsWhatPeopleWriteAndFillsDefaults) {
  const auto protocol = Read(kDocument);
  ASSERT_TRUE(protocol) << Refusal(protocol);
  EXPECT_EQ(protocol->groups[1].name, "carers");
  EXPECT_EQ(protocol->rounds[0].feedback, Feedback::kOwnGroup);
  EXPECT_EQ(protocol->rounds[1].entry, EntryPolicy::kRespondents);
  EXPECT_EQ(protocol->k, 4);
  EXPECT_TRUE(CheckProtocol(*protocol));
}

TEST(ProtocolTest, TheWholeDocumentReadsBackTheSame) {
  const Json whole = ToJson(*Read(kDocument));
  EXPECT_NE(whole.Find("rounds")->array()->front().Find("rule")->object(), nullptr)
      << "rules are written out";
  EXPECT_EQ(ToJson(*ReadProtocol(whole)), whole);
}

TEST(ProtocolTest, NamesEveryViolationAtOnce) {
  const auto refused = Read(R"({"titel": "x", "groups": [{"id": "a b"}], "k": 2,
      "rounds": [{"mode": "poll", "rule": "no-such-rule"}, {}], "voice": "loudest"})");
  ASSERT_FALSE(refused);
  const std::string message = Refusal(refused);
  for (const char* part : {"title: must be there",
                           "titel: is no member",
                           "groups[0].id",
                           "k: must be an integer from 3",
                           "rounds[0].mode: must be one of survey, workshop",
                           "rounds[0].rule: \"no-such-rule\"",
                           "rounds[1].rule: must be there",
                           "voice"}) {
    EXPECT_THAT(message, HasSubstr(part));
  }
}

TEST(ProtocolTest, RefusesARuleThatCouldHoldBothWays) {
  const auto protocol =
      Read(R"({"title": "x", "groups": [{"id": "a"}], "rounds": [{"rule": {"name": "both",
      "clauses": [{"verdict": "IN", "when": {"measure": "share", "band": [7,9], "op": ">=", "value": "40%"}},
                  {"verdict": "OUT", "when": {"measure": "share", "band": [1,3], "op": ">=", "value": "40%"}}]}}]})");
  ASSERT_TRUE(protocol) << Refusal(protocol);
  const Status checked = CheckProtocol(*protocol);
  ASSERT_FALSE(checked);
  EXPECT_THAT(checked.error().message, HasSubstr("rounds[0].rule"));
}

TEST(ProtocolTest, RefusesWeightsAndScopesForGroupsThatDoNotExist) {
  Protocol protocol = *Read(kDocument);
  protocol.voice.weights.push_back({"pilots", 3});
  EXPECT_THAT(CheckProtocol(protocol).error().message, HasSubstr("\"pilots\" is no group"));
  protocol = *Read(kDocument);
  protocol.voice.weights.pop_back();
  EXPECT_FALSE(CheckProtocol(protocol)) << "a group without a stated weight";
}

TEST(ProtocolTest, SurveyRoundsShareOneScale) {
  Protocol protocol = *Read(kDocument);
  protocol.rounds.insert(protocol.rounds.begin() + 1,
                         *Read(R"({"title": "x", "groups": [{"id": "a"}],
      "rounds": [{"rule": "enlight-75"}]})")
                              ->rounds.begin());
  EXPECT_THAT(CheckProtocol(protocol).error().message, HasSubstr("one scale"));
}

}  // namespace
}  // namespace quorate::engine
