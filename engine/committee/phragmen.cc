#include "engine/committee/phragmen.h"

#include <utility>

namespace quorate::engine {

using Int = BallotLevels::Int;

PhragmenState::PhragmenState(const ApprovalProfile& profile,
                             std::uint32_t seats,
                             Progress progress,
                             BallotLevels loads)
    : profile_(&profile), seats_(seats), progress_(std::move(progress)), loads_(std::move(loads)) {}

PhragmenState PhragmenState::Fresh(const ApprovalProfile& profile, std::uint32_t seats) {
  return {profile,
          seats,
          Progress(profile.candidate_count()),
          BallotLevels(profile.ballots().size(), 0, 1)};
}

Int PhragmenState::LoadIfElected(CandidateId candidate) const {
  const auto weights = loads_.WeightAtLevels(*profile_, profile_->SupportersOf(candidate));
  Int load = loads_.denominator();
  for (std::size_t level = 0; level < weights.size(); ++level) {
    if (weights[level] != 0) load += loads_.levels()[level] * weights[level];
  }
  return load;
}

std::vector<CandidateId> PhragmenState::Choices() const {
  std::vector<CandidateId> best;
  if (progress_.size() == seats_) return best;
  Int best_load;
  Int best_weight;
  for (CandidateId c = 0; c < profile_->candidate_count(); ++c) {
    const std::int64_t weight = profile_->SupportOf(c);
    if (progress_.Has(c) || weight == 0) continue;
    Int load = LoadIfElected(c);
    const int order = best.empty() ? -1 : Int(load * best_weight).compare(best_load * weight);
    if (order > 0) continue;
    if (order < 0) {
      best.clear();
      best_load = std::move(load);
      best_weight = weight;
    }
    best.push_back(c);
  }
  if (!best.empty()) return best;
  for (CandidateId c = 0; c < profile_->candidate_count(); ++c) {
    if (!progress_.Has(c)) best.push_back(c);
  }
  return best;
}

void PhragmenState::Take(CandidateId candidate, const std::vector<CandidateId>& tied) {
  const std::int64_t weight = profile_->SupportOf(candidate);
  if (weight == 0) {
    progress_.Elect({"filled", candidate, {}, {}}, tied);
    return;
  }
  const Int load = LoadIfElected(candidate);
  const Int denominator = loads_.denominator() * weight;
  progress_.Elect({"elected",
                   candidate,
                   {{"load", Fraction::Of(load, denominator) / profile_->unit()},
                    {"supporters", profile_->WeightOf(weight)}},
                   {}},
                  tied);
  loads_.Move(profile_->SupportersOf(candidate),
              std::vector<Int>(loads_.levels().size(), load),
              denominator);
}

}  // namespace quorate::engine
