// The studies that are in memory, by label.

#pragma once

#include <map>
#include <memory>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/check.h"
#include "services/studies/live_study.h"

namespace quorate::services {

// Thread-safe. Studies are added and never removed.
class StudyTable {
 public:
  // Null if there is none of that label.
  [[nodiscard]] std::shared_ptr<LiveStudy> Find(std::string_view label) const {
    const std::shared_lock lock(mutex_);
    const auto found = studies_.find(label);
    return found == studies_.end() ? nullptr : found->second;
  }

  // Requires that none of that label is there.
  void Add(std::shared_ptr<LiveStudy> study) {
    const std::unique_lock lock(mutex_);
    const std::string label = study->label();
    QUORATE_CHECK(studies_.emplace(label, std::move(study)).second);
  }

  // In order of their labels.
  [[nodiscard]] std::vector<std::shared_ptr<LiveStudy>> All() const {
    const std::shared_lock lock(mutex_);
    std::vector<std::shared_ptr<LiveStudy>> all;
    all.reserve(studies_.size());
    for (const auto& [label, study] : studies_)
      all.push_back(study);
    return all;
  }

 private:
  mutable std::shared_mutex mutex_;
  std::map<std::string, std::shared_ptr<LiveStudy>, std::less<>> studies_;
};

}  // namespace quorate::services
