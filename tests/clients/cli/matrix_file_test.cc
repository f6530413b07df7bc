#include "clients/cli/matrix_file.h"

#include <gtest/gtest.h>

namespace quorate::cli {
namespace {

TEST(MatrixFileTest, ARowIsAnItemAColumnARaterAnEmptyCellAGap) {
  const auto matrix = ReadMatrix("item,r1,r2\npain,8,\nsleep,-3,5\n");
  ASSERT_TRUE(matrix.has_value()) << matrix.error().message;
  EXPECT_EQ(matrix->items, 2U);
  EXPECT_EQ(matrix->raters, 2U);
  EXPECT_EQ(matrix->ratings, (std::vector<std::optional<int>>{8, std::nullopt, -3, 5}));
}

TEST(MatrixFileTest, EveryTroubleIsNamedWithItsLine) {
  const auto matrix = ReadMatrix("item,r1,r1,\npain,8,x,1\npain,1,2\nsleep,7.5,2000000,3\n");
  ASSERT_FALSE(matrix.has_value());
  std::vector<std::string> said;
  for (const auto& violation : matrix.error().violations)
    said.push_back(violation.field + ": " + violation.message.substr(0, 22));
  EXPECT_EQ(said,
            (std::vector<std::string>{"line 1: \"r1\" stands there twic",
                                      "line 1: a rater or item has no",
                                      "line 2: \"x\" is no whole number",
                                      "line 3: has 3 cells, the first",
                                      "line 4: \"7.5\" is no whole numb",
                                      "line 4: \"2000000\" is no whole "}));
}

TEST(MatrixFileTest, ATableWithoutRatersOrItemsIsRefused) {
  EXPECT_FALSE(ReadMatrix("").has_value());
  EXPECT_FALSE(ReadMatrix("item,r1\n").has_value());
  EXPECT_FALSE(ReadMatrix("item\npain\n").has_value());
}

}  // namespace
}  // namespace quorate::cli
