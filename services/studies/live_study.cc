#include "services/studies/live_study.h"

#include <utility>

#include "engine/base/check.h"
#include "engine/replay/fold.h"
#include "engine/study/apply.h"

namespace quorate::services {

namespace {

constexpr std::size_t kEntriesAtOnce = 4'096;

}  // namespace

StudyView LiveStudy::View() const {
  const std::lock_guard turn(turnstile_);
  return {std::shared_lock(mutex_), shared_from_this(), state_, tree_};
}

std::unique_lock<std::shared_mutex> LiveStudy::LockForChange() const {
  const std::lock_guard turn(turnstile_);
  return std::unique_lock(mutex_);
}

std::uint64_t LiveStudy::size() const {
  const std::lock_guard lock(watch_mutex_);
  return size_;
}

std::uint64_t LiveStudy::WaitBeyond(std::uint64_t size,
                                    std::chrono::milliseconds wait,
                                    const std::function<bool()>& stopped) const {
  std::unique_lock lock(watch_mutex_);
  grown_.wait_for(lock, wait, [&] { return size_ > size || stopped(); });
  return size_;
}

void LiveStudy::Wake() const {
  { const std::lock_guard lock(watch_mutex_); }
  grown_.notify_all();
}

void LiveStudy::Publish(std::span<const engine::Entry> entries,
                        std::span<const engine::Digest> leaf_hashes) {
  QUORATE_CHECK(entries.size() == leaf_hashes.size());
  std::uint64_t size = 0;
  {
    const auto lock = LockForChange();
    for (const engine::Entry& entry : entries)
      engine::Apply(entry, state_);
    for (const engine::Digest& hash : leaf_hashes)
      tree_.Append(hash);
    size = state_.size;
  }
  QUORATE_CHECK(size == tree_.size());
  {
    const std::lock_guard lock(watch_mutex_);
    size_ = size;
  }
  grown_.notify_all();
}

engine::Status LiveStudy::Replay(std::span<const StoredEntry> entries) {
  const auto lock = LockForChange();
  for (const StoredEntry& entry : entries) {
    const engine::Status replayed =
        engine::Replay(label_, {.leaf = entry.leaf, .opening = entry.opening}, state_);
    if (!replayed) {
      engine::Error error = replayed.error();
      error.message = "study " + label_ + ", " + error.message;
      return tl::unexpected(std::move(error));
    }
    tree_.Append(engine::LeafHash(entry.leaf));
  }
  return {};
}

engine::Status LiveStudy::CatchUp(const Store& store) {
  in_doubt_ = true;
  while (true) {
    QUORATE_ASSIGN_OR_RETURN(const std::vector<StoredEntry> entries,
                             store.Read(label_, state_.size, kEntriesAtOnce));
    if (entries.empty()) break;
    QUORATE_RETURN_IF_ERROR(Replay(entries));
  }
  working_ = state_;
  in_doubt_ = false;
  {
    const std::lock_guard lock(watch_mutex_);
    size_ = state_.size;
  }
  grown_.notify_all();
  return {};
}

}  // namespace quorate::services
