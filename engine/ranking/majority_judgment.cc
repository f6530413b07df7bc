// Majority judgment: the lower median grade wins; equal medians are removed one by one.
//
// Weights make "one by one" a matter of measure. Walking outward from the middle of the sorted
// grades, the grade just below and the grade just above it change only where a grade's share ends;
// candidates are compared at the first depth where they differ, the lower grade first. For whole
// ballots this is the removal of one median after another.

#include <algorithm>
#include <compare>
#include <map>

#include "engine/ranking/rules.h"

namespace quorate::engine {

namespace {

// How far from the middle a pair of grades reaches.
struct Run {
  Fraction until;
  Grade below = kMissing;
  Grade above = kMissing;
};

// The weight of each grade of the scale, worst first.
using Merit = std::vector<Fraction>;

std::vector<Run> RunsOf(const Merit& merit, const Fraction& total) {
  const Fraction middle = total / 2;
  std::map<Fraction, Grade> below;  // Where, going down from the middle, a grade ends.
  std::map<Fraction, Grade> above;
  Fraction from;
  for (std::size_t i = 0; i < merit.size(); ++i) {
    const Fraction to = from + merit[i];
    const auto grade = static_cast<Grade>(i + 1);
    if (!merit[i].IsZero() && from < middle) below[middle - from] = grade;
    if (!merit[i].IsZero() && to > middle) above[to - middle] = grade;
    from = to;
  }
  std::vector<Run> runs;
  auto down = below.begin();
  auto up = above.begin();
  while (down != below.end() && up != above.end()) {
    const Fraction until = std::min(down->first, up->first);
    runs.push_back({until, down->second, up->second});
    if (down->first == until) ++down;
    if (up->first == until) ++up;
  }
  return runs;
}

std::strong_ordering Compare(const std::vector<Run>& a, const std::vector<Run>& b) {
  std::size_t i = 0;
  std::size_t j = 0;
  while (i < a.size() && j < b.size()) {
    if (a[i].below != b[j].below) return a[i].below <=> b[j].below;
    if (a[i].above != b[j].above) return a[i].above <=> b[j].above;
    const auto order = a[i].until <=> b[j].until;
    if (std::is_lteq(order)) ++i;
    if (std::is_gteq(order)) ++j;
  }
  return std::strong_ordering::equal;
}

std::vector<Merit> MeritsOf(const Profile& profile) {
  std::vector<Merit> merits(profile.candidates.size(), Merit(profile.scale.size()));
  for (std::size_t ballot = 0; ballot < profile.size(); ++ballot) {
    const auto grades = profile.GradesOf(ballot);
    for (std::size_t c = 0; c < grades.size(); ++c) {
      if (grades[c] != kMissing) merits[c][grades[c] - 1U] += profile.weights[ballot];
    }
  }
  return merits;
}

Fraction SumOf(const Merit& merit) {
  Fraction sum;
  for (const Fraction& weight : merit)
    sum += weight;
  return sum;
}

// The index of the lower median.
std::size_t MedianOf(const Merit& merit) {
  const Fraction half = SumOf(merit) / 2;
  Fraction sum;
  for (std::size_t i = 0; i < merit.size(); ++i) {
    sum += merit[i];
    if (sum >= half && !sum.IsZero()) return i;
  }
  return 0;
}

// Gives every candidate the same weight of grades, or refuses.
Status MakeEqual(const RankedCount& count, std::vector<Merit>& merits) {
  const Fraction total = count.profile.TotalWeight();
  if (count.options.missing != Missing::kRefuse) {
    for (Merit& merit : merits) {
      const Fraction missing = total - SumOf(merit);
      const std::size_t grade = count.options.missing == Missing::kMedian ? MedianOf(merit) : 0;
      merit[grade] += missing;
    }
    return {};
  }
  for (std::size_t c = 1; c < merits.size(); ++c) {
    if (SumOf(merits[c]) == SumOf(merits[0])) continue;
    return Refuse(Reason::kInvalidArgument,
                  count.profile.candidates[c] + " has " + SumOf(merits[c]).ToString() +
                      " grades and " + count.profile.candidates[0] + " has " +
                      SumOf(merits[0]).ToString() +
                      "; --missing worst or --missing median says what a blank counts");
  }
  return {};
}

}  // namespace

Result<RankedAnswer> CountMajorityJudgment(const RankedCount& count) {
  const Profile& profile = count.profile;
  if (profile.scale.empty())
    return Refuse(Reason::kInvalidArgument, "no ballot gives a grade, so there is no median");
  std::vector<Merit> merits = MeritsOf(profile);
  QUORATE_RETURN_IF_ERROR(MakeEqual(count, merits));
  std::vector<std::vector<Run>> runs;
  std::vector<std::size_t> order;
  Json medians;
  for (std::size_t c = 0; c < merits.size(); ++c) {
    order.push_back(c);
    runs.push_back(RunsOf(merits[c], SumOf(merits[c])));
    medians[profile.candidates[c]] = profile.scale[MedianOf(merits[c])].ToString();
  }
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return std::is_gt(Compare(runs[a], runs[b]));
  });
  RankedAnswer answer;
  for (const std::size_t c : order) {
    if (answer.ranking.empty() ||
        std::is_neq(Compare(runs[answer.ranking.back().front()], runs[c])))
      answer.ranking.emplace_back();
    answer.ranking.back().push_back(c);
  }
  answer.winners = answer.ranking.front();
  const std::string best = profile.scale[MedianOf(merits[answer.winners.front()])].ToString();
  const bool one = answer.winners.size() == 1;
  answer.summary.push_back(NamesOf(profile, answer.winners) +
                           (one ? " wins with the median grade " : " tie with the median grade ") +
                           best + ".");
  const bool decided = answer.ranking.size() > 1 && MedianOf(merits[answer.ranking[1].front()]) ==
                                                        MedianOf(merits[answer.winners.front()]);
  if (decided) {
    answer.summary.push_back(NamesOf(profile, answer.ranking[1]) +
                             " has the same median; removing medians one by one decides.");
  }
  answer.explanation["medians"] = std::move(medians);
  return answer;
}

}  // namespace quorate::engine
