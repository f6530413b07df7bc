#include "engine/study/study_explanation.h"

#include <algorithm>
#include <charconv>
#include <limits>

#include "engine/base/check.h"
#include "engine/ratings/publishable_explanation.h"

namespace quorate::engine {

namespace {

const Round* SurveyOf(const Study& study, const Ballots& ballots) {
  const Round* round = study.FindRound(ballots.basis);
  const bool survey = round != nullptr && study.Plan(round->number).mode == RoundMode::kSurvey;
  return survey ? round : nullptr;
}

bool AnsweredIn(const Round& round, const std::string& person) {
  const auto row = round.box.voters.Find(person);
  return row && Answered(round.box, *row, round.items.size());
}

std::vector<bool> Completers(const Study& study, const Round& last) {
  std::vector<bool> completed;
  for (const std::string& person : last.box.voters.names()) {
    completed.push_back(
        std::all_of(study.rounds.begin(), study.rounds.end(), [&](const Round& round) {
          return round.number > last.number ||
                 study.Plan(round.number).mode != RoundMode::kSurvey || AnsweredIn(round, person);
        }));
  }
  return completed;
}

// The earlier round's ballots about the items whose wording has not changed since.
Ballots SameItems(const Study& study, const Round& before, const Ballots& now) {
  Ballots ballots = BallotsOf(study, before);
  std::vector<ItemVersion> same;
  for (const ItemVersion& item : ballots.items) {
    const bool kept = std::find(now.items.begin(), now.items.end(), item) != now.items.end();
    // An item in other words is another item, so it goes by a name that no label has.
    const std::string reworded = item.item + " v" + std::to_string(item.version);
    same.push_back(kept ? item : ItemVersion{reworded, item.version});
  }
  ballots.items = std::move(same);
  return ballots;
}

void Erase(Json& json, std::initializer_list<const char*> names) {
  for (const char* name : names)
    json.object()->erase(name);
}

// Whether the log may hold the flip: it is proved, or proved to be impossible.
bool IsProved(const Json& flip) {
  const Json* least = flip.Find("at_least");
  const Json* most = flip.Find("at_most");
  if (least == nullptr) return most == nullptr;
  return most != nullptr && *least == *most;
}

// An unproved flip is not mentioned at all.
void KeepProved(Json& item) {
  if (item.Find("flip") == nullptr) return;
  Json& flip = item["flip"];
  if (!IsProved(flip)) {
    Erase(item, {"flip"});
    return;
  }
  Erase(flip, {"becomes", "why_not", "example"});
  Json::Object& groups = *flip["groups"].object();
  std::erase_if(groups, [](const auto& group) { return !IsProved(group.second); });
  for (auto& [group, own] : groups)
    Erase(own, {"becomes", "why_not"});
}

std::vector<std::string> SuppressedIn(const Json& tally) {
  std::vector<std::string> groups;
  if (const Json* suppressed = tally.Find("suppressed")) {
    for (const Json& group : *suppressed->array())
      groups.push_back(*group.string());
  }
  return groups;
}

std::int64_t CountIn(const Json& moves, const char* name) {
  std::int64_t count = 0;
  const std::string& digits = *moves.Find(name)->string();
  std::from_chars(digits.data(), digits.data() + digits.size(), count);
  return count;
}

// Whether these moves, beside the tables of both rounds, tell what few people answered.
bool TellsOfFew(const Json& moves, int k) {
  const auto few = [&](std::int64_t people) { return people > 0 && people < k; };
  return CountIn(moves, "changed") < k &&
         (few(CountIn(moves, "came")) || few(CountIn(moves, "stopped")));
}

void KeepBackMovement(Json& item, int k) {
  const Json* movement = item.Find("movement");
  if (movement == nullptr) return;
  bool tells = TellsOfFew(*movement->Find("panel"), k);
  for (const auto& [group, moves] : *movement->Find("groups")->object())
    tells = tells || TellsOfFew(moves, k);
  if (tells) Erase(item, {"movement"});
}

Json ItemForLog(const Explanation& explanation,
                std::size_t item,
                const Json& tally,
                int k,
                int rules_version) {
  const bool exact = rules_version >= kExactDisclosure;
  // A panel that is held back is treated as one that is too small.
  const bool hidden = exact && tally.Find("panel") == nullptr;
  const int least = hidden ? std::numeric_limits<int>::max() : k;
  Json json = PublishableExplanation(ItemToJson(explanation, item), least, SuppressedIn(tally));
  Erase(json, {"item", "consensus", "grade", "other_rules"});
  KeepProved(json);
  if (exact) KeepBackMovement(json, k);
  return json;
}

}  // namespace

ExplanationInput InputFor(const Study& study, const Ballots& ballots) {
  ExplanationInput input{RatingsOf(study, ballots),
                         ballots.rule,
                         study.protocol->voice,
                         ballots.round,
                         {},
                         std::nullopt,
                         {}};
  const Round* round = SurveyOf(study, ballots);
  const Round* before = round == nullptr ? nullptr : SurveyBefore(study, round->number);
  if (before == nullptr) return input;
  input.completed = Completers(study, *round);
  input.before = RatingsOf(study, SameItems(study, *before, ballots));
  const std::vector<std::string>& people = round->box.voters.names();
  for (std::uint32_t i = 0; i < people.size(); ++i) {
    if (const auto row = before->box.voters.Find(people[i])) input.people.push_back({*row, i});
  }
  return input;
}

Explanation ExplainFrom(const ExplanationInput& input) {
  const ExplanationContext context{
      input.completed, input.before ? &*input.before : nullptr, input.people};
  auto explanation = ExplainRound(input.ratings, input.rule, input.voice, input.round, context);
  QUORATE_CHECK(explanation.has_value());  // Permits let nothing in that could be refused.
  return *std::move(explanation);
}

LoggedExplanation LogForm(const Explanation& explanation,
                          const std::vector<Json>& tallies,
                          int k,
                          int rules_version) {
  LoggedExplanation logged{RoundToJson(explanation), {}};
  Erase(logged.round, {"rules_looked_at", "rules_not_asked", "no_peaks"});
  for (Json& not_asked : *logged.round["not_asked"].array())
    Erase(not_asked, {"why"});
  for (std::size_t i = 0; i < tallies.size(); ++i)
    logged.items.push_back(ItemForLog(explanation, i, tallies[i], k, rules_version));
  return logged;
}

Json WithVerdict(const TalliedItem& item) {
  QUORATE_CHECK(item.explanation.has_value());
  Json json = *item.explanation;
  json["item"] = item.item.item;
  json["consensus"] = Name(item.consensus);
  return json;
}

}  // namespace quorate::engine
