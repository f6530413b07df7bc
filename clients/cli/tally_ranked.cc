#include "clients/cli/tally_ranked.h"

#include <memory>
#include <utility>
#include <vector>

#include <CLI/CLI.hpp>

#include "clients/cli/ranked_file.h"
#include "clients/cli/ranked_table.h"
#include "engine/base/json.h"
#include "engine/ranking/ranked_rule.h"

namespace quorate::cli {

namespace {

using engine::Error;
using engine::Reason;
using engine::Result;

template <typename Value>
using Spellings = std::vector<std::pair<const char*, Value>>;

// The value spelled `text`, or a refusal that lists all spellings.
template <typename Value>
Result<Value> OneOf(const char* flag, const std::string& text, const Spellings<Value>& spellings) {
  std::string known;
  for (const auto& [name, value] : spellings) {
    if (text == name) return value;
    known += std::string(known.empty() ? "" : ", ") + name;
  }
  return engine::Refuse(Reason::kInvalidArgument, flag, "\"" + text + "\" is none of " + known);
}

Result<const engine::RankedRule*> ParseRule(const std::string& name) {
  if (const auto* rule = engine::FindRankedRule(name)) return rule;
  std::string known;
  for (const auto& rule : engine::RankedRules())
    known += std::string(known.empty() ? "" : ", ") + rule.name;
  return engine::Refuse(Reason::kInvalidArgument, "--rule", "\"" + name + "\" is none of " + known);
}

struct Request {
  const engine::RankedRule* rule = nullptr;
  engine::RankedOptions options;
};

// Refuses what no rule knows: wrong usage.
Result<Request> Parse(const TallyRankedOptions& given) {
  using engine::BordaUnranked;
  using engine::Missing;
  using engine::Strength;
  using engine::Unranked;
  Request request;
  QUORATE_ASSIGN_OR_RETURN(request.rule, ParseRule(given.rule));
  engine::RankedOptions& options = request.options;
  QUORATE_ASSIGN_OR_RETURN(
      options.unranked,
      OneOf<Unranked>(
          "--unranked", given.unranked, {{"last", Unranked::kLast}, {"apart", Unranked::kApart}}));
  QUORATE_ASSIGN_OR_RETURN(options.strength,
                           OneOf<Strength>("--strength",
                                           given.strength,
                                           {{"winning", Strength::kWinning},
                                            {"margin", Strength::kMargin},
                                            {"ratio", Strength::kRatio},
                                            {"opposition", Strength::kOpposition}}));
  QUORATE_ASSIGN_OR_RETURN(options.borda_unranked,
                           OneOf<BordaUnranked>("--borda-unranked",
                                                given.borda_unranked,
                                                {{"averaged", BordaUnranked::kAveraged},
                                                 {"zero", BordaUnranked::kZero}}));
  QUORATE_ASSIGN_OR_RETURN(options.missing,
                           OneOf<Missing>("--missing",
                                          given.missing,
                                          {{"refuse", Missing::kRefuse},
                                           {"zero", Missing::kZero},
                                           {"worst", Missing::kWorst},
                                           {"median", Missing::kMedian}}));
  QUORATE_ASSIGN_OR_RETURN(options.tie, ParseTie(given.tie));
  if (!given.seats && request.rule->seats == engine::Seats::kMany)
    return engine::Refuse(Reason::kInvalidArgument, "--seats", given.rule + " needs it");
  const int seats = given.seats.value_or(1);
  options.seats = seats < 0 ? 0 : static_cast<std::size_t>(seats);
  return request;
}

Result<std::string> Answer(const Request& request, const TallyRankedOptions& given) {
  QUORATE_ASSIGN_OR_RETURN(const engine::Profile profile,
                           ReadRankedFile(given.file, request.rule->kind));
  QUORATE_ASSIGN_OR_RETURN(const engine::RankedAnswer answer,
                           engine::CountRanked(profile, *request.rule, request.options));
  if (given.form == AnswerForm::kTable) return RankedTable(answer, profile, given.rule);
  return WriteJson(engine::ToJson(answer, profile, given.rule, request.options.seats)) + "\n";
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
    std::string name;
    for (const char c : rest("order:") + ",") {
      if (c != ',') {
        name += c;
      } else {
        tie.order.push_back(std::exchange(name, ""));
      }
    }
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
  verb->add_flag("--json", *json, "Answer in JSON, for programs");
  verb->callback([options, json, &outcome] {
    options->form = *json ? AnswerForm::kJson : AnswerForm::kTable;
    outcome = TallyRanked(*options);
  });
}

}  // namespace quorate::cli
