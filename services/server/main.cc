// quorated: the Quorate server. Exit 0 after an orderly stop, 1 if it could not start or the disk
// failed, 2 for wrong usage.

#include <csignal>
#include <cstdlib>
#include <ctime>
#include <exception>
#include <iostream>
#include <string>
#include <vector>

#include <sys/resource.h>

#include "services/server/app.h"
#include "services/server/config.h"
#include "services/server/log.h"

namespace {

using namespace quorate;

constexpr std::chrono::seconds kGrace{10};

// A connection is a file to the system, and its default of 1024 is few for a large panel.
void RaiseFileLimit() {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  limit.rlim_cur = limit.rlim_max;
  static_cast<void>(setrlimit(RLIMIT_NOFILE, &limit));
}

// Signals that stop the server are waited for, not handled: blocked in this thread before any other
// is made, so in all of them.
sigset_t BlockStopSignals() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  return signals;
}

// Until a signal comes, which is success, or the disk fails.
bool ServeUntilStopped(const services::App& app, const sigset_t& signals) {
  while (app.sound()) {
    const timespec second{1, 0};
    if (sigtimedwait(&signals, nullptr, &second) > 0) return true;
  }
  return false;
}

int Recover(const services::Config& config, const services::StatedBreak& recovery) {
  const auto note = services::App::Recover(config, recovery);
  if (!note) {
    std::cerr << "quorated: " << note.error().message << "\n";
    return EXIT_FAILURE;
  }
  std::cout << "The break is stated in the log. It is now signed as\n\n" << *note;
  return EXIT_SUCCESS;
}

int Serve(const services::Config& config) {
  const sigset_t signals = BlockStopSignals();
  RaiseFileLimit();
  const services::Log log(config.log_format, config.log_level);
  const auto app = services::App::Start(config, log);
  if (!app) {
    log.Fail("cannot start: " + app.error().message);
    return EXIT_FAILURE;
  }
  std::cout << "quorated is serving on " << (*app)->address() << std::endl;
  const bool asked = ServeUntilStopped(**app, signals);
  log.Info("stopping");
  (*app)->Stop(kGrace);
  if (asked) return EXIT_SUCCESS;
  log.Fail("the disk refused to keep a write; look after it and start again");
  return EXIT_FAILURE;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    const std::vector<std::string> arguments(argv + 1, argv + argc);
    const auto invocation = services::ReadConfig(
        arguments, [](const char* name) -> const char* { return std::getenv(name); });
    if (!invocation) {
      std::cerr << "quorated: " << invocation.error().message << "\n";
      return 2;
    }
    if (invocation->text) {
      std::cout << *invocation->text;
      return EXIT_SUCCESS;
    }
    if (invocation->recovery) return Recover(invocation->config, *invocation->recovery);
    return Serve(invocation->config);
  } catch (const std::exception& exception) {
    std::cerr << "quorated: " << exception.what() << "\n";
    return EXIT_FAILURE;
  }
}
