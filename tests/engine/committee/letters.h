// Committee elections written as letters: {"ab", 3} is three people who approve a and b.

#pragma once

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "engine/committee/committee.h"

namespace quorate::engine {

struct Letters {
  std::string approved;
  Fraction weight = 1;
};

inline ApprovalProfile Election(const std::string& candidates,
                                const std::vector<Letters>& ballots) {
  std::vector<std::string> names;
  for (const char c : candidates)
    names.emplace_back(1, c);
  std::vector<WeightedApproval> approvals;
  for (const Letters& letters : ballots) {
    WeightedApproval ballot{{}, letters.weight};
    for (const char c : letters.approved)
      ballot.approved.push_back(static_cast<CandidateId>(candidates.find(c)));
    approvals.push_back(std::move(ballot));
  }
  auto profile = ApprovalProfile::Make(std::move(names), approvals);
  EXPECT_TRUE(profile.has_value()) << profile.error().message;
  return *std::move(profile);
}

// The committees as words: "abc".
inline std::vector<std::string> Elected(const ApprovalProfile& profile,
                                        const CommitteeRequest& request) {
  const auto result = ChooseCommittee(profile, request);
  EXPECT_TRUE(result.has_value()) << result.error().message;
  std::vector<std::string> words;
  for (const Committee& committee : result->committees) {
    std::string word;
    for (const CandidateId member : committee)
      word += profile.candidates()[member];
    words.push_back(word);
  }
  return words;
}

// The running example of Lackner and Skowron, Multi-Winner Voting with Approval Preferences (2023):
// twelve voters, seven candidates, four seats.
inline ApprovalProfile RunningExample() {
  return Election("abcdefg", {{"ab", 3}, {"ac", 3}, {"ad", 2}, {"bcf"}, {"e"}, {"f"}, {"g"}});
}

}  // namespace quorate::engine
