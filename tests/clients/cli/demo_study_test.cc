#include "clients/cli/demo_study.h"

#include <algorithm>
#include <map>
#include <set>

#include <gtest/gtest.h>

namespace quorate::cli {
namespace {

using engine::AnswerState;
using engine::BallotContent;

// How an item stands under the strict rule: more than 70 % in 7 to 9 and fewer than 25 % in 1 to 3.
struct Count {
  int scored = 0;
  int high = 0;
  int low = 0;
  [[nodiscard]] bool MeetsTheRule() const {
    return 100 * high > 70 * scored && 100 * low < 25 * scored;
  }
};

std::map<std::string, Count> Tally(const DemoStudy& study, BallotContent DemoPerson::*round) {
  std::map<std::string, Count> counts;
  for (const DemoPerson& person : study.people) {
    for (const auto& answer : (person.*round).answers) {
      Count& count = counts[answer.item];
      if (answer.state != AnswerState::kScored) continue;
      ++count.scored;
      if (answer.score >= 7) ++count.high;
      if (answer.score <= 3) ++count.low;
    }
  }
  return counts;
}

long Voters(const DemoStudy& study, BallotContent DemoPerson::*round) {
  return std::count_if(study.people.begin(), study.people.end(), [&](const DemoPerson& person) {
    return !(person.*round).answers.empty();
  });
}

bool IsSuggested(const std::string& id) {
  return std::any_of(DemoSuggestions().begin(),
                     DemoSuggestions().end(),
                     [&](const DemoOutcome& one) { return one.id == id; });
}

class EverySeed : public testing::TestWithParam<std::uint64_t> {
 protected:
  DemoStudy study_ = MakeDemoStudy(GetParam());
};

TEST_P(EverySeed, FiftyPeopleRateSixtySixAndThirtyEightComeBack) {
  EXPECT_EQ(study_.people.size(), 50U);
  EXPECT_EQ(Voters(study_, &DemoPerson::round1), 50);
  EXPECT_EQ(Voters(study_, &DemoPerson::round2), 38);
  EXPECT_EQ(Tally(study_, &DemoPerson::round1).size(), 66U);
  EXPECT_EQ(Tally(study_, &DemoPerson::round2).size(), 79U);
}

TEST_P(EverySeed, ThirteenPeopleSuggestOneOutcomeEach) {
  std::set<std::string> suggested;
  for (const DemoPerson& person : study_.people) {
    if (person.suggests.empty()) continue;
    EXPECT_TRUE(suggested.insert(person.suggests).second);
  }
  EXPECT_EQ(suggested.size(), 13U);
}

TEST_P(EverySeed, SixtyMeetTheStrictRuleFourOfThemSuggested) {
  int original = 0;
  int suggested = 0;
  for (const auto& [item, count] : Tally(study_, &DemoPerson::round2)) {
    if (count.MeetsTheRule()) ++(IsSuggested(item) ? suggested : original);
  }
  EXPECT_EQ(original, 56);
  EXPECT_EQ(suggested, 4);
}

TEST_P(EverySeed, OneOutcomeIsAtExactlySeventyPercentAndDoesNotMeetTheRule) {
  const Count count = Tally(study_, &DemoPerson::round2).at("training");
  EXPECT_EQ(10 * count.high, 7 * count.scored);
  EXPECT_FALSE(count.MeetsTheRule());
}

TEST_P(EverySeed, FourteenPeopleOfRoundTwoMeet) {
  EXPECT_EQ(study_.room.size(), 14U);
  for (const std::size_t person : study_.room)
    EXPECT_FALSE(study_.people[person].round2.answers.empty());
}

TEST_P(EverySeed, TheLastTimeOfEachVoteLeavesElevenOutcomes) {
  int in = 0;
  int again = 0;
  std::set<std::string> put;
  for (const DemoVote& vote : study_.votes) {
    EXPECT_TRUE(put.insert(vote.item).second);
    const auto& last = vote.iterations.back().yes;
    ASSERT_EQ(last.size(), 14U);
    if (std::count(last.begin(), last.end(), true) > 7) ++in;
    if (vote.iterations.size() > 1) ++again;
  }
  EXPECT_EQ(in, 11);
  EXPECT_GE(again, 1);
}

TEST_P(EverySeed, WhateverMeetsTheRuleIsVotedOnOrMerged) {
  std::set<std::string> handled;
  for (const DemoVote& vote : study_.votes)
    handled.insert(vote.item);
  for (const auto& outcomes : {DemoOutcomes(), DemoSuggestions()}) {
    for (const DemoOutcome& outcome : outcomes) {
      if (outcome.fate == DemoFate::kMerged) {
        EXPECT_TRUE(handled.contains(outcome.merged_into)) << outcome.id;
        handled.insert(outcome.id);
      }
    }
  }
  for (const auto& [item, count] : Tally(study_, &DemoPerson::round2)) {
    EXPECT_TRUE(!count.MeetsTheRule() || handled.contains(item)) << item;
  }
}

INSTANTIATE_TEST_SUITE_P(Seeds,
                         EverySeed,
                         testing::Values(1U, 2U, 3U, 77U, 123'456U, ~std::uint64_t{0}));

TEST(DemoStudyTest, TheSameSeedGivesTheSameStudyAndAnotherSeedAnother) {
  const auto same = MakeDemoStudy(5);
  EXPECT_EQ(MakeDemoStudy(5).people[7].round1.answers, same.people[7].round1.answers);
  EXPECT_NE(MakeDemoStudy(6).people[7].round1.answers, same.people[7].round1.answers);
}

TEST(DemoStudyTest, SaysThatItIsSynthetic) {
  const auto study = MakeDemoStudy(1);
  EXPECT_NE(study.title.find("Synthetic"), std::string::npos);
  EXPECT_NE(study.protocol_json.find("SYNTHETIC DATA"), std::string::npos);
  EXPECT_NE(study.protocol_json.find("e0240518"), std::string::npos)
      << "the source of the flow is not named";
}

}  // namespace
}  // namespace quorate::cli
