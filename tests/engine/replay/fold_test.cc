// What was admitted, sealed and replayed is what was applied at the time.

#include "engine/replay/fold.h"

#include <gtest/gtest.h>

#include "engine/study/admit.h"
#include "engine/study/apply.h"
#include "tests/engine/replay/sample_events.h"

namespace quorate::engine {
namespace {

// A study that keeps its log beside it.
struct Logged {
  Study study;
  std::vector<SealedEntry> log;

  void Do(Act act, Actor actor = {Role::kFacilitator, "f1"}) {
    auto entries = Admit(study, {std::move(actor), Instant{1'795'467'600}, std::move(act)});
    ASSERT_TRUE(entries.has_value()) << entries.error().message;
    std::uint64_t sequence = study.size;
    for (Entry& entry : *entries) {
      auto sealed = Seal("covid", sequence++, entry, Entropy{});
      ASSERT_TRUE(sealed.has_value()) << sealed.error().message;
      log.push_back(*std::move(sealed));
      Apply(entry, study);
    }
  }
};

Logged OneRound() {
  Logged logged;
  logged.Do(CreateStudy{"Outcomes, cafe\u0301"});
  logged.Do(DraftProtocol{SampleProtocol()});
  logged.Do(FreezeProtocol{});
  EnrolParticipants panel;
  for (int i = 1; i <= 12; ++i) {
    panel.enrolments.push_back(
        {"p" + std::to_string(i), {{i % 2 == 0 ? "patients" : "clinicians"}, 1}});
  }
  logged.Do(std::move(panel));
  logged.Do(AddItems{{{"C1", "Pain"}, {"C2", "Fatigue"}}});
  logged.Do(OpenRound{});
  for (int i = 1; i <= 12; ++i) {
    const std::string id = "p" + std::to_string(i);
    const ItemAnswer second = i == 3 ? ItemAnswer{"C2", AnswerState::kUnable, 0}
                                     : ItemAnswer{"C2", AnswerState::kScored, 1 + i % 3};
    logged.Do(CastBallots{1, Channel::kSelf, {{id, {{"C1", AnswerState::kScored, 9}, second}}}},
              {Role::kParticipant, id});
  }
  logged.Do(CloseRound{1});
  return logged;
}

TEST(ReplayTest, TheFoldOfTheLogIsTheStateThatMadeIt) {
  const Logged logged = OneRound();
  Study again;
  for (const SealedEntry& entry : logged.log) {
    const Status replayed = Replay("covid", entry, again);
    ASSERT_TRUE(replayed.has_value()) << replayed.error().message;
  }
  EXPECT_EQ(again.size, logged.log.size());
  EXPECT_TRUE(again.contents_known);
  EXPECT_EQ(again.title, "Outcomes, caf\u00e9");
  EXPECT_EQ(again.title, logged.study.title);
  EXPECT_EQ(ToJson(*again.protocol), ToJson(*logged.study.protocol));
  ASSERT_EQ(again.rounds.size(), 1U);
  const Round& round = again.rounds.front();
  const Round& before = logged.study.rounds.front();
  EXPECT_EQ(round.state, RoundState::kClosed);
  EXPECT_EQ(round.box.answers, before.box.answers);
  EXPECT_EQ(round.box.revisions, before.box.revisions);
  EXPECT_EQ(round.box.entries, before.box.entries);
  ASSERT_EQ(round.results.size(), 2U);
  EXPECT_EQ(round.results.at(0).tally, before.results.at(0).tally);
  EXPECT_EQ(round.results.at(0).full, before.results.at(0).full);
  EXPECT_EQ(round.results.at(0).consensus, Verdict::kIn);
}

TEST(ReplayTest, WithoutOpeningsWhatShowsInTheClearIsStillThere) {
  const Logged logged = OneRound();
  Study again;
  for (const SealedEntry& entry : logged.log) {
    ASSERT_TRUE(Replay("covid", {entry.leaf, ""}, again).has_value());
  }
  EXPECT_FALSE(again.contents_known);
  EXPECT_EQ(again.participants.size(), 12U);
  EXPECT_EQ(again.rounds.front().box.voters.size(), 12U);
  EXPECT_EQ(again.rounds.front().results.at(0).tally,
            logged.study.rounds.front().results.at(0).tally);
  EXPECT_FALSE(again.rounds.front().results.at(0).full.has_value());
}

TEST(ReplayTest, AnEntryOutOfPlaceChangesNothing) {
  const Logged logged = OneRound();
  Study again;
  const Status skipped = Replay("covid", logged.log.at(1), again);
  ASSERT_FALSE(skipped.has_value());
  EXPECT_EQ(skipped.error().reason, Reason::kCorruptLog);
  EXPECT_EQ(again.size, 0U);
  EXPECT_EQ(again.state, StudyState::kNew);
  EXPECT_FALSE(Replay("other", logged.log.at(0), again).has_value());
}

}  // namespace
}  // namespace quorate::engine
