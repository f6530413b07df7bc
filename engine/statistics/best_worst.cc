#include "engine/statistics/best_worst.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace quorate::engine {

namespace {

void CheckChoice(const BestWorstChoice& choice,
                 std::size_t items,
                 std::vector<Violation>& violations) {
  const auto wrong = [&](const char* message) { violations.push_back({choice.place, message}); };
  std::vector<std::uint32_t> shown = choice.shown;
  std::sort(shown.begin(), shown.end());
  if (shown.size() < 2) wrong("fewer than two items are shown");
  if (std::adjacent_find(shown.begin(), shown.end()) != shown.end())
    wrong("one item is shown twice");
  if (!shown.empty() && shown.back() >= items) wrong("shows an item that is not on the list");
  if (!std::binary_search(shown.begin(), shown.end(), choice.best))
    wrong("the best item is not among those shown");
  if (!std::binary_search(shown.begin(), shown.end(), choice.worst))
    wrong("the worst item is not among those shown");
  if (choice.best == choice.worst) wrong("one item is both the best and the worst");
}

void Score(BestWorstItem& item) {
  item.difference = static_cast<std::int64_t>(item.best) - static_cast<std::int64_t>(item.worst);
  if (item.shown == 0) {
    item.standardized = Because("the item was never shown");
    item.ratio = Because("the item was never shown");
    return;
  }
  item.standardized = Fraction(item.difference, static_cast<std::int64_t>(item.shown));
  if (item.best + item.worst == 0) {
    item.ratio = Because("the item was never named best or worst");
    return;
  }
  const double worst = item.worst == 0 ? 0.5 : static_cast<double>(item.worst);
  item.ratio = std::sqrt(static_cast<double>(item.best) / worst);
}

}  // namespace

Result<std::vector<BestWorstItem>> CountBestWorst(std::size_t items,
                                                  std::span<const BestWorstChoice> choices) {
  std::vector<Violation> violations;
  for (const BestWorstChoice& choice : choices)
    CheckChoice(choice, items, violations);
  if (!violations.empty()) return Refuse(Reason::kInvalidArgument, std::move(violations));
  std::vector<BestWorstItem> counted(items);
  for (const BestWorstChoice& choice : choices) {
    for (const std::uint32_t item : choice.shown)
      ++counted[item].shown;
    ++counted[choice.best].best;
    ++counted[choice.worst].worst;
  }
  for (BestWorstItem& item : counted)
    Score(item);
  return counted;
}

}  // namespace quorate::engine
