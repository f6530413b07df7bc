// A study from end to end through the API: what each party is told at each step.

#include <gtest/gtest.h>

#include "quorate/v1/access.grpc.pb.h"
#include "quorate/v1/ballot.grpc.pb.h"
#include "quorate/v1/decision.grpc.pb.h"
#include "quorate/v1/item.grpc.pb.h"
#include "quorate/v1/log.grpc.pb.h"
#include "quorate/v1/panel.grpc.pb.h"
#include "quorate/v1/result.grpc.pb.h"
#include "quorate/v1/round.grpc.pb.h"
#include "quorate/v1/study.grpc.pb.h"
#include "quorate/v1/tally.grpc.pb.h"
#include "quorate/v1/vote.grpc.pb.h"

#include "engine/log/note.h"
#include "engine/log/receipt.h"
#include "engine/replay/verify.h"
#include "tests/support/api_story.h"

namespace quorate {
namespace {

namespace v1 = ::quorate::v1;
using support::ApiStory;

class JourneyTest : public testing::Test {
 protected:
  JourneyTest() : story_(server_) {}

  v1::Study Study() {
    v1::GetStudyRequest request;
    request.set_name(story_.name());
    return story_.facilitator().Ask(&v1::StudyService::Stub::GetStudy, request);
  }
  v1::Results Results(const support::ApiClient& client, const std::string& name) {
    v1::GetResultsRequest request;
    request.set_name(name);
    return client.Ask(&v1::ResultService::Stub::GetResults, request);
  }

  support::TestServer server_;
  ApiStory story_;
};

TEST_F(JourneyTest, EnrollingAgainAnswersTheSamePseudonyms) {
  v1::EnrolParticipantsRequest request;
  request.set_parent(story_.name());
  for (const char* person : {"person 0", "somebody new"}) {
    auto& enrolment = *request.add_enrolments();
    enrolment.set_external_id(person);
    enrolment.add_hats("clinicians");
  }
  const auto answer = story_.facilitator().Ask(&v1::PanelService::Stub::EnrolParticipants, request);
  ASSERT_EQ(answer.participants_size(), 2);
  EXPECT_EQ(answer.participants(0).name(), story_.people()[0]);
  EXPECT_TRUE(answer.participants(0).already_enrolled());
  EXPECT_FALSE(answer.participants(1).already_enrolled());

  v1::ListParticipantsRequest list;
  list.set_parent(story_.name());
  const auto panel = story_.facilitator().Ask(&v1::PanelService::Stub::ListParticipants, list);
  ASSERT_EQ(panel.participants_size(), ApiStory::kPeople + 1);
  EXPECT_EQ(panel.participants(0).external_id(), "person 0");
  ASSERT_EQ(panel.participants(0).hats_size(), 1);
  EXPECT_EQ(panel.participants(0).hats(0), "patients") << "who stands already is not changed";
}

TEST_F(JourneyTest, ProgressNamesWhoIsAwaitedToFacilitatorsOnly) {
  story_.OpenRound();
  for (int person = 0; person < 13; ++person)
    story_.CastBallot(1, person);
  v1::GetProgressRequest request;
  request.set_name(story_.Name("rounds", "1"));
  const auto progress = story_.facilitator().Ask(&v1::RoundService::Stub::GetProgress, request);
  ASSERT_EQ(progress.awaited_size(), 2);
  EXPECT_EQ(progress.awaited(0), story_.people()[13]);
  ASSERT_EQ(progress.responses_size(), 4);
  EXPECT_EQ(progress.responses(0).invited(), ApiStory::kPeople);
  EXPECT_EQ(progress.responses(0).responded(), 13);
  const auto seen =
      story_.WithRole(v1::ROLE_OBSERVER).Ask(&v1::RoundService::Stub::GetProgress, request);
  EXPECT_EQ(seen.awaited_size(), 0);
  EXPECT_EQ(seen.responses_size(), 4);
}

TEST_F(JourneyTest, NoCountIsSeenBeforeAVoteCloses) {
  story_.OpenRound();
  story_.CloseRound(1);
  story_.OpenRound();
  story_.PlayWorkshop();
  v1::OpenVoteRequest open;
  open.set_name(story_.Name("votes", "v1"));
  story_.facilitator().Ask(&v1::VoteService::Stub::OpenVote, open);
  v1::CastVoteRequest cast;
  cast.set_name(story_.Name("votes", "v1"));
  cast.set_no_score(v1::NO_SCORE_SKIPPED);
  story_.Participant(3).Ask(&v1::VoteService::Stub::CastVote, cast);
  v1::GetProgressRequest turnout;
  turnout.set_name(story_.Name("votes", "v1"));
  const auto progress = story_.facilitator().Ask(&v1::RoundService::Stub::GetProgress, turnout);
  EXPECT_EQ(progress.responses(0).responded(), 1);
  EXPECT_EQ(progress.awaited_size(), ApiStory::kPeople - 1);
  v1::ListVotesRequest list;
  list.set_parent(story_.Name("rounds", "2"));
  const auto votes = story_.facilitator().Ask(&v1::VoteService::Stub::ListVotes, list);
  ASSERT_EQ(votes.votes_size(), 1);
  ASSERT_EQ(votes.votes(0).iterations_size(), 3);
  EXPECT_EQ(votes.votes(0).iterations(0).responses(0).responded(), ApiStory::kPeople);
  EXPECT_TRUE(votes.votes(0).iterations(2).open());
  EXPECT_EQ(votes.votes(0).iterations(2).responses_size(), 0);
  EXPECT_EQ(votes.votes(0).iterations(2).consensus(), v1::CONSENSUS_UNSPECIFIED);
}

TEST_F(JourneyTest, EnteredVotesShowTheirChannel) {
  story_.OpenRound();
  v1::EnterBallotsRequest enter;
  enter.set_parent(story_.Name("rounds", "1"));
  auto& ballot = *enter.add_ballots();
  ballot.set_participant(story_.people()[2]);
  auto& answer = *ballot.add_answers();
  answer.set_item(story_.Name("items", "pain"));
  answer.set_score(7303);
  const auto paper = story_.facilitator().Ask(&v1::BallotService::Stub::EnterBallots, enter);
  ASSERT_EQ(paper.ballots_size(), 1);
  EXPECT_EQ(paper.ballots(0).channel(), v1::CHANNEL_PAPER);
  EXPECT_EQ(paper.ballots(0).revision(), 1);
  const auto import =
      story_.WithRole(v1::ROLE_INTEGRATOR).Ask(&v1::BallotService::Stub::EnterBallots, enter);
  EXPECT_EQ(import.ballots(0).channel(), v1::CHANNEL_IMPORT);
  EXPECT_EQ(import.ballots(0).revision(), 2);
}

TEST_F(JourneyTest, ReceiptChecksOffline) {
  story_.OpenRound();
  story_.CastBallot(1, 6);
  v1::GetReceiptRequest request;
  request.set_name(story_.Name("rounds", "1"));
  const auto receipt = story_.Participant(6).Ask(&v1::BallotService::Stub::GetReceipt, request);
  const auto key = engine::VerifierKey::Parse(Study().verifier_key());
  ASSERT_TRUE(key) << key.error().message;
  const auto shown = engine::VerifyReceipt(receipt.proof(), *key);
  ASSERT_TRUE(shown) << shown.error().message;
  EXPECT_EQ(shown->index, static_cast<std::uint64_t>(receipt.entry()));
  EXPECT_NE(shown->opening.find("7307"), std::string::npos);
  EXPECT_EQ(story_.Participant(7).Try(&v1::BallotService::Stub::GetReceipt, request).error_code(),
            grpc::StatusCode::FAILED_PRECONDITION);
}

TEST_F(JourneyTest, FeedbackIsWhatTheProtocolShows) {
  story_.PlayThrough();
  v1::GetFeedbackRequest request;
  request.set_name(story_.Name("rounds", "3"));
  const auto feedback = story_.Participant(4).Ask(&v1::ResultService::Stub::GetFeedback, request);
  EXPECT_EQ(feedback.round(), story_.Name("rounds", "1"));
  EXPECT_EQ(feedback.policy(), v1::FEEDBACK_POLICY_ALL_GROUPS);
  ASSERT_EQ(feedback.items_size(), 2);
  EXPECT_EQ(feedback.items(0).own().score(), 7305);
  EXPECT_EQ(feedback.items(0).tally().panel().n(), "15");
  EXPECT_EQ(feedback.items(0).tally().groups_size(), 3);
  EXPECT_EQ(feedback.items(0).tally().panel().histogram().at("7301"), "1");

  v1::GetResultsRequest results;
  results.set_name(story_.Name("rounds", "1"));
  EXPECT_EQ(story_.Participant(4).Try(&v1::ResultService::Stub::GetResults, results).error_code(),
            grpc::StatusCode::FAILED_PRECONDITION);
  results.set_name(story_.Name("votes", "v1"));
  EXPECT_TRUE(story_.Participant(4).Try(&v1::ResultService::Stub::GetResults, results).ok());
}

TEST_F(JourneyTest, AuditorSeesWholeTablesAndOthersThePublishableOnes) {
  story_.PlayThrough();
  const auto shown = Results(story_.facilitator(), story_.Name("rounds", "1"));
  ASSERT_EQ(shown.items_size(), 2);
  EXPECT_FALSE(shown.items(0).whole());
  EXPECT_EQ(shown.items(0).tally().item(), "pain");
  EXPECT_EQ(shown.items(0).tally().panel().bands().at("7311-7315").share(), "1/3");
  const auto whole =
      Results(story_.WithRole(v1::ROLE_AUDITOR), story_.Name("votes", "v1/iterations/1"));
  ASSERT_EQ(whole.items_size(), 1);
  EXPECT_TRUE(whole.items(0).whole());
  EXPECT_EQ(whole.name(), story_.Name("votes", "v1/iterations/1"));
}

// Everything a stranger needs is in the lists, and it holds together without this server.
TEST_F(JourneyTest, PublishedRecordVerifies) {
  story_.PlayThrough();
  story_.CloseRound(3);
  v1::ConcludeStudyRequest conclude;
  conclude.set_name(story_.name());
  story_.facilitator().Ask(&v1::StudyService::Stub::ConcludeStudy, conclude);
  v1::PublishBundleRequest publish;
  publish.set_parent(story_.name());
  publish.set_tier(v1::BUNDLE_TIER_AUDITOR);
  const auto checkpoint = story_.facilitator().Ask(&v1::LogService::Stub::PublishBundle, publish);

  const auto auditor = story_.WithRole(v1::ROLE_AUDITOR);
  std::string entries;
  std::string openings;
  v1::ListEntriesRequest list;
  list.set_parent(story_.name());
  list.set_page_size(20);
  do {
    const auto page = auditor.Ask(&v1::LogService::Stub::ListEntries, list);
    for (const auto& entry : page.entries())
      entries += entry.leaf() + "\n";
    list.set_page_token(page.next_page_token());
  } while (!list.page_token().empty());
  v1::ListOpeningsRequest open;
  open.set_parent(story_.name());
  do {
    const auto page = auditor.Ask(&v1::LogService::Stub::ListOpenings, open);
    for (const auto& opening : page.openings())
      openings += opening.opening() + "\n";
    open.set_page_token(page.next_page_token());
  } while (!open.page_token().empty());
  v1::ListCheckpointsRequest kept;
  kept.set_parent(story_.name());
  const auto checkpoints = auditor.Ask(&v1::LogService::Stub::ListCheckpoints, kept);
  EXPECT_GE(checkpoints.checkpoints_size(), 10);

  engine::Evidence evidence{checkpoint.verifier_key(), checkpoint.note(), {}, entries, openings};
  for (const auto& earlier : checkpoints.checkpoints())
    evidence.checkpoints.push_back(earlier.note());
  const engine::VerifyReport report = engine::Verify(evidence);
  EXPECT_EQ(report.result, "VERIFIED");
  for (const engine::StageReport& stage : report.stages)
    EXPECT_TRUE(stage.ok) << stage.stage << ": " << stage.detail;
}

TEST_F(JourneyTest, TallyOfRowsIsCountedLikeTheCommandLines) {
  v1::TallyRatingsRequest request;
  request.set_rule("percent-70");
  request.set_voice("equal-groups");
  for (int i = 0; i < 3; ++i) {
    auto& row = *request.add_rows();
    row.set_round(1);
    row.set_participant(std::to_string(i));
    row.add_groups(i == 0 ? "patients" : "clinicians");
    row.set_item("pain");
    row.set_state("scored");
    row.set_score(7 + i);
  }
  const auto tally = story_.Participant(0).Ask(&v1::TallyService::Stub::TallyRatings, request);
  ASSERT_EQ(tally.items_size(), 1);
  EXPECT_EQ(tally.voice(), "equal-groups");
  EXPECT_EQ(tally.items(0).consensus(), v1::CONSENSUS_IN);
  EXPECT_EQ(tally.items(0).panel().n(), "3");
  EXPECT_EQ(tally.items(0).panel().bands().at("7-9").share(), "1");
  EXPECT_TRUE(tally.items(0).panel().has_sd());
  EXPECT_TRUE(tally.items(0).panel().has_unweighted());
  EXPECT_FALSE(tally.items(0).groups().at("patients").has_sd()) << "of one person there is none";
}

TEST_F(JourneyTest, RankedBallotsAreCountedAndExplained) {
  v1::TallyRankedRequest request;
  request.set_rule("schulze");
  for (const char* name : {"Ann", "Bob", "Cyd"})
    request.add_candidates(name);
  const auto add = [&](const char* weight, std::vector<const char*> order) {
    auto& ballot = *request.add_ballots();
    ballot.set_weight(weight);
    for (std::size_t i = 0; i < order.size(); ++i) {
      auto& mark = *ballot.add_marks();
      mark.set_candidate(order[i]);
      mark.set_value(std::to_string(i + 1));
    }
  };
  add("9", {"Ann", "Bob", "Cyd"});
  add("8", {"Bob", "Cyd", "Ann"});
  add("15/2", {"Cyd", "Ann", "Bob"});
  add("", {});
  const auto plain = story_.Participant(0).Ask(&v1::TallyService::Stub::TallyRanked, request);
  EXPECT_EQ(plain.winners(0), "Ann") << "the weakest victory of the circle is Cyd's over Ann";
  EXPECT_EQ(plain.seats(), "1");
  EXPECT_FALSE(plain.tied());
  ASSERT_EQ(plain.ranking_size(), 3);
  EXPECT_EQ(plain.explanation_json().find("comparisons"), std::string::npos);

  request.set_why(true);
  request.set_margin(true);
  const auto told = story_.Participant(0).Ask(&v1::TallyService::Stub::TallyRanked, request);
  EXPECT_EQ(told.winners(0), plain.winners(0));
  EXPECT_GT(told.words_size(), plain.words_size());
  EXPECT_NE(told.explanation_json().find("\"margin\""), std::string::npos);
  EXPECT_NE(told.explanation_json().find("\"comparisons\""), std::string::npos);
}

TEST_F(JourneyTest, CommitteesAreChosenAndChecked) {
  v1::TallyCommitteeRequest request;
  request.set_rule("approval");
  request.set_seats(2);
  request.set_check("jr");
  const auto add = [&](const char* weight, std::vector<const char*> approved) {
    auto& ballot = *request.add_ballots();
    ballot.set_weight(weight);
    for (const char* name : approved) {
      auto& mark = *ballot.add_marks();
      mark.set_candidate(name);
      mark.set_value("1");
    }
  };
  for (const char* name : {"Ann", "Bob", "Cyd"})
    request.add_candidates(name);
  add("3", {"Ann", "Bob"});
  add("2.5", {"Cyd"});
  add("0.5", {"Cyd", "Ann"});
  const auto most = story_.Participant(0).Ask(&v1::TallyService::Stub::TallyCommittee, request);
  ASSERT_EQ(most.winners_size(), 2);
  EXPECT_EQ(most.committees_count(), "2") << "Bob and Cyd have three each";
  EXPECT_TRUE(most.tied());
  EXPECT_TRUE(most.optimal());
  EXPECT_NE(most.words(most.words_size() - 1).find("justified representation"), std::string::npos);
  request.set_rule("phragmen");
  request.mutable_tie()->set_rule("lot");
  request.mutable_tie()->set_seed("2026");
  const auto shared = story_.Participant(0).Ask(&v1::TallyService::Stub::TallyCommittee, request);
  EXPECT_EQ(std::vector<std::string>(shared.winners().begin(), shared.winners().end()),
            std::vector<std::string>({"Ann", "Cyd"}));
}

TEST_F(JourneyTest, ListsAreReadPageByPage) {
  v1::ListParticipantsRequest request;
  request.set_parent(story_.name());
  request.set_page_size(4);
  std::vector<std::string> names;
  do {
    const auto page = story_.facilitator().Ask(&v1::PanelService::Stub::ListParticipants, request);
    EXPECT_LE(page.participants_size(), 4);
    for (const auto& participant : page.participants())
      names.push_back(participant.name());
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  EXPECT_EQ(names, story_.people());
}

}  // namespace
}  // namespace quorate
