#include "engine/base/json.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace quorate::engine {
namespace {

using testing::HasSubstr;

std::string Rewritten(std::string_view text) {
  const auto value = ParseJson(text);
  return value ? WriteJson(*value) : "refused: " + value.error().message;
}

TEST(JsonTest, WritesNamesInOrderAndWithoutBlanks) {
  EXPECT_EQ(Rewritten(R"( { "b" : [1, true, "x"], "a" : {} } )"), R"({"a":{},"b":[1,true,"x"]})");
}

TEST(JsonTest, OrdersNamesByUtf16CodeUnits) {
  // The example of RFC 8785, 3.2.3: an emoji's surrogates (D83D…) sort before U+FB33.
  EXPECT_EQ(Rewritten("{\"\\ufb33\":1,\"\\ud83d\\ude00\":2,\"\\u20ac\":3}"),
            "{\"\xE2\x82\xAC\":3,\"\xF0\x9F\x98\x80\":2,\"\xEF\xAC\xB3\":1}");
}

TEST(JsonTest, EscapesOnlyWhatMustBeEscaped) {
  EXPECT_EQ(Rewritten(R"("\u0041\/\n\u0001\"\\")"), "\"A/\\n\\u0001\\\"\\\\\"");
}

TEST(JsonTest, KeepsIntegersUpToFiftyThreeBits) {
  EXPECT_EQ(Rewritten("9007199254740991"), "9007199254740991");
  EXPECT_EQ(Rewritten("-9007199254740991"), "-9007199254740991");
  EXPECT_THAT(Rewritten("9007199254740992"), HasSubstr("only integers"));
}

TEST(JsonTest, RefusesWhatTwoReadersCouldReadDifferently) {
  EXPECT_THAT(Rewritten(R"({"a":1,"a":2})"), HasSubstr("stands twice"));
  EXPECT_THAT(Rewritten("null"), HasSubstr("null is not used"));
  EXPECT_THAT(Rewritten("1.5"), HasSubstr("only integers"));
  EXPECT_THAT(Rewritten("-0"), HasSubstr("no JSON number"));
  EXPECT_THAT(Rewritten("01"), HasSubstr("no JSON number"));
  EXPECT_THAT(Rewritten("+1"), HasSubstr("no JSON number"));
  EXPECT_THAT(Rewritten("\"\xC0\x80\""), HasSubstr("UTF-8"));
  EXPECT_THAT(Rewritten("\"\\ud800\""), HasSubstr("surrogate"));
  EXPECT_THAT(Rewritten("\"a\tb\""), HasSubstr("control character"));
}

TEST(JsonTest, NamesLineAndColumnOfAnError) {
  EXPECT_THAT(Rewritten("{\n  \"a\": tru\n}"), HasSubstr("line 2, column 8"));
  EXPECT_THAT(Rewritten("[1,]"), HasSubstr("line 1, column 4"));
  EXPECT_THAT(Rewritten(""), HasSubstr("the text ends"));
  EXPECT_THAT(Rewritten("{} x"), HasSubstr("text after the end"));
}

TEST(JsonTest, RefusesDeepNestingInsteadOfOverflowing) {
  EXPECT_THAT(Rewritten(std::string(100'000, '[')), HasSubstr("nested too deeply"));
}

TEST(JsonTest, ReadsFractionsOnlyWhereAsked) {
  const auto value = ParseJson("[0.5,1e3]", JsonNumbers::kAny);
  ASSERT_TRUE(value);
  EXPECT_EQ(WriteJson(*value), "[0.5,1000]");
}

TEST(JsonTest, IndentedFormReadsBackTheSame) {
  const auto value = *ParseJson(R"({"a":[1,{"b":[]}],"c":"d"})");
  EXPECT_EQ(*ParseJson(WriteJsonIndented(value)), value);
  EXPECT_THAT(WriteJsonIndented(value), HasSubstr("\n  \"a\": [\n"));
}

}  // namespace
}  // namespace quorate::engine
