// A file of ballots in any of the formats, chosen by its extension.

#pragma once

#include <string>
#include <string_view>

#include "engine/base/result.h"
#include "engine/ranking/profile.h"

namespace quorate::cli {

// Reads the file at `path`: PrefLib, .blt, .abif, or CSV under any other name. "-" is CSV on
// standard input.
engine::Result<engine::Profile> ReadRankedFile(const std::string& path, engine::BallotKind kind);

// CSV in one of two shapes; every trouble is named with its line and column.
//
//   weight,Ann,Bob,Cyd      a place, a 1/0 or a grade for each candidate, empty for none
//   3,1,2,
//
//   weight,rank 1,rank 2    a candidate for each place, empty for none; gaps close up
//   3,Ann,Bob
//
// A row without marks is a blank ballot. Under ranks a cell is a place from 1; under approvals 1 or
// 0; under grades any exact number. The second shape holds ranks only.
engine::Result<engine::Profile> ReadRankedCsv(std::string_view csv, engine::BallotKind kind);

}  // namespace quorate::cli
