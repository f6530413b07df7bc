#include "engine/report/data_package.h"

#include <regex>

#include <gtest/gtest.h>

#include "engine/base/json.h"
#include "engine/report/result_tables.h"
#include "engine/report/results_csv.h"
#include "tests/engine/report/sample_history.h"

namespace quorate::engine {
namespace {

const RecordName kRecord = {"quorate.example/studies/Demo_1", 134, "root"};

Json PackageOf(Tier tier) {
  const auto tables = ResultTables(SampleState(), SampleHistory(), tier, kResultsForm);
  const auto json = ParseJson(DataPackage(SampleState(), kRecord, tables));
  EXPECT_TRUE(json) << json.error().message;
  return json ? *json : Json();
}

std::string Text(const Json& value, std::string_view name) {
  return *value.Find(name)->string();
}

TEST(FieldTypeTest, IsWhatEveryCellOfTheColumnIs) {
  CsvTable table("results/t.csv",
                 {{"whole", ""},
                  {"decimal", ""},
                  {"share", ""},
                  {"label", "", ColumnKind::kLabel},
                  {"empty", ""},
                  {"typed", ""}});
  table.Cell(3).Cell("0.5").Cell("1/2").Cell("7").Empty().FreeText("12").EndRow();
  table.Cell(-4).Cell("-12").Cell("2").Cell("8").Empty().FreeText("13").EndRow();
  table.Cell("suppressed").Cell("").Cell("3").Cell("9").Empty().FreeText("14").EndRow();
  const std::string_view expected[] = {"integer", "number", "string", "string", "string", "string"};
  for (std::size_t i = 0; i < 6; ++i)
    EXPECT_EQ(FieldTypeOf(table, i), expected[i]) << table.columns()[i].name;
}

TEST(DataPackageTest, DescribesEveryTableAndEveryColumnInOrder) {
  const Json package = PackageOf(Tier::kPublic);
  EXPECT_EQ(Text(package, "profile"), "tabular-data-package");
  EXPECT_TRUE(std::regex_match(Text(package, "name"), std::regex("[-a-z0-9._/]+")));
  const auto tables = ResultTables(SampleState(), SampleHistory(), Tier::kPublic, kResultsForm);
  const Json::Array& resources = *package.Find("resources")->array();
  ASSERT_EQ(resources.size(), tables.size());
  for (std::size_t i = 0; i < tables.size(); ++i) {
    EXPECT_EQ(Text(resources[i], "path"), tables[i].path());
    EXPECT_TRUE(std::regex_match(Text(resources[i], "name"), std::regex("[-a-z0-9._/]+")));
    const Json::Array& fields = *resources[i].Find("schema")->Find("fields")->array();
    ASSERT_EQ(fields.size(), tables[i].columns().size());
    for (std::size_t j = 0; j < fields.size(); ++j) {
      EXPECT_EQ(Text(fields[j], "name"), tables[i].columns()[j].name);
      EXPECT_FALSE(Text(fields[j], "description").empty()) << Text(fields[j], "name");
    }
  }
}

TEST(DataPackageTest, EveryCellFitsItsField) {
  const std::regex integer("-?[0-9]+");
  const std::regex number("-?[0-9]+(\\.[0-9]+)?");
  for (const Tier tier : {Tier::kPublic, Tier::kAuditor}) {
    int numbers = 0;
    for (const CsvTable& table : ResultTables(SampleState(), SampleHistory(), tier, kResultsForm)) {
      for (std::size_t i = 0; i < table.columns().size(); ++i) {
        const std::string_view type = FieldTypeOf(table, i);
        if (type == "string") continue;
        ++numbers;
        for (const auto& row : table.rows()) {
          const std::string& cell = row[i].text;
          if (cell.empty() || cell == "suppressed") continue;
          EXPECT_TRUE(std::regex_match(cell, type == "integer" ? integer : number))
              << table.path() << " " << table.columns()[i].name << ": " << cell;
        }
      }
    }
    EXPECT_GT(numbers, 30);
  }
}

}  // namespace
}  // namespace quorate::engine
