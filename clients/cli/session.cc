#include "clients/cli/session.h"

#include <algorithm>
#include <chrono>
#include <fstream>
#include <iostream>
#include <iterator>
#include <thread>

#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"

#include "engine/base/text.h"

namespace quorate::cli {

namespace {

using engine::Reason;
using engine::Refuse;
using engine::Result;

constexpr auto kCallTakesAtMost = std::chrono::seconds(60);
constexpr int kTries = 5;
constexpr auto kFirstPause = std::chrono::milliseconds(200);
constexpr std::size_t kTokenFileBytesMax = 4'096;

Result<std::string> ReadWhole(const std::string& path, std::size_t bytes_max) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return Refuse(Reason::kUnreadable, path + " cannot be read");
  std::string text(bytes_max + 1, '\0');
  file.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(file.gcount()));
  if (file.bad()) return Refuse(Reason::kUnreadable, path + " cannot be read");
  if (text.size() > bytes_max) {
    return Refuse(
        Reason::kTooLarge,
        path + " is larger than " + std::to_string(bytes_max) + " bytes; is it the right file?");
  }
  return text;
}

Result<std::string> ReadToken(const AccessFlags& flags) {
  std::string token = flags.token;
  if (token.empty() && !flags.token_file.empty()) {
    QUORATE_ASSIGN_OR_RETURN(token, ReadWhole(flags.token_file, kTokenFileBytesMax));
  }
  token = std::string(engine::Trim(token));
  if (token.empty()) {
    return Refuse(
        Reason::kUnauthenticated,
        "a token is needed: give --token-file FILE (or set QUORATE_TOKEN_FILE); the server's first "
        "one lies in its data folder, facilitator.token");
  }
  const auto printable = [](char c) { return c > ' ' && c < '\x7f'; };
  if (std::all_of(token.begin(), token.end(), printable)) return token;
  return Refuse(Reason::kUnauthenticated,
                "the token holds blanks or other characters that no token has");
}

bool IsLoopback(const std::string& server) {
  return server.starts_with("127.") || server.starts_with("localhost") ||
         server.starts_with("[::1]") || server.starts_with("unix:");
}

Result<std::shared_ptr<grpc::ChannelCredentials>> Credentials(const AccessFlags& flags) {
  if (flags.tls_ca.empty()) {
    if (!IsLoopback(flags.server)) {
      std::cerr << "Note: the connection to " << flags.server
                << " is not encrypted; --tls-ca FILE (or --tls-ca system) encrypts it.\n";
    }
    return grpc::InsecureChannelCredentials();
  }
  grpc::SslCredentialsOptions options;
  if (flags.tls_ca != "system") {
    QUORATE_ASSIGN_OR_RETURN(options.pem_root_certs, ReadWhole(flags.tls_ca, 1U << 20U));
  }
  return grpc::SslCredentials(options);
}

Reason ReasonNamed(std::string_view name, grpc::StatusCode code) {
  for (int i = 0; i <= static_cast<int>(Reason::kUnreadable); ++i) {
    if (Name(static_cast<Reason>(i)) == name) return static_cast<Reason>(i);
  }
  switch (code) {
    case grpc::StatusCode::UNAUTHENTICATED:
      return Reason::kUnauthenticated;
    case grpc::StatusCode::PERMISSION_DENIED:
      return Reason::kNotPermitted;
    case grpc::StatusCode::RESOURCE_EXHAUSTED:
      return Reason::kTooLarge;
    case grpc::StatusCode::INVALID_ARGUMENT:
      return Reason::kInvalidArgument;
    default:
      return Reason::kUnavailable;
  }
}

// Takes what one detail of a refusal says; answers the reason, if it names one.
std::string TakeDetail(const google::protobuf::Any& detail,
                       std::vector<engine::Violation>& violations) {
  google::rpc::BadRequest bad;
  if (detail.UnpackTo(&bad)) {
    for (const auto& one : bad.field_violations())
      violations.push_back({one.field(), one.description()});
  }
  google::rpc::PreconditionFailure failure;
  if (detail.UnpackTo(&failure)) {
    for (const auto& one : failure.violations())
      violations.push_back({one.subject(), one.description()});
  }
  google::rpc::ErrorInfo info;
  return detail.UnpackTo(&info) ? info.reason() : "";
}

}  // namespace

Result<Session> Session::Open(const AccessFlags& flags) {
  QUORATE_ASSIGN_OR_RETURN(std::string token, ReadToken(flags));
  QUORATE_ASSIGN_OR_RETURN(auto credentials, Credentials(flags));
  grpc::ChannelArguments arguments;
  arguments.SetInt(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS, 100);
  arguments.SetInt(GRPC_ARG_MIN_RECONNECT_BACKOFF_MS, 5'000);
  arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, 1'000);
  if (IsLoopback(flags.server)) arguments.SetInt(GRPC_ARG_ENABLE_HTTP_PROXY, 0);
  auto channel = grpc::CreateCustomChannel(flags.server, credentials, arguments);
  return Session(std::move(channel), flags.server, std::move(token));
}

Session Session::As(std::string token) const {
  return {channel_, server_, std::move(token)};
}

void Session::Sign(grpc::ClientContext& context) const {
  context.AddMetadata("authorization", "Bearer " + token_);
}

grpc::Status Session::Try(const std::function<grpc::Status(grpc::ClientContext&)>& call) const {
  auto pause = kFirstPause;
  for (int tries = 1;; ++tries) {
    grpc::ClientContext context;
    Sign(context);
    context.set_deadline(std::chrono::system_clock::now() + kCallTakesAtMost);
    grpc::Status status = call(context);
    if (status.error_code() != grpc::StatusCode::UNAVAILABLE || tries == kTries) return status;
    std::this_thread::sleep_for(pause);
    pause *= 2;
  }
}

void Session::AppendPage(const google::protobuf::Message& page, google::protobuf::Message& all) {
  const auto* reflection = page.GetReflection();
  const auto* descriptor = page.GetDescriptor();
  for (int i = 0; i < descriptor->field_count(); ++i) {
    const auto* field = descriptor->field(i);
    if (!field->is_repeated()) continue;
    if (field->cpp_type() == google::protobuf::FieldDescriptor::CPPTYPE_MESSAGE) {
      // Head counts stand on every page; only the listed things differ from page to page.
      if (field->name() == "responses") continue;
      for (int j = 0; j < reflection->FieldSize(page, field); ++j) {
        reflection->AddMessage(&all, field)
            ->CopyFrom(reflection->GetRepeatedMessage(page, field, j));
      }
    } else if (field->cpp_type() == google::protobuf::FieldDescriptor::CPPTYPE_STRING) {
      for (int j = 0; j < reflection->FieldSize(page, field); ++j) {
        reflection->AddString(&all, field, reflection->GetRepeatedString(page, field, j));
      }
    }
  }
}

engine::Error Session::ErrorOf(const grpc::Status& status) const {
  engine::Error error;
  error.message = status.error_message();
  std::string reason;
  google::rpc::Status details;
  if (details.ParseFromString(status.error_details())) {
    for (const auto& detail : details.details()) {
      std::string named = TakeDetail(detail, error.violations);
      if (!named.empty()) reason = std::move(named);
    }
  }
  error.reason = ReasonNamed(reason, status.error_code());
  if (reason.empty() && status.error_code() == grpc::StatusCode::UNAVAILABLE) {
    error.message = "no server answers at " + server_ +
                    "; start one (./services/up) or name another by --server (" +
                    status.error_message() + ")";
  }
  if (status.error_code() == grpc::StatusCode::DEADLINE_EXCEEDED) {
    error.message = "the server did not answer in time; the same command may be given again";
  }
  return error;
}

}  // namespace quorate::cli
