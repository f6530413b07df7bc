#include "engine/report/counting.h"

#include <algorithm>
#include <charconv>

namespace quorate::engine {

namespace {

int IntegerAt(std::string_view text) {
  int value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

std::string KeyOf(const Band& band) {
  return std::to_string(band.low) + "-" + std::to_string(band.high);
}

void AddKeys(const ConsensusRule& rule, std::vector<std::string>& keys) {
  for (const Band& band : rule.scale.bands) {
    std::string key = KeyOf(band);
    if (std::find(keys.begin(), keys.end(), key) == keys.end()) keys.push_back(std::move(key));
  }
}

void AddKeys(const Protocol& protocol, std::vector<std::string>& keys) {
  for (const RoundPlan& plan : protocol.rounds) {
    AddKeys(plan.rule, keys);
    if (plan.yes_no_rule) AddKeys(*plan.yes_no_rule, keys);
  }
}

bool IsListed(const Json* names, std::string_view name) {
  if (names == nullptr || names->array() == nullptr) return false;
  return std::any_of(names->array()->begin(), names->array()->end(), [&](const Json& one) {
    return one.string() != nullptr && *one.string() == name;
  });
}

}  // namespace

std::vector<Counting> Countings(const Study& study) {
  std::vector<Counting> countings;
  for (const Round& round : study.rounds) {
    for (const Vote& vote : study.votes) {
      if (vote.round != round.number) continue;
      for (std::size_t i = 1; i <= vote.iterations.size(); ++i) {
        const VoteIteration& iteration = vote.iterations[i - 1];
        if (iteration.open) continue;
        Counting counting{BasisOf(vote, i), round.number, &vote, i, &iteration.responses, {}};
        if (iteration.result) counting.results.push_back(&*iteration.result);
        countings.push_back(std::move(counting));
      }
    }
    if (round.state != RoundState::kClosed) continue;
    Counting counting{BasisOf(round), round.number, nullptr, 0, &round.responses, {}};
    for (const TalliedItem& result : round.results)
      counting.results.push_back(&result);
    countings.push_back(std::move(counting));
  }
  return countings;
}

const Json& TallyFor(const TalliedItem& result, Tier tier) {
  return tier == Tier::kAuditor && result.full ? *result.full : result.tally;
}

std::vector<TableView> TablesOf(const Json& tally, const Protocol& protocol) {
  std::vector<TableView> tables;
  tables.push_back({"", tally.Find("panel")});
  const Json* groups = tally.Find("groups");
  const Json* suppressed = tally.Find("suppressed");
  for (const Group& group : protocol.groups) {
    const Json* table = groups == nullptr ? nullptr : groups->Find(group.id);
    if (table == nullptr && !IsListed(suppressed, group.id)) continue;
    tables.push_back({group.id, table});
  }
  return tables;
}

std::optional<TableView> TableOf(const Json& tally,
                                 const Protocol& protocol,
                                 std::string_view group) {
  for (TableView& view : TablesOf(tally, protocol)) {
    if (view.group == group) return std::move(view);
  }
  return std::nullopt;
}

const TalliedItem* FindTally(const std::vector<Counting>& countings,
                             std::string_view basis,
                             const ItemVersion& item) {
  for (const Counting& counting : countings) {
    if (counting.basis != basis) continue;
    for (const TalliedItem* result : counting.results) {
      if (result->item == item) return result;
    }
  }
  return nullptr;
}

VoteKind KindAt(const Study& study, std::string_view basis) {
  for (const Vote& vote : study.votes) {
    for (std::size_t i = 1; i <= vote.iterations.size(); ++i) {
      if (BasisOf(vote, i) == basis) return vote.kind;
    }
  }
  return VoteKind::kRating;
}

std::string FigureText(const Json& table, std::string_view name) {
  const Json* figure = table.Find(name);
  if (figure == nullptr) return {};
  if (figure->string() != nullptr) return *figure->string();
  if (figure->boolean() != nullptr) return *figure->boolean() ? "yes" : "no";
  return {};
}

std::optional<Fraction> Figure(const Json& table, std::string_view name) {
  const std::string text = FigureText(table, name);
  if (text.empty()) return std::nullopt;
  auto value = Fraction::Parse(text);
  if (!value) return std::nullopt;
  return *std::move(value);
}

std::vector<std::pair<int, std::string>> HistogramOf(const Json& table) {
  std::vector<std::pair<int, std::string>> cells;
  const Json* histogram = table.Find("histogram");
  if (histogram == nullptr || histogram->object() == nullptr) return cells;
  for (const auto& [score, count] : *histogram->object()) {
    cells.emplace_back(IntegerAt(score), count.string() == nullptr ? "" : *count.string());
  }
  std::sort(cells.begin(), cells.end());
  return cells;
}

std::vector<BandView> BandsOf(const Json& table) {
  std::vector<BandView> bands;
  const Json* all = table.Find("bands");
  if (all == nullptr || all->object() == nullptr) return bands;
  for (const auto& [key, band] : *all->object()) {
    bands.push_back({key, FigureText(band, "count"), FigureText(band, "share")});
  }
  std::stable_sort(bands.begin(), bands.end(), [](const BandView& a, const BandView& b) {
    return IntegerAt(a.key) < IntegerAt(b.key);
  });
  return bands;
}

std::vector<std::string> BandKeys(const Study& study) {
  std::vector<std::string> keys;
  for (const Amendment& amendment : study.amendments)
    AddKeys(amendment.before, keys);
  if (study.protocol) AddKeys(*study.protocol, keys);
  return keys;
}

bool EverWeighted(const Study& study) {
  if (study.protocol && IsWeighted(study.protocol->voice.voice)) return true;
  return std::any_of(
      study.amendments.begin(), study.amendments.end(), [](const Amendment& amendment) {
        return IsWeighted(amendment.before.voice.voice);
      });
}

}  // namespace quorate::engine
