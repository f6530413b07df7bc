// The principals that were asked for lately, by the hash of their token: every call asks for one,
// and after each commit SQLite would read its pages anew to find it.

#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "services/store/store.h"

namespace quorate::services {

// Thread-safe. Unknown tokens are not kept, so that guesses do not crowd out the known ones.
class PrincipalCache {
 public:
  // What Find() saw: a principal, or when it looked and found none.
  struct Seen {
    std::optional<Principal> principal;
    std::uint64_t at = 0;
  };
  [[nodiscard]] Seen Find(std::string_view token_hash) const {
    const std::lock_guard lock(mutex_);
    const auto found = principals_.find(token_hash);
    if (found == principals_.end()) return {std::nullopt, changes_};
    return {found->second, changes_};
  }

  // Keeps what was read from the store after that Find(), unless it may have been changed since: a
  // revoked token must not come back because somebody read it just before.
  void Keep(const Principal& principal, std::uint64_t found_at) {
    const std::lock_guard lock(mutex_);
    if (found_at != changes_) return;
    if (principals_.size() >= kSizeMax) principals_.clear();
    principals_.insert_or_assign(principal.token_hash, principal);
  }

  // To be called once a change is durable and before its caller is answered.
  void Forget() {
    const std::lock_guard lock(mutex_);
    ++changes_;
    principals_.clear();
  }

 private:
  static constexpr std::size_t kSizeMax = 16'384;

  mutable std::mutex mutex_;
  std::map<std::string, Principal, std::less<>> principals_;
  std::uint64_t changes_ = 0;
};

}  // namespace quorate::services
