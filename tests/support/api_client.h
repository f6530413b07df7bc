// Calls the API as one caller, the way tests want to: a call that must succeed is one expression,
// and every mutation is sent twice to see that the second changes nothing.

#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <utility>

#include <google/protobuf/message.h>
#include <grpcpp/channel.h>
#include <grpcpp/client_context.h>
#include <gtest/gtest.h>

#include "google/rpc/status.pb.h"

namespace quorate::support {

// A new one each time, in this process.
std::string NewRequestId();

// The details of a refusal; empty if there are none.
google::rpc::Status DetailsOf(const grpc::Status& status);
// The reason in its ErrorInfo: "ROUND_NOT_OPEN".
std::string ReasonOf(const grpc::Status& status);

// Gives the request an id of its own if it takes one and has none. Whether it takes one.
bool CompleteRequestId(google::protobuf::Message& request);

class ApiClient {
 public:
  ApiClient(std::shared_ptr<grpc::Channel> channel, std::string token)
      : channel_(std::move(channel)), token_(std::move(token)) {}

  [[nodiscard]] const std::shared_ptr<grpc::Channel>& channel() const { return channel_; }
  [[nodiscard]] const std::string& token() const { return token_; }
  [[nodiscard]] ApiClient As(std::string token) const { return {channel_, std::move(token)}; }

  // Sets deadline and token.
  void Prepare(grpc::ClientContext& context) const {
    context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(30));
    if (!token_.empty()) context.AddMetadata("authorization", "Bearer " + token_);
  }

  // One call, whatever comes of it. A missing request id is filled in.
  template <typename Stub, typename Request, typename Response>
  grpc::Status Try(grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Response*),
                   Request request,
                   Response* response = nullptr) const {
    CompleteRequestId(request);
    grpc::ClientContext context;
    Prepare(context);
    Stub stub(channel_);
    Response unused;
    return (stub.*method)(&context, request, response != nullptr ? response : &unused);
  }

  // One call that must succeed; a mutation is repeated and must answer the same bytes.
  template <typename Stub, typename Request, typename Response>
  Response Ask(grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Response*),
               Request request) const {
    const bool mutation = CompleteRequestId(request);
    Response response;
    const grpc::Status status = Try(method, request, &response);
    EXPECT_TRUE(status.ok()) << Request::descriptor()->name() << ": " << status.error_message();
    if (!mutation || !status.ok()) return response;
    Response again;
    const grpc::Status repeated = Try(method, request, &again);
    EXPECT_TRUE(repeated.ok()) << Request::descriptor()->name() << ": " << repeated.error_message();
    EXPECT_EQ(again.SerializeAsString(), response.SerializeAsString())
        << Request::descriptor()->name();
    return response;
  }

 private:
  std::shared_ptr<grpc::Channel> channel_;
  std::string token_;
};

}  // namespace quorate::support
