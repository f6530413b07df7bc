// The demo study: synthetic people who answer as a seed says. Its flow is that of the PARTNERS2
// bipolar set (Retzer et al., PLOS ONE 2020;15(10):e0240518, CC BY 4.0): 50 people rate 66 outcomes
// and suggest 13 more, 38 come back and rate 79, 60 meet the strict 70/25 rule (56 of the first, 4
// of the suggested ones), and 14 meet and end with the 11 published outcomes. No person, score or
// percentage is real.

#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "engine/study/event.h"

namespace quorate::cli {

// What becomes of an outcome, whatever the seed.
enum class DemoFate {
  kFinal,        // Meets the rule and is voted in.
  kVotedOut,     // Meets the rule and is voted out in the workshop.
  kMerged,       // Meets the rule and goes into one of DemoMerged() in the workshop.
  kNoConsensus,  // Does not meet the rule.
};

struct DemoOutcome {
  const char* id;
  const char* text;
  DemoFate fate;
  const char* merged_into;  // For kMerged, else empty.
};

std::span<const DemoOutcome> DemoOutcomes();     // 66.
std::span<const DemoOutcome> DemoSuggestions();  // 13.
std::span<const DemoOutcome> DemoMerged();       // What the workshop makes of the merged ones.

struct DemoPerson {
  std::string external_id;
  std::vector<std::string> hats;
  engine::BallotContent round1;
  engine::BallotContent round2;  // Empty for whoever does not come back.
  bool in_workshop = false;
  std::string suggests;  // An id of DemoSuggestions(), or empty.
};

// One time a vote is taken: who says yes, by their place among those in the room.
struct DemoBallots {
  std::vector<bool> yes;
};
struct DemoVote {
  std::string id;
  std::string item;
  std::vector<DemoBallots> iterations;  // More than one where people talked and voted again.
};

struct DemoStudy {
  std::string title;
  std::string protocol_json;
  std::vector<DemoPerson> people;
  std::vector<std::size_t> room;  // Who is in the workshop; the last one votes on paper.
  std::vector<DemoVote> votes;    // In the order in which they are taken.
};

inline constexpr const char* kDemoLabel = "demo";

// The same study for the same seed, on every machine.
DemoStudy MakeDemoStudy(std::uint64_t seed);

}  // namespace quorate::cli
