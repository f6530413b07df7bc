#include "engine/base/time.h"

#include <gtest/gtest.h>

namespace quorate::engine {
namespace {

TEST(TimeTest, WritesAndReadsTheSameInstant) {
  for (const std::int64_t seconds :
       {0LL, 951'782'400LL, 1'795'466'880LL, 2'147'483'648LL, 253'402'300'799LL}) {
    EXPECT_EQ(ParseInstant(ToString({seconds}))->seconds, seconds);
  }
  EXPECT_EQ(ToString({951'782'400}), "2000-02-29T00:00:00Z");
}

TEST(TimeTest, RefusesOtherFormsAndDaysThatDoNotExist) {
  for (const char* text : {"2026-02-29T00:00:00Z",
                           "2026-11-23 20:48:00Z",
                           "2026-11-23T24:00:00Z",
                           "1969-12-31T23:59:59Z",
                           "2026-11-23T20:48:00+00:00",
                           "2026-1-23T20:48:00Z",
                           ""}) {
    EXPECT_FALSE(ParseInstant(text)) << text;
  }
}

TEST(TimeTest, CoarsensToMinuteAndDay) {
  const Instant instant = *ParseInstant("2026-11-23T20:48:31Z");
  EXPECT_EQ(ToString(TruncateToMinute(instant)), "2026-11-23T20:48:00Z");
  EXPECT_EQ(ToString(TruncateToDay(instant)), "2026-11-23T00:00:00Z");
}

}  // namespace
}  // namespace quorate::engine
