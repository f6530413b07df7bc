#include "engine/study/publishable.h"

#include <algorithm>
#include <charconv>

namespace quorate::engine {

namespace {

// Under a weighted voice the panel's exact weighted figures are equations from which a group that
// was taken out could be solved for; the unweighted ones beside them stay.
void DropWeightedFigures(Json& table) {
  for (const char* figure : {"weight", "effective_n", "median", "mean"})
    table.object()->erase(figure);
  if (Json::Object* bands = table["bands"].object()) {
    for (auto& [band, figures] : *bands)
      figures.object()->erase("share");
  }
}

void DropWeighted(Json& item) {
  if (item.Find("panel") == nullptr || item.Find("panel")->Find("unweighted") == nullptr) return;
  DropWeightedFigures(item["panel"]);
}

std::int64_t PeopleIn(const Json& table) {
  std::int64_t people = 0;
  const Json* n = table.Find("n");
  if (n == nullptr || n->string() == nullptr) return 0;
  const std::string& digits = *n->string();
  std::from_chars(digits.data(), digits.data() + digits.size(), people);
  return people;
}

// Whether people may weigh differently in their own group's table.
bool WeighsInGroups(const VoicePolicy& voice) {
  return voice.voice == Voice::kPersonWeights || voice.hats == Hats::kSplit;
}

void DropReals(Json& value) {
  if (Json::Object* object = value.object()) {
    std::erase_if(*object, [](const auto& member) { return member.second.real() != nullptr; });
    for (auto& [name, member] : *object)
      DropReals(member);
  } else if (Json::Array* array = value.array()) {
    for (Json& element : *array)
      DropReals(element);
  }
}

}  // namespace

// Ties go by the group's name.
std::vector<std::string> GroupsHeldBack(std::vector<GroupSize> sizes, int k) {
  std::sort(sizes.begin(), sizes.end(), [](const GroupSize& a, const GroupSize& b) {
    return a.people != b.people ? a.people < b.people : a.group < b.group;
  });
  std::vector<std::string> out;
  std::int64_t people = 0;
  for (const GroupSize& size : sizes) {
    if (size.people == 0) continue;
    if (size.people >= k && (people == 0 || people >= k)) break;
    out.push_back(size.group);
    people += size.people;
  }
  std::sort(out.begin(), out.end());
  return out;
}

Json LogForm(const Json& item) {
  Json form = item;
  DropReals(form);
  // In an answer `sd` may be a whole number, which would read back as an integer.
  const auto drop_sd = [](Json* table) {
    if (table != nullptr && table->object() != nullptr) table->object()->erase("sd");
  };
  if (form.Find("panel") != nullptr) drop_sd(&form["panel"]);
  if (form.Find("groups") != nullptr) {
    for (auto& [group, table] : *form["groups"].object())
      drop_sd(&table);
  }
  return form;
}

Json Publishable(const Json& item, int k) {
  Json shown = item;
  const Json* panel = item.Find("panel");
  const Json* groups = item.Find("groups");
  std::vector<GroupSize> cells;
  if (groups != nullptr) {
    for (const auto& [group, table] : *groups->object())
      cells.push_back({group, PeopleIn(table)});
  }
  const bool hide_all = panel != nullptr && PeopleIn(*panel) < k;
  std::vector<std::string> out = GroupsHeldBack(cells, k);
  if (hide_all) {
    out.clear();
    for (const GroupSize& cell : cells)
      out.push_back(cell.group);
    shown.object()->erase("panel");
  }
  for (const std::string& group : out)
    shown["groups"].object()->erase(group);
  if (!out.empty()) DropWeighted(shown);
  if (!out.empty()) shown["suppressed"] = Json::Array(out.begin(), out.end());
  return shown;
}

Json Publishable(const Json& item, const Protocol& protocol, const Shown& shown) {
  Json form = item;
  Json::Array hidden;
  Json::Object& tables = *form["groups"].object();
  for (std::size_t g = 0; g < protocol.groups.size(); ++g) {
    if (shown.groups[g]) continue;
    tables.erase(protocol.groups[g].id);
    hidden.emplace_back(protocol.groups[g].id);
  }
  std::ranges::sort(hidden, {}, [](const Json& group) { return *group.string(); });
  if (!shown.panel) form.object()->erase("panel");
  if (!shown.weights) {
    DropWeighted(form);
    if (WeighsInGroups(protocol.voice)) {
      for (auto& [group, table] : tables)
        DropWeightedFigures(table);
    }
    form["weights_withheld"] = true;
  }
  if (!hidden.empty()) form["suppressed"] = std::move(hidden);
  return form;
}

std::vector<Response> PublishableResponses(std::vector<Response> responses, int k) {
  std::vector<GroupSize> cells;
  for (const Response& response : responses) {
    if (!response.group.empty()) cells.push_back({response.group, response.invited});
  }
  const std::vector<std::string> out = GroupsHeldBack(cells, k);
  std::erase_if(responses, [&](const Response& response) {
    return std::binary_search(out.begin(), out.end(), response.group);
  });
  return responses;
}

}  // namespace quorate::engine
