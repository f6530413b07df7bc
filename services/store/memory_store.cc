#include "services/store/memory_store.h"

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

#include "services/store/refusals.h"

namespace quorate::services {

const MemoryStore::StudyTables* MemoryStore::Find(std::string_view study) const {
  const auto found = studies_.find(study);
  return found == studies_.end() ? nullptr : &found->second;
}

// Looks at everything an append would add before anything is added. What one study of the append
// adds counts for the next, since the same study may stand twice.
class MemoryStore::Stage {
 public:
  // `tables` is what is kept for the study, or null.
  engine::Status Add(const StudyAppend& append, const StudyTables* tables) {
    const std::uint64_t kept = tables == nullptr ? 0 : tables->entries.size();
    std::uint64_t& size = sizes_.try_emplace(append.study, kept).first->second;
    if (append.first != size) return RefuseStale(append, size);
    size += append.entries.size();
    for (const RequestRecord& request : append.requests) {
      RequestKey key(request.principal, request.request_id);
      const bool stands = tables != nullptr && tables->requests.contains(key);
      if (stands || !requests_.emplace(append.study, std::move(key)).second) {
        return RefuseRequest(append.study, request);
      }
    }
    for (const Link& link : append.links) {
      const bool stands = tables != nullptr && tables->links.contains(link.external_id);
      if (stands || !links_.emplace(append.study, link.external_id).second) {
        return RefuseLink(append.study);
      }
    }
    return {};
  }

 private:
  std::map<std::string, std::uint64_t> sizes_;
  std::set<std::pair<std::string, RequestKey>> requests_;
  std::set<std::pair<std::string, std::string>> links_;
};

engine::Status MemoryStore::Append(std::span<const StudyAppend> appends) {
  const std::lock_guard lock(mutex_);
  Stage stage;
  for (const StudyAppend& append : appends) {
    QUORATE_RETURN_IF_ERROR(stage.Add(append, Find(append.study)));
  }
  for (const StudyAppend& append : appends) {
    StudyTables& tables = studies_[append.study];
    tables.entries.insert(tables.entries.end(), append.entries.begin(), append.entries.end());
    for (const Erasure& erasure : append.erasures)
      Erase(append.study, erasure);
    for (const RequestRecord& request : append.requests) {
      tables.requests[{request.principal, request.request_id}] = request;
    }
    for (const Link& link : append.links)
      tables.links[link.external_id] = link.participant;
  }
  return {};
}

void MemoryStore::Erase(const std::string& study, const Erasure& erasure) {
  StudyTables& tables = studies_[study];
  for (const std::uint64_t sequence : erasure.openings)
    tables.entries.at(sequence).opening.clear();
  std::erase_if(tables.links, [&](const auto& link) { return link.second == erasure.participant; });
  for (auto& [key, request] : tables.requests) {
    const auto caller = principals_.find(key.first);
    const bool of_another = caller != principals_.end() && caller->second.role == "participant" &&
                            caller->second.participant != erasure.participant;
    if (of_another) continue;
    request.fingerprint.clear();
    request.reply.clear();
  }
  std::erase_if(principals_, [&](const auto& principal) {
    return principal.second.study == study && principal.second.participant == erasure.participant;
  });
}

engine::Result<std::vector<StoredEntry>> MemoryStore::Read(std::string_view study,
                                                           std::uint64_t first,
                                                           std::size_t limit) const {
  const std::lock_guard lock(mutex_);
  const StudyTables* tables = Find(study);
  if (tables == nullptr || first >= tables->entries.size()) return std::vector<StoredEntry>();
  const std::size_t count = std::min<std::size_t>(limit, tables->entries.size() - first);
  const auto begin = tables->entries.begin() + static_cast<std::ptrdiff_t>(first);
  return std::vector<StoredEntry>(begin, begin + static_cast<std::ptrdiff_t>(count));
}

engine::Result<std::uint64_t> MemoryStore::Size(std::string_view study) const {
  const std::lock_guard lock(mutex_);
  const StudyTables* tables = Find(study);
  return tables == nullptr ? 0 : tables->entries.size();
}

engine::Result<std::vector<std::string>> MemoryStore::Studies() const {
  const std::lock_guard lock(mutex_);
  std::vector<std::string> labels;
  for (const auto& [label, tables] : studies_) {
    if (!tables.entries.empty()) labels.push_back(label);
  }
  return labels;
}

engine::Result<std::optional<RequestRecord>> MemoryStore::FindRequest(
    std::string_view study,
    std::string_view principal,
    std::string_view request_id) const {
  const std::lock_guard lock(mutex_);
  const StudyTables* tables = Find(study);
  if (tables == nullptr) return std::nullopt;
  const auto found = tables->requests.find({std::string(principal), std::string(request_id)});
  if (found == tables->requests.end()) return std::nullopt;
  return found->second;
}

engine::Result<std::optional<std::string>> MemoryStore::FindLink(
    std::string_view study,
    std::string_view external_id) const {
  const std::lock_guard lock(mutex_);
  const StudyTables* tables = Find(study);
  if (tables == nullptr) return std::nullopt;
  const auto found = tables->links.find(external_id);
  if (found == tables->links.end()) return std::nullopt;
  return found->second;
}

engine::Result<std::vector<Link>> MemoryStore::Links(std::string_view study) const {
  const std::lock_guard lock(mutex_);
  std::vector<Link> links;
  const StudyTables* tables = Find(study);
  if (tables == nullptr) return links;
  for (const auto& [external_id, participant] : tables->links) {
    links.push_back({external_id, participant});
  }
  return links;
}

engine::Status MemoryStore::KeepCheckpoint(std::string_view study,
                                           const KeptCheckpoint& checkpoint) {
  const std::lock_guard lock(mutex_);
  StudyTables& tables = studies_[std::string(study)];
  const auto [kept, added] = tables.checkpoints.try_emplace(checkpoint.size, checkpoint.note);
  if (!added && kept->second != checkpoint.note) return RefuseFork(study, checkpoint.size);
  return {};
}

engine::Result<std::vector<KeptCheckpoint>> MemoryStore::Checkpoints(std::string_view study) const {
  const std::lock_guard lock(mutex_);
  std::vector<KeptCheckpoint> checkpoints;
  const StudyTables* tables = Find(study);
  if (tables == nullptr) return checkpoints;
  for (const auto& [size, note] : tables->checkpoints)
    checkpoints.push_back({size, note});
  return checkpoints;
}

engine::Status MemoryStore::AddPrincipal(const Principal& principal) {
  const std::lock_guard lock(mutex_);
  const bool stands = std::any_of(principals_.begin(), principals_.end(), [&](const auto& kept) {
    return kept.first == principal.id || kept.second.token_hash == principal.token_hash;
  });
  if (stands) return RefusePrincipal();
  principals_.emplace(principal.id, principal);
  return {};
}

engine::Result<std::optional<Principal>> MemoryStore::FindPrincipal(
    std::string_view token_hash) const {
  const std::lock_guard lock(mutex_);
  for (const auto& [id, principal] : principals_) {
    if (principal.token_hash == token_hash) return principal;
  }
  return std::nullopt;
}

engine::Result<std::vector<Principal>> MemoryStore::Principals(std::string_view study) const {
  const std::lock_guard lock(mutex_);
  std::vector<Principal> principals;
  for (const auto& [id, principal] : principals_) {
    if (principal.study == study) principals.push_back(principal);
  }
  std::stable_sort(principals.begin(), principals.end(), [](const auto& left, const auto& right) {
    return left.created < right.created;
  });
  return principals;
}

engine::Status MemoryStore::RevokePrincipal(std::string_view id) {
  const std::lock_guard lock(mutex_);
  const auto found = principals_.find(id);
  if (found == principals_.end()) return RefuseUnknownPrincipal(id);
  found->second.revoked = true;
  return {};
}

}  // namespace quorate::services
