#include "clients/cli/ranked_table.h"

#include <algorithm>
#include <numeric>
#include <vector>

#include <fmt/format.h>

#include "clients/cli/columns.h"

namespace quorate::cli {

namespace {

// Places in the ranking from 1; after two equal thirds comes the fifth.
std::vector<std::size_t> PlacesOf(const engine::RankedAnswer& answer, std::size_t size) {
  std::vector<std::size_t> places(size, 0);
  std::size_t place = 1;
  for (const auto& level : answer.ranking) {
    for (const std::size_t candidate : level)
      places[candidate] = place;
    place += level.size();
  }
  return places;
}

}  // namespace

std::string RankedTable(const engine::RankedAnswer& answer,
                        const engine::Profile& profile,
                        std::string_view rule) {
  std::string text = fmt::format("Rule {}, {} ballots by weight, {} candidates\n\n",
                                 rule,
                                 profile.TotalWeight().ToString(),
                                 profile.candidates.size());
  for (const std::string& sentence : answer.summary)
    text += OnOneLine(sentence) + "\n";
  const std::size_t size = profile.candidates.size();
  const std::vector<std::size_t> places = PlacesOf(answer, size);
  std::vector<std::size_t> order(size);
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return places[a] < places[b];
  });
  text += fmt::format("\n{:>5}  {:>10}  {}\n", "Place", "Score", "Candidate");
  for (const std::size_t c : order) {
    const auto& winners = answer.winners;
    const bool won = std::find(winners.begin(), winners.end(), c) != winners.end();
    text += fmt::format("{:>5}  {:>10}  {}{}\n",
                        places[c] == 0 ? "-" : std::to_string(places[c]),
                        answer.scores.empty() ? "-" : answer.scores[c].ToString(),
                        OnOneLine(profile.candidates[c]),
                        won ? " (won)" : "");
  }
  return text;
}

}  // namespace quorate::cli
