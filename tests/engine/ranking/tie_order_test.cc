#include "engine/ranking/tie_order.h"

#include <gtest/gtest.h>

namespace quorate::engine {
namespace {

using Names = std::vector<std::string>;

Names Drawn(const Names& candidates, const std::string& seed) {
  Names names;
  const auto places = PlacesInTieOrder(candidates, {TieRule::kLot, {}, seed});
  for (const std::size_t candidate : OrderOf(*places))
    names.push_back(candidates[candidate]);
  return names;
}

TEST(TieOrderTest, TheLotDependsOnSeedAndNamesOnly) {
  const Names drawn = Drawn({"A", "B", "C", "D", "E"}, "seed");
  EXPECT_EQ(Drawn({"E", "C", "A", "D", "B"}, "seed"), drawn);
  bool differs = false;
  for (int i = 0; i < 10; ++i)
    differs = differs || Drawn({"A", "B", "C", "D", "E"}, std::to_string(i)) != drawn;
  EXPECT_TRUE(differs);
}

TEST(TieOrderTest, NamesLeftOutShareTheLastPlace) {
  const auto places = PlacesInTieOrder({"A", "B", "C"}, {TieRule::kOrder, {" C "}, ""});
  ASSERT_TRUE(places.has_value());
  EXPECT_EQ(*places, std::vector<std::size_t>({3, 3, 0}));
  EXPECT_TRUE(PlacesInTieOrder({"A"}, {})->empty());
}

TEST(TieOrderTest, StrangersAndRepetitionsAreRefusedTogether) {
  const auto places = PlacesInTieOrder({"A", "B"}, {TieRule::kOrder, {"A", "X", "A"}, ""});
  ASSERT_FALSE(places.has_value());
  EXPECT_EQ(places.error().violations.size(), 2U);
}

}  // namespace
}  // namespace quorate::engine
