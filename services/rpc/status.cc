#include "services/rpc/status.h"

#include <algorithm>
#include <string>

#include "google/rpc/code.pb.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"

namespace quorate::services::rpc {

namespace {

using engine::Error;
using engine::Reason;

constexpr std::size_t kMessageBytesMax = 700;    // Up to three times as long on the wire.
constexpr std::size_t kViolationBytesMax = 300;  // Of one description.
constexpr std::size_t kDetailBytesMax = 3'500;   // Of all violations together.
constexpr std::size_t kResourceBytesMax = 200;

// `text` cut to at most `bytes`, between characters, with a mark where something was cut.
std::string Cut(std::string_view text, std::size_t bytes) {
  if (text.size() <= bytes) return std::string(text);
  std::size_t end = bytes;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U)
    --end;
  return std::string(text.substr(0, end)) + "…";
}

// The violations that fit, the last one saying how many do not.
std::vector<engine::Violation> Fitting(const std::vector<engine::Violation>& violations) {
  std::vector<engine::Violation> fitting;
  std::size_t bytes = 0;
  for (const engine::Violation& violation : violations) {
    engine::Violation cut{Cut(violation.field, kViolationBytesMax),
                          Cut(violation.message, kViolationBytesMax)};
    bytes += cut.field.size() + cut.message.size() + 8;
    if (bytes > kDetailBytesMax) {
      const std::size_t left = violations.size() - fitting.size();
      fitting.push_back({"…", "and " + std::to_string(left) + " more"});
      break;
    }
    fitting.push_back(std::move(cut));
  }
  return fitting;
}

template <typename Detail>
void Attach(const Detail& detail, google::rpc::Status& status) {
  status.add_details()->PackFrom(detail);
}

void AttachBadRequest(const Error& error, google::rpc::Status& status) {
  google::rpc::BadRequest detail;
  for (const engine::Violation& violation : Fitting(error.violations)) {
    auto& field = *detail.add_field_violations();
    field.set_field(violation.field);
    field.set_description(violation.message);
  }
  Attach(detail, status);
}

void AttachPrecondition(const Error& error,
                        const std::string& resource,
                        google::rpc::Status& status) {
  google::rpc::PreconditionFailure detail;
  std::vector<engine::Violation> violations = Fitting(error.violations);
  if (violations.empty()) violations.push_back({resource, Cut(error.message, kViolationBytesMax)});
  for (const engine::Violation& violation : violations) {
    auto& condition = *detail.add_violations();
    condition.set_type(Name(error.reason));
    condition.set_subject(violation.field);
    condition.set_description(violation.message);
  }
  Attach(detail, status);
}

void AttachQuota(const Error& error, google::rpc::Status& status) {
  google::rpc::QuotaFailure detail;
  auto& limit = *detail.add_violations();
  limit.set_subject(error.violations.empty() ? "server"
                                             : Cut(error.violations[0].field, kViolationBytesMax));
  limit.set_description(Cut(error.message, kViolationBytesMax));
  Attach(detail, status);
}

void AttachRetry(std::int64_t seconds, google::rpc::Status& status) {
  google::rpc::RetryInfo detail;
  detail.mutable_retry_delay()->set_seconds(seconds);
  Attach(detail, status);
}

const char* ResourceType(Reason reason) {
  switch (reason) {
    case Reason::kUnknownStudy:
      return "study";
    case Reason::kUnknownItem:
      return "item";
    case Reason::kUnknownParticipant:
      return "participant";
    case Reason::kUnknownGroup:
      return "group";
    case Reason::kUnknownRound:
      return "round";
    case Reason::kUnknownVote:
      return "vote";
    case Reason::kUnknownEntry:
      return "entry";
    default:
      return "";
  }
}

void AttachResource(const Error& error, const std::string& resource, google::rpc::Status& status) {
  google::rpc::ResourceInfo detail;
  detail.set_resource_type(ResourceType(error.reason));
  detail.set_resource_name(resource);
  detail.set_description(Cut(error.message, kViolationBytesMax));
  Attach(detail, status);
}

void AttachByCode(grpc::StatusCode code,
                  const Error& error,
                  const std::string& resource,
                  google::rpc::Status& status) {
  if (code == grpc::StatusCode::INVALID_ARGUMENT && !error.violations.empty()) {
    AttachBadRequest(error, status);
  } else if (code == grpc::StatusCode::FAILED_PRECONDITION) {
    AttachPrecondition(error, resource, status);
  } else if (code == grpc::StatusCode::NOT_FOUND || code == grpc::StatusCode::ALREADY_EXISTS) {
    AttachResource(error, resource, status);
    if (!error.violations.empty()) AttachBadRequest(error, status);
  } else if (code == grpc::StatusCode::RESOURCE_EXHAUSTED) {
    AttachQuota(error, status);
    if (error.reason == Reason::kBusy) AttachRetry(1, status);
    if (error.reason == Reason::kStorageFull) AttachRetry(60, status);
  } else if (code == grpc::StatusCode::UNAVAILABLE) {
    AttachRetry(1, status);
  }
}

grpc::Status Finish(grpc::StatusCode code, google::rpc::Status& status) {
  status.set_code(static_cast<int>(code));
  return {code, status.message(), status.SerializeAsString()};
}

}  // namespace

grpc::StatusCode CodeFor(Reason reason) {
  switch (reason) {
    case Reason::kInvalidArgument:
    case Reason::kInvalidRule:
    case Reason::kInvalidProtocol:
    case Reason::kRequestIdReused:
      return grpc::StatusCode::INVALID_ARGUMENT;
    case Reason::kUnknownStudy:
    case Reason::kUnknownItem:
    case Reason::kUnknownParticipant:
    case Reason::kUnknownGroup:
    case Reason::kUnknownRound:
    case Reason::kUnknownVote:
    case Reason::kUnknownEntry:
      return grpc::StatusCode::NOT_FOUND;
    case Reason::kAlreadyExists:
      return grpc::StatusCode::ALREADY_EXISTS;
    case Reason::kProtocolFrozen:
    case Reason::kProtocolNotFrozen:
    case Reason::kRoundNotOpen:
    case Reason::kRoundOpen:
    case Reason::kVoteNotOpen:
    case Reason::kVoteOpen:
    case Reason::kNotEligible:
    case Reason::kWithdrawn:
    case Reason::kStudyConcluded:
    case Reason::kWrongState:
      return grpc::StatusCode::FAILED_PRECONDITION;
    case Reason::kNotPermitted:
      return grpc::StatusCode::PERMISSION_DENIED;
    case Reason::kUnauthenticated:
      return grpc::StatusCode::UNAUTHENTICATED;
    case Reason::kStaleEtag:
      return grpc::StatusCode::ABORTED;
    case Reason::kTooLarge:
    case Reason::kBusy:
    case Reason::kStorageFull:
      return grpc::StatusCode::RESOURCE_EXHAUSTED;
    case Reason::kUnavailable:
      return grpc::StatusCode::UNAVAILABLE;
    case Reason::kForkRefused:
    case Reason::kCorruptLog:
      return grpc::StatusCode::DATA_LOSS;
    case Reason::kUnreadable:
      return grpc::StatusCode::INTERNAL;
  }
  return grpc::StatusCode::INTERNAL;
}

grpc::Status ToGrpc(const Error& error, const ErrorPlace& place) {
  const grpc::StatusCode code = CodeFor(error.reason);
  const std::string resource = Cut(place.resource, kResourceBytesMax);
  google::rpc::Status status;
  status.set_message(Cut(error.message, kMessageBytesMax));
  google::rpc::ErrorInfo info;
  info.set_reason(Name(error.reason));
  info.set_domain("quorate");
  if (!resource.empty()) (*info.mutable_metadata())["resource"] = resource;
  Attach(info, status);
  AttachByCode(code, error, resource, status);
  google::rpc::RequestInfo request;
  request.set_request_id(place.call);
  Attach(request, status);
  return Finish(code, status);
}

grpc::Status InternalError(const ErrorPlace& place) {
  google::rpc::Status status;
  status.set_message("the server failed at this call; whoever runs it finds call " + place.call +
                     " in its log");
  google::rpc::ErrorInfo info;
  info.set_reason("INTERNAL");
  info.set_domain("quorate");
  Attach(info, status);
  google::rpc::RequestInfo request;
  request.set_request_id(place.call);
  Attach(request, status);
  return Finish(grpc::StatusCode::INTERNAL, status);
}

std::string_view CodeName(grpc::StatusCode code) {
  return google::rpc::Code_Name(static_cast<google::rpc::Code>(code));
}

}  // namespace quorate::services::rpc
