#include "clients/cli/rule_verbs.h"

#include <memory>
#include <utility>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "clients/cli/input_file.h"
#include "engine/base/json.h"
#include "engine/ratings/presets.h"
#include "engine/ratings/rule_check.h"
#include "engine/ratings/rule_json.h"
#include "engine/ratings/rule_text.h"

namespace quorate::cli {

using engine::ConsensusRule;
using engine::Json;
using engine::Preset;

engine::Result<ConsensusRule> LoadRule(const std::string& preset_or_file) {
  if (const Preset* preset = engine::FindPreset(preset_or_file)) return preset->rule;
  const auto json = ReadJsonFile(preset_or_file);
  if (json) return engine::RuleFromJson(*json);
  engine::Error error = json.error();
  error.message += "; no preset has that name either (see: quorate rule list)";
  return tl::unexpected(std::move(error));
}

Outcome ListRules(Form form) {
  if (form == Form::kJson) {
    Json::Array rules;
    for (const Preset& preset : engine::Presets()) {
      Json entry;
      entry["name"] = preset.rule.name;
      entry["summary"] = preset.summary;
      entry["source"] = preset.source;
      entry["rule"] = ToJson(preset.rule);
      rules.push_back(std::move(entry));
    }
    return Good(WriteJson(rules) + "\n");
  }
  std::size_t width = 0;
  for (const Preset& preset : engine::Presets())
    width = std::max(width, preset.rule.name.size());
  std::string out;
  for (const Preset& preset : engine::Presets()) {
    out += fmt::format("{:<{}}  {}\n", preset.rule.name, width, preset.summary);
    out += fmt::format("{:<{}}  Source: {}\n", "", width, preset.source);
  }
  return Good(std::move(out));
}

Outcome ShowRule(const std::string& name, Form form) {
  const auto rule = LoadRule(name);
  if (!rule) return Refused(rule.error());
  const Json json = ToJson(*rule);
  return Good(form == Form::kJson ? WriteJson(json) + "\n" : WriteJsonIndented(json));
}

Outcome CheckRuleFile(const std::string& preset_or_file, Form form) {
  const auto rule = LoadRule(preset_or_file);
  if (!rule) return Refused(rule.error());
  if (const auto sound = CheckRule(*rule); !sound) return Refused(sound.error());
  const std::string words = InWords(*rule);
  if (form == Form::kForPeople) return Good(rule->name + " is a sound rule.\n" + words);
  Json json;
  json["rule"] = rule->name;
  json["sound"] = true;
  json["words"] = words;
  return Good(WriteJson(json) + "\n");
}

namespace {

struct Options {
  std::string name;
  bool json = false;
  [[nodiscard]] Form form() const { return json ? Form::kJson : Form::kForPeople; }
};

// Adds one verb that runs `run` on its options.
void AddVerb(CLI::App& rule,
             std::pair<const char*, const char*> verb,
             const char* argument,
             std::function<void(const Options&)> run) {
  CLI::App* app = rule.add_subcommand(verb.first, verb.second);
  auto options = std::make_shared<Options>();
  if (argument != nullptr)
    app->add_option(argument, options->name, "A preset's name or a rule file")->required();
  app->add_flag("--json", options->json, "Answer in JSON, for programs");
  app->callback([options, run = std::move(run)] { run(*options); });
}

}  // namespace

void AddRuleVerbs(CLI::App& app, Outcome& outcome) {
  CLI::App* rule = app.add_subcommand("rule", "Published consensus rules, and checking one's own");
  rule->require_subcommand(1);
  AddVerb(*rule,
          {"list", "List the published rules with their sources"},
          nullptr,
          [&](const Options& options) { outcome = ListRules(options.form()); });
  AddVerb(*rule,
          {"show", "Print a rule as JSON, ready to be changed"},
          "NAME",
          [&](const Options& options) { outcome = ShowRule(options.name, options.form()); });
  AddVerb(*rule,
          {"check", "Say what a rule does, or what is wrong with it"},
          "FILE",
          [&](const Options& options) { outcome = CheckRuleFile(options.name, options.form()); });
}

}  // namespace quorate::cli
