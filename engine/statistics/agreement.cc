#include "engine/statistics/agreement.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "engine/base/check.h"

namespace quorate::engine {

namespace {

constexpr std::array<std::pair<const char*, Coefficient>, 7> kSpellings = {{
    {"fleiss", Coefficient::kFleiss},
    {"conger", Coefficient::kConger},
    {"cohen", Coefficient::kCohen},
    {"scott", Coefficient::kScott},
    {"brennan-prediger", Coefficient::kBrennanPrediger},
    {"gwet", Coefficient::kGwet},
    {"krippendorff", Coefficient::kKrippendorff},
}};

// Of (1 - p_e), below which rounding alone keeps it from 0.
constexpr double kNoRoom = 1e-12;

// How often each category was given, by item and by rater.
struct Counts {
  std::size_t categories = 0;
  std::vector<std::uint32_t> by_item;   // Item-major.
  std::vector<std::uint32_t> by_rater;  // Rater-major.
  std::vector<std::uint32_t> of_item;   // Ratings an item got.
  std::vector<std::uint32_t> of_rater;  // Ratings a rater gave.

  [[nodiscard]] std::span<const std::uint32_t> Item(std::size_t item) const {
    return std::span(by_item).subspan(item * categories, categories);
  }
  [[nodiscard]] std::span<const std::uint32_t> Rater(std::size_t rater) const {
    return std::span(by_rater).subspan(rater * categories, categories);
  }
  [[nodiscard]] std::size_t ItemsWith(std::uint32_t least) const {
    return static_cast<std::size_t>(std::count_if(
        of_item.begin(), of_item.end(), [&](std::uint32_t ratings) { return ratings >= least; }));
  }
};

// Ratings of items with fewer than `least` of them are left out.
Counts Count(const RatingMatrix& matrix, std::span<const int> categories, std::size_t least) {
  const std::size_t q = categories.size();
  Counts counts{q, {}, {}, {}, {}};
  counts.by_item.resize(matrix.items * q);
  counts.by_rater.resize(matrix.raters * q);
  counts.of_item.resize(matrix.items);
  counts.of_rater.resize(matrix.raters);
  for (std::size_t item = 0; item < matrix.items; ++item) {
    const auto row = std::span(matrix.ratings).subspan(item * matrix.raters, matrix.raters);
    const auto rated = std::count_if(
        row.begin(), row.end(), [](const auto& rating) { return rating.has_value(); });
    if (static_cast<std::size_t>(rated) < least) continue;
    for (std::size_t rater = 0; rater < matrix.raters; ++rater) {
      if (!row[rater]) continue;
      const auto found = std::lower_bound(categories.begin(), categories.end(), *row[rater]);
      QUORATE_CHECK(found != categories.end() && *found == *row[rater]);
      const auto category = static_cast<std::size_t>(found - categories.begin());
      ++counts.by_item[item * q + category];
      ++counts.by_rater[rater * q + category];
      ++counts.of_item[item];
      ++counts.of_rater[rater];
    }
  }
  return counts;
}

// Over pairs of ratings of one item: how much they agree, both orders counted.
double AgreeingPairs(std::span<const std::uint32_t> item, const WeightTable& weights) {
  double pairs = 0;
  for (std::size_t k = 0; k < item.size(); ++k) {
    if (item[k] == 0) continue;
    double alike = -1;  // A rating is not compared with itself.
    for (std::size_t l = 0; l < item.size(); ++l)
      alike += weights.At(k, l) * item[l];
    pairs += item[k] * alike;
  }
  return pairs;
}

double ObservedAgreement(const Counts& counts, const WeightTable& weights) {
  double sum = 0;
  std::size_t items = 0;
  for (std::size_t item = 0; item < counts.of_item.size(); ++item) {
    const double ratings = counts.of_item[item];
    if (ratings < 2) continue;
    sum += AgreeingPairs(counts.Item(item), weights) / (ratings * (ratings - 1));
    ++items;
  }
  return sum / static_cast<double>(items);
}

// Krippendorff divides by the mean number of ratings, so that items with more of them count more.
double KrippendorffObserved(const Counts& counts, const WeightTable& weights) {
  double total = 0;
  for (const std::uint32_t ratings : counts.of_item)
    total += ratings;
  const auto items = static_cast<double>(counts.ItemsWith(2));
  const double mean = total / items;
  double sum = 0;
  for (std::size_t item = 0; item < counts.of_item.size(); ++item) {
    const double ratings = counts.of_item[item];
    if (ratings >= 2) sum += AgreeingPairs(counts.Item(item), weights) / (mean * (ratings - 1));
  }
  return (1 - 1 / total) * sum / items + 1 / total;
}

// Each item's shares of the categories, averaged over the items that were rated.
std::vector<double> MeanShares(const Counts& counts) {
  std::vector<double> shares(counts.categories);
  const auto items = static_cast<double>(counts.ItemsWith(1));
  for (std::size_t item = 0; item < counts.of_item.size(); ++item) {
    for (std::size_t k = 0; k < shares.size(); ++k) {
      const std::uint32_t given = counts.Item(item)[k];
      if (given > 0) shares[k] += given / (counts.of_item[item] * items);
    }
  }
  return shares;
}

// The categories' shares of all ratings.
std::vector<double> OverallShares(const Counts& counts) {
  std::vector<double> shares(counts.categories);
  double total = 0;
  for (const std::uint32_t ratings : counts.of_item)
    total += ratings;
  for (std::size_t cell = 0; cell < counts.by_item.size(); ++cell)
    shares[cell % shares.size()] += counts.by_item[cell] / total;
  return shares;
}

double Crossed(std::span<const double> a, std::span<const double> b, const WeightTable& weights) {
  double sum = 0;
  for (std::size_t k = 0; k < a.size(); ++k) {
    for (std::size_t l = 0; l < b.size(); ++l)
      sum += weights.At(k, l) * a[k] * b[l];
  }
  return sum;
}

// The mean over all pairs of different raters of what their own shares would bring.
double PairedRaters(const Counts& counts, const WeightTable& weights) {
  const std::size_t q = counts.categories;
  std::vector<double> sums(q);
  double own = 0;  // What raters paired with themselves would bring.
  double raters = 0;
  for (std::size_t rater = 0; rater < counts.of_rater.size(); ++rater) {
    if (counts.of_rater[rater] == 0) continue;
    std::vector<double> shares;
    for (const std::uint32_t given : counts.Rater(rater))
      shares.push_back(static_cast<double>(given) / counts.of_rater[rater]);
    own += Crossed(shares, shares, weights);
    for (std::size_t k = 0; k < q; ++k)
      sums[k] += shares[k];
    ++raters;
  }
  return (Crossed(sums, sums, weights) - own) / (raters * (raters - 1));
}

double GwetChance(const std::vector<double>& shares, const WeightTable& weights) {
  const auto q = static_cast<double>(shares.size());
  double total = 0;
  for (const double weight : weights.weights)
    total += weight;
  double spread = 0;
  for (const double share : shares)
    spread += share * (1 - share);
  return total / (q * (q - 1)) * spread;
}

double EvenChance(const WeightTable& weights) {
  double total = 0;
  for (const double weight : weights.weights)
    total += weight;
  return total / static_cast<double>(weights.weights.size());
}

double ExpectedAgreement(const Counts& counts,
                         const WeightTable& weights,
                         Coefficient coefficient) {
  switch (coefficient) {
    case Coefficient::kConger:
    case Coefficient::kCohen:
      return PairedRaters(counts, weights);
    case Coefficient::kBrennanPrediger:
      return EvenChance(weights);
    case Coefficient::kGwet:
      return GwetChance(MeanShares(counts), weights);
    case Coefficient::kKrippendorff: {
      const auto shares = OverallShares(counts);
      return Crossed(shares, shares, weights);
    }
    case Coefficient::kFleiss:
    case Coefficient::kScott:
      break;
  }
  const auto shares = MeanShares(counts);
  return Crossed(shares, shares, weights);
}

bool IsForTwo(Coefficient coefficient) {
  return coefficient == Coefficient::kCohen || coefficient == Coefficient::kScott;
}

// Whether chance is read off the ratings' own shares, which one item cannot tell apart from
// agreement.
bool NeedsTwoItems(Coefficient coefficient) {
  return coefficient != Coefficient::kBrennanPrediger && coefficient != Coefficient::kGwet;
}

Agreement Without(Agreement agreement, const tl::unexpected<Undefined>& reason) {
  agreement.observed = agreement.expected = agreement.coefficient = reason;
  return agreement;
}

}  // namespace

const char* Name(Coefficient coefficient) {
  const auto* const found =
      std::find_if(kSpellings.begin(), kSpellings.end(), [&](const auto& spelling) {
        return spelling.second == coefficient;
      });
  return found->first;
}

Result<Coefficient> ParseCoefficient(std::string_view text) {
  std::string known;
  for (const auto& [name, coefficient] : kSpellings) {
    if (text == name) return coefficient;
    known += std::string(known.empty() ? "" : ", ") + name;
  }
  return Refuse(
      Reason::kInvalidArgument, "coefficient", "\"" + std::string(text) + "\" is none of " + known);
}

Agreement AgreementOf(const RatingMatrix& matrix,
                      Coefficient coefficient,
                      Weighting weighting,
                      std::span<const int> categories) {
  const bool pairs_only = IsForTwo(coefficient) || coefficient == Coefficient::kKrippendorff;
  const Counts counts = Count(matrix, categories, pairs_only ? 2 : 1);
  const auto raters = std::count_if(counts.of_rater.begin(),
                                    counts.of_rater.end(),
                                    [](std::uint32_t ratings) { return ratings > 0; });
  Agreement agreement{
      static_cast<std::size_t>(raters), counts.ItemsWith(2), categories.size(), 0.0, 0.0, 0.0};
  if (IsForTwo(coefficient) && matrix.raters != 2)
    return Without(agreement, Because("it is for exactly two raters"));
  if (agreement.items == 0) return Without(agreement, Because("no item was rated by two people"));
  const auto weights = WeightsOf(weighting, categories);
  if (!weights) return Without(agreement, tl::unexpected(weights.error()));
  agreement.observed = coefficient == Coefficient::kKrippendorff
                           ? KrippendorffObserved(counts, *weights)
                           : ObservedAgreement(counts, *weights);
  if (NeedsTwoItems(coefficient) && counts.ItemsWith(1) == 1) {
    agreement.expected = agreement.coefficient = Because("one item alone says nothing of chance");
    return agreement;
  }
  const bool one_category = categories.size() == 1;
  agreement.expected = one_category ? 1 : ExpectedAgreement(counts, *weights, coefficient);
  if (1 - *agreement.expected < kNoRoom) {
    agreement.coefficient = Because("every rating is in one category");
  } else {
    agreement.coefficient = (*agreement.observed - *agreement.expected) / (1 - *agreement.expected);
  }
  return agreement;
}

}  // namespace quorate::engine
