#include "clients/cli/import_mapping.h"

#include <gtest/gtest.h>

namespace quorate::cli {
namespace {

constexpr const char* kWide = R"(
participant = "who"
[group]
column = "role"
[group.ids]
"Nurse" = "clinicians"
[items]
prefix = "C"
[where]
stage = [1, "two"]
[missing]
unable = ["99", "?"]
[score_values]
offset = -1
)";

std::vector<std::string> Fields(const engine::Error& error) {
  std::vector<std::string> fields;
  for (const auto& violation : error.violations)
    fields.push_back(violation.field);
  return fields;
}

TEST(ImportMappingTest, ReadsAWideMapping) {
  const auto mapping = ReadMapping(kWide);
  ASSERT_TRUE(mapping) << mapping.error().message;
  EXPECT_TRUE(CheckForRatings(*mapping));
  EXPECT_EQ(mapping->shape, Shape::kWide);
  EXPECT_EQ(mapping->group.ids.at("Nurse"), "clinicians");
  EXPECT_EQ(mapping->where.front().words, (std::vector<std::string>{"1", "two"}));
  EXPECT_EQ(mapping->missing.at("99"), Missing::kUnable);
  EXPECT_EQ(mapping->missing.at(""), Missing::kSkipped);
  EXPECT_EQ(mapping->score_offset, -1);
}

TEST(ImportMappingTest, ALongFileWithAStateColumnKnowsTheUsualWords) {
  const auto mapping = ReadMapping(
      "shape='long'\nparticipant='p'\nitem='i'\nscore='s'\nstate='t'\n[group]\nconstant='g'\n");
  ASSERT_TRUE(mapping) << mapping.error().message;
  EXPECT_TRUE(CheckForRatings(*mapping));
  EXPECT_EQ(mapping->missing.at("not-understood"), Missing::kNotUnderstood);
}

TEST(ImportMappingTest, NamesEveryUnknownKeyWithItsLine) {
  const auto mapping = ReadMapping("participnt = 'who'\n[items]\nprefx = 'C'\n");
  ASSERT_FALSE(mapping);
  EXPECT_EQ(Fields(mapping.error()),
            (std::vector<std::string>{"items.prefx (line 3)", "participnt (line 1)"}));
}

TEST(ImportMappingTest, NamesTheLineOfASyntaxError) {
  const auto mapping = ReadMapping("participant = 'who'\n[items\n");
  ASSERT_FALSE(mapping);
  EXPECT_TRUE(mapping.error().message.starts_with("line 2")) << mapping.error().message;
}

TEST(ImportMappingTest, RefusesAWordThatStandsForTwoThings) {
  const auto mapping = ReadMapping("[missing]\nunable = 'x'\nskipped = 'x'\n");
  ASSERT_FALSE(mapping);
  EXPECT_NE(mapping.error().message.find("\"x\" stands for two things"), std::string::npos);
}

TEST(ImportMappingTest, RefusesAPatternThatCannotBeRead) {
  EXPECT_FALSE(ReadMapping("[items]\npattern = '('\n"));
}

TEST(ImportMappingTest, RefusesAScoreMapWithFractions) {
  EXPECT_FALSE(ReadMapping("[score_values.words]\n\"Agree\" = 4.5\n"));
  EXPECT_FALSE(ReadMapping("[score_values]\noffset = 99999999999\n"));
}

TEST(ImportMappingTest, NamesEveryGapAtOnce) {
  const auto mapping = ReadMapping("");
  ASSERT_TRUE(mapping);
  const auto gaps = CheckForRatings(*mapping);
  ASSERT_FALSE(gaps);
  EXPECT_EQ(Fields(gaps.error()), (std::vector<std::string>{"participant", "group", "items"}));
  EXPECT_EQ(Fields(CheckForItems(*mapping).error()),
            (std::vector<std::string>{"wording.id", "wording.text"}));
}

TEST(ImportMappingTest, RefusesTwoWaysOfNamingItems) {
  const auto mapping =
      ReadMapping("participant='p'\ngroup.constant='g'\n[items]\nprefix='C'\ncolumns=['a']\n");
  ASSERT_TRUE(mapping);
  EXPECT_FALSE(CheckForRatings(*mapping));
}

}  // namespace
}  // namespace quorate::cli
