// A witness of the log "demo" that is asked over HTTP, on a free port and a thread of its own, with
// a clock that stands still and a folder that lasts as long as it does.

#pragma once

#include <fstream>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <utility>

#include "clients/cli/cosigning.h"
#include "clients/cli/witness_server.h"
#include "tests/support/study_builder.h"
#include "tests/support/temporary_folder.h"

namespace quorate::support {

class ServedWitness {
 public:
  explicit ServedWitness(const std::string& name = "witness.uni.example")
      : key_(*cli::NewWitnessKey(name)) {
    Save("log.vkey", TestKey("demo").verifier().ToString() + "\n");
    Save("witness.key", key_ + "\n");
  }
  ServedWitness(const ServedWitness&) = delete;
  ServedWitness& operator=(const ServedWitness&) = delete;
  ~ServedWitness() { Stop(); }

  // Starts, or starts again from what it has kept.
  void Start(cli::WitnessServing serving = {}) {
    Stop();
    witness_.emplace(*cli::Witness::Open(files()));
    serving.now = [] { return kNow; };
    serving.tell = [this](const std::string& line) {
      const std::lock_guard lock(mutex_);
      told_ += line + "\n";
    };
    server_ = *cli::WitnessServer::Listen(
        *witness_, *cli::HostPort::Parse("127.0.0.1:0"), std::move(serving));
    thread_ = std::thread([this] { server_->Run(); });
  }
  void Stop() {
    if (!server_) return;
    server_->Stop();
    thread_.join();
    server_.reset();
  }

  [[nodiscard]] cli::WitnessFiles files() const {
    return {Path("witness.key"), {Path("log.vkey")}, Path("state")};
  }
  [[nodiscard]] engine::CosignerKey key() const {
    return engine::CosignerKey::Of(engine::SigningKey::Parse(key_)->verifier());
  }
  [[nodiscard]] std::string url() const { return server_->url(); }
  [[nodiscard]] std::uint16_t port() const {
    return static_cast<std::uint16_t>(std::stoi(cli::HttpUrl::Parse(url())->at.port));
  }
  [[nodiscard]] std::string told() const {
    const std::lock_guard lock(mutex_);
    return told_;
  }
  [[nodiscard]] std::string Path(const std::string& name) const {
    return (folder_.path() / name).string();
  }
  void Save(const std::string& name, const std::string& bytes) const {
    std::ofstream(Path(name), std::ios::binary) << bytes;
  }

  static constexpr engine::Instant kNow{1'795'470'000};

 private:
  TemporaryFolder folder_;
  std::string key_;
  mutable std::mutex mutex_;
  std::string told_;
  std::optional<cli::Witness> witness_;
  std::unique_ptr<cli::WitnessServer> server_;
  std::thread thread_;
};

}  // namespace quorate::support
