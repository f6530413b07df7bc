// From a reader's rows to a profile: the steps all ballot formats share.

#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/base/index.h"
#include "engine/base/result.h"
#include "engine/ranking/profile.h"

namespace quorate::engine {

// Trimmed, every run of white space one space.
std::string CollapsedName(std::string_view text);

// The exact weight of a ballot; refuses what is no number above 0 and percentages.
Result<Fraction> ParseBallotWeight(std::string_view text);

// What a ballot says of one candidate: a place (any numbers, the smaller the better), or what
// ProfileBuilder::GradeNumber gave for the grade.
struct Mark {
  std::uint32_t candidate = 0;
  std::uint32_t value = 0;
};

// One ballot as a reader sees it. A candidate may stand on it once.
struct RawBallot {
  Fraction weight;
  std::vector<Mark> marks;
};

class ProfileBuilder {
 public:
  explicit ProfileBuilder(BallotKind kind) : kind_(kind) {}

  // The candidate's number, new or old.
  std::uint32_t Candidate(std::string_view collapsed_name) {
    return candidates_.Add(collapsed_name);
  }
  [[nodiscard]] std::optional<std::uint32_t> Find(std::string_view collapsed_name) const {
    return candidates_.Find(collapsed_name);
  }
  [[nodiscard]] std::size_t candidate_count() const { return candidates_.size(); }
  void Withdraw(std::uint32_t candidate) { withdrawn_.push_back(candidate); }
  void Add(RawBallot ballot) { ballots_.push_back(std::move(ballot)); }
  // The number of a grade, new or old. Grades that are only numbered belong to the scale as well.
  std::uint32_t GradeNumber(const Fraction& grade);

  // Takes withdrawn candidates out, closes gaps between places, merges ballots that are alike.
  // Refuses no candidates, more than kCandidatesMax, and more than 65,000 different grades.
  Result<Profile> Build();

 private:
  Status TakeOutWithdrawn(Profile& profile);

  BallotKind kind_;
  Index candidates_;
  std::vector<std::uint32_t> withdrawn_;
  std::vector<RawBallot> ballots_;
  std::map<Fraction, std::uint32_t> grades_;
};

}  // namespace quorate::engine
