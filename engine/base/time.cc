#include "engine/base/time.h"

#include <array>
#include <chrono>
#include <cstdio>

namespace quorate::engine {

namespace {

constexpr std::int64_t kDaySeconds = 86'400;
constexpr std::int64_t kHourSeconds = 3'600;
constexpr std::int64_t kMinuteSeconds = 60;

}  // namespace

std::string ToString(Instant instant) {
  const std::chrono::sys_seconds time{std::chrono::seconds(instant.seconds)};
  const auto day = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::year_month_day date{day};
  const std::chrono::hh_mm_ss clock{time - day};
  std::array<char, 64> buffer{};
  std::snprintf(buffer.data(),
                buffer.size(),
                "%04d-%02u-%02uT%02d:%02d:%02dZ",
                static_cast<int>(date.year()),
                static_cast<unsigned>(date.month()),
                static_cast<unsigned>(date.day()),
                static_cast<int>(clock.hours().count()),
                static_cast<int>(clock.minutes().count()),
                static_cast<int>(clock.seconds().count()));
  return buffer.data();
}

Result<Instant> ParseInstant(std::string_view text) {
  constexpr std::string_view kPattern = "dddd-dd-ddTdd:dd:ddZ";
  bool fits = text.size() == kPattern.size();
  for (std::size_t i = 0; fits && i < text.size(); ++i) {
    const bool digit = text[i] >= '0' && text[i] <= '9';
    fits = kPattern[i] == 'd' ? digit : text[i] == kPattern[i];
  }
  const auto number = [&](std::size_t from, std::size_t length) {
    int value = 0;
    for (const char digit : text.substr(from, length))
      value = 10 * value + (digit - '0');
    return value;
  };
  if (fits) {
    const std::chrono::year_month_day date{std::chrono::year(number(0, 4)),
                                           std::chrono::month(static_cast<unsigned>(number(5, 2))),
                                           std::chrono::day(static_cast<unsigned>(number(8, 2)))};
    const int hour = number(11, 2);
    const int minute = number(14, 2);
    const int second = number(17, 2);
    if (date.ok() && number(0, 4) >= 1970 && hour < 24 && minute < 60 && second < 60) {
      const auto days = std::chrono::sys_days(date).time_since_epoch().count();
      return Instant{days * kDaySeconds + hour * kHourSeconds + minute * kMinuteSeconds + second};
    }
  }
  return Refuse(
      Reason::kInvalidArgument,
      "\"" + std::string(text.substr(0, 40)) + "\" is no time; write it as 2026-11-23T20:48:00Z");
}

Instant TruncateToMinute(Instant instant) {
  return {instant.seconds - instant.seconds % kMinuteSeconds};
}

Instant TruncateToDay(Instant instant) {
  return {instant.seconds - instant.seconds % kDaySeconds};
}

}  // namespace quorate::engine
