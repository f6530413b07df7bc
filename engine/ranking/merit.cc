#include "engine/ranking/merit.h"

#include <algorithm>
#include <map>

namespace quorate::engine {

namespace {

// How far from the middle a pair of grades reaches.
struct Run {
  Fraction until;
  Grade below = kMissing;
  Grade above = kMissing;
};

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

Fraction SumOf(const Merit& merit) {
  Fraction sum;
  for (const Fraction& weight : merit)
    sum += weight;
  return sum;
}

// As they were given, blanks left out.
std::vector<Merit> GivenMerits(const Profile& profile) {
  std::vector<Merit> merits(profile.candidates.size(), Merit(profile.scale.size()));
  for (std::size_t ballot = 0; ballot < profile.size(); ++ballot) {
    const auto grades = profile.GradesOf(ballot);
    for (std::size_t c = 0; c < grades.size(); ++c) {
      if (grades[c] != kMissing) merits[c][grades[c] - 1U] += profile.weights[ballot];
    }
  }
  return merits;
}

}  // namespace

std::size_t MedianOf(const Merit& merit) {
  const Fraction half = SumOf(merit) / 2;
  Fraction sum;
  for (std::size_t i = 0; i < merit.size(); ++i) {
    sum += merit[i];
    if (sum >= half && !sum.IsZero()) return i;
  }
  return 0;
}

Result<std::vector<Merit>> MeritsOf(const Profile& profile, Missing missing) {
  std::vector<Merit> merits = GivenMerits(profile);
  if (missing != Missing::kRefuse) {
    const Fraction total = profile.TotalWeight();
    for (Merit& merit : merits) {
      const Fraction blank = total - SumOf(merit);
      const std::size_t grade = missing == Missing::kMedian ? MedianOf(merit) : 0;
      merit[grade] += blank;
    }
    return merits;
  }
  for (std::size_t c = 1; c < merits.size(); ++c) {
    if (SumOf(merits[c]) == SumOf(merits[0])) continue;
    return Refuse(Reason::kInvalidArgument,
                  profile.candidates[c] + " has " + SumOf(merits[c]).ToString() + " grades and " +
                      profile.candidates[0] + " has " + SumOf(merits[0]).ToString() +
                      "; --missing worst or --missing median says what a blank counts");
  }
  return merits;
}

MeritGap CompareMerits(const Merit& one, const Merit& other) {
  const std::vector<Run> a = RunsOf(one, SumOf(one));
  const std::vector<Run> b = RunsOf(other, SumOf(other));
  MeritGap gap;
  std::size_t i = 0;
  std::size_t j = 0;
  while (i < a.size() && j < b.size()) {
    gap.below_the_middle = a[i].below != b[j].below;
    gap.of_one = gap.below_the_middle ? a[i].below : a[i].above;
    gap.of_other = gap.below_the_middle ? b[j].below : b[j].above;
    gap.order = gap.of_one <=> gap.of_other;
    if (std::is_neq(gap.order)) return gap;
    gap.depth = std::min(a[i].until, b[j].until);
    const auto order = a[i].until <=> b[j].until;
    if (std::is_lteq(order)) ++i;
    if (std::is_gteq(order)) ++j;
  }
  return gap;
}

}  // namespace quorate::engine
