#include "clients/cli/tally_ratings.h"

#include <algorithm>
#include <filesystem>
#include <memory>
#include <vector>

#include <CLI/CLI.hpp>

#include "clients/cli/explanation_text.h"
#include "clients/cli/input_file.h"
#include "clients/cli/ratings_file.h"
#include "clients/cli/ratings_table.h"
#include "clients/cli/rule_verbs.h"
#include "engine/base/index.h"
#include "engine/base/json.h"
#include "engine/panel/voice.h"
#include "engine/ratings/explanation.h"
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

struct ExplanationParts {
  engine::Json round;
  std::vector<engine::Json> items;
};

// The chosen round's people in the round before, by their names in the file.
std::vector<engine::SamePerson> SamePeople(const RatingsFile& before, const RatingsFile& file) {
  engine::Index earlier;
  for (const std::string& name : before.participants)
    earlier.Add(name);
  std::vector<engine::SamePerson> people;
  for (std::uint32_t member = 0; member < file.participants.size(); ++member) {
    if (const auto found = earlier.Find(file.participants[member])) {
      people.push_back({*found, member});
    }
  }
  return people;
}

// Movement is told where the file holds an earlier round.
engine::Result<ExplanationParts> Explain(const std::string& csv,
                                         const RatingsFile& file,
                                         const engine::ConsensusRule& rule,
                                         const engine::VoicePolicy& voice) {
  engine::ExplanationContext context;
  RatingsFile before;
  const auto earlier = std::lower_bound(file.rounds.begin(), file.rounds.end(), file.round);
  if (earlier != file.rounds.begin()) {
    const engine::VoicePolicy unweighted = {"", engine::Voice::kPerPerson, voice.hats, {}};
    QUORATE_ASSIGN_OR_RETURN(before, ReadRatings(csv, rule.scale, unweighted, *std::prev(earlier)));
    context.before = &before.ratings;
    context.people = SamePeople(before, file);
  }
  QUORATE_ASSIGN_OR_RETURN(const engine::Explanation explanation,
                           engine::ExplainRound(file.ratings, rule, voice, file.round, context));
  ExplanationParts parts{RoundToJson(explanation), {}};
  for (std::size_t item = 0; item < explanation.items.size(); ++item)
    parts.items.push_back(ItemToJson(explanation, item));
  return parts;
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
  ExplanationParts parts;
  if (options.explain) {
    QUORATE_ASSIGN_OR_RETURN(parts, Explain(csv, file, rule, voice));
  }
  if (options.form == AnswerForm::kJson) {
    engine::Json answer = ToJson(result);
    if (options.explain) answer["explanation"] = ExplanationJson(parts.round, parts.items);
    return WriteJson(answer) + "\n";
  }
  std::string text = RatingsTable(result, rule, file.round);
  if (options.explain) text += "\n" + ExplanationText(parts.round, parts.items, rule.scale);
  return text;
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
  verb->add_flag("--explain",
                 options->explain,
                 "Also what decided it: other voices, limits and rules, the fewest other scores");
  verb->add_flag("--json", *json, "Answer in JSON, for programs");
  verb->callback([options, json, &outcome] {
    options->form = *json ? AnswerForm::kJson : AnswerForm::kTable;
    outcome = TallyRatings(*options);
  });
}

}  // namespace quorate::cli
