#include "engine/ratings/rule_text.h"

#include <vector>

namespace quorate::engine {

namespace {

std::string Words(Comparison op) {
  switch (op) {
    case Comparison::kAtLeast:
      return "at least ";
    case Comparison::kMoreThan:
      return "more than ";
    case Comparison::kAtMost:
      return "at most ";
    case Comparison::kLessThan:
      return "less than ";
    case Comparison::kEqual:
      return "exactly ";
  }
  return "";
}

std::string Words(const Band& band) {
  if (band.low == band.high) return std::to_string(band.low);
  return std::to_string(band.low) + " to " + std::to_string(band.high);
}

std::string Words(Denominator denominator) {
  return denominator == Denominator::kScored ? "those who scored" : "those who answered";
}

std::string Joined(const std::vector<std::string>& parts, const std::string& word) {
  std::string text;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (i > 0) text += i + 1 == parts.size() ? " " + word + " " : ", ";
    text += parts[i];
  }
  return text;
}

std::string Number(const Fraction& number) {
  if (number.denominator() == 1) return number.ToString();
  std::string text = std::to_string(number.ToDouble());
  text.erase(text.find_last_not_of('0') + 1);
  const auto back = Fraction::Parse(text);
  return back && *back == number ? text : number.ToString();
}

std::string Words(const std::vector<SizeRow>& table) {
  std::vector<std::string> rows;
  for (const SizeRow& row : table) {
    rows.push_back(std::to_string(row.limit) + " for " + std::to_string(row.low) + " to " +
                   std::to_string(row.high) + " people");
  }
  return Joined(rows, "and");
}

std::string Place(const Scope& scope) {
  switch (scope.kind) {
    case Scope::Kind::kPanel:
      return "";
    case Scope::Kind::kEveryGroup:
      return "in every group ";
    case Scope::Kind::kAnyGroup:
      return "in at least one group ";
    case Scope::Kind::kAtLeast:
      return "in at least " + std::to_string(scope.at_least) +
             (scope.at_least == 1 ? " group " : " groups ");
    case Scope::Kind::kGroups:
      return "in the group " + Joined(scope.groups, "and the group") + " ";
  }
  return "";
}

struct Wording {
  const ConsensusRule& rule;

  std::string operator()(const Compound& test) const {
    if (test.kind == Compound::Kind::kNot)
      return "it is not so that " + InWords(rule, test.parts.at(0));
    std::vector<std::string> parts;
    for (const Criterion& part : test.parts) {
      const auto* inner = std::get_if<Compound>(&part.test);
      const bool bracket =
          inner != nullptr && inner->kind != Compound::Kind::kNot && inner->parts.size() > 1;
      const std::string text = InWords(rule, part);
      parts.push_back(bracket ? "(" + text + ")" : text);
    }
    return Joined(parts, test.kind == Compound::Kind::kAll ? "and" : "or");
  }

  std::string operator()(const ShareTest& test) const {
    std::string who = "are in " + Words(test.band);
    if (test.plus_unable) who += " or say they are unable to score";
    if (test.plus_not_understood) who += " or say they do not understand";
    return Words(test.op) + Percent(test.value) + " of " +
           Words(test.denominator.value_or(rule.denominator)) + " " + who;
  }

  std::string operator()(const StatisticTest& test) const {
    const std::string what =
        test.statistic == Statistic::kIqr ? "interquartile range" : Name(test.statistic);
    return "the " + what + " is " + Words(test.op) + Number(test.value);
  }

  std::string operator()(const NearMedianTest& test) const {
    return Words(test.op) + Percent(test.value) + " of " + Words(rule.denominator) +
           " are within " + Number(test.within) + " of the median";
  }

  std::string operator()(const IprasTest& test) const {
    return "there is disagreement (the range from the " + Percent(test.lower) + " to the " +
           Percent(test.upper) + " percentile exceeds " + Number(test.base) + " plus " +
           Number(test.slope) + " times the distance of its middle from " + Number(test.centre) +
           ")";
  }

  std::string operator()(const TailsTest& test) const {
    return "there is disagreement (in each of " + Words(test.low) + " and " + Words(test.high) +
           " at least " + Words(test.table) + ")";
  }

  std::string operator()(const OutsideTest& test) const {
    const bool mode = test.region == OutsideTest::Region::kMode;
    return std::string("the scores outside ") +
           (mode ? "the mode" : "the band that holds the median") + " are at most " +
           Words(test.table);
  }
};

std::string RoundsOf(const Clause& clause) {
  std::string text;
  if (!clause.rounds.empty()) {
    std::vector<std::string> rounds;
    for (const int round : clause.rounds)
      rounds.push_back(std::to_string(round));
    text += "in round " + Joined(rounds, "and") + " ";
  }
  if (clause.from_round) text += "from round " + std::to_string(*clause.from_round) + " on ";
  return text;
}

}  // namespace

std::string Percent(const Fraction& share) {
  using boost::multiprecision::cpp_int;
  const Fraction tenths = share * 1000;
  const cpp_int magnitude = boost::multiprecision::abs(tenths.numerator()) / tenths.denominator();
  const cpp_int whole = magnitude / 10;
  const cpp_int tenth = magnitude % 10;
  std::string text = share.IsNegative() ? "-" : "";
  text += whole.str();
  if (tenth != 0) text += "." + tenth.str();
  return text + " %";
}

std::string InWords(const ConsensusRule& rule, const Criterion& criterion) {
  std::string text = Place(criterion.scope) + std::visit(Wording{rule}, criterion.test);
  if (criterion.least_group_size) {
    text += " (groups with fewer than " + std::to_string(*criterion.least_group_size) +
            " scores left out)";
  }
  return text;
}

std::string InWords(const ConsensusRule& rule) {
  std::string text;
  for (const Clause& clause : rule.clauses) {
    text += Name(clause.verdict);
    if (!clause.grade.empty()) text += " (" + clause.grade + ")";
    text += " " + RoundsOf(clause) + "when " + InWords(rule, clause.when) + ".\n";
  }
  text += "Otherwise NONE. The first that holds decides.\n";
  text += "INQUORATE when fewer than " + std::to_string(rule.quorum.panel) + " people scored";
  if (rule.quorum.each_group > 0) {
    text += ", or fewer than " + std::to_string(rule.quorum.each_group) + " in any group";
  }
  text += ", and always when nobody did.\n";
  if (rule.least_group_size > 1) {
    text += "A group in which fewer than " + std::to_string(rule.least_group_size) +
            " people scored can neither pass nor fail.\n";
  }
  if (rule.denominator == Denominator::kAnswered) {
    text += "Those who answered are those who scored, were unable to, or did not understand.\n";
  }
  return text;
}

}  // namespace quorate::engine
