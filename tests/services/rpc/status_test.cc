#include "services/rpc/status.h"

#include <set>

#include <gtest/gtest.h>

#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"

namespace quorate::services::rpc {
namespace {

using engine::Error;
using engine::Reason;

const std::vector<Reason>& EveryReason() {
  static const std::vector<Reason> reasons = [] {
    std::vector<Reason> all;
    for (int i = 0; i <= static_cast<int>(Reason::kUnreadable); ++i)
      all.push_back(static_cast<Reason>(i));
    return all;
  }();
  return reasons;
}

google::rpc::Status Details(const grpc::Status& status) {
  google::rpc::Status details;
  EXPECT_TRUE(details.ParseFromString(status.error_details()));
  return details;
}

template <typename Detail>
std::vector<Detail> AllOf(const grpc::Status& status) {
  std::vector<Detail> found;
  const google::rpc::Status details = Details(status);
  Detail detail;
  for (const auto& any : details.details()) {
    if (any.UnpackTo(&detail)) found.push_back(detail);
  }
  return found;
}

TEST(StatusTest, EveryReasonHasACodeAndOneErrorInfo) {
  std::set<std::string> names;
  for (const Reason reason : EveryReason()) {
    const grpc::Status status = ToGrpc({reason, "so it is", {}}, {"17", "studies/demo"});
    EXPECT_FALSE(status.ok()) << Name(reason);
    EXPECT_EQ(status.error_message(), "so it is");
    const auto infos = AllOf<google::rpc::ErrorInfo>(status);
    ASSERT_EQ(infos.size(), 1U) << Name(reason);
    EXPECT_EQ(infos[0].reason(), Name(reason));
    EXPECT_EQ(infos[0].domain(), "quorate");
    EXPECT_EQ(infos[0].metadata().at("resource"), "studies/demo");
    EXPECT_EQ(Details(status).code(), static_cast<int>(status.error_code()));
    EXPECT_TRUE(names.insert(infos[0].reason()).second);
  }
}

TEST(StatusTest, CodesSayWhatACallerShouldDo) {
  EXPECT_EQ(CodeFor(Reason::kInvalidProtocol), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_EQ(CodeFor(Reason::kRequestIdReused), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_EQ(CodeFor(Reason::kUnknownStudy), grpc::StatusCode::NOT_FOUND);
  EXPECT_EQ(CodeFor(Reason::kAlreadyExists), grpc::StatusCode::ALREADY_EXISTS);
  EXPECT_EQ(CodeFor(Reason::kRoundNotOpen), grpc::StatusCode::FAILED_PRECONDITION);
  EXPECT_EQ(CodeFor(Reason::kNotPermitted), grpc::StatusCode::PERMISSION_DENIED);
  EXPECT_EQ(CodeFor(Reason::kUnauthenticated), grpc::StatusCode::UNAUTHENTICATED);
  EXPECT_EQ(CodeFor(Reason::kStaleEtag), grpc::StatusCode::ABORTED);
  EXPECT_EQ(CodeFor(Reason::kStorageFull), grpc::StatusCode::RESOURCE_EXHAUSTED);
  EXPECT_EQ(CodeFor(Reason::kUnavailable), grpc::StatusCode::UNAVAILABLE);
  EXPECT_EQ(CodeFor(Reason::kCorruptLog), grpc::StatusCode::DATA_LOSS);
}

// UNAVAILABLE is what clients retry blindly: nothing else may carry it.
TEST(StatusTest, OnlyUnavailableIsUnavailable) {
  for (const Reason reason : EveryReason()) {
    EXPECT_EQ(CodeFor(reason) == grpc::StatusCode::UNAVAILABLE, reason == Reason::kUnavailable)
        << Name(reason);
  }
}

TEST(StatusTest, EveryViolationIsNamed) {
  const grpc::Status status =
      ToGrpc({Reason::kInvalidArgument,
              "both",
              {{"answers[0].score", "is off the scale"}, {"answers[1]", "stands twice"}}},
             {"1", ""});
  const auto requests = AllOf<google::rpc::BadRequest>(status);
  ASSERT_EQ(requests.size(), 1U);
  ASSERT_EQ(requests[0].field_violations_size(), 2);
  EXPECT_EQ(requests[0].field_violations(0).field(), "answers[0].score");
  EXPECT_EQ(requests[0].field_violations(1).description(), "stands twice");
}

TEST(StatusTest, LongListsAreCutBelowWhatClientsAccept) {
  Error error{Reason::kInvalidArgument, std::string(5000, 'x'), {}};
  for (int i = 0; i < 1000; ++i)
    error.violations.push_back({"rows[" + std::to_string(i) + "]", "é is wrong"});
  const grpc::Status status = ToGrpc(error, {"1", std::string(5000, 's')});
  EXPECT_LT(status.error_details().size() + 3 * status.error_message().size(), 8000U);
  const auto requests = AllOf<google::rpc::BadRequest>(status);
  ASSERT_EQ(requests.size(), 1U);
  const auto& last = *requests[0].field_violations().rbegin();
  EXPECT_EQ(last.description(),
            "and " + std::to_string(1001 - requests[0].field_violations_size()) + " more");
}

TEST(StatusTest, TextIsCutBetweenCharacters) {
  std::string text(699, 'x');
  text += "éééé";
  const grpc::Status status = ToGrpc({Reason::kWrongState, text, {}}, {"1", ""});
  EXPECT_EQ(status.error_message(), std::string(699, 'x') + "…");
}

TEST(StatusTest, StatesAndLimitsCarryTheirDetails) {
  const auto preconditions = AllOf<google::rpc::PreconditionFailure>(
      ToGrpc({Reason::kRoundNotOpen, "closed", {}}, {"1", "studies/d"}));
  ASSERT_EQ(preconditions.size(), 1U);
  EXPECT_EQ(preconditions[0].violations(0).type(), "ROUND_NOT_OPEN");
  EXPECT_EQ(preconditions[0].violations(0).subject(), "studies/d");

  const auto resources =
      AllOf<google::rpc::ResourceInfo>(ToGrpc({Reason::kUnknownItem, "none", {}}, {"1", "n"}));
  ASSERT_EQ(resources.size(), 1U);
  EXPECT_EQ(resources[0].resource_type(), "item");

  const grpc::Status busy = ToGrpc({Reason::kBusy, "many", {}}, {"1", ""});
  EXPECT_EQ(AllOf<google::rpc::QuotaFailure>(busy).size(), 1U);
  EXPECT_EQ(AllOf<google::rpc::RetryInfo>(busy).size(), 1U);
  const grpc::Status large = ToGrpc({Reason::kTooLarge, "large", {}}, {"1", ""});
  EXPECT_EQ(AllOf<google::rpc::RetryInfo>(large).size(), 0U);
}

TEST(StatusTest, InternalErrorTellsOnlyWhereToLookItUp) {
  const grpc::Status status = InternalError({"42", "studies/demo"});
  EXPECT_EQ(status.error_code(), grpc::StatusCode::INTERNAL);
  EXPECT_NE(status.error_message().find("42"), std::string::npos);
  EXPECT_EQ(AllOf<google::rpc::RequestInfo>(status).at(0).request_id(), "42");
}

}  // namespace
}  // namespace quorate::services::rpc
