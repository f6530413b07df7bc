#include "services/server/log.h"

#include <fmt/format.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include "engine/base/json.h"
#include "engine/base/text.h"

namespace quorate::services {

namespace {

spdlog::level::level_enum LevelOf(LogLevel level) {
  switch (level) {
    case LogLevel::kDebug:
      return spdlog::level::debug;
    case LogLevel::kInfo:
      return spdlog::level::info;
    case LogLevel::kWarning:
      return spdlog::level::warn;
    case LogLevel::kError:
      return spdlog::level::err;
  }
  return spdlog::level::info;
}

std::string TextLine(const rpc::CallRecord& record) {
  return fmt::format("{} {}{}{} {:.1f} ms call={} request={}",
                     record.method,
                     record.code,
                     record.reason.empty() ? "" : " ",
                     record.reason,
                     record.milliseconds,
                     record.call,
                     record.request_id.empty() ? "-" : record.request_id);
}

// Members without the braces, which the pattern adds. Every value is ASCII of our own making.
std::string JsonLine(const rpc::CallRecord& record) {
  return fmt::format(
      R"("message":"call","method":"{}","code":"{}","reason":"{}","ms":{:.1f},"call":"{}","request_id":"{}")",
      record.method,
      record.code,
      record.reason,
      record.milliseconds,
      record.call,
      record.request_id);
}

}  // namespace

Log::Log(LogFormat format, LogLevel level)
    : format_(format),
      logger_(std::make_shared<spdlog::logger>("quorated",
                                               std::make_shared<spdlog::sinks::stderr_sink_mt>())) {
  const bool json = format == LogFormat::kJson;
  logger_->set_pattern(
      json ? R"({"time":"%Y-%m-%dT%H:%M:%S.%eZ","level":"%l",%v})" : "%Y-%m-%dT%H:%M:%S.%eZ %l %v",
      spdlog::pattern_time_type::utc);
  logger_->set_level(LevelOf(level));
  logger_->flush_on(spdlog::level::info);
}

std::string Log::Line(std::string_view message) const {
  if (format_ == LogFormat::kText) return std::string(message);
  std::string line = "\"message\":";
  engine::AppendJsonString(engine::IsUtf8(message) ? message : "(a message that is not UTF-8)",
                           line);
  return line;
}

void Log::Info(std::string_view message) const {
  logger_->info(Line(message));
}
void Log::Warn(std::string_view message) const {
  logger_->warn(Line(message));
}
void Log::Fail(std::string_view message) const {
  logger_->error(Line(message));
}

rpc::Journal Log::journal() const {
  const Log log = *this;
  return {[log](const rpc::CallRecord& record) {
            const bool fine = record.code == "OK" || record.code == "CANCELLED";
            const auto level = fine ? spdlog::level::debug : spdlog::level::info;
            if (!log.logger_->should_log(level)) return;
            log.logger_->log(level,
                             log.format_ == LogFormat::kJson ? JsonLine(record) : TextLine(record));
          },
          [log](std::string_view message) { log.Warn(message); }};
}

}  // namespace quorate::services
