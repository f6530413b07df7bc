#include "engine/log/leaf.h"

#include <bit>
#include <charconv>
#include <cstddef>
#include <optional>
#include <string>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include "engine/base/json.h"
#include "engine/base/text.h"

namespace quorate::engine {

namespace {

constexpr std::int64_t kIntegerMax = (std::int64_t{1} << 53) - 1;

// Inside a string, whether the byte is an ASCII character that stands for itself.
bool IsPlain(char c) {
  return static_cast<signed char>(c) >= 0x20 && c != '"' && c != '\\';
}

bool IsDigit(char c) {
  return c >= '0' && c <= '9';
}

#ifdef __SSE2__
// Sixteen bytes at a time: one bit for each byte that is no plain one. Read as signed, bytes above
// ASCII are negative and so below a space, like controls.
unsigned NotPlain(const char* bytes) {
  const __m128i word = _mm_loadu_si128(reinterpret_cast<const __m128i*>(bytes));
  const __m128i quote = _mm_cmpeq_epi8(word, _mm_set1_epi8('"'));
  const __m128i escape = _mm_cmpeq_epi8(word, _mm_set1_epi8('\\'));
  const __m128i odd = _mm_cmplt_epi8(word, _mm_set1_epi8(' '));
  return static_cast<unsigned>(_mm_movemask_epi8(_mm_or_si128(_mm_or_si128(quote, escape), odd)));
}
#endif

// The bytes between the quotes of a string.
struct RawString {
  std::string_view text;
  bool escaped = false;
};

// What `raw`, the inside of a canonical string, stands for.
std::string Unescape(std::string_view raw) {
  constexpr std::string_view kLetters = "bfnrt";
  constexpr std::string_view kMeanings = "\b\f\n\r\t";
  std::string out;
  for (std::size_t i = 0; i < raw.size(); ++i) {
    if (raw[i] != '\\') {
      out += raw[i];
    } else if (raw[++i] == 'u') {
      unsigned unit = 0;
      std::from_chars(raw.data() + i + 1, raw.data() + i + 5, unit, 16);
      out += static_cast<char>(unit);
      i += 4;
    } else {
      const std::size_t letter = kLetters.find(raw[i]);
      out += letter == std::string_view::npos ? raw[i] : kMeanings[letter];
    }
  }
  return out;
}

// RFC 8785's order, strictly: an equal name is a duplicate. Nearly always the first letters decide;
// a name with escapes is rare enough to be copied.
bool InOrder(const RawString& first, const RawString& second) {
  if (!first.text.empty() && !second.text.empty()) {
    const char a = first.text[0];
    const char b = second.text[0];
    if (a != b && IsPlain(a) && IsPlain(b)) return a < b;
  }
  if (!first.escaped && !second.escaped) return Utf16Less()(first.text, second.text);
  return Utf16Less()(Unescape(first.text), Unescape(second.text));
}

// Whether the inside of a string with bytes above ASCII is UTF-8 in form C. Escapes stand for ASCII
// characters that compose with nothing, so the stretches between them can be judged one by one.
bool IsNfcBetweenEscapes(const RawString& string) {
  if (!string.escaped) return IsNfc(string.text);
  std::string_view rest = string.text;
  while (true) {
    const std::size_t escape = rest.find('\\');
    if (!IsNfc(rest.substr(0, escape))) return false;
    if (escape == std::string_view::npos) return true;
    rest.remove_prefix(escape + (rest[escape + 1] == 'u' ? 6 : 2));
  }
}

// One pass over one line. Each Scan takes the place where its part begins and returns the place
// after it, or null once Wrong() has noted what is amiss. The place is passed along, not kept in a
// member, because it is what every step waits for and belongs in a register.
class Scanner {
 public:
  Scanner(std::string_view line, std::vector<Member>* members)
      : begin_(line.data()), end_(line.data() + line.size()), members_(members) {}

  Status Scan() {
    if (end_ - begin_ > static_cast<std::ptrdiff_t>(kLeafBytesMax)) {
      return Refuse(Reason::kCorruptLog, "entry", "longer than 60,000 bytes");
    }
    if (ByteAt(begin_) != '{') {
      Wrong(begin_, "an entry begins with a brace");
    } else if (const char* at = ScanObject(begin_, 0); at != nullptr && at != end_) {
      Wrong(at, "bytes after the closing brace; an entry is one line without its line feed");
    }
    if (wrong_ == nullptr) return {};
    return Refuse(Reason::kCorruptLog, "column " + std::to_string(wrong_at_ - begin_ + 1), wrong_);
  }

 private:
  std::nullptr_t Wrong(const char* at, const char* what) {
    wrong_at_ = at;
    wrong_ = what;
    return nullptr;
  }

  // The byte there, or 0 at the end; a 0 in the line is as wrong everywhere.
  [[nodiscard]] char ByteAt(const char* at) const { return at == end_ ? '\0' : *at; }

  const char* ScanWord(const char* at, std::string_view word) {
    if (!std::string_view(at, end_).starts_with(word)) return Wrong(at, "no value of a log entry");
    return at + word.size();
  }

  const char* ScanValue(const char* at, int depth) {
    if (depth > kLeafDepthMax) return Wrong(at, "nested too deeply");
    RawString ignored;
    switch (ByteAt(at)) {
      case '"':
        return ScanString(at, ignored);
      case '{':
        return ScanObject(at, depth);
      case '[':
        return ScanArray(at, depth);
      case 't':
        return ScanWord(at, "true");
      case 'f':
        return ScanWord(at, "false");
      default:
        return ScanInteger(at);
    }
  }

  const char* ScanObject(const char* at, int depth) {
    if (ByteAt(++at) == '}') return at + 1;
    std::optional<RawString> previous;
    while (true) {
      RawString name;
      const char* const value = ScanName(at, previous, name);
      if (value == nullptr) return nullptr;
      previous = name;
      if ((at = ScanValue(value, depth + 1)) == nullptr) return nullptr;
      if (depth == 0 && members_ != nullptr) members_->push_back({name.text, {value, at}});
      const char next = ByteAt(at);
      if (next == '}') return at + 1;
      if (next != ',') return Wrong(at, "a comma or a closing brace should stand here");
      ++at;
    }
  }

  // A member's name and the colon after it.
  const char* ScanName(const char* start,
                       const std::optional<RawString>& previous,
                       RawString& name) {
    if (ByteAt(start) != '"') {
      return Wrong(start, "a member's name should stand here, without blanks before it");
    }
    const char* const at = ScanString(start, name);
    if (at == nullptr) return nullptr;
    if (previous && !InOrder(*previous, name)) {
      return Wrong(start, "names must be in RFC 8785 order, each once");
    }
    return ByteAt(at) == ':' ? at + 1 : Wrong(at, "a colon should stand here");
  }

  const char* ScanArray(const char* at, int depth) {
    if (ByteAt(++at) == ']') return at + 1;
    while (true) {
      if ((at = ScanValue(at, depth + 1)) == nullptr) return nullptr;
      const char next = ByteAt(at);
      if (next == ']') return at + 1;
      if (next != ',') return Wrong(at, "a comma or a closing bracket should stand here");
      ++at;
    }
  }

  const char* ScanInteger(const char* const start) {
    const char* const digits = start + (ByteAt(start) == '-' ? 1 : 0);
    const char* at = digits;
    std::int64_t value = 0;
    for (; IsDigit(ByteAt(at)) && at - digits < 17; ++at)
      value = value * 10 + (*at - '0');
    const bool plain = at != digits && !(*digits == '0' && (at - digits > 1 || start != digits));
    if (plain && value <= kIntegerMax) return at;
    return Wrong(start,
                 "an integer within ±(2^53-1), a string, true, false, an object or an array should "
                 "stand here");
  }

  [[nodiscard]] const char* SkipPlain(const char* at) const {
#ifdef __SSE2__
    while (end_ - at >= 16) {
      const unsigned stop = NotPlain(at);
      if (stop != 0) return at + std::countr_zero(stop);
      at += 16;
    }
#endif
    while (at != end_ && IsPlain(*at)) {
      ++at;
    }
    return at;
  }

  const char* ScanString(const char* at, RawString& string) {
    const char* const start = at + 1;
    at = SkipPlain(start);
    if (ByteAt(at) != '"') return ScanOddString(start, at, string);
    string.text = {start, at};
    return at + 1;
  }

  // The rest of a string of which something before its closing quote, at `at`, is not plain ASCII.
  const char* ScanOddString(const char* start, const char* at, RawString& string) {
    bool ascii = true;
    for (; ByteAt(at) != '"'; at = SkipPlain(at)) {
      if (at == end_) return Wrong(at, "a string without its closing quote");
      if (*at == '\\') {
        string.escaped = true;
        if ((at = ScanEscape(at)) == nullptr) return nullptr;
      } else if (static_cast<unsigned char>(*at) >= 0x80) {
        ascii = false;
        ++at;
      } else {
        return Wrong(at, "a raw control character in a string");
      }
    }
    string.text = {start, at};
    if (ascii || IsNfcBetweenEscapes(string)) return at + 1;
    return Wrong(start, "a string that is not UTF-8 in normalization form C");
  }

  // The escapes of RFC 8785: the short ones, and \u00xx in lower case for the other controls.
  const char* ScanEscape(const char* at) {
    constexpr std::string_view kShort = "\"\\bfnrt";
    constexpr std::string_view kUnit = "u00";
    const std::string_view rest(at + 1, end_);
    if (!rest.empty() && kShort.find(rest[0]) != std::string_view::npos) return at + 2;
    if (rest.size() >= 5 && rest.starts_with(kUnit)) {
      const bool second = rest[3] == '1';
      const std::string_view last = second ? "0123456789abcdef" : "01234567bef";
      if ((second || rest[3] == '0') && last.find(rest[4]) != std::string_view::npos) return at + 6;
    }
    return Wrong(at, "an escape that RFC 8785 does not write");
  }

  const char* const begin_;
  const char* const end_;
  std::vector<Member>* const members_;
  const char* wrong_at_ = nullptr;
  const char* wrong_ = nullptr;
};

}  // namespace

Status CheckLeafBytes(std::string_view line) {
  return Scanner(line, nullptr).Scan();
}

Status ReadMembers(std::string_view line, std::vector<Member>& members) {
  members.clear();
  return Scanner(line, &members).Scan();
}

std::optional<std::int64_t> LeafInteger(std::string_view value) {
  std::int64_t integer = 0;
  const char* const end = value.data() + value.size();
  const auto [stop, error] = std::from_chars(value.data(), end, integer);
  if (error != std::errc() || stop != end) return std::nullopt;
  return integer;
}

std::optional<std::string_view> LeafString(std::string_view value) {
  if (value.size() < 2 || value.front() != '"' || value.find('\\') != std::string_view::npos) {
    return std::nullopt;
  }
  return value.substr(1, value.size() - 2);
}

}  // namespace quorate::engine
