// One study in memory, twice: the durable state that everybody reads, and a working copy that runs
// ahead of the disk by one batch and belongs to the committer alone.

#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <shared_mutex>
#include <span>
#include <string>

#include "engine/base/result.h"
#include "engine/log/digest.h"
#include "engine/log/tree.h"
#include "engine/study/event.h"
#include "engine/study/study.h"
#include "services/store/store.h"
#include "services/studies/studies.h"

namespace quorate::services {

// Owned by shared pointers, since a view may outlive the table it came from. Thread-safe but for
// what is marked as the committer's.
class LiveStudy : public std::enable_shared_from_this<LiveStudy> {
 public:
  explicit LiveStudy(std::string label) : label_(std::move(label)) {}

  [[nodiscard]] const std::string& label() const { return label_; }
  // A thread that holds a view of this study must not ask for another: a publication that waits in
  // between would let neither go on.
  [[nodiscard]] StudyView View() const;
  // The number of durable entries.
  [[nodiscard]] std::uint64_t size() const;

  // Blocks until size() exceeds `size`, `wait` is over, or Wake() finds `stopped` true.
  std::uint64_t WaitBeyond(std::uint64_t size,
                           std::chrono::milliseconds wait,
                           const std::function<bool()>& stopped) const;
  void Wake() const;

  // --- The committer's, and of whoever loads the study before others know it. ---

  engine::Study& working() { return working_; }
  // Makes entries part of the durable state and wakes who waits for them. Requires that they are
  // those of the working copy beyond the durable one, with the hashes of their leaves.
  void Publish(std::span<const engine::Entry> entries, std::span<const engine::Digest> leaf_hashes);
  // Takes over what the store holds beyond the durable state, and makes the working copy afresh
  // from it. Where the store cannot be read the copy is left in doubt.
  engine::Status CatchUp(const Store& store);
  // True after a CatchUp() that failed: it must be tried again before the study changes.
  [[nodiscard]] bool in_doubt() const { return in_doubt_; }

  // The newest signed checkpoint: the signer's, under its mutex.
  struct Signed {
    std::mutex mutex;
    std::uint64_t size = 0;
    std::string note;
  };
  Signed& newest_signed() { return signed_; }

 private:
  engine::Status Replay(std::span<const StoredEntry> entries);
  [[nodiscard]] std::unique_lock<std::shared_mutex> LockForChange() const;

  const std::string label_;

  // Readers pass through the turnstile too, so that a stream of them cannot keep the publisher out.
  mutable std::mutex turnstile_;
  mutable std::shared_mutex mutex_;
  engine::Study state_;
  engine::Tree tree_;

  engine::Study working_;
  bool in_doubt_ = false;
  Signed signed_;

  mutable std::mutex watch_mutex_;
  mutable std::condition_variable grown_;
  std::uint64_t size_ = 0;  // Of state_, as the watchers know it.
};

}  // namespace quorate::services
