// STAR: score, then automatic runoff. Ties go down the official ladder; where even that leaves the
// finalists open, every choice of them is run off and all who could win are tied.

#include <algorithm>
#include <set>

#include "engine/ranking/rules.h"

namespace quorate::engine {

namespace {

using Candidates = std::vector<std::size_t>;

class StarCount {
 public:
  StarCount(const Profile& profile, Pairwise duels)
      : profile_(profile), duels_(std::move(duels)), scores_(GradeSums(profile)) {
    CountStars();
  }

  RankedAnswer Answer();

 private:
  void CountStars();
  // Puts the best `left` of `tied` into `in`; what no step separates goes into `open`.
  struct Advance {
    Candidates in;
    Candidates open;
    std::size_t left = 0;
  };
  template <typename Figure>
  static Advance Take(const Candidates& tied, std::size_t left, const Figure& figure);
  Advance Finalists();
  Candidates RunOff(std::size_t a, std::size_t b);
  void Say(std::string sentence) { sentences_.push_back(std::move(sentence)); }

  const Profile& profile_;
  Pairwise duels_;
  std::vector<Fraction> scores_;
  std::vector<Fraction> stars_;  // Weight of the ballots that give the top grade.
  std::vector<std::string> sentences_;
};

void StarCount::CountStars() {
  const Fraction top =
      std::max(Fraction(5), profile_.scale.empty() ? Fraction(5) : profile_.scale.back());
  stars_.resize(profile_.candidates.size());
  for (std::size_t ballot = 0; ballot < profile_.size(); ++ballot) {
    const auto grades = profile_.GradesOf(ballot);
    for (std::size_t c = 0; c < grades.size(); ++c) {
      if (grades[c] != kMissing && profile_.scale[grades[c] - 1U] == top)
        stars_[c] += profile_.weights[ballot];
    }
  }
}

template <typename Figure>
StarCount::Advance StarCount::Take(const Candidates& tied, std::size_t left, const Figure& figure) {
  std::vector<std::pair<Fraction, std::size_t>> sorted;
  for (const std::size_t c : tied)
    sorted.emplace_back(-figure(c), c);
  std::sort(sorted.begin(), sorted.end());
  Advance advance;
  const Fraction cut = sorted[left - 1].first;
  for (const auto& [negated, c] : sorted) {
    if (negated < cut) advance.in.push_back(c);
    if (negated == cut) advance.open.push_back(c);
  }
  advance.left = left - advance.in.size();
  if (advance.open.size() == advance.left) {
    advance.in.insert(advance.in.end(), advance.open.begin(), advance.open.end());
    advance.open.clear();
    advance.left = 0;
  }
  return advance;
}

StarCount::Advance StarCount::Finalists() {
  Candidates all(scores_.size());
  for (std::size_t c = 0; c < all.size(); ++c)
    all[c] = c;
  Advance result = Take(all, 2, [&](std::size_t c) { return scores_[c]; });
  const auto ladder = [&](const char* step, const auto& figure) {
    if (result.left == 0) return;
    Advance next = Take(result.open, result.left, figure);
    result.in.insert(result.in.end(), next.in.begin(), next.in.end());
    Say("The scoring tie between " + NamesOf(profile_, result.open) + " went to " + step + ".");
    result.open = std::move(next.open);
    result.left = next.left;
  };
  const Candidates tied = result.open;
  ladder("head-to-head preferences", [&](std::size_t c) {
    Fraction preferred;
    for (const std::size_t other : tied)
      preferred += c == other ? Fraction() : duels_.At(c, other);
    return preferred;
  });
  ladder("top grades", [&](std::size_t c) { return stars_[c]; });
  return result;
}

Candidates StarCount::RunOff(std::size_t a, std::size_t b) {
  const std::string names = NamesOf(profile_, {std::min(a, b), std::max(a, b)});
  const auto step =
      [&](const Fraction& for_a, const Fraction& for_b, const char* by) -> Candidates {
    if (for_a == for_b) return {};
    const std::size_t winner = for_a > for_b ? a : b;
    Say("Runoff of " + names + ": " + profile_.candidates[winner] + " wins by " + by + ", " +
        std::max(for_a, for_b).ToString() + " to " + std::min(for_a, for_b).ToString() + ".");
    return {winner};
  };
  Candidates winner = step(duels_.At(a, b), duels_.At(b, a), "preferences");
  if (winner.empty()) winner = step(scores_[a], scores_[b], "score, the preferences being equal");
  if (winner.empty()) winner = step(stars_[a], stars_[b], "top grades, all else being equal");
  if (!winner.empty()) return winner;
  Say("Runoff of " + names + ": equal preferences, scores and top grades.");
  return {a, b};
}

RankedAnswer StarCount::Answer() {
  std::set<std::size_t> winners;
  RankedAnswer answer;
  if (scores_.size() == 1) {
    winners.insert(0);
    Say("There is only one candidate.");
  } else {
    const Advance finalists = Finalists();
    const auto run_off = [&](std::size_t a, std::size_t b) {
      const Candidates won = RunOff(a, b);
      winners.insert(won.begin(), won.end());
    };
    if (finalists.left == 0) run_off(finalists.in[0], finalists.in[1]);
    for (std::size_t i = 0; finalists.left > 0 && i < finalists.open.size(); ++i) {
      if (finalists.left == 1) run_off(finalists.in[0], finalists.open[i]);
      for (std::size_t j = i + 1; finalists.left == 2 && j < finalists.open.size(); ++j)
        run_off(finalists.open[i], finalists.open[j]);
    }
    Candidates all = finalists.in;
    all.insert(all.end(), finalists.open.begin(), finalists.open.end());
    std::sort(all.begin(), all.end());
    answer.explanation["finalists"] = NamesInJson(profile_, all);
  }
  answer.winners.assign(winners.begin(), winners.end());
  answer.scores = scores_;
  answer.explanation["top_grades"] = FiguresInJson(profile_, stars_);
  answer.summary.push_back(NamesOf(profile_, answer.winners) +
                           (answer.winners.size() == 1 ? " wins." : " tie."));
  answer.summary.insert(answer.summary.end(), sentences_.begin(), sentences_.end());
  return answer;
}

}  // namespace

Result<RankedAnswer> CountStar(const RankedCount& count) {
  if (count.options.missing == Missing::kRefuse)
    QUORATE_RETURN_IF_ERROR(RefuseMissing(count.profile, "--missing zero counts it as 0"));
  Profile profile = count.profile;
  if (count.options.missing == Missing::kZero) FillMissing(profile, Fraction(0));
  QUORATE_ASSIGN_OR_RETURN(Pairwise duels, Pairwise::OfGrades(profile));
  return StarCount(profile, std::move(duels)).Answer();
}

}  // namespace quorate::engine
