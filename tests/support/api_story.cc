#include "tests/support/api_story.h"

#include "quorate/v1/access.grpc.pb.h"
#include "quorate/v1/ballot.grpc.pb.h"
#include "quorate/v1/decision.grpc.pb.h"
#include "quorate/v1/item.grpc.pb.h"
#include "quorate/v1/panel.grpc.pb.h"
#include "quorate/v1/round.grpc.pb.h"
#include "quorate/v1/study.grpc.pb.h"
#include "quorate/v1/vote.grpc.pb.h"

namespace quorate::support {

namespace v1 = ::quorate::v1;

namespace {

constexpr const char* kGroups[] = {"patients", "carers", "clinicians"};

}  // namespace

std::string ApiStory::ProtocolJson() {
  const std::string rule = R"({"name": "marked",
    "scale": {"min": 7301, "max": 7315, "bands": [[7301, 7305], [7306, 7310], [7311, 7315]]},
    "clauses": [{"verdict": "IN", "when": {"measure": "share", "band": [7311, 7315], "op": ">=",
                                           "value": "70%"}}]})";
  return R"({"title": "Marked", "groups": [{"id": "patients"}, {"id": "carers"}, {"id": "clinicians"}],
    "rounds": [{"rule": )" +
         rule + R"(, "suggestions_max": 2},
               {"mode": "workshop", "rule": )" +
         rule + R"(, "yes_no_rule": "meeting-majority"},
               {"rule": )" +
         rule + R"(, "feedback": "all-groups"}],
    "k": 3})";
}

ApiStory::ApiStory(const TestServer& server, std::string study)
    : study_(std::move(study)), facilitator_(server.Connect(), server.facilitator()) {
  v1::CreateStudyRequest create;
  create.set_study_id(study_);
  create.set_title("A study with marks");
  facilitator_.Ask(&v1::StudyService::Stub::CreateStudy, create);
  v1::DraftProtocolRequest draft;
  draft.set_name(name());
  draft.set_protocol_json(ProtocolJson());
  facilitator_.Ask(&v1::StudyService::Stub::DraftProtocol, draft);
  v1::FreezeProtocolRequest freeze;
  freeze.set_name(name());
  facilitator_.Ask(&v1::StudyService::Stub::FreezeProtocol, freeze);
  v1::EnrolParticipantsRequest enrol;
  enrol.set_parent(name());
  for (int person = 0; person < kPeople; ++person) {
    auto& enrolment = *enrol.add_enrolments();
    enrolment.set_external_id("person " + std::to_string(person));
    enrolment.add_hats(kGroups[person % 3]);
  }
  const auto panel = facilitator_.Ask(&v1::PanelService::Stub::EnrolParticipants, enrol);
  for (const auto& enrolled : panel.participants()) {
    people_.push_back(enrolled.name());
  }
  participants_.resize(kPeople);
  v1::AddItemsRequest items;
  items.set_parent(name());
  for (const char* item : {"pain", "sleep"}) {
    auto& added = *items.add_items();
    added.set_item_id(item);
    added.set_text(std::string("How much does ") + item + " matter?");
  }
  facilitator_.Ask(&v1::ItemService::Stub::AddItems, items);
}

const ApiClient& ApiStory::Participant(int person) {
  auto& client = participants_.at(static_cast<std::size_t>(person));
  if (!client) {
    v1::CreateTokenRequest request;
    request.set_parent(name());
    request.set_role(v1::ROLE_PARTICIPANT);
    request.set_participant(people_.at(static_cast<std::size_t>(person)));
    const auto answer = facilitator_.Ask(&v1::AccessService::Stub::CreateToken, request);
    client = std::make_unique<ApiClient>(facilitator_.channel(), answer.secret());
  }
  return *client;
}

ApiClient ApiStory::WithRole(int role) const {
  v1::CreateTokenRequest request;
  request.set_parent(name());
  request.set_role(static_cast<v1::Role>(role));
  return facilitator_.As(facilitator_.Ask(&v1::AccessService::Stub::CreateToken, request).secret());
}

void ApiStory::OpenRound() {
  v1::OpenRoundRequest request;
  request.set_parent(name());
  facilitator_.Ask(&v1::RoundService::Stub::OpenRound, request);
}

void ApiStory::CastBallot(int round, int person) {
  v1::CastBallotRequest request;
  request.set_parent(Name("rounds", std::to_string(round)));
  for (const char* item : {"pain", "sleep"}) {
    auto& answer = *request.add_answers();
    answer.set_item(Name("items", item));
    answer.set_score(kLeastScore + person);
  }
  Participant(person).Ask(&v1::BallotService::Stub::CastBallot, request);
}

void ApiStory::CloseRound(int round) {
  v1::CloseRoundRequest request;
  request.set_name(Name("rounds", std::to_string(round)));
  facilitator_.Ask(&v1::RoundService::Stub::CloseRound, request);
}

void ApiStory::PlayWorkshop() {
  v1::RecordAttendanceRequest attendance;
  attendance.set_parent(Name("rounds", "2"));
  for (const std::string& person : people_)
    attendance.add_participants(person);
  facilitator_.Ask(&v1::PanelService::Stub::RecordAttendance, attendance);
  v1::CallVoteRequest call;
  call.set_parent(Name("rounds", "2"));
  call.set_vote_id("v1");
  call.set_item(Name("items", "pain"));
  call.set_kind(v1::VOTE_KIND_RATING);
  facilitator_.Ask(&v1::VoteService::Stub::CallVote, call);
  for (int iteration = 1; iteration <= 2; ++iteration) {
    v1::OpenVoteRequest open;
    open.set_name(Name("votes", "v1"));
    facilitator_.Ask(&v1::VoteService::Stub::OpenVote, open);
    for (int person = 0; person < kPeople; ++person) {
      v1::CastVoteRequest cast;
      cast.set_name(Name("votes", "v1"));
      cast.set_score(kLeastScore + person);
      Participant(person).Ask(&v1::VoteService::Stub::CastVote, cast);
    }
    v1::CloseVoteRequest close;
    close.set_name(Name("votes", "v1"));
    facilitator_.Ask(&v1::VoteService::Stub::CloseVote, close);
  }
}

void ApiStory::PlayThrough() {
  OpenRound();
  for (int person = 0; person < kPeople; ++person)
    CastBallot(1, person);
  CloseRound(1);
  OpenRound();
  PlayWorkshop();
  CloseRound(2);
  v1::RecordDecisionsRequest decide;
  decide.set_parent(name());
  facilitator_.Ask(&v1::DecisionService::Stub::RecordDecisions, decide);
  OpenRound();
  CastBallot(3, 0);
}

}  // namespace quorate::support
