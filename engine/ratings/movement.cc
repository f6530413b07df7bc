#include "engine/ratings/movement.h"

#include <algorithm>
#include <cstdlib>

#include "engine/base/index.h"
#include "engine/ratings/summary.h"

namespace quorate::engine {

namespace {

Status CheckPeople(const std::vector<SamePerson>& people,
                   const RoundRatings& before,
                   const RoundRatings& after) {
  std::vector<bool> named_before(before.member_count());
  std::vector<bool> named_after(after.member_count());
  for (const SamePerson& person : people) {
    if (person.before >= named_before.size() || person.after >= named_after.size()) {
      return Refuse(Reason::kInvalidArgument, "people", "a member that is not in the round");
    }
    if (named_before[person.before] || named_after[person.after]) {
      return Refuse(Reason::kInvalidArgument, "people", "a member named twice");
    }
    named_before[person.before] = named_after[person.after] = true;
  }
  return {};
}

std::optional<Fraction> PlainMedian(const RoundRatings& round, std::size_t item) {
  std::vector<std::uint64_t> histogram(static_cast<std::size_t>(round.scale.points()));
  for (std::size_t member = 0; member < round.member_count(); ++member) {
    const AnswerCode code = round.At(item, member);
    if (code >= kFirstScore) ++histogram[code - kFirstScore];
  }
  return PercentileOf(histogram, round.scale.min, Fraction(1, 2));
}

// What one person did about one item. Twice the median is whole, so distances are compared in
// halves.
Moves MoveOf(AnswerCode from, AnswerCode to, const Scale& scale, int majority_halves) {
  Moves moves;
  const bool scored_before = from >= kFirstScore;
  const bool scored_after = to >= kFirstScore;
  if (!scored_before && scored_after) moves.came = 1;
  if (scored_before && !scored_after) moves.stopped = 1;
  if (!scored_before || !scored_after) return moves;
  moves.both = 1;
  if (from == to) return moves;
  moves.changed = 1;
  const int distance_before = std::abs(2 * ScoreOf(scale, from) - majority_halves);
  const int distance_after = std::abs(2 * ScoreOf(scale, to) - majority_halves);
  if (distance_after < distance_before) moves.toward = 1;
  if (distance_after > distance_before) moves.away = 1;
  return moves;
}

void Add(const Moves& moves, Moves& sum) {
  sum.both += moves.both;
  sum.changed += moves.changed;
  sum.toward += moves.toward;
  sum.away += moves.away;
  sum.came += moves.came;
  sum.stopped += moves.stopped;
}

ItemMovement MovementOf(const RoundRatings& before,
                        const RoundRatings& after,
                        const std::vector<SamePerson>& people,
                        Hats hats,
                        std::size_t item_before,
                        std::size_t item_after) {
  ItemMovement movement;
  movement.item = after.items[item_after];
  movement.majority = PlainMedian(before, item_before);
  movement.groups.resize(after.groups.size());
  const Fraction halves = movement.majority.value_or(Fraction()) * 2;
  const int majority_halves = static_cast<int>(halves.numerator());
  for (const SamePerson& person : people) {
    const Moves moves = MoveOf(before.At(item_before, person.before),
                               after.At(item_after, person.after),
                               after.scale,
                               majority_halves);
    Add(moves, movement.panel);
    const HatSet& worn = after.hat_sets[after.hat_set_of[person.after]];
    const std::size_t counting = hats == Hats::kDeclared && !worn.empty() ? 1 : worn.size();
    for (std::size_t hat = 0; hat < counting; ++hat)
      Add(moves, movement.groups[worn[hat]]);
  }
  return movement;
}

}  // namespace

Result<std::vector<ItemMovement>> FindMovement(const RoundRatings& before,
                                               const RoundRatings& after,
                                               const std::vector<SamePerson>& people,
                                               Hats hats) {
  if (before.scale.min != after.scale.min || before.scale.max != after.scale.max) {
    return Refuse(Reason::kInvalidArgument, "scale", "the rounds were scored on different scales");
  }
  QUORATE_RETURN_IF_ERROR(CheckPeople(people, before, after));
  Index items_before;
  for (const std::string& item : before.items)
    items_before.Add(item);
  std::vector<ItemMovement> movements;
  for (std::size_t item = 0; item < after.items.size(); ++item) {
    const auto earlier = items_before.Find(after.items[item]);
    if (earlier) movements.push_back(MovementOf(before, after, people, hats, *earlier, item));
  }
  return movements;
}

}  // namespace quorate::engine
