#include "engine/report/explanation_words.h"

#include <algorithm>

#include <gtest/gtest.h>

#include "engine/ratings/explanation.h"
#include "engine/ratings/presets.h"
#include "engine/ratings/publishable_explanation.h"

namespace quorate::engine {
namespace {

// Two items: the carers decide the first, nobody alone decides the second.
RoundRatings Round() {
  RoundRatings round;
  round.groups = {"patients", "carers"};
  round.items = {"pain", "sleep"};
  round.AddHatSet({0});
  round.AddHatSet({1});
  round.hat_set_of = {0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1};
  std::vector<int> scores = {9, 9, 9, 8, 8, 5, 5, 6, 5, 9, 9, 9, 9, 9};
  scores.resize(28, 9);
  for (const int score : scores)
    round.answers.push_back(CodeOf(round.scale, score));
  return round;
}

struct Parts {
  Json round;
  std::vector<Json> items;
};

Parts Explained() {
  const RoundRatings round = Round();
  const auto explanation = ExplainRound(round, FindPreset("comet-70-15")->rule, {}, 1);
  Parts parts{RoundToJson(*explanation), {}};
  for (std::size_t item = 0; item < round.items.size(); ++item)
    parts.items.push_back(ItemToJson(*explanation, item));
  return parts;
}

bool Says(const std::vector<std::string>& sentences, const std::string& sentence) {
  return std::find(sentences.begin(), sentences.end(), sentence) != sentences.end();
}

const std::vector<std::string> kBands = {"1-3", "4-6", "7-9"};

TEST(ExplanationWordsTest, ARoundSaysWhoseVotesDecidedHowMany) {
  const Parts parts = Explained();
  const auto words = RoundInWords(parts.round, parts.items, "outcome");
  EXPECT_TRUE(Says(words, "Carers' votes decided 1 of 2 outcomes: pain."));
  EXPECT_TRUE(Says(words, "With thresholds 5 points higher 1 would differ: pain."));
  EXPECT_TRUE(
      Says(words, "A single person's other score would have changed 1 of 2 outcomes: pain."));
  EXPECT_EQ(words.back().rfind("Exploratory: under ", 0), 0U);
}

TEST(ExplanationWordsTest, WhatChangesNothingIsSaidOnce) {
  const Parts parts = Explained();
  const auto words = RoundInWords(parts.round, {parts.items[1]}, "outcome");
  ASSERT_FALSE(words.empty());
  EXPECT_EQ(words[0].rfind("No outcome would differ with equal voices for the groups, ", 0), 0U);
}

TEST(ExplanationWordsTest, AnItemSaysByHowManyBallotsAndWithoutWhom) {
  const auto words = ItemInWords(Explained().items[0], kBands);
  EXPECT_EQ(words[0].rfind("pain is IN by 1 ballot: it would be NONE if 1 of the ", 0), 0U);
  EXPECT_NE(words[0].find(" had scored 4 to 6 instead of 7 to 9."), std::string::npos);
  EXPECT_TRUE(Says(words, "It would be NONE without carers or with thresholds 5 points higher."));
}

TEST(ExplanationWordsTest, WhatIsKeptBackIsNotTakenForAnAnswer) {
  Parts parts = Explained();
  for (Json& item : parts.items)
    item = PublishableExplanation(item, 6);
  const auto words = RoundInWords(parts.round, parts.items, "outcome");
  EXPECT_TRUE(
      Says(words, "Without carers: not told for 2 of 2 outcomes, since few people scored."));
  const auto item = ItemInWords(parts.items[0], kBands);
  EXPECT_EQ(item[0],
            "pain is IN by 1 ballot: it would be NONE if 1 of those who scored had scored "
            "otherwise.");
}

TEST(ExplanationWordsTest, MoreThanTenItemsAreCounted) {
  Parts parts = Explained();
  const std::vector<Json> many(13, parts.items[0]);
  const auto words = RoundInWords(parts.round, many, "outcome");
  EXPECT_TRUE(Says(words,
                   "Carers' votes decided 13 of 13 outcomes: pain, pain, pain, pain, pain, pain, "
                   "pain, pain, pain, pain and 3 more."));
}

}  // namespace
}  // namespace quorate::engine
