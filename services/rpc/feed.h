// One study's entries as its watchers read them: each batch is read from the store once and handed
// to all of them, since a thousand phones wait for the same entry.

#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "quorate/v1/log.pb.h"

#include "engine/base/result.h"
#include "services/store/store.h"

namespace quorate::services::rpc {

// Consecutive entries, ready to be sent.
struct FeedBatch {
  std::uint64_t first = 0;
  std::vector<quorate::v1::WatchEntriesResponse> events;

  // Whether it holds that entry.
  [[nodiscard]] bool Holds(std::uint64_t sequence) const {
    return sequence >= first && sequence - first < events.size();
  }
};

// Thread-safe.
class Feed {
 public:
  Feed(const Store& store, std::string study) : store_(store), study_(std::move(study)) {}

  [[nodiscard]] const std::string& study() const { return study_; }

  // A batch that holds entry `sequence`, which must be durable. Reads the store at most once for
  // watchers that are at the same place.
  engine::Result<std::shared_ptr<const FeedBatch>> BatchAt(std::uint64_t sequence);

 private:
  static constexpr std::size_t kBatchMax = 100;

  const Store& store_;
  const std::string study_;
  std::mutex mutex_;
  std::shared_ptr<const FeedBatch> newest_;
};

}  // namespace quorate::services::rpc
