#include "engine/statistics/weighting.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <string>

namespace quorate::engine {

namespace {

constexpr std::array<std::pair<const char*, Weighting>, 8> kSpellings = {{
    {"identity", Weighting::kIdentity},
    {"linear", Weighting::kLinear},
    {"quadratic", Weighting::kQuadratic},
    {"radical", Weighting::kRadical},
    {"ratio", Weighting::kRatio},
    {"ordinal", Weighting::kOrdinal},
    {"circular", Weighting::kCircular},
    {"bipolar", Weighting::kBipolar},
}};

double Square(double x) {
  return x * x;
}

// How far two different categories lie apart; only its ratio to the largest distance counts.
double Distance(Weighting weighting,
                std::span<const int> categories,
                std::size_t k,
                std::size_t l) {
  const double low = categories.front();
  const double high = categories.back();
  const double a = categories[k];
  const double b = categories[l];
  const double places = k > l ? static_cast<double>(k - l) : static_cast<double>(l - k);
  switch (weighting) {
    case Weighting::kIdentity:
      return 1;
    case Weighting::kLinear:
      return std::abs(a - b);
    case Weighting::kQuadratic:
      return Square(a - b);
    case Weighting::kRadical:
      return std::sqrt(std::abs(a - b));
    case Weighting::kRatio:
      return Square((a - b) / (a + b));
    case Weighting::kOrdinal:
      return places * (places + 1) / 2;
    case Weighting::kCircular:
      return Square(std::sin(std::numbers::pi * (a - b) / (high - low + 1)));
    case Weighting::kBipolar:
      return Square(a - b) / ((a + b - 2 * low) * (2 * high - a - b));
  }
  return 1;
}

}  // namespace

const char* Name(Weighting weighting) {
  const auto* const found =
      std::find_if(kSpellings.begin(), kSpellings.end(), [&](const auto& spelling) {
        return spelling.second == weighting;
      });
  return found->first;
}

Result<Weighting> ParseWeighting(std::string_view text) {
  std::string known;
  for (const auto& [name, weighting] : kSpellings) {
    if (text == name) return weighting;
    known += std::string(known.empty() ? "" : ", ") + name;
  }
  return Refuse(
      Reason::kInvalidArgument, "weights", "\"" + std::string(text) + "\" is none of " + known);
}

Figure<WeightTable> WeightsOf(Weighting weighting, std::span<const int> categories) {
  const std::size_t q = categories.size();
  if (q > kCategoriesMax) return Because("there are more than 1,000 categories");
  if (weighting == Weighting::kRatio && q > 0 && categories.front() < 0)
    return Because("ratio weights need categories of at least 0");
  WeightTable table{q, std::vector<double>(q * q)};
  double largest = 0;
  for (std::size_t k = 0; k < q; ++k) {
    for (std::size_t l = 0; l < q; ++l) {
      const double distance = k == l ? 0 : Distance(weighting, categories, k, l);
      table.weights[k * q + l] = distance;
      largest = std::max(largest, distance);
    }
  }
  for (double& weight : table.weights)
    weight = largest > 0 ? 1 - weight / largest : 1;
  return table;
}

}  // namespace quorate::engine
