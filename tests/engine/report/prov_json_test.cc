// The shape is that of the W3C member submission PROV-JSON of 24 April 2013.

#include "engine/report/prov_json.h"

#include <map>
#include <set>
#include <vector>

#include <gtest/gtest.h>

#include "engine/base/json.h"
#include "tests/engine/report/sample_history.h"

namespace quorate::engine {
namespace {

const RecordName kRecord = {"quorate.example/studies/demo", 134, "root"};

std::vector<DatedEntry> ActsOf(const std::vector<Entry>& entries) {
  std::vector<DatedEntry> acts;
  for (std::size_t i = 0; i < entries.size(); ++i) {
    if (IsTraced(entries[i].event)) acts.push_back({i, entries[i]});
  }
  return acts;
}

Json Sample() {
  const auto json =
      ParseJson(ProvJson(SampleState(), ActsOf(support::SampleRecord().entries), kRecord));
  EXPECT_TRUE(json) << json.error().message;
  return json ? *json : Json();
}

std::string Text(const Json& value, std::string_view name) {
  const Json* member = value.Find(name);
  return member != nullptr && member->string() != nullptr ? *member->string() : "";
}

bool Has(const Json& document, std::string_view table, const std::string& id) {
  return document.Find(table) != nullptr && document.Find(table)->Find(id) != nullptr;
}

// Whether some relation of that name joins the two.
bool Joins(const Json& document,
           std::string_view relation,
           std::pair<std::string, std::string> from,
           std::pair<std::string, std::string> to) {
  if (document.Find(relation) == nullptr) return false;
  for (const auto& [id, one] : *document.Find(relation)->object()) {
    if (Text(one, "prov:" + from.first) == from.second &&
        Text(one, "prov:" + to.first) == to.second)
      return true;
  }
  return false;
}

TEST(ProvJsonTest, HasTheTablesOfTheSubmissionAndNoOther) {
  const std::set<std::string> known = {"prefix",
                                       "entity",
                                       "activity",
                                       "agent",
                                       "wasGeneratedBy",
                                       "used",
                                       "wasDerivedFrom",
                                       "wasAssociatedWith",
                                       "wasInvalidatedBy"};
  const Json document = Sample();
  for (const auto& [table, content] : *document.object())
    EXPECT_TRUE(known.contains(table)) << table;
  for (const std::string& table : known)
    EXPECT_NE(document.Find(table), nullptr) << table;
  EXPECT_EQ(Text(*document.Find("prefix"), "log"), "https://quorate.example/studies/demo#");
}

TEST(ProvJsonTest, EveryRelationJoinsThingsThatAreThere) {
  const std::map<std::string, std::string> ends = {{"prov:entity", "entity"},
                                                   {"prov:generatedEntity", "entity"},
                                                   {"prov:usedEntity", "entity"},
                                                   {"prov:activity", "activity"},
                                                   {"prov:agent", "agent"}};
  const Json document = Sample();
  int relations = 0;
  for (const auto& [table, content] : *document.object()) {
    if (table == "prefix" || table == "entity" || table == "activity" || table == "agent") continue;
    for (const auto& [id, relation] : *content.object()) {
      ++relations;
      EXPECT_TRUE(id.starts_with("_:")) << id;
      for (const auto& [end, value] : *relation.object()) {
        if (end == "prov:type") continue;
        ASSERT_TRUE(ends.contains(end)) << end;
        EXPECT_TRUE(Has(document, ends.at(end), *value.string()))
            << table << " " << *value.string();
      }
    }
  }
  EXPECT_GT(relations, 50);
}

TEST(ProvJsonTest, ActivitiesAreActsWithTheirTimeAndActor) {
  const Json document = Sample();
  const auto acts = ActsOf(support::SampleRecord().entries);
  EXPECT_EQ(document.Find("activity")->object()->size(), acts.size());
  for (const DatedEntry& act : acts) {
    const std::string id = "log:entry/" + std::to_string(act.sequence);
    ASSERT_TRUE(Has(document, "activity", id));
    const Json& activity = *document.Find("activity")->Find(id);
    EXPECT_EQ(Text(activity, "prov:startTime"), ToString(act.entry.time));
    EXPECT_NE(Text(activity, "prov:label"), "act") << act.sequence;
  }
}

TEST(ProvJsonTest, AmendmentsAreRevisionsOfTheProtocol) {
  const Json document = Sample();
  EXPECT_TRUE(Has(document, "entity", "log:protocol/1"));
  EXPECT_TRUE(Joins(document,
                    "wasDerivedFrom",
                    {"generatedEntity", "log:protocol/2"},
                    {"usedEntity", "log:protocol/1"}));
}

TEST(ProvJsonTest, TalliesComeFromTheWordingThatWasAskedAndDecisionsFromTallies) {
  const Json document = Sample();
  EXPECT_TRUE(Joins(document,
                    "wasDerivedFrom",
                    {"generatedEntity", "log:tally/round/1/C1"},
                    {"usedEntity", "log:item/C1/1"}));
  bool decided = false;
  for (const auto& [id, entity] : *document.Find("entity")->object())
    decided = decided || id.starts_with("log:decision/");
  EXPECT_TRUE(decided);
  EXPECT_TRUE(Has(document, "entity", "log:tally/vote/v2/1/C7"));
}

// Ballots and memberships are many, and who voted when is nobody's business but the log's.
TEST(ProvJsonTest, NoBallotAndNoEnrolmentStandsByItself) {
  EXPECT_FALSE(IsTraced(Event(BallotCast{})));
  EXPECT_FALSE(IsTraced(Event(VoteCast{})));
  EXPECT_FALSE(IsTraced(Event(ChoiceCast{})));
  EXPECT_FALSE(IsTraced(Event(ParticipantEnrolled{})));
  EXPECT_FALSE(IsTraced(Event(AttendanceRecorded{})));
  EXPECT_FALSE(IsTraced(Event(ItemTallied{})));
  EXPECT_TRUE(IsTraced(Event(DecisionRecorded{})));
  EXPECT_TRUE(IsTraced(Event(RoundClosed{})));
}

TEST(ProvJsonTest, IsTheSameWithoutTheOpenings) {
  const auto record = support::SecondRecord();
  std::vector<Entry> entries = record.entries;
  for (Entry& entry : entries) {
    if (auto* stated = std::get_if<DissentStated>(&entry.event)) stated->content.reset();
    if (auto* suggested = std::get_if<ItemSuggested>(&entry.event)) suggested->content.reset();
  }
  EXPECT_EQ(ProvJson(SampleState(), ActsOf(record.entries), kRecord),
            ProvJson(SampleState(), ActsOf(entries), kRecord));
}

}  // namespace
}  // namespace quorate::engine
