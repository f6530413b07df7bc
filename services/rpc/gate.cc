#include "services/rpc/gate.h"

#include <array>
#include <atomic>
#include <memory>
#include <utility>

#include "engine/log/digest.h"
#include "services/auth/authentication.h"
#include "services/auth/authorization.h"
#include "services/rpc/names.h"
#include "services/rpc/pager.h"
#include "services/rpc/status.h"

namespace quorate::services::rpc {

namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

// The text of the request's field of that name; empty without such a field.
std::string TextField(const Message& request, const char* name) {
  const FieldDescriptor* field = request.GetDescriptor()->FindFieldByName(name);
  if (field == nullptr || field->type() != FieldDescriptor::TYPE_STRING || field->is_repeated())
    return {};
  return request.GetReflection()->GetString(request, field);
}

// What the request is about: its `name`, or its `parent`.
std::string ResourceOf(const Message& request) {
  std::string name = TextField(request, "name");
  return name.empty() ? TextField(request, "parent") : name;
}

// "studies/{study}/participants/{participant}" and longer, as far as it is of that form.
Target TargetOf(std::string_view resource) {
  Target target;
  constexpr std::string_view kStudies = "studies/";
  if (!resource.starts_with(kStudies)) return target;
  resource.remove_prefix(kStudies.size());
  const std::size_t slash = resource.find('/');
  target.study = resource.substr(0, slash);
  constexpr std::string_view kParticipants = "/participants/";
  if (slash != std::string_view::npos && resource.substr(slash).starts_with(kParticipants)) {
    target.participant = resource.substr(slash + kParticipants.size());
  }
  return target;
}

bool IsHex(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

// 8-4-4-4-12 hexadecimal digits; which kind of UUID is the caller's business.
bool IsUuid(std::string_view text) {
  constexpr std::string_view kForm = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";
  if (text.size() != kForm.size()) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (kForm[i] == '-' ? text[i] != '-' : !IsHex(text[i])) return false;
  }
  return true;
}

bool IsMutation(const Message& request) {
  return request.GetDescriptor()->FindFieldByName("request_id") != nullptr;
}

// Tells this run's calls from each other; the journal's times tell runs apart.
std::string NextCallNumber() {
  static std::atomic<std::uint64_t> count = 0;
  return std::to_string(++count);
}

}  // namespace

std::string AuthorizationHeader(const grpc::ServerContextBase& context) {
  const auto& headers = context.client_metadata();
  const auto [begin, end] = headers.equal_range("authorization");
  if (begin == end || std::next(begin) != end) return {};
  return {begin->second.data(), begin->second.size()};
}

Gate::Passage Gate::Enter(std::string_view method, const Message& request) const {
  Passage passage{std::string(method),
                  NextCallNumber(),
                  ResourceOf(request),
                  {},
                  std::chrono::steady_clock::now()};
  std::string request_id = TextField(request, "request_id");
  if (IsUuid(request_id)) passage.request_id = std::move(request_id);
  return passage;
}

engine::Result<Call> Gate::Admit(std::string_view authorization,
                                 const Passage& passage,
                                 const Message& request) const {
  Call call{backend_, {}, {}, passage.request_id, {}};
  QUORATE_ASSIGN_OR_RETURN(call.caller, Authenticate(backend_.store, authorization));
  const Target target = TargetOf(passage.resource);
  const Permission* line = FindPermission(passage.method);
  const bool about_study = line != nullptr && line->reach == Reach::kOwnStudy;
  if (about_study && target.study.empty() && line->roles.Holds(call.caller.role)) {
    const bool by_name = request.GetDescriptor()->FindFieldByName("name") != nullptr;
    return engine::Refuse(engine::Reason::kInvalidArgument,
                          by_name ? "name" : "parent",
                          "must begin with studies/{study}");
  }
  QUORATE_RETURN_IF_ERROR(Authorize(call.caller, passage.method, target));
  call.study = target.study;
  if (!IsMutation(request)) return call;
  if (call.request_id.empty()) {
    return engine::Refuse(
        engine::Reason::kInvalidArgument,
        "request_id",
        "must be a UUID of the caller's making, such as "
        "\"6f1c1f9e-2f0b-4f43-9a53-0a5d6c1f2b77\", a new one for each new request");
  }
  call.fingerprint = engine::ToHex(engine::Sha256(passage.method + "\n" + CanonicalBytes(request)));
  return call;
}

void Gate::Leave(const Passage& passage,
                 const grpc::Status& status,
                 std::string_view reason) const {
  const std::chrono::duration<double, std::milli> taken =
      std::chrono::steady_clock::now() - passage.begin;
  backend_.journal.called({passage.method,
                           std::string(CodeName(status.error_code())),
                           std::string(reason),
                           passage.call,
                           passage.request_id,
                           taken.count()});
}

grpc::Status Gate::HangUp(const Passage& passage) const {
  const grpc::Status status(grpc::StatusCode::CANCELLED, "the caller has hung up");
  Leave(passage, status, "");
  return status;
}

grpc::Status Gate::Conclude(const Passage& passage, const engine::Status& outcome) const {
  grpc::Status status;
  std::string reason;
  if (!outcome) {
    engine::Error error = outcome.error();
    if (error.reason == engine::Reason::kUnknownStudy)
      error = UnknownStudy(TargetOf(passage.resource).study);
    reason = Name(error.reason);
    status = ToGrpc(error, {passage.call, passage.resource});
  }
  Leave(passage, status, reason);
  return status;
}

grpc::Status Gate::Fail(const Passage& passage, const std::exception& exception) const {
  backend_.journal.warn("call " + passage.call + " threw: " + exception.what());
  grpc::Status status = InternalError({passage.call, passage.resource});
  Leave(passage, status, "INTERNAL");
  return status;
}

grpc::Status Gate::Pass(grpc::ServerContextBase& context,
                        std::string_view method,
                        const Message& request,
                        const std::function<engine::Status(const Call&)>& call) const {
  const Passage passage = Enter(method, request);
  try {
    if (context.IsCancelled()) return HangUp(passage);
    const engine::Result<Call> admitted = Admit(AuthorizationHeader(context), passage, request);
    if (!admitted) return Conclude(passage, tl::unexpected(admitted.error()));
    return Conclude(passage, call(*admitted));
  } catch (const std::exception& exception) {
    return Fail(passage, exception);
  }
}

void Gate::PassLater(grpc::ServerContextBase& context,
                     std::string_view method,
                     const Message& request,
                     const std::function<engine::Status(const Call&, Ending)>& call,
                     std::function<void(grpc::Status)> finish) const {
  const auto passage = std::make_shared<const Passage>(Enter(method, request));
  try {
    if (context.IsCancelled()) return finish(HangUp(*passage));
    const engine::Result<Call> admitted = Admit(AuthorizationHeader(context), *passage, request);
    if (!admitted) return finish(Conclude(*passage, tl::unexpected(admitted.error())));
    const engine::Status begun =
        call(*admitted, [this, passage, finish](const engine::Status& outcome) {
          finish(Conclude(*passage, outcome));
        });
    if (!begun) finish(Conclude(*passage, begun));
  } catch (const std::exception& exception) {
    finish(Fail(*passage, exception));
  }
}

}  // namespace quorate::services::rpc
