#include "quorate/v1/result.grpc.pb.h"

#include "clients/cli/input_file.h"
#include "clients/cli/names.h"
#include "clients/cli/verb.h"
#include "engine/base/json.h"

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

std::string_view TextIn(const engine::Json& json, std::string_view name) {
  const engine::Json* member = json.Find(name);
  return member == nullptr ? std::string_view() : std::string_view(*member->string());
}

// The value, or why there is none.
std::string FigureIn(const engine::Json& json, std::string_view name) {
  if (json.Find(name) != nullptr) return std::string(TextIn(json, name));
  return "undefined: " + std::string(TextIn(json, "undefined"));
}

void AddConcordance(const std::string& who, const engine::Json& row, Table& table) {
  table.Add({who,
             std::string(TextIn(row, "raters")),
             FigureIn(row, "w"),
             std::string(TextIn(row, "chi_square")),
             std::string(TextIn(row, "degrees")),
             std::string(TextIn(row, "p"))});
}

std::string DescribeStatistics(const engine::Json& statistics) {
  using Align = Table::Align;
  Table agreement({{"coefficient"}, {"weights"}, {"value", Align::kRight}});
  for (const engine::Json& row : *statistics.Find("agreement")->array()) {
    agreement.Add({std::string(TextIn(row, "coefficient")),
                   std::string(TextIn(row, "weighting")),
                   FigureIn(row, "value")});
  }
  std::string text = "Agreement over " + std::string(TextIn(statistics, "items")) + " items and " +
                     std::string(TextIn(statistics, "ratings")) + " scores on " +
                     std::string(TextIn(statistics, "points")) + " points\n" +
                     agreement.ToString(TerminalWidth());
  if (const engine::Json* concordance = statistics.Find("concordance")) {
    Table table({{"Kendall's W of"},
                 {"raters", Align::kRight},
                 {"W", Align::kRight},
                 {"chi-square", Align::kRight},
                 {"df", Align::kRight},
                 {"p", Align::kRight}});
    AddConcordance("everybody", *concordance->Find("panel"), table);
    for (const auto& [group, row] : *concordance->Find("groups")->object())
      AddConcordance(group, row, table);
    text += "\n" + table.ToString(TerminalWidth());
  }
  if (const engine::Json* change = statistics.Find("change")) {
    Table table({{"since " + std::string(TextIn(*change, "since"))},
                 {"people", Align::kRight},
                 {"changed", Align::kRight},
                 {"kappa", Align::kRight},
                 {"V", Align::kRight},
                 {"p", Align::kRight}});
    for (const engine::Json& row : *change->Find("items")->array()) {
      table.Add({std::string(TextIn(row, "item")),
                 std::string(TextIn(row, "people")),
                 std::string(TextIn(row, "changed")),
                 FigureIn(row, "kappa"),
                 std::string(TextIn(row, "v")),
                 std::string(TextIn(row, "p"))});
    }
    text += "\n" + table.ToString(TerminalWidth());
  }
  return text + "These figures describe; none of them decides anything.\n";
}

// A preset's name stays as it is; a file is read.
Result<std::string> RuleText(const std::string& given) {
  if (!given.ends_with(".json")) return given;
  return ReadFile(given);
}

void AddExplain(CLI::App& app, Invocation& invocation) {
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
}

void AddCompare(CLI::App& app, Invocation& invocation) {
  Verb compare(
      app,
      invocation,
      "compare",
      "Counts a closed survey round under other published rules. Before the study is "
      "concluded, the log keeps that you looked.",
      "quorate compare knee-pain 2\n  quorate compare knee-pain 2 --rules ram,my-rule.json");
  const auto study = compare.Argument("STUDY", "the study's label");
  const auto number = compare.Argument<int>("ROUND", "the round's number");
  const auto rules = compare.Labels(
      "--rules", "presets or JSON files, with commas; left out, every preset on the round's scale");
  compare.Runs([=](const Session& session, const Terminal& terminal) -> Status {
    v1::CompareRulesRequest request;
    request.set_name(RoundName(*study, *number));
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

void AddAgreement(CLI::App& app, Invocation& invocation) {
  Verb agreement(
      app,
      invocation,
      "agreement",
      "How alike the answers of a closed survey round were: agreement beyond chance; for "
      "auditors also Kendall's W, kappa and Wilcoxon's V since the round before.",
      "quorate agreement knee-pain 2");
  const auto study = agreement.Argument("STUDY", "the study's label");
  const auto round = agreement.Argument<int>("ROUND", "the round's number");
  agreement.Runs([=](const Session& session, const Terminal& terminal) -> Status {
    v1::GetStatisticsRequest request;
    request.set_name(RoundName(*study, *round));
    QUORATE_ASSIGN_OR_RETURN(const v1::Statistics answer,
                             session.Call(&Service::GetStatistics, request));
    QUORATE_ASSIGN_OR_RETURN(const engine::Json statistics,
                             engine::ParseJson(answer.statistics_json()));
    terminal.Show(answer, [&] { return DescribeStatistics(statistics); });
    return {};
  });
}

}  // namespace

void AddExplainVerbs(CLI::App& app, Invocation& invocation) {
  AddExplain(app, invocation);
  AddCompare(app, invocation);
  AddAgreement(app, invocation);
}

}  // namespace quorate::cli
