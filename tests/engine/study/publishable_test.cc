#include "engine/study/publishable.h"

#include <gtest/gtest.h>

namespace quorate::engine {
namespace {

Json Item(const std::vector<std::pair<std::string, int>>& groups) {
  Json item;
  item["item"] = "pain";
  item["groups"] = Json();
  int panel = 0;
  for (const auto& [group, people] : groups) {
    item["groups"][group]["n"] = std::to_string(people);
    panel += people;
  }
  item["panel"]["n"] = std::to_string(panel);
  return item;
}

std::string Shown(const std::vector<std::pair<std::string, int>>& groups, int k = 5) {
  const Json shown = Publishable(Item(groups), k);
  std::string names = shown.Find("panel") != nullptr ? "panel" : "";
  for (const auto& [group, table] : *shown.Find("groups")->object())
    names += " " + group;
  return names;
}

TEST(PublishableTest, LargeGroupsAreShown) {
  EXPECT_EQ(Shown({{"a", 5}, {"b", 9}}), "panel a b");
}

TEST(PublishableTest, OneSmallGroupTakesTheSmallestOtherWithIt) {
  EXPECT_EQ(Shown({{"a", 12}, {"b", 8}, {"c", 3}}), "panel a");
}

TEST(PublishableTest, SmallGroupsThatHideEachOtherLeaveTheRest) {
  EXPECT_EQ(Shown({{"a", 12}, {"b", 3}, {"c", 2}}), "panel a");
}

TEST(PublishableTest, AGroupNobodyAnsweredInHidesNobody) {
  EXPECT_EQ(Shown({{"a", 12}, {"b", 0}, {"c", 6}}), "panel a b c");
  EXPECT_EQ(Shown({{"a", 12}, {"b", 0}, {"c", 2}}), "panel b");
}

TEST(PublishableTest, ASmallPanelShowsNoTable) {
  const Json shown = Publishable(Item({{"a", 2}, {"b", 2}}), 5);
  EXPECT_EQ(shown.Find("panel"), nullptr);
  EXPECT_EQ(*shown.Find("suppressed"), Json(Json::Array{"a", "b"}));
}

TEST(PublishableTest, WeightedFiguresThatWouldGiveAGroupAwayGoWithIt) {
  Json item = Item({{"a", 12}, {"b", 3}, {"c", 2}});
  item["panel"]["median"] = "13/2";
  item["panel"]["weight"] = "1";
  item["panel"]["bands"]["7-9"]["count"] = "9";
  item["panel"]["bands"]["7-9"]["share"] = "3/5";
  EXPECT_NE(Publishable(item, 5).Find("panel")->Find("median"), nullptr)
      << "an unweighted voice tells nothing";
  item["panel"]["unweighted"]["median"] = "7";
  const Json shown = Publishable(item, 5);
  const Json& panel = *shown.Find("panel");
  EXPECT_EQ(panel.Find("median"), nullptr);
  EXPECT_EQ(panel.Find("weight"), nullptr);
  EXPECT_EQ(panel.Find("bands")->Find("7-9")->Find("share"), nullptr);
  EXPECT_NE(panel.Find("bands")->Find("7-9")->Find("count"), nullptr);
  EXPECT_NE(panel.Find("unweighted"), nullptr);
}

TEST(PublishableTest, TheLogFormHoldsNoFloatingPoint) {
  Json item = Item({{"a", 5}});
  item["panel"]["sd"] = 1.5;
  item["groups"]["a"]["sd"] = 2.0;
  EXPECT_EQ(LogForm(item), Item({{"a", 5}}));
}

TEST(PublishableTest, ResponsesAlwaysShowThePanel) {
  const auto shown = PublishableResponses({{"", 4, 3}, {"a", 2, 2}, {"b", 2, 1}}, 5);
  ASSERT_EQ(shown.size(), 1U);
  EXPECT_EQ(shown[0].invited, 4);
}

}  // namespace
}  // namespace quorate::engine
