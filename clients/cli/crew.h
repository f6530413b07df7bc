// Threads that stay, for the engine's jobs: a log is verified in thousands of short ones.

#pragma once

#include <condition_variable>
#include <cstddef>
#include <exception>
#include <mutex>
#include <span>
#include <thread>
#include <vector>

#include "engine/base/jobs.h"

namespace quorate::cli {

// An engine::RunJobs, passed as std::ref(crew).
class Crew {
 public:
  // Of `threads`, the caller's included; of as many as the processor runs at once if it is 0. More
  // would share a core by chance and be waited for.
  explicit Crew(std::size_t threads = 0);
  Crew(const Crew&) = delete;
  Crew& operator=(const Crew&) = delete;
  ~Crew();

  // Begins the jobs in order, each as soon as a thread is free. One call at a time. What a job
  // throws, such as that there is no memory left, is thrown on once all have ended.
  void operator()(std::span<const engine::Job> jobs);

 private:
  void Work();
  // Does what is left to be begun; holds the lock but not during a job.
  void DoJobs(std::unique_lock<std::mutex>& lock);

  std::mutex mutex_;
  std::condition_variable begun_;
  std::condition_variable ended_;
  std::span<const engine::Job> jobs_;
  std::size_t next_ = 0;       // The first that is not begun.
  std::size_t undone_ = 0;     // Begun or not.
  std::exception_ptr thrown_;  // By the first job that threw.
  bool closing_ = false;
  std::vector<std::jthread> threads_;  // Last: they use the members above.
};

}  // namespace quorate::cli
