#include "engine/ranking/order_search.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <numeric>
#include <utility>

namespace quorate::engine {

namespace {

using boost::multiprecision::cpp_int;

// Members by their numbers, one bit each.
using Set = std::uint64_t;

Set Only(std::size_t member) {
  return Set{1} << member;
}

// The sum of one figure a member over any set, eight members at a look.
template <typename Int>
class SetSums {
 public:
  explicit SetSums(std::span<const Int> figures) : chunks_((figures.size() + 7) / 8) {
    for (std::size_t chunk = 0; chunk < chunks_.size(); ++chunk) {
      for (std::size_t bits = 1; bits < 256; ++bits) {
        const auto lowest = static_cast<std::size_t>(__builtin_ctzll(bits));
        chunks_[chunk][bits] = chunks_[chunk][bits & (bits - 1)];
        if (8 * chunk + lowest < figures.size())
          chunks_[chunk][bits] += figures[8 * chunk + lowest];
      }
    }
  }
  [[nodiscard]] Int Over(Set set) const {
    Int sum = chunks_[0][set & 0xFFU];
    for (std::size_t chunk = 1; chunk < chunks_.size(); ++chunk)
      sum += chunks_[chunk][set >> (8 * chunk) & 0xFFU];
    return sum;
  }

 private:
  std::vector<std::array<Int, 256>> chunks_;
};

// Sets of one size, each with a figure.
template <typename Figure>
class Layer {
 public:
  struct Entry {
    Set set;
    Figure figure;
  };
  [[nodiscard]] const std::vector<Entry>& entries() const { return entries_; }
  // The set's figure, which is `figure` if the set is new.
  Figure& Add(Set set, const Figure& figure) {
    if (2 * (entries_.size() + 1) > slots_.size()) Grow();
    std::uint32_t& slot = slots_[SlotOf(set)];
    if (slot == 0) {
      entries_.push_back({set, figure});
      slot = static_cast<std::uint32_t>(entries_.size());
    }
    return entries_[slot - 1].figure;
  }
  // Null where the set is not there.
  [[nodiscard]] const Figure* Find(Set set) const {
    const std::uint32_t slot = slots_.empty() ? 0 : slots_[SlotOf(set)];
    return slot == 0 ? nullptr : &entries_[slot - 1].figure;
  }

 private:
  [[nodiscard]] std::size_t SlotOf(Set set) const {
    const std::size_t mask = slots_.size() - 1;
    std::size_t at = set * 0x9E3779B97F4A7C15U >> 32U;
    while (slots_[at & mask] != 0 && entries_[slots_[at & mask] - 1].set != set)
      ++at;
    return at & mask;
  }
  void Grow() {
    slots_.assign(std::max<std::size_t>(16, 2 * slots_.size()), 0);
    for (std::size_t at = 0; at < entries_.size(); ++at)
      slots_[SlotOf(entries_[at].set)] = static_cast<std::uint32_t>(at) + 1;
  }

  std::vector<Entry> entries_;
  std::vector<std::uint32_t> slots_;  // Places plus 1, 0 for a free slot; a power of two of them.
};

// Three who beat one another in a circle, and what every order of them turns round at least.
template <typename Int>
struct Circle {
  std::array<std::size_t, 3> members;
  Set set;
  Int turned;
};

// `Int` holds the sum of all margins.
template <typename Int>
class OrderSearch {
 public:
  OrderSearch(const std::vector<Int>& units, std::size_t size, std::span<const std::size_t> members)
      : members_(members), count_(members.size()), margins_(count_ * count_) {
    for (std::size_t a = 0; a < count_; ++a) {
      for (std::size_t b = 0; b < count_; ++b) {
        const Int& above = units[members[a] * size + members[b]];
        const Int& below = units[members[b] * size + members[a]];
        if (above > below) margins_[a * count_ + b] = above - below;
      }
    }
    for (std::size_t a = 0; a < count_; ++a) {
      std::vector<Int> net(count_);
      for (std::size_t b = 0; b < count_; ++b)
        net[b] = Margin(a, b) - Margin(b, a);
      wins_.emplace_back(std::span(margins_).subspan(a * count_, count_));
      nets_.emplace_back(std::span<const Int>(net));
    }
    FindCircles();
  }

  std::optional<BestOrders> Run(std::size_t sets_max) {
    most_ = CostOf(GoodOrder());
    layers_.resize(count_ + 1);
    layers_[0].Add(0, 0);
    std::size_t sets = 1;
    for (std::size_t size = 0; size < count_; ++size) {
      if (!Extend(layers_[size], sets_max - sets, layers_[size + 1])) return std::nullopt;
      sets += layers_[size + 1].entries().size();
    }
    BestOrders best;
    best.count = CountOrders();
    for (const std::size_t member : TopsOf(All()))
      best.firsts.push_back(members_[member]);
    for (Set left = All(); left != 0;) {
      const std::size_t top = TopsOf(left).front();
      best.order.push_back(members_[top]);
      left &= ~Only(top);
    }
    return best;
  }

 private:
  [[nodiscard]] const Int& Margin(std::size_t a, std::size_t b) const {
    return margins_[a * count_ + b];
  }
  [[nodiscard]] Set All() const { return ~Set{0} >> (64 - count_); }

  // What it costs to put `member` on top of `below`: its victories over those who then stand above.
  [[nodiscard]] Int CostOf(std::size_t member, Set below) const {
    return wins_[member].Over(All() & ~below);
  }
  [[nodiscard]] Int CostOf(const std::vector<std::size_t>& order) const {
    Int cost = 0;
    for (std::size_t i = 0; i < count_; ++i) {
      for (std::size_t j = i + 1; j < count_; ++j)
        cost += Margin(order[j], order[i]);
    }
    return cost;
  }

  // An order that no move of one member makes better.
  [[nodiscard]] std::vector<std::size_t> GoodOrder() const {
    std::vector<std::size_t> order(count_);
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
      return nets_[a].Over(All()) > nets_[b].Over(All());
    });
    for (bool better = true; better;) {
      better = false;
      for (std::size_t at = 0; at < count_; ++at)
        better = MoveToBestPlace(order, at) || better;
    }
    return order;
  }
  bool MoveToBestPlace(std::vector<std::size_t>& order, std::size_t at) const {
    const std::size_t member = order[at];
    Int best = 0;
    std::size_t to = at;
    Int change = 0;
    for (std::size_t i = at; i-- > 0;) {
      change += Margin(order[i], member) - Margin(member, order[i]);
      if (change < best) {
        best = change;
        to = i;
      }
    }
    change = 0;
    for (std::size_t i = at + 1; i < count_; ++i) {
      change += Margin(member, order[i]) - Margin(order[i], member);
      if (change < best) {
        best = change;
        to = i;
      }
    }
    const auto place = [&](std::size_t i) {
      return order.begin() + static_cast<std::ptrdiff_t>(i);
    };
    if (to < at) std::rotate(place(to), place(at), place(at + 1));
    if (to > at) std::rotate(place(at), place(at + 1), place(to + 1));
    return to != at;
  }

  // Greedily, the costliest first. What one takes of a victory's margin is gone for the others.
  void FindCircles() {
    for (std::size_t a = 0; a < count_; ++a) {
      for (std::size_t b = a + 1; b < count_; ++b) {
        for (std::size_t c = a + 1; c < count_; ++c) {
          Int turned = std::min({Margin(a, b), Margin(b, c), Margin(c, a)});
          if (b != c && turned > 0)
            circles_.push_back({{a, b, c}, Only(a) | Only(b) | Only(c), std::move(turned)});
        }
      }
    }
    std::stable_sort(circles_.begin(), circles_.end(), [](const auto& x, const auto& y) {
      return x.turned > y.turned;
    });
    std::vector<Int> left = margins_;
    for (Circle<Int>& circle : circles_) {
      const auto [a, b, c] = circle.members;
      circle.turned = std::min({left[a * count_ + b], left[b * count_ + c], left[c * count_ + a]});
      for (const std::size_t link : {a * count_ + b, b * count_ + c, c * count_ + a})
        left[link] -= circle.turned;
    }
    std::erase_if(circles_, [](const Circle<Int>& circle) { return circle.turned == 0; });
  }

  // Puts every member on top of every set that is kept. False once there are too many sets.
  bool Extend(const Layer<Int>& layer, std::size_t sets_max, Layer<Int>& next) const {
    std::vector<Int> part(count_);
    for (const auto& [below, cost_below] : layer.entries()) {
      const Int bound = cost_below + BoundAbove(below, part);
      for (Set above = All() & ~below; above != 0; above &= above - 1) {
        const auto member = static_cast<std::size_t>(__builtin_ctzll(above));
        if (!Fits(member, below)) continue;
        const Int own = CostOf(member, below);
        // The circles that the member has a part in are no longer above the set.
        if (bound - part[member] + own > most_) continue;
        const Int cost = cost_below + own;
        Int& least = next.Add(below | Only(member), cost);
        least = std::min(least, cost);
      }
      if (next.entries().size() > sets_max) return false;
    }
    return true;
  }

  // From the whole down: how many best orders begin with those who are not in the set.
  [[nodiscard]] cpp_int CountOrders() const {
    Layer<cpp_int> ways;
    ways.Add(All(), 1);
    for (std::size_t size = count_; size > 0; --size) {
      Layer<cpp_int> next;
      for (const auto& [set, count] : ways.entries()) {
        for (const std::size_t top : TopsOf(set))
          next.Add(set & ~Only(top), 0) += count;
      }
      ways = std::move(next);
    }
    return ways.entries().front().figure;
  }

  // What those above a set turn round among themselves at least, and how much of it each member has
  // a part in.
  Int BoundAbove(Set below, std::vector<Int>& part) const {
    std::fill(part.begin(), part.end(), Int(0));
    Int bound = 0;
    for (const Circle<Int>& circle : circles_) {
      if ((circle.set & below) != 0) continue;
      bound += circle.turned;
      for (const std::size_t member : circle.members)
        part[member] += circle.turned;
    }
    return bound;
  }

  // Whether no best order is ruled out by a glance: moving the member to the bottom, or to the top,
  // must not help.
  [[nodiscard]] bool Fits(std::size_t member, Set below) const {
    const Int net = nets_[member].Over(below);
    return net >= 0 && net >= nets_[member].Over(All());
  }

  // Who may stand on top of `set` in a best order that ends in it.
  [[nodiscard]] std::vector<std::size_t> TopsOf(Set set) const {
    const auto size = static_cast<std::size_t>(__builtin_popcountll(set));
    const Int& cost = *layers_[size].Find(set);
    std::vector<std::size_t> tops;
    for (Set left = set; left != 0; left &= left - 1) {
      const auto member = static_cast<std::size_t>(__builtin_ctzll(left));
      const Set below = set & ~Only(member);
      const Int* const cost_below = layers_[size - 1].Find(below);
      if (cost_below != nullptr && *cost_below + CostOf(member, below) == cost)
        tops.push_back(member);
    }
    return tops;
  }

  std::span<const std::size_t> members_;
  std::size_t count_;
  std::vector<Int> margins_;        // [a * count_ + b]: by how much a beats b, 0 if not.
  std::vector<SetSums<Int>> wins_;  // Of a member's margins over others.
  std::vector<SetSums<Int>> nets_;  // The same less the others' over it.
  std::vector<Circle<Int>> circles_;
  Int most_ = 0;  // The cost of a known order.
  // By size: sets that can stand at the bottom, with the least cost of an order of each. The cost
  // is the victories turned round in it and by it, whatever order the rest is in.
  std::vector<Layer<Int>> layers_;
};

// A sum of units over all pairs must fit as well, not only each of them.
bool SumsFit(const Pairwise::Small& units) {
  cpp_int sum = 0;
  for (const std::int64_t unit : units)
    sum += unit;
  return sum < INT64_MAX / 2;
}

}  // namespace

std::optional<BestOrders> FindBestOrders(const Pairwise& pairwise,
                                         std::span<const std::size_t> members,
                                         std::size_t sets_max) {
  if (members.size() > kOrderMembersMax) return std::nullopt;
  if (members.size() == 1) return BestOrders{1, {members[0]}, {members[0]}};
  const auto* small = std::get_if<Pairwise::Small>(&pairwise.units());
  if (small != nullptr && SumsFit(*small))
    return OrderSearch(*small, pairwise.size(), members).Run(sets_max);
  const auto* big = std::get_if<Pairwise::Big>(&pairwise.units());
  const Pairwise::Big widened =
      small != nullptr ? Pairwise::Big(small->begin(), small->end()) : Pairwise::Big();
  return OrderSearch(big != nullptr ? *big : widened, pairwise.size(), members).Run(sets_max);
}

}  // namespace quorate::engine
