// Kemeny: the order that contradicts the ballots least. In every optimal order whole tiers follow
// one another, since everybody in the higher tier beats everybody in the lower; so only the order
// within tiers is searched, by dynamic programming over the sets that stand at the bottom.

#include <algorithm>
#include <type_traits>

#include "engine/ranking/components.h"
#include "engine/ranking/rules.h"

namespace quorate::engine {

namespace {

using boost::multiprecision::cpp_int;

constexpr std::size_t kTierMax = 20;

struct TierOrders {
  cpp_int distance;
  std::uint64_t count = 0;  // At most 20!, which fits.
  std::vector<std::size_t> firsts;
  std::vector<std::size_t> order;
};

// Searches one tier. Costs are units; Int holds their sum.
template <typename Int>
class TierSearch {
 public:
  TierSearch(const std::vector<Int>& units, std::size_t size, const std::vector<std::size_t>& tier)
      : tier_(tier),
        low_bits_(tier.size() / 2),
        low_(tier.size()),
        high_(tier.size()),
        best_(std::size_t{1} << tier.size()),
        ways_(best_.size(), 0) {
    const std::size_t low_sets = std::size_t{1} << low_bits_;
    const std::size_t high_sets = std::size_t{1} << (tier.size() - low_bits_);
    for (std::size_t c = 0; c < tier.size(); ++c) {
      const auto against = [&](std::size_t b) -> const Int& {
        return units[tier_[b] * size + tier_[c]];
      };
      low_[c] = SumsOf(low_sets, 0, against);
      high_[c] = SumsOf(high_sets, low_bits_, against);
    }
  }

  TierOrders Search() {
    ways_[0] = 1;
    for (std::size_t set = 1; set < best_.size(); ++set)
      Solve(set);
    TierOrders orders;
    std::size_t set = best_.size() - 1;
    orders.distance = cpp_int(best_[set]);
    orders.count = ways_[set];
    for (std::size_t c = 0; c < tier_.size(); ++c) {
      if (CostOf(set, c) == best_[set]) orders.firsts.push_back(tier_[c]);
    }
    while (set != 0) {
      std::size_t c = 0;
      while ((set >> c & 1U) == 0 || CostOf(set, c) != best_[set])
        ++c;
      orders.order.push_back(tier_[c]);
      set &= ~(std::size_t{1} << c);
    }
    return orders;
  }

 private:
  template <typename Against>
  static std::vector<Int> SumsOf(std::size_t sets, std::size_t offset, const Against& against) {
    std::vector<Int> sums(sets, Int(0));
    for (std::size_t set = 1; set < sets; ++set) {
      const auto lowest = static_cast<std::size_t>(__builtin_ctzll(set));
      sums[set] = sums[set & (set - 1)] + against(offset + lowest);
    }
    return sums;
  }

  // The least distance of the candidates in `set` among themselves with `c` at their head.
  [[nodiscard]] Int CostOf(std::size_t set, std::size_t c) const {
    const std::size_t rest = set & ~(std::size_t{1} << c);
    const std::size_t low = rest & ((std::size_t{1} << low_bits_) - 1);
    return best_[rest] + low_[c][low] + high_[c][rest >> low_bits_];
  }

  void Solve(std::size_t set) {
    bool first = true;
    for (std::size_t left = set; left != 0; left &= left - 1) {
      const auto c = static_cast<std::size_t>(__builtin_ctzll(left));
      Int cost = CostOf(set, c);
      const std::uint64_t ways = ways_[set & ~(std::size_t{1} << c)];
      if (first || cost < best_[set]) {
        best_[set] = std::move(cost);
        ways_[set] = ways;
      } else if (cost == best_[set]) {
        ways_[set] += ways;
      }
      first = false;
    }
  }

  const std::vector<std::size_t>& tier_;
  std::size_t low_bits_;
  std::vector<std::vector<Int>> low_;
  std::vector<std::vector<Int>> high_;
  std::vector<Int> best_;
  std::vector<std::uint64_t> ways_;
};

// A sum of units over all pairs must fit as well, not only each of them.
bool SumsFit(const Pairwise::Small& units) {
  cpp_int sum = 0;
  for (const std::int64_t unit : units)
    sum += unit;
  return sum < INT64_MAX;
}

TierOrders SearchTier(const Pairwise& pairwise, const std::vector<std::size_t>& tier) {
  const auto* small = std::get_if<Pairwise::Small>(&pairwise.units());
  if (small == nullptr)
    return TierSearch(std::get<Pairwise::Big>(pairwise.units()), pairwise.size(), tier).Search();
  if (SumsFit(*small)) return TierSearch(*small, pairwise.size(), tier).Search();
  const Pairwise::Big big(small->begin(), small->end());
  return TierSearch(big, pairwise.size(), tier).Search();
}

Fraction DistanceOf(const Pairwise& pairwise, const std::vector<std::size_t>& order) {
  Fraction distance;
  for (std::size_t i = 0; i < order.size(); ++i) {
    for (std::size_t j = i + 1; j < order.size(); ++j)
      distance += pairwise.At(order[j], order[i]);
  }
  return distance;
}

}  // namespace

Result<RankedAnswer> CountKemeny(const RankedCount& count) {
  const Profile& profile = count.profile;
  QUORATE_ASSIGN_OR_RETURN(const Pairwise pairwise, Pairwise::Of(profile, count.options.unranked));
  RankedAnswer answer;
  cpp_int orders = 1;
  std::vector<std::size_t> order;
  for (const auto& tier : TiersOf(pairwise)) {
    if (tier.size() > kTierMax) {
      return Refuse(Reason::kTooLarge,
                    "an exact Kemeny order is searched among at most " + std::to_string(kTierMax) +
                        " candidates that beat one another in a circle; here are " +
                        std::to_string(tier.size()));
    }
    TierOrders found = SearchTier(pairwise, tier);
    if (order.empty()) answer.winners = std::move(found.firsts);
    orders *= found.count;
    order.insert(order.end(), found.order.begin(), found.order.end());
  }
  for (const std::size_t candidate : order)
    answer.ranking.push_back({candidate});
  const std::string distance = DistanceOf(pairwise, order).ToString();
  answer.explanation["optimal_orders"] = orders.str();
  answer.explanation["distance"] = distance;
  const bool one = answer.winners.size() == 1;
  answer.summary.push_back(
      NamesOf(profile, answer.winners) + (one ? " wins, first" : " tie, each first") +
      " in an order that contradicts the ballots least: " + distance + " in all over all pairs.");
  answer.summary.push_back(
      orders == 1 ? "No other order is as good."
                  : orders.str() + " orders are equally good; the ranking is one of them.");
  return answer;
}

}  // namespace quorate::engine
