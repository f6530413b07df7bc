// What a caller is told when something is wrong: all of it at once, in the contract's terms, and
// never at the price of the server.

#include <gtest/gtest.h>

#include "google/rpc/error_details.pb.h"
#include "quorate/v1/ballot.grpc.pb.h"
#include "quorate/v1/item.grpc.pb.h"
#include "quorate/v1/panel.grpc.pb.h"
#include "quorate/v1/result.grpc.pb.h"
#include "quorate/v1/round.grpc.pb.h"
#include "quorate/v1/study.grpc.pb.h"
#include "quorate/v1/tally.grpc.pb.h"
#include "quorate/v1/vote.grpc.pb.h"

#include "tests/support/api_story.h"

namespace quorate {
namespace {

namespace v1 = ::quorate::v1;
using support::ApiStory;
using support::ReasonOf;

std::vector<std::string> FieldsOf(const grpc::Status& status) {
  std::vector<std::string> fields;
  google::rpc::BadRequest detail;
  const google::rpc::Status details = support::DetailsOf(status);
  for (const auto& any : details.details()) {
    if (!any.UnpackTo(&detail)) continue;
    for (const auto& violation : detail.field_violations())
      fields.push_back(violation.field());
  }
  return fields;
}

class RefusalsTest : public testing::Test {
 protected:
  RefusalsTest() : story_(server_) {}

  support::TestServer server_;
  ApiStory story_;
};

TEST_F(RefusalsTest, MutationNeedsARequestId) {
  for (const char* id :
       {"x", "6f1c1f9e2f0b4f439a530a5d6c1f2b77", "6f1c1f9e-2f0b-4f43-9a53-0a5d6c1f2b7g"}) {
    v1::OpenRoundRequest request;
    request.set_parent(story_.name());
    request.set_request_id(id);
    const auto status = story_.facilitator().Try(&v1::RoundService::Stub::OpenRound, request);
    EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
    EXPECT_EQ(FieldsOf(status), std::vector<std::string>({"request_id"}));
  }
}

TEST_F(RefusalsTest, SameIdWithOtherContentIsRefused) {
  v1::AddItemsRequest request;
  request.set_parent(story_.name());
  request.set_request_id(support::NewRequestId());
  auto& item = *request.add_items();
  item.set_item_id("fatigue");
  item.set_text("Fatigue");
  story_.facilitator().Ask(&v1::ItemService::Stub::AddItems, request);
  request.mutable_items(0)->set_text("Tiredness");
  const auto status = story_.facilitator().Try(&v1::ItemService::Stub::AddItems, request);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_EQ(ReasonOf(status), "REQUEST_ID_REUSED");
}

TEST_F(RefusalsTest, EveryWrongAnswerIsNamed) {
  story_.OpenRound();
  v1::CastBallotRequest request;
  request.set_parent(story_.Name("rounds", "1"));
  request.add_answers()->set_item(story_.Name("items", "pain"));
  auto& foreign = *request.add_answers();
  foreign.set_item("studies/other/items/pain");
  foreign.set_score(7301);
  auto& unknown = *request.add_answers();
  unknown.set_item("pain");
  unknown.set_no_score(v1::NO_SCORE_UNSPECIFIED);
  const auto status = story_.Participant(0).Try(&v1::BallotService::Stub::CastBallot, request);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_EQ(
      FieldsOf(status),
      std::vector<std::string>({"answers[0]", "answers[1].item", "answers[2].item", "answers[2]"}));
}

TEST_F(RefusalsTest, ScoresOffTheScaleAreNamedByItem) {
  story_.OpenRound();
  v1::CastBallotRequest request;
  request.set_parent(story_.Name("rounds", "1"));
  for (const char* item : {"pain", "sleep"}) {
    auto& answer = *request.add_answers();
    answer.set_item(story_.Name("items", item));
    answer.set_score(9);
  }
  const auto status = story_.Participant(0).Try(&v1::BallotService::Stub::CastBallot, request);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_EQ(FieldsOf(status).size(), 2U);
}

TEST_F(RefusalsTest, WrongStateNamesItsReason) {
  v1::CastBallotRequest cast;
  cast.set_parent(story_.Name("rounds", "1"));
  auto& answer = *cast.add_answers();
  answer.set_item(story_.Name("items", "pain"));
  answer.set_score(7301);
  const auto early = story_.Participant(0).Try(&v1::BallotService::Stub::CastBallot, cast);
  EXPECT_EQ(early.error_code(), grpc::StatusCode::NOT_FOUND);
  EXPECT_EQ(ReasonOf(early), "UNKNOWN_ROUND");
  story_.OpenRound();
  v1::GetResultsRequest results;
  results.set_name(story_.Name("rounds", "1"));
  const auto open = story_.facilitator().Try(&v1::ResultService::Stub::GetResults, results);
  EXPECT_EQ(open.error_code(), grpc::StatusCode::FAILED_PRECONDITION);
  EXPECT_EQ(ReasonOf(open), "ROUND_OPEN");
  story_.CloseRound(1);
  const auto late = story_.Participant(0).Try(&v1::BallotService::Stub::CastBallot, cast);
  EXPECT_EQ(late.error_code(), grpc::StatusCode::FAILED_PRECONDITION);
  EXPECT_EQ(ReasonOf(late), "ROUND_NOT_OPEN");
}

TEST_F(RefusalsTest, StaleEtagIsRefused) {
  v1::GetStudyRequest get;
  get.set_name(story_.name());
  const std::string etag = story_.facilitator().Ask(&v1::StudyService::Stub::GetStudy, get).etag();
  story_.OpenRound();
  story_.CloseRound(1);
  v1::AmendProtocolRequest amend;
  amend.set_name(story_.name());
  amend.set_protocol_json(ApiStory::ProtocolJson());
  amend.set_reason("Because.");
  amend.set_etag(etag);
  const auto status = story_.facilitator().Try(&v1::StudyService::Stub::AmendProtocol, amend);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::ABORTED);
  EXPECT_EQ(ReasonOf(status), "STALE_ETAG");
}

TEST_F(RefusalsTest, EnrolmentsAreNamedByTheirPlaceInTheRequest) {
  v1::EnrolParticipantsRequest request;
  request.set_parent(story_.name());
  request.add_enrolments()->add_hats("patients");
  request.add_enrolments()->add_hats("nobody");
  auto& twice = *request.add_enrolments();
  twice.add_hats("carers");
  twice.add_hats("carers");
  const auto status = story_.facilitator().Try(&v1::PanelService::Stub::EnrolParticipants, request);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::NOT_FOUND);
  const auto fields = FieldsOf(status);
  ASSERT_EQ(fields.size(), 2U) << status.error_message();
  EXPECT_EQ(fields[0], "enrolments[1].hats[0]");
  EXPECT_EQ(fields[1].substr(0, 13), "enrolments[2]");
}

TEST_F(RefusalsTest, LargeRequestIsRefusedAndTheServerGoesOn) {
  v1::AddItemsRequest request;
  request.set_parent(story_.name());
  auto& item = *request.add_items();
  item.set_item_id("large");
  item.set_text(std::string(10'000'000, 'x'));
  const auto status = story_.facilitator().Try(&v1::ItemService::Stub::AddItems, request);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::RESOURCE_EXHAUSTED);
  request.mutable_items(0)->set_text(std::string(500'000, 'x'));
  const auto smaller = story_.facilitator().Try(&v1::ItemService::Stub::AddItems, request);
  EXPECT_EQ(smaller.error_code(), grpc::StatusCode::INVALID_ARGUMENT) << smaller.error_message();
  v1::ListItemsRequest list;
  list.set_parent(story_.name());
  EXPECT_EQ(story_.facilitator().Ask(&v1::ItemService::Stub::ListItems, list).items_size(), 2);
}

TEST_F(RefusalsTest, ProtocolNamesEveryViolation) {
  v1::CreateStudyRequest create;
  create.set_study_id("draft");
  create.set_title("Draft");
  story_.facilitator().Ask(&v1::StudyService::Stub::CreateStudy, create);
  v1::DraftProtocolRequest draft;
  draft.set_name("studies/draft");
  draft.set_protocol_json(
      R"({"title": "T", "groups": [{"id": "a b"}], "rounds": [{"rule": "no-such"}], "k": 1})");
  const auto status = story_.facilitator().Try(&v1::StudyService::Stub::DraftProtocol, draft);
  EXPECT_EQ(ReasonOf(status), "INVALID_PROTOCOL");
  EXPECT_EQ(FieldsOf(status), std::vector<std::string>({"groups[0].id", "rounds[0].rule", "k"}));
  draft.set_protocol_json("{");
  EXPECT_EQ(ReasonOf(story_.facilitator().Try(&v1::StudyService::Stub::DraftProtocol, draft)),
            "INVALID_PROTOCOL");
}

TEST_F(RefusalsTest, TallyNamesEveryWrongRow) {
  v1::TallyRatingsRequest request;
  request.set_rule("comet-70-15");
  auto& off = *request.add_rows();
  off.set_round(1);
  off.set_participant("a");
  off.set_item("pain");
  off.set_state("scored");
  off.set_score(12);
  auto& empty = *request.add_rows();
  empty.set_state("unsure");
  const auto status = story_.Participant(0).Try(&v1::TallyService::Stub::TallyRatings, request);
  EXPECT_EQ(FieldsOf(status),
            std::vector<std::string>({"rows[0].score",
                                      "rows[1].round",
                                      "rows[1].participant",
                                      "rows[1].item",
                                      "rows[1].state"}));
  request.set_rule("no-such-rule");
  EXPECT_EQ(ReasonOf(story_.Participant(0).Try(&v1::TallyService::Stub::TallyRatings, request)),
            "INVALID_RULE");
}

TEST_F(RefusalsTest, RankedTallyNamesEveryWrongMark) {
  v1::TallyRankedRequest request;
  request.set_rule("schulze");
  request.add_candidates("Ann");
  request.add_candidates("Bob");
  auto& ballot = *request.add_ballots();
  ballot.set_weight("0");
  const auto mark = [&](const char* candidate, const char* value) {
    auto& added = *ballot.add_marks();
    added.set_candidate(candidate);
    added.set_value(value);
  };
  mark("Ann", "first");
  mark("Zoe", "1");
  mark("Ann", "2");
  const auto tally = [&] {
    return story_.Participant(0).Try(&v1::TallyService::Stub::TallyRanked, request);
  };
  EXPECT_EQ(FieldsOf(tally()),
            std::vector<std::string>({"ballots[0].weight",
                                      "ballots[0].marks[0].value",
                                      "ballots[0].marks[1].candidate",
                                      "ballots[0].marks[2].candidate"}));
  request.clear_ballots();
  request.add_candidates("Bob");
  EXPECT_EQ(FieldsOf(tally()), std::vector<std::string>({"candidates[2]"}));
  request.mutable_candidates()->RemoveLast();
  request.set_rule("stv-meek");
  EXPECT_EQ(FieldsOf(tally()), std::vector<std::string>({"seats"}));
  request.set_rule("schultze");
  EXPECT_EQ(FieldsOf(tally()), std::vector<std::string>({"rule"}));
  request.set_rule("schulze");
  request.set_unranked("first");
  EXPECT_EQ(FieldsOf(tally()), std::vector<std::string>({"unranked"}));
  request.clear_unranked();
  request.mutable_tie()->set_rule("coin");
  EXPECT_EQ(FieldsOf(tally()), std::vector<std::string>({"tie.rule"}));
  request.clear_tie();
  request.clear_candidates();
  EXPECT_EQ(FieldsOf(tally()), std::vector<std::string>({"candidates"}));
}

TEST_F(RefusalsTest, CommitteeTallyNamesWhatIsWrong) {
  v1::TallyCommitteeRequest request;
  request.set_rule("pav");
  request.add_candidates("Ann");
  const auto tally = [&] {
    return story_.Participant(0).Try(&v1::TallyService::Stub::TallyCommittee, request);
  };
  EXPECT_EQ(FieldsOf(tally()), std::vector<std::string>({"seats"}));
  request.set_seats(1);
  request.set_completion("none");
  EXPECT_EQ(FieldsOf(tally()), std::vector<std::string>({"completion"}));
  request.clear_completion();
  request.add_committee("Ann");
  EXPECT_EQ(FieldsOf(tally()), std::vector<std::string>({"committee"}));
  request.set_check("pjr");
  EXPECT_EQ(FieldsOf(tally()), std::vector<std::string>({"check"}));
  request.set_check("jr");
  for (int i = 0; i < 20; ++i)
    request.add_candidates("C" + std::to_string(i));
  request.set_margin(true);
  EXPECT_EQ(FieldsOf(tally()), std::vector<std::string>({"margin"}));
}

TEST_F(RefusalsTest, NameOfAnotherFormIsNamed) {
  v1::GetStudyRequest get;
  get.set_name("demo");
  const auto status = story_.facilitator()
                          .As(story_.Participant(0).token())
                          .Try(&v1::StudyService::Stub::GetStudy, get);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_EQ(FieldsOf(status), std::vector<std::string>({"name"}));
}

}  // namespace
}  // namespace quorate
