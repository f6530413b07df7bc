#include "engine/replay/codec_reader.h"

#include <algorithm>
#include <charconv>

#include "engine/base/text.h"

namespace quorate::engine {

namespace {

constexpr std::size_t kDigestHexDigits = 64;
constexpr std::int64_t kIntegerMax = (std::int64_t{1} << 53) - 1;

// True for the characters that stand for themselves in a string and need no table of Unicode.
constexpr std::array<bool, 256> kPlain = [] {
  std::array<bool, 256> plain{};
  for (std::size_t c = 0x20; c < 0x80; ++c)
    plain[c] = c != '"' && c != '\\';
  return plain;
}();

bool IsHexDigit(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
}

const char* SkipPlain(const char* at, const char* end) {
  while (at != end && kPlain[static_cast<unsigned char>(*at)])
    ++at;
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
  const std::string_view digits(at_, static_cast<std::size_t>(end - at_));
  const bool canonical = digits == "0" || (digits.substr(digits.starts_with('-') ? 1 : 0) >= "1");
  if (error != std::errc() || !canonical || value > kIntegerMax || value < -kIntegerMax) {
    Fail("an integer within ±(2^53-1) should stand here, without a leading zero");
    return 0;
  }
  at_ = end;
  return value;
}

std::string_view Cursor::Extent() {
  int depth = 0;
  bool quoted = false;
  for (const char* at = at_; at != end_; ++at) {
    if (quoted) {
      if (*at == '\\' && at + 1 != end_) {
        ++at;
      } else if (*at == '"') {
        quoted = false;
      }
    } else if (*at == '"') {
      quoted = true;
    } else if (*at == '{' || *at == '[') {
      ++depth;
    } else if (*at == '}' || *at == ']') {
      --depth;
    }
    if (depth == 0 && !quoted) return {at_, static_cast<std::size_t>(at + 1 - at_)};
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
  if (!IsNfc(text)) {
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
  const std::string_view word = in_.Word();
  if (word.size() != kDigestHexDigits || !std::ranges::all_of(word, IsHexDigit)) {
    return in_.Fail("64 lower-case hexadecimal digits should stand here");
  }
  hex = word;
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
  in_.Expect("{");
  if (in_.Take("}")) return;
  constexpr std::size_t kUsualItems = 48;
  answers.reserve(kUsualItems);
  while (in_.ok()) {
    const std::string_view item = in_.Word();
    if (!IsLabel(item)) return in_.Fail("an item's label should stand here");
    if (!answers.empty() && answers.back().item >= item) {
      return in_.Fail("the items' labels should stand in order, each once");
    }
    in_.Expect(":");
    ItemAnswer& answer = answers.emplace_back();
    answer.item = item;
    Score(answer.state, answer.score);
    if (in_.Take("}")) return;
    in_.Expect(",");
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

}  // namespace quorate::engine
