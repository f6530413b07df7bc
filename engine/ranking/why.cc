#include "engine/ranking/why.h"

#include <algorithm>
#include <array>

#include "engine/base/check.h"
#include "engine/ranking/profile_builder.h"
#include "engine/ranking/why_rules.h"

namespace quorate::engine {

namespace {

struct Row {
  std::string_view rule;
  Comparer (*comparer)(const Question& question);
};
constexpr std::array<Row, 18> kRows = {{{"plurality", &CompareSums},
                                        {"approval", &CompareSums},
                                        {"score", &CompareSums},
                                        {"star", &CompareStar},
                                        {"majority-judgment", &CompareMerit},
                                        {"borda", &CompareSums},
                                        {"copeland", &CompareDuels},
                                        {"minimax", &CompareDuels},
                                        {"schulze", &ComparePaths},
                                        {"ranked-pairs", &CompareLocks},
                                        {"kemeny", &CompareDistance},
                                        {"condorcet", &CompareDuels},
                                        {"smith", &CompareChains},
                                        {"schwartz", &CompareChains},
                                        {"irv", &CompareStages},
                                        {"stv-scottish", &CompareStages},
                                        {"stv-meek", &CompareStages},
                                        {"stv-wig", &CompareStages}}};

bool Holds(const std::vector<std::size_t>& list, std::size_t candidate) {
  return std::find(list.begin(), list.end(), candidate) != list.end();
}

}  // namespace

std::vector<CandidatePair> PairsToCompare(const RankedAnswer& answer,
                                          std::size_t candidates,
                                          const std::vector<std::size_t>& asked) {
  std::vector<CandidatePair> pairs;
  if (asked.size() > 1) {
    for (std::size_t i = 0; i < asked.size(); ++i) {
      for (std::size_t j = i + 1; j < asked.size(); ++j) {
        if (asked[i] != asked[j]) pairs.emplace_back(asked[i], asked[j]);
      }
    }
    return pairs;
  }
  if (answer.winners.empty()) return pairs;
  if (asked.size() == 1 && !Holds(answer.winners, asked[0])) {
    for (const std::size_t winner : answer.winners)
      pairs.emplace_back(winner, asked[0]);
    return pairs;
  }
  const bool elects = !answer.stages.empty() && !answer.tied;
  const std::size_t winner = asked.size() == 1 ? asked[0]
                             : elects          ? answer.winners.back()
                                               : answer.winners.front();
  for (std::size_t c = 0; c < candidates; ++c) {
    if (c != winner && !(elects && Holds(answer.winners, c))) pairs.emplace_back(winner, c);
  }
  return pairs;
}

Result<std::vector<std::size_t>> FindCandidates(const Profile& profile,
                                                const std::vector<std::string>& names) {
  std::vector<std::size_t> found;
  std::vector<Violation> violations;
  for (const std::string& given : names) {
    const std::string name = CollapsedName(given);
    const auto at = std::find(profile.candidates.begin(), profile.candidates.end(), name);
    if (at == profile.candidates.end()) {
      violations.push_back({"candidate", "no candidate is named \"" + name + "\""});
    } else {
      found.push_back(static_cast<std::size_t>(at - profile.candidates.begin()));
    }
  }
  if (!violations.empty()) return Refuse(Reason::kInvalidArgument, std::move(violations));
  return found;
}

Result<std::vector<CandidateComparison>> CompareCandidates(
    const Profile& profile,
    const RankedRule& rule,
    const RankedOptions& options,
    const RankedAnswer& answer,
    const std::vector<CandidatePair>& pairs) {
  const auto* const row = std::find_if(
      kRows.begin(), kRows.end(), [&](const Row& entry) { return entry.rule == rule.name; });
  QUORATE_CHECK(row != kRows.end());
  std::vector<CandidateComparison> comparisons;
  if (pairs.empty()) return comparisons;
  const Question question{profile, options, answer, rule.name};
  QUORATE_ASSIGN_OR_RETURN(const auto compare, row->comparer(question));
  for (const auto& [one, other] : pairs)
    comparisons.push_back(compare(one, other));
  return comparisons;
}

Json ToJson(const std::vector<CandidateComparison>& comparisons, const Profile& profile) {
  Json list = Json::Array();
  for (const CandidateComparison& comparison : comparisons) {
    Json json = comparison.figures;
    json["of"] = profile.candidates[comparison.one];
    json["with"] = profile.candidates[comparison.other];
    Json sentences = Json::Array();
    for (const std::string& sentence : comparison.sentences)
      sentences.Append(sentence);
    json["sentences"] = std::move(sentences);
    list.Append(std::move(json));
  }
  return list;
}

}  // namespace quorate::engine
