#include "clients/cli/demo_study.h"

#include <algorithm>
#include <array>
#include <map>
#include <numeric>
#include <utility>

namespace quorate::cli {

namespace {

using engine::AnswerState;
using engine::BallotContent;
using engine::ItemAnswer;

constexpr std::size_t kReturning = 38;
constexpr int kDemoScaleMax = 9;

constexpr const char* kTitle = "Synthetic demo: what matters in bipolar care";

constexpr const char* kProtocol = R"({
  "title": "Synthetic demo: what matters in bipolar care",
  "purpose": "SYNTHETIC DATA. A program made up every person, score and vote of this study to show how Quorate works; nothing here is a finding about health. Its flow follows the PARTNERS2 bipolar core outcome set (Retzer A, Sayers R, Pinfold V, et al. PLOS ONE 2020;15(10):e0240518, CC BY 4.0): 50 people, then 38; 66 outcomes and 13 suggested ones; the strict 70/25 rule; a closing workshop of 14; the 11 published outcome names.",
  "item_label": "outcome",
  "groups": [
    {"id": "service-users", "name": "Service users"},
    {"id": "carers", "name": "Carers"},
    {"id": "professionals", "name": "Health and social care professionals"},
    {"id": "commissioners", "name": "Commissioners"}
  ],
  "rounds": [
    {"mode": "survey", "rule": "partners2-70-25", "suggestions_max": 1, "feedback": "none"},
    {"mode": "survey", "rule": "partners2-70-25", "entry": "respondents", "feedback": "own-group"},
    {"mode": "workshop", "rule": "partners2-70-25", "yes_no_rule": "meeting-majority", "entry": "respondents"}
  ],
  "voice": "per-person",
  "k": 5,
  "support": "This is a demo: there is nobody to turn to, and nobody who needs to.",
  "stopping_rule": "Two survey rounds and one workshop, whatever they bring."
})";

// SplitMix64 with a range of our own, since the standard distributions differ between libraries.
class Dice {
 public:
  explicit Dice(std::uint64_t seed) : state_(seed) {}
  // From 0 to bound - 1. Requires a bound of at least 1.
  std::size_t Below(std::size_t bound) { return static_cast<std::size_t>(Next() % bound); }
  int Between(int low, int high) {
    return low + static_cast<int>(Below(static_cast<std::size_t>(high - low) + 1));
  }
  bool OneIn(std::size_t many) { return Below(many) == 0; }
  template <typename T>
  void Shuffle(std::vector<T>& things) {
    for (std::size_t i = things.size(); i > 1; --i) {
      const std::size_t j = Below(i);
      T one = things[i - 1];
      things[i - 1] = things[j];
      things[j] = one;
    }
  }

 private:
  std::uint64_t Next() {
    std::uint64_t z = state_ += 0x9E3779B97F4A7C15U;
    z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9U;
    z = (z ^ (z >> 27U)) * 0x94D049BB133111EBU;
    return z ^ (z >> 31U);
  }
  std::uint64_t state_;
};

// Head counts of the four groups: in round 1, in round 2, in the workshop.
struct GroupSize {
  const char* id;
  std::size_t invited;
  std::size_t returning;
  std::size_t meeting;
};
constexpr auto kGroups = std::to_array<GroupSize>({{"service-users", 20, 15, 5},
                                                   {"carers", 12, 9, 3},
                                                   {"professionals", 12, 9, 4},
                                                   {"commissioners", 6, 5, 2}});

// The panel group by group; within a group those come first who stay longest.
std::vector<DemoPerson> MakePanel(DemoStudy& study) {
  std::vector<DemoPerson> people;
  for (const GroupSize& group : kGroups) {
    for (std::size_t i = 0; i < group.invited; ++i) {
      DemoPerson person;
      person.external_id = "synthetic-" + std::string(group.id) + "-" + std::to_string(i + 1);
      person.hats = {group.id};
      // Two service users are carers as well and vote under their first hat.
      if (&group == &kGroups[0] && i < 2) person.hats.emplace_back("carers");
      person.in_workshop = i < group.meeting;
      if (person.in_workshop) study.room.push_back(people.size());
      if (i < group.returning) person.round2.answers.push_back({});
      people.push_back(std::move(person));
    }
  }
  return people;
}

// Twice as many are unable as do not understand or skip.
constexpr std::array kUnscored = {AnswerState::kUnable,
                                  AnswerState::kUnable,
                                  AnswerState::kNotUnderstood,
                                  AnswerState::kSkipped};

// What one item gets from `voters` people: who cannot judge it, and how many rate it high, low,
// between.
std::vector<ItemAnswer> ScoresFor(const DemoOutcome& outcome,
                                  std::size_t voters,
                                  bool suggested,
                                  Dice& dice) {
  std::vector<ItemAnswer> answers(voters);
  std::size_t without = dice.Below(suggested ? 4 : 2);
  std::size_t high = 0;
  std::size_t low = 0;
  if (std::string_view(outcome.id) == "training" && voters == kReturning) {
    // 21 of 30 is exactly 70 %, and the rule asks for more.
    without = voters - 30;
    high = 21;
    low = 2;
  } else {
    const bool meets = outcome.fate != DemoFate::kNoConsensus;
    const std::size_t scored = voters - without;
    high = scored * (meets ? 76 + dice.Below(18) : 30 + dice.Below(34)) / 100 + (meets ? 1 : 0);
    low = (scored - high) * dice.Below(meets ? 50 : 60) / 100;
  }
  for (std::size_t i = 0; i < voters; ++i) {
    ItemAnswer& answer = answers[i];
    answer.item = outcome.id;
    if (i < without) {
      answer.state = kUnscored.at(dice.Below(kUnscored.size()));
    } else if (i < without + high) {
      answer.score = dice.Between(7, 9);
    } else if (i < without + high + low) {
      answer.score = dice.Between(1, 3);
    } else {
      answer.score = dice.Between(4, 6);
    }
  }
  dice.Shuffle(answers);
  return answers;
}

// The first time somebody answered: as later, or a step or two away, since panels settle.
ItemAnswer Earlier(ItemAnswer answer, Dice& dice) {
  if (answer.state != AnswerState::kScored || !dice.OneIn(3)) return answer;
  answer.score = std::clamp(answer.score + dice.Between(-2, 2), 1, kDemoScaleMax);
  return answer;
}

void SortByItem(BallotContent& ballot) {
  std::sort(ballot.answers.begin(),
            ballot.answers.end(),
            [](const ItemAnswer& a, const ItemAnswer& b) { return a.item < b.item; });
}

void Answer(std::vector<DemoPerson>& people, Dice& dice) {
  std::vector<DemoPerson*> returning;
  std::vector<DemoPerson*> leaving;
  for (DemoPerson& person : people) {
    (person.round2.answers.empty() ? leaving : returning).push_back(&person);
    person.round2.answers.clear();
  }
  const auto rate = [&](const DemoOutcome& outcome, bool suggested) {
    const auto later = ScoresFor(outcome, returning.size(), suggested, dice);
    for (std::size_t i = 0; i < returning.size(); ++i) {
      returning[i]->round2.answers.push_back(later[i]);
      if (!suggested) returning[i]->round1.answers.push_back(Earlier(later[i], dice));
    }
    if (suggested) return;
    const auto once = ScoresFor(outcome, leaving.size(), suggested, dice);
    for (std::size_t i = 0; i < leaving.size(); ++i)
      leaving[i]->round1.answers.push_back(once[i]);
  };
  for (const DemoOutcome& outcome : DemoOutcomes())
    rate(outcome, false);
  for (const DemoOutcome& outcome : DemoSuggestions())
    rate(outcome, true);
  for (DemoPerson& person : people) {
    SortByItem(person.round1);
    SortByItem(person.round2);
  }
}

void Suggest(std::vector<DemoPerson>& people, Dice& dice) {
  std::vector<std::size_t> order(people.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  dice.Shuffle(order);
  std::size_t next = 0;
  for (const DemoOutcome& suggestion : DemoSuggestions())
    people[order[next++]].suggests = suggestion.id;
}

// So many of those in the room say yes; who, the dice say.
DemoBallots Yes(std::size_t count, std::size_t room, Dice& dice) {
  DemoBallots ballots;
  for (std::size_t i = 0; i < room; ++i)
    ballots.yes.push_back(i < count);
  dice.Shuffle(ballots.yes);
  return ballots;
}

// The votes on whatever is left after merging. On some the room talks and votes again.
void Meet(DemoStudy& study, Dice& dice) {
  // Item, and how many say yes the first time; the second time decides.
  const std::map<std::string, std::size_t> retaken = {
      {"use-of-coercion", 7}, {"connectedness", 7}, {"work", 8}, {"carer-strain", 9}};
  const auto take = [&](const DemoOutcome& outcome) {
    const bool in = outcome.fate == DemoFate::kFinal;
    if (!in && outcome.fate != DemoFate::kVotedOut) return;
    DemoVote vote{"vote-" + std::to_string(study.votes.size() + 1), outcome.id, {}};
    const std::size_t room = study.room.size();
    if (const auto first = retaken.find(outcome.id); first != retaken.end()) {
      vote.iterations.push_back(Yes(first->second, room, dice));
    }
    // More than half is in; half and less is out.
    const std::size_t yes = in ? room / 2 + 2 + dice.Below(room / 2 - 1) : dice.Below(room / 2 + 1);
    vote.iterations.push_back(Yes(yes, room, dice));
    study.votes.push_back(std::move(vote));
  };
  for (const DemoOutcome& outcome : DemoMerged())
    take(outcome);
  for (const DemoOutcome& outcome : DemoOutcomes())
    take(outcome);
  for (const DemoOutcome& outcome : DemoSuggestions())
    take(outcome);
}

}  // namespace

DemoStudy MakeDemoStudy(std::uint64_t seed) {
  Dice dice(seed);
  DemoStudy study;
  study.title = kTitle;
  study.protocol_json = kProtocol;
  study.people = MakePanel(study);
  Answer(study.people, dice);
  Suggest(study.people, dice);
  Meet(study, dice);
  return study;
}

}  // namespace quorate::cli
