#include "services/rpc/names.h"

#include <gtest/gtest.h>

namespace quorate::services::rpc {
namespace {

using Labels = std::vector<std::string>;

TEST(NamesTest, LabelsAreReadWhereTheFormHasStars) {
  EXPECT_EQ(*ParseName("name", "studies/demo", "studies/*"), Labels({"demo"}));
  EXPECT_EQ(
      *ParseName("name", "studies/demo/votes/v1/iterations/2", "studies/*/votes/*/iterations/*"),
      Labels({"demo", "v1", "2"}));
}

TEST(NamesTest, WhatIsOfAnotherFormIsRefusedWithTheForm) {
  for (const char* name : {"",
                           "demo",
                           "studies/",
                           "studies/demo/",
                           "studies/demo/items",
                           "items/demo/items/x",
                           "studies/demo/items/a/b",
                           "studies/demo/items/a b",
                           "studies//items/a",
                           "/studies/demo/items/a",
                           "studies/demo/items/\xC3\xA9"}) {
    const auto labels = ParseName("name", name, "studies/*/items/*");
    ASSERT_FALSE(labels) << name;
    EXPECT_EQ(labels.error().message, "name: must be of the form studies/{study}/items/{item}");
    EXPECT_EQ(labels.error().violations.at(0).field, "name");
  }
}

TEST(NamesTest, DashStandsForNoStudyInParticularAndForNothingElse) {
  EXPECT_TRUE(ParseName("parent", "studies/-", "studies/*"));
  EXPECT_FALSE(ParseName("name", "studies/demo/items/-", "studies/*/items/*"));
}

TEST(NamesTest, ChildOfAnotherStudyIsRefused) {
  EXPECT_EQ(*ParseChild("item", "studies/demo/items/pain", "demo", "items"), "pain");
  EXPECT_FALSE(ParseChild("item", "studies/other/items/pain", "demo", "items"));
}

TEST(NamesTest, NumbersArePlainAndFromOne) {
  EXPECT_EQ(*ParseNumber("name", "1"), 1);
  EXPECT_EQ(*ParseNumber("name", "1000000"), 1'000'000);
  for (const char* text :
       {"", "0", "-1", "+1", "01", "1.0", "1000001", "99999999999999999999", "x"}) {
    EXPECT_FALSE(ParseNumber("name", text)) << text;
  }
}

TEST(NamesTest, NamesArePutTogether) {
  EXPECT_EQ(RoundName("demo", 2), "studies/demo/rounds/2");
  EXPECT_EQ(IterationName("demo", "v1", 3), "studies/demo/votes/v1/iterations/3");
  EXPECT_EQ(BasisName("demo", "round/2"), RoundName("demo", 2));
  EXPECT_EQ(BasisName("demo", "vote/v1/3"), IterationName("demo", "v1", 3));
}

}  // namespace
}  // namespace quorate::services::rpc
