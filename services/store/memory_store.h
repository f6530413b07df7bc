// A store that forgets everything when it is destroyed: for tests and for trying things out. It
// passes the same conformance suite as the others, so what works on it works on them.

#pragma once

#include <map>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "services/store/store.h"

namespace quorate::services {

class MemoryStore final : public Store {
 public:
  engine::Status Append(std::span<const StudyAppend> appends) override;
  [[nodiscard]] engine::Result<std::vector<StoredEntry>> Read(std::string_view study,
                                                              std::uint64_t first,
                                                              std::size_t limit) const override;
  // Nothing lies anywhere but in the tables.
  engine::Status Scrub() override { return {}; }
  [[nodiscard]] engine::Result<std::uint64_t> Size(std::string_view study) const override;
  [[nodiscard]] engine::Result<std::vector<std::string>> Studies() const override;
  [[nodiscard]] engine::Result<std::optional<RequestRecord>> FindRequest(
      std::string_view study,
      std::string_view principal,
      std::string_view request_id) const override;
  [[nodiscard]] engine::Result<std::optional<std::string>> FindLink(
      std::string_view study,
      std::string_view external_id) const override;
  [[nodiscard]] engine::Result<std::vector<Link>> Links(std::string_view study) const override;
  engine::Status KeepCheckpoint(std::string_view study, const KeptCheckpoint& checkpoint) override;
  [[nodiscard]] engine::Result<std::vector<KeptCheckpoint>> Checkpoints(
      std::string_view study) const override;
  engine::Status AddPrincipal(const Principal& principal) override;
  [[nodiscard]] engine::Result<std::optional<Principal>> FindPrincipal(
      std::string_view token_hash) const override;
  [[nodiscard]] engine::Result<std::vector<Principal>> Principals(
      std::string_view study) const override;
  engine::Status RevokePrincipal(std::string_view id) override;

 private:
  using RequestKey = std::pair<std::string, std::string>;  // Principal and request id.
  struct StudyTables {
    std::vector<StoredEntry> entries;
    std::map<RequestKey, RequestRecord> requests;
    std::map<std::string, std::string, std::less<>> links;  // External id to participant.
    std::map<std::uint64_t, std::string> checkpoints;       // Size to note.
  };

  class Stage;

  void Erase(const std::string& study, const Erasure& erasure);
  // The study's tables, or null if nothing was ever kept for it.
  [[nodiscard]] const StudyTables* Find(std::string_view study) const;

  mutable std::mutex mutex_;
  std::map<std::string, StudyTables, std::less<>> studies_;
  std::map<std::string, Principal, std::less<>> principals_;  // By id.
};

}  // namespace quorate::services
