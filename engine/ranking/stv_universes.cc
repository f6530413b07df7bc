#include "engine/ranking/stv_universes.h"

#include <algorithm>

#include "engine/ranking/rules.h"

namespace quorate::engine {

namespace {

constexpr std::string_view kSurplusOf = "surplus of";

Json StageInJson(const Profile& profile, const StvStage& stage) {
  Json json;
  json["act"] = stage.act;
  if (stage.candidate) json["candidate"] = profile.candidates[*stage.candidate];
  if (stage.tied_with.size() > 1) json["tied"] = NamesInJson(profile, stage.tied_with);
  json["votes"] = FiguresInJson(profile, stage.votes);
  json["exhausted"] = stage.exhausted.ToString();
  json["quota"] = stage.quota.ToString();
  json["elected"] = NamesInJson(profile, stage.elected);
  if (!stage.kept.empty()) json["kept"] = FiguresInJson(profile, stage.kept);
  return json;
}

// What a candidate has above the quota, and the part of each paper's value that is handed on with
// it.
struct Surplus {
  Fraction votes;
  Fraction value;
};
Surplus SurplusOf(const StvStage& before, const StvStage& stage) {
  const Fraction& votes = before.votes[*stage.candidate];
  return {votes - stage.quota, (votes - stage.quota) / votes};
}

void ShowTransfers(const Profile& profile,
                   const StvStage& before,
                   const StvStage& stage,
                   Json& json) {
  json["transfers"] = TransfersInJson(profile, before, stage);
  if (stage.act != kSurplusOf) return;
  const Surplus surplus = SurplusOf(before, stage);
  json["surplus"] = surplus.votes.ToString();
  json["transfer_value"] = surplus.value.ToString();
}

std::string ElectedInWords(const Profile& profile, const StvStage& stage) {
  if (stage.elected.empty()) return "nobody is elected.";
  return NamesOf(profile, stage.elected) + (stage.elected.size() == 1 ? " is" : " are") +
         " elected.";
}

// `before` is null for the first stage.
std::string StageInWords(const Profile& profile,
                         const StvStage* before,
                         const StvStage& stage,
                         std::size_t number) {
  std::string text = "Stage " + std::to_string(number) + ", " + stage.act;
  if (stage.candidate) text += " " + profile.candidates[*stage.candidate];
  if (stage.tied_with.size() > 1) text += " (tied: " + NamesOf(profile, stage.tied_with) + ")";
  text += ": ";
  if (before == nullptr) {
    return text + "the quota is " + stage.quota.ToString() + "; " + ElectedInWords(profile, stage);
  }
  if (stage.act == kSurplusOf) {
    const Surplus surplus = SurplusOf(*before, stage);
    text += surplus.votes.ToString() + " above the quota, " + surplus.value.ToString() +
            " of each paper's value; ";
  }
  // Meek's figures have 18 decimals, which say nothing in a sentence.
  const std::string moved =
      stage.kept.empty() ? TransfersInWords(profile, *before, stage) : std::string();
  if (!moved.empty()) text += moved + "; ";
  return text + ElectedInWords(profile, stage);
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
    const StvStage* before = i == 0 ? nullptr : &first.stages[i - 1];
    answer.summary.push_back(StageInWords(profile, before, stage, i + 1));
    Json json = StageInJson(profile, stage);
    if (before != nullptr) ShowTransfers(profile, *before, stage, json);
    stages.Append(std::move(json));
    met_tie |= stage.tied_with.size() > 1;
  }
  answer.explanation["stages"] = std::move(stages);
  answer.stages = first.stages;
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
