#include "services/auth/authorization.h"

#include <set>

#include <gtest/gtest.h>

namespace quorate::services {
namespace {

using engine::Reason;
using engine::Role;

Caller CallerOf(Role role, std::string study = "demo", std::string participant = "") {
  return {role, "id", std::move(study), std::move(participant)};
}

Reason ReasonFor(const Caller& caller, std::string_view method, const Target& target) {
  const auto status = Authorize(caller, method, target);
  EXPECT_FALSE(status) << method;
  return status ? Reason::kUnreadable : status.error().reason;
}

constexpr std::string_view kGetStudy = "/quorate.v1.StudyService/GetStudy";
constexpr std::string_view kWithdraw = "/quorate.v1.PanelService/WithdrawParticipant";

TEST(AuthorizationTest, MethodWithoutALineIsRefused) {
  EXPECT_EQ(
      ReasonFor(CallerOf(Role::kFacilitator, ""), "/quorate.v1.StudyService/DropEverything", {}),
      Reason::kNotPermitted);
}

TEST(AuthorizationTest, NoMethodHasTwoLines) {
  std::set<std::string_view> methods;
  for (const Permission& line : Permissions())
    EXPECT_TRUE(methods.insert(line.method).second) << line.method;
}

TEST(AuthorizationTest, ForeignStudyReadsLikeOneThatDoesNotExist) {
  const auto status = Authorize(CallerOf(Role::kObserver), kGetStudy, {"other", ""});
  ASSERT_FALSE(status);
  EXPECT_EQ(status.error().reason, Reason::kUnknownStudy);
  EXPECT_EQ(status.error().message, UnknownStudy("other").message);
  EXPECT_TRUE(Authorize(CallerOf(Role::kObserver), kGetStudy, {"demo", ""}));
  EXPECT_TRUE(Authorize(CallerOf(Role::kFacilitator, ""), kGetStudy, {"other", ""}));
}

// The role is judged first, so that a refusal tells nothing about the study.
TEST(AuthorizationTest, WrongRoleIsRefusedWhateverTheStudy) {
  const auto own =
      Authorize(CallerOf(Role::kObserver), "/quorate.v1.RoundService/CloseRound", {"demo", ""});
  const auto other =
      Authorize(CallerOf(Role::kObserver), "/quorate.v1.RoundService/CloseRound", {"other", ""});
  ASSERT_FALSE(own);
  ASSERT_FALSE(other);
  EXPECT_EQ(own.error().reason, Reason::kNotPermitted);
  EXPECT_EQ(own.error().message, other.error().message);
}

TEST(AuthorizationTest, ParticipantActsForItselfOnly) {
  const Caller self = CallerOf(Role::kParticipant, "demo", "p7");
  EXPECT_TRUE(Authorize(self, kWithdraw, {"demo", "p7"}));
  EXPECT_EQ(ReasonFor(self, kWithdraw, {"demo", "p8"}), Reason::kNotPermitted);
  EXPECT_TRUE(Authorize(CallerOf(Role::kFacilitator), kWithdraw, {"demo", "p8"}));
}

TEST(AuthorizationTest, OnlyServerWideFacilitatorsCreateStudies) {
  constexpr std::string_view kCreate = "/quorate.v1.StudyService/CreateStudy";
  EXPECT_TRUE(Authorize(CallerOf(Role::kFacilitator, ""), kCreate, {}));
  EXPECT_EQ(ReasonFor(CallerOf(Role::kFacilitator), kCreate, {}), Reason::kNotPermitted);
}

TEST(AuthorizationTest, OpeningsAreTheAuditorsAlone) {
  for (const Role role :
       {Role::kFacilitator, Role::kParticipant, Role::kObserver, Role::kIntegrator}) {
    EXPECT_EQ(ReasonFor(CallerOf(role), "/quorate.v1.LogService/ListOpenings", {"demo", ""}),
              Reason::kNotPermitted);
  }
  EXPECT_TRUE(
      Authorize(CallerOf(Role::kAuditor), "/quorate.v1.LogService/ListOpenings", {"demo", ""}));
}

TEST(AuthorizationTest, HealthAndReflectionAreOpenAndNothingOfOursIs) {
  EXPECT_TRUE(IsOpenToAll("/grpc.health.v1.Health/Check"));
  EXPECT_TRUE(IsOpenToAll("/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo"));
  for (const Permission& line : Permissions())
    EXPECT_FALSE(IsOpenToAll(line.method));
}

}  // namespace
}  // namespace quorate::services
