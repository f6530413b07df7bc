// Resource names: "studies/demo/rounds/2" and what it is made of. README.md of proto lists the
// forms.

#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/result.h"

namespace quorate::services::rpc {

// The labels that stand in `name` where `form` has a star: {"demo", "2"} for "studies/*/rounds/*".
// Refuses, naming `field` and the form it should have, whatever is not of that form or has no label
// there; a study may also be "-", which names none in particular.
engine::Result<std::vector<std::string>> ParseName(std::string_view field,
                                                   std::string_view name,
                                                   std::string_view form);

// The label in "studies/{study}/{collection}/{label}". Refuses also another study's.
engine::Result<std::string> ParseChild(std::string_view field,
                                       std::string_view name,
                                       std::string_view study,
                                       std::string_view collection);

// The number in a label, from 1 to a million. Refuses signs, blanks and leading zeros.
engine::Result<int> ParseNumber(std::string_view field, std::string_view label);

std::string StudyName(std::string_view study);
// "studies/{study}/{collection}/{label}".
std::string ChildName(std::string_view study, std::string_view collection, std::string_view label);
std::string RoundName(std::string_view study, int round);
std::string IterationName(std::string_view study, std::string_view vote, int iteration);

// The name of what the log calls "round/2" or "vote/v1/3".
std::string BasisName(std::string_view study, std::string_view basis);

}  // namespace quorate::services::rpc
