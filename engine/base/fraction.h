// Exact rational numbers. Everything that decides is counted in these: 16 of 23 is below 70 % on
// every machine, a weight of 2/3 is two thirds, and a median between 6 and 7 is 13/2.

#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include <boost/multiprecision/cpp_int.hpp>

#include "engine/base/result.h"

namespace quorate::engine {

// A rational in lowest terms with a positive denominator, of any size: sums never wrap.
class Fraction {
 public:
  Fraction() = default;
  Fraction(std::int64_t whole)  // NOLINT(google-explicit-constructor): an integer is a fraction.
      : value_(whole) {}
  // Requires denominator != 0.
  Fraction(std::int64_t numerator, std::int64_t denominator);
  // The same from integers of any size.
  static Fraction Of(const boost::multiprecision::cpp_int& numerator,
                     const boost::multiprecision::cpp_int& denominator);

  // Reads "3", "0.75", "2/3" or "70%", with an optional leading minus; no exponent, no blanks. At
  // most kDigitsMax digits on either side, so that a hostile file cannot ask for a gigabyte of
  // arithmetic.
  static Result<Fraction> Parse(std::string_view text);
  static constexpr std::size_t kDigitsMax = 40;

  // "7", "-3", "13/2": lowest terms, no sign on the denominator.
  [[nodiscard]] std::string ToString() const;
  // For display and descriptive statistics only.
  [[nodiscard]] double ToDouble() const { return value_.convert_to<double>(); }
  // In lowest terms; the denominator is positive.
  [[nodiscard]] boost::multiprecision::cpp_int numerator() const {
    return boost::multiprecision::numerator(value_);
  }
  [[nodiscard]] boost::multiprecision::cpp_int denominator() const {
    return boost::multiprecision::denominator(value_);
  }
  [[nodiscard]] bool IsZero() const { return value_.is_zero(); }
  [[nodiscard]] bool IsNegative() const { return value_.sign() < 0; }

  Fraction& operator+=(const Fraction& other);
  Fraction& operator-=(const Fraction& other);
  Fraction& operator*=(const Fraction& other);
  // Requires a divisor other than zero.
  Fraction& operator/=(const Fraction& other);
  friend Fraction operator+(Fraction a, const Fraction& b) { return a += b; }
  friend Fraction operator-(Fraction a, const Fraction& b) { return a -= b; }
  friend Fraction operator*(Fraction a, const Fraction& b) { return a *= b; }
  friend Fraction operator/(Fraction a, const Fraction& b) { return a /= b; }
  friend Fraction operator-(const Fraction& a) { return Fraction(0) - a; }
  friend bool operator==(const Fraction& a, const Fraction& b) { return a.value_ == b.value_; }
  friend std::strong_ordering operator<=>(const Fraction& a, const Fraction& b) {
    return a.value_.compare(b.value_) <=> 0;
  }

 private:
  boost::multiprecision::cpp_rational value_ = 0;
};

}  // namespace quorate::engine
