#include "engine/report/committee_answer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/ranking/ballot_file.h"

namespace quorate::engine {
namespace {

using testing::HasSubstr;

// The three most approved leave a large group with nobody.
constexpr const char* kBallots = "6: Ann/1, Bob/1, Cyd/1\n3: Dan/1\n2: Dan/1, Eve/1\n";

Profile Ballots() {
  return *ReadBallotFile(kBallots, BallotFormat::kAbif, BallotKind::kApprovals);
}

CommitteeQuestion Ask(CommitteeRule rule) {
  CommitteeQuestion question;
  question.request.rule = rule;
  question.request.seats = 3;
  return question;
}

TEST(CommitteeAnswerTest, WhatNobodyAskedForIsNotThere) {
  const auto answer = AnswerCommittee(Ballots(), Ask(CommitteeRule::kApproval));
  ASSERT_TRUE(answer);
  const Json& explanation = *answer->json.Find("explanation");
  for (const char* member : {"comparisons", "margin", "check"})
    EXPECT_EQ(explanation.Find(member), nullptr) << member;
}

TEST(CommitteeAnswerTest, AskedForItSaysWhyAndHowClose) {
  CommitteeQuestion question = Ask(CommitteeRule::kPhragmen);
  question.why = true;
  question.margin = true;
  const auto answer = AnswerCommittee(Ballots(), question);
  ASSERT_TRUE(answer);
  EXPECT_NE(answer->json.Find("explanation")->Find("comparisons"), nullptr);
  EXPECT_NE(answer->json.Find("explanation")->Find("margin"), nullptr);
}

TEST(CommitteeAnswerTest, TheElectedFailJustifiedRepresentationAndTheGroupIsNamed) {
  CommitteeQuestion question = Ask(CommitteeRule::kApproval);
  question.check = Axiom::kJustifiedRepresentation;
  const auto answer = AnswerCommittee(Ballots(), question);
  ASSERT_TRUE(answer);
  EXPECT_THAT(InWords(*answer->check, answer->profile),
              HasSubstr("Ann, Bob and Cyd fails justified representation (JR). A group of weight 5 "
                        "agrees on Dan"));
  const Json& check = *answer->json.Find("explanation")->Find("check");
  EXPECT_EQ(*check.Find("asked")->string(), "JR");
  EXPECT_FALSE(*check.Find("holds")->boolean());
}

TEST(CommitteeAnswerTest, AnotherCommitteeMayBeChecked) {
  CommitteeQuestion question = Ask(CommitteeRule::kApproval);
  question.check = Axiom::kExtendedJustifiedRepresentation;
  question.committee = {"Dan", "Ann", "Bob"};
  const auto answer = AnswerCommittee(Ballots(), question);
  ASSERT_TRUE(answer);
  EXPECT_EQ(InWords(*answer->check, answer->profile),
            "The committee Ann, Bob and Dan satisfies extended justified representation (EJR).");
}

TEST(CommitteeAnswerTest, PlainRepresentationLooksAtNoLargerClaim) {
  // Eight of twelve agree on two and deserve two of three seats; one of them does for JR.
  const Profile ballots = *ReadBallotFile(
      "8: Ann/1, Bob/1\n2: Cyd/1\n2: Dan/1\n", BallotFormat::kAbif, BallotKind::kApprovals);
  CommitteeQuestion question = Ask(CommitteeRule::kApproval);
  question.committee = {"Ann", "Cyd", "Dan"};
  question.check = Axiom::kJustifiedRepresentation;
  EXPECT_FALSE(AnswerCommittee(ballots, question)->check->found.short_changed);
  question.check = Axiom::kExtendedJustifiedRepresentation;
  const auto extended = AnswerCommittee(ballots, question);
  ASSERT_TRUE(extended->check->found.short_changed);
  EXPECT_EQ(extended->check->found.short_changed->deserved, 2);
}

TEST(CommitteeAnswerTest, StrangersRepetitionsAndTooManyAreRefused) {
  CommitteeQuestion question = Ask(CommitteeRule::kApproval);
  question.check = Axiom::kJustifiedRepresentation;
  question.committee = {"Zoe"};
  EXPECT_THAT(AnswerCommittee(Ballots(), question).error().message, HasSubstr("Zoe"));
  question.committee = {"Ann", "Ann"};
  EXPECT_THAT(AnswerCommittee(Ballots(), question).error().message, HasSubstr("second time"));
  question.committee = {"Ann", "Bob", "Cyd", "Dan"};
  EXPECT_THAT(AnswerCommittee(Ballots(), question).error().message, HasSubstr("4 for 3 seats"));
  EXPECT_FALSE(ParseAxiom("pjr"));
}

TEST(CommitteeAnswerTest, HalfATieOrderIsRefusedAndALotIsToldOf) {
  CommitteeQuestion question = Ask(CommitteeRule::kPhragmen);
  question.tie = {TieRule::kOrder, {"Ann"}, {}};
  EXPECT_THAT(AnswerCommittee(Ballots(), question).error().message, HasSubstr("left out"));
  question.tie = {TieRule::kLot, {}, "seed"};
  const auto answer = AnswerCommittee(Ballots(), question);
  ASSERT_TRUE(answer);
  const Json& explanation = *answer->json.Find("explanation");
  EXPECT_EQ(*explanation.Find("lot")->string(), "seed");
  EXPECT_EQ(explanation.Find("tie_order")->array()->size(), 5);
  EXPECT_EQ(*explanation.Find("decided_by")->string(), "the lot");
}

}  // namespace
}  // namespace quorate::engine
