#include "engine/report/choice_explanation.h"

#include <algorithm>

#include "engine/base/check.h"
#include "engine/base/fraction.h"
#include "engine/committee/explained_committee.h"
#include "engine/ranking/explained.h"
#include "engine/report/number_text.h"
#include "engine/report/words.h"
#include "engine/study/choice_outcome.h"

namespace quorate::engine {

namespace {

std::vector<std::string> NamesIn(const Json& outcome, std::string_view member) {
  std::vector<std::string> names;
  const Json* list = outcome.Find(member);
  if (list == nullptr) return names;
  for (const Json& name : *list->array())
    names.push_back(*name.string());
  return names;
}

std::string Enumerate(const std::vector<std::string>& names) {
  std::string text;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (i > 0) text += i + 1 < names.size() ? ", " : " and ";
    text += names[i];
  }
  return text;
}

bool Says(const Json& outcome, std::string_view member) {
  const Json* found = outcome.Find(member);
  return found != nullptr && found->boolean() != nullptr && *found->boolean();
}

std::uint64_t CountAt(const Json& outcome, std::string_view member) {
  return std::stoull(*outcome.Find(member)->string());
}

std::string Ballots(const Json& outcome) {
  const std::uint64_t blank = CountAt(outcome, "blank");
  std::string text = Count(CountAt(outcome, "voters"), "ballot", "ballots");
  if (blank > 0) text += "; " + Count(blank, "person", "people") + " abstained";
  return text;
}

std::string WinnersSentence(const Choice& choice, const Json& outcome) {
  const std::vector<std::string> winners = NamesIn(outcome, "winners");
  const std::string by = " (rule " + choice.plan.rule + ", " + Ballots(outcome) + ").";
  if (Says(outcome, "inquorate"))
    return "Too few people voted for a choice to be made: " + Ballots(outcome) + ".";
  if (Says(outcome, "refused"))
    return "The rule " + choice.plan.rule + " could not be counted on these ballots.";
  if (winners.empty()) return "The rule names no winner" + by;
  if (Says(outcome, "tied") && choice.plan.ranked() == nullptr)
    return Enumerate(winners) + " is one of several equally good sets" + by;
  if (Says(outcome, "tied")) {
    return Enumerate(winners) + " are tied for " +
           Count(static_cast<std::uint64_t>(choice.plan.seats), "place", "places") + by;
  }
  return Enumerate(winners) + (winners.size() == 1 ? " is" : " are") + " chosen" + by;
}

std::optional<std::string> TieSentence(const Choice& choice, const Json& outcome) {
  const Json* by = outcome.Find("decided_by");
  if (by == nullptr) return std::nullopt;
  if (*by->string() == "order")
    return "There was a tie; the order on the floor, stated beforehand, broke it.";
  return "There was a tie; the lot drawn from the log's root over its first " +
         std::to_string(choice.lot->size) + " entries broke it.";
}

Fraction Above(const Json& pairwise, const std::string& a, const std::string& b) {
  return *Fraction::Parse(*pairwise.Find(a)->Find(b)->string());
}

// As a decimal where weights make it a fraction.
std::string WeightText(const Fraction& weight) {
  return weight.denominator() == 1 ? weight.ToString() : DecimalText(weight, 2);
}

// "9 to 5".
std::string Score(const Json& pairwise, const std::string& a, const std::string& b) {
  return WeightText(Above(pairwise, a, b)) + " to " + WeightText(Above(pairwise, b, a));
}

void AddDuels(const Choice& choice, const Json& outcome, std::vector<std::string>& words) {
  const Json* pairwise = outcome.Find("pairwise");
  if (pairwise == nullptr) return;
  for (const std::string& winner : NamesIn(outcome, "winners")) {
    for (const ItemVersion& other : choice.items) {
      if (other.item == winner) continue;
      const auto order =
          Above(*pairwise, winner, other.item) <=> Above(*pairwise, other.item, winner);
      const char* verb = order > 0   ? " is preferred to "
                         : order < 0 ? " stands behind "
                                     : " is level with ";
      words.push_back(winner + verb + other.item + ", " + Score(*pairwise, winner, other.item) +
                      ".");
    }
  }
}

// The duels that turned between two iterations.
void AddTurns(const Choice& choice,
              const Json& before,
              const Json& after,
              std::vector<std::string>& words) {
  const Json* then = before.Find("pairwise");
  const Json* now = after.Find("pairwise");
  if (then == nullptr || now == nullptr) return;
  for (std::size_t i = 0; i < choice.items.size(); ++i) {
    for (std::size_t j = i + 1; j < choice.items.size(); ++j) {
      const std::string& a = choice.items[i].item;
      const std::string& b = choice.items[j].item;
      const auto was = Above(*then, a, b) <=> Above(*then, b, a);
      const auto is = Above(*now, a, b) <=> Above(*now, b, a);
      if (was == is) continue;
      words.push_back("The pair " + a + " and " + b + " turned: " + Score(*then, a, b) +
                      " before, " + Score(*now, a, b) + " now.");
    }
  }
}

void AddChange(const Choice& choice,
               const Json& before,
               const Json& after,
               std::vector<std::string>& words) {
  std::vector<std::string> then = NamesIn(before, "winners");
  std::vector<std::string> now = NamesIn(after, "winners");
  const auto told = [](const std::vector<std::string>& names) {
    return names.empty() ? std::string("nothing") : Enumerate(names);
  };
  words.push_back(then == now
                      ? "The time before it came out the same."
                      : "The time before it was " + told(then) + "; now it is " + told(now) + ".");
  AddTurns(choice, before, after, words);
}

// What the rule's reasons are, whichever kind of rule it is.
struct Reasons {
  Json comparisons;
  std::vector<std::string> sentences;
  std::optional<MarginAnswer> margin;
};

template <typename Comparisons>
std::vector<std::string> SentencesOf(const Comparisons& comparisons) {
  std::vector<std::string> sentences;
  for (const auto& comparison : comparisons)
    sentences.insert(sentences.end(), comparison.sentences.begin(), comparison.sentences.end());
  return sentences;
}

Result<Reasons> ReasonsOf(const Study& study, const Choice& choice, std::size_t iteration) {
  QUORATE_ASSIGN_OR_RETURN(const ChoiceBallots ballots, BallotsOf(study, choice, iteration));
  const Profile& profile = ballots.profile;
  const bool margin =
      profile.candidates.size() <= kMarginItemsMax && profile.size() <= kMarginBallotsMax;
  if (const RankedRule* rule = choice.plan.ranked()) {
    QUORATE_ASSIGN_OR_RETURN(
        const ExplainedAnswer explained,
        CountAndExplain(profile, *rule, RankedOptionsOf(choice), {{}, margin}));
    return Reasons{ToJson(explained.comparisons, profile),
                   SentencesOf(explained.comparisons),
                   explained.margin};
  }
  QUORATE_ASSIGN_OR_RETURN(const ApprovalProfile approvals, ApprovalsOf(profile));
  QUORATE_ASSIGN_OR_RETURN(const CommitteeRequest request, CommitteeRequestOf(choice, profile));
  QUORATE_ASSIGN_OR_RETURN(const ExplainedCommittee explained,
                           ChooseAndExplain(approvals, request, {{}, margin}));
  return Reasons{ToJson(explained.comparisons, approvals),
                 SentencesOf(explained.comparisons),
                 explained.margin};
}

void AddReasons(Reasons reasons, Tier tier, ChoiceExplanation& explained) {
  if (!reasons.sentences.empty()) (*explained.figures)["comparisons"] = reasons.comparisons;
  explained.words.insert(explained.words.end(), reasons.sentences.begin(), reasons.sentences.end());
  if (!reasons.margin) return;
  if (tier == Tier::kPublic && reasons.margin->margin) reasons.margin->margin->witness.clear();
  (*explained.figures)["margin"] = ToJson(*reasons.margin);
  explained.words.push_back(InWords(*reasons.margin));
}

}  // namespace

std::vector<std::string> ChoiceWords(const Choice& choice, std::size_t iteration) {
  const auto& outcome = choice.iterations[iteration - 1].outcome;
  QUORATE_CHECK(outcome.has_value());
  std::vector<std::string> words{WinnersSentence(choice, *outcome)};
  if (auto tie = TieSentence(choice, *outcome)) words.push_back(*std::move(tie));
  if (Says(*outcome, "figures_withheld"))
    words.push_back("The figures are not shown, since they would tell of too few people.");
  AddDuels(choice, *outcome, words);
  if (iteration >= 2 && choice.iterations[iteration - 2].outcome)
    AddChange(choice, *choice.iterations[iteration - 2].outcome, *outcome, words);
  return words;
}

ChoiceExplanation ExplainChoice(const Study& study,
                                const Choice& choice,
                                std::size_t iteration,
                                Tier tier) {
  ChoiceExplanation explained{ChoiceWords(choice, iteration), std::nullopt};
  const Json& outcome = *choice.iterations[iteration - 1].outcome;
  const bool held = tier == Tier::kPublic && Says(outcome, "figures_withheld");
  const bool again = CanBeRecounted(study, choice.iterations[iteration - 1].box);
  if (held || !again || Says(outcome, "inquorate")) return explained;
  const Result<Json> answer = ChoiceAnswer(study, choice, iteration);
  if (!answer) return explained;
  explained.figures = *answer->Find("explanation");
  if (const Json* summary = explained.figures->Find("summary")) {
    for (const Json& sentence : *summary->array())
      explained.words.push_back(*sentence.string());
  }
  if (auto reasons = ReasonsOf(study, choice, iteration))
    AddReasons(*std::move(reasons), tier, explained);
  return explained;
}

}  // namespace quorate::engine
