#include "engine/base/fraction.h"

#include <algorithm>
#include <optional>

#include "engine/base/check.h"

namespace quorate::engine {

namespace {

using boost::multiprecision::cpp_int;
using boost::multiprecision::cpp_rational;

// At least one digit, and not so many that a hostile file buys hours of arithmetic.
bool IsDigits(std::string_view text) {
  return !text.empty() && text.size() <= Fraction::kDigitsMax &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// Digits as an integer. cpp_int's own reader would take a leading zero as octal.
cpp_int Digits(std::string_view text) {
  cpp_int value = 0;
  for (const char c : text)
    value = value * 10 + (c - '0');
  return value;
}

// "2/3", whose slash is at `slash`.
std::optional<cpp_rational> Ratio(std::string_view text, std::size_t slash) {
  const auto above = text.substr(0, slash);
  const auto below = text.substr(slash + 1);
  if (!IsDigits(above) || !IsDigits(below)) return std::nullopt;
  const cpp_int denominator = Digits(below);
  if (denominator.is_zero()) return std::nullopt;
  return cpp_rational(Digits(above), denominator);
}

// "3" or "0.75".
std::optional<cpp_rational> Decimal(std::string_view text) {
  const auto point = text.find('.');
  const auto whole = text.substr(0, point);
  if (!IsDigits(whole)) return std::nullopt;
  if (point == std::string_view::npos) return cpp_rational(Digits(whole));
  const auto part = text.substr(point + 1);
  if (!IsDigits(part)) return std::nullopt;
  cpp_int denominator = 1;
  for (std::size_t i = 0; i < part.size(); ++i)
    denominator *= 10;
  return cpp_rational(Digits(whole) * denominator + Digits(part), denominator);
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

  const auto slash = rest.find('/');
  const bool ratio = slash != std::string_view::npos;
  std::optional<cpp_rational> value = ratio ? Ratio(rest, slash) : Decimal(rest);
  if (!value || (ratio && percent)) return NoNumber(text);
  if (percent) *value /= 100;
  Fraction result;
  result.value_ = negative ? cpp_rational(-*value) : *value;
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
