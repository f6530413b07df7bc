#include <utility>

#include "engine/report/html.h"
#include "engine/report/report_parts.h"
#include "engine/report/words.h"

namespace quorate::engine {

namespace {

// The places where two documents differ, as paths, to a depth that names a round's single choice.
void Differences(const Json& before,
                 const Json& after,
                 const std::string& path,
                 std::vector<std::string>& out) {
  if (before == after) return;
  if (before.object() != nullptr && after.object() != nullptr) {
    const std::string prefix = path.empty() ? "" : path + ".";
    for (const auto& [name, member] : *before.object()) {
      const Json* other = after.Find(name);
      if (other == nullptr) {
        out.push_back(prefix + name);
      } else {
        Differences(member, *other, prefix + name, out);
      }
    }
    for (const auto& [name, member] : *after.object()) {
      if (before.Find(name) == nullptr) out.push_back(prefix + name);
    }
    return;
  }
  if (before.array() != nullptr && after.array() != nullptr &&
      before.array()->size() == after.array()->size()) {
    for (std::size_t i = 0; i < before.array()->size(); ++i) {
      Differences(
          (*before.array())[i], (*after.array())[i], path + "[" + std::to_string(i) + "]", out);
    }
    return;
  }
  out.push_back(path);
}

// What happened, as markup, and why.
struct Told {
  std::string what;
  std::string reason;
};

std::string Label(const std::string& id) {
  return "<strong>" + EscapeHtml(id) + "</strong>";
}

std::string RoundLabel(int round) {
  return "Round " + std::to_string(round);
}

struct Tell {
  Told operator()(const StudyCreated&) const { return {"The study was set up.", ""}; }
  Told operator()(const ProtocolFrozen&) const { return {"The protocol was fixed.", ""}; }
  Told operator()(const ProtocolAmended& fact) const {
    return {"The protocol was changed.", fact.reason};
  }
  Told operator()(const StudyConcluded&) const { return {"The study was concluded.", ""}; }
  Told operator()(const BundlePublished& fact) const {
    return {fact.tier == Tier::kPublic ? "The record was published."
                                       : "The auditor's record was given out.",
            ""};
  }
  Told operator()(const SuggestionReviewed& fact) const {
    if (fact.item.empty()) return {"A suggestion was declined.", fact.reason};
    return {"A suggestion was taken up as " + Label(fact.item) + ".", fact.reason};
  }
  Told operator()(const ItemReworded& fact) const {
    return {Label(fact.item) + " was reworded (wording " + std::to_string(fact.version) + ").",
            fact.reason};
  }
  Told operator()(const ItemsMerged& fact) const {
    std::string what = "Merged into " + Label(fact.into) + ":";
    for (const std::string& from : fact.from)
      what += " " + Label(from);
    return {what + ".", fact.reason};
  }
  Told operator()(const ItemSplit& fact) const {
    std::string what = Label(fact.from) + " was split into";
    for (const ItemAdded& part : fact.into)
      what += " " + Label(part.item);
    return {what + ".", fact.reason};
  }
  Told operator()(const ItemRetired& fact) const {
    return {Label(fact.item) + " was retired.", fact.reason};
  }
  Told operator()(const RoundOpened& fact) const {
    std::string what =
        RoundLabel(fact.round) + " opened with " + Count(fact.items.size(), "item", "items");
    if (fact.closes) what += ", to end by " + ToString(*fact.closes);
    return {what + ".", ""};
  }
  Told operator()(const RoundExtended& fact) const {
    return {RoundLabel(fact.round) + " was extended to " + ToString(fact.closes) + ".",
            fact.reason};
  }
  Told operator()(const RoundClosed& fact) const {
    return {RoundLabel(fact.round) + " closed.", ""};
  }
  Told operator()(const VoteCalled& fact) const {
    return {
        "Vote " + Label(fact.vote) + " on " + Label(fact.item.item) + " was put to the workshop.",
        ""};
  }
  Told operator()(const VoteOpened& fact) const {
    return {
        "Vote " + Label(fact.vote) + " opened, iteration " + std::to_string(fact.iteration) + ".",
        ""};
  }
  Told operator()(const VoteClosed& fact) const {
    return {
        "Vote " + Label(fact.vote) + " closed, iteration " + std::to_string(fact.iteration) + ".",
        ""};
  }
  Told operator()(const ChoiceCalled& fact) const {
    return {"Choice " + Label(fact.choice) + " among " + Count(fact.items.size(), "item", "items") +
                " was put to the workshop.",
            ""};
  }
  Told operator()(const ChoiceOpened& fact) const {
    return {"Choice " + Label(fact.choice) + " opened, iteration " +
                std::to_string(fact.iteration) + ".",
            ""};
  }
  Told operator()(const ChoiceClosed& fact) const {
    return {"Choice " + Label(fact.choice) + " closed, iteration " +
                std::to_string(fact.iteration) + ".",
            ""};
  }
  Told operator()(const ChoiceDecided& fact) const {
    std::string what = "From choice " + Label(fact.choice) + " the study took";
    for (const std::string& item : fact.chosen)
      what += " " + Label(item);
    return {what + ".", fact.reason};
  }
  Told operator()(const DissentWithheld& fact) const {
    return {"A statement of dissent was kept from publication.", fact.reason};
  }
  Told operator()(const RulesCompared& fact) const {
    return {"Other rules were looked at on " + BasisInWords(fact.basis) + " (exploratory).", ""};
  }
  Told operator()(const ErasureRecorded&) const {
    return {"Everything personal about one participant was erased.", ""};
  }
  Told operator()(const LogRecovered& fact) const {
    return {
        "The log goes on from an older copy: what was recorded after that copy was lost. A "
        "checkpoint over " +
            Count(static_cast<std::uint64_t>(fact.size), "entry", "entries") +
            " had been signed before.",
        fact.reason};
  }
  Told operator()(const DecisionOverridden& fact) const {
    return {"The rule's answer on " + Label(fact.item.item) + ", " + Name(fact.rule_verdict) +
                ", was overridden with " + Name(fact.verdict) + ".",
            fact.reason};
  }
  // Not milestones.
  template <typename Fact>
  Told operator()(const Fact&) const {
    return {};
  }
};

}  // namespace

std::string LineageSection(const Study& study) {
  HtmlTable table("Items that came, went or were reworded",
                  {"Item", "State", "Came from", "Wordings"});
  std::size_t rows = 0;
  for (const Item& item : study.items) {
    const bool plain = item.state == ItemState::kActive && item.parents.empty() &&
                       item.suggestion.empty() && item.texts.size() == 1;
    if (plain) continue;
    ++rows;
    std::string origin = "the first list";
    if (!item.suggestion.empty()) origin = "a participant's suggestion";
    if (!item.parents.empty()) {
      origin.clear();
      for (const std::string& parent : item.parents) {
        origin += (origin.empty() ? "" : ", ") + EscapeHtml(parent);
      }
    }
    std::string texts;
    for (std::size_t i = 0; i < item.texts.size(); ++i) {
      texts += (i == 0 ? "" : "<br>") + std::to_string(i + 1) + ": " + FreeHtml(item.texts[i]);
    }
    table.Row({RowHeading(EscapeHtml(item.id)),
               TextCell(WordFor(item.state)),
               MarkupCell(std::move(origin)),
               MarkupCell(std::move(texts))});
  }
  std::string markup =
      "<p>The study holds " + Count(study.items.size(), "item", "items") + " in all. " +
      Count(study.suggestions.size(), "suggestion", "suggestions") +
      " came from participants. Votes are never carried over to other words.</p>\n";
  if (rows == 0) return markup + "<p>No item was added, reworded, merged, split or retired.</p>\n";
  return markup + table.Markup();
}

std::string DeviationsSection(const Study& study) {
  if (study.amendments.empty()) return "<p>The protocol was not changed after it was fixed.</p>\n";
  HtmlTable table("Amendments", {"Log entry", "Reason", "What differs"});
  for (std::size_t i = 0; i < study.amendments.size(); ++i) {
    const Amendment& amendment = study.amendments[i];
    const Protocol& after =
        i + 1 < study.amendments.size() ? study.amendments[i + 1].before : *study.protocol;
    std::vector<std::string> places;
    Differences(ToJson(amendment.before), ToJson(after), "", places);
    std::string differs;
    for (const std::string& place : places) {
      differs += (differs.empty() ? "<code>" : "<br><code>") + EscapeHtml(place) + "</code>";
    }
    table.Row({RowHeading(std::to_string(amendment.entry)),
               MarkupCell(FreeHtml(amendment.reason)),
               MarkupCell(differs.empty() ? "nothing" : std::move(differs))});
  }
  return table.Markup() +
         "<p class=\"small\">The places are paths in <code>protocol.json</code>; both "
         "protocols stand in full in the log.</p>\n";
}

std::string CalendarSection(std::span<const DatedEntry> history) {
  HtmlTable table("Milestones, from the log", {"Time (UTC)", "What", "Reason", "Log entry"});
  for (const DatedEntry& milestone : history) {
    if (!IsMilestone(milestone.entry.event)) continue;
    Told told = std::visit(Tell(), milestone.entry.event);
    table.Row({RowHeading(ToString(milestone.entry.time)),
               MarkupCell(std::move(told.what)),
               MarkupCell(FreeHtml(told.reason)),
               NumberCell(std::to_string(milestone.sequence))});
  }
  return table.Markup() +
         "<p class=\"small\">Times are those of the server's clock, which the record "
         "cannot vouch for; the order of entries it can.</p>\n";
}

}  // namespace quorate::engine
