#include "engine/statistics/significance.h"

#include <algorithm>
#include <cmath>

#include <boost/math/distributions/binomial.hpp>
#include <boost/math/distributions/chi_squared.hpp>
#include <boost/math/distributions/normal.hpp>

#include "engine/base/check.h"

namespace quorate::engine {

NormalTest TestNormal(double distance, double deviation, Continuity continuity) {
  QUORATE_CHECK(deviation > 0);
  const double correction = continuity == Continuity::kCorrected ? 0.5 : 0;
  const double size = std::max(0.0, std::abs(distance) - correction) / deviation;
  const double tail = cdf(complement(boost::math::normal(), size));
  return {distance < 0 && size > 0 ? -size : size, 2 * tail};
}

ChiSquareTest TestChiSquare(double statistic, std::uint64_t degrees) {
  QUORATE_CHECK(degrees > 0 && statistic >= 0);
  const boost::math::chi_squared distribution(static_cast<double>(degrees));
  return {statistic, degrees, cdf(complement(distribution, statistic))};
}

double TwoSidedCoin(std::uint64_t fewer, std::uint64_t throws) {
  QUORATE_CHECK(2 * fewer <= throws);
  const boost::math::binomial distribution(static_cast<double>(throws), 0.5);
  return std::min(1.0, 2 * cdf(distribution, static_cast<double>(fewer)));
}

}  // namespace quorate::engine
