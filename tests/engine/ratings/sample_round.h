// Small rounds written as lists, for tests.

#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include "engine/ratings/presets.h"
#include "engine/ratings/results.h"

namespace quorate::engine {

// What one person says of the only item: a score, or a code below kFirstScore as a negative number.
inline constexpr int kSaysUnable = -1;
inline constexpr int kSaysNotUnderstood = -2;
inline constexpr int kSaysSkipped = -3;
inline constexpr int kSaysNothing = -4;

struct SampleGroup {
  std::vector<std::string> hats;
  std::vector<int> answers;
};

inline RoundRatings SampleRound(const std::vector<SampleGroup>& groups, const Scale& scale = {}) {
  RoundRatings round;
  round.scale = scale;
  round.items = {"item"};
  for (const SampleGroup& group : groups) {
    HatSet hats;
    for (const std::string& hat : group.hats) {
      const auto found = std::find(round.groups.begin(), round.groups.end(), hat);
      hats.push_back(static_cast<std::uint32_t>(found - round.groups.begin()));
      if (found == round.groups.end()) round.groups.push_back(hat);
    }
    for (const int answer : group.answers) {
      round.hat_set_of.push_back(round.AddHatSet(hats));
      AnswerCode code = kNotShown;
      if (answer >= 0) code = CodeOf(scale, answer);
      if (answer == kSaysUnable) code = kUnable;
      if (answer == kSaysNotUnderstood) code = kNotUnderstood;
      if (answer == kSaysSkipped) code = kSkipped;
      round.answers.push_back(code);
    }
  }
  return round;
}

// So many of each answer.
inline std::vector<int> Times(const std::vector<std::pair<int, int>>& counts) {
  std::vector<int> answers;
  for (const auto& [times, answer] : counts)
    answers.insert(answers.end(), static_cast<std::size_t>(times), answer);
  return answers;
}

inline ItemResult TallySample(const std::vector<SampleGroup>& groups,
                              const ConsensusRule& rule,
                              const std::string& voice = "per-person",
                              int round = 1) {
  auto result = TallyRatings(SampleRound(groups, rule.scale), rule, *ParseVoice(voice), round);
  return result->items.at(0);
}

// The consensus of one panel without groups, with its grade if there is one: "IN", "IN perfect".
inline std::string ConsensusUnder(const std::string& preset,
                                  const std::vector<int>& answers,
                                  int round = 1) {
  const auto item = TallySample({{{}, answers}}, FindPreset(preset)->rule, "per-person", round);
  std::string text = Name(item.consensus.consensus);
  if (!item.consensus.grade.empty()) text += " " + item.consensus.grade;
  return text;
}

}  // namespace quorate::engine
