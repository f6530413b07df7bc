#include "services/studies/committer.h"

#include <algorithm>
#include <future>
#include <memory>
#include <optional>
#include <utility>
#include <variant>

namespace quorate::services {

using engine::Reason;
using engine::Refuse;

namespace {

// How often a batch is begun anew because somebody else appended first or a request id turned out
// to be taken. Each try learns what it ran into, so a second one nearly always goes through.
constexpr int kTriesMax = 5;

tl::unexpected<engine::Error> RefuseStopping() {
  return Refuse(Reason::kUnavailable, "the server is stopping; send the same request again later");
}

bool Erases(const std::vector<StudyAppend>& appends) {
  return std::ranges::any_of(appends, [](const auto& append) { return !append.erasures.empty(); });
}

bool Erases(const Request& request) {
  return std::holds_alternative<engine::EraseParticipant>(request.command.act);
}

tl::unexpected<engine::Error> RefuseUnscrubbed(const engine::Error& error) {
  return Refuse(Reason::kUnavailable,
                "erased, but old pages of the storage could not be cleaned yet (" + error.message +
                    "); that is done when the server starts again");
}

bool IsWorthAnotherTry(const engine::Error& error) {
  return error.reason == Reason::kStaleEtag || error.reason == Reason::kAlreadyExists;
}

}  // namespace

Committer::Committer(Store& store, const Outside& outside, StudyTable& table, std::size_t queue_max)
    : store_(store), outside_(outside), table_(table), queue_max_(queue_max) {
  thread_ = std::thread([this] { Run(); });
}

Committer::~Committer() {
  Stop();
  thread_.join();
}

engine::Result<std::string> Committer::Execute(Request request) {
  std::promise<engine::Result<std::string>> promise;
  std::future<engine::Result<std::string>> answer = promise.get_future();
  Submit(std::move(request),
         [made = std::make_shared<decltype(promise)>(std::move(promise))](
             engine::Result<std::string> reply) { made->set_value(std::move(reply)); });
  return answer.get();
}

void Committer::Submit(Request request, Studies::Done done) {
  if (request.request_id.empty()) {
    return done(
        Refuse(Reason::kInvalidArgument,
               "request_id",
               "must not be empty; make a random one, and repeat it only to repeat the request"));
  }
  // Here and not on the committer's thread, which everybody waits for.
  engine::Result<std::optional<std::string>> standing = StandingReply(store_, request);
  if (!standing) return done(tl::unexpected(std::move(standing).error()));
  if (*standing) return done(**std::move(standing));

  Waiting waiting{std::move(request), std::move(done)};
  if (engine::Status queued = Queue(waiting); !queued) {
    waiting.done(tl::unexpected(std::move(queued).error()));
  }
}

engine::Status Committer::Queue(Waiting& waiting) {
  const std::lock_guard lock(mutex_);
  if (stopped_) return RefuseStopping();
  if (queue_.size() >= queue_max_) {
    return Refuse(Reason::kBusy, "too many requests are waiting; send this one again in a second");
  }
  queue_.push_back(std::move(waiting));
  // Who comes later is taken along: the committer has been woken, or looks again after its commit.
  if (queue_.size() == 1) waiting_or_stopped_.notify_one();
  return {};
}

void Committer::Stop() {
  Waitings left;
  {
    const std::lock_guard lock(mutex_);
    stopped_ = true;
    left.swap(queue_);
  }
  waiting_or_stopped_.notify_one();
  for (const Waiting& waiting : left)
    waiting.done(RefuseStopping());
}

Committer::Waitings Committer::Take() {
  std::unique_lock lock(mutex_);
  waiting_or_stopped_.wait(lock, [&] { return stopped_ || !queue_.empty(); });
  return std::exchange(queue_, {});
}

void Committer::Run() {
  while (true) {
    const Waitings waitings = Take();
    if (waitings.empty()) return;
    Commit(waitings);
  }
}

engine::Result<std::vector<engine::Result<std::string>>> Committer::TryCommit(
    const Waitings& waitings,
    LookUp look_up) {
  Batch batch(store_, outside_, table_, look_up);
  std::vector<engine::Result<std::string>> answers;
  answers.reserve(waitings.size());
  for (const Waiting& waiting : waitings)
    answers.push_back(batch.Add(waiting.request));
  const std::vector<StudyAppend> appends = batch.TakeAppends();
  if (!appends.empty()) {
    if (engine::Status appended = store_.Append(appends); !appended) {
      batch.Abandon();
      return tl::unexpected(std::move(appended).error());
    }
    batch.Publish();
    if (Erases(appends)) {
      // The erasure stands whatever happens now; but nobody is told that it is done before it is.
      const engine::Status scrubbed = store_.Scrub();
      for (std::size_t i = 0; !scrubbed && i < waitings.size(); ++i) {
        if (answers[i] && Erases(waitings[i].request))
          answers[i] = RefuseUnscrubbed(scrubbed.error());
      }
    }
  }
  return answers;
}

void Committer::Commit(const Waitings& waitings) {
  auto answers = TryCommit(waitings, LookUp::kOnRefusal);
  for (int tries = 1; !answers && IsWorthAnotherTry(answers.error()) && tries < kTriesMax;
       ++tries) {
    answers = TryCommit(waitings, LookUp::kFirst);
  }
  for (std::size_t i = 0; i < waitings.size(); ++i) {
    if (answers) {
      waitings[i].done(std::move((*answers)[i]));
    } else {
      waitings[i].done(tl::unexpected(answers.error()));
    }
  }
}

}  // namespace quorate::services
