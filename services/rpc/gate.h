// The gate that every call passes: who calls, may they, is the request repeatable, what became of
// it.
//
// It exists once so that no handler can forget any of it. Nothing that a handler throws leaves it.

#pragma once

#include <chrono>
#include <exception>
#include <functional>
#include <string>
#include <string_view>

#include <google/protobuf/message.h>
#include <grpcpp/server_context.h>

#include "engine/base/result.h"
#include "services/rpc/call.h"

namespace quorate::services::rpc {

class Gate {
 public:
  explicit Gate(const Backend& backend) : backend_(backend) {}

  // Lets `call` be made if the caller may, and turns what becomes of it into a status. Writes one
  // record of it to the journal.
  grpc::Status Pass(grpc::ServerContextBase& context,
                    std::string_view method,
                    const google::protobuf::Message& request,
                    const std::function<engine::Status(const Call&)>& call) const;

  // The same for a call that waits without a thread. `call` either refuses at once, or sees to it
  // that its ending is called exactly once, by any thread; it must not throw after that may have
  // happened. `finish` gets the call's status, as often.
  using Ending = std::function<void(const engine::Status&)>;
  void PassLater(grpc::ServerContextBase& context,
                 std::string_view method,
                 const google::protobuf::Message& request,
                 const std::function<engine::Status(const Call&, Ending)>& call,
                 std::function<void(grpc::Status)> finish) const;

  // A call under way, for those that outlive a function: a stream.
  struct Passage {
    std::string method;
    std::string call;        // The server's number for it.
    std::string resource;    // What it is about.
    std::string request_id;  // If the caller gave one that is a UUID.
    std::chrono::steady_clock::time_point begin;
  };
  Passage Enter(std::string_view method, const google::protobuf::Message& request) const;
  // Whether it may be made. `authorization` is the header's value, empty without one.
  engine::Result<Call> Admit(std::string_view authorization,
                             const Passage& passage,
                             const google::protobuf::Message& request) const;
  // Journals the end of it.
  void Leave(const Passage& passage, const grpc::Status& status, std::string_view reason) const;

  [[nodiscard]] const Backend& backend() const { return backend_; }

 private:
  // What a call is answered that came to an end, each journaled.
  grpc::Status HangUp(const Passage& passage) const;
  grpc::Status Conclude(const Passage& passage, const engine::Status& outcome) const;
  grpc::Status Fail(const Passage& passage, const std::exception& exception) const;

  const Backend& backend_;
};

// The value of the call's `authorization` header; empty without one, or with more than one.
std::string AuthorizationHeader(const grpc::ServerContextBase& context);

// One call of a unary method: what the generated classes forward to.
template <typename Request, typename Response>
grpc::Status Serve(const Gate& gate,
                   grpc::ServerContextBase& context,
                   std::string_view method,
                   const Request& request,
                   Response& response,
                   Handler<Request, Response> handler) {
  return gate.Pass(context, method, request, [&](const Call& call) -> engine::Status {
    engine::Result<Response> answer = handler(call, request);
    if (!answer) return tl::unexpected(std::move(answer).error());
    response = *std::move(answer);
    return {};
  });
}

}  // namespace quorate::services::rpc
