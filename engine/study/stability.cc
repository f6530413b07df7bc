#include "engine/study/stability.h"

#include <algorithm>
#include <optional>

#include "engine/study/study_ratings.h"

namespace quorate::engine {

namespace {

struct Pairs {
  std::int64_t people = 0;
  std::int64_t pairs = 0;
  std::int64_t changed = 0;
  std::int64_t came = 0;  // People who scored in this round only,
  std::int64_t left = 0;  // and in the one before only.
};

// By item of `now`: where it stands in `before`, if it was rated there in the same wording.
std::vector<std::optional<std::size_t>> SameItems(const Round& before, const Round& now) {
  std::vector<std::optional<std::size_t>> same;
  for (const ItemVersion& item : now.items) {
    const auto found = std::find(before.items.begin(), before.items.end(), item);
    same.emplace_back();
    if (found != before.items.end())
      same.back() = static_cast<std::size_t>(found - before.items.begin());
  }
  return same;
}

Pairs CountPairs(const Round& before, const Round& now) {
  const auto same = SameItems(before, now);
  Pairs count;
  for (std::size_t row = 0; row < now.box.voters.size(); ++row) {
    const auto earlier = before.box.voters.Find(now.box.voters.names()[row]);
    if (!earlier) continue;
    const std::int64_t pairs_so_far = count.pairs;
    for (std::size_t i = 0; i < same.size(); ++i) {
      if (!same[i]) continue;
      const AnswerCode then = before.box.answers[*earlier * before.items.size() + *same[i]];
      const AnswerCode here = now.box.answers[row * now.items.size() + i];
      if (then < kFirstScore || here < kFirstScore) continue;
      ++count.pairs;
      if (then != here) ++count.changed;
    }
    if (count.pairs > pairs_so_far) ++count.people;
  }
  count.came = static_cast<std::int64_t>(now.box.voters.size()) - count.people;
  count.left = static_cast<std::int64_t>(before.box.voters.size()) - count.people;
  return count;
}

bool Stops(const StoppingRule& rule, const Pairs& pairs, std::int64_t settled, std::int64_t items) {
  const bool still =
      !rule.changed_at_most ||
      (pairs.pairs > 0 && Fraction(pairs.changed) <= *rule.changed_at_most * Fraction(pairs.pairs));
  const bool done =
      !rule.settled_at_least || Fraction(settled) >= *rule.settled_at_least * Fraction(items);
  return still && done;
}

// Beside the tables of both rounds, next to no changes would tell what the few answered who are in
// only one of them.
bool TellsOfFew(const Pairs& count, int k) {
  const auto few = [&](std::int64_t people) { return people > 0 && people < k; };
  return count.changed < k && (few(count.came) || few(count.left));
}

}  // namespace

Json StabilityOf(const Study& study, const Round& round, int k, std::int64_t settled) {
  const Round& before = *SurveyBefore(study, round.number);
  const Pairs count = CountPairs(before, round);
  const auto items = static_cast<std::int64_t>(round.items.size());
  Json json;
  json["since"] = BasisOf(before);
  json["people"] = std::to_string(count.people);
  const bool exact = study.rules_version >= kExactDisclosure;
  if (count.people >= k && !(exact && TellsOfFew(count, k))) {
    json["pairs"] = std::to_string(count.pairs);
    json["changed"] = std::to_string(count.changed);
  }
  json["items"] = std::to_string(items);
  json["settled"] = std::to_string(settled);
  const auto& rule = study.protocol->stop_when;
  if (rule) json["stop"] = Stops(*rule, count, settled, items);
  return json;
}

}  // namespace quorate::engine
