// `quorate rule list`, `rule show NAME` and `rule check FILE`: the published rules, and whether a
// rule of one's own is sound.

#pragma once

#include <string>

#include "clients/cli/outcome.h"
#include "engine/base/result.h"
#include "engine/ratings/rule.h"

namespace CLI {
class App;
}

namespace quorate::cli {

enum class Form { kForPeople, kJson };

// The preset of that name, or the rule in that file. A preset's name comes first: a file of the
// same name is reached as ./NAME.
engine::Result<engine::ConsensusRule> LoadRule(const std::string& preset_or_file);

Outcome ListRules(Form form);
// The rule as JSON that `--rule` reads back.
Outcome ShowRule(const std::string& name, Form form);
// Says in plain words what the rule does, or why it should not be frozen into a protocol.
Outcome CheckRuleFile(const std::string& preset_or_file, Form form);

// Adds `rule` with its verbs to the program. Running one fills `outcome`, which must outlive `app`.
void AddRuleVerbs(CLI::App& app, Outcome& outcome);

}  // namespace quorate::cli
