#include "clients/cli/in_parallel.h"

#include <algorithm>
#include <mutex>
#include <thread>
#include <vector>

namespace quorate::cli {

namespace {
constexpr std::size_t kThreadsMax = 16;
}

engine::Status InParallel(std::size_t count,
                          const std::function<engine::Status(std::size_t)>& act,
                          const std::function<void(std::size_t)>& progress) {
  std::mutex mutex;
  std::size_t next = 0;
  std::size_t done = 0;
  engine::Status first;
  const auto work = [&] {
    for (;;) {
      std::size_t mine = 0;
      {
        const std::lock_guard lock(mutex);
        if (next >= count || !first) return;
        mine = next++;
      }
      engine::Status status = act(mine);
      const std::lock_guard lock(mutex);
      ++done;
      if (!status && first) first = std::move(status);
      if (progress) progress(done);
    }
  };
  {
    std::vector<std::jthread> threads;
    for (std::size_t i = 0; i < std::min(count, kThreadsMax); ++i)
      threads.emplace_back(work);
  }
  return first;
}

}  // namespace quorate::cli
