#include "engine/statistics/attrition.h"

#include <cmath>
#include <cstdint>
#include <vector>

#include "engine/statistics/rating_matrix.h"

namespace quorate::engine {

namespace {

bool IsAnswer(AnswerCode code) {
  return code >= kFirstScore || code == kUnable || code == kNotUnderstood;
}

bool Answered(const RoundRatings& round, std::uint32_t member) {
  for (std::size_t item = 0; item < round.items.size(); ++item) {
    if (IsAnswer(round.At(item, member))) return true;
  }
  return false;
}

std::optional<Fraction> MeanScore(const RoundRatings& round, std::uint32_t member) {
  std::int64_t sum = 0;
  std::int64_t count = 0;
  for (std::size_t item = 0; item < round.items.size(); ++item) {
    const AnswerCode code = round.At(item, member);
    if (code < kFirstScore) continue;
    sum += ScoreOf(round.scale, code);
    ++count;
  }
  if (count == 0) return std::nullopt;
  return Fraction(sum, count);
}

// People and the means of those who have one.
struct Side {
  std::size_t people = 0;
  std::vector<Fraction> means;
};

Figure<double> StandardizedDifference(const Spread& completers, const Spread& leavers) {
  if (completers.n == 0) return Because("no completer scored");
  if (leavers.n == 0) return Because("no leaver scored");
  if (completers.n + leavers.n < 3) return Because("there are fewer than three people");
  const auto squares = [](const Spread& side) {
    return side.sd ? *side.sd * *side.sd * static_cast<double>(side.n - 1) : 0.0;
  };
  const auto degrees = static_cast<double>(completers.n + leavers.n - 2);
  const double pooled = std::sqrt((squares(completers) + squares(leavers)) / degrees);
  if (pooled <= 0) return Because("neither side varies");
  return (*completers.mean - *leavers.mean).ToDouble() / pooled;
}

}  // namespace

Attrition AttritionOf(const RoundPair& pair, std::optional<std::uint32_t> group) {
  std::vector<char> completed(pair.before.member_count(), 0);
  for (const Link& person : pair.people)
    completed[person.before] = Answered(pair.after, person.after) ? 1 : 0;
  Side completers;
  Side leavers;
  for (const std::uint32_t member : MembersOf(pair.before, group)) {
    if (!Answered(pair.before, member)) continue;
    Side& side = completed[member] != 0 ? completers : leavers;
    ++side.people;
    if (const auto mean = MeanScore(pair.before, member)) side.means.push_back(*mean);
  }
  const Spread stayed = SpreadOf(completers.means);
  const Spread left = SpreadOf(leavers.means);
  const std::size_t all = completers.people + leavers.people;
  Figure<Fraction> retained = Because("nobody answered in the earlier round");
  if (all > 0) {
    retained =
        Fraction(static_cast<std::int64_t>(completers.people), static_cast<std::int64_t>(all));
  }
  return {{completers.people, stayed},
          {leavers.people, left},
          retained,
          RankSumOf(completers.means, leavers.means),
          StandardizedDifference(stayed, left)};
}

}  // namespace quorate::engine
