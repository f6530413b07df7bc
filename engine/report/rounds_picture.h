// A count that goes from stage to stage as a picture: a column a stage, in which every candidate
// still there has a stretch as high as the votes, and bands from column to column that show where
// votes went.

#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "engine/ranking/stage.h"
#include "engine/report/svg.h"

namespace quorate::engine {

// Elected candidates are dark, transfers stand out. Where several give votes in one stage, as under
// Meek's rule, nobody knows which went where, so only what stayed is drawn. With more than
// kStagesShownMax stages the last of them, which the picture says. Requires a stage.
Picture RoundsPicture(std::string_view title,
                      std::string_view description,
                      const std::vector<std::string>& names,
                      const std::vector<StvStage>& stages);
inline constexpr std::size_t kStagesShownMax = 12;

}  // namespace quorate::engine
