// The committee rules against their dumb twin (committee_twin.h) on random small elections.
//
// A failure prints its seed; QUORATE_SEED=n runs that one alone.

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>

#include <gtest/gtest.h>

#include "engine/committee/committee.h"
#include "tests/property/committee_twin.h"
#include "tests/property/ratings_world.h"

namespace quorate::engine {
namespace {

// Few candidates and small weights, so that ties are frequent.
CommitteeTwin RandomElection(Generator& random) {
  CommitteeTwin twin;
  twin.candidates = static_cast<std::uint32_t>(1 + random.Below(7));
  twin.seats = 1 + static_cast<std::uint32_t>(random.Below(static_cast<int>(twin.candidates)));
  const int ballots = 1 + random.Below(8);
  const int approval = 1 + random.Below(9);
  const bool weighted = random.Below(2) == 0;
  for (int b = 0; b < ballots; ++b) {
    WeightedApproval ballot;
    for (CandidateId c = 0; c < twin.candidates; ++c) {
      if (random.Below(10) < approval) ballot.approved.push_back(c);
    }
    if (weighted) ballot.weight = Fraction(1 + random.Below(6), 1 + random.Below(4));
    twin.ballots.push_back(std::move(ballot));
  }
  return twin;
}

ApprovalProfile ProfileOf(const CommitteeTwin& twin) {
  std::vector<std::string> names;
  for (CandidateId c = 0; c < twin.candidates; ++c)
    names.push_back("c" + std::to_string(c));
  auto profile = ApprovalProfile::Make(std::move(names), twin.ballots);
  EXPECT_TRUE(profile.has_value());
  return *std::move(profile);
}

constexpr CommitteeRule kRules[] = {CommitteeRule::kApproval,
                                    CommitteeRule::kSatisfaction,
                                    CommitteeRule::kPav,
                                    CommitteeRule::kSeqPav,
                                    CommitteeRule::kRevSeqPav,
                                    CommitteeRule::kPhragmen,
                                    CommitteeRule::kEqualShares,
                                    CommitteeRule::kChamberlinCourant};

void ExpectJustifiedAgrees(const CommitteeTwin& twin, const CommitteeResult& result) {
  const bool unjust = twin.IsUnjust(result.committees.front(), twin.seats);
  EXPECT_EQ(result.justified.short_changed.has_value(), unjust);
  EXPECT_EQ(result.justified.axiom, Axiom::kExtendedJustifiedRepresentation);
  if (result.justified.short_changed) {
    EXPECT_EQ(result.justified.short_changed->deserved == 1,
              twin.IsUnjust(result.committees.front(), 1));
  }
}

void ExpectSame(const CommitteeTwin& twin, Generator& random) {
  const ApprovalProfile profile = ProfileOf(twin);
  std::vector<CandidateId> order = twin.Others({});
  for (std::size_t i = order.size(); i > 1; --i)
    std::swap(order[i - 1], order[static_cast<std::size_t>(random.Below(static_cast<int>(i)))]);
  for (const CommitteeRule rule : kRules) {
    for (const Completion completion :
         {Completion::kPhragmen, Completion::kNone, Completion::kApproval}) {
      SCOPED_TRACE(std::string(Name(rule)) + ", completion " +
                   std::to_string(static_cast<int>(completion)));
      const auto result = ChooseCommittee(profile, {rule, twin.seats, completion, {}});
      ASSERT_TRUE(result.has_value());
      ASSERT_EQ(result->cut, Cut::kNo);
      const Committees expected = twin.Run(rule, completion);
      EXPECT_EQ(Committees(result->committees.begin(), result->committees.end()), expected);
      EXPECT_TRUE(std::is_sorted(result->committees.begin(), result->committees.end()));
      EXPECT_EQ(result->committee_count, expected.size());
      EXPECT_FALSE(result->bound.has_value());
      ExpectJustifiedAgrees(twin, *result);
      // A stated order picks one of the tied committees, and says so.
      const auto drawn = ChooseCommittee(profile, {rule, twin.seats, completion, order});
      ASSERT_EQ(drawn->committees.size(), 1U);
      EXPECT_TRUE(expected.contains(drawn->committees.front()));
      if (expected.size() > 1) {
        EXPECT_TRUE(drawn->tie_was_broken);
      }
      if (rule != CommitteeRule::kEqualShares) break;
    }
  }
}

// Runs `check` on the elections of seeds 1 to `last`, or of the one that QUORATE_SEED names.
template <typename Check>
void ForElections(std::uint64_t last, const Check& check) {
  const char* only = std::getenv("QUORATE_SEED");
  const std::uint64_t first = only == nullptr ? 1 : std::strtoull(only, nullptr, 10);
  if (only != nullptr) last = first;
  for (std::uint64_t seed = first; seed <= last && !testing::Test::HasFailure(); ++seed) {
    Generator random(seed * 104'729);
    const CommitteeTwin twin = RandomElection(random);
    SCOPED_TRACE("QUORATE_SEED=" + std::to_string(seed));
    check(twin, random);
  }
}

TEST(CommitteePropertyTest, EveryRuleAgreesWithItsDumbTwin) {
  ForElections(4000, ExpectSame);
}

// Every committee that the rule allows is looked at, not the first alone.
void ExpectJust(const CommitteeTwin& twin,
                CommitteeRule rule,
                Completion completion,
                std::uint32_t deserved_max) {
  const auto result = ChooseCommittee(ProfileOf(twin), {rule, twin.seats, completion, {}});
  ASSERT_TRUE(result.has_value());
  for (const Committee& committee : result->committees)
    EXPECT_FALSE(twin.IsUnjust(committee, deserved_max)) << Name(rule);
}

// Aziz and others (2017): PAV; Peters and Skowron (2020): Equal Shares, before any completion.
TEST(CommitteePropertyTest, PavAndEqualSharesGiveEveryAgreeingGroupWhatItDeserves) {
  ForElections(5000, [](const CommitteeTwin& twin, Generator&) {
    ExpectJust(twin, CommitteeRule::kPav, Completion::kPhragmen, twin.seats);
    ExpectJust(twin, CommitteeRule::kEqualShares, Completion::kNone, twin.seats);
    ExpectJust(twin, CommitteeRule::kEqualShares, Completion::kPhragmen, twin.seats);
  });
}

// Brill and others (2017) for Phragmén; Chamberlin-Courant by Aziz and others (2017).
TEST(CommitteePropertyTest, PhragmenAndChamberlinCourantGiveEveryLargeGroupOneMember) {
  ForElections(5000, [](const CommitteeTwin& twin, Generator&) {
    ExpectJust(twin, CommitteeRule::kPhragmen, Completion::kPhragmen, 1);
    ExpectJust(twin, CommitteeRule::kChamberlinCourant, Completion::kPhragmen, 1);
  });
}

Committees Outcomes(const CommitteeTwin& twin, CommitteeRule rule) {
  const auto result =
      ChooseCommittee(ProfileOf(twin), {rule, twin.seats, Completion::kPhragmen, {}});
  EXPECT_TRUE(result.has_value());
  return {result->committees.begin(), result->committees.end()};
}

TEST(CommitteePropertyTest, NoRuleMindsTheOrderOfCandidatesOrBallotsOrTheUnitOfWeights) {
  ForElections(3000, [](const CommitteeTwin& twin, Generator& random) {
    std::vector<CandidateId> renamed = twin.Others({});
    for (std::size_t i = renamed.size(); i > 1; --i)
      std::swap(renamed[i - 1],
                renamed[static_cast<std::size_t>(random.Below(static_cast<int>(i)))]);
    CommitteeTwin other = twin;
    std::reverse(other.ballots.begin(), other.ballots.end());
    for (WeightedApproval& ballot : other.ballots) {
      ballot.weight *= Fraction(7, 3);
      for (CandidateId& candidate : ballot.approved)
        candidate = renamed[candidate];
    }
    for (const CommitteeRule rule : kRules) {
      Committees expected;
      for (Committee committee : Outcomes(twin, rule)) {
        for (CandidateId& candidate : committee)
          candidate = renamed[candidate];
        std::sort(committee.begin(), committee.end());
        expected.insert(std::move(committee));
      }
      EXPECT_EQ(Outcomes(other, rule), expected) << Name(rule);
    }
  });
}

// One ballot more approves a winner: rules that maximize a sum of such gains keep it a winner.
TEST(CommitteePropertyTest, AnApprovalMoreDoesNotUnseatAWinner) {
  ForElections(5000, [](const CommitteeTwin& twin, Generator& random) {
    const auto ballot =
        static_cast<std::size_t>(random.Below(static_cast<int>(twin.ballots.size())));
    for (const CommitteeRule rule :
         {CommitteeRule::kApproval, CommitteeRule::kPav, CommitteeRule::kChamberlinCourant}) {
      const Committees before = Outcomes(twin, rule);
      for (const CandidateId winner : *before.begin()) {
        if (twin.Approves(ballot, winner)) continue;
        CommitteeTwin more = twin;
        more.ballots[ballot].approved.push_back(winner);
        const Committees after = Outcomes(more, rule);
        EXPECT_TRUE(std::any_of(after.begin(), after.end(), [&](const Committee& committee) {
          return std::binary_search(committee.begin(), committee.end(), winner);
        })) << Name(rule);
      }
    }
  });
}

}  // namespace
}  // namespace quorate::engine
