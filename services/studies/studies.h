// The studies of one server: their folded states, the one queue through which they change, and the
// checkpoints signed over their logs.
//
// Commands of all studies wait in one queue. The committer takes all that wait, admits them in
// order, seals and appends them in one durable transaction, and only then answers each: that is
// group commit. Readers see only what is durable, and never wait for the disk.

#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <shared_mutex>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/result.h"
#include "engine/log/tree.h"
#include "engine/study/command.h"
#include "engine/study/study.h"
#include "services/store/store.h"

namespace quorate::services {

// A study's durable state, held still while the view lives. Keep it short: publishing waits for it.
class StudyView {
 public:
  StudyView(std::shared_lock<std::shared_mutex> lock,
            std::shared_ptr<const void> owner,
            const engine::Study& state,
            const engine::Tree& tree)
      : owner_(std::move(owner)), lock_(std::move(lock)), state_(&state), tree_(&tree) {}
  const engine::Study& operator*() const { return *state_; }
  const engine::Study* operator->() const { return state_; }
  [[nodiscard]] const engine::Tree& tree() const { return *tree_; }

 private:
  std::shared_ptr<const void> owner_;  // Before the lock: it must outlive it.
  std::shared_lock<std::shared_mutex> lock_;
  const engine::Study* state_;
  const engine::Tree* tree_;
};

// What a command did, shown to the maker of its reply just before the commit.
struct Applied {
  const engine::Study& study;  // The state after the command.
  std::uint64_t first = 0;     // Sequence of the first entry it added.
  std::span<const engine::Entry> entries;
};

struct Request {
  std::string study;
  std::string principal;
  std::string request_id;   // Unique per study and principal; required.
  std::string fingerprint;  // A digest of the request: the same id with another one is refused.
  std::string etag;         // Empty, or what EtagOf said of the state the caller has read.
  engine::Command command;
  std::vector<Link> links;  // Become durable together with the command's entries.
  // Makes the reply that is stored and sent. Called on the committer's thread; must not block.
  std::function<std::string(const Applied&)> reply;
};

// The outside facts, injected so that tests hold them still.
struct Outside {
  std::function<engine::Instant()> now;
  std::function<std::array<std::uint8_t, 32>()> random;
};

struct StudiesOptions {
  std::string origin;  // Such as "quorate.example"; a study's log is origin + "/studies/" + label.
  std::string
      signed_folder;     // Holds the last signed checkpoint of each study, outside the database.
  std::string key_text;  // The Ed25519 signing key's seed as lower-case hex.
  std::size_t queue_max = 4096;  // More commands waiting than this are refused with kBusy.
  // A study whose log is not asked to extend what was signed last; recovery.h alone sets it.
  std::string recovering = {};
};

// `"SIZE"`, quoted, the number of entries the state is folded from.
std::string EtagOf(const engine::Study& study);

// Thread-safe.
class Studies {
 public:
  // Loads every study of the store by replaying its log, and starts the committer. Fails with
  // kForkRefused where a log does not extend its last signed checkpoint (an old backup was
  // restored), and with kCorruptLog where one does not replay; the message says which study and
  // entry.
  static engine::Result<std::unique_ptr<Studies>> Open(Store& store,
                                                       Outside outside,
                                                       StudiesOptions options);
  // Answers what waits with kUnavailable, lets the running commit finish, and stops.
  virtual ~Studies() = default;

  // Carries out one command and returns its reply once it is durable. A request id seen before
  // answers as it did then. Blocks for about one commit.
  virtual engine::Result<std::string> Execute(Request request) = 0;
  // The same without waiting for the commit, so that a crowd of callers needs no crowd of threads.
  // `done` is called exactly once: on the committer's thread, or before this returns. It must not
  // block and must not throw.
  using Done = std::function<void(engine::Result<std::string>)>;
  virtual void Submit(Request request, Done done) = 0;

  // The study's durable state; kUnknownStudy if there is none.
  [[nodiscard]] virtual engine::Result<StudyView> View(std::string_view study) const = 0;
  // Every study's label, sorted.
  [[nodiscard]] virtual std::vector<std::string> Labels() const = 0;

  // The signed note over the study's durable log, made now unless one of that size is at hand. The
  // last-signed file is written first. Kept for ever in the store if `keep`.
  enum class Keep { kNo, kYes };
  virtual engine::Result<std::string> Checkpoint(std::string_view study, Keep keep) = 0;
  // The signed note over exactly the first `size` entries; kUnknownEntry beyond the durable log.
  virtual engine::Result<std::string> CheckpointAt(std::string_view study, std::uint64_t size) = 0;
  // The key that checks the study's checkpoints, in C2SP form.
  [[nodiscard]] virtual std::string VerifierKey(std::string_view study) const = 0;
  // A tlog-proof@v1 receipt for that entry, with its leaf and opening.
  virtual engine::Result<std::string> Receipt(std::string_view study, std::uint64_t sequence) = 0;

  // Blocks until the study's durable log holds more than `size` entries, or `wait` is over, or the
  // server stops. Returns the size now.
  virtual engine::Result<std::uint64_t> WaitBeyond(std::string_view study,
                                                   std::uint64_t size,
                                                   std::chrono::milliseconds wait) const = 0;
  // Makes every WaitBeyond return; new commands are refused with kUnavailable.
  virtual void Stop() = 0;
};

}  // namespace quorate::services
