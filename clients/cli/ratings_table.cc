#include "clients/cli/ratings_table.h"

#include <optional>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "clients/cli/columns.h"
#include "engine/ratings/rule_text.h"

namespace quorate::cli {

namespace {

using engine::Fraction;
using engine::ItemResult;
using engine::RatingsResult;
using engine::TableSummary;

// A figure with up to two decimals; what is undefined shows as a dash.
std::string Figure(const std::optional<Fraction>& value) {
  if (!value) return "-";
  std::string text = fmt::format("{:.2f}", value->ToDouble());
  text.erase(text.find_last_not_of('0') + 1);
  if (text.ends_with('.')) text.pop_back();
  return text;
}

std::string ConsensusText(const engine::ItemConsensus& consensus) {
  std::string text = Name(consensus.consensus);
  if (!consensus.grade.empty()) text += " (" + consensus.grade + ")";
  return text;
}

Line LineOf(std::string name, std::string consensus, const TableSummary& table) {
  Line line = {
      std::move(name), std::move(consensus), std::to_string(table.n), std::to_string(table.scored)};
  for (const auto& band : table.bands)
    line.push_back(band.share ? engine::Percent(*band.share) : "-");
  line.push_back(Figure(table.median));
  line.push_back(Figure(table.iqr));
  if (table.unweighted) line.push_back(Figure(table.effective_n));
  return line;
}

Line Heading(const RatingsResult& result) {
  Line line = {"Item", "Consensus", "n", "Scored"};
  for (const auto& band : result.scale.bands) {
    line.push_back(band.low == band.high ? fmt::format("{}", band.low)
                                         : fmt::format("{}-{}", band.low, band.high));
  }
  line.insert(line.end(), {"Median", "IQR"});
  if (!result.items.empty() && result.items[0].panel.unweighted) line.emplace_back("Effective n");
  return line;
}

}  // namespace

std::string RatingsTable(const RatingsResult& result,
                         const engine::ConsensusRule& rule,
                         int round) {
  std::vector<Line> lines = {Heading(result)};
  for (const ItemResult& item : result.items) {
    lines.push_back(LineOf(OnOneLine(item.item), ConsensusText(item.consensus), item.panel));
    for (std::size_t group = 0; group < result.groups.size(); ++group) {
      lines.push_back(LineOf("  " + OnOneLine(result.groups[group]), "", item.groups[group]));
    }
  }
  std::string text =
      fmt::format("Round {}, rule {}, voice {}\n\n", round, result.rule, result.voice);
  text += Aligned(lines, 2);
  text += "\n" + InWords(rule);
  text +=
      fmt::format("Shares are of those who {}, cut to a tenth of a percent and never rounded up.\n",
                  Name(rule.denominator));
  if (!result.items.empty() && result.items[0].panel.unweighted) {
    text +=
        "Shares and medians are weighted, the IQR counts people: a weighted median may lie outside "
        "the quartiles.\n";
  }
  return text;
}

}  // namespace quorate::cli
