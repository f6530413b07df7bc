#include "clients/cli/explanation_text.h"

#include <utility>

#include "clients/cli/columns.h"
#include "engine/report/explanation_words.h"

namespace quorate::cli {

namespace {

using engine::Json;

std::string TextAt(const Json& json, std::string_view name) {
  const Json* found = json.Find(name);
  return found == nullptr || found->string() == nullptr ? "" : *found->string();
}

// "3", "3-5", ">=3", or a dash.
std::string Ballots(const Json& flip) {
  const std::string least = TextAt(flip, "at_least");
  const std::string most = TextAt(flip, "at_most");
  if (least.empty()) return "-";
  if (most.empty()) return ">=" + least;
  return least == most ? most : least + "-" + most;
}

// "NONE without carers, equal-groups".
std::string Otherwise(const Json& item) {
  std::string text;
  for (const Json& what_if : *item.Find("what_ifs")->array()) {
    if (!text.empty()) text += ", ";
    text += TextAt(what_if, "consensus") + " " + TextAt(what_if, "what_if");
    const std::string group = TextAt(what_if, "group");
    if (!group.empty()) text += " " + group;
  }
  return text;
}

std::string TableOf(const std::vector<Json>& items) {
  std::vector<Line> lines = {{"Item", "Consensus", "Otherwise", "Ballots"}};
  for (const auto& [group, flip] : *items[0].Find("flip")->Find("groups")->object())
    lines[0].push_back(OnOneLine(group));
  for (const Json& item : items) {
    const Json& flip = *item.Find("flip");
    Line line = {OnOneLine(TextAt(item, "item")),
                 TextAt(item, "consensus"),
                 OnOneLine(Otherwise(item)),
                 Ballots(flip)};
    for (const auto& [group, alone] : *flip.Find("groups")->object())
      line.push_back(Ballots(alone));
    lines.push_back(std::move(line));
  }
  constexpr std::size_t kWords = 3;
  return Aligned(lines, kWords);
}

}  // namespace

std::string ExplanationText(const Json& round,
                            const std::vector<Json>& items,
                            const engine::Scale& scale) {
  std::string text = "What decided it\n\n";
  for (const std::string& sentence : engine::RoundInWords(round, items, "item"))
    text += OnOneLine(sentence) + "\n";
  if (items.empty()) return text;
  text += "\n" + TableOf(items);
  text +=
      "Otherwise: other verdicts had it been so. Ballots: the fewest other scores that change the "
      "verdict, of\nanybody and of one group alone.\n";
  std::vector<std::string> bands;
  for (const engine::Band& band : scale.bands)
    bands.push_back(std::to_string(band.low) + "-" + std::to_string(band.high));
  for (const Json& item : items) {
    text += "\n";
    for (const std::string& sentence : engine::ItemInWords(item, bands))
      text += OnOneLine(sentence) + "\n";
  }
  return text;
}

Json ExplanationJson(const Json& round, const std::vector<Json>& items) {
  Json json;
  json["round"] = round;
  json["items"] = Json::Array(items.begin(), items.end());
  return json;
}

}  // namespace quorate::cli
