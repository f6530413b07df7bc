#include "clients/cli/crew.h"

#include <algorithm>
#include <utility>

namespace quorate::cli {

Crew::Crew(std::size_t threads) {
  if (threads == 0) threads = std::max(1U, std::thread::hardware_concurrency());
  for (std::size_t i = 1; i < threads; ++i)
    threads_.emplace_back([this] { Work(); });
}

Crew::~Crew() {
  {
    const std::lock_guard lock(mutex_);
    closing_ = true;
  }
  begun_.notify_all();
}

void Crew::operator()(std::span<const engine::Job> jobs) {
  std::unique_lock lock(mutex_);
  jobs_ = jobs;
  next_ = 0;
  undone_ = jobs.size();
  begun_.notify_all();
  DoJobs(lock);
  ended_.wait(lock, [this] { return undone_ == 0; });
  if (thrown_) std::rethrow_exception(std::exchange(thrown_, nullptr));
}

void Crew::Work() {
  std::unique_lock lock(mutex_);
  while (!closing_) {
    DoJobs(lock);
    begun_.wait(lock, [this] { return closing_ || next_ < jobs_.size(); });
  }
}

void Crew::DoJobs(std::unique_lock<std::mutex>& lock) {
  while (next_ < jobs_.size()) {
    const engine::Job& job = jobs_[next_++];
    lock.unlock();
    std::exception_ptr thrown;
    try {
      job();
    } catch (...) {
      thrown = std::current_exception();
    }
    lock.lock();
    if (thrown && !thrown_) thrown_ = thrown;
    if (--undone_ == 0) ended_.notify_one();
  }
}

}  // namespace quorate::cli
