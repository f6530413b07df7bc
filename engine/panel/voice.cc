#include "engine/panel/voice.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "engine/base/check.h"

namespace quorate::engine {

namespace {

constexpr std::array kVoices = {Voice::kPerPerson,
                                Voice::kEqualGroups,
                                Voice::kGroupWeights,
                                Voice::kGroupWeightsEach,
                                Voice::kPersonWeights};
constexpr std::array kHats = {Hats::kDeclared, Hats::kSplit, Hats::kEachGroup};

constexpr const char* kVoiceNames =
    "per-person, equal-groups, group-weights, group-weights-each or person-weights";
constexpr const char* kHatsNames = "declared, split or each-group";

std::optional<Voice> VoiceNamed(std::string_view name) {
  for (const Voice voice : kVoices) {
    if (name == Name(voice)) return voice;
  }
  return std::nullopt;
}

std::optional<Hats> HatsNamed(std::string_view name) {
  for (const Hats hats : kHats) {
    if (name == Name(hats)) return hats;
  }
  return std::nullopt;
}

const GroupWeight* FindWeight(const VoicePolicy& policy, std::string_view group) {
  const auto found = std::find_if(policy.weights.begin(),
                                  policy.weights.end(),
                                  [&](const GroupWeight& stated) { return stated.group == group; });
  return found == policy.weights.end() ? nullptr : &*found;
}

// "G=W,H=V" into the policy; each trouble becomes a violation.
void ReadWeightList(std::string_view list,
                    VoicePolicy& policy,
                    std::vector<Violation>& violations) {
  while (true) {
    const auto comma = list.find(',');
    const std::string_view pair = list.substr(0, comma);
    const auto equals = pair.rfind('=');
    if (equals == std::string_view::npos || equals == 0) {
      violations.push_back({"voice", "\"" + std::string(pair) + "\" should read GROUP=WEIGHT"});
    } else {
      std::string group(pair.substr(0, equals));
      const auto weight = ParseWeight(pair.substr(equals + 1));
      if (!weight) violations.push_back({"voice." + group, weight.error().message});
      if (FindWeight(policy, group) != nullptr) {
        violations.push_back({"voice." + group, "the group's weight is stated twice"});
      }
      policy.weights.push_back({std::move(group), weight.value_or(Fraction())});
    }
    if (comma == std::string_view::npos) return;
    list.remove_prefix(comma + 1);
  }
}

Result<Fraction> WeightFromJson(const Json& json) {
  if (const auto* text = json.string()) return ParseWeight(*text);
  const auto* whole = json.integer();
  if (whole != nullptr && *whole >= 0) return Fraction(*whole);
  return Refuse(Reason::kInvalidArgument,
                R"(a weight is a string such as "3", "0.75" or "2/3", or an integer from 0)");
}

void ReadWeights(const Json& json,
                 const std::string& path,
                 VoicePolicy& policy,
                 std::vector<Violation>& violations) {
  const auto* members = json.object();
  if (members == nullptr || members->empty()) {
    violations.push_back({path, "must be an object with a weight for each group"});
    return;
  }
  for (const auto& [group, value] : *members) {
    const auto weight = WeightFromJson(value);
    if (!weight) {
      std::string at = path;
      at += "." + group;
      violations.push_back({std::move(at), weight.error().message});
    }
    policy.weights.push_back({group, weight.value_or(Fraction())});
  }
}

// Reads one member that holds a name out of a closed list.
template <typename T>
void ReadNamed(const Json* json,
               std::optional<T> (*named)(std::string_view),
               Violation otherwise,
               T& out,
               std::vector<Violation>& violations) {
  const auto* text = json == nullptr ? nullptr : json->string();
  const auto value = text == nullptr ? std::optional<T>() : named(*text);
  if (value) {
    out = *value;
  } else {
    violations.push_back(std::move(otherwise));
  }
}

}  // namespace

const char* Name(Voice voice) {
  switch (voice) {
    case Voice::kPerPerson:
      return "per-person";
    case Voice::kEqualGroups:
      return "equal-groups";
    case Voice::kGroupWeights:
      return "group-weights";
    case Voice::kGroupWeightsEach:
      return "group-weights-each";
    case Voice::kPersonWeights:
      return "person-weights";
  }
  return "";
}

const char* Name(Hats hats) {
  switch (hats) {
    case Hats::kDeclared:
      return "declared";
    case Hats::kSplit:
      return "split";
    case Hats::kEachGroup:
      return "each-group";
  }
  return "";
}

bool NeedsGroups(Voice voice) {
  return voice == Voice::kEqualGroups || TakesGroupWeights(voice);
}

bool IsWeighted(Voice voice) {
  return voice != Voice::kPerPerson;
}

bool TakesGroupWeights(Voice voice) {
  return voice == Voice::kGroupWeights || voice == Voice::kGroupWeightsEach;
}

Result<Fraction> ParseWeight(std::string_view text) {
  auto weight = Fraction::Parse(text);
  if (weight && !text.starts_with('-') && !text.ends_with('%')) return weight;
  return Refuse(Reason::kInvalidArgument,
                "\"" + std::string(text.substr(0, 60)) +
                    "\" is no weight; write it as 3, 0.75 or 2/3, at least 0, with at most " +
                    std::to_string(Fraction::kDigitsMax) + " digits on either side");
}

Result<VoicePolicy> ParseVoice(std::string_view argument) {
  VoicePolicy policy;
  std::string_view rest = argument;
  std::vector<Violation> violations;
  for (const Hats hats : kHats) {
    const std::string suffix = std::string("+") + Name(hats);
    if (!rest.ends_with(suffix)) continue;
    policy.hats = hats;
    rest.remove_suffix(suffix.size());
    break;
  }
  const auto colon = rest.find(':');
  const auto voice = VoiceNamed(rest.substr(0, colon));
  if (!voice) {
    return Refuse(Reason::kInvalidArgument,
                  "voice",
                  "\"" + std::string(argument) + "\" should be " + kVoiceNames +
                      ", then perhaps +declared, +split or +each-group");
  }
  policy.voice = *voice;
  if (TakesGroupWeights(*voice) != (colon != std::string_view::npos)) {
    violations.push_back({"voice",
                          TakesGroupWeights(*voice)
                              ? std::string(Name(*voice)) + " needs weights: " + Name(*voice) +
                                    ":GROUP=WEIGHT,GROUP=WEIGHT"
                              : std::string(Name(*voice)) + " takes no group weights"});
  } else if (colon != std::string_view::npos) {
    ReadWeightList(rest.substr(colon + 1), policy, violations);
  }
  if (!violations.empty()) return Refuse(Reason::kInvalidArgument, std::move(violations));
  return policy;
}

std::string ToArgument(const VoicePolicy& policy) {
  std::string text = Name(policy.voice);
  for (std::size_t i = 0; i < policy.weights.size(); ++i) {
    text +=
        (i == 0 ? ":" : ",") + policy.weights[i].group + "=" + policy.weights[i].weight.ToString();
  }
  if (policy.hats != Hats::kDeclared) text += std::string("+") + Name(policy.hats);
  return text;
}

Result<VoicePolicy> VoiceFromJson(const Json& json, std::string_view field) {
  const std::string at(field);
  if (json.object() == nullptr) {
    return Refuse(Reason::kInvalidArgument, at, "must be an object with the member \"voice\"");
  }
  VoicePolicy policy;
  std::vector<Violation> violations;
  for (const auto& [name, member] : *json.object()) {
    if (name != "name" && name != "voice" && name != "weights" && name != "hats") {
      violations.push_back({at + "." + name, "is no member of a voice policy"});
    }
  }
  if (const Json* name = json.Find("name"); name != nullptr) {
    if (name->string() == nullptr) violations.push_back({at + ".name", "must be a string"});
    if (name->string() != nullptr) policy.name = *name->string();
  }
  ReadNamed(json.Find("voice"),
            &VoiceNamed,
            {at + ".voice", std::string("must be ") + kVoiceNames},
            policy.voice,
            violations);
  if (const Json* hats = json.Find("hats"); hats != nullptr) {
    ReadNamed(hats,
              &HatsNamed,
              {at + ".hats", std::string("must be ") + kHatsNames},
              policy.hats,
              violations);
  }
  const Json* weights = json.Find("weights");
  if (TakesGroupWeights(policy.voice)) {
    ReadWeights(weights == nullptr ? Json(false) : *weights, at + ".weights", policy, violations);
  } else if (weights != nullptr) {
    violations.push_back(
        {at + ".weights", std::string(Name(policy.voice)) + " takes no group weights"});
  }
  if (!violations.empty()) return Refuse(Reason::kInvalidArgument, std::move(violations));
  return policy;
}

Json ToJson(const VoicePolicy& policy) {
  Json json;
  if (!policy.name.empty()) json["name"] = policy.name;
  json["voice"] = Name(policy.voice);
  json["hats"] = Name(policy.hats);
  if (TakesGroupWeights(policy.voice)) {
    Json weights;
    for (const GroupWeight& stated : policy.weights)
      weights[stated.group] = stated.weight.ToString();
    json["weights"] = std::move(weights);
  }
  return json;
}

Status CheckWeightsStated(const VoicePolicy& policy, std::span<const std::string> groups) {
  if (!TakesGroupWeights(policy.voice)) return {};
  std::vector<Violation> violations;
  for (const std::string& group : groups) {
    if (FindWeight(policy, group) == nullptr) {
      violations.push_back(
          {"voice." + group, "the group has no stated weight; state one, 0 is allowed"});
    }
  }
  if (!violations.empty()) return Refuse(Reason::kInvalidArgument, std::move(violations));
  return {};
}

const Fraction& WeightOf(const VoicePolicy& policy, std::string_view group) {
  const GroupWeight* stated = FindWeight(policy, group);
  QUORATE_CHECK(stated != nullptr);
  return stated->weight;
}

}  // namespace quorate::engine
