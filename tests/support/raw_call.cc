#include "tests/support/raw_call.h"

#include <chrono>
#include <future>

#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/impl/codegen/proto_buffer_reader.h>
#include <grpcpp/impl/codegen/proto_utils.h>

#include "quorate/v1/log.grpc.pb.h"

#include "services/rpc/grpc_services.h"

namespace quorate::support {

namespace {

using google::protobuf::DescriptorPool;
using google::protobuf::Message;
using google::protobuf::MessageFactory;
using google::protobuf::MethodDescriptor;

std::unique_ptr<Message> NewMessage(const google::protobuf::Descriptor* type) {
  return std::unique_ptr<Message>(MessageFactory::generated_factory()->GetPrototype(type)->New());
}

void Prepare(grpc::ClientContext& context, const std::string& token) {
  context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(30));
  if (!token.empty()) context.AddMetadata("authorization", "Bearer " + token);
}

RawAnswer WatchOnce(const std::shared_ptr<grpc::Channel>& channel,
                    const std::string& token,
                    const Message& request) {
  grpc::ClientContext context;
  Prepare(context, token);
  const auto stub = quorate::v1::LogService::NewStub(channel);
  const auto reader =
      stub->WatchEntries(&context, dynamic_cast<const quorate::v1::WatchEntriesRequest&>(request));
  quorate::v1::WatchEntriesResponse event;
  if (!reader->Read(&event)) return {reader->Finish(), nullptr};
  context.TryCancel();
  static_cast<void>(reader->Finish());
  return {grpc::Status(), nullptr};
}

}  // namespace

std::vector<const MethodDescriptor*> EveryMethod() {
  std::vector<const MethodDescriptor*> methods;
  for (const std::string& name : services::rpc::ServiceNames()) {
    const auto* service = DescriptorPool::generated_pool()->FindServiceByName(name);
    for (int i = 0; i < service->method_count(); ++i)
      methods.push_back(service->method(i));
  }
  return methods;
}

std::string PathOf(const MethodDescriptor& method) {
  return "/" + method.service()->full_name() + "/" + method.name();
}

std::unique_ptr<Message> NewRequest(const MethodDescriptor& method) {
  return NewMessage(method.input_type());
}

RawAnswer CallRaw(const std::shared_ptr<grpc::Channel>& channel,
                  const std::string& token,
                  const MethodDescriptor& method,
                  const Message& request) {
  if (method.server_streaming()) return WatchOnce(channel, token, request);
  grpc::ClientContext context;
  Prepare(context, token);
  grpc::Slice slice(request.SerializeAsString());
  const grpc::ByteBuffer sent(&slice, 1);
  grpc::ByteBuffer received;
  std::promise<grpc::Status> done;
  grpc::GenericStub stub(channel);
  stub.UnaryCall(
      &context, PathOf(method), grpc::StubOptions(), &sent, &received, [&](grpc::Status status) {
        done.set_value(std::move(status));
      });
  RawAnswer answer{done.get_future().get(), nullptr};
  if (!answer.status.ok()) return answer;
  answer.response = NewMessage(method.output_type());
  std::vector<grpc::Slice> slices;
  static_cast<void>(received.Dump(&slices));
  std::string bytes;
  for (const grpc::Slice& part : slices) {
    bytes.append(reinterpret_cast<const char*>(part.begin()), part.size());  // NOLINT
  }
  static_cast<void>(answer.response->ParseFromString(bytes));
  return answer;
}

}  // namespace quorate::support
