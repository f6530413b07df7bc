#include "engine/ranking/ranked_rule.h"

#include <algorithm>
#include <array>
#include <limits>

#include "engine/ranking/rules.h"
#include "engine/ranking/stv.h"
#include "engine/ranking/tie_order.h"

namespace quorate::engine {

namespace {

constexpr std::array kRules = {
    RankedRule{"plurality", BallotKind::kRanks, Seats::kOne, Winners::kChosen, &CountPlurality},
    RankedRule{"approval", BallotKind::kApprovals, Seats::kOne, Winners::kChosen, &CountApproval},
    RankedRule{"score", BallotKind::kGrades, Seats::kOne, Winners::kChosen, &CountScore},
    RankedRule{"star", BallotKind::kGrades, Seats::kOne, Winners::kChosen, &CountStar},
    RankedRule{"majority-judgment",
               BallotKind::kGrades,
               Seats::kOne,
               Winners::kChosen,
               &CountMajorityJudgment},
    RankedRule{"borda", BallotKind::kRanks, Seats::kOne, Winners::kChosen, &CountBorda},
    RankedRule{"copeland", BallotKind::kRanks, Seats::kOne, Winners::kChosen, &CountCopeland},
    RankedRule{"minimax", BallotKind::kRanks, Seats::kOne, Winners::kChosen, &CountMinimax},
    RankedRule{"schulze", BallotKind::kRanks, Seats::kOne, Winners::kChosen, &CountSchulze},
    RankedRule{"ranked-pairs",
               BallotKind::kRanks,
               Seats::kOne,
               Winners::kChosen,
               &CountRankedPairs},
    RankedRule{"kemeny", BallotKind::kRanks, Seats::kOne, Winners::kChosen, &CountKemeny},
    RankedRule{"condorcet", BallotKind::kRanks, Seats::kOne, Winners::kSet, &CountCondorcet},
    RankedRule{"smith", BallotKind::kRanks, Seats::kOne, Winners::kSet, &CountSmith},
    RankedRule{"schwartz", BallotKind::kRanks, Seats::kOne, Winners::kSet, &CountSchwartz},
    RankedRule{"irv", BallotKind::kRanks, Seats::kOne, Winners::kChosen, &CountIrv},
    RankedRule{"stv-scottish",
               BallotKind::kRanks,
               Seats::kMany,
               Winners::kChosen,
               &CountStvScottish},
    RankedRule{"stv-meek", BallotKind::kRanks, Seats::kMany, Winners::kChosen, &CountStvMeek},
    RankedRule{"stv-wig", BallotKind::kRanks, Seats::kMany, Winners::kChosen, &CountStvWig},
};

Status CheckOptions(std::string_view rule, Seats seats, const RankedOptions& options) {
  const auto refuse = [&](const std::string& what) {
    return Refuse(Reason::kInvalidArgument, std::string(rule) + " " + what);
  };
  if (options.seats == 0) return refuse("needs at least one seat");
  if (seats == Seats::kOne && options.seats != 1)
    return refuse("chooses one winner; --seats can only be 1");
  const Strength strength = options.strength;
  if (rule == "schulze" && strength == Strength::kOpposition)
    return refuse("takes --strength winning, margin or ratio");
  if (rule == "ranked-pairs" && strength != Strength::kWinning && strength != Strength::kMargin)
    return refuse("takes --strength winning or margin");
  if (rule == "minimax" && strength == Strength::kRatio)
    return refuse("takes --strength winning, margin or opposition");
  const Missing missing = options.missing;
  const bool fills = missing == Missing::kWorst || missing == Missing::kMedian;
  if ((rule == "score" || rule == "star") && fills) return refuse("takes --missing zero or refuse");
  if (rule == "majority-judgment" && missing == Missing::kZero)
    return refuse("takes --missing worst, median or refuse");
  return {};
}

const char* DecidedBy(TieRule rule) {
  return rule == TieRule::kLot ? "the lot" : "the declared order";
}

// Keeps the tied winner who comes first; several if the order leaves them side by side.
void BreakTie(const RankedCount& count, RankedAnswer& answer) {
  const auto place = [&](std::size_t candidate) { return count.place_of[candidate]; };
  std::size_t first = std::numeric_limits<std::size_t>::max();
  for (const std::size_t winner : answer.winners)
    first = std::min(first, place(winner));
  const std::vector<std::size_t> tied = answer.winners;
  std::erase_if(answer.winners, [&](std::size_t winner) { return place(winner) != first; });
  answer.explanation["tied_before"] = NamesInJson(count.profile, tied);
  answer.summary.push_back(NamesOf(count.profile, tied) + " were tied; " +
                           DecidedBy(count.options.tie.rule) + " decided for " +
                           NamesOf(count.profile, answer.winners) + ".");
}

}  // namespace

std::span<const RankedRule> RankedRules() {
  return kRules;
}

const RankedRule* FindRankedRule(std::string_view name) {
  for (const RankedRule& rule : RankedRules()) {
    if (name == rule.name) return &rule;
  }
  return nullptr;
}

Result<RankedAnswer> CountRanked(const Profile& profile,
                                 const RankedRule& rule,
                                 const RankedOptions& options) {
  QUORATE_RETURN_IF_ERROR(CheckOptions(rule.name, rule.seats, options));
  RankedCount count{profile, options, {}};
  QUORATE_ASSIGN_OR_RETURN(count.place_of, PlacesInTieOrder(profile.candidates, options.tie));
  QUORATE_ASSIGN_OR_RETURN(RankedAnswer answer, rule.count(count));
  if (rule.seats == Seats::kOne) {
    const bool tie = answer.winners.size() > 1;
    if (tie && !count.place_of.empty() && rule.winners == Winners::kChosen) BreakTie(count, answer);
    answer.tied = answer.winners.size() > 1;
  }
  if (options.tie.rule == TieRule::kLot) {
    answer.explanation["lot"] = options.tie.seed;
    answer.explanation["tie_order"] = NamesInJson(profile, OrderOf(count.place_of));
  }
  return answer;
}

Json ToJson(const RankedAnswer& answer,
            const Profile& profile,
            std::string_view rule,
            std::size_t seats) {
  Json json;
  json["rule"] = rule;
  json["seats"] = std::to_string(seats);
  json["winners"] = NamesInJson(profile, answer.winners);
  json["tied"] = answer.tied;
  if (!answer.ranking.empty()) {
    Json ranking = Json::Array();
    for (const auto& place : answer.ranking)
      ranking.Append(NamesInJson(profile, place));
    json["ranking"] = std::move(ranking);
  }
  if (!answer.scores.empty()) json["scores"] = FiguresInJson(profile, answer.scores);
  json["explanation"] = answer.explanation;
  Json summary = Json::Array();
  for (const std::string& sentence : answer.summary)
    summary.Append(sentence);
  json["explanation"]["summary"] = std::move(summary);
  return json;
}

}  // namespace quorate::engine
