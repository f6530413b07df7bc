#include "clients/cli/tally_ratings.h"

#include <filesystem>
#include <memory>

#include <CLI/CLI.hpp>

#include "clients/cli/input_file.h"
#include "clients/cli/ratings_file.h"
#include "clients/cli/ratings_table.h"
#include "clients/cli/rule_verbs.h"
#include "engine/base/json.h"
#include "engine/panel/voice.h"
#include "engine/ratings/results.h"

namespace quorate::cli {

namespace {

constexpr const char* kVoiceHelp =
    "per-person, equal-groups, group-weights:G=W,.., group-weights-each:G=W,.. or person-weights, "
    "then "
    "perhaps +declared, +split or +each-group; or a JSON file. A weighted voice moves shares, "
    "medians "
    "and means; quartiles count people, so a weighted median may lie outside them";

// The argument itself is tried first, so a file named like a policy is reached as ./NAME.
engine::Result<engine::VoicePolicy> LoadVoice(const std::string& argument) {
  auto policy = engine::ParseVoice(argument);
  std::error_code error;
  if (policy || !std::filesystem::is_regular_file(argument, error)) return policy;
  QUORATE_ASSIGN_OR_RETURN(const engine::Json json, ReadJsonFile(argument));
  return engine::VoiceFromJson(json);
}

engine::Result<std::string> Answer(const TallyRatingsOptions& options) {
  QUORATE_ASSIGN_OR_RETURN(const engine::ConsensusRule rule, LoadRule(options.rule));
  QUORATE_ASSIGN_OR_RETURN(const engine::VoicePolicy voice, LoadVoice(options.voice));
  QUORATE_ASSIGN_OR_RETURN(const std::string csv, ReadFile(options.file));
  QUORATE_ASSIGN_OR_RETURN(const RatingsFile file,
                           ReadRatings(csv, rule.scale, voice, options.round));
  QUORATE_ASSIGN_OR_RETURN(engine::RatingsResult result,
                           engine::TallyRatings(file.ratings, rule, voice, file.round));
  result.voice = options.voice;
  if (options.form == AnswerForm::kJson) return WriteJson(ToJson(result)) + "\n";
  return RatingsTable(result, rule, file.round);
}

}  // namespace

Outcome TallyRatings(const TallyRatingsOptions& options) {
  auto answer = Answer(options);
  if (!answer) return Refused(answer.error());
  return Good(*std::move(answer));
}

void AddTallyRatings(CLI::App& tally, Outcome& outcome) {
  CLI::App* verb =
      tally.add_subcommand("ratings", "Tally one round of ratings under a consensus rule");
  auto options = std::make_shared<TallyRatingsOptions>();
  auto json = std::make_shared<bool>(false);
  verb->add_option("FILE", options->file, "CSV: round,participant,group,item,score,state[,weight]")
      ->required();
  verb->add_option(
          "--rule", options->rule, "A preset's name (see: quorate rule list) or a JSON file")
      ->required();
  verb->add_option("--voice", options->voice, kVoiceHelp)->capture_default_str();
  verb->add_option("--round", options->round, "The round to tally; the highest one if left out");
  verb->add_flag("--json", *json, "Answer in JSON, for programs");
  verb->callback([options, json, &outcome] {
    options->form = *json ? AnswerForm::kJson : AnswerForm::kTable;
    outcome = TallyRatings(*options);
  });
}

}  // namespace quorate::cli
