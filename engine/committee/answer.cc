#include "engine/committee/answer.h"

#include <algorithm>
#include <utility>

namespace quorate::engine {

namespace {

Json NamesInJson(const ApprovalProfile& profile, const Committee& committee) {
  Json names = Json::Array();
  for (const CandidateId member : committee)
    names.Append(profile.candidates()[member]);
  return names;
}

const char* Name(Axiom axiom) {
  return axiom == Axiom::kJustifiedRepresentation ? "JR" : "EJR";
}

std::string StepInWords(const CommitteeStep& step, const ApprovalProfile& profile) {
  std::string text = profile.candidates()[step.candidate] + " is " +
                     (step.act == "filled" ? "elected to a seat left over" : step.act);
  const char* joint = " (";
  for (const auto& [name, value] : step.figures) {
    std::string words = name;
    std::replace(words.begin(), words.end(), '_', ' ');
    text += joint + words + " " + value.ToString();
    joint = ", ";
  }
  if (!step.figures.empty()) text += ")";
  if (!step.tied_with.empty()) text += ", tied with " + NamesOf(profile, step.tied_with);
  return text + ".";
}

Json StepInJson(const CommitteeStep& step, const ApprovalProfile& profile) {
  Json json;
  json["act"] = step.act;
  json["candidate"] = profile.candidates()[step.candidate];
  for (const auto& [name, value] : step.figures)
    json[name] = value.ToString();
  if (!step.tied_with.empty()) json["tied_with"] = NamesInJson(profile, step.tied_with);
  return json;
}

std::string TiesInWords(const CommitteeResult& result) {
  if (result.tie_was_broken) return "The stated order of candidates decided between ties.";
  if (result.committee_count == 1 && result.cut == Cut::kNo) return "There is no tie.";
  std::string text = result.count_is_exact ? "" : "At least ";
  text += result.committee_count.str() + " committees are tied; the first in file order stands.";
  if (result.cut == Cut::kYes) {
    text += " " + std::to_string(result.committees.size()) + " of them are listed.";
  }
  return text;
}

}  // namespace

std::string NamesOf(const ApprovalProfile& profile, const Committee& committee) {
  std::string names;
  for (std::size_t i = 0; i < committee.size(); ++i) {
    if (i > 0) names += i + 1 == committee.size() ? " and " : ", ";
    names += profile.candidates()[committee[i]];
  }
  return names.empty() ? "nobody" : names;
}

Json JustifiedInJson(const JustifiedRepresentation& justified, const ApprovalProfile& profile) {
  const auto& group = justified.short_changed;
  Json json;
  json["checked"] = Name(justified.axiom);
  json["holds"] = !group.has_value();
  if (!group) return json;
  Json witness;
  witness["weight"] = profile.WeightOf(group->units).ToString();
  witness["agree_on"] = NamesInJson(profile, group->agreed);
  witness["deserves"] = std::to_string(group->deserved);
  witness["has_at_most"] = std::to_string(group->members_at_best);
  json["short_changed"] = std::move(witness);
  return json;
}

std::string JustifiedInWords(const JustifiedRepresentation& justified,
                             const ApprovalProfile& profile) {
  const auto& group = justified.short_changed;
  if (!group) {
    return justified.axiom == Axiom::kExtendedJustifiedRepresentation
               ? "Every group that is large and agrees enough has the members it deserves (EJR)."
               : "Every group that deserves a member has one (JR); larger claims were too many to "
                 "check.";
  }
  return "A group of weight " + profile.WeightOf(group->units).ToString() + " agrees on " +
         NamesOf(profile, group->agreed) + " and so deserves " + std::to_string(group->deserved) +
         ", but nobody in it approves more than " + std::to_string(group->members_at_best) +
         " of the elected.";
}

std::vector<std::string> Sentences(const CommitteeResult& result,
                                   const ApprovalProfile& profile,
                                   const CommitteeRequest& request) {
  const Committee& winners = result.committees.front();
  std::vector<std::string> sentences;
  for (const CommitteeStep& step : result.steps)
    sentences.push_back(StepInWords(step, profile));
  sentences.push_back("Elected: " + NamesOf(profile, winners) + ".");
  if (winners.size() < request.seats) {
    sentences.push_back(std::to_string(request.seats - winners.size()) +
                        " of the seats stay empty.");
  }
  if (result.budget && *result.budget != Fraction(request.seats)) {
    sentences.push_back("There was money for " + result.budget->ToString() + " seats.");
  }
  if (result.objective)
    sentences.push_back("The committee scores " + result.objective->ToString() + ".");
  if (result.bound) {
    sentences.push_back("It is the best found and not proven best: no committee scores above " +
                        result.bound->ToString() + ".");
  }
  sentences.push_back(TiesInWords(result));
  sentences.push_back(JustifiedInWords(result.justified, profile));
  return sentences;
}

Json ToJson(const CommitteeResult& result,
            const ApprovalProfile& profile,
            const CommitteeRequest& request) {
  Json json;
  json["rule"] = Name(request.rule);
  json["seats"] = std::to_string(request.seats);
  json["winners"] = NamesInJson(profile, result.committees.front());
  json["tied"] = result.committee_count > 1 || result.cut == Cut::kYes;
  Json committees = Json::Array();
  for (const Committee& committee : result.committees)
    committees.Append(NamesInJson(profile, committee));
  json["committees"] = std::move(committees);
  json["committees_count"] = result.committee_count.str();
  if (result.cut == Cut::kYes) json["committees_cut"] = true;
  Json explanation;
  if (!result.scores.empty()) {
    Json scores;
    for (const auto& [candidate, score] : result.scores)
      scores[profile.candidates()[candidate]] = score.ToString();
    json["scores"] = std::move(scores);
  }
  if (!result.steps.empty()) {
    Json steps = Json::Array();
    for (const CommitteeStep& step : result.steps)
      steps.Append(StepInJson(step, profile));
    explanation["steps"] = std::move(steps);
  }
  if (result.objective) {
    explanation["score"] = result.objective->ToString();
    explanation["optimal"] = !result.bound.has_value();
  }
  if (result.bound) {
    json["optimal"] = false;
    explanation["bound"] = result.bound->ToString();
  }
  if (result.budget) explanation["budget"] = result.budget->ToString();
  explanation["justified_representation"] = JustifiedInJson(result.justified, profile);
  Json summary = Json::Array();
  for (std::string& sentence : Sentences(result, profile, request))
    summary.Append(std::move(sentence));
  explanation["summary"] = std::move(summary);
  json["explanation"] = std::move(explanation);
  return json;
}

}  // namespace quorate::engine
