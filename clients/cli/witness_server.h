// A witness that is asked over HTTP: `POST …/add-checkpoint` as C2SP's tlog-witness says. One
// thread; a request is small and judged in milliseconds, most of them the disk's. HTTP/1.1 alone:
// TLS is for a proxy in front.

#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>

#include "clients/cli/http_url.h"
#include "clients/cli/witness.h"
#include "engine/base/result.h"
#include "engine/base/time.h"

namespace quorate::cli {

struct WitnessServing {
  // For a whole request to arrive, for an answer to be taken, and between two of one connection;
  // whoever takes longer is cut off.
  std::chrono::milliseconds patience{10'000};
  // Further ones wait until one of these ends.
  std::size_t connections_max = 64;
  std::function<engine::Instant()> now{};
  // A line for every checkpoint that was cosigned, or refused though its log is witnessed: a fork
  // may hide behind it. Also why an answer failed.
  std::function<void(const std::string& line)> tell{};
};

class WitnessServer {
 public:
  // Listens from here on. Refuses with kUnavailable an address that cannot be had. `witness` must
  // outlive the server.
  static engine::Result<std::unique_ptr<WitnessServer>> Listen(const Witness& witness,
                                                               const HostPort& at,
                                                               WitnessServing serving);
  virtual ~WitnessServer() = default;
  WitnessServer(const WitnessServer&) = delete;
  WitnessServer& operator=(const WitnessServer&) = delete;

  // "http://127.0.0.1:8380", with the port that was taken.
  [[nodiscard]] virtual std::string url() const = 0;
  // SIGINT and SIGTERM call Stop().
  virtual void StopOnSignals() = 0;
  // Serves in this thread until Stop().
  virtual void Run() = 0;
  // From any thread. An answer that is on its way may be lost; asked again, it is given again.
  virtual void Stop() = 0;

 protected:
  WitnessServer() = default;
};

}  // namespace quorate::cli
