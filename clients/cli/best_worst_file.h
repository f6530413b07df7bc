// Best-worst choices as a CSV file: a row for each item that somebody was shown in a set.
//
//   person,set,item,choice
//   p01,1,Sleep,best
//   p01,1,Pain,
//   p01,1,Mood,worst

#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/base/result.h"
#include "engine/statistics/best_worst.h"

namespace quorate::cli {

struct BestWorstFile {
  std::size_t people = 0;
  std::vector<std::string> items;  // In order of first appearance.
  std::vector<engine::BestWorstChoice> choices;
};

// Refuses, naming every line and set at once, another header, a wrong number of cells, an empty
// person, set or item, a choice other than best, worst or nothing, and a set without exactly one
// best and one worst. What else a set may not hold is engine::CountBestWorst()'s to say.
engine::Result<BestWorstFile> ReadBestWorst(std::string_view csv);

}  // namespace quorate::cli
