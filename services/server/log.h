// The server's own log, to standard error: text for people, or a JSON object a line for programs.

#pragma once

#include <memory>
#include <string_view>

#include "services/rpc/journal.h"
#include "services/server/config.h"

namespace spdlog {
class logger;
}

namespace quorate::services {

// Thread-safe; copies write to the same place.
class Log {
 public:
  Log(LogFormat format, LogLevel level);

  void Info(std::string_view message) const;
  void Warn(std::string_view message) const;
  void Fail(std::string_view message) const;

  // A line for each call (debug for those that went well), and one for each warning.
  [[nodiscard]] rpc::Journal journal() const;

 private:
  [[nodiscard]] std::string Line(std::string_view message) const;

  LogFormat format_;
  std::shared_ptr<spdlog::logger> logger_;
};

}  // namespace quorate::services
