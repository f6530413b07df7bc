// The one thread that changes studies. Whatever waits when it looks becomes one batch and one
// durable append, so under load many commands share the disk's one wait.

#pragma once

#include <condition_variable>
#include <cstddef>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "engine/base/result.h"
#include "services/store/store.h"
#include "services/studies/batch.h"
#include "services/studies/studies.h"
#include "services/studies/study_table.h"

namespace quorate::services {

// Thread-safe. Store, outside and table must outlive it.
class Committer {
 public:
  Committer(Store& store, const Outside& outside, StudyTable& table, std::size_t queue_max);
  Committer(const Committer&) = delete;
  Committer& operator=(const Committer&) = delete;
  // Stops, and waits for the running commit.
  ~Committer();

  // See Studies::Execute and Studies::Submit.
  engine::Result<std::string> Execute(Request request);
  void Submit(Request request, Studies::Done done);
  // Answers what waits with kUnavailable; the running commit finishes. May be called twice.
  void Stop();

 private:
  struct Waiting {
    Request request;
    Studies::Done done;
  };
  using Waitings = std::vector<Waiting>;

  // Takes `waiting` into the queue, and leaves it as it is where it refuses.
  engine::Status Queue(Waiting& waiting);
  void Run();
  // All that waits, at least one; empty once stopped.
  Waitings Take();
  void Commit(const Waitings& waitings);
  // One try at committing all of them: their answers, or why the store would not append.
  engine::Result<std::vector<engine::Result<std::string>>> TryCommit(const Waitings& waitings,
                                                                     LookUp look_up);

  Store& store_;
  const Outside& outside_;
  StudyTable& table_;
  const std::size_t queue_max_;

  std::mutex mutex_;
  std::condition_variable waiting_or_stopped_;
  Waitings queue_;
  bool stopped_ = false;

  std::thread thread_;  // Last: it uses all of the above.
};

}  // namespace quorate::services
