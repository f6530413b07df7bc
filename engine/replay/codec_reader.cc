#include "engine/replay/codec_reader.h"

#include <algorithm>
#include <charconv>

#include "engine/base/text.h"
#include "engine/ratings/rule_json.h"

namespace quorate::engine {

namespace {

constexpr std::size_t kDigestHexDigits = 64;
constexpr std::int64_t kIntegerMax = (std::int64_t{1} << 53) - 1;

// What a character may be part of.
enum CharClass : std::uint8_t {
  kPlain = 1,  // Stands for itself in a string and needs no table of Unicode.
  kInLabel = 2,
  kHexDigit = 4,
};

constexpr std::array<std::uint8_t, 256> kClasses = [] {
  std::array<std::uint8_t, 256> classes{};
  const auto add = [&](std::string_view characters, std::uint8_t bits) {
    for (const char c : characters)
      classes[static_cast<unsigned char>(c)] |= bits;
  };
  for (std::size_t c = 0x20; c < 0x80; ++c)
    classes[c] = c != '"' && c != '\\' ? kPlain : 0;
  add("0123456789abcdef", kHexDigit);
  add("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.", kInLabel);
  return classes;
}();

bool Is(char c, CharClass kind) {
  return (kClasses[static_cast<unsigned char>(c)] & kind) != 0;
}

// Each string by itself: in the bytes of a line a combining mark may follow the letter of an
// escape, as in \n, with which it does not compose.
bool IsFormC(const Json& value) {
  if (const std::string* text = value.string()) return IsNfc(*text);
  if (const Json::Array* array = value.array()) return std::ranges::all_of(*array, IsFormC);
  if (const Json::Object* object = value.object()) {
    return std::ranges::all_of(
        *object, [](const auto& member) { return IsNfc(member.first) && IsFormC(member.second); });
  }
  return true;
}

const char* SkipPlain(const char* at, const char* end) {
  while (at != end && Is(*at, kPlain))
    ++at;
  return at;
}

// The quote that closes the string beginning at `at`, or the end.
const char* EndOfString(const char* at, const char* end) {
  for (++at; at != end && *at != '"'; ++at) {
    if (*at == '\\' && at + 1 != end) ++at;
  }
  return at;
}

}  // namespace

void Cursor::Fail(std::string_view what) {
  if (!ok()) return;
  wrong_ = "byte " + std::to_string(at_ - begin_) + ": " + std::string(what);
  at_ = end_;
}

void Cursor::FailExpecting(std::string_view word) {
  Fail(std::string(word) + " should stand here");
}

bool Cursor::TakeName(std::string_view name, bool first) {
  const std::size_t length = name.size() + (first ? 3 : 4);
  if (Left() < length) return false;
  const char* at = at_;
  if (!first && *at++ != ',') return false;
  if (at[0] != '"' || std::memcmp(at + 1, name.data(), name.size()) != 0) return false;
  if (at[name.size() + 1] != '"' || at[name.size() + 2] != ':') return false;
  at_ += length;
  return true;
}

std::string_view Cursor::Word() {
  if (!IsAt('"')) {
    Fail("a string should stand here");
    return {};
  }
  const char* end = SkipPlain(at_ + 1, end_);
  if (end == end_ || *end != '"') {
    Fail("a plain word should stand here");
    return {};
  }
  const std::string_view word(at_ + 1, static_cast<std::size_t>(end - at_ - 1));
  at_ = end + 1;
  return word;
}

std::string_view Cursor::Label() {
  const char* const begin = IsAt('"') ? at_ + 1 : end_;
  const char* end = begin;
  while (end != end_ && Is(*end, kInLabel))
    ++end;
  const std::string_view label(begin, static_cast<std::size_t>(end - begin));
  if (end == end_ || *end != '"' || label.empty() || label.size() > kLabelBytesMax ||
      label[0] == '-' || label[0] == '_' || label[0] == '.') {
    Fail("an item's label should stand here");
    return {};
  }
  at_ = end + 1;
  return label;
}

std::string_view Cursor::DigestHex() {
  const std::string_view text(at_, Left());
  bool good =
      text.size() >= kDigestHexDigits + 2 && text[0] == '"' && text[kDigestHexDigits + 1] == '"';
  for (std::size_t i = 1; good && i <= kDigestHexDigits; ++i)
    good = Is(text[i], kHexDigit);
  if (!good) {
    Fail("64 lower-case hexadecimal digits should stand here, as a string");
    return {};
  }
  at_ += kDigestHexDigits + 2;
  return text.substr(1, kDigestHexDigits);
}

void Cursor::Read(std::string& value) {
  if (!IsAt('"')) return Fail("a string should stand here");
  const char* end = SkipPlain(at_ + 1, end_);
  if (end != end_ && *end == '"') {
    value.assign(at_ + 1, end);
    at_ = end + 1;
    return;
  }
  const Json document = Document();
  if (const std::string* text = document.string()) value = *text;
}

std::int64_t Cursor::Integer() {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(at_, end_, value);
  const char* const digits = IsAt('-') ? at_ + 1 : at_;
  // A zero leads only where it is all there is.
  const bool canonical = error == std::errc() && (*digits != '0' || end == at_ + 1);
  if (!canonical || value > kIntegerMax || value < -kIntegerMax) {
    Fail("an integer within ±(2^53-1) should stand here, without a leading zero");
    return 0;
  }
  at_ = end;
  return value;
}

std::string_view Cursor::Extent() {
  int depth = 0;
  for (const char* at = at_; at != end_; ++at) {
    if (*at == '"') at = EndOfString(at, end_);
    if (at == end_) break;
    if (*at == '{' || *at == '[') ++depth;
    if (*at == '}' || *at == ']') --depth;
    if (depth == 0) return {at_, static_cast<std::size_t>(at + 1 - at_)};
  }
  return {at_, Left()};
}

Json Cursor::Document() {
  if (!IsAt('{') && !IsAt('[') && !IsAt('"')) {
    Fail("an object, a list or a string should stand here");
    return {};
  }
  const std::string_view text = Extent();
  Result<Json> value = ParseJson(text);
  if (!value) {
    Fail(value.error().message);
    return {};
  }
  if (WriteJson(*value) != text) {
    Fail("this is not written canonically (RFC 8785)");
    return {};
  }
  if (!IsNfc(text) && !IsFormC(*value)) {
    Fail("this text is not in Unicode normalization form C");
    return {};
  }
  at_ += text.size();
  return *std::move(value);
}

bool FieldReader::Name(std::string_view name) {
  if (in_.TakeName(name, first_)) {
    first_ = false;
    return true;
  }
  in_.Fail("the member \"" + std::string(name) + "\" should stand here");
  return false;
}

void FieldReader::Commitment(std::string_view name, std::string& hex) {
  if (!Name(name)) return;
  hex = in_.DigestHex();
}

void FieldReader::Score(AnswerState& state, int& score) {
  state = AnswerState::kScored;
  if (!in_.IsAt('"')) return Value(score);
  Value(state);
  if (state == AnswerState::kScored) in_.Fail("a score is written as its number");
}

void FieldReader::Answer(std::string_view name, AnswerState& state, int& score) {
  if (Name(name)) Score(state, score);
}

void FieldReader::Answers(std::string_view name, std::vector<ItemAnswer>& answers) {
  if (!Name(name)) return;
  in_.Expect('{');
  if (in_.Take('}')) return;
  constexpr std::size_t kUsualItems = 48;
  answers.reserve(kUsualItems);
  while (true) {
    const std::string_view item = in_.Label();
    if (!answers.empty() && answers.back().item >= item) {
      return in_.Fail("the items' labels should stand in order, each once");
    }
    in_.Expect(':');
    if (!in_.ok()) return;
    ItemAnswer& answer = answers.emplace_back(ItemAnswer{std::string(item)});
    Score(answer.state, answer.score);
    if (in_.Take('}')) return;
    in_.Expect(',');
  }
}

void FieldReader::Value(int& value) {
  const std::int64_t whole = in_.Integer();
  if (whole < std::numeric_limits<int>::min() || whole > std::numeric_limits<int>::max()) {
    return in_.Fail("this number is too large for what it counts");
  }
  value = static_cast<int>(whole);
}

void FieldReader::Value(Instant& instant) {
  const Result<Instant> read = ParseInstant(in_.Word());
  if (!read) return in_.Fail("a time such as 2026-11-23T20:48:00Z should stand here");
  instant = *read;
}

void FieldReader::Value(Fraction& fraction) {
  const std::string_view text = in_.Word();
  const Result<Fraction> read = Fraction::Parse(text);
  if (!read || read->ToString() != text) {
    return in_.Fail("a whole number or a fraction in lowest terms should stand here, as a string");
  }
  fraction = *read;
}

void FieldReader::Value(Protocol& protocol) {
  const Json document = in_.Document();
  if (!in_.ok()) return;
  Result<Protocol> read = ReadProtocol(document);
  if (!read) return in_.Fail(read.error().message);
  protocol = *std::move(read);
  if (ToJson(protocol) != document) in_.Fail("a protocol in a log is written out in full");
}

void FieldReader::Value(ConsensusRule& rule) {
  const Json document = in_.Document();
  if (!in_.ok()) return;
  Result<ConsensusRule> read = RuleFromJson(document);
  if (!read) return in_.Fail(read.error().message);
  rule = *std::move(read);
  if (ToJson(rule) != document) in_.Fail("a rule in a log is written out in full");
}

}  // namespace quorate::engine
