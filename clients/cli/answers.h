// Answers as people type them: "C3=7", "C4=unable".

#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "quorate/v1/ballot.pb.h"

#include "engine/base/result.h"

namespace quorate::cli {

// Reads a score, or one of "unable", "not-understood", "skipped"; for a yes/no vote also "yes",
// "no" and "abstain". Fails naming `place`.
engine::Result<v1::Answer> ParseGiven(std::string_view place, std::string_view text);

// Reads each "ITEM=ANSWER" of a ballot; all that are wrong are named at once.
engine::Result<std::vector<v1::Answer>> ParseAnswers(std::string_view study,
                                                     const std::vector<std::string>& texts);

// The answer as it is typed.
std::string DescribeAnswer(const v1::Answer& answer);

}  // namespace quorate::cli
