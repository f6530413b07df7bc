#include "engine/ratings/electorate.h"

#include <algorithm>
#include <numeric>
#include <string>
#include <utility>

#include "engine/base/check.h"

namespace quorate::engine {

namespace {

using boost::multiprecision::cpp_int;

// Below so many members a run, copying the row into bloc order is cheaper than counting run by run.
constexpr std::size_t kMembersARun = 256;

Bloc BlocOf(const HatSet& hats, Hats policy) {
  Bloc bloc;
  if (hats.empty()) return bloc;
  bloc.tables = policy == Hats::kDeclared ? HatSet{hats.front()} : hats;
  bloc.voices = policy == Hats::kSplit ? hats : HatSet{hats.front()};
  if (policy == Hats::kSplit) bloc.part = Fraction(1, static_cast<std::int64_t>(hats.size()));
  std::sort(bloc.tables.begin(), bloc.tables.end());
  std::sort(bloc.voices.begin(), bloc.voices.end());
  return bloc;
}

// The blocs, and for each of the round's hat sets the bloc it belongs to.
std::vector<std::uint32_t> MakeBlocs(const RoundRatings& round,
                                     Hats policy,
                                     std::vector<Bloc>& blocs) {
  std::vector<std::uint32_t> bloc_of;
  for (const HatSet& hats : round.hat_sets) {
    Bloc bloc = BlocOf(hats, policy);
    const auto found = std::find(blocs.begin(), blocs.end(), bloc);
    bloc_of.push_back(static_cast<std::uint32_t>(found - blocs.begin()));
    if (found == blocs.end()) blocs.push_back(std::move(bloc));
  }
  return bloc_of;
}

void MakeRuns(const std::vector<std::uint32_t>& bloc_of_member, std::vector<Run>& runs) {
  runs.clear();
  for (std::size_t member = 0; member < bloc_of_member.size(); ++member) {
    if (runs.empty() || runs.back().bloc != bloc_of_member[member]) {
      runs.push_back({bloc_of_member[member], member, member});
    }
    runs.back().end = member + 1;
  }
}

void MakeOrder(const RoundRatings& round,
               const std::vector<std::uint32_t>& bloc_of,
               Electorate& electorate) {
  std::vector<std::uint32_t> bloc_of_member;
  bloc_of_member.reserve(round.member_count());
  for (const std::uint32_t hats : round.hat_set_of)
    bloc_of_member.push_back(bloc_of[hats]);
  MakeRuns(bloc_of_member, electorate.runs);
  if (electorate.runs.size() <= electorate.blocs.size() ||
      electorate.runs.size() * kMembersARun <= round.member_count()) {
    return;
  }
  electorate.order.resize(round.member_count());
  std::iota(electorate.order.begin(), electorate.order.end(), 0U);
  std::stable_sort(electorate.order.begin(), electorate.order.end(), [&](auto a, auto b) {
    return bloc_of_member[a] < bloc_of_member[b];
  });
  std::stable_sort(bloc_of_member.begin(), bloc_of_member.end());
  MakeRuns(bloc_of_member, electorate.runs);
}

tl::unexpected<Error> TooFine() {
  return Refuse(Reason::kTooLarge,
                "weight",
                "the weights' common denominator needs more than " +
                    std::to_string(kDenominatorBitsMax) + " bits, or more than " +
                    std::to_string(kWeightBitsMax) + " over all people; round the weights");
}

Result<cpp_int> LeastDenominator(const std::vector<Fraction>& weights) {
  cpp_int shared = 1;
  for (const Fraction& weight : weights) {
    const cpp_int denominator = weight.denominator();
    if (shared % denominator == 0) continue;
    shared *= denominator / boost::multiprecision::gcd(shared, denominator);
    const std::size_t bits = boost::multiprecision::msb(shared) + 1;
    if (bits > kDenominatorBitsMax || bits * weights.size() > kWeightBitsMax) return TooFine();
  }
  return shared;
}

Status MakeOwnWeights(const RoundRatings& round, Electorate& electorate) {
  if (round.weights.empty() && round.member_count() > 0) {
    return Refuse(
        Reason::kInvalidArgument, "weight", "person-weights needs a weight for every person");
  }
  OwnWeights& own = electorate.own;
  QUORATE_ASSIGN_OR_RETURN(own.denominator, LeastDenominator(round.weights));
  cpp_int highest = 1;
  std::vector<cpp_int> numerators;
  numerators.reserve(round.weights.size());
  for (std::size_t i = 0; i < round.weights.size(); ++i) {
    const std::size_t member = electorate.order.empty() ? i : electorate.order[i];
    const Fraction& weight = round.weights[member];
    QUORATE_CHECK(!weight.IsNegative());
    numerators.push_back(weight.numerator() * (own.denominator / weight.denominator()));
    highest = std::max(highest, numerators.back());
  }
  const bool fits = boost::multiprecision::msb(highest) < 63 &&
                    boost::multiprecision::msb(highest * highest * (numerators.size() + 1)) < 127;
  if (fits) {
    for (const cpp_int& numerator : numerators)
      own.small.push_back(static_cast<std::uint64_t>(numerator));
  } else {
    own.large = std::move(numerators);
  }
  return {};
}

Status MakeGroupWeights(const RoundRatings& round,
                        const VoicePolicy& policy,
                        Electorate& electorate) {
  std::vector<char> in_use(round.groups.size(), 0);
  for (const Bloc& bloc : electorate.blocs) {
    for (const std::uint32_t group : bloc.voices)
      in_use[group] = 1;
  }
  std::vector<std::string> needed;
  for (std::size_t group = 0; group < in_use.size(); ++group) {
    if (in_use[group] != 0) needed.push_back(round.groups[group]);
  }
  QUORATE_RETURN_IF_ERROR(CheckWeightsStated(policy, needed));
  for (std::size_t group = 0; group < in_use.size(); ++group) {
    electorate.group_weights.push_back(in_use[group] != 0 ? WeightOf(policy, round.groups[group])
                                                          : Fraction());
  }
  return {};
}

}  // namespace

Result<Electorate> Divide(const RoundRatings& round, const VoicePolicy& policy) {
  Electorate electorate;
  electorate.voice = policy.voice;
  const auto bloc_of = MakeBlocs(round, policy.hats, electorate.blocs);
  if (NeedsGroups(policy.voice)) {
    for (const std::uint32_t hats : round.hat_set_of) {
      if (!round.hat_sets[hats].empty()) continue;
      return Refuse(Reason::kInvalidArgument,
                    "group",
                    std::string("somebody has no group, and ") + Name(policy.voice) + " needs one");
    }
  }
  MakeOrder(round, bloc_of, electorate);
  if (TakesGroupWeights(policy.voice)) {
    QUORATE_RETURN_IF_ERROR(MakeGroupWeights(round, policy, electorate));
  }
  if (policy.voice == Voice::kPersonWeights) {
    QUORATE_RETURN_IF_ERROR(MakeOwnWeights(round, electorate));
  }
  return electorate;
}

}  // namespace quorate::engine
