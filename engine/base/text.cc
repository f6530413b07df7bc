#include "engine/base/text.h"

#include <algorithm>
#include <array>

#include <unicode/normalizer2.h>
#include <unicode/unistr.h>

#include "engine/base/check.h"

namespace quorate::engine {

namespace {

bool IsAscii(std::string_view text) {
  return std::all_of(
      text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

// The well-formed sequences of more than one byte: Table 3-7 of the Unicode standard. Only the
// second byte's range depends on the first.
struct Sequence {
  unsigned char lead_low;
  unsigned char lead_high;
  unsigned char second_low;
  unsigned char second_high;
  std::size_t length;
};
constexpr std::array<Sequence, 8> kSequences = {{{0xC2, 0xDF, 0x80, 0xBF, 2},
                                                 {0xE0, 0xE0, 0xA0, 0xBF, 3},
                                                 {0xE1, 0xEC, 0x80, 0xBF, 3},
                                                 {0xED, 0xED, 0x80, 0x9F, 3},
                                                 {0xEE, 0xEF, 0x80, 0xBF, 3},
                                                 {0xF0, 0xF0, 0x90, 0xBF, 4},
                                                 {0xF1, 0xF3, 0x80, 0xBF, 4},
                                                 {0xF4, 0xF4, 0x80, 0x8F, 4}}};

bool Continues(std::string_view text, const Sequence& sequence) {
  const auto second = static_cast<unsigned char>(text[1]);
  if (second < sequence.second_low || second > sequence.second_high) return false;
  const std::string_view rest = text.substr(2, sequence.length - 2);
  return std::all_of(rest.begin(), rest.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0U) == 0x80;
  });
}

// The length of the well-formed sequence at the front of `text`, or 0.
std::size_t SequenceLength(std::string_view text) {
  const auto lead = static_cast<unsigned char>(text[0]);
  if (lead < 0x80) return 1;
  for (const Sequence& sequence : kSequences) {
    if (lead < sequence.lead_low || lead > sequence.lead_high) continue;
    const bool whole = text.size() >= sequence.length && Continues(text, sequence);
    return whole ? sequence.length : 0;
  }
  return 0;
}

const icu::Normalizer2& Nfc() {
  UErrorCode error = U_ZERO_ERROR;
  const icu::Normalizer2* nfc = icu::Normalizer2::getNFCInstance(error);
  QUORATE_CHECK(U_SUCCESS(error) != 0 && nfc != nullptr);
  return *nfc;
}

icu::StringPiece Piece(std::string_view text) {
  return {text.data(), static_cast<std::int32_t>(text.size())};
}

bool IsLetterOrDigit(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

}  // namespace

bool IsUtf8(std::string_view text) {
  while (!text.empty()) {
    const std::size_t length = SequenceLength(text);
    if (length == 0) return false;
    text.remove_prefix(length);
  }
  return true;
}

bool IsNfc(std::string_view text) {
  if (IsAscii(text)) return true;
  if (!IsUtf8(text)) return false;
  UErrorCode error = U_ZERO_ERROR;
  const bool normalized = Nfc().isNormalizedUTF8(Piece(text), error) != 0;
  return U_SUCCESS(error) != 0 && normalized;
}

std::string ToNfc(std::string_view text) {
  if (IsAscii(text)) return std::string(text);
  UErrorCode error = U_ZERO_ERROR;
  std::string out;
  icu::StringByteSink<std::string> sink(&out);
  Nfc().normalizeUTF8(0, Piece(text), sink, nullptr, error);
  QUORATE_CHECK(U_SUCCESS(error) != 0);
  return out;
}

void AppendUtf8(std::uint32_t point, std::string& out) {
  const auto tail = [&](unsigned shift) {
    return static_cast<char>(0x80U | ((point >> shift) & 0x3FU));
  };
  if (point < 0x80) {
    out += static_cast<char>(point);
  } else if (point < 0x800) {
    out += static_cast<char>(0xC0U | (point >> 6U));
    out += tail(0);
  } else if (point < 0x10000) {
    out += static_cast<char>(0xE0U | (point >> 12U));
    out += tail(6);
    out += tail(0);
  } else {
    out += static_cast<char>(0xF0U | (point >> 18U));
    out += tail(12);
    out += tail(6);
    out += tail(0);
  }
}

bool IsLabel(std::string_view text) {
  return !text.empty() && text.size() <= kLabelBytesMax && IsLetterOrDigit(text[0]) &&
         std::all_of(text.begin(), text.end(), [](char c) {
           return IsLetterOrDigit(c) || c == '-' || c == '_' || c == '.';
         });
}

Status CheckLabel(std::string_view field, std::string_view text) {
  if (IsLabel(text)) return {};
  return Refuse(
      Reason::kInvalidArgument,
      std::string(field),
      "must be 1 to 63 letters, digits, '-', '_' or '.', beginning with a letter or digit");
}

Status CheckText(std::string_view field, std::string_view text, std::size_t bytes_max) {
  const auto refuse = [&](std::string message) {
    return Refuse(Reason::kInvalidArgument, std::string(field), std::move(message));
  };
  if (Trim(text).empty()) return refuse("must not be empty");
  if (text.size() > bytes_max)
    return refuse("must be at most " + std::to_string(bytes_max) + " bytes long");
  if (!IsUtf8(text)) return refuse("must be valid UTF-8");
  const bool control = std::any_of(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\t') || c == 0x7F;
  });
  if (control) return refuse("must not hold control characters");
  return {};
}

std::string_view Trim(std::string_view text) {
  constexpr std::string_view kBlanks = " \t\r\n";
  const auto first = text.find_first_not_of(kBlanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kBlanks) - first + 1);
}

}  // namespace quorate::engine
