#include "engine/statistics/nominal_group.h"

#include <algorithm>
#include <utility>

namespace quorate::engine {

namespace {

std::string Joined(const std::vector<int>& points) {
  std::string text;
  for (const int point : points)
    text += (text.empty() ? "" : ", ") + std::to_string(point);
  return text.empty() ? "no" : text;
}

void CheckBallot(const PointsBallot& ballot,
                 std::size_t items,
                 int picked,
                 std::vector<Violation>& violations) {
  std::vector<int> points;
  std::vector<std::uint32_t> chosen;
  for (const Award& award : ballot.awards) {
    points.push_back(award.points);
    chosen.push_back(award.item);
  }
  std::sort(points.begin(), points.end());
  std::sort(chosen.begin(), chosen.end());
  std::vector<int> regular;
  for (int point = 1; point <= picked; ++point)
    regular.push_back(point);
  const std::string place = "voter " + ballot.voter;
  if (points != regular) {
    violations.push_back({place,
                          "gave " + Joined(points) + " points; a ballot must give 1 to " +
                              std::to_string(picked) + ", each once"});
  }
  if (std::adjacent_find(chosen.begin(), chosen.end()) != chosen.end())
    violations.push_back({place, "gave points to one item twice"});
  if (!chosen.empty() && chosen.back() >= items)
    violations.push_back({place, "gave points to an item that is not on the list"});
}

}  // namespace

Result<std::vector<PointsOfItem>> CountPoints(std::size_t items,
                                              std::span<const PointsBallot> ballots,
                                              int picked) {
  if (picked < 1 || picked > kPickedMax || static_cast<std::size_t>(picked) > items) {
    return Refuse(Reason::kInvalidArgument,
                  "picked",
                  "must be 1 to " + std::to_string(kPickedMax) + ", and at most as many as the " +
                      std::to_string(items) + " items");
  }
  std::vector<Violation> violations;
  for (const PointsBallot& ballot : ballots)
    CheckBallot(ballot, items, picked, violations);
  if (!violations.empty()) return Refuse(Reason::kInvalidArgument, std::move(violations));
  std::vector<PointsOfItem> counted(items);
  for (PointsOfItem& item : counted)
    item.split.resize(static_cast<std::size_t>(picked));
  for (const PointsBallot& ballot : ballots) {
    for (const Award& award : ballot.awards) {
      PointsOfItem& item = counted[award.item];
      item.sum += static_cast<std::uint64_t>(award.points);
      ++item.voters;
      ++item.split[static_cast<std::size_t>(award.points - 1)];
    }
  }
  for (PointsOfItem& item : counted) {
    const auto more = std::count_if(
        counted.begin(), counted.end(), [&](const auto& other) { return other.sum > item.sum; });
    item.place = 1 + static_cast<std::size_t>(more);
  }
  return counted;
}

}  // namespace quorate::engine
