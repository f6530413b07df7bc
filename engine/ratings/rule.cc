#include "engine/ratings/rule.h"

#include <algorithm>

namespace quorate::engine {

const char* Name(Consensus consensus) {
  switch (consensus) {
    case Consensus::kIn:
      return "IN";
    case Consensus::kOut:
      return "OUT";
    case Consensus::kNone:
      return "NONE";
    case Consensus::kInquorate:
      return "INQUORATE";
  }
  return "";
}

const char* Name(Comparison op) {
  switch (op) {
    case Comparison::kAtLeast:
      return ">=";
    case Comparison::kMoreThan:
      return ">";
    case Comparison::kAtMost:
      return "<=";
    case Comparison::kLessThan:
      return "<";
    case Comparison::kEqual:
      return "=";
  }
  return "";
}

const char* Name(Denominator denominator) {
  return denominator == Denominator::kScored ? "scored" : "answered";
}

const char* Name(Statistic statistic) {
  switch (statistic) {
    case Statistic::kMedian:
      return "median";
    case Statistic::kMean:
      return "mean";
    case Statistic::kIqr:
      return "iqr";
  }
  return "";
}

bool Holds(const Fraction& left, Comparison op, const Fraction& right) {
  switch (op) {
    case Comparison::kAtLeast:
      return left >= right;
    case Comparison::kMoreThan:
      return left > right;
    case Comparison::kAtMost:
      return left <= right;
    case Comparison::kLessThan:
      return left < right;
    case Comparison::kEqual:
      return left == right;
  }
  return false;
}

const SizeRow* RowFor(const std::vector<SizeRow>& table, std::uint64_t people) {
  for (const SizeRow& row : table) {
    if (people >= static_cast<std::uint64_t>(row.low) &&
        people <= static_cast<std::uint64_t>(row.high)) {
      return &row;
    }
  }
  return nullptr;
}

bool AppliesIn(const Clause& clause, int round) {
  if (clause.from_round && round < *clause.from_round) return false;
  return clause.rounds.empty() ||
         std::find(clause.rounds.begin(), clause.rounds.end(), round) != clause.rounds.end();
}

}  // namespace quorate::engine
