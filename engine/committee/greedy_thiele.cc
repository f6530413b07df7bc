#include "engine/committee/greedy_thiele.h"

#include <algorithm>
#include <utility>

namespace quorate::engine {

using boost::multiprecision::cpp_int;

namespace {

// The supporters' weight by how many members they have, `least_multiple` / (members + offset) each.
cpp_int Harmonic(const ApprovalProfile& profile,
                 CandidateId candidate,
                 const std::vector<std::uint32_t>& members,
                 const cpp_int& least_multiple,
                 std::uint32_t offset) {
  std::vector<std::int64_t> weights;
  for (const std::uint32_t ballot : profile.SupportersOf(candidate)) {
    const std::uint32_t count = members[ballot];
    if (count >= weights.size()) weights.resize(count + 1, 0);
    weights[count] += profile.ballots()[ballot].units;
  }
  cpp_int sum = 0;
  for (std::uint32_t count = 0; count < weights.size(); ++count) {
    if (weights[count] != 0) sum += least_multiple / (count + offset) * weights[count];
  }
  return sum;
}

}  // namespace

cpp_int LeastMultiple(std::uint32_t last) {
  cpp_int multiple = 1;
  for (std::uint32_t i = 2; i <= last; ++i)
    multiple = boost::multiprecision::lcm(multiple, cpp_int(i));
  return multiple;
}

std::uint32_t LongestBallot(const ApprovalProfile& profile) {
  std::size_t longest = 1;
  for (const auto& ballot : profile.ballots())
    longest = std::max(longest, ballot.approved.size());
  return static_cast<std::uint32_t>(longest);
}

SeqPavState::SeqPavState(const ApprovalProfile& profile, std::uint32_t seats)
    : profile_(&profile),
      seats_(seats),
      least_multiple_(LeastMultiple(std::min(seats, LongestBallot(profile)))),
      members_(profile.ballots().size(), 0),
      progress_(profile.candidate_count()) {}

cpp_int SeqPavState::Gain(CandidateId candidate) const {
  return Harmonic(*profile_, candidate, members_, least_multiple_, 1);
}

std::vector<CandidateId> SeqPavState::Choices() const {
  std::vector<CandidateId> best;
  if (progress_.size() == seats_) return best;
  cpp_int most = -1;
  for (CandidateId c = 0; c < profile_->candidate_count(); ++c) {
    if (progress_.Has(c)) continue;
    cpp_int gain = Gain(c);
    if (gain < most) continue;
    if (gain > most) best.clear();
    most = std::move(gain);
    best.push_back(c);
  }
  return best;
}

void SeqPavState::Take(CandidateId candidate, const std::vector<CandidateId>& tied) {
  const Fraction gain = Fraction::Of(Gain(candidate), least_multiple_) * profile_->unit();
  progress_.Elect({"elected", candidate, {{"adds", gain}}, {}}, tied);
  for (const std::uint32_t ballot : profile_->SupportersOf(candidate))
    ++members_[ballot];
}

RevSeqPavState::RevSeqPavState(const ApprovalProfile& profile, std::uint32_t seats)
    : profile_(&profile),
      surplus_(profile.candidate_count() - seats),
      least_multiple_(LeastMultiple(LongestBallot(profile))),
      progress_(profile.candidate_count()) {
  for (const auto& ballot : profile.ballots())
    members_.push_back(static_cast<std::uint32_t>(ballot.approved.size()));
  for (CandidateId c = 0; c < profile.candidate_count(); ++c)
    progress_.Mark(c, true);
}

cpp_int RevSeqPavState::Loss(CandidateId candidate) const {
  return Harmonic(*profile_, candidate, members_, least_multiple_, 0);
}

std::vector<CandidateId> RevSeqPavState::Choices() const {
  std::vector<CandidateId> best;
  if (surplus_ == 0) return best;
  cpp_int least;
  for (CandidateId c = 0; c < profile_->candidate_count(); ++c) {
    if (!progress_.Has(c)) continue;
    cpp_int loss = Loss(c);
    if (!best.empty() && loss > least) continue;
    if (!best.empty() && loss < least) best.clear();
    least = std::move(loss);
    best.push_back(c);
  }
  // A stated order keeps the earlier ones, so the last of the tied goes first.
  std::reverse(best.begin(), best.end());
  return best;
}

void RevSeqPavState::Take(CandidateId candidate, const std::vector<CandidateId>& tied) {
  const Fraction loss = Fraction::Of(Loss(candidate), least_multiple_) * profile_->unit();
  progress_.Mark(candidate, false);
  progress_.Record({"removed", candidate, {{"costs", loss}}, {}}, tied);
  --surplus_;
  for (const std::uint32_t ballot : profile_->SupportersOf(candidate))
    --members_[ballot];
}

}  // namespace quorate::engine
