#include "services/server/config.h"

#include <array>
#include <charconv>
#include <fstream>
#include <map>
#include <utility>
#include <vector>

#include <CLI/CLI.hpp>
#include <toml++/toml.h>

namespace quorate::services {

namespace {

using engine::Violation;

struct Setting {
  const char* name;         // "--listen", and `listen` in the file.
  const char* environment;  // Not QUORATE_DATA for the folder: that names test data.
  const char* help;
};

constexpr std::array<Setting, 7> kSettings = {{
    {"data", "QUORATE_DATA_FOLDER", "the folder that holds everything [quorate-data]"},
    {"listen",
     "QUORATE_LISTEN",
     "HOST:PORT to listen on; port 0 takes a free one [127.0.0.1:50051]"},
    {"origin",
     "QUORATE_ORIGIN",
     "how this server's logs are named, as an address without https:// (fixed at the first start) "
     "[quorate.localhost]"},
    {"tls-cert", "QUORATE_TLS_CERT", "PEM file with the certificate chain; needs --tls-key"},
    {"tls-key", "QUORATE_TLS_KEY", "PEM file with its private key; needs --tls-cert"},
    {"log-format", "QUORATE_LOG_FORMAT", "text or json, to standard error [text]"},
    {"log-level", "QUORATE_LOG_LEVEL", "debug, info, warning or error [info]"},
}};

constexpr const char* kConfigVariable = "QUORATE_CONFIG";

// A setting as it was given, and where.
struct Given {
  std::string value;
  std::string place;
};
using Settings = std::map<std::string, Given>;

void ReadEnvironment(const Environment& environment, Settings& settings) {
  for (const Setting& setting : kSettings) {
    const char* value = environment(setting.environment);
    if (value != nullptr && *value != '\0') settings[setting.name] = {value, setting.environment};
  }
}

bool IsSetting(std::string_view name) {
  return std::any_of(kSettings.begin(), kSettings.end(), [&](const Setting& setting) {
    return setting.name == name;
  });
}

void ReadFile(const std::string& path, Settings& settings, std::vector<Violation>& wrong) {
  std::ifstream file(path);
  if (!file) {
    wrong.push_back({path, "cannot be read"});
    return;
  }
  try {
    const toml::table table = toml::parse(file, path);
    for (const auto& [key, node] : table) {
      const std::string name(key.str());
      const auto value = node.value<std::string>();
      if (!IsSetting(name)) {
        wrong.push_back({name + " in " + path, "is no setting; see quorated --help"});
      } else if (!value || !node.is_string()) {
        wrong.push_back({name + " in " + path, "must be a text in quotes"});
      } else {
        settings[name] = {*value, name + " in " + path};
      }
    }
  } catch (const toml::parse_error& error) {
    wrong.push_back({path + ", line " + std::to_string(error.source().begin.line),
                     std::string(error.description())});
  }
}

// Splits "HOST:PORT" or "[HOST]:PORT"; nothing if it is neither.
std::optional<std::pair<std::string, int>> HostAndPort(const std::string& listen) {
  const std::size_t colon = listen.rfind(':');
  if (colon == std::string::npos || colon == 0) return std::nullopt;
  std::string host = listen.substr(0, colon);
  const bool bracketed = host.front() == '[' && host.back() == ']' && host.size() > 2;
  if (bracketed) host = host.substr(1, host.size() - 2);
  if (!bracketed && host.find(':') != std::string::npos) return std::nullopt;
  int port = 0;
  const char* const end = listen.data() + listen.size();
  const auto [rest, problem] = std::from_chars(listen.data() + colon + 1, end, port);
  if (problem != std::errc() || rest != end || port < 0 || port > 65535) return std::nullopt;
  return std::pair(std::move(host), port);
}

// A schema-less URL: what may stand in a signed note's first line and in a key's name.
bool IsOrigin(std::string_view text) {
  constexpr std::string_view kAllowed = "abcdefghijklmnopqrstuvwxyz0123456789.-_/:";
  return text.size() <= 200 && !text.empty() &&
         text.find_first_not_of(kAllowed) == std::string_view::npos &&
         text.find("//") == std::string_view::npos && text.front() != '/' && text.back() != '/';
}

bool IsReadable(const std::string& path) {
  return std::ifstream(path).good();
}

// From texts to values; each trouble under the place where the text was given.
class Interpreter {
 public:
  Interpreter(const Settings& settings, std::vector<Violation>& wrong)
      : settings_(settings), wrong_(wrong) {}

  Config Read() {
    Config config;
    if (const Given* given = Find("data")) config.data = given->value;
    if (const Given* given = Find("listen")) {
      config.listen = given->value;
      if (!HostAndPort(given->value))
        Wrong(*given, "must be HOST:PORT, such as 127.0.0.1:50051 or [::1]:50051");
    }
    if (const Given* given = Find("origin")) {
      config.origin = given->value;
      if (!IsOrigin(given->value)) {
        Wrong(*given,
              "must be an address without https://, in lower case, such as quorate.example");
      }
    }
    ReadTls(config);
    ReadLog(config);
    return config;
  }

 private:
  const Given* Find(const char* name) const {
    const auto found = settings_.find(name);
    return found == settings_.end() ? nullptr : &found->second;
  }
  void Wrong(const Given& given, std::string message) {
    wrong_.push_back({given.place, std::move(message)});
  }

  void ReadTls(Config& config) {
    const Given* cert = Find("tls-cert");
    const Given* key = Find("tls-key");
    if (cert != nullptr && key == nullptr) Wrong(*cert, "needs tls-key beside it");
    if (key != nullptr && cert == nullptr) Wrong(*key, "needs tls-cert beside it");
    for (const Given* given : {cert, key}) {
      if (given != nullptr && !IsReadable(given->value))
        Wrong(*given, "names a file that cannot be read");
    }
    if (cert != nullptr) config.tls_cert = cert->value;
    if (key != nullptr) config.tls_key = key->value;
  }

  void ReadLog(Config& config) {
    if (const Given* given = Find("log-format")) {
      if (given->value == "json")
        config.log_format = LogFormat::kJson;
      else if (given->value != "text")
        Wrong(*given, "must be text or json");
    }
    const Given* level = Find("log-level");
    if (level == nullptr) return;
    if (level->value == "debug")
      config.log_level = LogLevel::kDebug;
    else if (level->value == "warning")
      config.log_level = LogLevel::kWarning;
    else if (level->value == "error")
      config.log_level = LogLevel::kError;
    else if (level->value != "info")
      Wrong(*level, "must be debug, info, warning or error");
  }

  const Settings& settings_;
  std::vector<Violation>& wrong_;
};

// The command line alone: a text to print, or the flags that were given.
struct Flags {
  std::optional<std::string> text;
  Settings settings;
  std::string config;
  std::optional<StatedBreak> recovery;
};

engine::Result<Flags> ReadFlags(std::span<const std::string> arguments) {
  CLI::App app(
      "The Quorate server: runs Delphi consensus studies and records them in logs anybody can "
      "check.",
      "quorated");
  app.set_version_flag("--version", "quorated " QUORATE_VERSION);
  std::map<std::string, std::string> values;
  for (const Setting& setting : kSettings) {
    app.add_option(std::string("--") + setting.name,
                   values[setting.name],
                   std::string(setting.help) + " (" + setting.environment + ")");
  }
  Flags flags;
  app.add_option("--config",
                 flags.config,
                 "TOML file with the same settings, such as listen = \"…\" (QUORATE_CONFIG)");
  StatedBreak recovery;
  app.add_option("--recover",
                 recovery.study,
                 "instead of serving: state that this study's log goes on from an older copy than "
                 "was signed, for everybody to read, so that the server signs it again");
  app.add_option("--reason", recovery.reason, "why, for the record; with --recover");
  app.footer("Flags go before environment variables, and these before the file.");
  std::vector<std::string> reversed(arguments.rbegin(), arguments.rend());
  try {
    app.parse(reversed);
  } catch (const CLI::CallForHelp&) {
    flags.text = app.help();
  } catch (const CLI::CallForVersion&) {
    flags.text = app.version() + "\n";
  } catch (const CLI::ParseError& error) {
    return engine::Refuse(engine::Reason::kInvalidArgument,
                          std::string(error.what()) + "; see quorated --help");
  }
  if (app.count("--recover") != app.count("--reason")) {
    return engine::Refuse(engine::Reason::kInvalidArgument,
                          "--recover STUDY and --reason TEXT go together; see quorated --help");
  }
  if (app.count("--recover") > 0) flags.recovery = std::move(recovery);
  for (const Setting& setting : kSettings) {
    const std::string name = std::string("--") + setting.name;
    if (app.count(name) > 0) flags.settings[setting.name] = {values[setting.name], name};
  }
  return flags;
}

}  // namespace

engine::Result<Invocation> ReadConfig(std::span<const std::string> arguments,
                                      const Environment& environment) {
  QUORATE_ASSIGN_OR_RETURN(Flags flags, ReadFlags(arguments));
  if (flags.text) return Invocation{std::move(flags.text), {}};
  std::string path = flags.config;
  if (const char* named = environment(kConfigVariable); path.empty() && named != nullptr)
    path = named;
  std::vector<Violation> wrong;
  Settings settings;
  if (!path.empty()) ReadFile(path, settings, wrong);
  ReadEnvironment(environment, settings);
  for (const auto& [name, given] : flags.settings)
    settings[name] = given;
  Invocation invocation;
  invocation.config = Interpreter(settings, wrong).Read();
  invocation.recovery = std::move(flags.recovery);
  if (wrong.empty()) return invocation;
  return engine::Refuse(engine::Reason::kInvalidArgument, std::move(wrong));
}

bool IsPublic(const std::string& listen) {
  const auto parts = HostAndPort(listen);
  if (!parts) return true;
  const std::string& host = parts->first;
  return host != "localhost" && host != "::1" && !host.starts_with("127.");
}

}  // namespace quorate::services
