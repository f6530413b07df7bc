// What changed between two rounds, among the same people: how many, how far, which way, and whether
// the item has come to rest.
//
// Stability is not agreement: a panel may be firmly divided. And a panel need not converge: nothing
// here assumes that the later round is the closer one.

#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "engine/base/fraction.h"
#include "engine/ratings/scale.h"
#include "engine/statistics/figure.h"
#include "engine/statistics/mcnemar.h"
#include "engine/statistics/round_pair.h"
#include "engine/statistics/signed_rank.h"
#include "engine/statistics/spread.h"
#include "engine/statistics/weighting.h"

namespace quorate::engine {

struct ChangeOptions {
  Scale scale;
  Band band;                                    // Whose entering and leaving is tested.
  Weighting weighting = Weighting::kQuadratic;  // Of kappa.
};

// Of those who scored the item in both rounds.
struct Change {
  std::size_t people = 0;
  std::size_t changed = 0;  // Gave another score than before.
  Figure<Fraction> share_changed;
  Figure<Fraction> mean_distance;  // The mean of |score after - score before|.
  Spread before;
  Spread after;
  Figure<Fraction> iqr_ratio;  // IQR after / IQR before: below 1 is closer together.
  Figure<double> kappa;        // Cohen's, each person against their earlier self.
  SignedRank signed_rank;
  BandMoves moves;
  McNemar mcnemar;
};

// Undefined: figures over nobody; iqr_ratio where the IQR before is 0; kappa over one person, and
// where all scores are in one category; and the tests as their own headers say. Requires as many
// scores after as before.
Change ChangeOf(const PairedScores& scores, const ChangeOptions& options);

struct ItemChange {
  std::string item;
  Change panel;
  std::vector<Change> groups;  // In the order of RoundPair::before.groups.
};

// Every item of both rounds. People stand in the group that they declared in the earlier round.
std::vector<ItemChange> ChangesOf(const RoundPair& pair, const ChangeOptions& options);

}  // namespace quorate::engine
