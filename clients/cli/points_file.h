// Points of a nominal group technique as a CSV file: a row for each item that a voter picked.
//
//   voter,item,points
//   v01,Sleep,5
//   v01,Pain,4
//   ,Appetite,
//
// A row without voter and points names an item that was on the list and that nobody need have
// picked.

#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/base/result.h"
#include "engine/statistics/nominal_group.h"

namespace quorate::cli {

struct PointsFile {
  std::vector<std::string> items;  // In order of first appearance.
  std::vector<engine::PointsBallot> ballots;
  int highest = 0;  // The most points that anybody gave.
};

// Refuses, naming every line at once, another header, a wrong number of cells, an empty item, and
// points that are no whole number from 1 to engine::kPickedMax. Whether a ballot is regular is
// engine::CountPoints()'s to say.
engine::Result<PointsFile> ReadPoints(std::string_view csv);

}  // namespace quorate::cli
