#include "engine/ranking/profile.h"

namespace quorate::engine {

using boost::multiprecision::cpp_int;

Fraction Profile::TotalWeight() const {
  Fraction total;
  for (const Fraction& weight : weights)
    total += weight;
  return total;
}

Result<WholeWeights> ToWholeWeights(std::span<const Fraction> weights) {
  WholeWeights whole;
  for (const Fraction& weight : weights) {
    const cpp_int below = weight.denominator();
    if (below == 1 || whole.denominator % below == 0) continue;
    whole.denominator = boost::multiprecision::lcm(whole.denominator, below);
    if (boost::multiprecision::msb(whole.denominator) > kWeightDenominatorBitsMax) {
      return Refuse(Reason::kTooLarge,
                    "the weights have a common denominator of more than " +
                        std::to_string(kWeightDenominatorBitsMax) + " bits; round them");
    }
  }
  whole.units.reserve(weights.size());
  for (const Fraction& weight : weights) {
    whole.units.push_back(weight.numerator() * (whole.denominator / weight.denominator()));
  }
  return whole;
}

}  // namespace quorate::engine
