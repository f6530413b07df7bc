// Kemeny: the order that contradicts the ballots least. Between circles of victories no order needs
// to turn a victory round, so each circle is put in its best orders alone. Circles with ties
// between them interleave, and so the first of an order need not come from the first circle.

#include <algorithm>
#include <optional>

#include "engine/ranking/components.h"
#include "engine/ranking/order_search.h"
#include "engine/ranking/rules.h"

namespace quorate::engine {

namespace {

using boost::multiprecision::cpp_int;

// Circles that interleave are counted and not chosen from, so they may take less work.
constexpr std::size_t kCountSetsMax = kOrderSetsMax / 8;

Result<std::vector<BestOrders>> BestOfCircles(const Pairwise& pairwise) {
  std::vector<BestOrders> best;
  for (const auto& circle : CirclesOf(pairwise)) {
    auto orders = FindBestOrders(pairwise, circle);
    if (!orders) {
      return Refuse(Reason::kTooLarge,
                    std::to_string(circle.size()) +
                        " candidates beat one another in circles, too many to prove an order of "
                        "theirs best: more than " +
                        std::to_string(kOrderSetsMax) + " sets of them would have to be compared");
    }
    best.push_back(*std::move(orders));
  }
  return best;
}

// Who can stand first: first in a best order of their own circle, and beaten by nobody outside it.
std::vector<std::size_t> FirstsOf(const Pairwise& pairwise, const std::vector<BestOrders>& best) {
  std::vector<std::size_t> firsts;
  for (const BestOrders& circle : best) {
    for (const std::size_t first : circle.firsts) {
      bool beaten = false;
      for (std::size_t other = 0; other < pairwise.size(); ++other) {
        const auto& own = circle.order;
        const bool outside = std::find(own.begin(), own.end(), other) == own.end();
        beaten = beaten || (outside && pairwise.Beats(other, first));
      }
      if (!beaten) firsts.push_back(first);
    }
  }
  std::sort(firsts.begin(), firsts.end());
  return firsts;
}

// Parts that no victory links, within one tier.
std::vector<std::vector<std::size_t>> LinkedParts(const Pairwise& pairwise,
                                                  const std::vector<std::size_t>& tier) {
  std::vector<std::vector<std::size_t>> parts;
  std::vector<std::size_t> left = tier;
  while (!left.empty()) {
    std::vector<std::size_t> part = {left.front()};
    for (std::size_t i = 0; i < part.size(); ++i) {
      for (const std::size_t other : left) {
        const bool linked = pairwise.Beats(part[i], other) || pairwise.Beats(other, part[i]);
        if (linked && std::find(part.begin(), part.end(), other) == part.end())
          part.push_back(other);
      }
    }
    std::sort(part.begin(), part.end());
    std::erase_if(left, [&](std::size_t candidate) {
      return std::binary_search(part.begin(), part.end(), candidate);
    });
    parts.push_back(std::move(part));
  }
  return parts;
}

// How many best orders there are; nothing where that is too much work.
std::optional<cpp_int> CountOrders(const Pairwise& pairwise, const std::vector<BestOrders>& best) {
  std::vector<const BestOrders*> circle_of(pairwise.size(), nullptr);
  for (const BestOrders& circle : best) {
    for (const std::size_t candidate : circle.order)
      circle_of[candidate] = &circle;
  }
  cpp_int count = 1;
  for (const auto& tier : TiersOf(pairwise)) {
    std::size_t placed = 0;
    for (const auto& part : LinkedParts(pairwise, tier)) {
      const BestOrders& circle = *circle_of[part.front()];
      if (circle.order.size() == part.size()) {
        count *= circle.count;
      } else {
        const auto orders = FindBestOrders(pairwise, part, kCountSetsMax);
        if (!orders) return std::nullopt;
        count *= orders->count;
      }
      // The part takes any of the places that it and the parts before it fill together.
      for (std::size_t i = 1; i <= part.size(); ++i)
        count = count * ++placed / i;
    }
  }
  return count;
}

Fraction DistanceOf(const Pairwise& pairwise, const std::vector<std::size_t>& order) {
  const auto sum = [&](const auto& units) {
    cpp_int distance = 0;
    for (std::size_t i = 0; i < order.size(); ++i) {
      for (std::size_t j = i + 1; j < order.size(); ++j)
        distance += units[order[j] * pairwise.size() + order[i]];
    }
    return distance;
  };
  return Fraction::Of(std::visit(sum, pairwise.units()), pairwise.denominator());
}

std::string CountInWords(const std::optional<cpp_int>& count) {
  if (!count)
    return "More orders than can be counted are equally good; the ranking is one of them.";
  if (*count == 1) return "No other order is as good.";
  return count->str() + " orders are equally good; the ranking is one of them.";
}

}  // namespace

Result<RankedAnswer> CountKemeny(const RankedCount& count) {
  const Profile& profile = count.profile;
  QUORATE_ASSIGN_OR_RETURN(const Pairwise pairwise, Pairwise::Of(profile, count.options.unranked));
  QUORATE_ASSIGN_OR_RETURN(const std::vector<BestOrders> best, BestOfCircles(pairwise));
  RankedAnswer answer;
  std::vector<std::size_t> order;
  for (const BestOrders& circle : best)
    order.insert(order.end(), circle.order.begin(), circle.order.end());
  answer.winners = FirstsOf(pairwise, best);
  for (const std::size_t candidate : order)
    answer.ranking.push_back({candidate});
  const std::string distance = DistanceOf(pairwise, order).ToString();
  const std::optional<cpp_int> orders = CountOrders(pairwise, best);
  if (orders) answer.explanation["optimal_orders"] = orders->str();
  answer.explanation["distance"] = distance;
  const bool one = answer.winners.size() == 1;
  answer.summary.push_back(
      NamesOf(profile, answer.winners) + (one ? " wins, first" : " tie, each first") +
      " in an order that contradicts the ballots least: " + distance + " in all over all pairs.");
  answer.summary.push_back(CountInWords(orders));
  return answer;
}

}  // namespace quorate::engine
