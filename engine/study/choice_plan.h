// A choice that the protocol plans for a workshop: which question is put, and the voting rule that
// answers it with one item or a set of them. Fixed before the first round, like a consensus rule.

#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "engine/base/json.h"
#include "engine/base/result.h"
#include "engine/committee/committee.h"
#include "engine/panel/voice.h"
#include "engine/ranking/ranked_rule.h"
#include "engine/ratings/answer.h"
#include "engine/ratings/rule.h"

namespace quorate::engine {

// A mark on one item of a ballot in one byte: its value and 1, or no mark.
inline constexpr AnswerCode kNoMark = 0;
// Requires a value from 0 to 200.
inline AnswerCode CodeOfMark(int value) {
  return static_cast<AnswerCode>(value + 1);
}
// Requires a code other than kNoMark.
inline int ValueOfMark(AnswerCode code) {
  return code - 1;
}

// The defaults are those of `quorate tally ranked` and `quorate tally committee`.
struct ChoicePlan {
  // An answer is kept in a byte a mark.
  static constexpr std::size_t kItemsMax = 200;
  static constexpr int kGradeMax = 200;

  std::string id;
  std::string question;
  // One of RankedRules(), or a committee rule. "approval" is the one-winner rule for one seat and
  // the committee for more.
  std::string rule;
  int seats = 1;
  int grade_max = 5;  // Grades run from 0, for rules that take them.
  Unranked unranked = Unranked::kLast;
  Strength strength = Strength::kWinning;
  BordaUnranked borda_unranked = BordaUnranked::kAveraged;
  Missing missing = Missing::kRefuse;
  Completion completion = Completion::kPhragmen;
  // none: all tied winners are named; order: the earlier item on the floor wins; lot: drawn from
  // the log's root at the opening of the round.
  TieRule tie = TieRule::kNone;
  Quorum quorum;  // People whose ballot is not blank; fewer leave the choice inquorate.

  // Null where the rule is a committee's.
  [[nodiscard]] const RankedRule* ranked() const;
  // What a ballot says of each item: places, approvals or grades.
  [[nodiscard]] BallotKind ballot() const;
  friend bool operator==(const ChoicePlan&, const ChoicePlan&) = default;
};

// Reads {"id","question","rule","seats","grade_max","unranked","strength","borda_unranked",
// "missing","completion","tie","quorum":{"panel","each_group"}}; only "id", "question" and "rule"
// must be there. Adds every violation, with its path below `path`, to `wrong`.
ChoicePlan ReadChoicePlan(const Json& json, const std::string& path, std::vector<Violation>& wrong);

// The plan with every default written out.
Json ToJson(const ChoicePlan& plan);

// Refuses an option that the rule does not know, seats that it cannot fill, and a voice under which
// the rule cannot count: Scottish STV wants whole papers of one weight.
Status CheckChoicePlan(const ChoicePlan& plan, const VoicePolicy& voice);

}  // namespace quorate::engine
