// Who may call what, asked of a running server for every method the descriptors know and every kind
// of caller. The table is the expectation; the sensitive lines are written out again by hand, so
// that a slip in the table is seen.

#include <map>
#include <set>

#include <gtest/gtest.h>

#include "quorate/v1/access.grpc.pb.h"

#include "services/auth/authorization.h"
#include "services/rpc/grpc_services.h"
#include "tests/support/api_story.h"
#include "tests/support/raw_call.h"

namespace quorate {
namespace {

namespace v1 = ::quorate::v1;
using engine::Role;
using google::protobuf::MethodDescriptor;
using services::FindPermission;
using services::Permission;
using services::Reach;
using support::ApiStory;

// A request that names the study and is complete as far as the gate looks.
std::unique_ptr<google::protobuf::Message> RequestAbout(const MethodDescriptor& method,
                                                        const std::string& study) {
  auto request = support::NewRequest(method);
  for (const char* name : {"name", "parent"}) {
    const auto* field = request->GetDescriptor()->FindFieldByName(name);
    if (field != nullptr) request->GetReflection()->SetString(request.get(), field, study);
  }
  support::CompleteRequestId(*request);
  return request;
}

grpc::StatusCode CodeOf(const ApiStory& story,
                        const std::string& token,
                        const MethodDescriptor& method,
                        const std::string& study) {
  const auto request = RequestAbout(method, study);
  return support::CallRaw(story.facilitator().channel(), token, method, *request)
      .status.error_code();
}

const MethodDescriptor& Method(const std::string& path) {
  for (const MethodDescriptor* method : support::EveryMethod()) {
    if (support::PathOf(*method) == "/quorate.v1." + path) return *method;
  }
  ADD_FAILURE() << "no method " << path;
  return *support::EveryMethod().front();
}

class PermissionsTest : public testing::Test {
 protected:
  PermissionsTest() : demo_(server_, "demo"), other_(server_, "other") {
    tokens_[Role::kParticipant] = demo_.Participant(0).token();
    tokens_[Role::kObserver] = demo_.WithRole(v1::ROLE_OBSERVER).token();
    tokens_[Role::kAuditor] = demo_.WithRole(v1::ROLE_AUDITOR).token();
    tokens_[Role::kIntegrator] = demo_.WithRole(v1::ROLE_INTEGRATOR).token();
    // Last, for it succeeds at most things and concludes the study.
    tokens_[Role::kFacilitator] = demo_.WithRole(v1::ROLE_FACILITATOR).token();
  }

  support::TestServer server_;
  ApiStory demo_;
  ApiStory other_;
  std::map<Role, std::string> tokens_;
};

TEST_F(PermissionsTest, EveryMethodHasALineAndEveryLineAMethod) {
  EXPECT_TRUE(services::rpc::CheckAuthorizationTable());
  EXPECT_EQ(support::EveryMethod().size(), services::Permissions().size());
  EXPECT_GE(services::Permissions().size(), 55U);
}

TEST_F(PermissionsTest, NobodyGetsInWithoutAGoodToken) {
  v1::CreateTokenRequest request;
  request.set_parent(demo_.name());
  request.set_role(v1::ROLE_FACILITATOR);
  const auto made = demo_.facilitator().Ask(&v1::AccessService::Stub::CreateToken, request);
  v1::RevokeTokenRequest revoke;
  revoke.set_name(made.token().name());
  EXPECT_TRUE(demo_.facilitator().Ask(&v1::AccessService::Stub::RevokeToken, revoke).revoked());
  for (const MethodDescriptor* method : support::EveryMethod()) {
    for (const std::string& token : {std::string(), std::string("nonsense"), made.secret()}) {
      EXPECT_EQ(CodeOf(demo_, token, *method, demo_.name()), grpc::StatusCode::UNAUTHENTICATED)
          << support::PathOf(*method);
    }
  }
}

TEST_F(PermissionsTest, RolesGetInExactlyWhereTheTableSaysSo) {
  for (const Role role : {Role::kParticipant,
                          Role::kObserver,
                          Role::kAuditor,
                          Role::kIntegrator,
                          Role::kFacilitator}) {
    for (const MethodDescriptor* method : support::EveryMethod()) {
      const Permission& line = *FindPermission(support::PathOf(*method));
      const bool expected = line.roles.Holds(role) && line.reach != Reach::kWholeServer;
      const grpc::StatusCode code = CodeOf(demo_, tokens_[role], *method, demo_.name());
      EXPECT_NE(code, grpc::StatusCode::UNAUTHENTICATED) << support::PathOf(*method);
      EXPECT_NE(code, grpc::StatusCode::INTERNAL) << support::PathOf(*method);
      EXPECT_EQ(code != grpc::StatusCode::PERMISSION_DENIED, expected)
          << support::PathOf(*method) << " as " << services::Name(role);
    }
  }
}

TEST_F(PermissionsTest, OtherStudiesAreNotThere) {
  const std::string missing = "studies/missing";
  for (const auto& [role, token] : tokens_) {
    for (const MethodDescriptor* method : support::EveryMethod()) {
      const Permission& line = *FindPermission(support::PathOf(*method));
      if (line.reach != Reach::kOwnStudy || !line.roles.Holds(role)) continue;
      auto request = RequestAbout(*method, other_.name());
      const auto foreign =
          support::CallRaw(demo_.facilitator().channel(), token, *method, *request);
      EXPECT_EQ(foreign.status.error_code(), grpc::StatusCode::NOT_FOUND)
          << support::PathOf(*method) << " as " << services::Name(role);
      EXPECT_EQ(support::ReasonOf(foreign.status), "UNKNOWN_STUDY");
      request = RequestAbout(*method, missing);
      const auto absent = support::CallRaw(demo_.facilitator().channel(), token, *method, *request);
      std::string expected = absent.status.error_message();
      expected.replace(expected.find("missing"), 7, "other");
      EXPECT_EQ(foreign.status.error_message(), expected) << support::PathOf(*method);
    }
  }
}

TEST_F(PermissionsTest, SensitiveMethodsAreClosedByName) {
  const std::map<std::string, std::set<Role>> open_to = {
      {"StudyService/FreezeProtocol", {Role::kFacilitator}},
      {"StudyService/ConcludeStudy", {Role::kFacilitator}},
      {"RoundService/CloseRound", {Role::kFacilitator}},
      {"VoteService/CastVote", {Role::kParticipant}},
      {"VoteService/EnterVote", {Role::kFacilitator}},
      {"BallotService/CastBallot", {Role::kParticipant}},
      {"BallotService/GetMyBallot", {Role::kParticipant}},
      {"BallotService/GetReceipt", {Role::kParticipant}},
      {"BallotService/EnterBallots", {Role::kFacilitator, Role::kIntegrator}},
      {"ResultService/GetFeedback", {Role::kParticipant}},
      {"LogService/ListOpenings", {Role::kAuditor}},
      {"AccessService/CreateToken", {Role::kFacilitator}},
      {"AccessService/ListTokens", {Role::kFacilitator}},
      {"AccessService/RevokeToken", {Role::kFacilitator}},
      {"PanelService/ListParticipants", {Role::kFacilitator, Role::kIntegrator, Role::kAuditor}},
  };
  for (const auto& [path, roles] : open_to) {
    for (const auto& [role, token] : tokens_) {
      const grpc::StatusCode code = CodeOf(demo_, token, Method(path), demo_.name());
      EXPECT_EQ(code != grpc::StatusCode::PERMISSION_DENIED, roles.contains(role))
          << path << " as " << services::Name(role);
    }
  }
}

TEST_F(PermissionsTest, ParticipantWithdrawsItselfAndNobodyElse) {
  const MethodDescriptor& withdraw = Method("PanelService/WithdrawParticipant");
  const std::string& token = tokens_[Role::kParticipant];
  EXPECT_EQ(CodeOf(demo_, token, withdraw, demo_.people()[1]), grpc::StatusCode::PERMISSION_DENIED);
  EXPECT_EQ(CodeOf(demo_, token, withdraw, demo_.people()[0]), grpc::StatusCode::OK);
}

TEST_F(PermissionsTest, FacilitatorOfOneStudyMakesNoServerWideToken) {
  auto request = support::NewRequest(Method("AccessService/CreateToken"));
  auto& create = dynamic_cast<v1::CreateTokenRequest&>(*request);
  create.set_parent("studies/-");
  create.set_role(v1::ROLE_FACILITATOR);
  const auto bound = demo_.facilitator().As(tokens_[Role::kFacilitator]);
  EXPECT_EQ(bound.Try(&v1::AccessService::Stub::CreateToken, create).error_code(),
            grpc::StatusCode::NOT_FOUND);
  EXPECT_TRUE(demo_.facilitator().Try(&v1::AccessService::Stub::CreateToken, create).ok());
}

}  // namespace
}  // namespace quorate
