#include "engine/base/margin.h"

namespace quorate::engine {

Json ToJson(const MarginAnswer& answer) {
  Json json;
  if (!answer.margin) {
    json["undefined"] = answer.undefined;
    return json;
  }
  const Margin& margin = *answer.margin;
  json["exact"] = margin.exact();
  json["unit"] = margin.unit == MarginUnit::kBallots ? "ballots" : "weight";
  if (margin.exact()) {
    json["fewest"] = margin.at_least.ToString();
  } else {
    json["at_least"] = margin.at_least.ToString();
    if (margin.at_most) json["at_most"] = margin.at_most->ToString();
  }
  if (!margin.witness.empty()) json["witness"] = margin.witness;
  return json;
}

std::string InWords(const MarginAnswer& answer) {
  if (!answer.margin) return "There is no margin: " + answer.undefined + ".";
  const Margin& margin = *answer.margin;
  const bool one = margin.exact() && margin.at_least == Fraction(1);
  std::string text = "Margin: ";
  if (!margin.exact()) text += "at least ";
  text += margin.at_least.ToString();
  if (!margin.exact() && margin.at_most) text += " and at most " + margin.at_most->ToString();
  text += margin.unit == MarginUnit::kWeight ? " by weight" : one ? " ballot" : " ballots";
  text += " would have to be changed for other winners.";
  return margin.witness.empty() ? text : text + " " + margin.witness;
}

}  // namespace quorate::engine
