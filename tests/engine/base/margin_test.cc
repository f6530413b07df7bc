#include "engine/base/margin.h"

#include <gtest/gtest.h>

namespace quorate::engine {
namespace {

TEST(MarginAnswerTest, ExactBoundedAndUndefinedReadApart) {
  const MarginAnswer exact{Margin{3, Fraction(3), MarginUnit::kBallots, "If 3 did."}, ""};
  EXPECT_EQ(WriteJson(ToJson(exact)),
            R"({"exact":true,"fewest":"3","unit":"ballots","witness":"If 3 did."})");
  EXPECT_EQ(InWords(exact),
            "Margin: 3 ballots would have to be changed for other winners. If 3 did.");
  const MarginAnswer bounded{Margin{1, Fraction(5, 2), MarginUnit::kWeight, ""}, ""};
  EXPECT_EQ(WriteJson(ToJson(bounded)),
            R"({"at_least":"1","at_most":"5/2","exact":false,"unit":"weight"})");
  EXPECT_EQ(InWords(bounded),
            "Margin: at least 1 and at most 5/2 by weight would have to be changed for other "
            "winners.");
  const MarginAnswer below{Margin{2, std::nullopt, MarginUnit::kBallots, ""}, ""};
  EXPECT_EQ(WriteJson(ToJson(below)), R"({"at_least":"2","exact":false,"unit":"ballots"})");
  const MarginAnswer none{std::nullopt, "nobody wins"};
  EXPECT_EQ(WriteJson(ToJson(none)), R"({"undefined":"nobody wins"})");
  EXPECT_EQ(InWords(none), "There is no margin: nobody wins.");
}

}  // namespace
}  // namespace quorate::engine
