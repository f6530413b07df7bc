#include "quorate/v1/result.grpc.pb.h"

#include "clients/cli/input_file.h"
#include "clients/cli/names.h"
#include "clients/cli/verb.h"

namespace quorate::cli {

namespace {

using engine::Reason;
using engine::Refuse;
using engine::Result;
using engine::Status;
using Service = v1::ResultService::Stub;

std::string Describe(const v1::Explanation& explanation) {
  std::string text;
  for (const std::string& sentence : explanation.words())
    text += OneLine(sentence) + "\n";
  for (const v1::ItemExplanation& item : explanation.items()) {
    text += "\n" + LabelOf(item.item().item()) + "\n";
    for (const std::string& sentence : item.words())
      text += "  " + OneLine(sentence) + "\n";
  }
  return text;
}

std::string Describe(const v1::RuleComparison& comparison) {
  using Align = Table::Align;
  Table table({{"rule"},
               {"IN", Align::kRight},
               {"OUT", Align::kRight},
               {"NONE", Align::kRight},
               {"INQUORATE", Align::kRight},
               {"otherwise than the study's rule", Align::kRight}});
  for (const v1::RuleVerdicts& rule : comparison.rules()) {
    table.Add({rule.rule(),
               std::to_string(rule.in_size()),
               std::to_string(rule.out_size()),
               std::to_string(rule.none_size()),
               std::to_string(rule.inquorate_size()),
               std::to_string(rule.different())});
  }
  std::string text = table.ToString(TerminalWidth());
  text +=
      "Exploratory: the study is bound by the rule it froze, and no decision follows from this.\n";
  if (comparison.entry() != 0) {
    text += "That this was asked stands in the log, entry " + std::to_string(comparison.entry()) +
            ".\n";
  }
  return text;
}

// A preset's name stays as it is; a file is read.
Result<std::string> RuleText(const std::string& given) {
  if (!given.ends_with(".json")) return given;
  return ReadFile(given);
}

}  // namespace

void AddExplainVerbs(CLI::App& app, Invocation& invocation) {
  Verb explain(app,
               invocation,
               "explain",
               "Says what the verdicts of a closed round or vote hung on: whose votes decided, and "
               "how near it was.",
               "quorate explain knee-pain\n  quorate explain knee-pain sleep --round 2");
  const auto study = explain.Argument("STUDY", "the study's label");
  const auto item = explain.Option("ITEM", "one item's label; left out, all");
  const auto round = explain.Option<int>("--round", "the round; left out, the last closed one", 0);
  const auto vote = explain.Option("--vote", "a vote's label, in place of a round");
  explain.Runs([=](const Session& session, const Terminal& terminal) -> Status {
    if (*round != 0 && !vote->empty())
      return Refuse(Reason::kInvalidArgument, "name a round or a vote, not both");
    v1::ExplainResultsRequest request;
    request.set_name(!vote->empty() ? ChildName(*study, "votes", *vote)
                     : *round != 0  ? RoundName(*study, *round)
                                    : StudyName(*study));
    if (!item->empty()) request.set_item(ChildName(*study, "items", *item));
    QUORATE_ASSIGN_OR_RETURN(const v1::Explanation answer,
                             session.Call(&Service::ExplainResults, request));
    terminal.Show(answer, [&] { return Describe(answer); });
    return {};
  });

  Verb compare(
      app,
      invocation,
      "compare",
      "Counts a closed survey round under other published rules. Before the study is "
      "concluded, the log keeps that you looked.",
      "quorate compare knee-pain 2\n  quorate compare knee-pain 2 --rules ram,my-rule.json");
  const auto compared = compare.Argument("STUDY", "the study's label");
  const auto number = compare.Argument<int>("ROUND", "the round's number");
  const auto rules = compare.Labels(
      "--rules", "presets or JSON files, with commas; left out, every preset on the round's scale");
  compare.Runs([=](const Session& session, const Terminal& terminal) -> Status {
    v1::CompareRulesRequest request;
    request.set_name(RoundName(*compared, *number));
    for (const std::string& rule : *rules) {
      QUORATE_ASSIGN_OR_RETURN(std::string text, RuleText(rule));
      request.add_rules(std::move(text));
    }
    QUORATE_ASSIGN_OR_RETURN(const v1::RuleComparison answer,
                             session.Call(&Service::CompareRules, request));
    terminal.Show(answer, [&] { return Describe(answer); });
    return {};
  });
}

}  // namespace quorate::cli
