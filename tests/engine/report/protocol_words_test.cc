#include "engine/report/protocol_words.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/study_builder.h"

namespace quorate::engine {
namespace {

using testing::Contains;
using testing::HasSubstr;

Protocol WithVoice(const std::string& voice) {
  return support::ProtocolFrom(
      R"({"title":"t","item_label":"entry","groups":[{"id":"a"},{"id":"b"}],
      "rounds":[{"rule":"comet-70-15","suggestions_max":2},
                {"mode":"workshop","rule":"comet-70-15","feedback":"none","entry":"respondents",
                 "carry":"drop-in-and-out"}],"voice":")" +
      voice + "\"}");
}

TEST(VoiceInWordsTest, SaysTheWeightsOfGroups) {
  EXPECT_THAT(
      VoiceInWords(WithVoice("group-weights:a=2,b=1/2+split")),
      testing::ElementsAre("Each group had a fixed weight, shared by its people: a 2, b 1/2.",
                           HasSubstr("split over them")));
}

TEST(VoiceInWordsTest, OnePersonOneVoiceIsSaidPlainly) {
  EXPECT_THAT(VoiceInWords(WithVoice("per-person")), Contains("Every person had one voice."));
}

TEST(RoundInWordsTest, SaysWhoMayEnterAndWhatIsTakenOver) {
  const Protocol protocol = WithVoice("per-person");
  EXPECT_THAT(RoundInWords(protocol, 0), Contains("Each person may suggest up to 2 new ones."));
  EXPECT_THAT(RoundInWords(protocol, 0), Contains("All entries are taken over."));
  EXPECT_THAT(RoundInWords(protocol, 1), Contains(HasSubstr("answered the survey round before")));
  EXPECT_THAT(RoundInWords(protocol, 1),
              Contains(HasSubstr("agreed IN or OUT are not asked again")));
  EXPECT_THAT(RoundInWords(protocol, 1), Contains("No earlier results are shown."));
}

TEST(ChoiceInWordsTest, EveryChoiceHasASentence) {
  EXPECT_EQ(InWords(Feedback::kOwnGroup), "People are shown earlier results of their own group.");
  EXPECT_EQ(InWords(EntryPolicy::kInvited), "Everybody on the panel may take part.");
  EXPECT_EQ(InWords(CarryPolicy::kDropOut, "items"), "Those items agreed OUT are not asked again.");
}

}  // namespace
}  // namespace quorate::engine
