#include "engine/report/rule_words.h"

#include "engine/report/words.h"

namespace quorate::engine {

namespace {

std::string Words(Comparison op) {
  switch (op) {
    case Comparison::kAtLeast: return "at least";
    case Comparison::kMoreThan: return "more than";
    case Comparison::kAtMost: return "at most";
    case Comparison::kLessThan: return "less than";
    case Comparison::kEqual: return "exactly";
  }
  return {};
}

// "70 %", or the fraction itself where no whole percentage says it exactly.
std::string ShareWords(const Fraction& share) {
  const Fraction percent = share * Fraction(100);
  return percent.denominator() == 1 ? percent.ToString() + " %" : share.ToString();
}

std::string BandWords(const Band& band) {
  if (band.low == band.high) return std::to_string(band.low);
  return std::to_string(band.low) + " to " + std::to_string(band.high);
}

std::string ScopeWords(const Scope& scope) {
  switch (scope.kind) {
    case Scope::Kind::kPanel: return {};
    case Scope::Kind::kEveryGroup: return "in every group, ";
    case Scope::Kind::kAnyGroup: return "in at least one group, ";
    case Scope::Kind::kAtLeast:
      return "in at least " + Count(static_cast<std::uint64_t>(scope.at_least), "group", "groups") + ", ";
    case Scope::Kind::kGroups: break;
  }
  std::string words = "in the named groups (";
  for (std::size_t i = 0; i < scope.groups.size(); ++i) {
    words += (i == 0 ? "" : ", ") + scope.groups[i];
  }
  return words + "), ";
}

std::string CriterionWords(const Criterion& criterion);

// Puts one criterion's test into words.
class TestWords {
 public:
  std::string operator()(const Compound& test) const {
    if (test.kind == Compound::Kind::kNot) {
      return "it is not so that (" + CriterionWords(test.parts.front()) + ")";
    }
    std::string words;
    for (const Criterion& part : test.parts) {
      if (!words.empty()) words += test.kind == Compound::Kind::kAll ? " and " : " or ";
      const auto* inner = std::get_if<Compound>(&part.test);
      const bool brackets = inner != nullptr && inner->parts.size() > 1;
      words += brackets ? "(" + CriterionWords(part) + ")" : CriterionWords(part);
    }
    return words;
  }
  std::string operator()(const ShareTest& test) const {
    std::string words = Words(test.op) + " " + ShareWords(test.value) + " scored " + BandWords(test.band);
    if (test.plus_unable) words += " or answered \"unable\"";
    if (test.plus_not_understood) words += " or answered \"I do not understand\"";
    if (test.denominator) {
      words += *test.denominator == Denominator::kScored ? " (of those who scored)"
                                                         : " (of all who answered)";
    }
    return words;
  }
  std::string operator()(const StatisticTest& test) const {
    std::string words = "the ";
    switch (test.statistic) {
      case Statistic::kMedian: words += "median"; break;
      case Statistic::kMean: words += "mean"; break;
      case Statistic::kIqr: words += "interquartile range"; break;
    }
    return words + " is " + Words(test.op) + " " + test.value.ToString();
  }
  std::string operator()(const NearMedianTest& test) const {
    return Words(test.op) + " " + ShareWords(test.value) + " scored within " +
           test.within.ToString() + " of the median";
  }
  std::string operator()(const IprasTest& test) const {
    return "there is disagreement by RAND/UCLA (the range from percentile " +
           (test.lower * Fraction(100)).ToString() + " to " +
           (test.upper * Fraction(100)).ToString() + " is wider than " + test.base.ToString() +
           " plus " + test.slope.ToString() + " times the distance of its middle from " +
           test.centre.ToString() + ")";
  }
  std::string operator()(const TailsTest& test) const {
    return "there is disagreement by RAND/UCLA's table (" + TableWords(test.table) +
           " scored " + BandWords(test.low) + ", and as many " + BandWords(test.high) + ")";
  }
  std::string operator()(const OutsideTest& test) const {
    const bool median = test.region == OutsideTest::Region::kMedian;
    return std::string("no more people than the table allows scored outside ") +
           (median ? "the median's part of the scale" : "the commonest score") + " (" +
           TableWords(test.table) + ")";
  }

 private:
  static std::string TableWords(const std::vector<SizeRow>& table) {
    std::string words;
    for (const SizeRow& row : table) {
      if (!words.empty()) words += "; ";
      words += std::to_string(row.limit) + " of a panel of " + std::to_string(row.low) + " to " +
               std::to_string(row.high);
    }
    return words;
  }
};

std::string CriterionWords(const Criterion& criterion) {
  std::string words = ScopeWords(criterion.scope) + std::visit(TestWords(), criterion.test);
  if (criterion.least_group_size) {
    words += " (groups in which at least " + std::to_string(*criterion.least_group_size) + " scored)";
  }
  return words;
}

std::string ClauseWords(const Clause& clause) {
  std::string words = clause.verdict == Consensus::kIn ? "Agreed IN (keep)" : "Agreed OUT (leave out)";
  if (!clause.grade.empty()) words += ", grade \"" + clause.grade + "\"";
  if (!clause.rounds.empty()) {
    words += ", only in round";
    for (std::size_t i = 0; i < clause.rounds.size(); ++i) {
      words += (i == 0 ? " " : ", ") + std::to_string(clause.rounds[i]);
    }
  }
  if (clause.from_round) words += ", from round " + std::to_string(*clause.from_round) + " on";
  return words + ": " + CriterionWords(clause.when) + ".";
}

std::string VoiceSentence(Voice voice) {
  switch (voice) {
    case Voice::kPerPerson: return "Every person had one voice.";
    case Voice::kEqualGroups:
      return "Every group had the same voice in the whole, however many people it had; the groups "
             "were those in which somebody gave the answers being counted.";
    case Voice::kGroupWeights: return "Each group had a fixed weight, shared by its people:";
    case Voice::kGroupWeightsEach: return "Each person had the weight of their group:";
    case Voice::kPersonWeights:
      return "Each person had a weight of their own, set by the organizers and never by the voter.";
  }
  return {};
}

std::string HatsSentence(Hats hats) {
  switch (hats) {
    case Hats::kDeclared:
      return "People who belong to several groups counted in the one they declared.";
    case Hats::kSplit:
      return "People who belong to several groups had their one voice split over them.";
    case Hats::kEachGroup:
      return "People who belong to several groups counted in each group's table, and once in the whole.";
  }
  return {};
}

}  // namespace

std::vector<std::string> RuleInWords(const ConsensusRule& rule) {
  std::vector<std::string> sentences;
  for (const Clause& clause : rule.clauses) sentences.push_back(ClauseWords(clause));
  sentences.emplace_back(rule.clauses.size() > 1
                             ? "The first of these that holds counts; where none holds, there is no agreement (NONE)."
                             : "Where this does not hold, there is no agreement (NONE).");
  sentences.push_back(rule.denominator == Denominator::kScored
                          ? "Shares are of those who gave a score."
                          : "Shares are of all who answered, \"unable\" and \"I do not understand\" included.");
  std::string quorum = "With fewer than " + std::to_string(rule.quorum.panel) + " scoring";
  if (rule.quorum.each_group > 0) {
    quorum += ", or fewer than " + std::to_string(rule.quorum.each_group) + " in some group";
  }
  sentences.push_back(quorum + ", nothing can be concluded (INQUORATE).");
  if (rule.least_group_size > 1) {
    sentences.push_back("A group in which fewer than " + std::to_string(rule.least_group_size) +
                        " scored is not assessed on its own.");
  }
  return sentences;
}

std::vector<std::string> VoiceInWords(const Protocol& protocol) {
  std::string voice = VoiceSentence(protocol.voice.voice);
  if (TakesGroupWeights(protocol.voice.voice)) {
    for (std::size_t i = 0; i < protocol.voice.weights.size(); ++i) {
      const GroupWeight& weight = protocol.voice.weights[i];
      voice += (i == 0 ? " " : ", ") + weight.group + " " + weight.weight.ToString();
    }
    voice += ".";
  }
  return {voice, HatsSentence(protocol.voice.hats)};
}

std::vector<std::string> RoundInWords(const Protocol& protocol, std::size_t round) {
  const RoundPlan& plan = protocol.rounds[round];
  std::vector<std::string> sentences;
  sentences.push_back(plan.mode == RoundMode::kSurvey
                          ? "A survey: everybody answers alone, in their own time."
                          : "A workshop: people discuss and then vote on one thing at a time.");
  sentences.push_back("Scores go from " + std::to_string(plan.rule.scale.min) + " to " +
                      std::to_string(plan.rule.scale.max) + ".");
  switch (plan.feedback) {
    case Feedback::kNone: sentences.emplace_back("No earlier results are shown."); break;
    case Feedback::kOwnGroup: sentences.emplace_back("People are shown earlier results of their own group."); break;
    case Feedback::kAllGroups: sentences.emplace_back("People are shown earlier results of all groups."); break;
    case Feedback::kOverall: sentences.emplace_back("People are shown earlier results of the whole panel."); break;
  }
  sentences.push_back(plan.entry == EntryPolicy::kInvited
                          ? "Everybody on the panel may take part."
                          : "Those who answered the survey round before may take part.");
  const std::string items = Plural(protocol.item_label);
  switch (plan.carry) {
    case CarryPolicy::kAll: sentences.push_back("All " + items + " are taken over."); break;
    case CarryPolicy::kDropOut: sentences.push_back("Those " + items + " agreed OUT are not asked again."); break;
    case CarryPolicy::kDropInAndOut:
      sentences.push_back("Those " + items + " agreed IN or OUT are not asked again.");
      break;
  }
  if (plan.suggestions_max > 0) {
    sentences.push_back("Each person may suggest up to " +
                        Count(static_cast<std::uint64_t>(plan.suggestions_max), "new one", "new ones") + ".");
  }
  return sentences;
}

}  // namespace quorate::engine
