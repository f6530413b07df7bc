#include "clients/cli/tally_committee.h"

#include <algorithm>
#include <memory>
#include <utility>
#include <vector>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "clients/cli/ranked_file.h"
#include "clients/cli/tally_ranked.h"
#include "engine/base/json.h"
#include "engine/committee/answer.h"
#include "engine/committee/committee.h"
#include "engine/ranking/tie_order.h"

namespace quorate::cli {

namespace {

using engine::CandidateId;
using engine::Reason;
using engine::Result;

struct Request {
  engine::CommitteeRequest committee;
  engine::TieBreak tie;
};

// Refuses what no rule knows: wrong usage.
Result<Request> Parse(const TallyCommitteeOptions& given) {
  Request request;
  QUORATE_ASSIGN_OR_RETURN(request.committee.rule, engine::ParseCommitteeRule(given.rule));
  QUORATE_ASSIGN_OR_RETURN(request.committee.completion, engine::ParseCompletion(given.completion));
  QUORATE_ASSIGN_OR_RETURN(request.tie, ParseTie(given.tie));
  const bool completes = request.committee.rule == engine::CommitteeRule::kEqualShares;
  if (!completes && request.committee.completion != engine::Completion::kPhragmen)
    return engine::Refuse(Reason::kInvalidArgument, "--completion", "belongs to equal-shares");
  request.committee.seats = static_cast<std::uint32_t>(std::max(given.seats, 0));
  return request;
}

// A missing mark is no approval.
Result<engine::ApprovalProfile> ApprovalsOf(const engine::Profile& profile) {
  std::vector<engine::WeightedApproval> ballots;
  for (std::size_t b = 0; b < profile.size(); ++b) {
    engine::WeightedApproval ballot{{}, profile.weights[b]};
    const auto grades = profile.GradesOf(b);
    for (std::size_t c = 0; c < grades.size(); ++c) {
      if (grades[c] != engine::kMissing && !profile.scale[grades[c] - 1U].IsZero())
        ballot.approved.push_back(static_cast<CandidateId>(c));
    }
    ballots.push_back(std::move(ballot));
  }
  return engine::ApprovalProfile::Make(profile.candidates, ballots);
}

Result<std::optional<std::vector<CandidateId>>> TieOrderOf(const engine::Profile& profile,
                                                           const engine::TieBreak& tie) {
  if (tie.rule == engine::TieRule::kNone) return std::nullopt;
  QUORATE_ASSIGN_OR_RETURN(const auto places, PlacesInTieOrder(profile.candidates, tie));
  for (std::size_t c = 0; c < places.size(); ++c) {
    if (places[c] < places.size()) continue;
    return engine::Refuse(Reason::kInvalidArgument,
                          "--tie",
                          "\"" + profile.candidates[c] +
                              "\" is left out; for a committee the order must name everybody");
  }
  std::vector<CandidateId> order;
  for (const std::size_t candidate : engine::OrderOf(places))
    order.push_back(static_cast<CandidateId>(candidate));
  return order;
}

// A name may hold control characters that a terminal would obey.
std::string OnOneLine(std::string text) {
  for (char& c : text) {
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) c = ' ';
  }
  return text;
}

std::string Table(const engine::CommitteeResult& result,
                  const engine::ApprovalProfile& profile,
                  const engine::CommitteeRequest& request) {
  std::string text = fmt::format("Rule {}, {} seats, {} ballots by weight, {} candidates\n\n",
                                 Name(request.rule),
                                 request.seats,
                                 profile.WeightOf(profile.total_units()).ToString(),
                                 profile.candidate_count());
  for (const std::string& sentence : Sentences(result, profile, request))
    text += OnOneLine(sentence) + "\n";
  text += fmt::format("\n{:>10}  {}\n", "Approvals", "Candidate");
  const engine::Committee& winners = result.committees.front();
  for (CandidateId c = 0; c < profile.candidate_count(); ++c) {
    const bool won = std::binary_search(winners.begin(), winners.end(), c);
    text += fmt::format("{:>10}  {}{}\n",
                        profile.WeightOf(profile.SupportOf(c)).ToString(),
                        OnOneLine(profile.candidates()[c]),
                        won ? " (elected)" : "");
  }
  return text;
}

Result<std::string> Answer(Request request, const TallyCommitteeOptions& given) {
  QUORATE_ASSIGN_OR_RETURN(const engine::Profile ballots,
                           ReadRankedFile(given.file, engine::BallotKind::kApprovals));
  QUORATE_ASSIGN_OR_RETURN(const engine::ApprovalProfile profile, ApprovalsOf(ballots));
  QUORATE_ASSIGN_OR_RETURN(request.committee.tie_order, TieOrderOf(ballots, request.tie));
  QUORATE_ASSIGN_OR_RETURN(const engine::CommitteeResult result,
                           ChooseCommittee(profile, request.committee));
  if (given.form == AnswerForm::kTable) return Table(result, profile, request.committee);
  engine::Json json = ToJson(result, profile, request.committee);
  if (request.tie.rule == engine::TieRule::kLot) {
    json["explanation"]["lot"] = request.tie.seed;
    engine::Json order = engine::Json::Array();
    for (const CandidateId candidate : *request.committee.tie_order)
      order.Append(ballots.candidates[candidate]);
    json["explanation"]["tie_order"] = std::move(order);
  }
  if (result.tie_was_broken) {
    json["explanation"]["decided_by"] =
        request.tie.rule == engine::TieRule::kLot ? "the lot" : "the declared order";
  }
  return WriteJson(json) + "\n";
}

}  // namespace

Outcome TallyCommittee(const TallyCommitteeOptions& options) {
  auto request = Parse(options);
  if (!request) {
    Outcome outcome = Refused(request.error());
    outcome.exit_code = 2;
    return outcome;
  }
  auto answer = Answer(*std::move(request), options);
  if (!answer) return Refused(answer.error());
  return Good(*std::move(answer));
}

void AddTallyCommittee(CLI::App& tally, Outcome& outcome) {
  CLI::App* verb = tally.add_subcommand("committee", "Choose a committee from approval ballots");
  auto options = std::make_shared<TallyCommitteeOptions>();
  auto json = std::make_shared<bool>(false);
  verb->add_option("FILE",
                   options->file,
                   "Ballots: PrefLib (.cat), .abif, or CSV: weight,CANDIDATE,.. with 1 and 0")
      ->required();
  verb->add_option("--rule",
                   options->rule,
                   "approval, sav, pav, seq-pav, rev-seq-pav, phragmen, equal-shares or cc")
      ->required();
  verb->add_option("--seats", options->seats, "How many are elected")->required();
  verb->add_option("--completion",
                   options->completion,
                   "How equal-shares fills seats nobody can pay for: phragmen, none, approval or "
                   "increment")
      ->capture_default_str();
  verb->add_option("--tie",
                   options->tie,
                   "none: all tied committees are named; order:A,B,..: earlier ones are preferred; "
                   "lot:SEED: an order drawn by a lot that can be repeated")
      ->capture_default_str();
  verb->add_flag("--json", *json, "Answer in JSON, for programs");
  verb->callback([options, json, &outcome] {
    options->form = *json ? AnswerForm::kJson : AnswerForm::kTable;
    outcome = TallyCommittee(*options);
  });
}

}  // namespace quorate::cli
