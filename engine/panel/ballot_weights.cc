#include "engine/panel/ballot_weights.h"

namespace quorate::engine {

namespace {

// The groups a voter speaks through, and which part of them speaks in each.
std::span<const std::uint32_t> VoicesOf(const Voter& voter, Hats policy) {
  const std::span<const std::uint32_t> hats = voter.hats;
  return policy == Hats::kSplit || hats.empty() ? hats : hats.first(1);
}

Fraction PartOf(const Voter& voter, Hats policy) {
  const std::size_t voices = VoicesOf(voter, policy).size();
  return {1, static_cast<std::int64_t>(voices == 0 ? 1 : voices)};
}

// How many voters speak through each group, parts of them added up.
std::vector<Fraction> People(const VoicePolicy& policy,
                             std::size_t groups,
                             std::span<const Voter> voters) {
  std::vector<Fraction> people(groups);
  for (const Voter& voter : voters) {
    for (const std::uint32_t group : VoicesOf(voter, policy.hats))
      people[group] += PartOf(voter, policy.hats);
  }
  return people;
}

// What a whole person speaking through each group weighs; 0 for a group without voters.
Result<std::vector<Fraction>> Factors(const VoicePolicy& policy,
                                      std::span<const std::string> groups,
                                      const std::vector<Fraction>& people) {
  std::vector<std::string> speaking;
  for (std::size_t g = 0; g < groups.size(); ++g) {
    if (!people[g].IsZero()) speaking.push_back(groups[g]);
  }
  if (TakesGroupWeights(policy.voice))
    QUORATE_RETURN_IF_ERROR(CheckWeightsStated(policy, speaking));
  std::vector<Fraction> factors(groups.size());
  for (std::size_t g = 0; g < groups.size(); ++g) {
    if (people[g].IsZero()) continue;
    switch (policy.voice) {
      case Voice::kEqualGroups:
        factors[g] = Fraction(1) / (people[g] * Fraction(static_cast<int>(speaking.size())));
        break;
      case Voice::kGroupWeights:
        factors[g] = WeightOf(policy, groups[g]) / people[g];
        break;
      case Voice::kGroupWeightsEach:
        factors[g] = WeightOf(policy, groups[g]);
        break;
      case Voice::kPerPerson:
      case Voice::kPersonWeights:
        factors[g] = 1;
        break;
    }
  }
  return factors;
}

}  // namespace

Result<std::vector<Fraction>> BallotWeights(const VoicePolicy& policy,
                                            std::span<const std::string> groups,
                                            std::span<const Voter> voters) {
  const std::vector<Fraction> people = People(policy, groups.size(), voters);
  QUORATE_ASSIGN_OR_RETURN(const std::vector<Fraction> factors, Factors(policy, groups, people));
  std::vector<Fraction> weights;
  weights.reserve(voters.size());
  for (const Voter& voter : voters) {
    if (!NeedsGroups(policy.voice)) {
      weights.push_back(policy.voice == Voice::kPersonWeights ? voter.own_weight : Fraction(1));
      continue;
    }
    if (voter.hats.empty()) {
      return Refuse(Reason::kInvalidArgument,
                    "group",
                    std::string("somebody has no group, and ") + Name(policy.voice) + " needs one");
    }
    Fraction weight;
    for (const std::uint32_t group : VoicesOf(voter, policy.hats))
      weight += PartOf(voter, policy.hats) * factors[group];
    weights.push_back(std::move(weight));
  }
  return weights;
}

}  // namespace quorate::engine
