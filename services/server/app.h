// The whole server put together, and the only place where that happens: store, studies, keys, gRPC.

#pragma once

#include <chrono>
#include <memory>
#include <string>

#include "engine/base/result.h"
#include "services/server/config.h"
#include "services/server/log.h"
#include "services/server/operator_socket.h"
#include "services/server/rpc_server.h"
#include "services/store/sqlite_store.h"
#include "services/studies/studies.h"

namespace quorate::services {

class App {
 public:
  // Opens the data folder, loads and checks every study, and listens. On the first start it makes
  // the folder's secrets, each readable by its owner only: `signing.key`, `token.key`, and the
  // first facilitator with `facilitator.token`.
  static engine::Result<std::unique_ptr<App>> Start(const Config& config, const Log& log);

  // Instead of serving: states in the study's log that it goes on from an older copy than was
  // signed (services/studies/recovery.h), and answers the checkpoint signed over that.
  static engine::Result<std::string> Recover(const Config& config, const StatedBreak& recovery);

  // "127.0.0.1:50051", with the port that was really taken.
  [[nodiscard]] std::string address() const;
  // False once the disk refused to keep a write: only a new start finds out what it holds.
  [[nodiscard]] bool sound() const { return !store_->sync_failed(); }

  void Stop(std::chrono::milliseconds grace) {
    operator_.reset();
    server_->Stop(grace);
  }

 private:
  App() = default;

  std::string listen_;
  std::unique_ptr<SqliteStore> store_;
  std::unique_ptr<Studies> studies_;
  std::unique_ptr<RpcServer> server_;
  std::unique_ptr<OperatorSocket> operator_;  // Null where the folder cannot hold a socket.
};

// The real clock, and the system's random numbers.
Outside RealOutside();

}  // namespace quorate::services
