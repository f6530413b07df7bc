#include "clients/cli/statistics_verbs.h"

#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>
#include <unistd.h>

#include "engine/base/json.h"

namespace quorate::cli {
namespace {

using engine::Json;

class StatisticsVerbsTest : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = std::filesystem::temp_directory_path() /
              ("quorate_statistics_" + std::to_string(::getpid()) + "_" +
               testing::UnitTest::GetInstance()->current_test_info()->name());
    std::filesystem::create_directories(folder_);
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  std::string Write(const std::string& text) {
    const std::string path = folder_ / "file.csv";
    std::ofstream(path, std::ios::binary) << text;
    return path;
  }

  // Two rounds; p4 leaves after the first, the clinicians come round on pain.
  StatisticsOptions Ratings() {
    StatisticsOptions options;
    options.file = Write(
        "round,participant,group,item,score,state\n"
        "1,p1,patients,pain,5,scored\n1,p1,patients,sleep,8,scored\n"
        "1,p2,patients,pain,7,scored\n1,p2,patients,sleep,9,scored\n"
        "1,p3,clinicians,pain,2,scored\n1,p3,clinicians,sleep,7,scored\n"
        "1,p4,clinicians,pain,1,scored\n1,p4,clinicians,sleep,,unable\n"
        "2,p1,patients,pain,7,scored\n2,p1,patients,sleep,8,scored\n"
        "2,p2,patients,pain,7,scored\n2,p2,patients,sleep,9,scored\n"
        "2,p3,clinicians,pain,6,scored\n2,p3,clinicians,sleep,7,scored\n");
    return options;
  }

 private:
  std::filesystem::path folder_;
};

// The JSON that a verb answers; empty where it refuses.
Json Answer(Outcome (*verb)(const StatisticsOptions&), StatisticsOptions options) {
  options.json = true;
  const Outcome outcome = verb(options);
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  const auto json = engine::ParseJson(outcome.out, engine::JsonNumbers::kAny);
  EXPECT_TRUE(json.has_value());
  return json.value_or(Json());
}

// The value at a path of names, such as {"panel", "w"}; "0" is the first of a list.
Json At(const Json& json, const std::vector<std::string>& path) {
  const Json* at = &json;
  for (const std::string& name : path) {
    at = at->array() != nullptr ? &at->array()->at(std::stoul(name)) : at->Find(name);
    if (at == nullptr) return "nothing at " + name;
  }
  return *at;
}

TEST_F(StatisticsVerbsTest, AgreementAnswersForThePanelAndEachGroup) {
  const Json json = Answer(&StatisticsAgreement, Ratings());
  EXPECT_EQ(At(json, {"round"}), Json(2));
  EXPECT_EQ(At(json, {"weights"}), Json("identity"));
  EXPECT_EQ(At(json, {"categories"}), Json("observed"));
  EXPECT_EQ(At(json, {"panel", "fleiss", "raters"}), Json("3"));
  EXPECT_EQ(At(json, {"panel", "fleiss", "items"}), Json("2"));
  EXPECT_EQ(At(json, {"panel", "fleiss", "categories"}), Json("4"));
  EXPECT_NE(At(json, {"panel", "gwet", "value"}).real(), nullptr);
  EXPECT_EQ(At(json, {"groups", "patients", "cohen", "raters"}), Json("2"));
  EXPECT_EQ(At(json, {"groups", "clinicians", "gwet", "value", "undefined"}),
            Json("no item was rated by two people"));
}

TEST_F(StatisticsVerbsTest, TheWholeScaleCountsUnusedPointsAsCategories) {
  StatisticsOptions options = Ratings();
  options.categories = "scale";
  EXPECT_EQ(At(Answer(&StatisticsAgreement, options), {"panel", "gwet", "categories"}), Json("9"));
  options.scale = "1-20";
  EXPECT_EQ(At(Answer(&StatisticsAgreement, options), {"panel", "gwet", "categories"}), Json("20"));
}

TEST_F(StatisticsVerbsTest, AMatrixIsReadInPlaceOfRatings) {
  StatisticsOptions options;
  options.matrix = true;
  options.file = Write("item,a,b,c\none,1,2,\ntwo,3,4,6\nthree,9,8,7\n");
  const Json json = Answer(&StatisticsConcordance, options);
  EXPECT_EQ(json.Find("round"), nullptr);
  EXPECT_EQ(At(json, {"panel", "raters"}), Json("2"));
  EXPECT_EQ(At(json, {"panel", "left_out"}), Json("1"));
  EXPECT_EQ(At(json, {"panel", "w"}), Json(std::int64_t{1}));
  EXPECT_EQ(At(json, {"panel", "rough"}), Json(true));
  options.categories = "scale";
  options.scale = "1-5";
  const Outcome refused = StatisticsAgreement(options);
  EXPECT_EQ(refused.exit_code, 2);
  EXPECT_NE(refused.err.find("off the scale 1 to 5"), std::string::npos);
}

TEST_F(StatisticsVerbsTest, ChangeIsAmongTheSamePeople) {
  const Json json = Answer(&StatisticsChange, [&] {
    StatisticsOptions options = Ratings();
    options.weights = "quadratic";
    return options;
  }());
  EXPECT_EQ(At(json, {"from"}), Json(1));
  EXPECT_EQ(At(json, {"to"}), Json(2));
  EXPECT_EQ(At(json, {"band"}), Json("7-9"));
  EXPECT_EQ(At(json, {"items", "0", "item"}), Json("pain"));
  EXPECT_EQ(At(json, {"items", "0", "panel", "people"}), Json("3"));
  EXPECT_EQ(At(json, {"items", "0", "panel", "share_changed"}), Json("2/3"));
  EXPECT_EQ(At(json, {"items", "0", "panel", "mean_distance"}), Json("2"));
  EXPECT_EQ(At(json, {"items", "0", "panel", "mcnemar", "entered"}), Json("1"));
  EXPECT_EQ(At(json, {"items", "0", "panel", "wilcoxon", "v"}), Json("0"));
  EXPECT_EQ(At(json, {"items", "0", "groups", "clinicians", "before", "median"}), Json("2"));
  EXPECT_EQ(At(json, {"items", "1", "panel", "wilcoxon", "exact_p", "undefined"}),
            Json("nobody changed"));
  const std::string table = StatisticsChange(Ratings()).out;
  EXPECT_NE(table.find("Of 2 items, somebody changed in 1"), std::string::npos) << table;
}

TEST_F(StatisticsVerbsTest, AttritionSaysInWordsWhoLeft) {
  const Json json = Answer(&StatisticsAttrition, Ratings());
  EXPECT_EQ(At(json, {"panel", "leavers", "people"}), Json("1"));
  EXPECT_EQ(At(json, {"panel", "retained"}), Json("3/4"));
  EXPECT_EQ(At(json, {"groups", "patients", "standardized_difference", "undefined"}),
            Json("no leaver scored"));
  const std::string table = StatisticsAttrition(Ratings()).out;
  EXPECT_NE(table.find("panel: 3 of 4 stayed (75.0 %). Those who left had scored 5.33 lower on "
                       "average (Mann-Whitney U 3, "),
            std::string::npos)
      << table;
  EXPECT_NE(table.find("patients: 2 of 2 stayed (100.0 %).\n"), std::string::npos) << table;
}

TEST_F(StatisticsVerbsTest, GroupsAreComparedByPairs) {
  const Json json = Answer(&StatisticsGroups, Ratings());
  EXPECT_EQ(At(json, {"share"}), Json("7/10"));
  EXPECT_EQ(At(json, {"items", "0", "groups", "clinicians", "in"}), Json(false));
  EXPECT_EQ(At(json, {"items", "0", "panel", "n"}), Json("3"));
  EXPECT_EQ(At(json, {"pairs", "0", "alike"}), Json("1/2"));
  EXPECT_EQ(At(json, {"pairs", "0", "median_differences", "sleep"}), Json("3/2"));
  const std::string table = StatisticsGroups(Ratings()).out;
  EXPECT_NE(table.find("patients and clinicians judge 1 of 2 items alike (50.0 %)"),
            std::string::npos)
      << table;
}

TEST_F(StatisticsVerbsTest, PointsComeWithVotersAndSplit) {
  StatisticsOptions options;
  options.file = Write("voter,item,points\nv1,Sleep,2\nv1,Pain,1\nv2,Sleep,2\nv2,Mood,1\n");
  const Json json = Answer(&StatisticsPoints, options);
  EXPECT_EQ(At(json, {"items", "0", "sum"}), Json("4"));
  EXPECT_EQ(At(json, {"items", "0", "split", "2"}), Json("2"));
  EXPECT_EQ(At(json, {"items", "2", "place"}), Json("2"));
  options.picked = 3;
  const Outcome refused = StatisticsPoints(options);
  EXPECT_EQ(refused.exit_code, 1);
  EXPECT_NE(refused.err.find("voter v1: gave 1, 2 points; a ballot must give 1 to 3"),
            std::string::npos)
      << refused.err;
}

TEST_F(StatisticsVerbsTest, BestWorstIsSortedByItsStandardizedScore) {
  StatisticsOptions options;
  options.file = Write("person,set,item,choice\np1,1,Sleep,worst\np1,1,Pain,\np1,1,Mood,best\n");
  EXPECT_EQ(At(Answer(&StatisticsBestWorst, options), {"items", "2", "standardized"}), Json("1"));
  const std::string table = StatisticsBestWorst(options).out;
  EXPECT_LT(table.find("Mood"), table.find("Sleep"));
  EXPECT_NE(table.find("ratio: the item was never named best or worst"), std::string::npos)
      << table;
}

TEST_F(StatisticsVerbsTest, WrongUsageIsTwoAndWhatAFileHoldsIsOne) {
  StatisticsOptions options = Ratings();
  const auto code = [&](Outcome (*verb)(const StatisticsOptions&)) {
    const Outcome outcome = verb(options);
    EXPECT_EQ(outcome.out, "");
    EXPECT_FALSE(outcome.err.empty());
    return outcome.exit_code;
  };
  options.weights = "square";
  EXPECT_EQ(code(&StatisticsAgreement), 2);
  options.weights = "identity";
  options.categories = "all";
  EXPECT_EQ(code(&StatisticsAgreement), 2);
  options.from = 2;
  EXPECT_EQ(code(&StatisticsChange), 2);
  options.from = 3;
  options.to = 4;
  EXPECT_EQ(code(&StatisticsChange), 1);  // No round 4.
  options.share = "120%";
  EXPECT_EQ(code(&StatisticsGroups), 2);
  options.share = "70%";
  options.band = "7-12";
  EXPECT_EQ(code(&StatisticsGroups), 2);
  options.band = {};
  options.scale = "0-9";
  EXPECT_EQ(code(&StatisticsGroups), 2);  // Off 1-9 a band is needed.
  options.file = "absent.csv";
  EXPECT_EQ(code(&StatisticsConcordance), 1);
}

TEST_F(StatisticsVerbsTest, OneRoundAloneHasNoChange) {
  StatisticsOptions options = Ratings();
  options.to = 1;
  const Outcome refused = StatisticsChange(options);
  EXPECT_EQ(refused.exit_code, 1);
  EXPECT_NE(refused.err.find("no round before round 1"), std::string::npos) << refused.err;
}

TEST(ParseStretchTest, HyphensMayBeSigns) {
  EXPECT_EQ(*ParseStretch("--scale", "1-9"), (engine::Band{1, 9}));
  EXPECT_EQ(*ParseStretch("--scale", "-5-5"), (engine::Band{-5, 5}));
  EXPECT_EQ(*ParseStretch("--scale", "-5--1"), (engine::Band{-5, -1}));
  EXPECT_EQ(*ParseStretch("--scale", "7-7"), (engine::Band{7, 7}));
  for (const char* text : {"", "-", "9-1", "1", "1-", "-9", "1-x", "1 - 9"})
    EXPECT_FALSE(ParseStretch("--scale", text).has_value()) << text;
}

}  // namespace
}  // namespace quorate::cli
