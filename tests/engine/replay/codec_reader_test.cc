#include "engine/replay/codec_reader.h"

#include <gtest/gtest.h>

namespace quorate::engine {
namespace {

template <typename Type>
std::string WrongIn(std::string_view text) {
  Type value;
  Cursor in(text);
  FieldReader(in).Object(value);
  in.ExpectEnd();
  return in.wrong();
}

std::string WrongString(std::string_view quoted) {
  return WrongIn<ItemText>(R"({"text":)" + std::string(quoted) + "}");
}

std::string WrongRound(std::string_view number) {
  return WrongIn<RoundClosed>(R"({"round":)" + std::string(number) + "}");
}

TEST(CursorTest, StringsWithEscapesAndAccentsAreRead) {
  ItemText value;
  Cursor in(R"({"text":"a \"b\" \\ \n \u0001 é 𝄞"})");
  FieldReader(in).Object(value);
  in.ExpectEnd();
  EXPECT_TRUE(in.ok()) << in.wrong();
  EXPECT_EQ(value.text, "a \"b\" \\ \n \x01 é 𝄞");
}

TEST(CursorTest, ACombiningMarkDoesNotComposeWithTheLetterOfAnEscape) {
  Cursor in("{\"text\":\"a\\n\u0301b\"}");
  ItemText text;
  FieldReader(in).Object(text);
  EXPECT_TRUE(in.ok()) << in.wrong();
  EXPECT_EQ(text.text, "a\n\u0301b");
}

TEST(CursorTest, StringsHaveOneSpelling) {
  EXPECT_EQ(WrongString(R"("plain")"), "");
  EXPECT_NE(WrongString(R"("\u0041")"), "");  // A, which needs no escape.
  EXPECT_NE(WrongString(R"("\/")"), "");      // Nor does a slash.
  EXPECT_NE(WrongString(R"("\u000A")"), "");  // Written \n.
  EXPECT_NE(WrongString("\"e\u0301\""), "");  // Not in form C.
  EXPECT_NE(WrongString("\"\xff\""), "");     // Not UTF-8.
  EXPECT_NE(WrongString("\"\x01\""), "");     // A raw control character.
  EXPECT_NE(WrongString("\"open"), "");
  EXPECT_NE(WrongString("\"open\\"), "");
  EXPECT_NE(WrongString("\""), "");
  EXPECT_NE(WrongString(""), "");
  EXPECT_NE(WrongString("7"), "");
  EXPECT_NE(WrongString("null"), "");
}

TEST(CursorTest, IntegersHaveOneSpelling) {
  EXPECT_EQ(WrongRound("0"), "");
  EXPECT_EQ(WrongRound("-7"), "");
  EXPECT_EQ(WrongRound("2147483647"), "");
  for (const char* number : {"00",
                             "01",
                             "-0",
                             "-01",
                             "+1",
                             "1.0",
                             "1e2",
                             "-",
                             "",
                             "x",
                             "\"1\"",
                             "2147483648",
                             "-2147483649",
                             "9007199254740992",
                             "99999999999999999999"}) {
    EXPECT_NE(WrongRound(number), "") << number;
  }
}

TEST(CursorTest, MembersStandInOrderWithoutBlanksAndNoneIsMissingOrUnknown) {
  EXPECT_EQ(WrongIn<VoteOpened>(R"({"iteration":2,"vote":"v1"})"), "");
  for (const char* text : {R"({"vote":"v1","iteration":2})",
                           R"({"iteration":2})",
                           R"({"iteration":2,"vote":"v1","x":1})",
                           R"({"iteration":2,"iteration":2,"vote":"v1"})",
                           R"({"iteration": 2,"vote":"v1"})",
                           R"({ "iteration":2,"vote":"v1"})",
                           R"({"iteration":2,"vote":"v1",})",
                           R"({,"iteration":2,"vote":"v1"})",
                           R"({"iteration":2"vote":"v1"})",
                           R"({"iteration":2,"vote":"v1"} )",
                           R"({"iteration":2,"vote":"v1")",
                           R"([])",
                           R"({)",
                           ""}) {
    EXPECT_NE(WrongIn<VoteOpened>(text), "") << text;
  }
}

TEST(CursorTest, ListsHaveNoStrayCommas) {
  EXPECT_EQ(WrongIn<Membership>(R"({"hats":[],"weight":"1"})"), "");
  EXPECT_EQ(WrongIn<Membership>(R"({"hats":["a","b"],"weight":"1"})"), "");
  for (const char* hats :
       {R"(["a",])", R"([,"a"])", R"(["a""b"])", R"(["a")", R"(["a",)", "{}", "[1]"}) {
    EXPECT_NE(WrongIn<Membership>(R"({"hats":)" + std::string(hats) + R"(,"weight":"1"})"), "")
        << hats;
  }
}

TEST(CursorTest, WeightsStandInLowestTerms) {
  EXPECT_EQ(WrongIn<Membership>(R"({"hats":[],"weight":"2/3"})"), "");
  for (const char* weight : {R"("4/6")", R"("0.5")", R"("50%")", R"("2/1")", R"("")", "2"}) {
    EXPECT_NE(WrongIn<Membership>(R"({"hats":[],"weight":)" + std::string(weight) + "}"), "")
        << weight;
  }
}

TEST(CursorTest, AnswersStandInOrderEachItemOnce) {
  EXPECT_EQ(WrongIn<BallotContent>(R"({"answers":{}})"), "");
  EXPECT_EQ(WrongIn<BallotContent>(R"({"answers":{"C1":7,"C10":"unable","C2":"skipped"}})"), "");
  for (const char* answers : {R"({"C2":1,"C1":1})",
                              R"({"C1":1,"C1":1})",
                              R"({"C1":"scored"})",
                              R"({"C1":"maybe"})",
                              R"({"":1})",
                              R"({"a b":1})",
                              R"({"C1":1,})",
                              R"({"C1":true})",
                              R"({"C1"})",
                              R"([])"}) {
    EXPECT_NE(WrongIn<BallotContent>(R"({"answers":)" + std::string(answers) + "}"), "") << answers;
  }
}

TEST(CursorTest, DocumentsAreCanonicalThroughout) {
  EXPECT_EQ(WrongIn<FullTally>(R"({"tally":{"a":[1,{"b":"]}"}],"c":true}})"), "");
  for (const char* tally : {R"({"b":1,"a":2})",
                            R"({"a": 1})",
                            R"({"a":1.5})",
                            R"({"a":null})",
                            R"({"a":1,"a":1})",
                            R"({"a":[)",
                            "7",
                            "{\"a\":\"e\u0301\"}"}) {
    EXPECT_NE(WrongIn<FullTally>(R"({"tally":)" + std::string(tally) + "}"), "") << tally;
  }
}

TEST(CursorTest, TheFirstThingWrongIsToldWithItsPlace) {
  EXPECT_EQ(WrongIn<RoundClosed>(R"({"rund":1})"),
            "byte 1: the member \"round\" should stand here");
  EXPECT_EQ(WrongIn<BundlePublished>(R"({"tier":"secret"})"), "byte 16: no such word is used here");
}

}  // namespace
}  // namespace quorate::engine
