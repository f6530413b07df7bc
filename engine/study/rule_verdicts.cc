#include "engine/study/rule_verdicts.h"

#include "engine/base/check.h"
#include "engine/ratings/results.h"
#include "engine/study/study_ratings.h"

namespace quorate::engine {

namespace {

const char* ListFor(Consensus verdict) {
  switch (verdict) {
    case Consensus::kIn:
      return "in";
    case Consensus::kOut:
      return "out";
    case Consensus::kNone:
      return "none";
    case Consensus::kInquorate:
      break;
  }
  return "inquorate";
}

}  // namespace

Json VerdictsUnder(const Study& study, const Round& round, const ConsensusRule& rule) {
  const RoundRatings ratings = RatingsOf(study, BallotsOf(study, round));
  const auto result = TallyRatings(ratings, rule, study.protocol->voice, round.number);
  QUORATE_CHECK(result.has_value());
  Json verdicts;
  for (const char* list : {"in", "out", "none", "inquorate"})
    verdicts[list] = Json::Array();
  for (const ItemResult& item : result->items)
    verdicts[ListFor(item.consensus.consensus)].Append(item.item);
  return verdicts;
}

}  // namespace quorate::engine
