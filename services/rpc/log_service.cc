#include <charconv>
#include <set>

#include "engine/log/digest.h"
#include "services/rpc/change.h"
#include "services/rpc/handlers.h"
#include "services/rpc/names.h"
#include "services/rpc/pager.h"
#include "services/rpc/withheld.h"

namespace quorate::services::rpc {

namespace {

constexpr std::size_t kReadAtOnce = 100;

// A sequence or size from the wire, which has no unsigned numbers in JSON.
Result<std::uint64_t> CountOf(const char* field, std::int64_t value) {
  if (value >= 0) return static_cast<std::uint64_t>(value);
  return engine::Refuse(engine::Reason::kInvalidArgument, field, "must not be negative");
}

// Visits stored entries from where the page begins until it is full; `visit` returns the bytes it
// added. Returns the token for the next page, or nothing at the end.
template <typename Visit>
Result<std::string> ReadPage(const Call& call,
                             const Pager& pager,
                             std::uint64_t first,
                             Visit visit) {
  if (!pager.position().empty()) first = pager.offset();
  std::uint64_t size = 0;
  {
    QUORATE_ASSIGN_OR_RETURN(const StudyView study, call.View());
    size = study->size;
  }
  std::uint64_t next = first;
  std::size_t bytes = 0;
  while (next < size && next - first < pager.size() && bytes < Pager::kBytesMax) {
    const std::uint64_t wanted =
        std::min<std::uint64_t>({kReadAtOnce, size - next, pager.size() - (next - first)});
    QUORATE_ASSIGN_OR_RETURN(const std::vector<StoredEntry> entries,
                             call.backend.store.Read(call.study, next, wanted));
    if (entries.empty()) break;
    for (const StoredEntry& entry : entries) {
      if (bytes >= Pager::kBytesMax) break;
      bytes += visit(next, entry);
      ++next;
    }
  }
  return next < size ? pager.TokenFor(std::to_string(next)) : std::string();
}

// The second line of a signed note.
std::int64_t SizeIn(std::string_view note) {
  const std::size_t begin = note.find('\n') + 1;
  std::int64_t size = 0;
  std::from_chars(note.data() + begin, note.data() + note.size(), size);
  return size;
}

v1::Checkpoint CheckpointMessage(const Call& call, std::string note) {
  v1::Checkpoint message;
  message.set_size(SizeIn(note));
  message.set_note(std::move(note));
  message.set_verifier_key(call.backend.studies.VerifierKey(call.study));
  return message;
}

template <typename Message>
void AddHashes(const engine::Path& path, Message& message) {
  for (const engine::Digest& digest : path)
    message.add_hashes(std::string(engine::Text(digest)));
}

}  // namespace

Result<v1::ListEntriesResponse> ListEntries(const Call& call,
                                            const v1::ListEntriesRequest& request) {
  QUORATE_RETURN_IF_ERROR(ParseName("parent", request.parent(), "studies/*"));
  QUORATE_ASSIGN_OR_RETURN(const std::uint64_t first,
                           CountOf("first_sequence", request.first_sequence()));
  QUORATE_ASSIGN_OR_RETURN(const Pager pager, Pager::Read(request));
  bool withholds = call.caller.role == engine::Role::kParticipant;
  if (withholds) {
    QUORATE_ASSIGN_OR_RETURN(const StudyView study, call.View());
    withholds = study->state != engine::StudyState::kConcluded;
  }
  v1::ListEntriesResponse response;
  QUORATE_ASSIGN_OR_RETURN(
      std::string token,
      ReadPage(call, pager, first, [&](std::uint64_t sequence, const StoredEntry& entry) {
        v1::LogEntry& message = *response.add_entries();
        message.set_sequence(static_cast<std::int64_t>(sequence));
        message.set_withheld(withholds && IsSurveyTally(entry.leaf));
        if (!message.withheld()) message.set_leaf(entry.leaf);
        return message.ByteSizeLong();
      }));
  response.set_next_page_token(std::move(token));
  return response;
}

Result<v1::ListOpeningsResponse> ListOpenings(const Call& call,
                                              const v1::ListOpeningsRequest& request) {
  QUORATE_RETURN_IF_ERROR(ParseName("parent", request.parent(), "studies/*"));
  QUORATE_ASSIGN_OR_RETURN(const std::uint64_t first,
                           CountOf("first_sequence", request.first_sequence()));
  QUORATE_ASSIGN_OR_RETURN(const Pager pager, Pager::Read(request));
  v1::ListOpeningsResponse response;
  QUORATE_ASSIGN_OR_RETURN(
      std::string token,
      ReadPage(call, pager, first, [&](std::uint64_t sequence, const StoredEntry& entry) {
        if (entry.opening.empty()) return std::size_t{0};
        v1::Opening& message = *response.add_openings();
        message.set_sequence(static_cast<std::int64_t>(sequence));
        message.set_opening(entry.opening);
        return message.ByteSizeLong();
      }));
  response.set_next_page_token(std::move(token));
  return response;
}

Result<v1::ListOpeningsResponse> ListPublicOpenings(const Call& call,
                                                    const v1::ListPublicOpeningsRequest& request) {
  QUORATE_RETURN_IF_ERROR(ParseName("parent", request.parent(), "studies/*"));
  QUORATE_ASSIGN_OR_RETURN(const std::uint64_t first,
                           CountOf("first_sequence", request.first_sequence()));
  QUORATE_ASSIGN_OR_RETURN(const Pager pager, Pager::Read(request));
  std::set<std::uint64_t> open;
  {
    QUORATE_ASSIGN_OR_RETURN(const StudyView study, call.View());
    if (call.caller.role == engine::Role::kParticipant &&
        study->state != engine::StudyState::kConcluded) {
      return engine::Refuse(engine::Reason::kWrongState,
                            "participants read them once the study is concluded");
    }
    for (const engine::Statement& statement : study->statements) {
      if (statement.withheld.empty()) open.insert(statement.entry);
    }
  }
  v1::ListOpeningsResponse response;
  QUORATE_ASSIGN_OR_RETURN(
      std::string token,
      ReadPage(call, pager, first, [&](std::uint64_t sequence, const StoredEntry& entry) {
        if (entry.opening.empty() || !open.contains(sequence)) return std::size_t{0};
        v1::Opening& message = *response.add_openings();
        message.set_sequence(static_cast<std::int64_t>(sequence));
        message.set_opening(entry.opening);
        return message.ByteSizeLong();
      }));
  response.set_next_page_token(std::move(token));
  return response;
}

Result<v1::Checkpoint> GetCheckpoint(const Call& call, const v1::GetCheckpointRequest& request) {
  QUORATE_RETURN_IF_ERROR(ParseName("parent", request.parent(), "studies/*"));
  QUORATE_ASSIGN_OR_RETURN(const std::uint64_t size, CountOf("size", request.size()));
  QUORATE_ASSIGN_OR_RETURN(std::string note,
                           size == 0
                               ? call.backend.studies.Checkpoint(call.study, Studies::Keep::kNo)
                               : call.backend.studies.CheckpointAt(call.study, size));
  return CheckpointMessage(call, std::move(note));
}

Result<v1::ListCheckpointsResponse> ListCheckpoints(const Call& call,
                                                    const v1::ListCheckpointsRequest& request) {
  QUORATE_RETURN_IF_ERROR(ParseName("parent", request.parent(), "studies/*"));
  QUORATE_ASSIGN_OR_RETURN(const Pager pager, Pager::Read(request));
  QUORATE_RETURN_IF_ERROR(call.View());
  QUORATE_ASSIGN_OR_RETURN(const std::vector<KeptCheckpoint> kept,
                           call.backend.store.Checkpoints(call.study));
  v1::ListCheckpointsResponse response;
  response.set_next_page_token(pager.Fill(kept.size(), [&](std::size_t i) {
    v1::Checkpoint& message = *response.add_checkpoints();
    message = CheckpointMessage(call, kept[i].note);
    return message.ByteSizeLong();
  }));
  return response;
}

Result<v1::InclusionProof> GetInclusionProof(const Call& call,
                                             const v1::GetInclusionProofRequest& request) {
  QUORATE_RETURN_IF_ERROR(ParseName("parent", request.parent(), "studies/*"));
  QUORATE_ASSIGN_OR_RETURN(const std::uint64_t sequence, CountOf("sequence", request.sequence()));
  QUORATE_ASSIGN_OR_RETURN(std::uint64_t size, CountOf("size", request.size()));
  QUORATE_ASSIGN_OR_RETURN(const StudyView study, call.View());
  if (size == 0) size = study.tree().size();
  QUORATE_ASSIGN_OR_RETURN(const engine::Path path, study.tree().InclusionProof(sequence, size));
  QUORATE_ASSIGN_OR_RETURN(const engine::Digest leaf, study.tree().Leaf(sequence));
  v1::InclusionProof proof;
  proof.set_sequence(request.sequence());
  proof.set_size(static_cast<std::int64_t>(size));
  proof.set_leaf_hash(std::string(engine::Text(leaf)));
  AddHashes(path, proof);
  return proof;
}

Result<v1::ConsistencyProof> GetConsistencyProof(const Call& call,
                                                 const v1::GetConsistencyProofRequest& request) {
  QUORATE_RETURN_IF_ERROR(ParseName("parent", request.parent(), "studies/*"));
  QUORATE_ASSIGN_OR_RETURN(const std::uint64_t old_size, CountOf("old_size", request.old_size()));
  QUORATE_ASSIGN_OR_RETURN(std::uint64_t new_size, CountOf("new_size", request.new_size()));
  QUORATE_ASSIGN_OR_RETURN(const StudyView study, call.View());
  if (new_size == 0) new_size = study.tree().size();
  QUORATE_ASSIGN_OR_RETURN(const engine::Path path,
                           study.tree().ConsistencyProof(old_size, new_size));
  v1::ConsistencyProof proof;
  proof.set_old_size(request.old_size());
  proof.set_new_size(static_cast<std::int64_t>(new_size));
  AddHashes(path, proof);
  return proof;
}

Result<v1::Checkpoint> PublishBundle(const Call& call, const v1::PublishBundleRequest& request) {
  QUORATE_RETURN_IF_ERROR(ParseName("parent", request.parent(), "studies/*"));
  if (request.tier() != v1::BUNDLE_TIER_PUBLIC && request.tier() != v1::BUNDLE_TIER_AUDITOR) {
    return engine::Refuse(engine::Reason::kInvalidArgument, "tier", "must be PUBLIC or AUDITOR");
  }
  const bool is_public = request.tier() == v1::BUNDLE_TIER_PUBLIC;
  engine::PublishBundle act{is_public ? engine::Tier::kPublic : engine::Tier::kAuditor};
  QUORATE_ASSIGN_OR_RETURN(const v1::Checkpoint least,
                           Answer<v1::Checkpoint>(call, {act}, [](const Applied& applied) {
                             v1::Checkpoint message;
                             message.set_size(static_cast<std::int64_t>(applied.study.size));
                             return message;
                           }));
  // The first that covers the publication: the same whenever this request is repeated.
  QUORATE_ASSIGN_OR_RETURN(const std::vector<KeptCheckpoint> kept,
                           call.backend.store.Checkpoints(call.study));
  for (const KeptCheckpoint& checkpoint : kept) {
    if (checkpoint.size >= static_cast<std::uint64_t>(least.size())) {
      return CheckpointMessage(call, checkpoint.note);
    }
  }
  return engine::Refuse(
      engine::Reason::kUnavailable,
      "the publication is recorded, but its checkpoint could not be kept; send this again");
}

}  // namespace quorate::services::rpc
