#include "engine/report/checklist_facts.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/engine/report/sample_history.h"

namespace quorate::engine {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

const RecordName kRecord = {"quorate.example/studies/demo", 139, "cm9vdA=="};

std::vector<std::string> Sample(Known known) {
  return WhatIsKnown(known, SampleState(), SampleHistory(), kRecord);
}

std::vector<std::string> Fresh(Known known) {
  support::StudyBuilder builder;
  builder.Do(CreateStudy{"t"})
      .Do(DraftProtocol{support::ProtocolFrom(
          R"({"title":"t","groups":[{"id":"a"}],"rounds":[{"rule":"comet-70-15"}]})")});
  builder.Do(FreezeProtocol{});
  return WhatIsKnown(known, builder.study(), HistoryOf(builder.Finish().entries), kRecord);
}

TEST(WhatIsKnownTest, TellsWhenRoundsWereHeld) {
  EXPECT_THAT(Sample(Known::kCourse),
              Contains("Round 3 (workshop): opened 2026-11-23, closed 2026-11-23."));
  EXPECT_THAT(Sample(Known::kCourse), Contains(HasSubstr("2 questions were put to the vote")));
  EXPECT_THAT(Fresh(Known::kCourse), IsEmpty());
}

TEST(WhatIsKnownTest, ProtocolWasFixedBeforeTheFirstRound) {
  EXPECT_THAT(Sample(Known::kProtocol),
              Contains("The protocol was fixed on 2026-11-23, before the first round opened on "
                       "2026-11-23; it stands in protocol.json."));
  EXPECT_THAT(Fresh(Known::kProtocol)[0], Not(HasSubstr("before the first round")));
}

TEST(WhatIsKnownTest, NumbersArePerRoundAndGroup) {
  EXPECT_THAT(Sample(Known::kNumbers),
              ElementsAre("15 people enrolled, of whom 1 left.",
                          "Round 1 (survey), answered: everybody 14 of 15 (93.3 %), Patients 7 of "
                          "7 (100.0 %), groups left out are too small to show.",
                          HasSubstr("Round 2 (survey), answered: everybody 13 of 13"),
                          HasSubstr("Round 3 (workshop), came: everybody 12 of")));
}

TEST(WhatIsKnownTest, RoundsThatSayTheSameAreNamedTogether) {
  EXPECT_THAT(Sample(Known::kScale), Contains("Rounds 1, 2, 3: scores from 1 to 9."));
  EXPECT_THAT(Sample(Known::kCarry),
              ElementsAre("Rounds 1, 3: All outcomes are taken over.",
                          "Round 2: Those outcomes agreed OUT are not asked again."));
}

TEST(WhatIsKnownTest, RuleStandsInFullAndSoDoesThatOfYesOrNoVotes) {
  EXPECT_THAT(Sample(Known::kRule), Contains(HasSubstr("Rounds 1, 2, 3: IN when at least 70 %")));
  EXPECT_THAT(Sample(Known::kRule), Contains(HasSubstr("Yes-or-no votes in round 3")));
}

TEST(WhatIsKnownTest, TellsTheWayOfTheList) {
  EXPECT_THAT(Sample(Known::kFirstList), Contains(HasSubstr("5 outcomes stood on the first list")));
  EXPECT_THAT(Sample(Known::kSuggestions)[0],
              HasSubstr("2 suggestions; 1 were taken up, 1 declined"));
  EXPECT_THAT(Sample(Known::kListChanges),
              ElementsAre("2026-11-23: C2 was reworded: plainer words.",
                          "2026-11-23: C4, C5 were merged into C7: hard to tell apart."));
  EXPECT_THAT(Sample(Known::kFinalList)[0], HasSubstr("3 agreed IN: C1 Pain at rest; C2 How far"));
}

TEST(WhatIsKnownTest, TellsDeviationsOverridesAndTheirAbsence) {
  EXPECT_THAT(Sample(Known::kDeviations)[0], HasSubstr("the panel asked for another meeting"));
  EXPECT_THAT(Sample(Known::kOverrides),
              ElementsAre("On C7 the rule said NONE and it was decided OUT: another trial measures "
                          "it."));
  EXPECT_THAT(Fresh(Known::kDeviations),
              ElementsAre("The protocol was not changed after it was fixed."));
  EXPECT_THAT(Fresh(Known::kOverrides), ElementsAre("No decision went against the rule."));
  EXPECT_THAT(Fresh(Known::kListChanges),
              ElementsAre("No item was reworded, merged, split or retired."));
}

TEST(WhatIsKnownTest, WhatTheStudyDoesNotSayIsNotMadeUp) {
  EXPECT_THAT(Fresh(Known::kPurpose), IsEmpty());
  EXPECT_THAT(Fresh(Known::kStopping), IsEmpty());
  EXPECT_THAT(Sample(Known::kNothing), IsEmpty());
}

TEST(WhatIsKnownTest, PromisesNoMoreThanTheServiceKeeps) {
  EXPECT_THAT(Sample(Known::kPrivacy),
              Contains("Whoever runs the server could link people to their answers."));
  EXPECT_THAT(Sample(Known::kPrivacy),
              Contains("Tables of fewer than 5 people were not published."));
}

}  // namespace
}  // namespace quorate::engine
