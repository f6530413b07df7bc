// How the server is set up: flags before environment before file, read once and handed down as a
// plain struct. Nothing below services/server reads the environment.

#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <span>
#include <string>

#include "engine/base/result.h"

namespace quorate::services {

enum class LogFormat { kText, kJson };
enum class LogLevel { kDebug, kInfo, kWarning, kError };

struct Config {
  std::filesystem::path data = "quorate-data";
  std::string listen = "127.0.0.1:50051";
  std::string origin;  // Empty: what the data folder says, or the default on its first start.
  std::filesystem::path tls_cert;  // Both or neither.
  std::filesystem::path tls_key;
  LogFormat log_format = LogFormat::kText;
  LogLevel log_level = LogLevel::kInfo;

  [[nodiscard]] bool tls() const { return !tls_cert.empty(); }
};

// A break of one study's log, to be stated instead of serving.
struct StatedBreak {
  std::string study;
  std::string reason;
};

// What the command line asks for: to print a text and leave, to state a break, or to serve.
struct Invocation {
  std::optional<std::string> text;
  Config config;
  std::optional<StatedBreak> recovery = {};
};

// The value of an environment variable, or null.
using Environment = std::function<const char*(const char*)>;

// Reads the arguments (without the program's name), the environment (QUORATE_LISTEN for --listen
// and so on; QUORATE_DATA_FOLDER for --data), and the TOML file that --config or QUORATE_CONFIG
// names. Refuses with every wrong setting at once, each named as it was given.
engine::Result<Invocation> ReadConfig(std::span<const std::string> arguments,
                                      const Environment& environment);

// Whether other machines can reach that address: anything but the loop-back.
bool IsPublic(const std::string& listen);

}  // namespace quorate::services
