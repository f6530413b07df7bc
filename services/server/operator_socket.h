// The operator's door: OperatorService on a socket in the data folder, for whoever runs the server.
// It asks for no token, since the file system has asked already.

#pragma once

#include <filesystem>
#include <functional>
#include <memory>

#include "engine/base/result.h"
#include "engine/base/time.h"
#include "services/store/sqlite_store.h"

namespace quorate::services {

class OperatorSocket {
 public:
  static constexpr const char* kName = "operator.sock";

  // Listens on the socket in the store's folder, readable and writable by its owner only, until it
  // is destroyed. Refuses with kUnavailable where the folder's path is too long for a socket (some
  // 90 characters) or the socket cannot be made.
  static engine::Result<std::unique_ptr<OperatorSocket>> Open(const SqliteStore& store,
                                                              std::function<engine::Instant()> now);
  OperatorSocket(const OperatorSocket&) = delete;
  OperatorSocket& operator=(const OperatorSocket&) = delete;
  // A backup under way is cut off.
  ~OperatorSocket();

 private:
  class Service;
  OperatorSocket();

  std::filesystem::path path_;
  std::unique_ptr<Service> service_;
  struct Listener;
  std::unique_ptr<Listener> listener_;
};

}  // namespace quorate::services
