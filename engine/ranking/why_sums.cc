// Comparing candidates by sums of points, by grades, and by their records in duels.

#include <algorithm>
#include <optional>

#include "engine/ranking/merit.h"
#include "engine/ranking/rules.h"
#include "engine/ranking/why_rules.h"

namespace quorate::engine {

namespace {

const char* UnitOf(std::string_view rule) {
  if (rule == "plurality") return "first choices";
  if (rule == "approval") return "approvals";
  return "points";
}

// Both sums under `name`, and which is larger.
void ShowSums(const Question& question, const char* unit, CandidateComparison& comparison) {
  const auto& names = question.profile.candidates;
  const Fraction& one = question.answer.scores[comparison.one];
  const Fraction& other = question.answer.scores[comparison.other];
  comparison.figures["scores"][names[comparison.one]] = one.ToString();
  comparison.figures["scores"][names[comparison.other]] = other.ToString();
  if (one == other) {
    comparison.sentences.push_back(names[comparison.one] + " and " + names[comparison.other] +
                                   " have " + one.ToString() + " " + unit + " each.");
    return;
  }
  comparison.sentences.push_back(
      names[comparison.one] + " has " + one.ToString() + " " + unit + ", " +
      names[comparison.other] + " " + other.ToString() + ", which is " +
      (one > other ? (one - other).ToString() + " fewer." : (other - one).ToString() + " more."));
}

bool IsFinalist(const Question& question, std::size_t candidate) {
  const Json* finalists = question.answer.explanation.Find("finalists");
  if (finalists == nullptr) return true;
  return std::find(finalists->array()->begin(),
                   finalists->array()->end(),
                   Json(question.profile.candidates[candidate])) != finalists->array()->end();
}

// Duels won and lost.
struct Record {
  std::int64_t wins = 0;
  std::int64_t losses = 0;
  std::optional<std::size_t> worst_by;  // Whose victory over the candidate is the largest.
};

Record RecordOf(const Pairwise& pairwise, std::size_t candidate, Strength strength) {
  Record record;
  Fraction worst;
  for (std::size_t b = 0; b < pairwise.size(); ++b) {
    if (b == candidate) continue;
    record.wins += pairwise.Beats(candidate, b) ? 1 : 0;
    record.losses += pairwise.Beats(b, candidate) ? 1 : 0;
    if (strength != Strength::kOpposition && !pairwise.Beats(b, candidate)) continue;
    Fraction defeat = pairwise.At(b, candidate);
    if (strength == Strength::kMargin) defeat -= pairwise.At(candidate, b);
    if (defeat <= worst) continue;
    worst = std::move(defeat);
    record.worst_by = b;
  }
  return record;
}

void ShowRecord(const Question& question,
                const Pairwise& pairwise,
                std::size_t candidate,
                CandidateComparison& comparison) {
  const auto& names = question.profile.candidates;
  const Record record = RecordOf(pairwise, candidate, question.options.strength);
  Json& shown = comparison.figures["duels"][names[candidate]];
  shown["wins"] = std::to_string(record.wins);
  shown["losses"] = std::to_string(record.losses);
  std::string sentence = names[candidate] + " wins " + std::to_string(record.wins) +
                         " duels and loses " + std::to_string(record.losses);
  if (std::string_view(question.rule) == "minimax") {
    const std::string worst = question.answer.scores[candidate].ToString();
    shown["worst_defeat"] = worst;
    if (record.worst_by) shown["by"] = names[*record.worst_by];
    sentence = "The worst defeat of " + names[candidate] + " is " + worst +
               (record.worst_by ? ", by " + names[*record.worst_by] : "");
  }
  comparison.sentences.push_back(sentence + ".");
}

}  // namespace

std::string ToText(const Fraction& support, const Fraction& against) {
  return support.ToString() + " to " + against.ToString();
}

void ShowDuel(const Question& question, const Pairwise& pairwise, CandidateComparison& comparison) {
  const std::string& one = question.profile.candidates[comparison.one];
  const std::string& other = question.profile.candidates[comparison.other];
  const std::string above = pairwise.At(comparison.one, comparison.other).ToString();
  const std::string below = pairwise.At(comparison.other, comparison.one).ToString();
  comparison.figures["duel"]["for"] = above;
  comparison.figures["duel"]["against"] = below;
  comparison.sentences.push_back("By weight " + above + " put " + one + " above " + other + ", " +
                                 below + " put " + other + " above " + one + ".");
}

Comparer CompareSums(const Question& question) {
  const bool ranks = !question.profile.places.empty() || question.profile.scale.empty();
  QUORATE_ASSIGN_OR_RETURN(Pairwise pairwise,
                           ranks ? Pairwise::Of(question.profile, question.options.unranked)
                                 : Pairwise::OfGrades(question.profile));
  return [question, pairwise = std::move(pairwise)](std::size_t one, std::size_t other) {
    CandidateComparison comparison{one, other, {}, {}};
    ShowSums(question, UnitOf(question.rule), comparison);
    ShowDuel(question, pairwise, comparison);
    return comparison;
  };
}

Comparer CompareStar(const Question& question) {
  Profile filled = question.profile;
  if (question.options.missing == Missing::kZero) FillMissing(filled, Fraction(0));
  QUORATE_ASSIGN_OR_RETURN(Pairwise pairwise, Pairwise::OfGrades(filled));
  return [question, pairwise = std::move(pairwise)](std::size_t one, std::size_t other) {
    const auto& names = question.profile.candidates;
    CandidateComparison comparison{one, other, {}, {}};
    ShowSums(question, "points", comparison);
    for (const std::size_t candidate : {one, other}) {
      const bool finalist = IsFinalist(question, candidate);
      comparison.figures["finalist"][names[candidate]] = finalist;
      if (!finalist) {
        comparison.sentences.push_back("The points did not bring " + names[candidate] +
                                       " into the runoff.");
      }
    }
    ShowDuel(question, pairwise, comparison);
    return comparison;
  };
}

Comparer CompareMerit(const Question& question) {
  QUORATE_ASSIGN_OR_RETURN(std::vector<Merit> merits,
                           MeritsOf(question.profile, question.options.missing));
  return [question, merits = std::move(merits)](std::size_t one, std::size_t other) {
    const Profile& profile = question.profile;
    const auto& names = profile.candidates;
    const auto median_of = [&](std::size_t c) {
      return profile.scale[MedianOf(merits[c])].ToString();
    };
    CandidateComparison comparison{one, other, {}, {}};
    for (const std::size_t candidate : {one, other})
      comparison.figures["medians"][names[candidate]] = median_of(candidate);
    const MeritGap gap = CompareMerits(merits[one], merits[other]);
    if (median_of(one) != median_of(other)) {
      comparison.sentences.push_back(names[one] + " has the median grade " + median_of(one) + ", " +
                                     names[other] + " " + median_of(other) + ".");
    } else if (std::is_eq(gap.order)) {
      comparison.sentences.push_back(names[one] + " and " + names[other] +
                                     " have the same grades throughout.");
    } else {
      // Medians come off in turn from just below and just above the middle, the lower one first.
      const Fraction removed = gap.depth * 2 + Fraction(gap.below_the_middle ? 0 : 1);
      const std::string of_one = profile.scale[gap.of_one - 1U].ToString();
      const std::string of_other = profile.scale[gap.of_other - 1U].ToString();
      Json& parted = comparison.figures["parted"];
      parted["removed"] = removed.ToString();
      parted["grades"][names[one]] = of_one;
      parted["grades"][names[other]] = of_other;
      comparison.sentences.push_back(
          names[one] + " and " + names[other] + " both have the median grade " + median_of(one) +
          ". After medians of weight " + removed.ToString() + " are removed from each, " +
          names[one] + " has " + of_one + " and " + names[other] + " " + of_other + ".");
    }
    return comparison;
  };
}

Comparer CompareDuels(const Question& question) {
  QUORATE_ASSIGN_OR_RETURN(Pairwise pairwise,
                           Pairwise::Of(question.profile, question.options.unranked));
  return [question, pairwise = std::move(pairwise)](std::size_t one, std::size_t other) {
    CandidateComparison comparison{one, other, {}, {}};
    ShowRecord(question, pairwise, one, comparison);
    ShowRecord(question, pairwise, other, comparison);
    ShowDuel(question, pairwise, comparison);
    return comparison;
  };
}

}  // namespace quorate::engine
