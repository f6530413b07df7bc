// The gRPC server: every service of the contract, health checking and reflection on one port.

#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include <grpcpp/channel.h>
#include <grpcpp/impl/codegen/service_type.h>
#include <grpcpp/server.h>
#include <grpcpp/server_builder.h>

#include "engine/base/result.h"
#include "services/rpc/gate.h"
#include "services/rpc/watch.h"

namespace quorate::services {

struct RpcServerOptions {
  std::string listen = "127.0.0.1:0";
  std::string tls_cert_pem;  // Both or neither.
  std::string tls_key_pem;
  int threads_max = 256;  // Calls at work at once; each waits for the disk on a thread of its own.
  rpc::WatchLimits watch = {};
};

// The limits under which every server of ours runs; a benchmark puts an empty server under them
// too.
void SetLimits(const RpcServerOptions& options, grpc::ServerBuilder& builder);

class RpcServer {
 public:
  // Larger requests are refused by gRPC with RESOURCE_EXHAUSTED before they are read.
  static constexpr int kMessageBytesMax = 1 << 20;

  // Listens and answers from now on; health says SERVING. Refuses with kUnavailable an address that
  // cannot be had, and with kNotPermitted to start with a method missing in the authorization
  // table.
  static engine::Result<std::unique_ptr<RpcServer>> Start(rpc::Backend backend,
                                                          RpcServerOptions options);
  ~RpcServer();

  // The port it listens on.
  [[nodiscard]] int port() const { return port_; }
  // A channel to this very server that touches no network; for the gateway and for tests.
  [[nodiscard]] std::shared_ptr<grpc::Channel> InProcessChannel();

  // Takes no new calls, lets those under way finish for as long as `grace`, ends the streams, and
  // stops the studies. Once it returns nothing runs any more. Stopping twice is no change.
  void Stop(std::chrono::milliseconds grace);

 private:
  explicit RpcServer(rpc::Backend backend, rpc::WatchLimits watch)
      : backend_(std::move(backend)), gate_(backend_), watchers_(gate_, watch) {}

  rpc::Backend backend_;
  rpc::Gate gate_;
  rpc::Watchers watchers_;
  std::vector<std::unique_ptr<grpc::Service>> services_;
  std::unique_ptr<grpc::Server> server_;
  int port_ = 0;
};

}  // namespace quorate::services
