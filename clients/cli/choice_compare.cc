#include "clients/cli/choice_compare.h"

#include <memory>
#include <utility>

#include <CLI/CLI.hpp>

#include "clients/cli/bundle.h"
#include "clients/cli/bundle_folder.h"
#include "clients/cli/columns.h"
#include "engine/report/set_comparison.h"
#include "engine/study/choice_outcome.h"

namespace quorate::cli {

namespace {

using engine::Reason;
using engine::Refuse;
using engine::Result;

Result<engine::SetRules> RulesOf(const CompareChoiceOptions& options) {
  engine::SetRules rules;
  QUORATE_ASSIGN_OR_RETURN(rules.proportional, engine::ParseCommitteeRule(options.proportional));
  if (options.threshold.empty()) return rules;
  auto threshold = engine::Fraction::Parse(options.threshold);
  if (!threshold || threshold->IsNegative() || *threshold > engine::Fraction(1)) {
    return Refuse(
        Reason::kInvalidArgument, "--threshold", "must be a share from 0 to 1, such as 70%");
  }
  rules.threshold = *std::move(threshold);
  return rules;
}

// The closed iteration that is asked for.
Result<std::size_t> IterationOf(const engine::Choice& choice, int wanted) {
  std::size_t last = choice.iterations.size();
  if (wanted == 0 && choice.open()) --last;
  const std::size_t iteration = wanted == 0 ? last : static_cast<std::size_t>(wanted);
  if (wanted < 0 || iteration < 1 || iteration > choice.iterations.size() ||
      choice.iterations[iteration - 1].open) {
    return Refuse(Reason::kWrongState, choice.id, "has no such closed iteration");
  }
  return iteration;
}

Result<std::string> Answer(const CompareChoiceOptions& options, engine::SetRules rules) {
  QUORATE_ASSIGN_OR_RETURN(const BundleBytes bundle, ReadBundle(options.bundle));
  const engine::VerifyReport report = VerifyLog(bundle);
  if (report.failed()) {
    return Refuse(Reason::kCorruptLog,
                  options.bundle,
                  "does not verify (" + report.result + "); see `quorate verify`");
  }
  const engine::Choice* choice = report.study.FindChoice(options.choice);
  if (choice == nullptr)
    return Refuse(Reason::kUnknownVote, options.choice, "is no choice of this study");
  if (choice->plan.ballot() != engine::BallotKind::kApprovals) {
    return Refuse(Reason::kWrongState,
                  options.choice,
                  "was made by " + choice->plan.rule + "; sets are compared for approvals only");
  }
  if (!report.study.contents_known) {
    return Refuse(Reason::kWrongState,
                  options.bundle,
                  "does not open every ballot; publish it with --tier auditor");
  }
  QUORATE_ASSIGN_OR_RETURN(const std::size_t iteration, IterationOf(*choice, options.iteration));
  QUORATE_ASSIGN_OR_RETURN(const engine::ChoiceBallots ballots,
                           BallotsOf(report.study, *choice, iteration));
  rules.seats = static_cast<std::uint32_t>(choice->plan.seats);
  QUORATE_ASSIGN_OR_RETURN(const engine::SetComparison comparison,
                           CompareSets(ballots.profile, rules));
  if (options.json) {
    engine::Json json = ToJson(comparison);
    json["choice"] = choice->id;
    json["iteration"] = std::to_string(iteration);
    json["rule"] = choice->plan.rule;
    return WriteJson(json) + "\n";
  }
  std::string text = "Exploratory: the study is bound by the rule that it fixed beforehand, " +
                     choice->plan.rule + ".\n";
  for (const std::string& line : InWords(comparison))
    text += OnOneLine(line) + "\n";
  return text;
}

}  // namespace

Outcome CompareChoice(const CompareChoiceOptions& options) {
  auto rules = RulesOf(options);
  if (!rules) {
    Outcome outcome = Refused(rules.error());
    outcome.exit_code = 2;
    return outcome;
  }
  auto answer = Answer(options, *std::move(rules));
  if (!answer) return Refused(answer.error());
  return Good(*std::move(answer));
}

void AddChoiceCompare(CLI::App& choice, Outcome& outcome) {
  CLI::App* verb = choice.add_subcommand(
      "compare", "What a threshold and a proportional rule would have chosen, from a bundle");
  verb->footer(
      "Reads an auditor's bundle and asks no server. It decides nothing.\n\n"
      "Example:\n  quorate choice compare knee-record primary --threshold 70%");
  auto options = std::make_shared<CompareChoiceOptions>();
  verb->add_option(
          "BUNDLE", options->bundle, "a folder that `quorate publish --tier auditor` wrote")
      ->required();
  verb->add_option("CHOICE", options->choice, "the choice's label")->required();
  verb->add_option("--iteration", options->iteration, "which time it was made; 0 is the last");
  verb->add_option("--threshold",
                   options->threshold,
                   "take all that this share approves; left out, the most approved, as many as "
                   "there are seats");
  verb->add_option(
          "--proportional", options->proportional, "pav, seq-pav, phragmen or equal-shares")
      ->capture_default_str();
  verb->add_flag("--json", options->json, "Answer in JSON, for programs");
  verb->callback([options, &outcome] { outcome = CompareChoice(*options); });
}

}  // namespace quorate::cli
