// A whole server in this process: every service over the memory store, on a free port of the
// loop-back, with a clock that only tests move and random numbers that count up.

#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include <grpcpp/channel.h>

#include "services/server/rpc_server.h"
#include "services/store/memory_store.h"
#include "services/studies/studies.h"
#include "tests/support/temporary_folder.h"

namespace quorate::support {

class TestServer {
 public:
  explicit TestServer(services::rpc::WatchLimits watch = {});
  ~TestServer();

  // A connection of its own to the server's port.
  [[nodiscard]] std::shared_ptr<grpc::Channel> Connect() const;
  // Of a facilitator of every study.
  [[nodiscard]] const std::string& facilitator() const { return facilitator_; }

  services::MemoryStore& store() { return store_; }
  services::Studies& studies() { return *studies_; }
  // The text of every journal line so far.
  [[nodiscard]] std::vector<std::string> journal() const;

  void Advance(std::int64_t seconds) { *now_ += seconds; }
  [[nodiscard]] std::int64_t now() const { return *now_; }
  void Stop() { server_->Stop(std::chrono::milliseconds(500)); }

 private:
  struct Lines {
    std::mutex mutex;
    std::vector<std::string> lines;
  };

  TemporaryFolder folder_;
  std::shared_ptr<std::atomic<std::int64_t>> now_;
  std::shared_ptr<Lines> journal_;
  services::MemoryStore store_;
  std::unique_ptr<services::Studies> studies_;
  std::unique_ptr<services::RpcServer> server_;
  std::string facilitator_;
};

}  // namespace quorate::support
