#include "engine/ranking/tie_order.h"

#include <algorithm>
#include <numeric>

#include "engine/ranking/profile_builder.h"

namespace quorate::engine {

namespace {

class SplitMix64 {
 public:
  explicit SplitMix64(std::uint64_t state) : state_(state) {}
  std::uint64_t Next() {
    state_ += 0x9E3779B97F4A7C15U;
    std::uint64_t mixed = state_;
    mixed = (mixed ^ (mixed >> 30U)) * 0xBF58476D1CE4E5B9U;
    mixed = (mixed ^ (mixed >> 27U)) * 0x94D049BB133111EBU;
    return mixed ^ (mixed >> 31U);
  }

 private:
  std::uint64_t state_;
};

std::uint64_t Fnv1a(std::string_view text) {
  std::uint64_t hash = 0xCBF29CE484222325U;
  for (const char c : text)
    hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3U;
  return hash;
}

std::vector<std::size_t> Draw(const std::vector<std::string>& candidates, std::string_view seed) {
  std::vector<std::size_t> order(candidates.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return candidates[a] < candidates[b];
  });
  SplitMix64 numbers(Fnv1a(seed));
  for (std::size_t i = order.size() - 1; i > 0; --i)
    std::swap(order[i], order[numbers.Next() % (i + 1)]);
  std::vector<std::size_t> places(order.size());
  for (std::size_t i = 0; i < order.size(); ++i)
    places[order[i]] = i;
  return places;
}

}  // namespace

Result<std::vector<std::size_t>> PlacesInTieOrder(const std::vector<std::string>& candidates,
                                                  const TieBreak& tie) {
  if (tie.rule == TieRule::kNone) return std::vector<std::size_t>();
  if (tie.rule == TieRule::kLot) return Draw(candidates, tie.seed);
  std::vector<std::size_t> places(candidates.size(), candidates.size());
  std::vector<Violation> violations;
  for (std::size_t i = 0; i < tie.order.size(); ++i) {
    const std::string name = CollapsedName(tie.order[i]);
    const auto found = std::find(candidates.begin(), candidates.end(), name);
    const auto at = static_cast<std::size_t>(found - candidates.begin());
    if (found == candidates.end()) {
      violations.push_back({"--tie", "no candidate is named \"" + name + "\""});
    } else if (places[at] != candidates.size()) {
      violations.push_back({"--tie", "\"" + name + "\" stands in the order twice"});
    } else {
      places[at] = i;
    }
  }
  if (!violations.empty()) return Refuse(Reason::kInvalidArgument, std::move(violations));
  return places;
}

std::vector<std::size_t> OrderOf(const std::vector<std::size_t>& places) {
  std::vector<std::size_t> order(places.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return places[a] < places[b];
  });
  return order;
}

}  // namespace quorate::engine
