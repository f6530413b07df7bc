#include "engine/report/citation.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/base/json.h"
#include "engine/report/research_package.h"
#include "tests/engine/report/sample_history.h"

namespace quorate::engine {
namespace {

using testing::HasSubstr;
using testing::Not;

const RecordName kRecord = {"quorate.example/studies/demo", 134, "cm9vdA=="};

// A study whose texts would break out of any format that does not write them as texts.
Study Hostile() {
  Study study = SampleState();
  study.title = "A \"title\": with # and\nanother: line";
  study.protocol->purpose = "<script>alert('x')</script>\n- name: Somebody";
  return study;
}

TEST(CitationTest, HasTheKeysThatTheFormatRequires) {
  const std::string text = CitationCff(SampleState(), kRecord);
  for (const char* line : {"cff-version: 1.2.0\n",
                           "message: \"",
                           "title: \"",
                           "authors:\n  - name: \"Author to write\"\n",
                           "type: dataset\n",
                           "date-released: \"2026-11-2"}) {
    EXPECT_THAT(text, HasSubstr(line));
  }
  EXPECT_THAT(text, HasSubstr("quorate.example/studies/demo 134 cm9vdA=="));
  EXPECT_THAT(text, Not(HasSubstr("license")));
}

TEST(CitationTest, WhatPeopleTypedStaysOneValue) {
  const std::string text = CitationCff(Hostile(), kRecord);
  EXPECT_THAT(text, Not(HasSubstr("\nanother")));
  EXPECT_THAT(text, Not(HasSubstr("\n- name: Somebody")));
  EXPECT_THAT(text, HasSubstr(R"(A \"title\": with # and\nanother: line)"));
}

TEST(ZenodoTest, HasWhatAnUploadNeedsAndNoMadeUpName) {
  const auto json = ParseJson(ZenodoJson(SampleState(), kRecord, Tier::kPublic));
  ASSERT_TRUE(json);
  EXPECT_EQ(*json->Find("upload_type")->string(), "dataset");
  ASSERT_EQ(json->Find("creators")->array()->size(), 1U);
  EXPECT_EQ(*json->Find("creators")->array()->front().Find("name")->string(), kAuthorToWrite);
  EXPECT_EQ(json->Find("license"), nullptr);
  EXPECT_EQ(json->Find("access_right"), nullptr);
  EXPECT_EQ(*json->Find("publication_date")->string(), DayOfRecord(SampleState()));
}

TEST(ZenodoTest, TheAuditorsTierIsClosedAndTypedTextIsNoMarkup) {
  const auto json = ParseJson(ZenodoJson(Hostile(), kRecord, Tier::kAuditor));
  ASSERT_TRUE(json);
  EXPECT_EQ(*json->Find("access_right")->string(), "closed");
  EXPECT_THAT(*json->Find("description")->string(), Not(HasSubstr("<script>")));
}

}  // namespace
}  // namespace quorate::engine
