#include "engine/replay/kinds.h"

#include <set>

#include <gtest/gtest.h>

namespace quorate::engine {
namespace {

TEST(KindsTest, EveryKindIsDistinctAndFoundAgain) {
  std::set<std::string_view> seen;
  for (std::size_t i = 0; i < kKinds.size(); ++i) {
    EXPECT_TRUE(seen.insert(kKinds[i]).second) << kKinds[i];
    EXPECT_EQ(FindKind(kKinds[i]), i);
  }
}

TEST(KindsTest, UnknownKindsAreNotFound) {
  EXPECT_EQ(FindKind(""), std::nullopt);
  EXPECT_EQ(FindKind("ballot.cas"), std::nullopt);
  EXPECT_EQ(FindKind("Ballot.Cast"), std::nullopt);
}

TEST(KindsTest, WordsGoThereAndBack) {
  EXPECT_EQ(WordOf(VoteKind::kYesNo), "yes-no");
  EXPECT_EQ(FindWord<VoteKind>("yes-no"), VoteKind::kYesNo);
  EXPECT_EQ(WordOf(AnswerState::kNotUnderstood), "not-understood");
  EXPECT_EQ(FindWord<Role>("server"), Role::kServer);
  EXPECT_EQ(FindWord<Verdict>("inquorate"), Verdict::kInquorate);
  EXPECT_EQ(FindWord<Verdict>("IN"), std::nullopt);
}

}  // namespace
}  // namespace quorate::engine
