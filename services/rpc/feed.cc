#include "services/rpc/feed.h"

namespace quorate::services::rpc {

engine::Result<std::shared_ptr<const FeedBatch>> Feed::BatchAt(std::uint64_t sequence) {
  const std::lock_guard lock(mutex_);
  if (newest_ && newest_->Holds(sequence)) return newest_;
  QUORATE_ASSIGN_OR_RETURN(const std::vector<StoredEntry> entries,
                           store_.Read(study_, sequence, kBatchMax));
  if (entries.empty()) {
    return engine::Refuse(engine::Reason::kUnavailable,
                          "the log cannot be read just now; watch again");
  }
  auto batch = std::make_shared<FeedBatch>();
  batch->first = sequence;
  for (const StoredEntry& entry : entries) {
    auto& message = *batch->events.emplace_back().mutable_entry();
    message.set_sequence(static_cast<std::int64_t>(sequence++));
    message.set_leaf(entry.leaf);
  }
  newest_ = std::move(batch);
  return newest_;
}

}  // namespace quorate::services::rpc
