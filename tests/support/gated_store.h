// A store whose appends wait at a gate, so that a test can look around while one is under way.
// Thread-safe.

#pragma once

#include <condition_variable>
#include <cstddef>
#include <mutex>

#include "services/store/store.h"

namespace quorate::support {

class GatedStore final : public services::Store {
 public:
  // `behind` must outlive this. The gate is open.
  explicit GatedStore(services::Store& behind) : behind_(behind) {}

  void Close() {
    const std::lock_guard lock(mutex_);
    open_ = false;
  }
  void Open() {
    {
      const std::lock_guard lock(mutex_);
      open_ = true;
    }
    changed_.notify_all();
  }
  // Blocks until an append stands before the gate.
  void AwaitAppend() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return before_gate_ > 0; });
  }
  // Blocks until so many requests were looked up over the life of this store: each command looks
  // its own up just before it is queued.
  void AwaitLookUps(std::size_t count) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return look_ups_ >= count; });
  }
  [[nodiscard]] std::size_t appends() const {
    const std::lock_guard lock(mutex_);
    return appends_;
  }

  engine::Status Append(std::span<const services::StudyAppend> appends) override {
    {
      std::unique_lock lock(mutex_);
      ++appends_;
      ++before_gate_;
      changed_.notify_all();
      changed_.wait(lock, [&] { return open_; });
      --before_gate_;
    }
    return behind_.Append(appends);
  }
  engine::Result<std::optional<services::RequestRecord>> FindRequest(
      std::string_view study,
      std::string_view principal,
      std::string_view request_id) const override {
    {
      const std::lock_guard lock(mutex_);
      ++look_ups_;
    }
    changed_.notify_all();
    return behind_.FindRequest(study, principal, request_id);
  }

  engine::Status Scrub() override { return behind_.Scrub(); }
  engine::Result<std::vector<services::StoredEntry>> Read(std::string_view study,
                                                          std::uint64_t first,
                                                          std::size_t limit) const override {
    return behind_.Read(study, first, limit);
  }
  engine::Result<std::uint64_t> Size(std::string_view study) const override {
    return behind_.Size(study);
  }
  engine::Result<std::vector<std::string>> Studies() const override { return behind_.Studies(); }
  engine::Result<std::optional<std::string>> FindLink(std::string_view study,
                                                      std::string_view external_id) const override {
    return behind_.FindLink(study, external_id);
  }
  engine::Result<std::vector<services::Link>> Links(std::string_view study) const override {
    return behind_.Links(study);
  }
  engine::Status KeepCheckpoint(std::string_view study,
                                const services::KeptCheckpoint& checkpoint) override {
    return behind_.KeepCheckpoint(study, checkpoint);
  }
  engine::Result<std::vector<services::KeptCheckpoint>> Checkpoints(
      std::string_view study) const override {
    return behind_.Checkpoints(study);
  }
  engine::Status AddPrincipal(const services::Principal& principal) override {
    return behind_.AddPrincipal(principal);
  }
  engine::Result<std::optional<services::Principal>> FindPrincipal(
      std::string_view token_hash) const override {
    return behind_.FindPrincipal(token_hash);
  }
  engine::Result<std::vector<services::Principal>> Principals(
      std::string_view study) const override {
    return behind_.Principals(study);
  }
  engine::Status RevokePrincipal(std::string_view id) override {
    return behind_.RevokePrincipal(id);
  }

 private:
  services::Store& behind_;
  mutable std::mutex mutex_;
  mutable std::condition_variable changed_;
  bool open_ = true;
  std::size_t before_gate_ = 0;
  std::size_t appends_ = 0;
  mutable std::size_t look_ups_ = 0;
};

}  // namespace quorate::support
