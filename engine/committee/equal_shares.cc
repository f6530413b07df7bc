#include "engine/committee/equal_shares.h"

#include <algorithm>
#include <utility>

namespace quorate::engine {

namespace {

using Int = BallotLevels::Int;

// A file without any weight has nobody to give money to.
Int PerUnit(const ApprovalProfile& profile) {
  return std::max<std::int64_t>(profile.total_units(), 1);
}

enum class Size { kFewer, kExact, kMore };

// How the outcomes of one budget compare with the seats. More is seen only where `seats` allows it.
Size SizeOf(const Outcomes& outcomes, std::uint32_t seats) {
  Size size = Size::kFewer;
  for (const Committee& committee : outcomes.committees) {
    if (committee.size() == seats) return Size::kExact;
    if (committee.size() > seats) size = Size::kMore;
  }
  return size;
}

Outcomes Run(const ApprovalProfile& profile,
             std::uint32_t seats,
             std::uint32_t budget,
             Completion completion,
             Ties ties) {
  return FollowTies(EqualSharesState(profile, seats, budget, completion), ties, StatesMax(profile));
}

// Budgets grow by the price of one seat. Candidates whom nobody approves are out of reach for any
// money; one whom few approve may need very much, so the number of increments has an end.
Outcomes WithIncrements(const ApprovalProfile& profile,
                        std::uint32_t seats,
                        Ties ties,
                        std::uint32_t& budget) {
  std::uint32_t supported = 0;
  for (CandidateId c = 0; c < profile.candidate_count(); ++c)
    supported += profile.SupportOf(c) > 0 ? 1U : 0U;
  const std::uint32_t reachable = std::min(seats, supported);
  const auto increments_max =
      static_cast<std::uint32_t>(std::min<std::size_t>(1000, StatesMax(profile)));
  // All candidates can be elected, so that an outcome that is too large shows.
  for (budget = seats;; ++budget) {
    Outcomes outcomes = Run(profile, profile.candidate_count(), budget, Completion::kNone, ties);
    const Size size = SizeOf(outcomes, reachable);
    if (size == Size::kExact) {
      if (reachable < seats || ties == Ties::kTakeFirst)
        return Run(profile, seats, budget, Completion::kApproval, ties);
      // The steps lead to the first outcome, which may be one of another size.
      if (outcomes.committees.front().size() != reachable) outcomes.steps.clear();
      std::erase_if(outcomes.committees,
                    [&](const Committee& committee) { return committee.size() != reachable; });
      return outcomes;
    }
    if (size == Size::kMore) return Run(profile, seats, --budget, Completion::kApproval, ties);
    if (budget - seats == increments_max)
      return Run(profile, seats, budget, Completion::kApproval, ties);
  }
}

}  // namespace

EqualSharesState::EqualSharesState(const ApprovalProfile& profile,
                                   std::uint32_t seats,
                                   std::uint32_t budget,
                                   Completion completion)
    : profile_(&profile),
      seats_(seats),
      completion_(completion),
      progress_(profile.candidate_count()),
      purses_(profile.ballots().size(), budget, PerUnit(profile)) {}

EqualSharesState::Price EqualSharesState::PriceOf(CandidateId candidate) const {
  Price price{purses_.denominator(), profile_->SupportOf(candidate)};
  const auto weights = purses_.WeightAtLevels(*profile_, profile_->SupportersOf(candidate));
  // From the poorest up: who cannot pay a full share gives everything.
  for (std::size_t level = 0; level < weights.size(); ++level) {
    if (weights[level] == 0) continue;
    const Int& purse = purses_.levels()[level];
    if (price.amount <= purse * price.share) return price;
    price.amount -= purse * weights[level];
    price.share -= weights[level];
  }
  return {};
}

std::vector<CandidateId> EqualSharesState::Affordable() const {
  std::vector<CandidateId> best;
  Price least;
  for (CandidateId c = 0; c < profile_->candidate_count(); ++c) {
    if (progress_.Has(c) || profile_->SupportOf(c) == 0) continue;
    Price price = PriceOf(c);
    if (price.share == 0) continue;
    const int order =
        best.empty() ? -1 : Int(price.amount * least.share).compare(least.amount * price.share);
    if (order > 0) continue;
    if (order < 0) {
      best.clear();
      least = std::move(price);
    }
    best.push_back(c);
  }
  return best;
}

std::vector<CandidateId> EqualSharesState::MostApproved() const {
  std::vector<CandidateId> best;
  for (CandidateId c = 0; c < profile_->candidate_count(); ++c) {
    if (progress_.Has(c)) continue;
    if (!best.empty() && profile_->SupportOf(c) < profile_->SupportOf(best.front())) continue;
    if (!best.empty() && profile_->SupportOf(c) > profile_->SupportOf(best.front())) best.clear();
    best.push_back(c);
  }
  return best;
}

std::vector<CandidateId> EqualSharesState::Choices() const {
  if (progress_.size() == seats_) return {};
  if (loads_) return loads_->Choices();
  auto affordable = Affordable();
  if (!affordable.empty()) return affordable;
  if (completion_ == Completion::kApproval) return MostApproved();
  if (completion_ == Completion::kPhragmen)
    return PhragmenState(*profile_, seats_, progress_, purses_.Negated()).Choices();
  return {};
}

void EqualSharesState::Take(CandidateId candidate, const std::vector<CandidateId>& tied) {
  if (!loads_ && PriceOf(candidate).share > 0 && profile_->SupportOf(candidate) > 0) {
    Buy(candidate, tied);
    return;
  }
  if (completion_ == Completion::kApproval) {
    progress_.Elect({"filled",
                     candidate,
                     {{"approvals", profile_->WeightOf(profile_->SupportOf(candidate))}},
                     {}},
                    tied);
    return;
  }
  if (!loads_) loads_.emplace(*profile_, seats_, progress_, purses_.Negated());
  loads_->Take(candidate, tied);
  CommitteeStep step = loads_->steps().back();
  step.act = "filled";
  step.tied_with.clear();
  progress_.Elect(std::move(step), tied);
}

void EqualSharesState::Buy(CandidateId candidate, const std::vector<CandidateId>& tied) {
  const Price price = PriceOf(candidate);
  const Int denominator = purses_.denominator() * price.share;
  std::vector<Int> left;
  for (const Int& purse : purses_.levels())
    left.push_back(std::max<Int>(0, purse * price.share - price.amount));
  progress_.Elect({"elected",
                   candidate,
                   {{"price", Fraction::Of(price.amount, denominator) / profile_->unit()},
                    {"supporters", profile_->WeightOf(profile_->SupportOf(candidate))},
                    {"paying_in_full", profile_->WeightOf(price.share)}},
                   {}},
                  tied);
  purses_.Move(profile_->SupportersOf(candidate), left, denominator);
}

std::string EqualSharesState::Key() const {
  return loads_ ? "L" + loads_->Key() : "P" + progress_.Key() + purses_.Key();
}

Outcomes EqualShares(const ApprovalProfile& profile,
                     const CommitteeRequest& request,
                     Ties ties,
                     std::uint32_t& budget) {
  budget = request.seats;
  if (request.completion == Completion::kIncrement)
    return WithIncrements(profile, request.seats, ties, budget);
  return Run(profile, request.seats, budget, request.completion, ties);
}

}  // namespace quorate::engine
