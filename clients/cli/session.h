// A connection to a Quorate server: who calls, how long a call may take, what is tried again, and
// how a refusal comes back as a sentence.
//
// Every mutation carries a request id, so a call that got no answer is sent again with the same id
// and happens once. Ids are made up here unless the caller has set one.

#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include <google/protobuf/message.h>
#include <grpcpp/grpcpp.h>

#include "clients/cli/request_id.h"
#include "engine/base/result.h"

namespace quorate::cli {

// As the command line and the environment give it.
struct AccessFlags {
  std::string server = "127.0.0.1:50051";
  std::string token;       // The token itself, or empty.
  std::string token_file;  // A file whose first line is the token, or empty.
  std::string tls_ca;  // PEM file, "system" for the system's authorities, empty for no encryption.
};

// Thread-safe: several threads may call at once.
class Session {
 public:
  // Reads token and certificates; connects with the first call. Fails with kUnauthenticated without
  // a token, and with kUnreadable where a file cannot be read.
  static engine::Result<Session> Open(const AccessFlags& flags);

  // The same connection under another token.
  [[nodiscard]] Session As(std::string token) const;

  // Calls one method of a stub: session.Call(&v1::StudyService::Stub::GetStudy, request). While the
  // server cannot be reached the same request is sent again for about three seconds.
  template <typename Stub, typename Request, typename Answer>
  engine::Result<Answer> Call(grpc::Status (Stub::*method)(grpc::ClientContext*,
                                                           const Request&,
                                                           Answer*),
                              Request request) const {
    if constexpr (requires { request.mutable_request_id(); }) {
      if (request.request_id().empty()) request.set_request_id(FreshRequestId());
    }
    Stub stub(channel_);
    Answer answer;
    const grpc::Status status = Try([&](grpc::ClientContext& context) {
      answer.Clear();
      return (stub.*method)(&context, request, &answer);
    });
    if (!status.ok()) return tl::unexpected(ErrorOf(status));
    return answer;
  }

  // Calls a listing method until its last page and answers all pages as one.
  template <typename Stub, typename Request, typename Answer>
  engine::Result<Answer> CallAll(grpc::Status (Stub::*method)(grpc::ClientContext*,
                                                              const Request&,
                                                              Answer*),
                                 Request request) const {
    Answer all;
    request.set_page_size(kPageSize);
    for (;;) {
      QUORATE_ASSIGN_OR_RETURN(Answer page, Call(method, request));
      request.set_page_token(page.next_page_token());
      page.clear_next_page_token();
      if (all.ByteSizeLong() == 0) {
        all = std::move(page);
      } else {
        AppendPage(page, all);
      }
      if (request.page_token().empty()) return all;
    }
  }

  // Opens a stream that lasts until the server or `context` ends it: no deadline, no second try.
  void Sign(grpc::ClientContext& context) const;
  [[nodiscard]] std::shared_ptr<grpc::Channel> channel() const { return channel_; }

  // The refusal that `status` carries, with every violation of its details.
  [[nodiscard]] engine::Error ErrorOf(const grpc::Status& status) const;

 private:
  static constexpr int kPageSize = 1'000;

  Session(std::shared_ptr<grpc::Channel> channel, std::string server, std::string token)
      : channel_(std::move(channel)), server_(std::move(server)), token_(std::move(token)) {}

  grpc::Status Try(const std::function<grpc::Status(grpc::ClientContext&)>& call) const;
  // Adds the page's lists to `all`; its single fields are the same on every page.
  static void AppendPage(const google::protobuf::Message& page, google::protobuf::Message& all);

  std::shared_ptr<grpc::Channel> channel_;
  std::string server_;
  std::string token_;
};

}  // namespace quorate::cli
