// A plain table of ratings: a row an item, a column a rater, an empty cell where nobody rated.
//
//   item,rater 1,rater 2,rater 3
//   pain,8,9,
//   sleep,3,5,4

#pragma once

#include <string_view>

#include "engine/base/result.h"
#include "engine/statistics/rating_matrix.h"

namespace quorate::cli {

// The first line names the raters, the first column the items; both only have to differ among
// themselves. Ratings are whole numbers that lie no farther from 0 than a scale may reach.
//
// Refuses, naming every line at once: a wrong number of cells, a cell that is no such number, a
// name that is empty or stands twice, and a table without raters or items.
engine::Result<engine::RatingMatrix> ReadMatrix(std::string_view csv);

}  // namespace quorate::cli
