// Margins of rules that add up points: a rival draws level soonest by the ballots that favor the
// winner over the rival most.

#include <algorithm>
#include <string_view>

#include "engine/ranking/margin_bounds.h"

namespace quorate::engine {

namespace {

using boost::multiprecision::cpp_int;

// The points of one candidate on one ballot.
Fraction PluralityPoints(std::span<const Place> places, std::size_t candidate) {
  Place best = kUnranked;
  for (const Place place : places) {
    if (place != kUnranked && (best == kUnranked || place < best)) best = place;
  }
  if (best == kUnranked || places[candidate] != best) return 0;
  return {1, std::count(places.begin(), places.end(), best)};
}

Fraction BordaPoints(std::span<const Place> places, std::size_t candidate, BordaUnranked unranked) {
  const Place place = places[candidate];
  if (place == kUnranked && unranked == BordaUnranked::kZero) return 0;
  std::int64_t doubled = -1;  // The candidate is level with itself.
  for (const Place other : places) {
    const bool below = place != kUnranked && (other == kUnranked || other > place);
    doubled += below ? 2 : other == place ? 1 : 0;
  }
  return {doubled, 2};
}

Fraction GradePoints(const Profile& profile, std::size_t ballot, std::size_t candidate) {
  const Grade grade = profile.GradesOf(ballot)[candidate];
  return grade == kMissing ? Fraction(0) : profile.scale[grade - 1U];
}

class Points {
 public:
  explicit Points(const CloseCount& count) : count_(count), rule_(count.rule.name) {}

  [[nodiscard]] Fraction Of(std::size_t ballot, std::size_t candidate) const {
    const Profile& profile = count_.profile;
    if (rule_ == "plurality") return PluralityPoints(profile.PlacesOf(ballot), candidate);
    if (rule_ == "borda") {
      return BordaPoints(profile.PlacesOf(ballot), candidate, count_.options.borda_unranked);
    }
    return GradePoints(profile, ballot, candidate);
  }
  // The most by which a ballot can put one candidate above another.
  [[nodiscard]] Fraction Widest() const {
    const Profile& profile = count_.profile;
    if (rule_ == "plurality") return 1;
    if (rule_ == "borda") return static_cast<std::int64_t>(profile.candidates.size()) - 1;
    if (profile.scale.empty()) return 0;
    Fraction low = profile.scale.front();
    Fraction high = profile.scale.back();
    const bool blanks = rule_ == "approval" || count_.options.missing == Missing::kZero;
    if (blanks) low = std::min(low, Fraction(0));
    if (blanks) high = std::max(high, Fraction(0));
    return high - low;
  }

 private:
  const CloseCount& count_;
  std::string_view rule_;
};

cpp_int RoundedUp(const Fraction& value) {
  const cpp_int below = value.denominator();
  return (value.numerator() + below - 1) / below;
}

}  // namespace

bool AddsUpPoints(const RankedRule& rule) {
  const std::string_view name = rule.name;
  return name == "plurality" || name == "borda" || name == "score" || name == "approval";
}

cpp_int UnitsToDrawLevel(const CloseCount& count, std::size_t rival) {
  struct Gain {
    Fraction each;
    cpp_int units;
  };
  const std::size_t winner = count.answer.winners.front();
  const Points points(count);
  const Fraction widest = points.Widest();
  std::vector<Gain> gains;
  for (std::size_t ballot = 0; ballot < count.profile.size(); ++ballot) {
    Fraction each = widest + points.Of(ballot, winner) - points.Of(ballot, rival);
    if (each > Fraction(0)) gains.push_back({std::move(each), count.weights.units[ballot]});
  }
  std::sort(
      gains.begin(), gains.end(), [](const Gain& x, const Gain& y) { return x.each > y.each; });
  Fraction gap = (count.answer.scores[winner] - count.answer.scores[rival]) *
                 Fraction::Of(count.weights.denominator, 1);
  cpp_int units = 0;
  for (const Gain& gain : gains) {
    const cpp_int needed = std::min(gain.units, RoundedUp(gap / gain.each));
    units += needed;
    gap -= gain.each * Fraction::Of(needed, 1);
    if (gap <= Fraction(0)) break;
  }
  return units;
}

}  // namespace quorate::engine
