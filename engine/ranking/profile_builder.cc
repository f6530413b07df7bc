#include "engine/ranking/profile_builder.h"

#include <algorithm>
#include <span>

namespace quorate::engine {

namespace {

constexpr std::size_t kGradesMax = 65'000;
constexpr std::uint32_t kGone = UINT32_MAX;

bool IsBlank(char c) {
  return c == ' ' || (c >= '\t' && c <= '\r');
}

// Places as small numbers without gaps, from one ballot's marks.
void FillPlaces(std::vector<Mark>& marks, std::span<Place> row) {
  std::stable_sort(
      marks.begin(), marks.end(), [](const Mark& a, const Mark& b) { return a.value < b.value; });
  Place place = 0;
  for (std::size_t i = 0; i < marks.size(); ++i) {
    if (i == 0 || marks[i].value != marks[i - 1].value) ++place;
    row[marks[i].candidate] = place;
  }
}

std::string_view BytesOf(std::span<const std::uint16_t> row) {
  return {reinterpret_cast<const char*>(row.data()), row.size() * sizeof(std::uint16_t)};
}

}  // namespace

std::string CollapsedName(std::string_view text) {
  std::string name;
  for (const char c : text) {
    if (!IsBlank(c)) {
      name += c;
    } else if (!name.empty() && name.back() != ' ') {
      name += ' ';
    }
  }
  if (name.ends_with(' ')) name.pop_back();
  return name;
}

Result<Fraction> ParseBallotWeight(std::string_view text) {
  auto weight = Fraction::Parse(text);
  const bool percent = text.ends_with('%');
  if (!weight || percent || weight->IsZero() || weight->IsNegative()) {
    return Refuse(Reason::kInvalidArgument,
                  "\"" + std::string(text.substr(0, 60)) +
                      "\" is no weight; write a number above 0 as 3, 0.75 or 2/3");
  }
  return weight;
}

std::uint32_t ProfileBuilder::GradeNumber(const Fraction& grade) {
  return grades_.emplace(grade, static_cast<std::uint32_t>(grades_.size())).first->second;
}

Status ProfileBuilder::TakeOutWithdrawn(Profile& profile) {
  std::vector<std::uint32_t> number(candidates_.size(), 0);
  for (const std::uint32_t candidate : withdrawn_)
    number[candidate] = kGone;
  for (std::size_t i = 0; i < number.size(); ++i) {
    if (number[i] == kGone) continue;
    number[i] = static_cast<std::uint32_t>(profile.candidates.size());
    profile.candidates.push_back(candidates_.names()[i]);
  }
  const std::size_t count = profile.candidates.size();
  if (count == 0) return Refuse(Reason::kUnreadable, "the file names no candidate to choose from");
  if (count > kCandidatesMax) {
    return Refuse(Reason::kTooLarge,
                  "the file names " + std::to_string(count) + " candidates; at most " +
                      std::to_string(kCandidatesMax) + " are counted");
  }
  for (RawBallot& ballot : ballots_) {
    std::erase_if(ballot.marks, [&](const Mark& mark) { return number[mark.candidate] == kGone; });
    for (Mark& mark : ballot.marks)
      mark.candidate = number[mark.candidate];
  }
  return {};
}

Result<Profile> ProfileBuilder::Build() {
  Profile profile;
  QUORATE_RETURN_IF_ERROR(TakeOutWithdrawn(profile));
  if (grades_.size() > kGradesMax)
    return Refuse(Reason::kTooLarge, "the ballots hold more than 65,000 different grades");
  std::vector<Grade> grade_of(grades_.size());
  for (const auto& [value, number] : grades_) {
    profile.scale.push_back(value);
    grade_of[number] = static_cast<Grade>(profile.scale.size());
  }

  Index rows;
  std::vector<std::uint16_t> row(profile.candidates.size());
  auto& table = kind_ == BallotKind::kRanks ? profile.places : profile.grades;
  for (RawBallot& ballot : ballots_) {
    std::fill(row.begin(), row.end(), std::uint16_t{0});
    if (kind_ == BallotKind::kRanks) {
      FillPlaces(ballot.marks, row);
    } else {
      for (const Mark& mark : ballot.marks)
        row[mark.candidate] = grade_of[mark.value];
    }
    const std::uint32_t at = rows.Add(BytesOf(row));
    if (at == profile.weights.size()) {
      profile.weights.push_back(ballot.weight);
      table.insert(table.end(), row.begin(), row.end());
    } else {
      profile.weights[at] += ballot.weight;
    }
  }
  return profile;
}

}  // namespace quorate::engine
