#include "engine/committee/justified.h"

#include <algorithm>
#include <utility>
#include <vector>

#include <boost/multiprecision/cpp_int.hpp>

namespace quorate::engine {

namespace {

using boost::multiprecision::cpp_int;

class GroupSearch {
 public:
  GroupSearch(const ApprovalProfile& profile,
              const Committee& committee,
              std::uint32_t seats,
              std::int64_t work_max)
      : profile_(profile),
        seats_(seats),
        members_(profile.ballots().size(), 0),
        work_left_(work_max) {
    for (const CandidateId member : committee) {
      for (const std::uint32_t ballot : profile.SupportersOf(member))
        ++members_[ballot];
    }
  }

  // The first group in file order that deserves `deserved` members and has fewer.
  std::optional<ShortChanged> Find(std::uint32_t deserved) {
    deserved_ = deserved;
    found_.reset();
    std::vector<std::uint32_t> needy;
    for (std::uint32_t ballot = 0; ballot < members_.size(); ++ballot) {
      if (members_[ballot] < deserved) needy.push_back(ballot);
    }
    Committee agreed;
    Extend(agreed, 0, needy);
    return found_;
  }

  [[nodiscard]] bool exhausted() const { return work_left_ <= 0; }

 private:
  [[nodiscard]] std::int64_t UnitsOf(const std::vector<std::uint32_t>& ballots) const {
    std::int64_t units = 0;
    for (const std::uint32_t ballot : ballots)
      units += profile_.ballots()[ballot].units;
    return units;
  }
  [[nodiscard]] bool IsLargeEnough(std::int64_t units) const {
    return units > 0 && cpp_int(units) * seats_ >= cpp_int(profile_.total_units()) * deserved_;
  }

  // `group` are the needy ballots that approve all of `agreed`; further candidates come from `next`
  // on.
  void Extend(Committee& agreed, CandidateId next, const std::vector<std::uint32_t>& group) {
    const std::int64_t units = UnitsOf(group);
    work_left_ -= static_cast<std::int64_t>(group.size()) + 1;
    if (found_ || work_left_ <= 0 || !IsLargeEnough(units)) return;
    if (agreed.size() == deserved_) {
      std::uint32_t best = 0;
      for (const std::uint32_t ballot : group)
        best = std::max(best, members_[ballot]);
      found_ = ShortChanged{deserved_, agreed, units, best};
      return;
    }
    for (CandidateId c = next; c < profile_.candidate_count(); ++c) {
      std::vector<std::uint32_t> smaller;
      for (const std::uint32_t ballot : group) {
        const Committee& approved = profile_.ballots()[ballot].approved;
        if (std::binary_search(approved.begin(), approved.end(), c)) smaller.push_back(ballot);
      }
      work_left_ -= static_cast<std::int64_t>(group.size());
      agreed.push_back(c);
      Extend(agreed, c + 1, smaller);
      agreed.pop_back();
      if (found_ || work_left_ <= 0) return;
    }
  }

  const ApprovalProfile& profile_;
  std::uint32_t seats_;
  std::vector<std::uint32_t> members_;  // Of the committee, that each ballot approves.
  std::int64_t work_left_;
  std::uint32_t deserved_ = 1;
  std::optional<ShortChanged> found_;
};

}  // namespace

JustifiedRepresentation CheckJustified(const ApprovalProfile& profile,
                                       const Committee& committee,
                                       std::uint32_t seats,
                                       std::int64_t work_max) {
  // The plain axiom looks at each candidate once, so it is never cut short.
  auto plain = GroupSearch(profile, committee, seats, INT64_MAX).Find(1);
  if (plain) return {Axiom::kExtendedJustifiedRepresentation, std::move(plain)};
  GroupSearch search(profile, committee, seats, work_max);
  for (std::uint32_t deserved = 2; deserved <= seats; ++deserved) {
    auto group = search.Find(deserved);
    if (group) return {Axiom::kExtendedJustifiedRepresentation, std::move(group)};
    if (search.exhausted()) return {Axiom::kJustifiedRepresentation, {}};
  }
  return {Axiom::kExtendedJustifiedRepresentation, {}};
}

JustifiedRepresentation CheckAxiom(const ApprovalProfile& profile,
                                   const Committee& committee,
                                   std::uint32_t seats,
                                   Axiom axiom) {
  if (axiom == Axiom::kExtendedJustifiedRepresentation)
    return CheckJustified(profile, committee, seats);
  return {axiom, GroupSearch(profile, committee, seats, INT64_MAX).Find(1)};
}

}  // namespace quorate::engine
