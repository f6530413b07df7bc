#include "engine/base/fraction.h"

#include <algorithm>

#include "engine/base/check.h"

namespace quorate::engine {

namespace {

using boost::multiprecision::cpp_int;
using boost::multiprecision::cpp_rational;

bool IsDigits(std::string_view text) {
  return !text.empty() &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// Digits as an integer. cpp_int's own reader would take a leading zero as octal.
cpp_int Digits(std::string_view text) {
  cpp_int value = 0;
  for (const char c : text)
    value = value * 10 + (c - '0');
  return value;
}

tl::unexpected<Error> NoNumber(std::string_view text) {
  return Refuse(Reason::kInvalidArgument,
                "\"" + std::string(text.substr(0, 60)) +
                    "\" is no exact number; write it as 3, 0.75, 2/3 or 70%");
}

}  // namespace

Fraction::Fraction(std::int64_t numerator, std::int64_t denominator) {
  QUORATE_CHECK(denominator != 0);
  value_ = cpp_rational(numerator, denominator);
}

Fraction Fraction::Of(const cpp_int& numerator, const cpp_int& denominator) {
  QUORATE_CHECK(!denominator.is_zero());
  Fraction result;
  result.value_ = cpp_rational(numerator, denominator);
  return result;
}

Result<Fraction> Fraction::Parse(std::string_view text) {
  std::string_view rest = text;
  const bool negative = rest.starts_with('-');
  if (negative) rest.remove_prefix(1);
  const bool percent = rest.ends_with('%');
  if (percent) rest.remove_suffix(1);

  cpp_int numerator;
  cpp_int denominator = 1;
  if (const auto slash = rest.find('/'); slash != std::string_view::npos) {
    const auto above = rest.substr(0, slash);
    const auto below = rest.substr(slash + 1);
    if (percent || !IsDigits(above) || !IsDigits(below)) return NoNumber(text);
    if (std::max(above.size(), below.size()) > kDigitsMax) return NoNumber(text);
    numerator = Digits(above);
    denominator = Digits(below);
    if (denominator == 0) return NoNumber(text);
  } else {
    const auto point = rest.find('.');
    const auto whole = rest.substr(0, point);
    const auto part = point == std::string_view::npos ? std::string_view() : rest.substr(point + 1);
    if (!IsDigits(whole) || (point != std::string_view::npos && !IsDigits(part)))
      return NoNumber(text);
    if (std::max(whole.size(), part.size()) > kDigitsMax) return NoNumber(text);
    for (std::size_t i = 0; i < part.size(); ++i)
      denominator *= 10;
    numerator = Digits(whole) * denominator + Digits(part);
  }
  if (percent) denominator *= 100;
  if (negative) numerator = -numerator;
  Fraction result;
  result.value_ = cpp_rational(numerator, denominator);
  return result;
}

std::string Fraction::ToString() const {
  return value_.str();
}

Fraction& Fraction::operator+=(const Fraction& other) {
  value_ += other.value_;
  return *this;
}

Fraction& Fraction::operator-=(const Fraction& other) {
  value_ -= other.value_;
  return *this;
}

Fraction& Fraction::operator*=(const Fraction& other) {
  value_ *= other.value_;
  return *this;
}

Fraction& Fraction::operator/=(const Fraction& other) {
  QUORATE_CHECK(!other.IsZero());
  value_ /= other.value_;
  return *this;
}

}  // namespace quorate::engine
