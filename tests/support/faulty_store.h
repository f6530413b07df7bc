// A store whose appends fail when told to; all else goes through to the store behind it.
// Thread-safe.

#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <utility>

#include "services/store/store.h"

namespace quorate::support {

class FaultyStore final : public services::Store {
 public:
  enum class Fault {
    kStorageFull,         // Refused with kStorageFull; nothing was written.
    kUnavailable,         // Refused with kUnavailable; nothing was written.
    kLostAcknowledgment,  // Refused with kUnavailable, although everything was written.
  };

  // `behind` must outlive this.
  explicit FaultyStore(services::Store& behind) : behind_(behind) {}

  // The append of that number, counted from 1 over the whole life of this store, fails so.
  void FailAppend(std::uint64_t number, Fault fault) {
    const std::lock_guard lock(mutex_);
    faults_[number] = fault;
  }
  // From now on every append fails so, until Mend().
  void FailAppends(Fault fault) {
    const std::lock_guard lock(mutex_);
    standing_ = fault;
  }
  // The same of every Scrub().
  void FailScrubs() {
    const std::lock_guard lock(mutex_);
    scrubs_fail_ = true;
  }
  void Mend() {
    const std::lock_guard lock(mutex_);
    scrubs_fail_ = false;
    standing_.reset();
    faults_.clear();
  }
  // How many appends were asked for, failed ones included.
  [[nodiscard]] std::uint64_t appends() const {
    const std::lock_guard lock(mutex_);
    return appends_;
  }

  engine::Status Append(std::span<const services::StudyAppend> appends) override {
    const std::optional<Fault> fault = NextFault();
    if (fault == Fault::kStorageFull) {
      return engine::Refuse(engine::Reason::kStorageFull,
                            "faulty store: the disk is full, as asked");
    }
    if (fault == Fault::kUnavailable) {
      return engine::Refuse(engine::Reason::kUnavailable, "faulty store: it is away, as asked");
    }
    engine::Status outcome = behind_.Append(appends);
    if (outcome && fault == Fault::kLostAcknowledgment) {
      return engine::Refuse(engine::Reason::kUnavailable,
                            "faulty store: the answer was lost, as asked");
    }
    return outcome;
  }

  engine::Status Scrub() override {
    const std::lock_guard lock(mutex_);
    if (!scrubs_fail_) return behind_.Scrub();
    return engine::Refuse(engine::Reason::kStorageFull, "faulty store: no scrubbing, as asked");
  }
  engine::Result<std::vector<services::StoredEntry>> Read(std::string_view study,
                                                          std::uint64_t first,
                                                          std::size_t limit) const override {
    return behind_.Read(study, first, limit);
  }
  engine::Result<std::uint64_t> Size(std::string_view study) const override {
    return behind_.Size(study);
  }
  engine::Result<std::vector<std::string>> Studies() const override { return behind_.Studies(); }
  engine::Result<std::optional<services::RequestRecord>> FindRequest(
      std::string_view study,
      std::string_view principal,
      std::string_view request_id) const override {
    return behind_.FindRequest(study, principal, request_id);
  }
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
  std::optional<Fault> NextFault() {
    const std::lock_guard lock(mutex_);
    const auto found = faults_.find(++appends_);
    return found == faults_.end() ? standing_ : found->second;
  }

  services::Store& behind_;
  mutable std::mutex mutex_;
  std::map<std::uint64_t, Fault> faults_;
  bool scrubs_fail_ = false;
  std::optional<Fault> standing_;
  std::uint64_t appends_ = 0;
};

}  // namespace quorate::support
