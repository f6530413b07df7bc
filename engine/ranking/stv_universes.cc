#include "engine/ranking/stv_universes.h"

#include <algorithm>

#include "engine/ranking/rules.h"

namespace quorate::engine {

namespace {

Json StageInJson(const Profile& profile, const StvStage& stage) {
  Json json;
  json["act"] = stage.act;
  if (stage.candidate) json["candidate"] = profile.candidates[*stage.candidate];
  if (stage.tied_with.size() > 1) json["tied"] = NamesInJson(profile, stage.tied_with);
  json["votes"] = FiguresInJson(profile, stage.votes);
  json["exhausted"] = stage.exhausted.ToString();
  json["quota"] = stage.quota.ToString();
  json["elected"] = NamesInJson(profile, stage.elected);
  return json;
}

// What each candidate gained or gave since the stage before; those without a change are left out.
Json TransfersInJson(const Profile& profile, const StvStage& before, const StvStage& stage) {
  Json json;
  for (std::size_t c = 0; c < stage.votes.size(); ++c) {
    const Fraction change = stage.votes[c] - before.votes[c];
    if (!change.IsZero()) json[profile.candidates[c]] = change.ToString();
  }
  return json;
}

std::string StageInWords(const Profile& profile, const StvStage& stage, std::size_t number) {
  std::string text = "Stage " + std::to_string(number) + ", " + stage.act;
  if (stage.candidate) text += " " + profile.candidates[*stage.candidate];
  if (stage.tied_with.size() > 1) text += " (tied: " + NamesOf(profile, stage.tied_with) + ")";
  text += ": ";
  if (stage.elected.empty()) return text + "nobody is elected.";
  return text + NamesOf(profile, stage.elected) + (stage.elected.size() == 1 ? " is" : " are") +
         " elected.";
}

// In some universe, or among those whom nothing tells apart.
std::set<std::size_t> AllWhoMayWin(const StvOutcome& outcome) {
  std::set<std::size_t> all;
  for (const StvUniverse& universe : outcome.universes) {
    all.insert(universe.winners.begin(), universe.winners.end());
    all.insert(universe.open.begin(), universe.open.end());
  }
  return all;
}

}  // namespace

OrderedBallots::OrderedBallots(const Profile& profile) {
  for (std::size_t b = 0; b < profile.size(); ++b) {
    const auto places = profile.PlacesOf(b);
    for (std::uint32_t c = 0; c < places.size(); ++c) {
      if (places[c] != kUnranked) choices_.push_back({c, places[c]});
    }
    std::stable_sort(choices_.begin() + static_cast<std::ptrdiff_t>(begins_.back()),
                     choices_.end(),
                     [](const Choice& x, const Choice& y) { return x.place < y.place; });
    begins_.push_back(choices_.size());
  }
}

Status CheckSeats(const RankedCount& count) {
  const std::size_t candidates = count.profile.candidates.size();
  if (count.options.seats <= candidates) return {};
  return Refuse(Reason::kInvalidArgument,
                "seats",
                std::to_string(count.options.seats) + " seats, but only " +
                    std::to_string(candidates) + " candidates");
}

std::vector<std::size_t> ChosenByOrder(const std::vector<std::size_t>& tied,
                                       const std::vector<std::size_t>& place_of,
                                       StvFate wanted) {
  if (place_of.empty()) return tied;
  std::size_t place = place_of[tied.front()];
  for (const std::size_t candidate : tied) {
    place = wanted == StvFate::kExcluded ? std::max(place, place_of[candidate])
                                         : std::min(place, place_of[candidate]);
  }
  std::vector<std::size_t> chosen;
  for (const std::size_t candidate : tied) {
    if (place_of[candidate] == place) chosen.push_back(candidate);
  }
  return chosen;
}

std::size_t StvCountsMax(const OrderedBallots& ballots) {
  constexpr std::size_t kWork = 400'000'000;
  const std::size_t size = 100 + ballots.size() + ballots.choice_count();
  return std::clamp<std::size_t>(kWork / (size * 100), 32, 5000);
}

void SettleVoteless(const RankedCount& count,
                    std::size_t continuing,
                    std::vector<std::size_t>& tied,
                    StvUniverse& universe) {
  if (tied.size() < 2) return;
  const std::size_t seats_left = count.options.seats - universe.winners.size();
  const bool some_stay = continuing - tied.size() < seats_left;
  if (some_stay && universe.open.empty()) universe.open = tied;
  tied = {tied.back()};
}

RankedAnswer AnswerOf(const RankedCount& count, const StvOutcome& outcome) {
  const Profile& profile = count.profile;
  const StvUniverse& first = outcome.universes.front();
  RankedAnswer answer;
  answer.winners = first.winners;
  Json stages = Json::Array();
  bool met_tie = false;
  for (std::size_t i = 0; i < first.stages.size(); ++i) {
    const StvStage& stage = first.stages[i];
    answer.summary.push_back(StageInWords(profile, stage, i + 1));
    Json json = StageInJson(profile, stage);
    if (i > 0) json["transfers"] = TransfersInJson(profile, first.stages[i - 1], stage);
    stages.Append(std::move(json));
    met_tie |= stage.tied_with.size() > 1;
  }
  answer.explanation["stages"] = std::move(stages);
  if (const auto all = AllWhoMayWin(outcome); all.size() > answer.winners.size()) {
    Json sets = Json::Array();
    for (const StvUniverse& universe : outcome.universes)
      sets.Append(NamesInJson(profile, universe.winners));
    answer.winners.assign(all.begin(), all.end());
    answer.tied = true;
    answer.explanation["outcomes"] = std::move(sets);
    answer.summary.push_back("A tie that the rule leaves open decides: there are " +
                             std::to_string(outcome.universes.size()) +
                             " possible sets of winners. The stages show one of them.");
    if (!first.open.empty()) {
      answer.explanation["open"] = NamesInJson(profile, first.open);
      answer.summary.push_back("Which of " + NamesOf(profile, first.open) +
                               " win is open in each: nobody votes for them.");
    }
  }
  if (met_tie && !count.place_of.empty()) {
    const char* decided =
        count.options.tie.rule == TieRule::kLot ? "the lot" : "the declared order";
    answer.explanation["decided_by"] = decided;
    answer.summary.push_back("Ties that the rule leaves open: " + std::string(decided) +
                             " decided.");
  }
  if (outcome.cut) {
    answer.explanation["outcomes_cut"] = true;
    answer.summary.emplace_back("There are too many ties to follow them all.");
  }
  return answer;
}

}  // namespace quorate::engine
