#include "engine/ranking/stage.h"

namespace quorate::engine {

Json TransfersInJson(const Profile& profile, const StvStage& before, const StvStage& stage) {
  Json json;
  for (std::size_t c = 0; c < stage.votes.size(); ++c) {
    const Fraction change = stage.votes[c] - before.votes[c];
    if (!change.IsZero()) json[profile.candidates[c]] = change.ToString();
  }
  return json;
}

std::string TransfersInWords(const Profile& profile,
                             const StvStage& before,
                             const StvStage& stage) {
  std::vector<std::string> parts;
  const auto add = [&](const Fraction& gain, const std::string& taker) {
    if (gain <= Fraction(0)) return;
    const char* verb = gain == Fraction(1) ? " goes to " : " go to ";
    parts.push_back(gain.ToString() + (parts.empty() ? verb : " to ") + taker);
  };
  for (std::size_t c = 0; c < stage.votes.size(); ++c)
    add(stage.votes[c] - before.votes[c], profile.candidates[c]);
  add(stage.exhausted - before.exhausted, "nobody");
  std::string text;
  for (std::size_t i = 0; i < parts.size(); ++i)
    text += (i == 0 ? "" : i + 1 == parts.size() ? " and " : ", ") + parts[i];
  return text;
}

}  // namespace quorate::engine
