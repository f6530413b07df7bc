#include "engine/committee/why.h"

#include <algorithm>
#include <optional>

#include "engine/committee/seat_replay.h"
#include "engine/committee/thiele_search.h"

namespace quorate::engine {

namespace {

bool Holds(const Committee& committee, CandidateId candidate) {
  return std::binary_search(committee.begin(), committee.end(), candidate);
}

std::optional<Thiele> ThieleOf(CommitteeRule rule) {
  if (rule == CommitteeRule::kPav) return Thiele::kHarmonic;
  if (rule == CommitteeRule::kChamberlinCourant) return Thiele::kFirstOnly;
  return std::nullopt;
}

// The score with `in` instead of `out`.
Fraction ScoreWith(const CommitteeResult& result,
                   const ApprovalProfile& profile,
                   Thiele thiele,
                   CandidateId out,
                   CandidateId in) {
  Committee committee = result.committees.front();
  std::replace(committee.begin(), committee.end(), out, in);
  std::sort(committee.begin(), committee.end());
  return ThieleScore(profile, committee, thiele);
}

// The member who kept the seat from `other`.
CandidateId KeeperFrom(const CommitteeResult& result,
                       const ApprovalProfile& profile,
                       const CommitteeRequest& request,
                       CandidateId other) {
  const Committee& members = result.committees.front();
  CandidateId keeper = members.front();
  if (const auto thiele = ThieleOf(request.rule)) {
    Fraction best = -1;
    for (const CandidateId member : members) {
      Fraction score = ScoreWith(result, profile, *thiele, member, other);
      if (score <= best) continue;
      best = std::move(score);
      keeper = member;
    }
    return keeper;
  }
  for (auto step = result.steps.rbegin(); step != result.steps.rend(); ++step) {
    if (Holds(members, step->candidate)) return step->candidate;
  }
  for (const CandidateId member : members) {
    const bool lower = result.scores.empty()
                           ? profile.SupportOf(member) < profile.SupportOf(keeper)
                           : result.scores[member].second < result.scores[keeper].second;
    if (lower) keeper = member;
  }
  return keeper;
}

// How a sequential rule speaks of its figure.
struct Wording {
  const char* member;
  const char* verb;     // "Ann would `verb` 3".
  const char* without;  // Where there is no figure.
};
Wording WordingOf(CommitteeRule rule) {
  switch (rule) {
    case CommitteeRule::kSeqPav:
      return {"adds", "adds", "adds nothing"};
    case CommitteeRule::kRevSeqPav:
      return {"costs", "would cost", "would cost nothing"};
    case CommitteeRule::kPhragmen:
      return {"load", "brings each supporter to a load of", "has no supporters to carry a load"};
    default:
      return {"price", "costs each supporter", "costs more than the supporters have"};
  }
}

// Where in the steps the two part: the first that elects or removes one of them.
std::optional<std::size_t> PartingStep(const CommitteeResult& result, const SeatPair& pair) {
  for (std::size_t s = 0; s < result.steps.size(); ++s) {
    const CandidateId candidate = result.steps[s].candidate;
    if (candidate == pair.first || candidate == pair.second) return s;
  }
  return std::nullopt;
}

void ShowStep(const CommitteeResult& result,
              const ApprovalProfile& profile,
              const CommitteeRequest& request,
              SeatComparison& comparison) {
  const auto parting = PartingStep(result, {comparison.one, comparison.other});
  if (!parting) return;
  SeatReplay replay(profile, request.rule, result.budget.value_or(Fraction(request.seats)));
  for (std::size_t s = 0; s < *parting; ++s)
    replay.Take(result.steps[s]);
  const CommitteeStep& step = result.steps[*parting];
  const auto& names = profile.candidates();
  const Wording wording = WordingOf(request.rule);
  comparison.figures["step"] = std::to_string(*parting + 1);
  std::string sentence = "When " + names[step.candidate] + " is " + step.act + ", as act " +
                         std::to_string(*parting + 1) + ": ";
  const bool filled = step.act == "filled" && request.rule == CommitteeRule::kEqualShares;
  const char* joint = "";
  for (const CandidateId candidate : {comparison.one, comparison.other}) {
    Json& shown = comparison.figures["figures"][names[candidate]];
    const auto figure = replay.FigureOf(candidate);
    if (figure) shown[wording.member] = figure->ToString();
    sentence += joint + names[candidate] + " " +
                (figure ? std::string(wording.verb) + " " + figure->ToString() : wording.without);
    joint = ", ";
    if (request.rule != CommitteeRule::kEqualShares) continue;
    const std::string money = replay.MoneyBehind(candidate).ToString();
    shown["money_behind"] = money;
    sentence += " (they have " + money + " together)";
  }
  comparison.sentences.push_back(sentence + ".");
  if (filled) {
    comparison.sentences.emplace_back(
        "Nobody could be paid for by then, so the completion decided.");
  }
}

}  // namespace

std::vector<SeatPair> SeatsToCompare(const CommitteeResult& result,
                                     const ApprovalProfile& profile,
                                     const CommitteeRequest& request,
                                     const std::vector<CandidateId>& asked) {
  std::vector<SeatPair> pairs;
  const Committee& members = result.committees.front();
  for (std::size_t i = 0; i < asked.size(); ++i) {
    for (std::size_t j = i + 1; j < asked.size(); ++j) {
      if (asked[i] != asked[j]) pairs.emplace_back(asked[i], asked[j]);
    }
  }
  if (asked.size() > 1 || members.empty()) return pairs;
  for (CandidateId c = 0; c < profile.candidate_count(); ++c) {
    if (Holds(members, c)) continue;
    if (asked.empty() || asked[0] == c) {
      pairs.emplace_back(KeeperFrom(result, profile, request, c), c);
    } else if (Holds(members, asked[0])) {
      pairs.emplace_back(asked[0], c);
    }
  }
  return pairs;
}

SeatComparison CompareSeats(const CommitteeResult& result,
                            const ApprovalProfile& profile,
                            const CommitteeRequest& request,
                            const SeatPair& pair) {
  SeatComparison comparison{pair.first, pair.second, {}, {}};
  const auto& names = profile.candidates();
  const Committee& members = result.committees.front();
  const bool has_one = Holds(members, pair.first);
  const bool has_other = Holds(members, pair.second);
  for (const CandidateId candidate : {pair.first, pair.second}) {
    const std::string approvals = profile.WeightOf(profile.SupportOf(candidate)).ToString();
    comparison.figures["approvals"][names[candidate]] = approvals;
  }
  comparison.sentences.push_back(
      names[pair.first] + " has " + *comparison.figures["approvals"][names[pair.first]].string() +
      " approvals, " + names[pair.second] + " " +
      *comparison.figures["approvals"][names[pair.second]].string() + ".");
  if (has_one == has_other) {
    comparison.sentences.emplace_back(has_one ? "Both have a seat." : "Neither has a seat.");
    return comparison;
  }
  if (request.rule == CommitteeRule::kSatisfaction) {
    for (const CandidateId candidate : {pair.first, pair.second}) {
      comparison.figures["scores"][names[candidate]] = result.scores[candidate].second.ToString();
    }
    comparison.sentences.push_back("With each ballot split, " + names[pair.first] + " has " +
                                   result.scores[pair.first].second.ToString() + ", " +
                                   names[pair.second] + " " +
                                   result.scores[pair.second].second.ToString() + ".");
  }
  if (const auto thiele = ThieleOf(request.rule)) {
    const CandidateId out = has_one ? pair.first : pair.second;
    const CandidateId in = has_one ? pair.second : pair.first;
    const std::string with = ScoreWith(result, profile, *thiele, out, in).ToString();
    comparison.figures["score"] = result.objective->ToString();
    comparison.figures["score_exchanged"] = with;
    comparison.sentences.push_back("The committee scores " + result.objective->ToString() +
                                   "; with " + names[in] + " in the place of " + names[out] +
                                   " it would score " + with + ".");
  }
  ShowStep(result, profile, request, comparison);
  return comparison;
}

Json ToJson(const std::vector<SeatComparison>& comparisons, const ApprovalProfile& profile) {
  Json list = Json::Array();
  for (const SeatComparison& comparison : comparisons) {
    Json json = comparison.figures;
    json["of"] = profile.candidates()[comparison.one];
    json["with"] = profile.candidates()[comparison.other];
    Json sentences = Json::Array();
    for (const std::string& sentence : comparison.sentences)
      sentences.Append(sentence);
    json["sentences"] = std::move(sentences);
    list.Append(std::move(json));
  }
  return list;
}

}  // namespace quorate::engine
