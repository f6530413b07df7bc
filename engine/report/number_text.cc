#include "engine/report/number_text.h"

#include "engine/base/check.h"

namespace quorate::engine {

std::string DecimalText(const Fraction& value, int places) {
  QUORATE_CHECK(places >= 0 && places <= 18);
  using boost::multiprecision::cpp_int;
  const cpp_int scale = boost::multiprecision::pow(cpp_int(10), static_cast<unsigned>(places));
  const cpp_int numerator = boost::multiprecision::abs(value.numerator());
  const cpp_int denominator = value.denominator();
  const cpp_int rounded = (2 * numerator * scale + denominator) / (2 * denominator);
  std::string digits = rounded.str();
  const auto width = static_cast<std::size_t>(places);
  if (digits.size() <= width) digits.insert(0, width + 1 - digits.size(), '0');
  if (width > 0) digits.insert(digits.size() - width, 1, '.');
  if (value.IsNegative() && !rounded.is_zero()) digits.insert(0, 1, '-');
  return digits;
}

std::string PercentText(const Fraction& share) {
  QUORATE_CHECK(!share.IsNegative());
  std::string tenths =
      boost::multiprecision::cpp_int(share.numerator() * 1000 / share.denominator()).str();
  if (tenths.size() < 2) tenths.insert(0, 1, '0');
  return tenths.insert(tenths.size() - 1, 1, '.');
}

}  // namespace quorate::engine
