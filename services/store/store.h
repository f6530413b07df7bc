// The store: what must survive a power cut. One append-only log of sealed entries per study, their
// openings beside it, and the few ordinary tables a server needs (requests, links, principals).
//
// The log is the only truth: a study's state is the fold of its entries (engine/replay). The
// contract is small so that each backend keeps it in its own native way; memory, SQLite and later
// PostgreSQL share no code but tests/conformance/store_conformance.h, which all must pass.

#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/result.h"
#include "engine/base/time.h"

namespace quorate::services {

// One entry as it lies in the store. `leaf` is the exact line that was hashed; `opening` is the
// line its commitment commits to, empty where the entry has none or the opening was erased.
struct StoredEntry {
  std::string leaf;
  std::string opening;
  friend bool operator==(const StoredEntry&, const StoredEntry&) = default;
};

// A mutation that was answered. Asked again with the same id and the same fingerprint (a digest of
// the request), it gets the same reply; with another fingerprint it is refused.
struct RequestRecord {
  std::string principal;
  std::string request_id;
  std::string fingerprint;
  std::string reply;
  friend bool operator==(const RequestRecord&, const RequestRecord&) = default;
};

// Whom the organizer's own id stands for. Kept out of the log; a pseudonym is random.
struct Link {
  std::string external_id;
  std::string participant;
  friend bool operator==(const Link&, const Link&) = default;
};

// What is destroyed of one participant: these entries' openings, everything the tables know of the
// pseudonym (the organizer's id for it, tokens), and what is kept of answered requests that might
// hold or betray it: those of the participant's own tokens and of everybody who is no participant.
// Such a request id stays used, and no request matches it any more. The requests of the same append
// are not touched.
struct Erasure {
  std::string participant;
  std::vector<std::uint64_t> openings = {};  // Sequences.
};

// What one study gains in one durable unit. `first` is the sequence of entries.front(), which must
// be the log's size: that is the only concurrency control there is.
struct StudyAppend {
  std::string study;
  std::uint64_t first = 0;
  std::vector<StoredEntry> entries = {};
  std::vector<RequestRecord> requests = {};
  std::vector<Link> links = {};
  std::vector<Erasure> erasures = {};
};

struct KeptCheckpoint {
  std::uint64_t size = 0;
  std::string note;
  friend bool operator==(const KeptCheckpoint&, const KeptCheckpoint&) = default;
};

// Somebody who may call the service. The token itself is never stored, only its SHA-256 in hex.
struct Principal {
  std::string id;           // Random.
  std::string token_hash;   // Unique.
  std::string role;         // facilitator, participant, observer, auditor or integrator.
  std::string study;        // Empty: every study of this server.
  std::string participant;  // The pseudonym, for the role participant only.
  std::string note;         // What the facilitator calls this token; never shown to others.
  engine::Instant created;
  bool revoked = false;
  friend bool operator==(const Principal&, const Principal&) = default;
};

// Thread-safe. Every method may block on the disk. A full disk refuses with kStorageFull: nothing
// was written, reads go on, and writing works again once there is room. Any other failure is
// kUnavailable; after a failed sync the entries may stand all the same, which the request id
// settles on a retry.
class Store {
 public:
  virtual ~Store() = default;

  // Appends to all the named studies as one durable unit: all of it or nothing. Returns only after
  // it would survive a power cut. Fails with kStaleEtag if any `first` is not that study's size,
  // and with kAlreadyExists if a request id (per study and principal) or an external id stands
  // already.
  virtual engine::Status Append(std::span<const StudyAppend> appends) = 0;

  // Rewrites the storage so that nothing of what was erased can be read from it any more, not from
  // free space nor from a journal. Blocks everybody meanwhile, for about a second for each hundred
  // megabytes. What a failure leaves undone is done when the store is opened the next time.
  virtual engine::Status Scrub() = 0;

  // Up to `limit` entries from sequence `first` on, oldest first; empty past the end or for a study
  // nobody has written to.
  [[nodiscard]] virtual engine::Result<std::vector<StoredEntry>> Read(std::string_view study,
                                                                      std::uint64_t first,
                                                                      std::size_t limit) const = 0;
  // The number of entries; 0 for an unknown study.
  [[nodiscard]] virtual engine::Result<std::uint64_t> Size(std::string_view study) const = 0;
  // Every study that has entries, in order of its label.
  [[nodiscard]] virtual engine::Result<std::vector<std::string>> Studies() const = 0;

  [[nodiscard]] virtual engine::Result<std::optional<RequestRecord>> FindRequest(
      std::string_view study,
      std::string_view principal,
      std::string_view request_id) const = 0;

  [[nodiscard]] virtual engine::Result<std::optional<std::string>> FindLink(
      std::string_view study,
      std::string_view external_id) const = 0;
  [[nodiscard]] virtual engine::Result<std::vector<Link>> Links(std::string_view study) const = 0;

  // Keeps a signed checkpoint for ever. Keeping the same size again with the same note is no
  // change; with another note it is refused with kForkRefused.
  virtual engine::Status KeepCheckpoint(std::string_view study,
                                        const KeptCheckpoint& checkpoint) = 0;
  // In order of size.
  [[nodiscard]] virtual engine::Result<std::vector<KeptCheckpoint>> Checkpoints(
      std::string_view study) const = 0;

  // Refuses with kAlreadyExists an id or token hash that stands already.
  virtual engine::Status AddPrincipal(const Principal& principal) = 0;
  [[nodiscard]] virtual engine::Result<std::optional<Principal>> FindPrincipal(
      std::string_view token_hash) const = 0;
  // Those of `study`, oldest first, then by id; an empty label lists the server-wide ones.
  [[nodiscard]] virtual engine::Result<std::vector<Principal>> Principals(
      std::string_view study) const = 0;
  // Revoking twice is no change. Fails with kInvalidArgument if there is no such id.
  virtual engine::Status RevokePrincipal(std::string_view id) = 0;
};

}  // namespace quorate::services
