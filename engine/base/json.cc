#include "engine/base/json.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <optional>

#include "engine/base/check.h"
#include "engine/base/text.h"

namespace quorate::engine {

namespace {

constexpr std::int64_t kIntegerMax = (std::int64_t{1} << 53) - 1;
constexpr int kDepthMax = 64;

// A strict recursive-descent reader over one text.
class Reader {
 public:
  Reader(std::string_view text, JsonNumbers numbers) : text_(text), numbers_(numbers) {}

  Result<Json> ReadAll() {
    QUORATE_ASSIGN_OR_RETURN(Json value, ReadValue(0));
    SkipBlanks();
    if (at_ != text_.size()) return Wrong("text after the end of the value");
    return value;
  }

 private:
  tl::unexpected<Error> Wrong(const std::string& message) const {
    int line = 1;
    std::size_t start = 0;
    for (std::size_t i = 0; i < at_ && i < text_.size(); ++i) {
      if (text_[i] == '\n') {
        ++line;
        start = i + 1;
      }
    }
    return Refuse(Reason::kInvalidArgument,
                  "line " + std::to_string(line) + ", column " + std::to_string(at_ - start + 1),
                  message);
  }

  void SkipBlanks() {
    while (at_ < text_.size() &&
           (text_[at_] == ' ' || text_[at_] == '\n' || text_[at_] == '\r' || text_[at_] == '\t')) {
      ++at_;
    }
  }

  bool Take(std::string_view word) {
    if (!text_.substr(at_).starts_with(word)) return false;
    at_ += word.size();
    return true;
  }

  Result<Json> ReadValue(int depth) {
    if (depth > kDepthMax) return Wrong("nested too deeply");
    SkipBlanks();
    if (at_ == text_.size()) return Wrong("the text ends where a value should stand");
    switch (text_[at_]) {
      case '{':
        return ReadObject(depth);
      case '[':
        return ReadArray(depth);
      case '"': {
        QUORATE_ASSIGN_OR_RETURN(std::string value, ReadString());
        return Json(std::move(value));
      }
      default:
        break;
    }
    if (Take("true")) return Json(true);
    if (Take("false")) return Json(false);
    if (Take("null")) return Wrong("null is not used here; leave the member out");
    return ReadNumber();
  }

  Status ReadMember(int depth, Json::Object& object) {
    SkipBlanks();
    if (at_ == text_.size() || text_[at_] != '"') return Wrong("a member's name should stand here");
    QUORATE_ASSIGN_OR_RETURN(std::string name, ReadString());
    SkipBlanks();
    if (!Take(":")) return Wrong("a colon should stand here");
    QUORATE_ASSIGN_OR_RETURN(Json value, ReadValue(depth + 1));
    if (object.emplace(name, std::move(value)).second) return {};
    return Wrong("the name \"" + name + "\" stands twice in one object");
  }

  Result<Json> ReadObject(int depth) {
    Json::Object object;
    ++at_;
    SkipBlanks();
    if (Take("}")) return Json(std::move(object));
    while (true) {
      QUORATE_RETURN_IF_ERROR(ReadMember(depth, object));
      SkipBlanks();
      if (Take("}")) return Json(std::move(object));
      if (!Take(",")) return Wrong("a comma or a closing brace should stand here");
    }
  }

  Result<Json> ReadArray(int depth) {
    Json::Array array;
    ++at_;
    SkipBlanks();
    if (Take("]")) return Json(std::move(array));
    while (true) {
      QUORATE_ASSIGN_OR_RETURN(Json value, ReadValue(depth + 1));
      array.push_back(std::move(value));
      SkipBlanks();
      if (Take("]")) return Json(std::move(array));
      if (!Take(",")) return Wrong("a comma or a closing bracket should stand here");
    }
  }

  std::optional<std::uint32_t> ReadHex4() {
    if (text_.size() - at_ < 4) return std::nullopt;
    std::uint32_t value = 0;
    const char* begin = text_.data() + at_;
    const auto [end, error] = std::from_chars(begin, begin + 4, value, 16);
    if (error != std::errc() || end != begin + 4) return std::nullopt;
    at_ += 4;
    return value;
  }

  Status ReadUnicodeEscape(std::string& out) {
    const auto unit = ReadHex4();
    if (!unit) return Wrong("four hexadecimal digits should follow \\u");
    std::uint32_t point = *unit;
    if (point >= 0xD800 && point < 0xDC00 && Take("\\u")) {
      const auto low = ReadHex4();
      if (!low || *low < 0xDC00 || *low > 0xDFFF) return Wrong("half a surrogate pair");
      point = 0x10000 + ((point - 0xD800) << 10U) + (*low - 0xDC00);
    } else if (point >= 0xD800 && point < 0xE000) {
      return Wrong("half a surrogate pair");
    }
    AppendUtf8(point, out);
    return {};
  }

  Status ReadEscape(std::string& out) {
    if (at_ == text_.size()) return Wrong("the text ends inside a string");
    const char c = text_[at_++];
    switch (c) {
      case '"':
      case '\\':
      case '/':
        out += c;
        return {};
      case 'b':
        out += '\b';
        return {};
      case 'f':
        out += '\f';
        return {};
      case 'n':
        out += '\n';
        return {};
      case 'r':
        out += '\r';
        return {};
      case 't':
        out += '\t';
        return {};
      case 'u':
        return ReadUnicodeEscape(out);
      default:
        return Wrong("unknown escape in a string");
    }
  }

  Result<std::string> ReadString() {
    std::string out;
    ++at_;
    while (true) {
      const std::size_t plain = text_.find_first_of("\"\\", at_);
      if (plain == std::string_view::npos) return Wrong("a string without its closing quote");
      for (; at_ < plain; ++at_) {
        if (static_cast<unsigned char>(text_[at_]) < 0x20)
          return Wrong("a raw control character in a string");
        out += text_[at_];
      }
      if (text_[at_++] == '"') break;
      QUORATE_RETURN_IF_ERROR(ReadEscape(out));
    }
    if (!IsUtf8(out)) return Wrong("a string that is not valid UTF-8");
    return out;
  }

  Result<Json> ReadNumber() {
    const std::size_t start = at_;
    std::size_t end = text_.find_first_not_of("+-.0123456789eE", at_);
    if (end == std::string_view::npos) end = text_.size();
    const std::string_view digits = text_.substr(start, end - start);
    if (digits.empty()) return Wrong("a value should stand here");
    const std::string_view unsigned_digits = digits.substr(digits[0] == '-' ? 1 : 0);
    const bool leading_zero = unsigned_digits.size() > 1 && unsigned_digits[0] == '0' &&
                              unsigned_digits[1] >= '0' && unsigned_digits[1] <= '9';
    const bool starts_well =
        !unsigned_digits.empty() && unsigned_digits[0] >= '0' && unsigned_digits[0] <= '9';
    if (!starts_well || leading_zero || digits == "-0") return Wrong("no JSON number");
    const char* last = digits.data() + digits.size();
    std::int64_t whole = 0;
    if (const auto [stop, error] = std::from_chars(digits.data(), last, whole);
        error == std::errc() && stop == last && whole >= -kIntegerMax && whole <= kIntegerMax) {
      at_ = end;
      return Json(whole);
    }
    double real = 0;
    const auto [stop, error] = std::from_chars(digits.data(), last, real);
    if (numbers_ == JsonNumbers::kIntegers || error != std::errc() || stop != last) {
      return Wrong(
          "only integers within ±(2^53-1) are numbers here; write an exact fraction as a string");
    }
    at_ = end;
    return Json(real);
  }

  std::string_view text_;
  JsonNumbers numbers_;
  std::size_t at_ = 0;
};

void Write(const Json& value, int indent, std::string& out);

void NewLine(int indent, std::string& out) {
  if (indent < 0) return;
  out += '\n';
  out.append(static_cast<std::size_t>(indent) * 2, ' ');
}

void WriteNumber(double value, std::string& out) {
  QUORATE_CHECK(std::isfinite(value));
  std::array<char, 32> buffer{};
  const auto [end, error] = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value);
  QUORATE_CHECK(error == std::errc());
  out.append(buffer.data(), end);
}

void WriteArray(const Json::Array& array, int indent, std::string& out) {
  const int inner = indent < 0 ? indent : indent + 1;
  out += '[';
  for (std::size_t i = 0; i < array.size(); ++i) {
    if (i > 0) out += ',';
    NewLine(inner, out);
    Write(array[i], inner, out);
  }
  if (!array.empty()) NewLine(indent, out);
  out += ']';
}

void WriteObject(const Json::Object& object, int indent, std::string& out) {
  const int inner = indent < 0 ? indent : indent + 1;
  out += '{';
  bool first = true;
  for (const auto& [name, member] : object) {
    if (!first) out += ',';
    first = false;
    NewLine(inner, out);
    AppendJsonString(name, out);
    out += indent < 0 ? ":" : ": ";
    Write(member, inner, out);
  }
  if (!object.empty()) NewLine(indent, out);
  out += '}';
}

// A negative indent means canonical: no blanks at all.
void Write(const Json& value, int indent, std::string& out) {
  if (const auto* boolean = value.boolean()) {
    out += *boolean ? "true" : "false";
  } else if (const auto* integer = value.integer()) {
    out += std::to_string(*integer);
  } else if (const auto* real = value.real()) {
    WriteNumber(*real, out);
  } else if (const auto* string = value.string()) {
    AppendJsonString(*string, out);
  } else if (const auto* array = value.array()) {
    WriteArray(*array, indent, out);
  } else {
    WriteObject(*value.object(), indent, out);
  }
}

}  // namespace

bool Utf16Less::operator()(std::string_view a, std::string_view b) const {
  const auto [x, y] = std::mismatch(a.begin(), a.end(), b.begin(), b.end());
  if (x == a.end() || y == b.end()) return x == a.end() && y != b.end();
  const auto left = static_cast<unsigned char>(*x);
  const auto right = static_cast<unsigned char>(*y);
  // Lead bytes F0.. stand for surrogate pairs (D800..), which sort below EE and EF (E000..FFFF).
  const auto rank = [](unsigned char c) { return c >= 0xF0 ? 0xED00 + c : c << 8; };
  return rank(left) < rank(right);
}

const Json* Json::Find(std::string_view name) const {
  const Object* members = object();
  if (members == nullptr) return nullptr;
  const auto found = members->find(name);
  return found == members->end() ? nullptr : &found->second;
}

Json& Json::operator[](std::string_view name) {
  Object* members = object();
  QUORATE_CHECK(members != nullptr);
  const auto found = members->find(name);
  return found != members->end() ? found->second
                                 : members->emplace(std::string(name), Json()).first->second;
}

void Json::Append(Json value) {
  Array* elements = array();
  QUORATE_CHECK(elements != nullptr);
  elements->push_back(std::move(value));
}

Result<Json> ParseJson(std::string_view text, JsonNumbers numbers) {
  return Reader(text, numbers).ReadAll();
}

std::string WriteJson(const Json& value) {
  std::string out;
  Write(value, -1, out);
  return out;
}

std::string WriteJsonIndented(const Json& value) {
  std::string out;
  Write(value, 0, out);
  out += '\n';
  return out;
}

void AppendJsonString(std::string_view text, std::string& out) {
  out += '"';
  for (const char c : text) {
    switch (c) {
      case '"':
        out += "\\\"";
        break;
      case '\\':
        out += "\\\\";
        break;
      case '\b':
        out += "\\b";
        break;
      case '\f':
        out += "\\f";
        break;
      case '\n':
        out += "\\n";
        break;
      case '\r':
        out += "\\r";
        break;
      case '\t':
        out += "\\t";
        break;
      default:
        if (static_cast<unsigned char>(c) < 0x20) {
          constexpr std::string_view kHex = "0123456789abcdef";
          out += "\\u00";
          out += kHex[static_cast<unsigned char>(c) >> 4U];
          out += kHex[static_cast<unsigned char>(c) & 15U];
        } else {
          out += c;
        }
    }
  }
  out += '"';
}

}  // namespace quorate::engine
