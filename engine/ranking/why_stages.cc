// Comparing candidates by the stages of a count: who was elected or excluded when, with what votes.

#include <algorithm>
#include <optional>

#include "engine/ranking/stv_universes.h"
#include "engine/ranking/why_rules.h"

namespace quorate::engine {

namespace {

constexpr std::string_view kExclusionOf = "exclusion of";

struct Fate {
  StvFate fate = StvFate::kContinuing;
  std::size_t stage = 0;  // Where it was met; the last one for who is left.
};

// Votes in a sentence: a long fraction is cut after four decimals, which "about" says.
std::string Shown(const Fraction& votes) {
  constexpr int kShortDenominator = 1'000;
  constexpr int kPlaces = 10'000;
  if (votes.denominator() <= kShortDenominator) return votes.ToString();
  const boost::multiprecision::cpp_int cut = votes.numerator() * kPlaces / votes.denominator();
  const std::string digits = std::to_string(static_cast<int>(cut % kPlaces) + kPlaces);
  return "about " + boost::multiprecision::cpp_int(cut / kPlaces).str() + "." + digits.substr(1);
}

// The fate of a candidate in the stages that the answer shows.
Fate FateOf(const std::vector<StvStage>& stages, std::size_t candidate) {
  for (std::size_t s = 0; s < stages.size(); ++s) {
    const auto& elected = stages[s].elected;
    if (std::find(elected.begin(), elected.end(), candidate) != elected.end())
      return {StvFate::kElected, s};
    if (stages[s].act == kExclusionOf && stages[s].candidate == candidate)
      return {StvFate::kExcluded, s};
  }
  return {StvFate::kContinuing, stages.size() - 1};
}

// Who had the next fewest votes when the candidate was excluded.
std::optional<std::size_t> NextFewest(const std::vector<StvStage>& stages,
                                      std::size_t stage,
                                      std::size_t candidate) {
  std::optional<std::size_t> next;
  const auto& votes = stages[stage - 1].votes;
  for (std::size_t c = 0; c < votes.size(); ++c) {
    const Fate fate = FateOf(stages, c);
    if (c == candidate || (fate.fate != StvFate::kContinuing && fate.stage < stage)) continue;
    if (!next || votes[c] < votes[*next]) next = c;
  }
  return next;
}

void ShowFate(const Question& question, std::size_t candidate, CandidateComparison& comparison) {
  const auto& names = question.profile.candidates;
  const auto& stages = question.answer.stages;
  const Fate fate = FateOf(stages, candidate);
  const std::string number = std::to_string(fate.stage + 1);
  Json& shown = comparison.figures["stages"][names[candidate]];
  if (fate.fate == StvFate::kExcluded) {
    const Fraction& held = stages[fate.stage - 1].votes[candidate];
    const std::string votes = Shown(held);
    shown["excluded_at"] = number;
    shown["votes"] = held.ToString();
    std::string sentence =
        names[candidate] + " is excluded at stage " + number + " with " + votes + " votes";
    if (const auto next = NextFewest(stages, fate.stage, candidate)) {
      sentence += ", while " + names[*next] + " has " + Shown(stages[fate.stage - 1].votes[*next]);
    }
    comparison.sentences.push_back(sentence + ".");
    return;
  }
  const Fraction& held = stages[fate.stage].votes[candidate];
  const std::string votes = Shown(held);
  shown["votes"] = held.ToString();
  if (fate.fate == StvFate::kElected) {
    shown["elected_at"] = number;
    comparison.sentences.push_back(names[candidate] + " is elected at stage " + number + " with " +
                                   votes + " votes; the quota is " +
                                   Shown(stages[fate.stage].quota) + ".");
  } else {
    comparison.sentences.push_back(names[candidate] + " is left at the end with " + votes +
                                   " votes and no seat.");
  }
}

}  // namespace

Comparer CompareStages(const Question& question) {
  QUORATE_ASSIGN_OR_RETURN(Pairwise pairwise,
                           Pairwise::Of(question.profile, question.options.unranked));
  return [question, pairwise = std::move(pairwise)](std::size_t one, std::size_t other) {
    CandidateComparison comparison{one, other, {}, {}};
    ShowFate(question, one, comparison);
    ShowFate(question, other, comparison);
    ShowDuel(question, pairwise, comparison);
    return comparison;
  };
}

}  // namespace quorate::engine
