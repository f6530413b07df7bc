#include <algorithm>
#include <numeric>
#include <ranges>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "clients/cli/render.h"
#include "clients/cli/statistics_answers.h"

namespace quorate::cli {

namespace {

using engine::Figure;
using engine::Fraction;
using Align = Table::Align;

constexpr const char* kUndefined = "-";

std::string Coefficient(const Figure<double>& figure) {
  if (!figure) return kUndefined;
  const std::string text = fmt::format("{:.3f}", *figure);
  return text == "-0.000" ? "0.000" : text;
}

std::string Exact(const Figure<Fraction>& figure) {
  return figure ? Decimal(figure->ToString()) : kUndefined;
}

std::string Share(const Figure<Fraction>& figure) {
  return figure ? Percent(figure->ToString()) : kUndefined;
}

std::string P(double p) {
  return p < 0.001 ? "<0.001" : fmt::format("{:.3f}", p);
}

template <typename Test>
std::string P(const Figure<Test>& test) {
  return test ? P(test->p) : kUndefined;
}
std::string P(const Figure<double>& p) {
  return p ? P(*p) : kUndefined;
}

std::string Panel(const std::string& who) {
  return who.empty() ? "panel" : OneLine(who);
}

std::string BandName(const engine::Band& band) {
  return band.low == band.high ? std::to_string(band.low)
                               : fmt::format("{} to {}", band.low, band.high);
}

// Why figures have no value; each reason once, after what it is that has none.
class Reasons {
 public:
  template <typename Value>
  void Add(std::string_view what, const Figure<Value>& figure) {
    if (figure) return;
    std::string reason = fmt::format("{}: {}", what, figure.error().reason);
    if (std::find(reasons_.begin(), reasons_.end(), reason) == reasons_.end())
      reasons_.push_back(std::move(reason));
  }
  [[nodiscard]] std::string ToString() const {
    std::string text;
    for (const std::string& reason : reasons_)
      text += (text.empty() ? "" : "; ") + reason;
    return text;
  }

 private:
  std::vector<std::string> reasons_;
};

// "Round 2. ", or nothing for a plain matrix.
std::string RoundWords(const std::optional<int>& round) {
  return round ? fmt::format("Round {}. ", *round) : "";
}

}  // namespace

std::string ToTable(const AgreementAnswer& answer) {
  std::string text = RoundWords(answer.round) +
                     "How far raters agree beyond chance: 1 is full agreement, 0 is what chance "
                     "brings, below 0 is less.\n" +
                     fmt::format("Weights are {}; categories are {}.\n\n",
                                 Name(answer.weighting),
                                 answer.whole_scale ? "all points of the scale, used or not"
                                                    : "the ratings that occur");
  Table table({{"who"},
               {"coefficient"},
               {"value", Align::kRight},
               {"agree", Align::kRight},
               {"by chance", Align::kRight},
               {"items", Align::kRight},
               {"raters", Align::kRight},
               {"categories", Align::kRight},
               {"undefined because"}});
  for (const auto& [who, coefficients] : answer.told) {
    for (const auto& [coefficient, agreement] : coefficients) {
      Reasons reasons;
      reasons.Add("value", agreement.coefficient);
      table.Add({Panel(who),
                 Name(coefficient),
                 Coefficient(agreement.coefficient),
                 Coefficient(agreement.observed),
                 Coefficient(agreement.expected),
                 std::to_string(agreement.items),
                 std::to_string(agreement.raters),
                 std::to_string(agreement.categories),
                 reasons.ToString()});
    }
  }
  return text + table.ToString() +
         "\nItems are those that two or more rated. Gwet's coefficient stays steady where nearly "
         "all agree;\nthe others can be near 0 there. Gwet's and Brennan-Prediger's depend on the "
         "number of categories.\n";
}

std::string ToTable(const ConcordanceAnswer& answer) {
  std::string text = RoundWords(answer.round) +
                     "How far raters put the items in one order (Kendall's W, corrected for "
                     "ties): 1 is one order, 0 is none.\n\n";
  Table table({{"who"},
               {"W", Align::kRight},
               {"raters", Align::kRight},
               {"left out", Align::kRight},
               {"with ties", Align::kRight},
               {"items", Align::kRight},
               {"chi-square", Align::kRight},
               {"df", Align::kRight},
               {"p", Align::kRight},
               {"note"}});
  for (const auto& [who, concordance] : answer.told) {
    const auto& test = concordance.test;
    Reasons reasons;
    reasons.Add("undefined", concordance.w);
    std::string note = reasons.ToString();
    if (concordance.w && concordance.few_items()) note = "7 items or fewer: p is rough, use tables";
    table.Add({Panel(who),
               Coefficient(concordance.w),
               std::to_string(concordance.raters),
               std::to_string(concordance.left_out),
               std::to_string(concordance.tied_raters),
               std::to_string(concordance.items),
               test ? fmt::format("{:.2f}", test->statistic) : kUndefined,
               test ? std::to_string(test->degrees) : kUndefined,
               P(test),
               std::move(note)});
  }
  return text + table.ToString() +
         "\nRaters who left out an item are left out; \"with ties\" gave two items the same "
         "rating. A small p says that\nthe order is not chance, not that it is shared by many.\n";
}

namespace {

std::vector<std::string> ChangeCells(const std::string& item,
                                     const std::string& who,
                                     const engine::Change& change) {
  Reasons reasons;
  reasons.Add("changed", change.share_changed);
  reasons.Add("kappa", change.kappa);
  return {item,
          who,
          std::to_string(change.people),
          Share(change.share_changed),
          Exact(change.mean_distance),
          fmt::format("{} > {}", Exact(change.before.median), Exact(change.after.median)),
          fmt::format("{} > {}", Exact(change.before.iqr), Exact(change.after.iqr)),
          Coefficient(change.kappa),
          change.signed_rank.plain ? Decimal(change.signed_rank.v.ToString()) : kUndefined,
          std::to_string(change.signed_rank.used),
          P(change.signed_rank.plain),
          fmt::format("+{} -{}", change.moves.entered, change.moves.left),
          P(change.mcnemar.exact_p),
          reasons.ToString()};
}

}  // namespace

std::string ToTable(const ChangeAnswer& answer) {
  const std::string band = BandName(answer.options.band);
  std::string text =
      fmt::format("From round {} to round {}, each item among those who scored it in both.\n",
                  answer.from,
                  answer.to);
  std::size_t moved = 0;
  std::size_t closer = 0;
  std::size_t wider = 0;
  for (const engine::ItemChange& item : answer.items) {
    if (item.panel.changed > 0) ++moved;
    const auto& before = item.panel.before.iqr;
    const auto& after = item.panel.after.iqr;
    if (before && *after < *before) ++closer;
    if (before && *after > *before) ++wider;
  }
  text += fmt::format(
      "Of {} items, somebody changed in {}; the panel drew closer (a smaller IQR) in {} and apart "
      "in {}.\n\n",
      answer.items.size(),
      moved,
      closer,
      wider);
  Table table({{"item"},
               {"who"},
               {"people", Align::kRight},
               {"changed", Align::kRight},
               {"by mean", Align::kRight},
               {"median", Align::kRight},
               {"iqr", Align::kRight},
               {"kappa", Align::kRight},
               {"V", Align::kRight},
               {"n", Align::kRight},
               {"p", Align::kRight},
               {"moves", Align::kRight},
               {"p of moves", Align::kRight},
               {"undefined because"}});
  for (const engine::ItemChange& item : answer.items) {
    table.Add(ChangeCells(item.item, "panel", item.panel));
    for (std::size_t group = 0; group < answer.groups.size(); ++group)
      table.Add(ChangeCells("", answer.groups[group], item.groups[group]));
  }
  return text + table.ToString() +
         fmt::format(
             "\n\"by mean\" is the mean distance between a person's two scores; kappa ({} "
             "weights) compares people with\ntheir earlier selves. V (Wilcoxon) sums the ranks of "
             "the n changes of those who went down; its p is\nwithout continuity correction. Moves "
             "are into (+) and out of (-) {}; their p is McNemar's, exact.\n"
             "\"-\" stands where nobody changed or moved.\n",
             Name(answer.options.weighting),
             band);
}

namespace {

// "Those who left had scored 0.9 lower on average (...)."
std::string DifferenceWords(const engine::Attrition& attrition) {
  const auto& stayed = attrition.completers.means.mean;
  const auto& left = attrition.leavers.means.mean;
  if (!stayed || !left) return "";
  const Fraction difference = *left - *stayed;
  std::string text = " Those who left had scored as high on average as those who stayed";
  if (!difference.IsZero()) {
    const bool lower = difference.IsNegative();
    text = fmt::format(" Those who left had scored {} {} on average",
                       Decimal((lower ? -difference : difference).ToString()),
                       lower ? "lower" : "higher");
  }
  const auto& standardized = attrition.standardized_difference;
  return text + fmt::format(" (Mann-Whitney U {}, p {}; standardized difference {}).",
                            Exact(attrition.rank_sum.u),
                            P(attrition.rank_sum.plain),
                            standardized
                                ? Coefficient(standardized)
                                : fmt::format("undefined: {}", standardized.error().reason));
}

std::vector<std::string> StayersCells(const std::string& who,
                                      const char* side,
                                      const engine::Stayers& stayers) {
  Reasons reasons;
  reasons.Add("mean", stayers.means.mean);
  if (stayers.means.mean) reasons.Add("sd", stayers.means.sd);
  return {Panel(who),
          side,
          std::to_string(stayers.people),
          std::to_string(stayers.means.n),
          Exact(stayers.means.mean),
          Coefficient(stayers.means.sd),
          Exact(stayers.means.median),
          reasons.ToString()};
}

}  // namespace

std::string ToTable(const AttritionAnswer& answer) {
  std::string text = fmt::format("From round {} to round {}.\n", answer.from, answer.to);
  Table table({{"who"},
               {"side"},
               {"people", Align::kRight},
               {"scored", Align::kRight},
               {"mean", Align::kRight},
               {"sd", Align::kRight},
               {"median", Align::kRight},
               {"undefined because"}});
  for (const auto& [who, attrition] : answer.told) {
    const auto& stayed = attrition.completers;
    const auto& left = attrition.leavers;
    text +=
        fmt::format("{}: {} of {} stayed", Panel(who), stayed.people, stayed.people + left.people);
    if (attrition.retained) text += fmt::format(" ({})", Share(attrition.retained));
    text += "." + DifferenceWords(attrition) + "\n";
    table.Add(StayersCells(who, "stayed", stayed));
    table.Add(StayersCells(who, "left", left));
  }
  return text + "\n" + table.ToString() +
         "\nEach person counts with the mean of their scores in the earlier round. Who scored, was "
         "unable or did not\nunderstand in the later round stayed. p is without continuity "
         "correction; the difference is stayed minus left.\n";
}

namespace {

std::string PairWords(const GroupsAnswer& answer, const engine::GroupLikeness& pair) {
  const std::string first = OneLine(answer.groups[pair.first]);
  const std::string second = OneLine(answer.groups[pair.second]);
  if (!pair.alike) return fmt::format("{} and {}: {}.\n", first, second, pair.alike.error().reason);
  const std::size_t alike = pair.both_in + pair.both_out;
  std::string text =
      fmt::format("{} and {} judge {} of {} items alike ({}): {} in and {} out for both; ",
                  first,
                  second,
                  alike,
                  alike + pair.only_first + pair.only_second,
                  Share(pair.alike),
                  pair.both_in,
                  pair.both_out);
  text += fmt::format(
      "{} in for {} only, {} for {} only. ", pair.only_first, first, pair.only_second, second);
  if (pair.kappa) return text + fmt::format("Kappa {}.\n", Coefficient(pair.kappa));
  return text + fmt::format("Kappa is undefined: {}.\n", pair.kappa.error().reason);
}

// Whether an item is in for a group, where that can be told.
template <typename Told>
std::string YesNo(const Told& in) {
  if (!in) return std::string(kUndefined);
  return *in ? "yes" : "no";
}

}  // namespace

std::string ToTable(const GroupsAnswer& answer) {
  std::string text = fmt::format(
      "Round {}. An item is in for a group when at least {} of the group's scores lie in {}.\n",
      answer.round,
      Percent(answer.rule.share.ToString()),
      BandName(answer.rule.band));
  for (const engine::GroupLikeness& pair : answer.pairs)
    text += PairWords(answer, pair);
  Table table({{"item"},
               {"who"},
               {"scored", Align::kRight},
               {"median", Align::kRight},
               {"iqr", Align::kRight},
               {"mean", Align::kRight},
               {"cv", Align::kRight},
               {"in band", Align::kRight},
               {"in"},
               {"undefined because"}});
  for (std::size_t i = 0; i < answer.items.size(); ++i) {
    for (const auto& [who, items] : answer.told) {
      const engine::GroupItem& item = items[i];
      Reasons reasons;
      reasons.Add("all", item.in);
      if (item.in) reasons.Add("cv", item.spread.cv);
      table.Add({who.empty() ? answer.items[i] : "",
                 Panel(who),
                 std::to_string(item.spread.n),
                 Exact(item.spread.median),
                 Exact(item.spread.iqr),
                 Exact(item.spread.mean),
                 Coefficient(item.spread.cv),
                 Share(item.share),
                 YesNo(item.in),
                 reasons.ToString()});
    }
  }
  return text + "\n" + table.ToString() +
         "\nA person stands in the group declared first. cv is the standard deviation over the "
         "mean. Shares are cut, never rounded up.\n";
}

std::string ToTable(const PointsAnswer& answer) {
  std::string text =
      fmt::format("Ballots: {}, each of {} down to 1 points. Equal sums share a place.\n\n",
                  answer.ballots,
                  answer.picked);
  std::vector<Table::Column> columns = {
      {"place", Align::kRight}, {"points", Align::kRight}, {"voters", Align::kRight}};
  for (int point = answer.picked; point >= 1; --point)
    columns.push_back({fmt::format("gave {}", point), Align::kRight});
  columns.push_back({"item"});
  Table table(std::move(columns));
  std::vector<std::size_t> order(answer.items.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return answer.counted[a].place < answer.counted[b].place;
  });
  for (const std::size_t i : order) {
    const engine::PointsOfItem& item = answer.counted[i];
    std::vector<std::string> cells = {
        std::to_string(item.place), std::to_string(item.sum), std::to_string(item.voters)};
    for (const auto count : std::ranges::reverse_view(item.split))
      cells.push_back(std::to_string(count));
    cells.push_back(answer.items[i]);
    table.Add(std::move(cells));
  }
  return text + table.ToString();
}

std::string ToTable(const BestWorstAnswer& answer) {
  std::string text =
      fmt::format("People: {}. Sets of which they named the best and the worst, in all: {}.\n\n",
                  answer.people,
                  answer.sets);
  Table table({{"standardized", Align::kRight},
               {"best - worst", Align::kRight},
               {"best", Align::kRight},
               {"worst", Align::kRight},
               {"shown", Align::kRight},
               {"ratio", Align::kRight},
               {"item"},
               {"undefined because"}});
  std::vector<std::size_t> order(answer.items.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    const Fraction least(-2);  // What was never shown comes last.
    return answer.counted[a].standardized.value_or(least) >
           answer.counted[b].standardized.value_or(least);
  });
  for (const std::size_t i : order) {
    const engine::BestWorstItem& item = answer.counted[i];
    Reasons reasons;
    reasons.Add("ratio", item.ratio);
    table.Add({Exact(item.standardized),
               std::to_string(item.difference),
               std::to_string(item.best),
               std::to_string(item.worst),
               std::to_string(item.shown),
               Coefficient(item.ratio),
               answer.items[i],
               reasons.ToString()});
  }
  return text + table.ToString() +
         "\nStandardized is best minus worst over the times shown, from -1 (always the worst) to 1 "
         "(always the best).\nThe ratio is the root of best over worst, with 1/2 in place of no "
         "worst.\n";
}

}  // namespace quorate::cli
