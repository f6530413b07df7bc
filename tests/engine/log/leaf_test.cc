#include "engine/log/leaf.h"

#include <cstdint>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/base/json.h"
#include "engine/base/text.h"
#include "engine/log/digest.h"

namespace quorate::engine {
namespace {

using testing::ElementsAre;
using std::string_literals::operator""s;

// The slow twin that the scanner must agree with: read, write again, compare.
bool AllNfc(const Json& value) {
  if (const std::string* string = value.string()) return IsNfc(*string);
  if (const Json::Array* array = value.array()) {
    for (const Json& element : *array) {
      if (!AllNfc(element)) return false;
    }
  }
  if (const Json::Object* object = value.object()) {
    for (const auto& [name, member] : *object) {
      if (!IsNfc(name) || !AllNfc(member)) return false;
    }
  }
  return true;
}

bool TwinAccepts(std::string_view line) {
  if (line.size() > kLeafBytesMax) return false;
  const Result<Json> value = ParseJson(line);
  return value && value->object() != nullptr && WriteJson(*value) == line && AllNfc(*value);
}

// SplitMix64: the same numbers on every machine.
class Numbers {
 public:
  explicit Numbers(std::uint64_t seed) : state_(seed) {}
  std::uint64_t Below(std::uint64_t bound) {
    state_ += 0x9E3779B97F4A7C15U;
    std::uint64_t z = state_;
    z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9U;
    z = (z ^ (z >> 27U)) * 0x94D049BB133111EBU;
    return (z ^ (z >> 31U)) % bound;
  }
  template <typename T>
  const T& Pick(const std::vector<T>& from) {
    return from[Below(from.size())];
  }

 private:
  std::uint64_t state_;
};

// Pieces of strings that meet every branch: escapes, two to four bytes, the UTF-16 order's turn at
// U+E000, marks that compose (e + U+0301 is not form C) and marks that stand alone.
const std::vector<std::string>& Pieces() {
  static const auto& pieces =
      *new std::vector<std::string>{"a",          "b",      "seq",    "kind",   "0123456789abcdef",
                                    " ",          "/",      "\"",     "\\",     "\b",
                                    "\f",         "\n",     "\r",     "\t",     "\0"s,
                                    "\x01",       "\x1f",   "\x7f",   "é",      "e\u0301",
                                    "\u0301",     "\u2028", "\uE000", "\uFFFD", "\U00010000",
                                    "\U0010FFFF", "\u212B", "ü"};
  return pieces;
}

std::string RandomString(Numbers& numbers) {
  std::string out;
  for (std::uint64_t i = numbers.Below(5); i > 0; --i)
    out += numbers.Pick(Pieces());
  return out;
}

Json RandomValue(Numbers& numbers, int depth) {
  switch (numbers.Below(depth > 3 ? 3 : 5)) {
    case 0:
      return Json(RandomString(numbers));
    case 1:
      return Json(numbers.Below(2) == 0);
    case 2: {
      static const std::vector<std::int64_t> integers = {
          0, 1, -1, 9, 10, 4'294'967'296, 9'007'199'254'740'991, -9'007'199'254'740'991};
      return Json(numbers.Pick(integers));
    }
    case 3: {
      Json::Array array;
      for (std::uint64_t i = numbers.Below(4); i > 0; --i) {
        array.push_back(RandomValue(numbers, depth + 1));
      }
      return Json(std::move(array));
    }
    default: {
      Json object;
      for (std::uint64_t i = numbers.Below(5); i > 0; --i) {
        object[RandomString(numbers)] = RandomValue(numbers, depth + 1);
      }
      return object;
    }
  }
}

Json RandomEntry(Numbers& numbers) {
  Json entry;
  for (std::uint64_t i = numbers.Below(6); i > 0; --i) {
    entry[RandomString(numbers)] = RandomValue(numbers, 1);
  }
  return entry;
}

std::string Mutate(std::string line, Numbers& numbers) {
  static const std::vector<std::string> inserts = {"{",
                                                   "}",
                                                   "[",
                                                   "]",
                                                   ",",
                                                   ":",
                                                   "\"",
                                                   "\\",
                                                   "0",
                                                   "-",
                                                   "1",
                                                   ".",
                                                   "e",
                                                   "E",
                                                   "+",
                                                   " ",
                                                   "\n",
                                                   "\t",
                                                   "\0"s,
                                                   "\x80",
                                                   "\xC3",
                                                   "\xED\xA0\x80",
                                                   "\xFF",
                                                   "\xCC\x81",
                                                   "\\u0041",
                                                   "\\u000a",
                                                   "\\u001f",
                                                   "\\u001F",
                                                   "\\u007f",
                                                   "\\/",
                                                   "\\ud83d\\ude00",
                                                   "null",
                                                   "true",
                                                   "false",
                                                   "tru",
                                                   "\"a\":1,",
                                                   ",\"a\":1",
                                                   "9007199254740992",
                                                   "-0",
                                                   "00",
                                                   "99999999999999999999",
                                                   "\"\":",
                                                   "[]",
                                                   "{}"};
  const std::size_t at = numbers.Below(line.size() + 1);
  switch (numbers.Below(5)) {
    case 0:
      line.insert(at, numbers.Pick(inserts));
      break;
    case 1:
      line.erase(at, 1 + numbers.Below(3));
      break;
    case 2:
      if (at < line.size()) line[at] = static_cast<char>(numbers.Below(256));
      break;
    case 3:
      line.insert(at, line.substr(numbers.Below(line.size() + 1), numbers.Below(8)));
      break;
    default:
      if (at + 1 < line.size()) std::swap(line[at], line[at + 1]);
  }
  return line;
}

TEST(LeafTest, EntriesAsTheyAreWrittenAreAccepted) {
  for (const std::string& line :
       {R"({})"s,
        R"({"a":1})"s,
        R"({"a":-1,"b":[true,false,"x",{},[]]})"s,
        R"({"":"","\u0001":"\u0000\u001f","\b":"\t\n\f\r\\\""})"s,
        R"({"é":"日本語"})"s,
        R"({"n":9007199254740991,"z":-9007199254740991})"s,
        R"({"actor":{"id":"p4","role":"participant"},"kind":"ballot.cast","seq":12,"v":1})"s}) {
    EXPECT_TRUE(CheckLeafBytes(line)) << line;
    EXPECT_TRUE(TwinAccepts(line)) << line;
  }
}

TEST(LeafTest, EverySecondSpellingIsRefused) {
  for (const std::string& line : {""s,
                                  "1"s,
                                  "[]"s,
                                  "\"a\""s,
                                  "{"s,
                                  "}"s,
                                  "{}\n"s,
                                  " {}"s,
                                  "{} "s,
                                  "{}{}"s,
                                  "{ }"s,
                                  R"({"a": 1})"s,
                                  R"({"a":1,})"s,
                                  R"({,"a":1})"s,
                                  R"({"a"})"s,
                                  R"({"a":})"s,
                                  R"({a:1})"s,
                                  R"({"b":1,"a":1})"s,
                                  R"({"a":1,"a":1})"s,
                                  R"({"a":1 ,"b":1})"s,
                                  R"({"a":null})"s,
                                  R"({"a":01})"s,
                                  R"({"a":-0})"s,
                                  R"({"a":+1})"s,
                                  R"({"a":1.0})"s,
                                  R"({"a":1e3})"s,
                                  R"({"a":.5})"s,
                                  R"({"a":9007199254740992})"s,
                                  R"({"a":-9007199254740992})"s,
                                  R"({"a":92233720368547758070})"s,
                                  R"({"a":--1})"s,
                                  R"({"a":-})"s,
                                  R"({"a":[1,]})"s,
                                  R"({"a":[,1]})"s,
                                  R"({"a":[1 2]})"s,
                                  R"({"a":"\/"})"s,
                                  R"({"a":"\u0041"})"s,
                                  R"({"a":"\u000a"})"s,
                                  R"({"a":"\u001F"})"s,
                                  R"({"a":"\u00e9"})"s,
                                  R"({"a":"\u007f"})"s,
                                  R"({"a":"\x"})"s,
                                  R"({"a":"\u00"})"s,
                                  R"({"a":")"s,
                                  R"({"a":"\)"s,
                                  R"({"a":"\"})"s,
                                  R"({"a":tru})"s,
                                  R"({"a":True})"s,
                                  "{\"a\":\"\n\"}"s,
                                  "{\"a\":\"\0\"}"s,
                                  "{\"a\":\0}"s,
                                  "{\"a\":\"\xFF\"}"s,
                                  "{\"a\":\"\xC3\"}"s,
                                  "{\"a\":\"\xED\xA0\x80\"}"s,
                                  "{\"a\":\"\xC0\x80\"}"s,
                                  "{\"a\":\"e\u0301\"}"s,
                                  "{\"e\u0301\":1}"s,
                                  "\xEF\xBB\xBF{}"s}) {
    EXPECT_FALSE(CheckLeafBytes(line)) << line;
    EXPECT_FALSE(TwinAccepts(line)) << line;
  }
}

TEST(LeafTest, NamesStandInUtf16Order) {
  EXPECT_TRUE(CheckLeafBytes("{\"a\":1,\"b\":1,\"\U00010000\":1,\"\uE000\":1}"));
  EXPECT_FALSE(CheckLeafBytes("{\"\uE000\":1,\"\U00010000\":1}"));
  EXPECT_TRUE(CheckLeafBytes(R"({"\n":1,"a":1})"));
  EXPECT_TRUE(CheckLeafBytes(R"({"\"":1,"#":1,"[":1,"\\":1,"]":1})"));
  EXPECT_FALSE(CheckLeafBytes(R"({"\\":1,"[":1})"));
  EXPECT_FALSE(CheckLeafBytes(R"({"a\\":1,"a\\":1})"));
}

// An escaped line feed before a combining mark: the string is in form C although the bytes of the
// escape, an 'n' and the mark, look as if they composed.
TEST(LeafTest, NormalizationIsOfWhatTheStringSays) {
  EXPECT_TRUE(CheckLeafBytes("{\"a\":\"\\n\u0303\"}"));
  EXPECT_FALSE(CheckLeafBytes("{\"a\":\"\\nn\u0303\"}"));
}

TEST(LeafTest, TheLimitsAreExact) {
  const std::string fits = "{\"a\":\"" + std::string(kLeafBytesMax - 8, 'x') + "\"}";
  ASSERT_EQ(fits.size(), kLeafBytesMax);
  EXPECT_TRUE(CheckLeafBytes(fits));
  EXPECT_FALSE(CheckLeafBytes("{\"a\":\"" + std::string(kLeafBytesMax - 7, 'x') + "\"}"));
  for (const std::size_t depth : {63U, 64U, 65U, 66U, 5000U}) {
    const std::string line = "{\"a\":" + std::string(depth, '[') + std::string(depth, ']') + "}";
    EXPECT_EQ(CheckLeafBytes(line).has_value(), depth <= 64U) << depth;
    EXPECT_EQ(TwinAccepts(line), depth <= 64U) << depth;
    const std::string full =
        "{\"a\":" + std::string(depth, '[') + "1" + std::string(depth, ']') + "}";
    EXPECT_EQ(CheckLeafBytes(full).has_value(), depth <= 63U) << depth;
    EXPECT_EQ(TwinAccepts(full), depth <= 63U) << depth;
  }
}

TEST(LeafTest, TheRefusalNamesTheColumn) {
  const Status refused = CheckLeafBytes(R"({"a":1,"b":1.5})");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().reason, Reason::kCorruptLog);
  ASSERT_EQ(refused.error().violations.size(), 1U);
  EXPECT_EQ(refused.error().violations[0].field, "column 13");
  EXPECT_EQ(CheckLeafBytes(R"({"b":1,"a":1})").error().violations[0].field, "column 8");
}

TEST(LeafTest, TheScannerAgreesWithReadingAndWritingAgain) {
  Numbers numbers(20261123);
  int accepted = 0;
  int refused = 0;
  for (int i = 0; i < 20'000; ++i) {
    std::string line = WriteJson(RandomEntry(numbers));
    ASSERT_EQ(CheckLeafBytes(line).has_value(), TwinAccepts(line)) << line;
    for (int k = 0; k < 10; ++k) {
      const std::string mutant = Mutate(line, numbers);
      const bool canonical = TwinAccepts(mutant);
      ASSERT_EQ(CheckLeafBytes(mutant).has_value(), canonical) << mutant << "\n"
                                                               << ToHex(Bytes(mutant));
      ++(canonical ? accepted : refused);
      if (canonical || numbers.Below(4) == 0) line = mutant;
      if (line.size() > 2000) break;
    }
  }
  EXPECT_GT(accepted, 1'000);
  EXPECT_GT(refused, 10'000);
}

TEST(MembersTest, OnlyTheOutermostAreRead) {
  std::vector<Member> members = {{"old", "1"}};
  ASSERT_TRUE(ReadMembers(R"({"a":{"x":1},"b":[2,{"y":3}],"c":"d","n":-7})", members));
  EXPECT_THAT(members,
              ElementsAre(Member{"a", R"({"x":1})"},
                          Member{"b", R"([2,{"y":3}])"},
                          Member{"c", R"("d")"},
                          Member{"n", "-7"}));
  ASSERT_TRUE(ReadMembers("{}", members));
  EXPECT_TRUE(members.empty());
  EXPECT_FALSE(ReadMembers(R"({"a":1,"a":1})", members));
}

TEST(MembersTest, ValuesAreReadByType) {
  EXPECT_EQ(LeafInteger("-9007199254740991"), -9'007'199'254'740'991);
  EXPECT_EQ(LeafInteger("0"), 0);
  EXPECT_EQ(LeafInteger(R"("0")"), std::nullopt);
  EXPECT_EQ(LeafInteger("true"), std::nullopt);
  EXPECT_EQ(LeafString(R"("ballot.cast")"), "ballot.cast");
  EXPECT_EQ(LeafString(R"("")"), "");
  EXPECT_EQ(LeafString(R"("a\nb")"), std::nullopt);
  EXPECT_EQ(LeafString("7"), std::nullopt);
  EXPECT_EQ(LeafString("[]"), std::nullopt);
}

}  // namespace
}  // namespace quorate::engine
