#include "engine/ranking/margin.h"

#include <numeric>
#include <string_view>

#include "engine/ranking/margin_bounds.h"
#include "engine/ranking/margin_witness.h"
#include "engine/ranking/rules.h"

namespace quorate::engine {

namespace {

using boost::multiprecision::cpp_int;

Fraction WeightOf(const CloseCount& count, const cpp_int& units) {
  return Fraction::Of(units, count.weights.denominator);
}

// The rival who draws level soonest decides.
Margin OfPoints(const CloseCount& count) {
  Margin margin;
  const auto& names = count.profile.candidates;
  const std::size_t winner = count.answer.winners.front();
  for (std::size_t rival = 0; rival < names.size(); ++rival) {
    if (rival == winner) continue;
    const Fraction needed = WeightOf(count, UnitsToDrawLevel(count, rival));
    if (margin.at_most && *margin.at_most <= needed) continue;
    margin.at_least = needed;
    margin.at_most = needed;
    margin.witness = "If " + needed.ToString() + " by weight of those who favor " + names[winner] +
                     " over " + names[rival] + " most did the opposite, " + names[rival] +
                     " would draw level or win.";
  }
  return margin;
}

// A proven lower bound, then a change that is counted again, then, if the two do not meet, all
// changes in between.
Result<Margin> OfBounds(const CloseCount& count) {
  QUORATE_ASSIGN_OR_RETURN(cpp_int least, UnitsSurelyNeeded(count));
  const cpp_int total =
      std::accumulate(count.weights.units.begin(), count.weights.units.end(), cpp_int(0));
  std::optional<BallotChange> change = FindChange(count, total + 1);
  const cpp_int most = change ? change->units : cpp_int(total + 1);
  if (least < most) {
    const bool runoff = std::string_view(count.rule.name) == "irv";
    auto smaller =
        runoff ? FewestForOtherRunoff(count, least, most) : TryEveryChange(count, least, most);
    if (runoff && !smaller) smaller = TryEveryChange(count, least, most);
    if (smaller && *smaller) change = *std::move(smaller);
    if (smaller) least = change ? change->units : most;
  }
  Margin margin;
  margin.at_least = WeightOf(count, least);
  if (change) {
    margin.at_most = WeightOf(count, change->units);
    margin.witness = change->sentence;
  }
  return margin;
}

MarginAnswer Undefined(std::string reason) {
  return {std::nullopt, std::move(reason)};
}

}  // namespace

MarginAnswer MarginOf(const Profile& profile,
                      const RankedRule& rule,
                      const RankedOptions& options) {
  RankedOptions untied = options;
  untied.tie = {};
  const auto answer = CountRanked(profile, rule, untied);
  if (!answer) return Undefined("without a tie order: " + answer.error().message);
  if (answer->winners.empty()) return Undefined("nobody wins");
  if (profile.candidates.size() <= options.seats) return Undefined("there is nobody else");
  if (rule.winners == Winners::kSet && answer->winners.size() > 1)
    return Undefined("the answer is a set of several");
  const auto weights = ToWholeWeights(profile.weights);
  if (!weights) return Undefined(weights.error().message);
  const MarginUnit unit = weights->denominator == 1 ? MarginUnit::kBallots : MarginUnit::kWeight;
  if (answer->tied) return {Margin{0, Fraction(0), unit, "The winners are tied already."}, ""};
  const CloseCount count{profile, rule, untied, *answer, *weights};
  Result<Margin> margin = AddsUpPoints(rule) ? OfPoints(count) : OfBounds(count);
  if (!margin) return Undefined(margin.error().message);
  margin->unit = unit;
  return {*std::move(margin), ""};
}

bool HasCheapMargin(const RankedRule& rule) {
  return AddsUpPoints(rule);
}

}  // namespace quorate::engine
