#include "clients/cli/reasons_text.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "clients/cli/columns.h"
#include "engine/ranking/profile_builder.h"
#include "engine/report/number_text.h"

namespace quorate::cli {

namespace {

// Stages beside one another on a line of a terminal.
constexpr std::size_t kStagesAbreast = 8;
constexpr int kDecimals = 2;

// Whole numbers as they are.
std::string VotesText(const engine::Fraction& votes, bool& rounded) {
  if (votes.denominator() == 1) return votes.ToString();
  const bool exact = (votes * 100).denominator() == 1;
  rounded = rounded || !exact;
  return engine::DecimalText(votes, kDecimals);
}

std::string Heading(const std::string& one, const std::string& other) {
  return OnOneLine(one) + " and " + OnOneLine(other) + "\n";
}

std::string Sentences(const std::vector<std::string>& sentences) {
  std::string text;
  for (const std::string& sentence : sentences)
    text += "  " + OnOneLine(sentence) + "\n";
  return text;
}

std::string NobodyCompared(std::size_t candidates, std::size_t most) {
  if (candidates <= most) return "There is nobody to compare.\n";
  return fmt::format("There are {} candidates; name those to compare: --about A,B\n", candidates);
}

// The columns from `first` to before `last`.
std::string StageColumns(const std::vector<engine::StvStage>& stages,
                         const engine::Profile& profile,
                         std::size_t first,
                         std::size_t last,
                         bool& rounded) {
  std::string text = fmt::format("{:>20}", "Stage");
  for (std::size_t s = first; s < last; ++s)
    text += fmt::format("  {:>9}", s + 1);
  text += "\n";
  const auto row = [&](const std::string& name, auto value_of) {
    text += fmt::format("{:>20}", name);
    for (std::size_t s = first; s < last; ++s)
      text += fmt::format("  {:>9}", VotesText(value_of(stages[s]), rounded));
    text += "\n";
  };
  for (std::size_t c = 0; c < profile.candidates.size(); ++c) {
    row(OnOneLine(profile.candidates[c]),
        [c](const engine::StvStage& stage) { return stage.votes[c]; });
  }
  row("(exhausted)", [](const engine::StvStage& stage) { return stage.exhausted; });
  row("(quota)", [](const engine::StvStage& stage) { return stage.quota; });
  return text;
}

}  // namespace

std::vector<std::string> SplitNames(const std::string& text) {
  std::vector<std::string> names;
  if (text.empty()) return names;
  std::string name;
  for (const char c : text + ",") {
    if (c != ',') {
      name += c;
    } else {
      names.push_back(engine::CollapsedName(std::exchange(name, "")));
    }
  }
  return names;
}

std::string StageTable(const std::vector<engine::StvStage>& stages,
                       const engine::Profile& profile) {
  std::string text;
  bool rounded = false;
  for (std::size_t first = 0; first < stages.size(); first += kStagesAbreast) {
    const std::size_t last = std::min(stages.size(), first + kStagesAbreast);
    text += (first == 0 ? "" : "\n") + StageColumns(stages, profile, first, last, rounded);
  }
  if (rounded) text += "Rounded to two decimals; --json has the exact votes.\n";
  return text;
}

std::string WhyText(const engine::ExplainedAnswer& explained, const engine::Profile& profile) {
  std::string text = "\nWhy\n";
  if (explained.comparisons.empty())
    text += NobodyCompared(profile.candidates.size(), engine::kComparedUnaskedMax);
  for (const engine::CandidateComparison& comparison : explained.comparisons) {
    text += Heading(profile.candidates[comparison.one], profile.candidates[comparison.other]) +
            Sentences(comparison.sentences);
  }
  const auto& stages = explained.answer.stages;
  if (!stages.empty()) text += "\nVotes at the end of each stage\n" + StageTable(stages, profile);
  return text;
}

std::string WhyText(const engine::ExplainedCommittee& explained,
                    const engine::ApprovalProfile& profile) {
  std::string text = "\nWhy\n";
  if (explained.comparisons.empty())
    text += NobodyCompared(profile.candidate_count(), engine::kSeatsComparedUnaskedMax);
  const auto& names = profile.candidates();
  for (const engine::SeatComparison& comparison : explained.comparisons) {
    text +=
        Heading(names[comparison.one], names[comparison.other]) + Sentences(comparison.sentences);
  }
  return text;
}

std::string MarginText(const engine::MarginAnswer& margin) {
  return "\n" + OnOneLine(engine::InWords(margin)) + "\n";
}

}  // namespace quorate::cli
