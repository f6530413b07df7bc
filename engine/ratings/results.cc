#include "engine/ratings/results.h"

#include <optional>
#include <utility>

namespace quorate::engine {

namespace {

void AddIf(Json& json, std::string_view name, const std::optional<Fraction>& value) {
  if (value) json[name] = value->ToString();
}

Json BandsToJson(const std::vector<BandFigures>& bands) {
  Json json;
  for (const BandFigures& figures : bands) {
    const std::string key =
        std::to_string(figures.band.low) + "-" + std::to_string(figures.band.high);
    Json band;
    band["count"] = std::to_string(figures.count);
    AddIf(band, "share", figures.share);
    json[key] = std::move(band);
  }
  return json;
}

}  // namespace

Status CheckScale(const RoundRatings& ratings, const ConsensusRule& rule) {
  if (ratings.scale.min == rule.scale.min && ratings.scale.max == rule.scale.max) return {};
  return Refuse(Reason::kInvalidRule,
                "rule.scale",
                "the ratings were given on another scale, " + std::to_string(ratings.scale.min) +
                    " to " + std::to_string(ratings.scale.max));
}

Result<RatingsResult> TallyRatings(const RoundRatings& ratings,
                                   const ConsensusRule& rule,
                                   const VoicePolicy& voice,
                                   int round) {
  QUORATE_RETURN_IF_ERROR(CheckScale(ratings, rule));
  QUORATE_ASSIGN_OR_RETURN(const Electorate electorate, Divide(ratings, voice));
  RatingsResult result;
  result.rule = rule.name;
  result.voice = voice.name.empty() ? ToArgument(voice) : voice.name;
  result.groups = ratings.groups;
  result.scale = rule.scale;
  const Weighted weighted = IsWeighted(voice.voice) ? Weighted::kYes : Weighted::kNo;
  const auto summarize = [&](const Table& table) {
    return Summarize(rule.scale, table, rule.denominator, weighted);
  };
  for (std::size_t item = 0; item < ratings.items.size(); ++item) {
    const ItemTally tally = TallyItem(ratings, electorate, item);
    const ItemTables tables = MakeTables(electorate, tally, ratings.groups.size());
    ItemResult answer;
    answer.item = ratings.items[item];
    answer.consensus = ConsensusOf(rule, ratings.groups, tables, round);
    answer.panel = summarize(tables.panel);
    for (const Table& group : tables.groups)
      answer.groups.push_back(summarize(group));
    result.items.push_back(std::move(answer));
  }
  return result;
}

Json ToJson(const TableSummary& summary, const Scale& scale) {
  Json json;
  json["n"] = std::to_string(summary.n);
  json["scored"] = std::to_string(summary.scored);
  json["unable"] = std::to_string(summary.unable);
  json["not_understood"] = std::to_string(summary.not_understood);
  json["skipped"] = std::to_string(summary.skipped);
  Json histogram;
  for (std::size_t point = 0; point < summary.histogram.size(); ++point) {
    const int score = scale.min + static_cast<int>(point);
    histogram[std::to_string(score)] = std::to_string(summary.histogram[point]);
  }
  json["histogram"] = std::move(histogram);
  json["weight"] = summary.weight.ToString();
  json["bands"] = BandsToJson(summary.bands);
  AddIf(json, "median", summary.median);
  AddIf(json, "mean", summary.mean);
  AddIf(json, "q1", summary.q1);
  AddIf(json, "q3", summary.q3);
  AddIf(json, "iqr", summary.iqr);
  if (summary.sd) json["sd"] = *summary.sd;
  AddIf(json, "p30", summary.p30);
  AddIf(json, "p70", summary.p70);
  AddIf(json, "ipr", summary.ipr);
  AddIf(json, "ipras", summary.ipras);
  if (summary.disagreement) json["disagreement"] = *summary.disagreement;
  AddIf(json, "effective_n", summary.effective_n);
  if (summary.unweighted) {
    Json unweighted;
    unweighted["bands"] = BandsToJson(summary.unweighted->bands);
    AddIf(unweighted, "median", summary.unweighted->median);
    AddIf(unweighted, "mean", summary.unweighted->mean);
    json["unweighted"] = std::move(unweighted);
  }
  return json;
}

Json ToJson(const RatingsResult& result) {
  Json json;
  json["rule"] = result.rule;
  json["voice"] = result.voice;
  Json::Array items;
  for (const ItemResult& item : result.items) {
    Json entry;
    entry["item"] = item.item;
    entry["consensus"] = Name(item.consensus.consensus);
    if (!item.consensus.grade.empty()) entry["grade"] = item.consensus.grade;
    entry["panel"] = ToJson(item.panel, result.scale);
    Json groups;
    for (std::size_t group = 0; group < result.groups.size(); ++group) {
      groups[result.groups[group]] = ToJson(item.groups[group], result.scale);
    }
    entry["groups"] = std::move(groups);
    items.push_back(std::move(entry));
  }
  json["items"] = std::move(items);
  return json;
}

}  // namespace quorate::engine
