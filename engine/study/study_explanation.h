// What the verdicts of a study's counts hung on, and as much of it as the log holds.

#pragma once

#include <optional>
#include <vector>

#include "engine/base/json.h"
#include "engine/ratings/explanation.h"
#include "engine/study/study.h"
#include "engine/study/study_ratings.h"

namespace quorate::engine {

// A copy of all that an explanation is made from, so that making it, which may take a second, holds
// nobody up.
struct ExplanationInput {
  RoundRatings ratings;
  ConsensusRule rule;
  VoicePolicy voice;
  int round = 0;
  std::vector<bool> completed;         // In a survey round with another before it; else empty.
  std::optional<RoundRatings> before;  // The survey round before, if any,
  std::vector<SamePerson> people;      // and who is who in it.
};

// Somebody has completed the study who answered in every survey round up to this one. Items are the
// same in two rounds where their wording is. Requires known contents.
ExplanationInput InputFor(const Study& study, const Ballots& ballots);

Explanation ExplainFrom(const ExplanationInput& input);

// What the log holds of an explanation: what may be published, and only what follows from the
// ballots whatever words or search a program uses. Reasons in words are left out, and so is an
// example of a flip, which is one of many, a flip that is not proved to be exact, and what other
// rules say (rule_verdicts.h).
struct LoggedExplanation {
  Json round;
  std::vector<Json> items;
};

// `tallies` are the items' publishable tallies, whose suppressed groups are kept back here too; of
// an item whose panel is held back nothing is said. From rules version 3 on movement is kept back
// where fewer than k have changed while 1 to k-1 people scored in one of the rounds only.
LoggedExplanation LogForm(const Explanation& explanation,
                          const std::vector<Json>& tallies,
                          int k,
                          int rules_version);

// An item's explanation as the log holds it, with the item and its consensus, which stand beside it
// there: the form that explanation_words.h of engine/report reads. Requires a recorded explanation.
Json WithVerdict(const TalliedItem& item);

}  // namespace quorate::engine
