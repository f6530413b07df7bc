#include "engine/study/attrition.h"

#include <algorithm>
#include <map>
#include <set>

#include "engine/base/check.h"
#include "engine/study/disclosure.h"
#include "engine/study/publishable.h"
#include "engine/study/study_ratings.h"

namespace quorate::engine {

namespace {

// Sums of people's mean scores: scores added up by how many a person gave, so that no sum of
// thousands of fractions is ever made.
class Means {
 public:
  void Add(std::int64_t scores, std::int64_t sum) {
    if (scores == 0) return;
    ++people_;
    sums_[scores] += sum;
  }
  [[nodiscard]] std::int64_t people() const { return people_; }
  // Requires somebody who scored.
  [[nodiscard]] std::string Mean() const {
    Fraction total;
    for (const auto& [scores, sum] : sums_)
      total += Fraction(sum, scores);
    return (total / Fraction(people_)).ToString();
  }

 private:
  std::int64_t people_ = 0;
  std::map<std::int64_t, std::int64_t> sums_;
};

struct Figures {
  std::string group;  // Empty for the whole panel.
  std::int64_t before = 0;
  std::int64_t left = 0;
  std::int64_t joined = 0;
  Means stayed_means;
  Means left_means;
};

struct Person {
  const Membership* membership = nullptr;
  bool before = false;
  bool now = false;
  std::int64_t scores = 0;
  std::int64_t sum = 0;
};

bool AnsweredIn(const Round& round, const std::string& id) {
  const auto row = round.box.voters.Find(id);
  return row && Answered(round.box, *row, round.items.size());
}

Person Look(const Study& study,
            const Round& first,
            const Round& now,
            const Participant& participant) {
  Person person{&*participant.membership,
                AnsweredIn(first, participant.id),
                AnsweredIn(now, participant.id),
                0,
                0};
  if (!person.before) return person;
  const Scale& scale = study.Plan(first.number).rule.scale;
  const std::size_t questions = first.items.size();
  const std::size_t row = *first.box.voters.Find(participant.id) * questions;
  for (std::size_t i = 0; i < questions; ++i) {
    const AnswerCode code = first.box.answers[row + i];
    if (code < kFirstScore) continue;
    ++person.scores;
    person.sum += ScoreOf(scale, code);
  }
  return person;
}

void Count(const Person& person, Figures& figures) {
  if (person.before) {
    ++figures.before;
    (person.now ? figures.stayed_means : figures.left_means).Add(person.scores, person.sum);
    if (!person.now) ++figures.left;
  } else if (person.now) {
    ++figures.joined;
  }
}

// The groups whose means are held back, and whether the panel's are too.
std::set<std::string> MeansHeldBack(const std::vector<Figures>& all, int k) {
  std::set<std::string> held;
  for (const auto people : {&Figures::stayed_means, &Figures::left_means}) {
    std::vector<GroupSize> sizes;
    for (const Figures& figures : all) {
      if (!figures.group.empty()) sizes.push_back({figures.group, (figures.*people).people()});
    }
    for (std::string& group : GroupsHeldBack(std::move(sizes), k))
      held.insert(std::move(group));
  }
  return held;
}

struct HiddenFigures {
  std::vector<std::string> groups;  // In order of their names.
  std::set<std::string> means;      // Of these groups,
  bool panel_means = false;         // and of the panel.
};

HiddenFigures HiddenBySize(const std::vector<Figures>& all, int k) {
  std::vector<GroupSize> sizes;
  for (std::size_t i = 1; i < all.size(); ++i)
    sizes.push_back({all[i].group, all[i].before + all[i].joined});
  return {GroupsHeldBack(std::move(sizes), k), MeansHeldBack(all, k), false};
}

// From rules version 3 on: by every combination of the tables.
HiddenFigures HiddenExactly(const Study& study, const Round& first, const Round& now, int k) {
  const auto counted = [&](const Participant& person) {
    return AnsweredIn(first, person.id) || AnsweredIn(now, person.id);
  };
  HiddenFigures hidden{NamesOfHidden(*study.protocol, TablesOf(study, k, counted)), {}, false};
  for (const bool stayed : {true, false}) {
    const Shown shown = TablesOf(study, k, [&](const Participant& participant) {
      if (!counted(participant)) return false;
      const Person person = Look(study, first, now, participant);
      return person.before && person.now == stayed && person.scores > 0;
    });
    for (std::string& group : NamesOfHidden(*study.protocol, shown))
      hidden.means.insert(std::move(group));
    hidden.panel_means = hidden.panel_means || !shown.panel;
  }
  return hidden;
}

Json ToJson(const Figures& figures, bool means, int k) {
  Json json;
  json["before"] = std::to_string(figures.before);
  json["stayed"] = std::to_string(figures.before - figures.left);
  json["left"] = std::to_string(figures.left);
  json["joined"] = std::to_string(figures.joined);
  const bool enough = figures.stayed_means.people() >= k && figures.left_means.people() >= k;
  if (!means || !enough) return json;
  json["stayed_mean"] = figures.stayed_means.Mean();
  json["left_mean"] = figures.left_means.Mean();
  return json;
}

}  // namespace

const Round& FirstSurvey(const Study& study) {
  const auto first =
      std::find_if(study.rounds.begin(), study.rounds.end(), [&](const Round& round) {
        return study.Plan(round.number).mode == RoundMode::kSurvey;
      });
  QUORATE_CHECK(first != study.rounds.end());
  return *first;
}

Json AttritionOf(const Study& study, const Round& round, int k) {
  const Round& first = FirstSurvey(study);
  std::vector<Figures> all(1 + study.protocol->groups.size());
  for (std::size_t i = 1; i < all.size(); ++i)
    all[i].group = study.protocol->groups[i - 1].id;
  for (const Participant& participant : study.participants) {
    if (!AnsweredIn(first, participant.id) && !AnsweredIn(round, participant.id)) continue;
    const Person person = Look(study, first, round, participant);
    for (Figures& figures : all) {
      if (figures.group.empty() || CountsIn(*study.protocol, *person.membership, figures.group))
        Count(person, figures);
    }
  }

  const bool exact = study.rules_version >= kExactDisclosure;
  const HiddenFigures hidden = exact ? HiddenExactly(study, first, round, k) : HiddenBySize(all, k);
  const auto& [out, no_means, no_panel_means] = hidden;

  Json json;
  json["since"] = BasisOf(first);
  json["panel"] = ToJson(all.front(), !no_panel_means, k);
  Json groups = Json::Object();
  for (std::size_t i = 1; i < all.size(); ++i) {
    const std::string& group = all[i].group;
    if (std::binary_search(out.begin(), out.end(), group)) continue;
    groups[group] = ToJson(all[i], !no_means.contains(group), k);
  }
  json["groups"] = std::move(groups);
  if (!out.empty()) json["suppressed"] = Json::Array(out.begin(), out.end());
  return json;
}

}  // namespace quorate::engine
