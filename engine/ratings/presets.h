// Consensus rules as published, by name, each with where it was read. A preset is a plain rule:
// print it, change a number, and it is a rule of your own.

#pragma once

#include <span>
#include <string>
#include <string_view>

#include "engine/ratings/rule.h"

namespace quorate::engine {

struct Preset {
  ConsensusRule rule;   // Its name is the preset's name.
  std::string summary;  // The rule in a line, for a list.
  std::string source;
};

// All of them, in the order in which lists show them.
std::span<const Preset> Presets();

// The preset of that name, or null.
const Preset* FindPreset(std::string_view name);

}  // namespace quorate::engine
