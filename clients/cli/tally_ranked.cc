#include "clients/cli/tally_ranked.h"

#include <memory>
#include <utility>
#include <vector>

#include <CLI/CLI.hpp>

#include "clients/cli/output_file.h"
#include "clients/cli/ranked_file.h"
#include "clients/cli/ranked_table.h"
#include "clients/cli/reasons_text.h"
#include "engine/base/json.h"
#include "engine/ranking/explained.h"
#include "engine/ranking/option_words.h"
#include "engine/report/count_picture.h"

namespace quorate::cli {

namespace {

using engine::Reason;
using engine::Result;

struct Request {
  const engine::RankedRule* rule = nullptr;
  engine::RankedOptions options;
};

// Refuses what no rule knows: wrong usage.
Result<Request> Parse(const TallyRankedOptions& given) {
  Request request;
  QUORATE_ASSIGN_OR_RETURN(request.rule, engine::ParseRankedRule(given.rule, "--"));
  engine::RankedOptions& options = request.options;
  const engine::OptionWords words{
      given.unranked, given.strength, given.borda_unranked, given.missing};
  QUORATE_ASSIGN_OR_RETURN(options, engine::ReadOptionWords(words, "--"));
  QUORATE_ASSIGN_OR_RETURN(options.tie, ParseTie(given.tie));
  if (!given.seats && request.rule->seats == engine::Seats::kMany)
    return engine::Refuse(Reason::kInvalidArgument, "--seats", given.rule + " needs it");
  const int seats = given.seats.value_or(1);
  options.seats = seats < 0 ? 0 : static_cast<std::size_t>(seats);
  return request;
}

Result<engine::ExplainedAnswer> Count(const engine::Profile& profile,
                                      const Request& request,
                                      const TallyRankedOptions& given) {
  const bool why = given.why || !given.about.empty();
  engine::ExplainedAnswer explained;
  if (!why && !given.margin) {
    QUORATE_ASSIGN_OR_RETURN(explained.answer,
                             engine::CountRanked(profile, *request.rule, request.options));
    return explained;
  }
  QUORATE_ASSIGN_OR_RETURN(
      explained,
      engine::CountAndExplain(
          profile, *request.rule, request.options, {SplitNames(given.about), given.margin}));
  if (!why) explained.comparisons.clear();
  if (!given.margin) explained.margin.reset();
  return explained;
}

Result<std::string> Answer(const Request& request, const TallyRankedOptions& given) {
  QUORATE_ASSIGN_OR_RETURN(const engine::Profile profile,
                           ReadRankedFile(given.file, request.rule->kind));
  QUORATE_ASSIGN_OR_RETURN(const engine::ExplainedAnswer explained, Count(profile, request, given));
  if (!given.svg.empty()) {
    QUORATE_ASSIGN_OR_RETURN(
        const engine::Picture picture,
        engine::CountPicture(profile, *request.rule, request.options, explained.answer));
    QUORATE_RETURN_IF_ERROR(SaveFile(given.svg, picture.Document()));
  }
  if (given.form == AnswerForm::kJson)
    return WriteJson(ToJson(explained, profile, given.rule, request.options.seats)) + "\n";
  std::string text = RankedTable(explained.answer, profile, given.rule);
  if (given.why || !given.about.empty()) text += WhyText(explained, profile);
  if (explained.margin) text += MarginText(*explained.margin);
  return text;
}

}  // namespace

engine::Result<engine::TieBreak> ParseTie(const std::string& text) {
  engine::TieBreak tie;
  const auto rest = [&](std::string_view head) { return text.substr(head.size()); };
  if (text == "none") return tie;
  if (text.starts_with("lot:") && !rest("lot:").empty()) {
    tie.rule = engine::TieRule::kLot;
    tie.seed = rest("lot:");
    return tie;
  }
  if (text.starts_with("order:") && !rest("order:").empty()) {
    tie.rule = engine::TieRule::kOrder;
    tie.order = SplitNames(rest("order:"));
    return tie;
  }
  return engine::Refuse(Reason::kInvalidArgument,
                        "--tie",
                        "\"" + text + "\" is none of none, order:A,B,.. and lot:SEED");
}

Outcome TallyRanked(const TallyRankedOptions& options) {
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

void AddTallyRanked(CLI::App& tally, Outcome& outcome) {
  CLI::App* verb = tally.add_subcommand("ranked", "Count ranked, approving or grading ballots");
  auto options = std::make_shared<TallyRankedOptions>();
  auto json = std::make_shared<bool>(false);
  std::string rules;
  for (const auto& rule : engine::RankedRules())
    rules += std::string(rules.empty() ? "" : ", ") + rule.name;
  verb->add_option("FILE",
                   options->file,
                   "Ballots: PrefLib (.soc .soi .toc .toi .cat), .blt, .abif, or CSV: "
                   "weight,CANDIDATE,.. or weight,rank 1,rank 2,..")
      ->required();
  verb->add_option("--rule", options->rule, rules)->required();
  verb->add_option("--seats", options->seats, "How many win; 1 for rules that choose one");
  verb->add_option("--unranked",
                   options->unranked,
                   "last: below all ranked candidates; apart: compared with nobody")
      ->capture_default_str();
  verb->add_option(
          "--strength",
          options->strength,
          "How strong a victory is: winning, margin, ratio (schulze), opposition (minimax)")
      ->capture_default_str();
  verb->add_option("--borda-unranked", options->borda_unranked, "averaged or zero")
      ->capture_default_str();
  verb->add_option("--missing",
                   options->missing,
                   "What a blank grade is: refuse, zero (score, star), worst or median "
                   "(majority-judgment)")
      ->capture_default_str();
  verb->add_option("--tie",
                   options->tie,
                   "none: all tied candidates win; order:A,B,..: the first of them wins; lot:SEED: "
                   "a draw that can be repeated")
      ->capture_default_str();
  verb->add_flag("--why",
                 options->why,
                 "Say why the winner stands above each other candidate, with every stage's votes");
  verb->add_option("--about", options->about, "A,B,..: compare these; implies --why");
  verb->add_flag("--margin",
                 options->margin,
                 "Say how few ballots would have changed the winner, or between which bounds");
  verb->add_option("--svg", options->svg, "Draw the count into this file");
  verb->add_flag("--json", *json, "Answer in JSON, for programs");
  verb->callback([options, json, &outcome] {
    options->form = *json ? AnswerForm::kJson : AnswerForm::kTable;
    outcome = TallyRanked(*options);
  });
}

}  // namespace quorate::cli
