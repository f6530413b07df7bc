// Calls any method of the contract by its name, with a request built from its descriptor: for tests
// that go through all of them.

#pragma once

#include <memory>
#include <string>
#include <vector>

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>
#include <grpcpp/channel.h>
#include <grpcpp/support/status.h>

namespace quorate::support {

// Every method of every service of quorate.v1, in order, read from the descriptors.
std::vector<const google::protobuf::MethodDescriptor*> EveryMethod();

// "/quorate.v1.StudyService/GetStudy".
std::string PathOf(const google::protobuf::MethodDescriptor& method);

// An empty request of the method.
std::unique_ptr<google::protobuf::Message> NewRequest(
    const google::protobuf::MethodDescriptor& method);

struct RawAnswer {
  grpc::Status status;
  std::unique_ptr<google::protobuf::Message> response;  // Of a unary method that succeeded.
};

// Sends the request with the token, or without credentials if that is empty. A stream is cancelled
// after its first message.
RawAnswer CallRaw(const std::shared_ptr<grpc::Channel>& channel,
                  const std::string& token,
                  const google::protobuf::MethodDescriptor& method,
                  const google::protobuf::Message& request);

}  // namespace quorate::support
