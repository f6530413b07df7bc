#include "clients/cli/tally_table.h"

#include <cstdlib>
#include <map>
#include <vector>

#include "clients/cli/answers.h"
#include "clients/cli/names.h"
#include "clients/cli/render.h"
#include "clients/cli/responses.h"

namespace quorate::cli {

namespace {

constexpr const char* kKeptBack = "·";

// The bands of all tables by their low end, since the wire keeps them in no order.
using Bands = std::map<int, std::string>;

void Collect(const v1::TallyTable& table, Bands& bands) {
  for (const auto& [name, band] : table.bands())
    bands.emplace(std::atoi(name.c_str()), name);
}

// "-5--2" as "-5 to -2", "1-1" as "1".
std::string BandHeading(const std::string& name) {
  char* end = nullptr;
  const long low = std::strtol(name.c_str(), &end, 10);
  const std::string high(*end == '\0' ? end : end + 1);
  return std::to_string(low) == high ? high : std::to_string(low) + " to " + high;
}

std::vector<Table::Column> Columns(const Bands& bands) {
  std::vector<Table::Column> columns = {
      {"item"}, {"rule says"}, {"who"}, {"scored", Table::Align::kRight}};
  for (const auto& [low, name] : bands)
    columns.push_back({BandHeading(name), Table::Align::kRight});
  columns.push_back({"median", Table::Align::kRight});
  columns.push_back({"iqr", Table::Align::kRight});
  columns.push_back({"no score"});
  return columns;
}

std::string OrKeptBack(const std::string& text) {
  return text.empty() ? kKeptBack : text;
}

// "2 unable, 1 not understood"; nothing where everybody scored.
std::string NoScores(const v1::TallyTable& table) {
  std::string text;
  const auto add = [&](const std::string& count, const char* what) {
    if (count.empty() || count == "0") return;
    text += (text.empty() ? "" : ", ") + count + " " + what;
  };
  add(table.unable(), "unable");
  add(table.not_understood(), "not understood");
  add(table.skipped(), "skipped");
  return text;
}

// `cells` begin a line: the item, what is said of it, and who.
void AddLine(std::vector<std::string> cells,
             const v1::TallyTable& tally,
             const Bands& bands,
             Table& table) {
  cells.push_back(OrKeptBack(tally.scored()));
  for (const auto& [low, name] : bands) {
    const auto band = tally.bands().find(name);
    const bool known = band != tally.bands().end() && band->second.has_share();
    cells.push_back(known ? Percent(band->second.share()) : kKeptBack);
  }
  cells.push_back(OrKeptBack(Decimal(tally.median())));
  cells.push_back(OrKeptBack(Decimal(tally.iqr())));
  cells.push_back(NoScores(tally));
  table.Add(std::move(cells));
}

template <typename One>
void AddItem(const One& one, const std::string& says, const Bands& bands, Table& table) {
  AddLine({LabelOf(one.item().item()), says, "panel"}, one.tally().panel(), bands, table);
  const std::map<std::string, v1::TallyTable> groups(one.tally().groups().begin(),
                                                     one.tally().groups().end());
  for (const auto& [group, tally] : groups)
    AddLine({"", "", group}, tally, bands, table);
}

template <typename Items>
Bands BandsOf(const Items& items) {
  Bands bands;
  for (const auto& one : items) {
    Collect(one.tally().panel(), bands);
    for (const auto& [group, tally] : one.tally().groups())
      Collect(tally, bands);
  }
  return bands;
}

}  // namespace

std::string ResultsTable(const v1::Results& results, std::size_t width) {
  std::string text = "Answered: " + DescribeResponses(results.responses()) + "\n";
  if (results.items().empty()) return text;
  const Bands bands = BandsOf(results.items());
  Table table(Columns(bands));
  std::map<std::string, int> count;
  bool whole = true;
  for (const v1::ItemResult& one : results.items()) {
    const std::string says = ConsensusWord(one.tally().consensus());
    ++count[says];
    whole = whole && one.whole();
    AddItem(one, says, bands, table);
  }
  text += table.ToString(width);
  std::string sum;
  for (const auto& [word, number] : count)
    sum += (sum.empty() ? "" : ", ") + std::to_string(number) + " " + word;
  text += std::to_string(results.items_size()) + " items: " + sum + ".\n";
  if (!whole)
    text += "\"·\" is kept back, since it would tell what single people answered, or undefined.\n";
  return text;
}

std::string FeedbackTable(const v1::Feedback& feedback, std::size_t width) {
  if (feedback.items().empty())
    return "There is nothing to show: no survey round went before this one.\n";
  const Bands bands = BandsOf(feedback.items());
  std::vector<Table::Column> columns = Columns(bands);
  columns[1].heading = "you said";
  Table table(std::move(columns));
  for (const v1::ItemFeedback& one : feedback.items()) {
    AddItem(one, one.has_own() ? DescribeAnswer(one.own()) : "", bands, table);
  }
  return "Round " + LabelOf(feedback.round()) + ", as the protocol shows it to you:\n" +
         table.ToString(width);
}

}  // namespace quorate::cli
