// WatchEntries: everybody who follows a study's log as it grows.
//
// On the callback API, so that a watcher costs memory and no thread; one thread for each study that
// is watched waits for new entries and rouses its watchers.

#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <map>
#include <memory>
#include <mutex>
#include <string>

#include <grpcpp/server_context.h>
#include <grpcpp/support/server_callback.h>

#include "quorate/v1/log.pb.h"

#include "services/rpc/gate.h"

namespace quorate::services::rpc {

struct WatchLimits {
  std::chrono::milliseconds heartbeat = std::chrono::seconds(15);
  std::size_t watchers_max = 20'000;  // More are refused with kBusy.
};

// Thread-safe. Outlives the server whose streams it feeds.
class Watchers {
 public:
  using Reactor = grpc::ServerWriteReactor<quorate::v1::WatchEntriesResponse>;

  Watchers(const Gate& gate, WatchLimits limits) : gate_(gate), limits_(limits) {}
  Watchers(const Watchers&) = delete;
  Watchers& operator=(const Watchers&) = delete;
  ~Watchers() { Stop(); }

  // Begins a stream; what comes back deletes itself when the stream is over.
  Reactor* Watch(grpc::CallbackServerContext& context,
                 const quorate::v1::WatchEntriesRequest& request);

  // Ends every stream with UNAVAILABLE and refuses new ones.
  void EndStreams();
  // The same, and returns when no thread waits any more: at once if Studies::Stop() was called
  // before, else within a heartbeat.
  void Stop();

 private:
  class Watcher;
  struct Watched;  // A study with its watchers.

  engine::Result<std::shared_ptr<Watched>> Join(const std::string& study, Watcher& watcher);
  void Leave(Watched& watched, Watcher& watcher);
  // The loop of the study's thread.
  void Follow(const std::shared_ptr<Watched>& watched);
  // Ends the loop if nobody watches any more.
  bool Abandon(Watched& watched);

  const Gate& gate_;
  const WatchLimits limits_;

  // Guards what follows, and every Watched's set of watchers. Taken before a watcher's own mutex.
  std::mutex mutex_;
  std::condition_variable thread_ended_;
  std::map<std::string, std::shared_ptr<Watched>> studies_;
  std::size_t watchers_ = 0;
  std::size_t threads_ = 0;
  bool stopped_ = false;
};

}  // namespace quorate::services::rpc
