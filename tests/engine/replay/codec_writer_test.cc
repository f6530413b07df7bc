#include "engine/replay/codec_writer.h"

#include <gtest/gtest.h>

#include "tests/engine/replay/sample_events.h"

namespace quorate::engine {
namespace {

template <typename Type>
std::string Written(Type& value) {
  std::string out;
  std::optional<Error> error;
  FieldWriter(out, error).Object(value);
  EXPECT_FALSE(error.has_value());
  return out;
}

TEST(FieldWriterTest, TextsAreBroughtIntoFormCAndStayThere) {
  ItemText text{"cafe\u0301"};
  EXPECT_EQ(Written(text), "{\"text\":\"caf\u00e9\"}");
  EXPECT_EQ(text.text, "caf\u00e9");
}

TEST(FieldWriterTest, DocumentsAreBroughtIntoFormCToo) {
  FullTally content;
  content.tally["note"] = "cafe\u0301";
  EXPECT_EQ(Written(content), "{\"tally\":{\"note\":\"caf\u00e9\"}}");
  EXPECT_EQ(*content.tally.Find("note"), Json("caf\u00e9"));
}

TEST(FieldWriterTest, NamesThatBecomeOneNameAreRefused) {
  FullTally content;
  content.tally["caf\u00e9"] = 1;
  content.tally["cafe\u0301"] = 2;
  std::string out;
  std::optional<Error> error;
  FieldWriter(out, error).Object(content);
  EXPECT_TRUE(error.has_value());
}

TEST(FieldWriterTest, AnswersAreSortedByLabel) {
  BallotContent content{{{"C2", AnswerState::kSkipped, 0}, {"C10", AnswerState::kScored, 3}}};
  EXPECT_EQ(Written(content), R"({"answers":{"C10":3,"C2":"skipped"}})");
  EXPECT_EQ(content.answers.front().item, "C10");
}

TEST(FieldWriterTest, AnItemAnsweredTwiceIsRefused) {
  BallotContent content{{{"C1", AnswerState::kScored, 1}, {"C1", AnswerState::kScored, 2}}};
  std::string out;
  std::optional<Error> error;
  FieldWriter(out, error).Object(content);
  ASSERT_TRUE(error.has_value());
  EXPECT_EQ(error->reason, Reason::kInvalidArgument);
}

TEST(FieldWriterTest, AnAbsentTimeIsLeftOut) {
  RoundOpened open{3, {}, std::nullopt};
  EXPECT_EQ(Written(open), R"({"items":[],"round":3})");
}

}  // namespace
}  // namespace quorate::engine
