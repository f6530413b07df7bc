#include "clients/cli/tally_committee.h"

#include <algorithm>
#include <memory>
#include <utility>
#include <vector>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "clients/cli/columns.h"
#include "clients/cli/output_file.h"
#include "clients/cli/ranked_file.h"
#include "clients/cli/reasons_text.h"
#include "clients/cli/tally_ranked.h"
#include "engine/base/json.h"
#include "engine/committee/answer.h"
#include "engine/report/committee_answer.h"
#include "engine/report/count_picture.h"

namespace quorate::cli {

namespace {

using engine::CandidateId;
using engine::Reason;
using engine::Result;

// Refuses what no rule knows: wrong usage.
Result<engine::CommitteeQuestion> Parse(const TallyCommitteeOptions& given) {
  engine::CommitteeQuestion question;
  engine::CommitteeRequest& request = question.request;
  QUORATE_ASSIGN_OR_RETURN(request.rule, engine::ParseCommitteeRule(given.rule));
  QUORATE_ASSIGN_OR_RETURN(request.completion, engine::ParseCompletion(given.completion));
  QUORATE_ASSIGN_OR_RETURN(question.tie, ParseTie(given.tie));
  const bool completes = request.rule == engine::CommitteeRule::kEqualShares;
  if (!completes && request.completion != engine::Completion::kPhragmen)
    return engine::Refuse(Reason::kInvalidArgument, "--completion", "belongs to equal-shares");
  request.seats = static_cast<std::uint32_t>(std::max(given.seats, 0));
  question.why = given.why;
  question.about = SplitNames(given.about);
  question.margin = given.margin;
  question.committee = SplitNames(given.committee);
  if (!given.check.empty()) {
    QUORATE_ASSIGN_OR_RETURN(question.check, engine::ParseAxiom(given.check));
  } else if (!question.committee.empty()) {
    return engine::Refuse(Reason::kInvalidArgument, "--committee", "needs --check jr or ejr");
  }
  return question;
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

Result<std::string> Answer(const engine::CommitteeQuestion& question,
                           const TallyCommitteeOptions& given) {
  QUORATE_ASSIGN_OR_RETURN(const engine::Profile ballots,
                           ReadRankedFile(given.file, engine::BallotKind::kApprovals));
  QUORATE_ASSIGN_OR_RETURN(const engine::CommitteeAnswer answer,
                           AnswerCommittee(ballots, question));
  const engine::ApprovalProfile& profile = answer.profile;
  if (!given.svg.empty()) {
    const engine::Picture picture =
        engine::SeatsPicture(profile, answer.request, answer.explained.result);
    QUORATE_RETURN_IF_ERROR(SaveFile(given.svg, picture.Document()));
  }
  if (given.form == AnswerForm::kJson) return WriteJson(answer.json) + "\n";
  std::string text = Table(answer.explained.result, profile, answer.request);
  if (question.why || !question.about.empty()) text += WhyText(answer.explained, profile);
  if (answer.explained.margin) text += MarginText(*answer.explained.margin);
  if (answer.check) text += "\n" + OnOneLine(InWords(*answer.check, profile)) + "\n";
  return text;
}

}  // namespace

Outcome TallyCommittee(const TallyCommitteeOptions& options) {
  const auto request = Parse(options);
  if (!request) {
    Outcome outcome = Refused(request.error());
    outcome.exit_code = 2;
    return outcome;
  }
  auto answer = Answer(*request, options);
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
  verb->add_flag("--why", options->why, "Say why members have their seats and others have none");
  verb->add_option("--about", options->about, "A,B,..: compare these; implies --why");
  verb->add_flag("--margin",
                 options->margin,
                 "Say how few ballots would have changed the committee, or between which bounds");
  verb->add_option("--check",
                   options->check,
                   "jr or ejr: whether (extended) justified representation holds, and if not, "
                   "which group is short-changed");
  verb->add_option(
      "--committee", options->committee, "A,B,..: check these in place of the elected");
  verb->add_option("--svg", options->svg, "Draw the seats into this file");
  verb->add_flag("--json", *json, "Answer in JSON, for programs");
  verb->callback([options, json, &outcome] {
    options->form = *json ? AnswerForm::kJson : AnswerForm::kTable;
    outcome = TallyCommittee(*options);
  });
}

}  // namespace quorate::cli
