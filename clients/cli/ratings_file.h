// The long CSV format of ratings: one row for each person, item and round.
//
//   round,participant,group,item,score,state
//   1,p01,patients;carers,pain,8,scored
//   1,p02,clinicians,pain,,unable
//
// A seventh column `weight` may follow.

#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/result.h"
#include "engine/panel/voice.h"
#include "engine/ratings/round_ratings.h"
#include "engine/ratings/scale.h"

namespace quorate::cli {

struct RatingsFile {
  int round = 0;  // The one that was chosen.
  engine::RoundRatings ratings;
  std::vector<std::string> participants;  // By member.
  std::vector<int> rounds;                // All that the file holds, ascending.
};

// Reads the ratings of `round`, or of the highest round in the file.
//
// The whole file must be sound, whichever round is asked for: every trouble is named with its line.
// The chosen round must suit the voice as well, which may need a group or a weight for everybody;
// weights are read under person-weights only.
engine::Result<RatingsFile> ReadRatings(std::string_view csv,
                                        const engine::Scale& scale,
                                        const engine::VoicePolicy& voice,
                                        std::optional<int> round);

}  // namespace quorate::cli
