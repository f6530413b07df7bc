#include <cstdint>

#include "clients/cli/statistics_answers.h"

namespace quorate::cli {

namespace {

using engine::Figure;
using engine::Fraction;
using engine::Json;

Json Of(std::size_t count) {
  return std::to_string(count);
}
Json Of(double figure) {
  return figure;
}
Json Of(bool truth) {
  return truth;
}
Json Of(const Fraction& exact) {
  return exact.ToString();
}

Json Of(const engine::NormalTest& test) {
  Json json;
  json["z"] = test.z;
  json["p"] = test.p;
  return json;
}

Json Of(const engine::ChiSquareTest& test) {
  Json json;
  json["statistic"] = test.statistic;
  json["degrees"] = Of(test.degrees);
  json["p"] = test.p;
  return json;
}

template <typename Value>
Json Of(const Figure<Value>& figure) {
  if (figure) return Of(*figure);
  Json json;
  json["undefined"] = figure.error().reason;
  return json;
}

Json Of(const std::vector<CoefficientAnswer>& coefficients) {
  Json json;
  for (const auto& [coefficient, agreement] : coefficients) {
    Json one;
    one["raters"] = Of(agreement.raters);
    one["items"] = Of(agreement.items);
    one["categories"] = Of(agreement.categories);
    one["observed"] = Of(agreement.observed);
    one["expected"] = Of(agreement.expected);
    one["value"] = Of(agreement.coefficient);
    json[Name(coefficient)] = std::move(one);
  }
  return json;
}

Json Of(const engine::Concordance& concordance) {
  Json json;
  json["raters"] = Of(concordance.raters);
  json["left_out"] = Of(concordance.left_out);
  json["tied_raters"] = Of(concordance.tied_raters);
  json["items"] = Of(concordance.items);
  json["s"] = Of(concordance.s);
  json["w"] = Of(concordance.w);
  json["chi_square"] = Of(concordance.test);
  json["rough"] = concordance.few_items();
  return json;
}

Json Of(const engine::Spread& spread) {
  Json json;
  json["n"] = Of(spread.n);
  json["mean"] = Of(spread.mean);
  json["median"] = Of(spread.median);
  json["q1"] = Of(spread.q1);
  json["q3"] = Of(spread.q3);
  json["iqr"] = Of(spread.iqr);
  json["sd"] = Of(spread.sd);
  json["cv"] = Of(spread.cv);
  return json;
}

Json Of(const engine::Change& change) {
  Json json;
  json["people"] = Of(change.people);
  json["changed"] = Of(change.changed);
  json["share_changed"] = Of(change.share_changed);
  json["mean_distance"] = Of(change.mean_distance);
  json["before"] = Of(change.before);
  json["after"] = Of(change.after);
  json["iqr_ratio"] = Of(change.iqr_ratio);
  json["kappa"] = Of(change.kappa);
  Json wilcoxon;
  wilcoxon["zeros"] = Of(change.signed_rank.zeros);
  wilcoxon["used"] = Of(change.signed_rank.used);
  wilcoxon["v"] = Of(change.signed_rank.v);
  wilcoxon["plain"] = Of(change.signed_rank.plain);
  wilcoxon["corrected"] = Of(change.signed_rank.corrected);
  wilcoxon["exact_p"] = Of(change.signed_rank.exact_p);
  json["wilcoxon"] = std::move(wilcoxon);
  Json mcnemar;
  mcnemar["stayed_in"] = Of(change.moves.stayed_in);
  mcnemar["left"] = Of(change.moves.left);
  mcnemar["entered"] = Of(change.moves.entered);
  mcnemar["stayed_out"] = Of(change.moves.stayed_out);
  mcnemar["exact_p"] = Of(change.mcnemar.exact_p);
  mcnemar["chi_square"] = Of(change.mcnemar.chi_square);
  json["mcnemar"] = std::move(mcnemar);
  return json;
}

Json Of(const engine::Stayers& stayers) {
  Json json = Of(stayers.means);
  json["people"] = Of(stayers.people);
  return json;
}

Json Of(const engine::Attrition& attrition) {
  Json json;
  json["completers"] = Of(attrition.completers);
  json["leavers"] = Of(attrition.leavers);
  json["retained"] = Of(attrition.retained);
  Json rank_sum;
  rank_sum["u"] = Of(attrition.rank_sum.u);
  rank_sum["plain"] = Of(attrition.rank_sum.plain);
  rank_sum["corrected"] = Of(attrition.rank_sum.corrected);
  json["mann_whitney"] = std::move(rank_sum);
  json["standardized_difference"] = Of(attrition.standardized_difference);
  return json;
}

Json Of(const engine::GroupItem& item) {
  Json json = Of(item.spread);
  json["share"] = Of(item.share);
  json["in"] = Of(item.in);
  return json;
}

// {"panel": T, "groups": {group: T}}, added to `json`.
template <typename Figures>
void AddTold(const std::vector<Told<Figures>>& told, Json& json) {
  Json groups;
  for (const auto& [who, figures] : told) {
    if (who.empty()) {
      json["panel"] = Of(figures);
    } else {
      groups[who] = Of(figures);
    }
  }
  json["groups"] = std::move(groups);
}

Json BandName(const engine::Band& band) {
  return std::to_string(band.low) + "-" + std::to_string(band.high);
}

}  // namespace

Json ToJson(const AgreementAnswer& answer) {
  Json json;
  if (answer.round) json["round"] = *answer.round;
  json["weights"] = Name(answer.weighting);
  json["categories"] = answer.whole_scale ? "scale" : "observed";
  AddTold(answer.told, json);
  return json;
}

Json ToJson(const ConcordanceAnswer& answer) {
  Json json;
  if (answer.round) json["round"] = *answer.round;
  AddTold(answer.told, json);
  return json;
}

Json ToJson(const ChangeAnswer& answer) {
  Json json;
  json["from"] = answer.from;
  json["to"] = answer.to;
  json["band"] = BandName(answer.options.band);
  json["weights"] = Name(answer.options.weighting);
  Json items = Json::Array();
  for (const engine::ItemChange& change : answer.items) {
    Json item;
    item["item"] = change.item;
    item["panel"] = Of(change.panel);
    Json groups;
    for (std::size_t group = 0; group < answer.groups.size(); ++group)
      groups[answer.groups[group]] = Of(change.groups[group]);
    item["groups"] = std::move(groups);
    items.Append(std::move(item));
  }
  json["items"] = std::move(items);
  return json;
}

Json ToJson(const AttritionAnswer& answer) {
  Json json;
  json["from"] = answer.from;
  json["to"] = answer.to;
  AddTold(answer.told, json);
  return json;
}

Json ToJson(const GroupsAnswer& answer) {
  Json json;
  json["round"] = answer.round;
  json["band"] = BandName(answer.rule.band);
  json["share"] = Of(answer.rule.share);
  Json items = Json::Array();
  for (std::size_t i = 0; i < answer.items.size(); ++i) {
    std::vector<Told<engine::GroupItem>> told;
    for (const auto& [who, by_item] : answer.told)
      told.push_back({who, by_item[i]});
    Json item;
    item["item"] = answer.items[i];
    AddTold(told, item);
    items.Append(std::move(item));
  }
  json["items"] = std::move(items);
  Json pairs = Json::Array();
  for (const engine::GroupLikeness& likeness : answer.pairs) {
    Json pair;
    pair["first"] = answer.groups[likeness.first];
    pair["second"] = answer.groups[likeness.second];
    pair["both_in"] = Of(likeness.both_in);
    pair["only_first"] = Of(likeness.only_first);
    pair["only_second"] = Of(likeness.only_second);
    pair["both_out"] = Of(likeness.both_out);
    pair["alike"] = Of(likeness.alike);
    pair["kappa"] = Of(likeness.kappa);
    Json differences;
    for (std::size_t i = 0; i < answer.items.size(); ++i)
      differences[answer.items[i]] = Of(likeness.median_differences[i]);
    pair["median_differences"] = std::move(differences);
    pairs.Append(std::move(pair));
  }
  json["pairs"] = std::move(pairs);
  return json;
}

Json ToJson(const PointsAnswer& answer) {
  Json json;
  json["ballots"] = Of(answer.ballots);
  json["picked"] = answer.picked;
  Json items = Json::Array();
  for (std::size_t i = 0; i < answer.items.size(); ++i) {
    const engine::PointsOfItem& counted = answer.counted[i];
    Json item;
    item["item"] = answer.items[i];
    item["place"] = Of(counted.place);
    item["sum"] = Of(counted.sum);
    item["voters"] = Of(counted.voters);
    Json split;
    for (std::size_t point = 1; point <= counted.split.size(); ++point)
      split[std::to_string(point)] = Of(counted.split[point - 1]);
    item["split"] = std::move(split);
    items.Append(std::move(item));
  }
  json["items"] = std::move(items);
  return json;
}

Json ToJson(const BestWorstAnswer& answer) {
  Json json;
  json["people"] = Of(answer.people);
  json["sets"] = Of(answer.sets);
  Json items = Json::Array();
  for (std::size_t i = 0; i < answer.items.size(); ++i) {
    const engine::BestWorstItem& counted = answer.counted[i];
    Json item;
    item["item"] = answer.items[i];
    item["shown"] = Of(counted.shown);
    item["best"] = Of(counted.best);
    item["worst"] = Of(counted.worst);
    item["difference"] = std::to_string(counted.difference);
    item["standardized"] = Of(counted.standardized);
    item["ratio"] = Of(counted.ratio);
    items.Append(std::move(item));
  }
  json["items"] = std::move(items);
  return json;
}

}  // namespace quorate::cli
