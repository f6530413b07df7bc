#include <algorithm>

#include "engine/report/counting.h"
#include "engine/report/dissent.h"
#include "engine/report/html.h"
#include "engine/report/margins.h"
#include "engine/report/report_parts.h"
#include "engine/report/words.h"

namespace quorate::engine {

namespace {

// A list may name so many tests; all of them stand in results/margins.csv.
constexpr std::size_t kTestsMax = 3;

Fraction SizeOf(const Fraction& distance) {
  return distance.IsNegative() ? -distance : distance;
}

// The tests that speak for `clause` or, with `holds` false, against it; the closest first for those
// that hold, the farthest first for those that fail. Shares come before other figures.
std::vector<RuleMargin> TestsOf(const std::vector<RuleMargin>& margins,
                                Consensus clause,
                                bool holds) {
  std::vector<RuleMargin> tests;
  for (const RuleMargin& margin : margins) {
    if (margin.clause == clause && margin.holds == holds) tests.push_back(margin);
  }
  std::stable_sort(tests.begin(), tests.end(), [&](const RuleMargin& a, const RuleMargin& b) {
    if (a.unit != b.unit) return a.unit < b.unit;
    return holds ? SizeOf(*a.distance) < SizeOf(*b.distance)
                 : SizeOf(*a.distance) > SizeOf(*b.distance);
  });
  return tests;
}

std::string TestList(const Study& study,
                     std::string_view lead,
                     const std::vector<RuleMargin>& tests) {
  if (tests.empty()) return {};
  std::string markup = std::string(lead) + "<ul>";
  for (std::size_t i = 0; i < std::min(kTestsMax, tests.size()); ++i) {
    const RuleMargin& margin = tests[i];
    markup += "<li>" + WhoHtml(*study.protocol, margin.group) + ": " + EscapeHtml(InWords(margin)) +
              " <span class=\"small\">(" +
              (margin.negated ? "asked for the opposite of: " : "asked for: ") +
              EscapeHtml(margin.test) + "; exact distance " + margin.distance->ToString() +
              ")</span></li>";
  }
  if (tests.size() > kTestsMax) {
    markup += "<li>and " + std::to_string(tests.size() - kTestsMax) + " more</li>";
  }
  return markup + "</ul>";
}

std::string Missing(const std::vector<RuleMargin>& margins) {
  const auto count = std::count_if(margins.begin(), margins.end(), [](const RuleMargin& margin) {
    return !margin.missing.empty();
  });
  if (count == 0) return {};
  return "<span class=\"small\">" +
         Count(static_cast<std::uint64_t>(count), "figure is", "figures are") +
         " not shown here; results/margins.csv says why.</span>";
}

// How close what the rule said was to something else.
std::string Closeness(const Study& study, const std::vector<RuleMargin>& margins, Verdict verdict) {
  switch (verdict) {
    case Verdict::kIn:
    case Verdict::kOut:
      return TestList(study, "", TestsOf(margins, verdict, true)) + Missing(margins);
    case Verdict::kNone:
      return TestList(study, "Not IN:", TestsOf(margins, Verdict::kIn, false)) +
             TestList(study, "Not OUT:", TestsOf(margins, Verdict::kOut, false)) + Missing(margins);
    case Verdict::kInquorate:
      return TestList(study, "", TestsOf(margins, verdict, false)) + Missing(margins);
  }
  return {};
}

// The margins of the count that the decision rests on.
std::vector<RuleMargin> MarginsBehind(const Study& study,
                                      const std::vector<Counting>& countings,
                                      const Decision& decision,
                                      std::span<const DatedEntry> history,
                                      Tier tier) {
  const TalliedItem* result = FindTally(countings, decision.basis, decision.item);
  const auto counting = std::find_if(countings.begin(), countings.end(), [&](const Counting& one) {
    return one.basis == decision.basis;
  });
  if (result == nullptr || counting == countings.end()) return {};
  const ConsensusRule* rule = RuleOf(study, *counting, history);
  if (rule == nullptr) return {};
  return MarginsOf(*rule, counting->round, TallyFor(*result, tier), *study.protocol);
}

std::string OverrideList(const Study& study) {
  std::string markup;
  for (const Decision& decision : study.decisions) {
    if (!IsOverride(decision)) continue;
    markup += "<li>" + ItemHtml(study, decision.item.item) + ": the rule said " +
              VerdictHtml(decision.rule_verdict) + ", it was decided " +
              VerdictHtml(decision.verdict) +
              ". The reason given: " + FreeHtml(decision.override_reason) + "</li>\n";
  }
  if (markup.empty()) return "<p>No decision went against the rule.</p>\n";
  return "<p>These decisions went against what the rule said:</p>\n<ul>\n" + markup + "</ul>\n";
}

std::string AgainstCell(const DissentTable& table) {
  if (!table.shown) return "not shown";
  std::string markup = PartText(table.against, table.scored);
  if (table.majority()) markup += "<br><strong>more than half</strong>";
  return markup;
}

std::string DissentWords(const Study& study, const std::vector<Dissent>& all) {
  const auto any =
      std::count_if(all.begin(), all.end(), [](const Dissent& dissent) { return dissent.any(); });
  const std::string& noun = study.protocol->item_label;
  std::string markup = "<p>Agreement is not unanimity. On " + std::to_string(any) + " of the " +
                       EscapeHtml(Count(all.size(), noun, Plural(noun))) +
                       " decided IN or OUT, somebody scored at the other end of the scale.";
  std::string split;
  for (const Dissent& dissent : all) {
    for (const DissentTable& table : dissent.tables) {
      if (table.group.empty() || !table.majority()) continue;
      split += (split.empty() ? "" : ", ") + EscapeHtml(dissent.decision->item.item) + " (" +
               WhoHtml(*study.protocol, table.group) + ")";
    }
  }
  if (!split.empty()) markup += " More than half of a group stood there on " + split + ".";
  return markup + "</p>\n";
}

}  // namespace

std::string DecisionsSection(const Study& study, std::span<const DatedEntry> history, Tier tier) {
  if (study.decisions.empty()) return "<p>Nothing has been decided yet.</p>\n";
  const std::vector<Counting> countings = Countings(study);
  HtmlTable table("Every decision, in the order in which it was taken",
                  {"Item",
                   "Decision",
                   "What the rule said",
                   "Counted in",
                   "How close the rule's answer was",
                   "Reason",
                   "Log entry"});
  for (const Decision& decision : study.decisions) {
    const bool stands = study.FindDecision(decision.item.item) == &decision;
    std::string item = ItemHtml(study, decision.item.item) + " <span class=\"small\">wording " +
                       std::to_string(decision.item.version) + "</span>";
    std::string verdict = VerdictHtml(decision.verdict);
    if (!stands) verdict += " <span class=\"small\">replaced later</span>";
    if (IsOverride(decision)) verdict += "<br><strong>against the rule</strong>";
    const auto margins = MarginsBehind(study, countings, decision, history, tier);
    table.Row({RowHeading(std::move(item)),
               MarkupCell(std::move(verdict)),
               MarkupCell(VerdictHtml(decision.rule_verdict)),
               TextCell(BasisInWords(decision.basis)),
               MarkupCell(Closeness(study, margins, decision.rule_verdict)),
               MarkupCell(FreeHtml(decision.override_reason)),
               NumberCell(std::to_string(decision.entry))});
  }
  return OverrideList(study) +
         "<p>A verdict holds however close it was. \"To spare\" says how far a figure lay on the "
         "side that the rule asks for, \"short\" how far on the other; a point is one percent of "
         "the voices.</p>\n" +
         table.Markup();
}

std::string DissentSection(const Study& study, Tier tier) {
  const std::vector<Dissent> all = DissentOf(study, tier);
  if (all.empty()) return "<p>Nothing has been decided IN or OUT yet.</p>\n";
  std::vector<std::string> headings = {"Item", "Decision", "The other end", "Everybody"};
  for (const Group& group : study.protocol->groups)
    headings.push_back(group.name);
  HtmlTable table("People who scored at the other end, of those who scored", headings);
  bool rows = false;
  for (const Dissent& dissent : all) {
    if (!dissent.any()) continue;
    rows = true;
    std::vector<HtmlCell> cells = {RowHeading(ItemHtml(study, dissent.decision->item.item)),
                                   TextCell(Name(dissent.decision->verdict)),
                                   TextCell(dissent.end),
                                   TextCell("")};
    cells.resize(headings.size(), TextCell("–"));
    for (const DissentTable& one : dissent.tables) {
      const auto group = study.protocol->FindGroup(one.group);
      cells[one.group.empty() ? 3 : 4 + group.value_or(0)] = MarkupCell(AgainstCell(one));
    }
    table.Row(cells);
  }
  return DissentWords(study, all) + (rows ? table.Markup() : "");
}

}  // namespace quorate::engine
