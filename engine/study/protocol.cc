#include "engine/study/protocol.h"

#include <algorithm>
#include <array>
#include <set>
#include <utility>

#include "engine/base/text.h"
#include "engine/ratings/presets.h"
#include "engine/ratings/rule_check.h"
#include "engine/ratings/rule_json.h"

namespace quorate::engine {

namespace {

template <typename Enum>
using Words = std::array<std::pair<const char*, Enum>, 4>;

constexpr Words<RoundMode> kModes = {
    {{"survey", RoundMode::kSurvey}, {"workshop", RoundMode::kWorkshop}}};
constexpr Words<Feedback> kFeedbacks = {{{"none", Feedback::kNone},
                                         {"own-group", Feedback::kOwnGroup},
                                         {"all-groups", Feedback::kAllGroups},
                                         {"overall", Feedback::kOverall}}};
constexpr Words<EntryPolicy> kEntries = {
    {{"invited", EntryPolicy::kInvited}, {"respondents", EntryPolicy::kRespondents}}};
constexpr Words<CarryPolicy> kCarries = {{{"all", CarryPolicy::kAll},
                                          {"drop-out", CarryPolicy::kDropOut},
                                          {"drop-in-and-out", CarryPolicy::kDropInAndOut}}};

template <typename Enum>
const char* WordFor(const Words<Enum>& words, Enum value) {
  const auto found = std::find_if(words.begin(), words.end(), [&](const auto& word) {
    return word.first != nullptr && word.second == value;
  });
  return found->first;
}

// Reads one object's members, naming each that is missing, of the wrong type, or unknown.
class Members {
 public:
  Members(const Json& json, std::string path, std::vector<Violation>& wrong)
      : json_(json), path_(std::move(path)), wrong_(wrong) {
    if (json_.object() == nullptr)
      wrong_.push_back({path_.empty() ? "protocol" : path_, "must be an object"});
  }

  void Wrong(std::string_view name, std::string message) {
    wrong_.push_back({Path(name), std::move(message)});
  }
  [[nodiscard]] std::string Path(std::string_view name) const {
    return path_.empty() ? std::string(name) : path_ + "." + std::string(name);
  }

  const Json* Take(std::string_view name) {
    known_.insert(std::string(name));
    return json_.Find(name);
  }
  std::string Text(std::string_view name, std::string fallback, std::size_t bytes_max) {
    const Json* member = Take(name);
    if (member == nullptr) return fallback;
    if (member->string() == nullptr) {
      Wrong(name, "must be a string");
      return fallback;
    }
    if (!member->string()->empty()) Keep(name, CheckText(Path(name), *member->string(), bytes_max));
    return *member->string();
  }
  int Integer(std::string_view name, int fallback, int min, int max) {
    const Json* member = Take(name);
    if (member == nullptr) return fallback;
    if (member->integer() == nullptr || *member->integer() < min || *member->integer() > max) {
      Wrong(name, "must be an integer from " + std::to_string(min) + " to " + std::to_string(max));
      return fallback;
    }
    return static_cast<int>(*member->integer());
  }
  template <typename Enum>
  Enum Word(std::string_view name, const Words<Enum>& words, Enum fallback) {
    const Json* member = Take(name);
    if (member == nullptr) return fallback;
    std::string list;
    for (const auto& [word, value] : words) {
      if (word == nullptr) continue;
      if (member->string() != nullptr && *member->string() == word) return value;
      list += (list.empty() ? "" : ", ") + std::string(word);
    }
    Wrong(name, "must be one of " + list);
    return fallback;
  }
  const Json::Array& Array(std::string_view name) {
    static const Json::Array none;
    const Json* member = Take(name);
    if (member != nullptr && member->array() != nullptr && !member->array()->empty())
      return *member->array();
    Wrong(name, "must be a list of at least one");
    return none;
  }
  void Keep(std::string_view name, const Status& status) {
    if (status) return;
    if (status.error().violations.empty()) Wrong(name, status.error().message);
    wrong_.insert(wrong_.end(), status.error().violations.begin(), status.error().violations.end());
  }
  // Call last: names every member that nobody took.
  void RefuseUnknown() {
    if (json_.object() == nullptr) return;
    for (const auto& [name, member] : *json_.object()) {
      if (known_.find(name) == known_.end()) Wrong(name, "is no member of this object");
    }
  }

 private:
  const Json& json_;
  std::string path_;
  std::vector<Violation>& wrong_;
  std::set<std::string, std::less<>> known_;
};

std::optional<ConsensusRule> ReadRule(Members& members, std::string_view name) {
  const Json* member = members.Take(name);
  if (member == nullptr) return std::nullopt;
  if (member->string() != nullptr) {
    const Preset* preset = FindPreset(*member->string());
    if (preset != nullptr) return preset->rule;
    members.Wrong(name, "\"" + *member->string() + "\" is no preset; see `quorate rule list`");
    return std::nullopt;
  }
  auto rule = RuleFromJson(*member, members.Path(name));
  if (rule) return *std::move(rule);
  members.Keep(name, Status(tl::unexpected(rule.error())));
  return std::nullopt;
}

Group ReadGroup(const Json& json, const std::string& path, std::vector<Violation>& wrong) {
  Members members(json, path, wrong);
  Group group;
  group.id = members.Text("id", "", kLabelBytesMax);
  if (!IsLabel(group.id)) members.Wrong("id", "must be a label: letters, digits, '-', '_' or '.'");
  group.name = members.Text("name", group.id, 200);
  members.RefuseUnknown();
  return group;
}

RoundPlan ReadRound(const Json& json, const std::string& path, std::vector<Violation>& wrong) {
  Members members(json, path, wrong);
  RoundPlan plan;
  plan.mode = members.Word("mode", kModes, plan.mode);
  if (auto rule = ReadRule(members, "rule")) {
    plan.rule = *std::move(rule);
  } else if (json.Find("rule") == nullptr) {
    members.Wrong("rule", "must be there: a preset's name or a rule");
  }
  plan.yes_no_rule = ReadRule(members, "yes_no_rule");
  plan.feedback = members.Word("feedback", kFeedbacks, plan.feedback);
  plan.entry = members.Word("entry", kEntries, plan.entry);
  plan.carry = members.Word("carry", kCarries, plan.carry);
  plan.suggestions_max = members.Integer("suggestions_max", 0, 0, 100);
  members.RefuseUnknown();
  return plan;
}

VoicePolicy ReadVoice(Members& members) {
  const Json* member = members.Take("voice");
  if (member == nullptr) return {};
  auto voice = member->string() != nullptr ? ParseVoice(*member->string()) : VoiceFromJson(*member);
  if (voice) return *std::move(voice);
  members.Keep("voice", Status(tl::unexpected(voice.error())));
  return {};
}

Json RoundToJson(const RoundPlan& plan) {
  Json json;
  json["mode"] = WordFor(kModes, plan.mode);
  json["rule"] = ToJson(plan.rule);
  if (plan.yes_no_rule) json["yes_no_rule"] = ToJson(*plan.yes_no_rule);
  json["feedback"] = WordFor(kFeedbacks, plan.feedback);
  json["entry"] = WordFor(kEntries, plan.entry);
  json["carry"] = WordFor(kCarries, plan.carry);
  json["suggestions_max"] = plan.suggestions_max;
  return json;
}

// The groups that a criterion names, at any depth.
void NamedGroups(const Criterion& criterion, std::vector<std::string>& names) {
  names.insert(names.end(), criterion.scope.groups.begin(), criterion.scope.groups.end());
  if (const auto* compound = std::get_if<Compound>(&criterion.test)) {
    for (const Criterion& part : compound->parts)
      NamedGroups(part, names);
  }
}

void CheckRuleIn(const Protocol& protocol,
                 const ConsensusRule& rule,
                 const std::string& path,
                 std::vector<Violation>& wrong) {
  if (const Status sound = CheckRule(rule); !sound) wrong.push_back({path, sound.error().message});
  std::vector<std::string> names;
  for (const Clause& clause : rule.clauses)
    NamedGroups(clause.when, names);
  for (const std::string& name : names) {
    if (!protocol.FindGroup(name))
      wrong.push_back({path, "\"" + name + "\" is no group of the protocol"});
  }
}

void CheckRounds(const Protocol& protocol, std::vector<Violation>& wrong) {
  const Scale* survey_scale = nullptr;
  for (std::size_t i = 0; i < protocol.rounds.size(); ++i) {
    const RoundPlan& plan = protocol.rounds[i];
    const std::string path = "rounds[" + std::to_string(i) + "]";
    CheckRuleIn(protocol, plan.rule, path + ".rule", wrong);
    if (plan.yes_no_rule) {
      CheckRuleIn(protocol, *plan.yes_no_rule, path + ".yes_no_rule", wrong);
      if (plan.yes_no_rule->scale.min != 0 || plan.yes_no_rule->scale.max != 1) {
        wrong.push_back({path + ".yes_no_rule", "must be on the scale 0 to 1, where 1 is yes"});
      }
    }
    if (plan.mode != RoundMode::kSurvey) continue;
    if (survey_scale != nullptr &&
        (survey_scale->min != plan.rule.scale.min || survey_scale->max != plan.rule.scale.max)) {
      wrong.push_back({path + ".rule.scale",
                       "survey rounds must share one scale, or scores cannot be compared"});
    }
    survey_scale = &plan.rule.scale;
  }
}

}  // namespace

std::optional<std::size_t> Protocol::FindGroup(std::string_view id) const {
  const auto found = std::find_if(
      groups.begin(), groups.end(), [&](const Group& group) { return group.id == id; });
  if (found == groups.end()) return std::nullopt;
  return static_cast<std::size_t>(found - groups.begin());
}

Result<Protocol> ReadProtocol(const Json& document) {
  std::vector<Violation> wrong;
  Members members(document, "", wrong);
  Protocol protocol;
  protocol.title = members.Text("title", "", 500);
  if (protocol.title.empty()) members.Wrong("title", "must be there");
  protocol.purpose = members.Text("purpose", "", 4'000);
  protocol.item_label = members.Text("item_label", "item", 60);
  for (const Json& group : members.Array("groups")) {
    protocol.groups.push_back(
        ReadGroup(group, "groups[" + std::to_string(protocol.groups.size()) + "]", wrong));
  }
  for (const Json& round : members.Array("rounds")) {
    protocol.rounds.push_back(
        ReadRound(round, "rounds[" + std::to_string(protocol.rounds.size()) + "]", wrong));
  }
  protocol.voice = ReadVoice(members);
  protocol.k = members.Integer("k", protocol.k, Protocol::kLeastCell, 1'000);
  protocol.support = members.Text("support", "", 500);
  protocol.stopping_rule = members.Text("stopping_rule", "", 1'000);
  members.RefuseUnknown();
  if (wrong.empty()) return protocol;
  return Refuse(Reason::kInvalidProtocol, std::move(wrong));
}

Json ToJson(const Protocol& protocol) {
  Json json;
  json["title"] = protocol.title;
  json["purpose"] = protocol.purpose;
  json["item_label"] = protocol.item_label;
  Json::Array groups;
  for (const Group& group : protocol.groups) {
    Json one;
    one["id"] = group.id;
    one["name"] = group.name;
    groups.push_back(std::move(one));
  }
  json["groups"] = std::move(groups);
  Json::Array rounds;
  for (const RoundPlan& plan : protocol.rounds)
    rounds.push_back(RoundToJson(plan));
  json["rounds"] = std::move(rounds);
  json["voice"] = ToJson(protocol.voice);
  json["k"] = protocol.k;
  json["support"] = protocol.support;
  json["stopping_rule"] = protocol.stopping_rule;
  return json;
}

Status CheckProtocol(const Protocol& protocol) {
  std::vector<Violation> wrong;
  if (protocol.groups.empty()) wrong.push_back({"groups", "name at least one stakeholder group"});
  if (protocol.rounds.empty()) wrong.push_back({"rounds", "plan at least one round"});
  std::set<std::string> ids;
  std::vector<std::string> names;
  for (const Group& group : protocol.groups) {
    if (!ids.insert(group.id).second)
      wrong.push_back({"groups", "group " + group.id + " stands twice"});
    names.push_back(group.id);
  }
  if (const Status stated = CheckWeightsStated(protocol.voice, names); !stated) {
    wrong.push_back({"voice", stated.error().message});
  }
  for (const GroupWeight& weight : protocol.voice.weights) {
    if (!protocol.FindGroup(weight.group)) {
      wrong.push_back({"voice", "\"" + weight.group + "\" is no group of the protocol"});
    }
  }
  CheckRounds(protocol, wrong);
  if (wrong.empty()) return {};
  return Refuse(Reason::kInvalidProtocol, std::move(wrong));
}

}  // namespace quorate::engine
