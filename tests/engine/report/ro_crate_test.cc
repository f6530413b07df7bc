// The rules of RO-Crate 1.1 that a program can check, from its pages "Root Data Entity", "Data
// Entities" and "RO-Crate JSON-LD".

#include "engine/report/ro_crate.h"

#include <map>
#include <set>
#include <vector>

#include <gtest/gtest.h>

#include "engine/base/json.h"
#include "engine/base/time.h"
#include "tests/engine/report/sample_history.h"

namespace quorate::engine {
namespace {

const std::vector<std::string>& Paths() {
  static const std::vector<std::string> paths = {".zenodo.json",
                                                 "CITATION.cff",
                                                 "SHA256SUMS",
                                                 "VERIFY.md",
                                                 "checklists/accord.csv",
                                                 "checklists/accord.html",
                                                 "checkpoint",
                                                 "checkpoints/24",
                                                 "checkpoints/3",
                                                 "datapackage.json",
                                                 "entries.ndjson",
                                                 "log.vkey",
                                                 "protocol.json",
                                                 "prov.json",
                                                 "report.html",
                                                 "results/items.csv",
                                                 "results/new.csv",
                                                 "results/results.xlsx",
                                                 "tile/0/000",
                                                 "tile/entries/000"};
  return paths;
}

Json Crate(Tier tier = Tier::kPublic) {
  const std::string text =
      RoCrateMetadata(SampleState(), {"quorate.example/studies/demo", 134, "root"}, tier, Paths());
  const auto json = ParseJson(text);
  EXPECT_TRUE(json) << json.error().message;
  return json ? *json : Json();
}

std::string Text(const Json& entity, std::string_view name) {
  const Json* member = entity.Find(name);
  return member != nullptr && member->string() != nullptr ? *member->string() : "";
}

std::map<std::string, Json> Entities(const Json& crate) {
  std::map<std::string, Json> entities;
  for (const Json& entity : *crate.Find("@graph")->array())
    EXPECT_TRUE(entities.emplace(Text(entity, "@id"), entity).second) << Text(entity, "@id");
  return entities;
}

// Every "@id" that stands in a reference.
void Referenced(const Json& value, bool top, std::set<std::string>& ids) {
  if (const Json::Array* array = value.array()) {
    for (const Json& element : *array)
      Referenced(element, false, ids);
  }
  if (value.object() == nullptr) return;
  if (!top && value.Find("@id") != nullptr) {
    // Flattened: a reference holds its target's name and nothing else.
    EXPECT_EQ(value.object()->size(), 1U);
    ids.insert(Text(value, "@id"));
  }
  for (const auto& [name, member] : *value.object())
    Referenced(member, false, ids);
}

TEST(RoCrateTest, DescribesItselfAndPointsToTheRoot) {
  const Json crate = Crate();
  EXPECT_EQ(Text(crate, "@context"), "https://w3id.org/ro/crate/1.1/context");
  const Json descriptor = Entities(crate).at("ro-crate-metadata.json");
  EXPECT_EQ(Text(descriptor, "@type"), "CreativeWork");
  EXPECT_EQ(Text(*descriptor.Find("about"), "@id"), "./");
  EXPECT_EQ(Text(*descriptor.Find("conformsTo"), "@id"), "https://w3id.org/ro/crate/1.1");
}

TEST(RoCrateTest, RootHasWhatAValidRootMustHave) {
  const Json root = Entities(Crate()).at("./");
  EXPECT_EQ(Text(root, "@type"), "Dataset");
  EXPECT_EQ(Text(root, "name"), SampleState().title);
  EXPECT_FALSE(Text(root, "description").empty());
  EXPECT_TRUE(ParseInstant(Text(root, "datePublished")));
  EXPECT_EQ(Text(root, "datePublished"), ToString(SampleState().last_time));
  EXPECT_FALSE(Text(root, "license").empty());
  EXPECT_NE(root.Find("hasPart"), nullptr);
}

TEST(RoCrateTest, NothingIsMadeUp) {
  const Json root = Entities(Crate()).at("./");
  EXPECT_EQ(root.Find("author"), nullptr);
  EXPECT_EQ(root.Find("publisher"), nullptr);
  EXPECT_NE(Text(root, "license").find("authors to write"), std::string::npos);
}

TEST(RoCrateTest, EveryFileIsDescribedAndReachedFromTheRoot) {
  const auto entities = Entities(Crate());
  std::set<std::string> reached;
  for (const Json& part : *entities.at("./").Find("hasPart")->array()) {
    const std::string id = Text(part, "@id");
    reached.insert(id);
    const Json* below = entities.at(id).Find("hasPart");
    if (below == nullptr) continue;
    for (const Json& deeper : *below->array())
      reached.insert(Text(deeper, "@id"));
  }
  for (const std::string& path : Paths()) {
    if (path.starts_with("tile/") || path.starts_with("checkpoints/")) continue;
    ASSERT_TRUE(entities.contains(path)) << path;
    const Json& file = entities.at(path);
    EXPECT_EQ(Text(file, "@type"), "File") << path;
    EXPECT_FALSE(Text(file, "name").empty()) << path;
    EXPECT_FALSE(Text(file, "description").empty()) << path;
    EXPECT_FALSE(Text(file, "encodingFormat").empty()) << path;
    EXPECT_TRUE(reached.contains(path)) << path;
  }
  EXPECT_TRUE(reached.contains("tile/"));
  EXPECT_TRUE(reached.contains("checkpoints/"));
  EXPECT_EQ(Text(entities.at("tile/"), "@type"), "Dataset");
  EXPECT_EQ(Text(entities.at("results/items.csv"), "encodingFormat"), "text/csv");
  EXPECT_EQ(Text(entities.at("results/new.csv"), "name"), "Table new.csv");
  EXPECT_EQ(Text(entities.at("entries.ndjson"), "encodingFormat"), "application/x-ndjson");
}

TEST(RoCrateTest, IsFlatAndEveryReferenceLeadsSomewhere) {
  const Json crate = Crate();
  const auto entities = Entities(crate);
  for (const auto& [id, entity] : entities) {
    EXPECT_NE(entity.Find("@type"), nullptr) << id;
    std::set<std::string> ids;
    Referenced(entity, true, ids);
    for (const std::string& target : ids) {
      EXPECT_TRUE(entities.contains(target) || target == "https://w3id.org/ro/crate/1.1")
          << id << " refers to " << target;
    }
    EXPECT_EQ(id.find("../"), std::string::npos);
    EXPECT_EQ(id.find(' '), std::string::npos);
  }
}

TEST(RoCrateTest, SaysWhichTierItIs) {
  EXPECT_NE(Text(Entities(Crate(Tier::kAuditor)).at("./"), "description").find("do not publish"),
            std::string::npos);
  EXPECT_NE(Text(Entities(Crate()).at("./"), "description").find("public tier"), std::string::npos);
}

}  // namespace
}  // namespace quorate::engine
