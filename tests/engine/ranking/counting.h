// Ballots written as ABIF in a test, counted by a rule's name, answered in candidates' names.

#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "engine/base/check.h"
#include "engine/ranking/ballot_file.h"
#include "engine/ranking/ranked_rule.h"

namespace quorate::engine {

inline Profile Ballots(std::string_view abif, BallotKind kind = BallotKind::kRanks) {
  auto profile = ReadBallotFile(abif, BallotFormat::kAbif, kind);
  EXPECT_TRUE(profile.has_value()) << profile.error().message;
  QUORATE_CHECK(profile.has_value());
  return *std::move(profile);
}

inline std::vector<std::string> NamesIn(const Profile& profile,
                                        const std::vector<std::size_t>& candidates) {
  std::vector<std::string> names;
  for (const std::size_t candidate : candidates)
    names.push_back(profile.candidates[candidate]);
  return names;
}

inline Result<RankedAnswer> Count(const Profile& profile,
                                  std::string_view rule,
                                  const RankedOptions& options = {}) {
  const RankedRule* found = FindRankedRule(rule);
  QUORATE_CHECK(found != nullptr);
  return CountRanked(profile, *found, options);
}

// The winners by name; a refusal's message in brackets.
inline std::vector<std::string> Winners(std::string_view abif,
                                        std::string_view rule,
                                        const RankedOptions& options = {}) {
  const Profile profile = Ballots(abif, FindRankedRule(rule)->kind);
  const auto answer = Count(profile, rule, options);
  if (!answer) return {"[" + answer.error().message + "]"};
  return NamesIn(profile, answer->winners);
}

}  // namespace quorate::engine
