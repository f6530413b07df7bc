#include "engine/report/rounds_picture.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace quorate::engine {
namespace {

using testing::HasSubstr;
using testing::Not;

StvStage First(std::vector<Fraction> votes) {
  StvStage stage;
  stage.act = "first preferences";
  stage.votes = std::move(votes);
  return stage;
}

StvStage Exclusion(std::size_t candidate, std::vector<Fraction> votes, Fraction exhausted) {
  StvStage stage = First(std::move(votes));
  stage.act = "exclusion of";
  stage.candidate = candidate;
  stage.exhausted = std::move(exhausted);
  return stage;
}

std::size_t Times(const std::string& text, const std::string& what) {
  std::size_t times = 0;
  for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + 1))
    ++times;
  return times;
}

TEST(RoundsPictureTest, BandsShowWhereVotesWent) {
  std::vector<StvStage> stages = {First({6, 4, 2}), Exclusion(2, {7, 4, 0}, 1)};
  stages.back().elected = {0};
  const std::string svg = RoundsPicture("T", "D", {"Ann", "Bob", "Cyd"}, stages).Markup();
  EXPECT_EQ(Times(svg, "class=\"kept\""), 2);
  EXPECT_EQ(Times(svg, "class=\"moved\""), 2) << "one to Ann and one to nobody";
  EXPECT_THAT(svg, HasSubstr("Stage 2"));
  EXPECT_THAT(svg, HasSubstr("exclusion of Cyd"));
  EXPECT_EQ(Times(svg, "class=\"seg won\""), 1);
  EXPECT_THAT(svg, HasSubstr("nobody 1"));
}

TEST(RoundsPictureTest, WhereSeveralGiveNobodyKnowsWhichWentWhere) {
  const std::vector<StvStage> stages = {First({6, 4, 2}), First({5, 3, 4})};
  EXPECT_THAT(RoundsPicture("T", "D", {"Ann", "Bob", "Cyd"}, stages).Markup(),
              Not(HasSubstr("class=\"moved\"")));
}

TEST(RoundsPictureTest, OfManyStagesTheLastAreShown) {
  const std::vector<StvStage> stages(kStagesShownMax + 3, First({6, 4}));
  const std::string svg = RoundsPicture("T", "D", {"Ann", "Bob"}, stages).Markup();
  EXPECT_THAT(svg, HasSubstr("The first 3 stages are left out."));
  EXPECT_THAT(svg, Not(HasSubstr(">Stage 3<")));
}

TEST(RoundsPictureTest, NoVotesAtAllIsAnEmptyPicture) {
  EXPECT_THAT(RoundsPicture("T", "D", {"Ann"}, {First({0})}).Markup(), Not(HasSubstr("<rect")));
}

}  // namespace
}  // namespace quorate::engine
