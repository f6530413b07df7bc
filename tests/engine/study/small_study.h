// A study of two groups of six that has been frozen, enrolled and opened: where most tests begin.

#pragma once

#include <string>

#include <gtest/gtest.h>

#include "engine/ratings/presets.h"
#include "engine/study/admit.h"
#include "engine/study/apply.h"

namespace quorate::engine {

inline const Actor kFacilitator{Role::kFacilitator, "f"};
inline constexpr Instant kNow{1'800'000'000};

inline Protocol SmallProtocol(int rounds = 1) {
  Protocol protocol;
  protocol.title = "Small";
  protocol.groups = {{"patients", "Patients"}, {"clinicians", "Clinicians"}};
  RoundPlan plan;
  plan.rule = FindPreset("comet-70-15")->rule;
  plan.suggestions_max = 1;
  protocol.rounds.assign(static_cast<std::size_t>(rounds), plan);
  return protocol;
}

inline Result<std::vector<Entry>> Do(Study& study, Act act, Actor actor = kFacilitator) {
  auto entries = Admit(study, Command{std::move(actor), kNow, std::move(act)});
  if (entries) {
    for (const Entry& entry : *entries)
      Apply(entry, study);
  }
  return entries;
}

inline std::string Person(const std::string& group, int number) {
  return group + std::to_string(number);
}

inline Study RunningStudy(int rounds = 1) {
  Study study;
  EXPECT_TRUE(Do(study, CreateStudy{"Small"}));
  EXPECT_TRUE(Do(study, DraftProtocol{SmallProtocol(rounds)}));
  EXPECT_TRUE(Do(study, FreezeProtocol{}));
  EnrolParticipants enrol;
  for (int i = 1; i <= 6; ++i) {
    enrol.enrolments.push_back({Person("p", i), {{"patients"}, 1}});
    enrol.enrolments.push_back({Person("c", i), {{"clinicians"}, 1}});
  }
  EXPECT_TRUE(Do(study, enrol));
  EXPECT_TRUE(Do(study, AddItems{{{"pain", "Pain"}, {"sleep", "Sleep"}}}));
  return study;
}

inline Study OpenStudy(int rounds = 1) {
  Study study = RunningStudy(rounds);
  EXPECT_TRUE(Do(study, OpenRound{}));
  return study;
}

inline Result<std::vector<Entry>> Cast(Study& study,
                                       const std::string& person,
                                       int pain,
                                       int round = 1) {
  return Do(study,
            CastBallots{round, Channel::kSelf, {{person, {{"pain", AnswerState::kScored, pain}}}}},
            {Role::kParticipant, person});
}

template <typename T>
Reason ReasonOf(const Result<T>& result) {
  EXPECT_FALSE(result.has_value()) << "should have been refused";
  return result.has_value() ? Reason::kUnavailable : result.error().reason;
}

}  // namespace quorate::engine
