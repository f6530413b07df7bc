#include "services/studies/batch.h"

#include <variant>

#include "engine/base/text.h"
#include "engine/replay/personal.h"
#include "engine/study/admit.h"
#include "engine/study/apply.h"

namespace quorate::services {

using engine::Reason;
using engine::Refuse;

namespace {

tl::unexpected<engine::Error> RefuseReused() {
  return Refuse(Reason::kRequestIdReused,
                "request_id",
                "was used for another request; make a new one for each new request");
}

bool Creates(const Request& request) {
  return std::holds_alternative<engine::CreateStudy>(request.command.act);
}

engine::Status CheckEtag(const Request& request, const engine::Study& study) {
  if (request.etag.empty() || request.etag == EtagOf(study)) return {};
  return Refuse(Reason::kStaleEtag,
                "study " + request.study + " has changed since it was read; it is now at " +
                    EtagOf(study) + ". Read it again");
}

}  // namespace

engine::Result<std::optional<std::string>> StandingReply(const Store& store,
                                                         const Request& request) {
  QUORATE_ASSIGN_OR_RETURN(std::optional<RequestRecord> record,
                           store.FindRequest(request.study, request.principal, request.request_id));
  if (!record) return std::nullopt;
  if (record->fingerprint != request.fingerprint) return RefuseReused();
  return std::move(record->reply);
}

engine::Result<std::string> Batch::Add(const Request& request) {
  const std::pair key(request.study, std::pair(request.principal, request.request_id));
  if (const auto twin = answered_.find(key); twin != answered_.end()) {
    if (twin->second.fingerprint != request.fingerprint) return RefuseReused();
    return twin->second.reply;
  }
  if (look_up_ == LookUp::kFirst) {
    QUORATE_ASSIGN_OR_RETURN(const std::optional<std::string> reply,
                             StandingReply(store_, request));
    if (reply) return *reply;
  }
  engine::Result<std::string> reply = AddNew(request);
  if (reply) {
    answered_.emplace(key, Answered{request.fingerprint, *reply});
  } else if (look_up_ == LookUp::kOnRefusal) {
    // What is refused now may have been done already, by a twin that was queued just before.
    QUORATE_ASSIGN_OR_RETURN(const std::optional<std::string> standing,
                             StandingReply(store_, request));
    if (standing) return *standing;
  }
  return reply;
}

engine::Result<std::string> Batch::AddNew(const Request& request) {
  QUORATE_ASSIGN_OR_RETURN(Addition* const addition, AdditionFor(request));
  engine::Study& study = addition->study->working();
  if (Creates(request) && study.size > 0) {
    return Refuse(Reason::kAlreadyExists,
                  "study",
                  "there is a study " + request.study + " already; choose another label");
  }
  QUORATE_RETURN_IF_ERROR(CheckEtag(request, study));
  QUORATE_RETURN_IF_ERROR(CheckLinks(request, *addition));
  QUORATE_ASSIGN_OR_RETURN(std::vector<engine::Entry> entries,
                           engine::Admit(study, request.command));
  const std::uint64_t first = study.size;
  QUORATE_ASSIGN_OR_RETURN(std::vector<engine::SealedEntry> sealed,
                           SealAll(request, first, entries));
  if (const auto* erase = std::get_if<engine::EraseParticipant>(&request.command.act))
    QUORATE_RETURN_IF_ERROR(PlanErasure(erase->participant, *addition));

  // Nothing is refused from here on, so the working copy may change.
  for (const engine::Entry& entry : entries)
    engine::Apply(entry, study);
  std::string reply;
  if (request.reply) reply = request.reply({study, first, entries});

  StudyAppend& append = addition->append;
  for (engine::SealedEntry& entry : sealed) {
    addition->leaf_hashes.push_back(engine::LeafHash(entry.leaf));
    append.entries.push_back({std::move(entry.leaf), std::move(entry.opening)});
  }
  for (engine::Entry& entry : entries)
    addition->entries.push_back(std::move(entry));
  append.requests.push_back({request.principal, request.request_id, request.fingerprint, reply});
  for (const Link& link : request.links) {
    addition->external_ids.insert(link.external_id);
    append.links.push_back(link);
  }
  return reply;
}

engine::Status Batch::PlanErasure(const std::string& participant, Addition& addition) {
  constexpr std::size_t kEntriesAtOnce = 4'096;
  const std::string& label = addition.append.study;
  const engine::ErasureScope scope(addition.study->working(), participant);
  const auto covers = [&](std::uint64_t sequence,
                          const StoredEntry& entry) -> engine::Result<bool> {
    if (entry.opening.empty()) return false;
    QUORATE_ASSIGN_OR_RETURN(const engine::Entry opened,
                             engine::Open(label, sequence, entry.leaf, {}));
    return scope.Covers(opened);
  };
  Erasure erasure{participant, {}};
  for (std::uint64_t sequence = 0; sequence < addition.append.first;) {
    QUORATE_ASSIGN_OR_RETURN(const std::vector<StoredEntry> entries,
                             store_.Read(label, sequence, kEntriesAtOnce));
    for (const StoredEntry& entry : entries) {
      if (sequence == addition.append.first) break;
      QUORATE_ASSIGN_OR_RETURN(const bool covered, covers(sequence, entry));
      if (covered) erasure.openings.push_back(sequence);
      ++sequence;
    }
  }
  std::uint64_t sequence = addition.append.first;
  for (StoredEntry& entry : addition.append.entries) {
    QUORATE_ASSIGN_OR_RETURN(const bool covered, covers(sequence++, entry));
    if (covered) entry.opening.clear();
  }
  for (RequestRecord& request : addition.append.requests)
    request = {request.principal, request.request_id, {}, {}};
  addition.append.erasures.push_back(std::move(erasure));
  return {};
}

engine::Result<std::vector<engine::SealedEntry>>
Batch::SealAll(const Request& request, std::uint64_t first, std::vector<engine::Entry>& entries) {
  const engine::Entropy entropy = outside_.random();
  std::vector<engine::SealedEntry> sealed;
  sealed.reserve(entries.size());
  for (engine::Entry& entry : entries) {
    QUORATE_ASSIGN_OR_RETURN(engine::SealedEntry one,
                             engine::Seal(request.study, first + sealed.size(), entry, entropy));
    sealed.push_back(std::move(one));
  }
  return sealed;
}

engine::Status Batch::CheckLinks(const Request& request, const Addition& addition) const {
  std::set<std::string> seen;
  for (const Link& link : request.links) {
    bool taken =
        !seen.insert(link.external_id).second || addition.external_ids.contains(link.external_id);
    if (!taken) {
      QUORATE_ASSIGN_OR_RETURN(const std::optional<std::string> standing,
                               store_.FindLink(request.study, link.external_id));
      taken = standing.has_value();
    }
    if (taken) {
      return Refuse(Reason::kAlreadyExists,
                    "external_id",
                    "stands for somebody on this panel already; each stands for one person");
    }
  }
  return {};
}

engine::Result<Batch::Addition*> Batch::AdditionFor(const Request& request) {
  if (const auto found = additions_.find(request.study); found != additions_.end()) {
    return &found->second;
  }
  Addition addition;
  QUORATE_ASSIGN_OR_RETURN(addition.study, FindStudy(request.study));
  if (!addition.study) {
    if (!Creates(request)) {
      return Refuse(Reason::kUnknownStudy, "there is no study " + request.study);
    }
    QUORATE_RETURN_IF_ERROR(engine::CheckLabel("study", request.study));
    addition.study = std::make_shared<LiveStudy>(request.study);
    addition.is_new = true;
  }
  addition.append.study = request.study;
  addition.append.first = addition.study->working().size;
  return &additions_.emplace(request.study, std::move(addition)).first->second;
}

engine::Result<std::shared_ptr<LiveStudy>> Batch::FindStudy(const std::string& label) {
  if (std::shared_ptr<LiveStudy> study = table_.Find(label)) {
    if (study->in_doubt()) QUORATE_RETURN_IF_ERROR(study->CatchUp(store_));
    return study;
  }
  // Its creation may have reached the store though the store reported a failure.
  QUORATE_ASSIGN_OR_RETURN(const std::uint64_t size, store_.Size(label));
  if (size == 0) return nullptr;
  auto study = std::make_shared<LiveStudy>(label);
  QUORATE_RETURN_IF_ERROR(study->CatchUp(store_));
  table_.Add(study);
  return study;
}

std::vector<StudyAppend> Batch::TakeAppends() {
  std::vector<StudyAppend> appends;
  for (auto& [label, addition] : additions_) {
    if (!addition.entries.empty()) appends.push_back(std::move(addition.append));
  }
  return appends;
}

void Batch::Publish() {
  for (const auto& [label, addition] : additions_) {
    if (addition.entries.empty()) continue;
    addition.study->Publish(addition.entries, addition.leaf_hashes);
    if (addition.is_new) table_.Add(addition.study);
  }
}

void Batch::Abandon() {
  for (const auto& [label, addition] : additions_) {
    if (addition.entries.empty()) continue;
    // A failure leaves the study in doubt, and the next command on it tries again.
    const engine::Status caught_up = addition.study->CatchUp(store_);
    if (caught_up && addition.is_new && addition.study->size() > 0) table_.Add(addition.study);
  }
}

}  // namespace quorate::services
