#include "engine/study/erasure.h"

#include <gtest/gtest.h>

#include "engine/study/findings.h"
#include "engine/study/permits.h"
#include "tests/engine/study/small_study.h"

namespace quorate::engine {
namespace {

const std::string kGone = Person("p", 1);

CastBallots Ballots(int round, int people, int score) {
  CastBallots ballots{round, Channel::kImport, {}};
  for (int i = 1; i <= people; ++i) {
    for (const char* group : {"p", "c"}) {
      ballots.ballots.push_back({Person(group, i),
                                 {{"pain", AnswerState::kScored, i % 2 == 0 ? score : score - 1},
                                  {"sleep", AnswerState::kScored, i % 2 == 0 ? 3 : 2}}});
    }
  }
  return ballots;
}

Study AnsweredStudy(int rounds = 1) {
  Study study = OpenStudy(rounds);
  EXPECT_TRUE(Do(study, Ballots(1, 6, 8)));
  return study;
}

TEST(ErasureTest, TheErasedHaveLeftAndAreNobodyAnyMore) {
  Study study = AnsweredStudy();
  ASSERT_TRUE(Do(study, EraseParticipant{kGone}));
  const Participant& person = *study.FindParticipant(kGone);
  EXPECT_TRUE(person.erased);
  EXPECT_TRUE(person.withdrawn);
  EXPECT_FALSE(person.membership.has_value());
  EXPECT_TRUE(study.contents_known);
}

TEST(ErasureTest, ABallotInAnOpenRoundIsNotCountedThen) {
  Study study = AnsweredStudy();
  ASSERT_TRUE(Do(study, EraseParticipant{kGone}));
  ASSERT_TRUE(Do(study, CloseRound{1}));
  const Round& round = *study.FindRound(1);
  EXPECT_EQ(round.responses.front().responded, 11);
  EXPECT_EQ(*round.results.front().tally.Find("panel")->Find("n")->string(), "11");
}

TEST(ErasureTest, WhatWasCountedBeforeStands) {
  Study study = AnsweredStudy();
  ASSERT_TRUE(Do(study, CloseRound{1}));
  const Json before = study.FindRound(1)->results.front().tally;
  ASSERT_TRUE(Do(study, EraseParticipant{kGone}));
  const Round& round = *study.FindRound(1);
  EXPECT_EQ(round.results.front().tally, before);
  EXPECT_EQ(round.box.voters.size(), 11U);
  EXPECT_EQ(round.box.erased, 1);
  EXPECT_FALSE(CanBeRecounted(study, round.box));
}

TEST(ErasureTest, LaterRoundsAreComparedWithThoseWhoAreLeft) {
  Study study = AnsweredStudy(2);
  ASSERT_TRUE(Do(study, CloseRound{1}));
  ASSERT_TRUE(Do(study, EraseParticipant{kGone}));
  ASSERT_TRUE(Do(study, OpenRound{}));
  CastBallots second = Ballots(2, 6, 8);
  std::erase_if(second.ballots, [](const BallotEntry& one) { return one.participant == kGone; });
  ASSERT_TRUE(Do(study, second));
  ASSERT_TRUE(Do(study, CloseRound{2}));
  EXPECT_EQ(*study.FindRound(2)->attrition->Find("panel")->Find("before")->string(), "11");
}

// As a log whose openings are gone is replayed.
TEST(ErasureTest, AReplayWithoutTheContentsComesToTheSameState) {
  Study study = AnsweredStudy();
  Study blind = OpenStudy();
  blind.participants[*blind.participant_index.Find(kGone)].membership.reset();
  blind.participants[*blind.participant_index.Find(kGone)].unknown = true;
  blind.contents_known = false;
  for (const BallotEntry& ballot : Ballots(1, 6, 8).ballots) {
    const bool gone = ballot.participant == kGone;
    BallotCast fact{ballot.participant, 1, 1, Channel::kImport, {}, BallotContent{ballot.answers}};
    if (gone) fact.content.reset();
    Apply({kFacilitator, kNow, std::move(fact)}, blind);
  }
  EXPECT_FALSE(Knows(blind, blind.rounds[0].box));
  ASSERT_TRUE(Do(study, EraseParticipant{kGone}));
  Apply({kFacilitator, kNow, ErasureRecorded{kGone}}, blind);
  EXPECT_TRUE(blind.contents_known);
  EXPECT_EQ(blind.rounds[0].box.voters.names(), study.rounds[0].box.voters.names());
  EXPECT_EQ(blind.rounds[0].box.answers, study.rounds[0].box.answers);
  EXPECT_EQ(blind.rounds[0].box.entries, study.rounds[0].box.entries);
}

TEST(ErasureTest, ACountingWithSomebodyUnknownIsNamedAndNotComputed) {
  Study study = AnsweredStudy();
  study.participants[*study.participant_index.Find(kGone)].unknown = true;
  study.contents_known = false;
  const std::vector<Event> findings = Findings(study, RoundClosed{1});
  ASSERT_GT(findings.size(), 1U);
  EXPECT_TRUE(IsComputed(findings[0])) << "people can still be counted";
  EXPECT_FALSE(IsComputed(findings[1]));
}

TEST(ErasureTest, OnlyFacilitatorsAndTheyThemselvesMayAskForIt) {
  Study study = AnsweredStudy();
  const auto as = [&](Actor actor) {
    return Permits(study, {std::move(actor), kNow, ErasureRecorded{kGone}});
  };
  EXPECT_TRUE(as(kFacilitator));
  EXPECT_TRUE(as({Role::kParticipant, kGone}));
  EXPECT_EQ(as({Role::kParticipant, Person("p", 2)}).error().reason, Reason::kNotPermitted);
  EXPECT_EQ(as({Role::kAuditor, "a"}).error().reason, Reason::kNotPermitted);
  const Entry stranger{kFacilitator, kNow, ErasureRecorded{"nobody"}};
  EXPECT_EQ(Permits(study, stranger).error().reason, Reason::kUnknownParticipant);
}

TEST(ErasureTest, NobodyIsErasedTwice) {
  Study study = AnsweredStudy();
  ASSERT_TRUE(Do(study, EraseParticipant{kGone}));
  EXPECT_EQ(Do(study, EraseParticipant{kGone}).error().reason, Reason::kWrongState);
}

TEST(ErasureTest, AConcludedStudyStillErases) {
  Study study = AnsweredStudy();
  ASSERT_TRUE(Do(study, CloseRound{1}));
  ASSERT_TRUE(Do(study, ConcludeStudy{}));
  EXPECT_TRUE(Do(study, EraseParticipant{kGone}));
}

TEST(ErasureTest, AStudyOfAnEarlierRulesVersionKnowsNoErasure) {
  Study study = AnsweredStudy();
  study.rules_version = 2;
  EXPECT_EQ(Do(study, EraseParticipant{kGone}).error().reason, Reason::kWrongState);
}

TEST(ErasureTest, OtherRulesAreNotAskedOfARoundWithErasedBallots) {
  Study study = AnsweredStudy();
  ASSERT_TRUE(Do(study, CloseRound{1}));
  const CompareRules compare{1, {FindPreset("comet-70-15")->rule}};
  ASSERT_TRUE(Do(study, compare));
  ASSERT_TRUE(Do(study, EraseParticipant{kGone}));
  EXPECT_EQ(Do(study, compare).error().reason, Reason::kWrongState);
}

}  // namespace
}  // namespace quorate::engine
