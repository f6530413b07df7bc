#include "services/rpc/watch.h"

#include <atomic>
#include <set>
#include <thread>

#include "services/auth/authentication.h"
#include "services/rpc/feed.h"
#include "services/rpc/names.h"
#include "services/rpc/status.h"
#include "services/rpc/withheld.h"

namespace quorate::services::rpc {

namespace v1 = ::quorate::v1;

struct Watchers::Watched {
  Watched(const Store& store, std::string study, std::uint64_t durable)
      : feed(store, std::move(study)), size(durable) {}

  Feed feed;
  std::atomic<std::uint64_t> size;  // Durable entries, as far as the thread has seen.
  std::set<Watcher*> watchers;
};

// One stream. At most one write is under way; whatever else is to be sent waits for its end. Finish
// waits for it too, and comes once.
class Watchers::Watcher final : public Reactor {
 public:
  Watcher(Watchers& owner,
          grpc::CallbackServerContext& context,
          const v1::WatchEntriesRequest& request)
      : owner_(owner),
        authorization_(AuthorizationHeader(context)),
        passage_(owner.gate_.Enter("/quorate.v1.LogService/WatchEntries", request)) {}

  void Begin(const v1::WatchEntriesRequest& request) {
    engine::Status begun = TryBegin(request);
    if (!begun) End(begun.error());
  }

  // Sends what there is to send, unless something is being sent.
  void Rouse() {
    const std::lock_guard lock(mutex_);
    Proceed();
  }

  // To be called every so often: ends the stream if the token is no longer good.
  void Beat() {
    const auto caller = Authenticate(owner_.gate_.backend().store, authorization_);
    if (!caller && caller.error().reason == engine::Reason::kUnauthenticated) {
      End(caller.error());
      return;
    }
    const std::lock_guard lock(mutex_);
    beat_due_ = true;
    Proceed();
  }

  void End(const engine::Error& error) {
    const std::lock_guard lock(mutex_);
    if (ending_) return;
    ending_ = true;
    reason_ = Name(error.reason);
    status_ = ToGrpc(error, {passage_.call, passage_.resource});
    if (!writing_) Finish(status_);
  }

  void OnWriteDone(bool ok) override {
    const std::lock_guard lock(mutex_);
    writing_ = false;
    sending_.reset();
    if (ending_) {
      Finish(status_);
    } else if (!ok) {
      EndQuietly();
    } else {
      Proceed();
    }
  }

  void OnCancel() override {
    const std::lock_guard lock(mutex_);
    if (!ending_ && !writing_) EndQuietly();
  }

  void OnDone() override {
    if (watched_) owner_.Leave(*watched_, *this);
    owner_.gate_.Leave(passage_, status_, reason_);
    delete this;
  }

 private:
  engine::Status TryBegin(const v1::WatchEntriesRequest& request) {
    const Gate& gate = owner_.gate_;
    QUORATE_ASSIGN_OR_RETURN(const Call call, gate.Admit(authorization_, passage_, request));
    QUORATE_RETURN_IF_ERROR(ParseName("parent", request.parent(), "studies/*"));
    participant_ = call.caller.role == engine::Role::kParticipant;
    study_ = call.study;
    if (request.has_after_sequence()) {
      if (request.after_sequence() < 0) {
        return engine::Refuse(
            engine::Reason::kInvalidArgument, "after_sequence", "must not be negative");
      }
      next_ = static_cast<std::uint64_t>(request.after_sequence()) + 1;
    }
    std::uint64_t size = 0;
    {
      QUORATE_ASSIGN_OR_RETURN(const StudyView study, call.View());
      size = study->size;
    }
    if (next_ > size) {
      return engine::Refuse(
          engine::Reason::kUnknownEntry,
          "the log ends before entry " + std::to_string(next_ - 1) +
              "; if you have seen that entry, this server has lost it: tell its operator");
    }
    QUORATE_ASSIGN_OR_RETURN(std::shared_ptr<Watched> watched, owner_.Join(study_, *this));
    const std::lock_guard lock(mutex_);
    watched_ = std::move(watched);
    Proceed();
    return {};
  }

  // The caller has hung up: there is nobody to tell why.
  void EndQuietly() {
    ending_ = true;
    status_ = grpc::Status(grpc::StatusCode::CANCELLED, "the caller has hung up");
    Finish(status_);
  }

  // Requires mutex_.
  void Proceed() {
    if (ending_ || writing_ || !watched_) return;
    const std::uint64_t size = watched_->size;
    if (next_ < size) {
      SendEntry();
    } else if (beat_due_) {
      beat_due_ = false;
      own_.mutable_heartbeat()->set_log_size(static_cast<std::int64_t>(size));
      writing_ = true;
      StartWrite(&own_);
    }
  }

  void SendEntry() {
    if (!batch_ || !batch_->Holds(next_)) {
      auto batch = watched_->feed.BatchAt(next_);
      if (!batch) {
        ending_ = true;
        reason_ = Name(batch.error().reason);
        status_ = ToGrpc(batch.error(), {passage_.call, passage_.resource});
        Finish(status_);
        return;
      }
      batch_ = *std::move(batch);
    }
    const v1::WatchEntriesResponse* event = &batch_->events[next_ - batch_->first];
    if (participant_ && IsSurveyTally(event->entry().leaf()) && Withholds()) {
      v1::LogEntry& entry = *own_.mutable_entry();
      entry.Clear();
      entry.set_sequence(event->entry().sequence());
      entry.set_withheld(true);
      event = &own_;
    }
    sending_ = batch_;
    ++next_;
    writing_ = true;
    StartWrite(event);
  }

  // Until the study is concluded.
  [[nodiscard]] bool Withholds() const {
    const auto study = owner_.gate_.backend().studies.View(study_);
    return !study || (*study)->state != engine::StudyState::kConcluded;
  }

  Watchers& owner_;
  const std::string authorization_;
  const Gate::Passage passage_;
  std::string study_;
  bool participant_ = false;

  std::mutex mutex_;  // Guards what follows.
  std::shared_ptr<Watched> watched_;
  std::uint64_t next_ = 0;
  bool beat_due_ = false;
  bool writing_ = false;
  bool ending_ = false;
  grpc::Status status_;
  std::string reason_;
  std::shared_ptr<const FeedBatch> batch_;
  std::shared_ptr<const FeedBatch> sending_;  // Keeps alive what is being written.
  v1::WatchEntriesResponse own_;              // What only this watcher is sent.
};

Watchers::Reactor* Watchers::Watch(grpc::CallbackServerContext& context,
                                   const v1::WatchEntriesRequest& request) {
  auto* watcher = new Watcher(*this, context, request);  // NOLINT: deletes itself in OnDone.
  watcher->Begin(request);
  return watcher;
}

engine::Result<std::shared_ptr<Watchers::Watched>> Watchers::Join(const std::string& study,
                                                                  Watcher& watcher) {
  std::uint64_t size = 0;
  {
    QUORATE_ASSIGN_OR_RETURN(const StudyView view, gate_.backend().studies.View(study));
    size = view->size;
  }
  const std::lock_guard lock(mutex_);
  if (stopped_)
    return engine::Refuse(engine::Reason::kUnavailable, "the server is stopping; watch again soon");
  if (watchers_ == limits_.watchers_max) {
    return engine::Refuse(engine::Reason::kBusy, "too many are watching; try again later");
  }
  std::shared_ptr<Watched>& watched = studies_[study];
  if (!watched) {
    watched = std::make_shared<Watched>(gate_.backend().store, study, size);
    ++threads_;
    std::thread([this, watched] { Follow(watched); }).detach();
  }
  watched->watchers.insert(&watcher);
  ++watchers_;
  return watched;
}

void Watchers::Leave(Watched& watched, Watcher& watcher) {
  const std::lock_guard lock(mutex_);
  watchers_ -= watched.watchers.erase(&watcher);
}

void Watchers::Follow(const std::shared_ptr<Watched>& watched) {
  const std::string& study = watched->feed.study();
  auto beat = std::chrono::steady_clock::now() + limits_.heartbeat;
  while (true) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
        beat - std::chrono::steady_clock::now());
    const auto size = gate_.backend().studies.WaitBeyond(
        study, watched->size, std::max(left, std::chrono::milliseconds(1)));
    const bool grown = size && *size > watched->size;
    if (grown) watched->size = *size;
    if (Abandon(*watched)) return;
    const bool due = std::chrono::steady_clock::now() >= beat;
    // Without either the server is about to stop, and waiting returns at once until it has.
    if (!grown && !due) std::this_thread::sleep_for(std::chrono::milliseconds(5));
    if (due) beat = std::chrono::steady_clock::now() + limits_.heartbeat;
    const std::lock_guard lock(mutex_);
    for (Watcher* watcher : watched->watchers) {
      if (due)
        watcher->Beat();
      else
        watcher->Rouse();
    }
  }
}

bool Watchers::Abandon(Watched& watched) {
  const std::lock_guard lock(mutex_);
  if (!stopped_ && !watched.watchers.empty()) return false;
  studies_.erase(watched.feed.study());
  --threads_;
  thread_ended_.notify_all();
  return true;
}

void Watchers::EndStreams() {
  const std::lock_guard lock(mutex_);
  stopped_ = true;
  const engine::Error stopping{engine::Reason::kUnavailable,
                               "the server is stopping; watch again soon, from where you are",
                               {}};
  for (auto& [study, watched] : studies_) {
    for (Watcher* watcher : watched->watchers)
      watcher->End(stopping);
  }
}

void Watchers::Stop() {
  EndStreams();
  std::unique_lock lock(mutex_);
  thread_ended_.wait(lock, [&] { return threads_ == 0; });
}

}  // namespace quorate::services::rpc
