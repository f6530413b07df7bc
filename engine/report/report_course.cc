#include <algorithm>
#include <array>

#include "engine/report/answer_stretches.h"
#include "engine/report/changes.h"
#include "engine/report/counting.h"
#include "engine/report/flow.h"
#include "engine/report/flow_diagram.h"
#include "engine/report/html.h"
#include "engine/report/report_parts.h"
#include "engine/report/words.h"

namespace quorate::engine {

namespace {

constexpr std::array<std::optional<Verdict>, 5> kColumns = {Verdict::kIn,
                                                            Verdict::kOut,
                                                            Verdict::kNone,
                                                            Verdict::kInquorate,
                                                            std::nullopt};

std::string VerdictWord(const std::optional<Verdict>& verdict) {
  return verdict ? Name(*verdict) : "not counted";
}

std::size_t ItemsGoing(const std::vector<Transition>& transitions,
                       const std::optional<Verdict>& before,
                       const std::optional<Verdict>& after) {
  for (const Transition& transition : transitions) {
    if (transition.before == before && transition.after == after) return transition.items.size();
  }
  return 0;
}

std::string Matrix(const std::vector<Transition>& transitions, const std::string& caption) {
  std::vector<std::string> headings = {"Before"};
  for (const auto& after : kColumns)
    headings.push_back("Then " + VerdictWord(after));
  HtmlTable table(caption, headings);
  for (const auto& before : kColumns) {
    std::vector<HtmlCell> cells = {RowHeading(VerdictWord(before))};
    for (const auto& after : kColumns) {
      const bool possible = before || after;
      cells.push_back(
          NumberCell(possible ? std::to_string(ItemsGoing(transitions, before, after)) : "–"));
    }
    table.Row(cells);
  }
  return table.Markup();
}

std::string Labels(const std::vector<std::string>& items) {
  std::string markup;
  for (const std::string& item : items)
    markup += (markup.empty() ? "" : ", ") + EscapeHtml(item);
  return markup;
}

// The transitions between one round and the next, in a sentence, a table and a list.
std::string Passage(const Study& study, const std::vector<Transition>& transitions) {
  std::size_t both = 0;
  std::size_t changed = 0;
  std::string moved;
  for (const Transition& transition : transitions) {
    if (!transition.before || !transition.after) continue;
    both += transition.items.size();
    if (transition.before == transition.after) continue;
    changed += transition.items.size();
    moved += "<li>from " + VerdictWord(transition.before) + " to " + VerdictWord(transition.after) +
             ": " + Labels(transition.items) + "</li>\n";
  }
  const std::string from = std::to_string(transitions.front().from_round);
  const std::string to = std::to_string(transitions.front().to_round);
  const std::string& noun = study.protocol->item_label;
  std::string markup =
      "<h3>From round " + from + " to round " + to + "</h3>\n<p>" +
      EscapeHtml(Count(both, noun, Plural(noun))) + (both == 1 ? " was" : " were") +
      " counted in both. The rule's answer changed on " + std::to_string(changed) + ".</p>\n";
  if (!moved.empty()) markup += "<ul>\n" + moved + "</ul>\n";
  return markup + Matrix(transitions,
                         "What the rule said in round " + from + " (rows) and in round " + to +
                             " (columns)");
}

// How many scored in the highest stretch of the scale.
std::string HighText(const Json* table, VoteKind kind) {
  if (table == nullptr) return "not shown";
  const auto pieces = StretchesOf(*table);
  if (pieces.empty()) return "–";
  return PartText(pieces.back().people, PeopleOf(pieces)) +
         (kind == VoteKind::kYesNo ? " " : " in ") + Words(pieces.back(), kind);
}

std::string Side(const Study& study,
                 const std::string& basis,
                 const TalliedItem& result,
                 Tier tier) {
  const auto panel = TableOf(TallyFor(result, tier), *study.protocol, "");
  return VerdictHtml(result.consensus) + "<br><span class=\"small\">" +
         EscapeHtml(BasisInWords(basis)) + ": " +
         HighText(panel ? panel->table : nullptr, KindAt(study, basis)) + "</span>";
}

std::string ChangedItems(const Study& study, Tier tier) {
  HtmlTable table("Where the rule's answer changed from one count to the next",
                  {"Item", "Before", "Then"});
  bool any = false;
  for (const VerdictChange& change : ChangesOf(study)) {
    if (!change.changed()) continue;
    any = true;
    std::string item = ItemHtml(study, change.to->item.item);
    if (change.reworded()) item += " <span class=\"small\">reworded between</span>";
    table.Row({RowHeading(std::move(item)),
               MarkupCell(Side(study, change.from_basis, *change.from, tier)),
               MarkupCell(Side(study, change.to_basis, *change.to, tier))});
  }
  return any ? table.Markup() : "";
}

}  // namespace

std::string FlowSection(const Study& study, std::span<const DatedEntry> history) {
  const Flow flow = FlowOf(study, history);
  const std::vector<FlowStep> people = PeopleSteps(study, flow);
  const std::vector<FlowStep> items = ItemSteps(study, flow);
  return "<div class=\"side-by-side\">\n<figure><figcaption>The people</figcaption>\n" +
         FlowPicture("The people, from the first round to the last", people) +
         "</figure>\n<figure><figcaption>The list</figcaption>\n" +
         FlowPicture("The list, from the first round to the last", items) + "</figure>\n</div>\n" +
         FlowTable(people, items);
}

std::string ChangesSection(const Study& study, Tier tier) {
  const std::vector<Transition> transitions = TransitionsOf(study);
  if (transitions.empty()) return "<p>There are no two closed rounds to compare.</p>\n";
  std::string markup =
      "<p>In a workshop, the last vote on an item counts. Votes are never carried over to other "
      "words: a reworded item was counted afresh.</p>\n";
  for (auto begin = transitions.begin(); begin != transitions.end();) {
    const auto end = std::find_if(begin, transitions.end(), [&](const Transition& transition) {
      return transition.from_round != begin->from_round;
    });
    markup += Passage(study, {begin, end});
    begin = end;
  }
  return markup + ChangedItems(study, tier);
}

}  // namespace quorate::engine
