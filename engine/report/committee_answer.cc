#include "engine/report/committee_answer.h"

#include <algorithm>
#include <utility>

#include "engine/committee/answer.h"
#include "engine/ranking/tie_order.h"
#include "engine/study/choice_outcome.h"

namespace quorate::engine {

namespace {

Result<std::optional<std::vector<CandidateId>>> TieOrderOf(const Profile& profile,
                                                           const TieBreak& tie) {
  if (tie.rule == TieRule::kNone) return std::nullopt;
  QUORATE_ASSIGN_OR_RETURN(const auto places, PlacesInTieOrder(profile.candidates, tie));
  for (std::size_t c = 0; c < places.size(); ++c) {
    if (places[c] < places.size()) continue;
    return Refuse(Reason::kInvalidArgument,
                  "tie",
                  "\"" + profile.candidates[c] +
                      "\" is left out; for a committee the order must name everybody");
  }
  std::vector<CandidateId> order;
  for (const std::size_t candidate : OrderOf(places))
    order.push_back(static_cast<CandidateId>(candidate));
  return order;
}

Result<CommitteeCheck> Check(const CommitteeQuestion& question, const CommitteeAnswer& answer) {
  CommitteeCheck check;
  check.asked = *question.check;
  check.committee = answer.explained.result.committees.front();
  if (!question.committee.empty()) {
    QUORATE_ASSIGN_OR_RETURN(check.committee, FindCandidates(answer.profile, question.committee));
    std::sort(check.committee.begin(), check.committee.end());
    const bool twice =
        std::adjacent_find(check.committee.begin(), check.committee.end()) != check.committee.end();
    if (twice) return Refuse(Reason::kInvalidArgument, "committee", "names somebody a second time");
  }
  if (check.committee.size() > answer.request.seats) {
    return Refuse(Reason::kInvalidArgument,
                  "committee",
                  "names " + std::to_string(check.committee.size()) + " for " +
                      std::to_string(answer.request.seats) + " seats");
  }
  check.found = CheckAxiom(answer.profile, check.committee, answer.request.seats, check.asked);
  return check;
}

const char* NameOf(Axiom axiom) {
  return axiom == Axiom::kJustifiedRepresentation ? "JR" : "EJR";
}

Json NamesInJson(const ApprovalProfile& profile, const Committee& committee) {
  Json names = Json::Array();
  for (const CandidateId member : committee)
    names.Append(profile.candidates()[member]);
  return names;
}

void ShowTie(const CommitteeQuestion& question, CommitteeAnswer& answer) {
  Json& explanation = answer.json["explanation"];
  if (question.tie.rule == TieRule::kLot) {
    explanation["lot"] = question.tie.seed;
    explanation["tie_order"] = NamesInJson(answer.profile, *answer.request.tie_order);
  }
  if (answer.explained.result.tie_was_broken) {
    explanation["decided_by"] =
        question.tie.rule == TieRule::kLot ? "the lot" : "the declared order";
  }
}

}  // namespace

Result<CommitteeAnswer> AnswerCommittee(const Profile& approvals,
                                        const CommitteeQuestion& question) {
  CommitteeAnswer answer;
  answer.request = question.request;
  QUORATE_ASSIGN_OR_RETURN(answer.profile, ApprovalsOf(approvals));
  QUORATE_ASSIGN_OR_RETURN(answer.request.tie_order, TieOrderOf(approvals, question.tie));
  const bool why = question.why || !question.about.empty();
  if (why || question.margin) {
    QUORATE_ASSIGN_OR_RETURN(
        answer.explained,
        ChooseAndExplain(answer.profile, answer.request, {question.about, question.margin}));
    if (!why) answer.explained.comparisons.clear();
    if (!question.margin) answer.explained.margin.reset();
  } else {
    QUORATE_ASSIGN_OR_RETURN(answer.explained.result,
                             ChooseCommittee(answer.profile, answer.request));
  }
  answer.json = ToJson(answer.explained, answer.profile, answer.request);
  ShowTie(question, answer);
  if (!question.check) return answer;
  QUORATE_ASSIGN_OR_RETURN(answer.check, Check(question, answer));
  Json check = JustifiedInJson(answer.check->found, answer.profile);
  check["asked"] = NameOf(answer.check->asked);
  check["committee"] = NamesInJson(answer.profile, answer.check->committee);
  answer.json["explanation"]["check"] = std::move(check);
  return answer;
}

std::string InWords(const CommitteeCheck& check, const ApprovalProfile& profile) {
  const std::string who = NamesOf(profile, check.committee);
  const std::string axiom = check.asked == Axiom::kJustifiedRepresentation
                                ? "justified representation (JR)"
                                : "extended justified representation (EJR)";
  if (check.found.short_changed) {
    return "The committee " + who + " fails " + axiom + ". " +
           JustifiedInWords(check.found, profile);
  }
  if (check.found.axiom == check.asked) return "The committee " + who + " satisfies " + axiom + ".";
  return "The committee " + who +
         " satisfies justified representation (JR); larger claims were too many to check, so of " +
         axiom + " nothing is said.";
}

Result<Axiom> ParseAxiom(const std::string& text) {
  if (text == "jr") return Axiom::kJustifiedRepresentation;
  if (text == "ejr") return Axiom::kExtendedJustifiedRepresentation;
  return Refuse(Reason::kInvalidArgument, "check", "\"" + text + "\" is neither jr nor ejr");
}

}  // namespace quorate::engine
