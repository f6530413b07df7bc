#include "tests/support/test_server.h"

#include <grpcpp/create_channel.h>
#include <grpcpp/security/credentials.h>

#include "engine/base/check.h"
#include "services/auth/access_token.h"
#include "tests/support/study_driver.h"

namespace quorate::support {

TestServer::TestServer(services::rpc::WatchLimits watch)
    : now_(std::make_shared<std::atomic<std::int64_t>>(1'795'467'600)),
      journal_(std::make_shared<Lines>()) {
  services::Outside outside = StillOutside();
  outside.now = [now = now_] { return engine::Instant{*now}; };
  facilitator_ = services::PrintToken(engine::Role::kFacilitator, outside.random());
  const auto added = store_.AddPrincipal(
      {"root", services::HashToken(facilitator_), "facilitator", "", "", "", outside.now()});
  QUORATE_CHECK(added.has_value());
  auto studies = services::Studies::Open(store_, outside, OptionsIn(folder_.path().string()));
  QUORATE_CHECK(studies.has_value());
  studies_ = *std::move(studies);
  const auto note = [journal = journal_](std::string line) {
    const std::lock_guard lock(journal->mutex);
    journal->lines.push_back(std::move(line));
  };
  services::rpc::Backend backend{
      store_,
      *studies_,
      outside,
      {},
      {[note](const services::rpc::CallRecord& record) {
         note(std::string(record.method) + " " + record.code + " " + record.reason + " " +
              record.call + " " + record.request_id);
       },
       [note](std::string_view warning) { note("warning: " + std::string(warning)); }}};
  services::RpcServerOptions options;
  options.watch = watch;
  auto server = services::RpcServer::Start(std::move(backend), std::move(options));
  QUORATE_CHECK(server.has_value());
  server_ = *std::move(server);
}

TestServer::~TestServer() {
  Stop();
}

std::shared_ptr<grpc::Channel> TestServer::Connect() const {
  grpc::ChannelArguments arguments;
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  arguments.SetMaxReceiveMessageSize(-1);
  return grpc::CreateCustomChannel("127.0.0.1:" + std::to_string(server_->port()),
                                   grpc::InsecureChannelCredentials(),
                                   arguments);
}

std::vector<std::string> TestServer::journal() const {
  const std::lock_guard lock(journal_->mutex);
  return journal_->lines;
}

}  // namespace quorate::support
