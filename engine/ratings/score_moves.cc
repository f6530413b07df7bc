#include "engine/ratings/score_moves.h"

#include <algorithm>
#include <cstdlib>
#include <map>
#include <numeric>
#include <utility>

namespace quorate::engine {

namespace {

// The precision in which ways toward needs are compared; it orders the search and decides nothing.
constexpr int kWholeWay = 1 << 20;

// What is missing for the need before anybody moves.
Number MissingFor(const ScoreFormula& formula, const Need& need) {
  Number missing = need.least;
  const auto& cohorts = formula.item().cohorts;
  const auto& weights = formula.bases()[need.basis].weights;
  for (std::size_t cohort = 0; cohort < cohorts.size(); ++cohort) {
    std::int64_t points = 0;
    for (std::size_t point = 0; point < need.points.size(); ++point) {
      points += static_cast<std::int64_t>(cohorts[cohort].scores[point]) * need.points[point];
    }
    missing -= weights[cohort] * points;
  }
  return missing;
}

// How many steps of `gain` reach `missing`, both above 0; no more than `most`.
std::uint64_t Steps(const Number& missing, const Number& gain, std::uint64_t most) {
  const Number steps = (missing + gain - 1) / gain;
  return steps > most ? most : static_cast<std::uint64_t>(steps);
}

bool NoBetter(const std::vector<Number>& a, const std::vector<Number>& b) {
  return std::equal(
      a.begin(), a.end(), b.begin(), [](const auto& x, const auto& y) { return x <= y; });
}

}  // namespace

std::optional<std::uint64_t> FewestFor(const ScoreFormula& formula,
                                       const Need& need,
                                       const Movable& movable) {
  Number missing = MissingFor(formula, need);
  if (missing <= 0) return 0;
  const auto& cohorts = formula.item().cohorts;
  const auto& weights = formula.bases()[need.basis].weights;
  const int best = *std::max_element(need.points.begin(), need.points.end());
  std::vector<std::pair<Number, std::uint64_t>> gains;
  for (std::size_t cohort = 0; cohort < cohorts.size(); ++cohort) {
    if (!movable[cohort] || weights[cohort] == 0) continue;
    std::map<int, std::uint64_t> people;
    for (std::size_t point = 0; point < need.points.size(); ++point)
      people[best - need.points[point]] += cohorts[cohort].scores[point];
    for (const auto& [step, count] : people) {
      if (step > 0 && count > 0) gains.emplace_back(weights[cohort] * step, count);
    }
  }
  std::sort(
      gains.begin(), gains.end(), [](const auto& a, const auto& b) { return a.first > b.first; });
  std::uint64_t fewest = 0;
  for (const auto& [gain, count] : gains) {
    const std::uint64_t steps = Steps(missing, gain, count);
    fewest += steps;
    missing -= gain * steps;
    if (missing <= 0) return fewest;
  }
  return std::nullopt;
}

TableOverlaps::TableOverlaps(const CountedItem& item) {
  const std::size_t tables = item.groups.size() + 1;
  shared_.assign(tables, std::vector<bool>(tables, false));
  for (std::size_t table = 0; table < tables; ++table)
    shared_[0][table] = shared_[table][0] = true;
  for (const Cohort& cohort : item.cohorts) {
    const auto& groups = item.electorate.blocs[cohort.bloc].tables;
    for (const std::uint32_t a : groups) {
      for (const std::uint32_t b : groups)
        shared_[a + 1][b + 1] = true;
    }
  }
}

std::uint64_t TableOverlaps::Together(const std::vector<std::uint64_t>& by_table) const {
  std::vector<std::size_t> tables(by_table.size());
  std::iota(tables.begin(), tables.end(), std::size_t{0});
  std::sort(tables.begin(), tables.end(), [&](std::size_t a, std::size_t b) {
    return by_table[a] > by_table[b];
  });
  std::vector<std::size_t> apart;
  std::uint64_t sum = 0;
  for (const std::size_t table : tables) {
    if (by_table[table] == 0) break;
    // The panel shares its people with all; it counts alone.
    const bool meets =
        table == 0 || std::any_of(apart.begin(), apart.end(), [&](std::size_t other) {
          return shared_[table][other];
        });
    if (meets) continue;
    apart.push_back(table);
    sum += by_table[table];
  }
  return std::max(sum, by_table.empty() ? 0 : by_table[0]);
}

ScoreMover::ScoreMover(const ScoreFormula& formula,
                       const TableOverlaps& overlaps,
                       std::vector<Need> needs,
                       const Movable& movable)
    : formula_(formula), overlaps_(overlaps), needs_(std::move(needs)) {
  for (const Need& need : needs_)
    missing_.push_back(MissingFor(formula, need));
  FindRegions();
  FindKinds(movable);
  OrderOptions();
}

void ScoreMover::FindRegions() {
  std::map<std::vector<int>, std::size_t> numbers;
  const auto points = static_cast<std::size_t>(formula_.item().rule.scale.points());
  for (std::size_t point = 0; point < points; ++point) {
    std::vector<int> counts;
    for (const Need& need : needs_)
      counts.push_back(need.points[point]);
    const auto [found, is_new] = numbers.try_emplace(std::move(counts), regions_.size());
    if (is_new) regions_.emplace_back();
    regions_[found->second].push_back(point);
  }
}

// The moves out of a region that help some need, each with the region it goes to, without those
// that another one is as good as everywhere.
std::vector<std::pair<ScoreMover::Effects, std::size_t>> ScoreMover::UsefulMoves(
    std::size_t cohort,
    std::size_t region) const {
  std::vector<std::pair<Effects, std::size_t>> moves;
  const std::size_t from = regions_[region].front();
  for (std::size_t target = 0; target < regions_.size(); ++target) {
    const std::size_t to = regions_[target].front();
    Effects effects;
    bool helps = false;
    for (const Need& need : needs_) {
      effects.push_back(formula_.bases()[need.basis].weights[cohort] *
                        (need.points[to] - need.points[from]));
      helps = helps || effects.back() > 0;
    }
    const bool no_better = std::any_of(moves.begin(), moves.end(), [&](const auto& move) {
      return NoBetter(effects, move.first);
    });
    if (!helps || no_better) continue;
    std::erase_if(moves, [&](const auto& move) { return NoBetter(move.first, effects); });
    moves.emplace_back(std::move(effects), target);
  }
  std::sort(moves.begin(), moves.end());
  return moves;
}

void ScoreMover::FindKinds(const Movable& movable) {
  std::map<std::vector<Effects>, std::size_t> numbers;
  const auto& cohorts = formula_.item().cohorts;
  for (std::size_t cohort = 0; cohort < cohorts.size(); ++cohort) {
    for (std::size_t region = 0; region < regions_.size() && movable[cohort]; ++region) {
      Source source{cohort, region, 0, {}};
      for (const std::size_t point : regions_[region])
        source.people += cohorts[cohort].scores[point];
      if (source.people == 0) continue;
      std::vector<Effects> effects;
      for (auto& [effect, target] : UsefulMoves(cohort, region)) {
        effects.push_back(std::move(effect));
        source.targets.push_back(target);
      }
      if (effects.empty()) continue;
      const auto [found, is_new] = numbers.try_emplace(effects, kinds_.size());
      if (is_new) kinds_.push_back({std::move(effects), {}, 0});
      kinds_[found->second].people += source.people;
      kinds_[found->second].sources.push_back(std::move(source));
    }
  }
}

const ScoreMover::Effects& ScoreMover::EffectsOf(std::size_t option) const {
  return kinds_[options_[option].kind].effects[options_[option].effect];
}

// How far one person brings the needs toward being met, each need's whole way counting the same.
Number ScoreMover::Usefulness(const Effects& effects) const {
  Number sum = 0;
  for (std::size_t need = 0; need < needs_.size(); ++need) {
    if (missing_[need] <= 0 || effects[need] <= 0) continue;
    sum += std::min(effects[need], missing_[need]) * kWholeWay / missing_[need];
  }
  return sum;
}

void ScoreMover::OrderOptions() {
  std::vector<Number> useful;
  for (const Kind& kind : kinds_) {
    Number most = 0;
    for (const Effects& effects : kind.effects)
      most = std::max(most, Usefulness(effects));
    useful.push_back(std::move(most));
  }
  std::vector<std::size_t> order(kinds_.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return useful[a] > useful[b];
  });
  for (const std::size_t kind : order) {
    for (std::size_t effect = 0; effect < kinds_[kind].effects.size(); ++effect)
      options_.push_back({kind, effect});
  }
  by_gain_.resize(needs_.size());
  hurt_.resize(needs_.size());
  for (std::size_t need = 0; need < needs_.size(); ++need) {
    for (std::size_t option = 0; option < options_.size(); ++option) {
      if (EffectsOf(option)[need] > 0) by_gain_[need].push_back(option);
      if (EffectsOf(option)[need] < 0) hurt_[need] = true;
    }
    std::stable_sort(
        by_gain_[need].begin(), by_gain_[need].end(), [&](std::size_t a, std::size_t b) {
          return EffectsOf(a)[need] > EffectsOf(b)[need];
        });
  }
}

void ScoreMover::Start() {
  rest_ = missing_;
  chosen_.assign(options_.size(), 0);
  left_.clear();
  for (const Kind& kind : kinds_)
    left_.push_back(kind.people);
}

void ScoreMover::Take(std::size_t option, std::uint64_t people, bool back) {
  const Effects& effects = EffectsOf(option);
  for (std::size_t need = 0; need < rest_.size(); ++need) {
    if (back) {
      rest_[need] += effects[need] * people;
    } else {
      rest_[need] -= effects[need] * people;
    }
  }
  std::uint64_t& left = left_[options_[option].kind];
  left = back ? left + people : left - people;
  chosen_[option] = back ? chosen_[option] - people : chosen_[option] + people;
}

bool ScoreMover::AllMet() const {
  return std::all_of(rest_.begin(), rest_.end(), [](const Number& rest) { return rest <= 0; });
}

// Whether so many people could still do if each need had the options from this one on to itself.
bool ScoreMover::CanStillDo(std::size_t option, std::uint64_t people) const {
  std::vector<std::uint64_t> by_table(formula_.item().groups.size() + 1);
  for (std::size_t need = 0; need < needs_.size(); ++need) {
    Number rest = rest_[need];
    if (rest <= 0) continue;
    std::uint64_t fewest = 0;
    for (const std::size_t candidate : by_gain_[need]) {
      if (candidate < option) continue;
      const Number& gain = EffectsOf(candidate)[need];
      const std::uint64_t steps = Steps(rest, gain, left_[options_[candidate].kind]);
      fewest += steps;
      rest -= gain * steps;
      if (rest <= 0 || fewest > people) break;
    }
    if (rest > 0 || fewest > people) return false;
    std::uint64_t& table = by_table[formula_.bases()[needs_[need].basis].table];
    table = std::max(table, fewest);
  }
  return overlaps_.Together(by_table) <= people;
}

// As many as it takes to meet every need that the option helps.
std::uint64_t ScoreMover::Useful(std::size_t option, std::uint64_t people) const {
  const std::uint64_t available = std::min(people, left_[options_[option].kind]);
  const Effects& effects = EffectsOf(option);
  std::uint64_t most = 0;
  for (std::size_t need = 0; need < rest_.size(); ++need) {
    if (effects[need] <= 0 || rest_[need] <= 0) continue;
    most = std::max(most, Steps(rest_[need], effects[need], available));
  }
  return most;
}

// More than that can only help to make up for moves that hurt a need.
bool ScoreMover::MoreCanHelp(std::size_t option) const {
  const Effects& effects = EffectsOf(option);
  for (std::size_t need = 0; need < rest_.size(); ++need) {
    if (effects[need] > 0 && hurt_[need]) return true;
  }
  return false;
}

bool ScoreMover::Search(std::size_t option, std::uint64_t people, std::uint64_t& work) {
  if (AllMet()) return true;
  if (work == 0 || option == options_.size()) return false;
  --work;
  if (!CanStillDo(option, people)) return false;
  const auto found_with = [&](std::uint64_t moved) {
    Take(option, moved, false);
    if (Search(option + 1, people - moved, work)) return true;
    Take(option, moved, true);
    return false;
  };
  const std::uint64_t useful = Useful(option, people);
  for (std::uint64_t moved = useful + 1; moved-- > 0 && work > 0;) {
    if (found_with(moved)) return true;
  }
  if (!MoreCanHelp(option)) return false;
  const std::uint64_t most = std::min(people, left_[options_[option].kind]);
  for (std::uint64_t moved = useful + 1; moved <= most && work > 0; ++moved) {
    if (found_with(moved)) return true;
  }
  return false;
}

std::optional<std::vector<Move>> ScoreMover::Within(std::uint64_t people, std::uint64_t& work) {
  Start();
  if (!Search(0, people, work)) return std::nullopt;
  return Moves();
}

// What is still missing, each need's whole way counting the same.
Number ScoreMover::Distance(const Effects& effects) const {
  Number sum = 0;
  for (std::size_t need = 0; need < needs_.size(); ++need) {
    const Number rest = rest_[need] - effects[need];
    const Number whole = std::max(missing_[need], formula_.bases()[needs_[need].basis].unit);
    if (rest > 0) sum += rest * kWholeWay / whole + 1;
  }
  return sum;
}

std::optional<std::vector<Move>> ScoreMover::Greedily() {
  Start();
  while (!AllMet()) {
    Number nearest = Distance(Effects(needs_.size(), 0));
    std::optional<std::size_t> best;
    for (std::size_t option = 0; option < options_.size(); ++option) {
      if (left_[options_[option].kind] == 0) continue;
      Number distance = Distance(EffectsOf(option));
      if (distance >= nearest) continue;
      nearest = std::move(distance);
      best = option;
    }
    if (!best) return std::nullopt;
    // Several at once where many are missing, so that large panels take few steps.
    const std::uint64_t useful = Useful(*best, left_[options_[*best].kind]);
    Take(*best, std::max<std::uint64_t>(1, useful / 4), false);
  }
  return Moves();
}

std::vector<Move> ScoreMover::Moves() const {
  std::vector<Move> moves;
  std::vector<std::vector<std::uint64_t>> scores;  // Of those who have not moved.
  for (const Cohort& cohort : formula_.item().cohorts)
    scores.push_back(cohort.scores);
  for (std::size_t option = 0; option < options_.size(); ++option) {
    std::uint64_t people = chosen_[option];
    for (const Source& source : kinds_[options_[option].kind].sources) {
      const std::size_t target = source.targets[options_[option].effect];
      people -= AddMoves(source, target, people, scores[source.cohort], moves);
    }
  }
  return moves;
}

// Moves up to `people` of the source to the nearest points of the target, those first who have the
// shortest way. Says how many.
std::uint64_t ScoreMover::AddMoves(const Source& source,
                                   std::size_t target,
                                   std::uint64_t people,
                                   std::vector<std::uint64_t>& scores,
                                   std::vector<Move>& moves) const {
  const auto distance = [](std::size_t a, std::size_t b) { return a < b ? b - a : a - b; };
  std::vector<std::pair<std::size_t, std::size_t>> ways;
  for (const std::size_t from : regions_[source.region]) {
    ways.emplace_back(
        from,
        *std::min_element(
            regions_[target].begin(), regions_[target].end(), [&](std::size_t a, std::size_t b) {
              return distance(from, a) < distance(from, b);
            }));
  }
  std::stable_sort(ways.begin(), ways.end(), [&](const auto& a, const auto& b) {
    return distance(a.first, a.second) < distance(b.first, b.second);
  });
  std::uint64_t moved = 0;
  for (const auto& [from, to] : ways) {
    const std::uint64_t here = std::min(people - moved, scores[from]);
    if (here == 0) continue;
    scores[from] -= here;
    moved += here;
    moves.push_back({source.cohort, from, to, here});
  }
  return moved;
}

}  // namespace quorate::engine
