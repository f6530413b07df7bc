#include "engine/study/findings.h"

#include <algorithm>
#include <functional>

#include "engine/base/check.h"
#include "engine/ratings/results.h"
#include "engine/study/attrition.h"
#include "engine/study/choice_outcome.h"
#include "engine/study/disclosure.h"
#include "engine/study/publishable.h"
#include "engine/study/rule_verdicts.h"
#include "engine/study/stability.h"
#include "engine/study/study_explanation.h"
#include "engine/study/study_ratings.h"

namespace quorate::engine {

namespace {

// Adds one person to the whole panel's head count and to those of the groups whose hats count.
void Count(const Protocol& protocol,
           const Participant& person,
           bool responded,
           std::vector<Response>& responses) {
  for (Response& response : responses) {
    const bool whole = response.group.empty();
    const bool in_group =
        !whole && person.membership && CountsIn(protocol, *person.membership, response.group);
    if (!whole && !in_group) continue;
    ++response.invited;
    if (responded) ++response.responded;
  }
}

// Whoever responded counts as invited, even after leaving.
std::vector<Response> Responses(const Study& study,
                                const Index& responded,
                                const std::function<bool(const Participant&)>& invited) {
  std::vector<Response> responses(1 + study.protocol->groups.size());
  for (std::size_t i = 1; i < responses.size(); ++i) {
    responses[i].group = study.protocol->groups[i - 1].id;
  }
  for (const Participant& person : study.participants) {
    const bool did = responded.Find(person.id).has_value();
    if (did || invited(person)) Count(*study.protocol, person, did, responses);
  }
  if (study.rules_version < kExactDisclosure)
    return PublishableResponses(std::move(responses), study.protocol->k);
  const Shown shown = TablesOf(study, study.protocol->k, [&](const Participant& person) {
    return responded.Find(person.id).has_value() || invited(person);
  });
  const std::vector<std::string> hidden = NamesOfHidden(*study.protocol, shown);
  std::erase_if(responses, [&](const Response& response) {
    return std::binary_search(hidden.begin(), hidden.end(), response.group);
  });
  return responses;
}

// One tally an item. Without the ballots' contents, only which findings must follow.
void Tally(const Study& study, const Ballots& ballots, std::vector<Event>& findings) {
  if (!Knows(study, ballots.box)) {
    for (const ItemVersion& item : ballots.items) {
      findings.emplace_back(ItemTallied{ballots.basis, item, Verdict::kNone, {}, {}, {}});
    }
    return;
  }
  const RoundRatings ratings = RatingsOf(study, ballots);
  const auto result = TallyRatings(ratings, ballots.rule, study.protocol->voice, ballots.round);
  // Permits let nothing in that the tally could refuse.
  QUORATE_CHECK(result.has_value());
  const Json answer = ToJson(*result);
  const Json::Array& tables = *answer.Find("items")->array();
  Disclosure disclosure(ratings, *study.protocol);
  for (std::size_t i = 0; i < ballots.items.size(); ++i) {
    Json whole = LogForm(tables[i]);
    Json shown = study.rules_version < kExactDisclosure
                     ? Publishable(whole, study.protocol->k)
                     : Publishable(whole, *study.protocol, disclosure.Of(i));
    findings.emplace_back(ItemTallied{ballots.basis,
                                      ballots.items[i],
                                      result->items[i].consensus.consensus,
                                      std::move(shown),
                                      {},
                                      FullTally{std::move(whole)}});
  }
}

// What follows from each fact; from most of them nothing.
class Conclusion {
 public:
  Conclusion(const Study& study, std::vector<Event>& findings)
      : study_(study), findings_(findings) {}

  template <typename Fact>
  void operator()(const Fact&) const {}

  void operator()(const RoundClosed& fact) const {
    const Round& round = *study_.FindRound(fact.round);
    findings_.emplace_back(ResponseFound{BasisOf(round), ResponsesTo(study_, round)});
    if (study_.Plan(round.number).mode != RoundMode::kSurvey) return;
    const std::size_t first = findings_.size();
    Count(BallotsOf(study_, round));
    if (IsNewer() && SurveyBefore(study_, round.number) != nullptr) Compare(round, first);
  }
  void operator()(const VoteClosed& fact) const {
    const Vote& vote = *study_.FindVote(fact.vote);
    const std::string basis = BasisOf(vote, vote.iterations.size());
    findings_.emplace_back(ResponseFound{basis, ResponsesTo(study_, vote)});
    Count(BallotsOf(study_, vote, vote.iterations.size()));
  }
  void operator()(const ChoiceClosed& fact) const {
    const Choice& choice = *study_.FindChoice(fact.choice);
    const std::size_t iteration = choice.iterations.size();
    const std::string basis = BasisOf(choice, iteration);
    findings_.emplace_back(ResponseFound{basis, ResponsesTo(study_, choice)});
    Json outcome;
    if (Knows(study_, choice.iterations.back().box)) {
      outcome =
          PublishableOutcome(study_, choice, iteration, ChoiceOutcome(study_, choice, iteration));
    }
    findings_.emplace_back(ChoiceTallied{basis, std::move(outcome)});
  }
  void operator()(const RulesCompared& fact) const {
    const Round& round = *study_.FindRound(fact.basis);
    for (const ConsensusRule& rule : fact.rules) {
      Json verdicts;
      if (Knows(study_, round.box)) verdicts = VerdictsUnder(study_, round, rule);
      findings_.emplace_back(RuleCompared{fact.basis, rule.name, std::move(verdicts)});
    }
  }

 private:
  [[nodiscard]] bool IsNewer() const { return study_.rules_version >= 2; }

  // With the survey round before. The round's tallies are the findings from `first` on.
  void Compare(const Round& round, std::size_t first) const {
    const std::string basis = BasisOf(round);
    const auto settled =
        std::count_if(findings_.begin() + static_cast<std::ptrdiff_t>(first),
                      findings_.end(),
                      [](const Event& finding) {
                        const auto* tallied = std::get_if<ItemTallied>(&finding);
                        return tallied != nullptr && (tallied->consensus == Verdict::kIn ||
                                                      tallied->consensus == Verdict::kOut);
                      });
    const int k = study_.protocol->k;
    AttritionFound attrition{basis, {}};
    if (Knows(study_, round.box) && Knows(study_, FirstSurvey(study_).box))
      attrition.attrition = AttritionOf(study_, round, k);
    StabilityFound stability{basis, {}};
    if (Knows(study_, round.box) && Knows(study_, SurveyBefore(study_, round.number)->box))
      stability.stability = StabilityOf(study_, round, k, settled);
    findings_.emplace_back(std::move(attrition));
    findings_.emplace_back(std::move(stability));
  }
  void Count(const Ballots& ballots) const {
    const std::size_t first = findings_.size();
    Tally(study_, ballots, findings_);
    if (IsNewer()) Explain(ballots, first);
  }

  // The tallies are the findings from `first` on.
  void Explain(const Ballots& ballots, std::size_t first) const {
    LoggedExplanation logged;
    logged.items.resize(ballots.items.size());
    if (KnowsSince(ballots)) {
      std::vector<Json> tallies;
      for (std::size_t i = first; i < findings_.size(); ++i)
        tallies.push_back(std::get<ItemTallied>(findings_[i]).tally);
      logged = LogForm(ExplainFrom(InputFor(study_, ballots)),
                       tallies,
                       study_.protocol->k,
                       study_.rules_version);
    }
    findings_.emplace_back(RoundExplained{ballots.basis, std::move(logged.round)});
    for (std::size_t i = 0; i < ballots.items.size(); ++i) {
      findings_.emplace_back(
          ItemExplained{ballots.basis, ballots.items[i], std::move(logged.items[i])});
    }
  }

  // Whether the ballots and those of every survey round before, with which they are compared, can
  // be counted.
  [[nodiscard]] bool KnowsSince(const Ballots& ballots) const {
    return Knows(study_, ballots.box) &&
           std::ranges::all_of(study_.rounds, [&](const Round& round) {
             return round.number >= ballots.round || Knows(study_, round.box);
           });
  }

  const Study& study_;
  std::vector<Event>& findings_;
};

}  // namespace

std::vector<Response> ResponsesTo(const Study& study, const Round& round) {
  const bool workshop = study.Plan(round.number).mode == RoundMode::kWorkshop;
  const Index& responded = workshop ? round.attendance : round.box.voters;
  return Responses(
      study, responded, [&](const Participant& person) { return MayEnter(study, round, person); });
}

std::vector<Response> ResponsesTo(const Study& study, const Vote& vote) {
  const Round& round = *study.FindRound(vote.round);
  return Responses(study, vote.iterations.back().box.voters, [&](const Participant& person) {
    return round.attendance.Find(person.id).has_value();
  });
}

std::vector<Response> ResponsesTo(const Study& study, const Choice& choice) {
  const Round& round = *study.FindRound(choice.round);
  return Responses(study, choice.iterations.back().box.voters, [&](const Participant& person) {
    return round.attendance.Find(person.id).has_value();
  });
}

bool IsComputed(const Event& finding) {
  return std::visit(
      [](const auto& of_kind) {
        using Kind = std::decay_t<decltype(of_kind)>;
        if constexpr (std::is_same_v<Kind, ItemTallied>) return of_kind.content.has_value();
        if constexpr (std::is_same_v<Kind, AttritionFound>) return of_kind.attrition != Json();
        if constexpr (std::is_same_v<Kind, StabilityFound>) return of_kind.stability != Json();
        if constexpr (requires { of_kind.explanation; }) return of_kind.explanation != Json();
        if constexpr (std::is_same_v<Kind, RuleCompared>) return of_kind.verdicts != Json();
        if constexpr (std::is_same_v<Kind, ChoiceTallied>) return of_kind.outcome != Json();
        return true;
      },
      finding);
}

std::vector<Event> Findings(const Study& study, const Event& fact) {
  std::vector<Event> findings;
  std::visit(Conclusion(study, findings), fact);
  return findings;
}

}  // namespace quorate::engine
