// Proportional approval voting one act at a time: seats given one by one, or taken away one by one.

#pragma once

#include <string>
#include <vector>

#include "engine/committee/universes.h"

namespace quorate::engine {

// One universe (universes.h) of sequential PAV: the next seat goes where it adds most to the score.
class SeqPavState {
 public:
  SeqPavState(const ApprovalProfile& profile, std::uint32_t seats);

  [[nodiscard]] std::vector<CandidateId> Choices() const;
  void Take(CandidateId candidate, const std::vector<CandidateId>& tied);
  [[nodiscard]] Committee committee() const { return progress_.committee(); }
  [[nodiscard]] const std::vector<CommitteeStep>& steps() const { return progress_.steps(); }
  [[nodiscard]] std::string Key() const { return progress_.Key(); }

 private:
  // What the candidate adds, times least_multiple_.
  [[nodiscard]] boost::multiprecision::cpp_int Gain(CandidateId candidate) const;

  const ApprovalProfile* profile_;
  std::uint32_t seats_;
  boost::multiprecision::cpp_int least_multiple_;  // Of 1 to `seats`.
  std::vector<std::uint32_t> members_;             // Elected ones each ballot approves.
  Progress progress_;
};

// One universe of reverse sequential PAV: of all candidates, the one whom the score misses least
// goes, until `seats` are left.
class RevSeqPavState {
 public:
  RevSeqPavState(const ApprovalProfile& profile, std::uint32_t seats);

  [[nodiscard]] std::vector<CandidateId> Choices() const;
  void Take(CandidateId candidate, const std::vector<CandidateId>& tied);
  [[nodiscard]] Committee committee() const { return progress_.committee(); }
  [[nodiscard]] const std::vector<CommitteeStep>& steps() const { return progress_.steps(); }
  [[nodiscard]] std::string Key() const { return progress_.Key(); }

 private:
  [[nodiscard]] boost::multiprecision::cpp_int Loss(CandidateId candidate) const;

  const ApprovalProfile* profile_;
  std::uint32_t surplus_;  // Still to be taken away.
  boost::multiprecision::cpp_int least_multiple_;
  std::vector<std::uint32_t> members_;
  Progress progress_;
};

// The least common multiple of 1 to `last`.
boost::multiprecision::cpp_int LeastMultiple(std::uint32_t last);

// The most approved on any ballot, and so the largest divisor that a PAV score can hold.
std::uint32_t LongestBallot(const ApprovalProfile& profile);

}  // namespace quorate::engine
