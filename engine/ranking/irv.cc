// Instant runoff over all orders in which tied last candidates can go.

#include <algorithm>
#include <set>

#include "engine/ranking/rules.h"

namespace quorate::engine {

namespace {

constexpr std::size_t kStatesMax = 20'000;

// Who is still in.
using Active = std::vector<bool>;

struct Round {
  std::vector<Fraction> tally;       // The last element is what found no candidate.
  std::vector<std::size_t> elected;  // Several where no ballot names any who are left.
  std::vector<std::size_t> last;     // Tied for last place.
  bool together = false;             // They cannot overtake anybody even together.
};

Round CountRound(const Profile& profile, const WholeWeights& weights, const Active& active) {
  Round round;
  round.tally = FirstChoices(profile, weights, active);
  Fraction in_play;
  std::vector<std::size_t> standing;
  for (std::size_t c = 0; c < active.size(); ++c) {
    if (!active[c]) continue;
    standing.push_back(c);
    in_play += round.tally[c];
  }
  const auto fewer = [&](std::size_t a, std::size_t b) { return round.tally[a] < round.tally[b]; };
  const std::size_t best = *std::max_element(standing.begin(), standing.end(), fewer);
  if (in_play.IsZero()) {
    round.elected = standing;
    return round;
  }
  if (standing.size() == 1 || round.tally[best] * 2 > in_play) {
    round.elected = {best};
    return round;
  }
  const Fraction least = round.tally[*std::min_element(standing.begin(), standing.end(), fewer)];
  std::optional<Fraction> next;
  for (const std::size_t c : standing) {
    if (round.tally[c] == least) {
      round.last.push_back(c);
    } else if (!next || round.tally[c] < *next) {
      next = round.tally[c];
    }
  }
  // Whatever the order, all of them go before anybody else does.
  const Fraction all = least * static_cast<std::int64_t>(round.last.size());
  round.together = next && all < *next;
  return round;
}

Json RoundInJson(const Profile& profile,
                 const Active& active,
                 const Round& round,
                 const std::vector<std::size_t>& out) {
  Json json;
  Json& tally = json["tally"];
  for (std::size_t c = 0; c < active.size(); ++c) {
    if (active[c]) tally[profile.candidates[c]] = round.tally[c].ToString();
  }
  json["exhausted"] = round.tally.back().ToString();
  if (!round.elected.empty()) json["elected"] = NamesInJson(profile, round.elected);
  if (!out.empty()) json["eliminated"] = NamesInJson(profile, out);
  return json;
}

// The votes when `gone` has gone last, nobody at first.
StvStage StageOf(const Profile& profile,
                 const WholeWeights& weights,
                 const Active& active,
                 std::optional<std::size_t> gone) {
  StvStage stage{gone ? "exclusion of" : "first preferences",
                 gone,
                 {},
                 FirstChoices(profile, weights, active),
                 {},
                 {},
                 {}};
  stage.exhausted = stage.votes.back();
  stage.votes.pop_back();
  for (const Fraction& votes : stage.votes)
    stage.quota += votes / 2;
  return stage;
}

// One way through, where of tied last candidates the first in file order goes. Those who go
// together make a stage each; every order of them ends alike.
Json ShowRounds(const Profile& profile, const WholeWeights& weights, RankedAnswer& answer) {
  Json rounds = Json::Array();
  Active active(profile.candidates.size(), true);
  answer.stages.push_back(StageOf(profile, weights, active, std::nullopt));
  while (true) {
    const StvStage before = answer.stages.back();
    const Round round = CountRound(profile, weights, active);
    std::vector<std::size_t> out = round.last;
    if (!round.together && out.size() > 1) out.resize(1);
    Json json = RoundInJson(profile, active, round, out);
    for (const std::size_t c : out) {
      active[c] = false;
      answer.stages.push_back(StageOf(profile, weights, active, c));
      if (out.size() == 1) answer.stages.back().tied_with = round.last;
    }
    if (!out.empty()) json["transfers"] = TransfersInJson(profile, before, answer.stages.back());
    rounds.Append(std::move(json));
    if (!round.elected.empty()) {
      answer.stages.back().elected = round.elected;
      return rounds;
    }
    const std::string moved = TransfersInWords(profile, before, answer.stages.back());
    answer.summary.push_back(
        "Round " + std::to_string(rounds.array()->size()) + " eliminates " + NamesOf(profile, out) +
        " with " + round.tally[out.front()].ToString() + (out.size() == 1 ? "" : " each") +
        (moved.empty() ? "." : ": " + moved + "."));
  }
}

// Who wins with which eliminations, one way shown.
RankedAnswer Explain(const Profile& profile,
                     const WholeWeights& weights,
                     const std::set<std::size_t>& winners) {
  RankedAnswer answer;
  answer.winners.assign(winners.begin(), winners.end());
  if (winners.size() == 1) {
    answer.summary.push_back(NamesOf(profile, answer.winners) +
                             " wins with more than half of the votes still in play.");
  } else {
    answer.summary.push_back(NamesOf(profile, answer.winners) +
                             " tie: who wins depends on which of several tied last candidates "
                             "is eliminated first.");
    answer.summary.emplace_back("The rounds show one of these ways.");
  }
  answer.explanation["rounds"] = ShowRounds(profile, weights, answer);
  return answer;
}

}  // namespace

Result<RankedAnswer> CountIrv(const RankedCount& count) {
  const Profile& profile = count.profile;
  QUORATE_ASSIGN_OR_RETURN(const WholeWeights weights, ToWholeWeights(profile.weights));
  std::set<std::size_t> winners;
  std::set<Active> seen = {Active(profile.candidates.size(), true)};
  std::vector<Active> waiting(seen.begin(), seen.end());
  while (!waiting.empty()) {
    const Active active = std::move(waiting.back());
    waiting.pop_back();
    const Round round = CountRound(profile, weights, active);
    winners.insert(round.elected.begin(), round.elected.end());
    Active next = active;
    for (const std::size_t c : round.last) {
      if (!round.together) next = active;
      next[c] = false;
      const bool complete = !round.together || c == round.last.back();
      if (complete && seen.insert(next).second) waiting.push_back(next);
    }
    if (seen.size() > kStatesMax) {
      return Refuse(Reason::kTooLarge,
                    "last places are tied so often that more than " + std::to_string(kStatesMax) +
                        " ways lead through the count");
    }
  }
  return Explain(profile, weights, winners);
}

}  // namespace quorate::engine
