#include <algorithm>

#include "engine/ratings/rule_text.h"
#include "engine/report/counting.h"
#include "engine/report/html.h"
#include "engine/report/number_text.h"
#include "engine/report/protocol_words.h"
#include "engine/report/report_parts.h"
#include "engine/report/words.h"

namespace quorate::engine {

namespace {

struct Tallied {
  std::vector<const Item*> in, out, none, inquorate, undecided;
  std::size_t overridden = 0;
  std::size_t active = 0;
};

Tallied SortItems(const Study& study) {
  Tallied sorted;
  for (const Item& item : study.items) {
    if (item.state != ItemState::kActive) continue;
    ++sorted.active;
    const Decision* decision = study.FindDecision(item.id);
    if (decision == nullptr || decision->item.version != item.version()) {
      sorted.undecided.push_back(&item);
      continue;
    }
    sorted.overridden += IsOverride(*decision) ? 1U : 0U;
    switch (decision->verdict) {
      case Verdict::kIn:
        sorted.in.push_back(&item);
        break;
      case Verdict::kOut:
        sorted.out.push_back(&item);
        break;
      case Verdict::kNone:
        sorted.none.push_back(&item);
        break;
      case Verdict::kInquorate:
        sorted.inquorate.push_back(&item);
        break;
    }
  }
  return sorted;
}

std::string Were(std::size_t count) {
  return std::to_string(count) + (count == 1 ? " was" : " were");
}

std::string ItemList(const Study& study,
                     std::string_view heading,
                     const std::vector<const Item*>& items) {
  if (items.empty()) return {};
  std::string markup = "<h3>" + std::string(heading) + "</h3>\n<ul>\n";
  for (const Item* item : items)
    markup += "<li>" + ItemHtml(study, item->id) + "</li>\n";
  return markup + "</ul>\n";
}

std::string Sentence(const Study& study, const Tallied& sorted) {
  const std::string& noun = study.protocol->item_label;
  std::string text = "Of " + EscapeHtml(Count(sorted.active, noun, Plural(noun))) + ", " +
                     Were(sorted.in.size()) + " agreed <strong>IN</strong> (to keep), " +
                     Were(sorted.out.size()) +
                     " agreed <strong>OUT</strong> (to leave out), and on " +
                     std::to_string(sorted.none.size()) + " there was no agreement.";
  if (!sorted.inquorate.empty()) {
    text += " On " + std::to_string(sorted.inquorate.size()) + " too few people answered to tell.";
  }
  if (!sorted.undecided.empty()) {
    text += " " + std::to_string(sorted.undecided.size()) +
            (sorted.undecided.size() == 1 ? " has" : " have") + " no decision yet.";
  }
  return text;
}

const Response* Whole(const Counting& counting) {
  for (const Response& response : *counting.responses) {
    if (response.group.empty()) return &response;
  }
  return nullptr;
}

std::string Sentences(const std::vector<std::string>& sentences) {
  std::string markup = "<ul>\n";
  for (const std::string& sentence : sentences)
    markup += "<li>" + EscapeHtml(sentence) + "</li>\n";
  return markup + "</ul>\n";
}

std::string Rule(const ConsensusRule& rule) {
  return "<blockquote>" + FreeHtml(InWords(rule)) + "</blockquote>\n";
}

}  // namespace

std::string ItemHtml(const Study& study, const std::string& id) {
  const Item* item = study.FindItem(id);
  std::string markup = "<strong>" + EscapeHtml(id) + "</strong>";
  if (item != nullptr) markup += " " + FreeHtml(item->texts.back());
  return markup;
}

std::string SummarySection(const Study& study) {
  const Tallied sorted = SortItems(study);
  std::string markup = "<p class=\"lead\">" + Sentence(study, sorted) + "</p>\n";
  std::size_t rounds = 0;
  for (const Round& round : study.rounds)
    rounds += round.state == RoundState::kClosed ? 1U : 0U;
  markup += "<p>" + Count(study.participants.size(), "person was", "people were") +
            " on the panel. " + Count(rounds, "round was", "rounds were") + " held.";
  if (study.state != StudyState::kConcluded)
    markup += " The study goes on, so this is how it stands.";
  markup += "</p>\n";
  if (sorted.overridden > 0) {
    markup += "<p>" + Count(sorted.overridden, "decision was", "decisions were") +
              " taken against what the rule said. The reasons stand under "
              "<a href=\"#decisions\">Decisions</a>.</p>\n";
  }
  if (!study.amendments.empty()) {
    markup += "<p>The protocol was changed " + Count(study.amendments.size(), "time", "times") +
              " after it was fixed; see <a href=\"#deviations\">Changes to the protocol</a>.</p>\n";
  }
  markup += ItemList(study, "Agreed IN (keep)", sorted.in);
  markup += ItemList(study, "Agreed OUT (leave out)", sorted.out);
  markup += ItemList(study, "No agreement", sorted.none);
  markup += ItemList(study, "Too few answered to tell", sorted.inquorate);
  return markup + ItemList(study, "No decision yet", sorted.undecided);
}

std::string PeopleSection(const Study& study) {
  const auto left = static_cast<std::size_t>(std::count_if(
      study.participants.begin(), study.participants.end(), [](const Participant& one) {
        return one.withdrawn;
      }));
  std::string markup = "<p>" + Count(study.participants.size(), "person", "people") +
                       " enrolled, under pseudonyms; " + std::to_string(left) +
                       " left the study.</p>\n";
  HtmlTable table("Who answered, by round and group",
                  {"Where", "Who", "Invited", "Answered", "Rate"});
  for (const Counting& counting : Countings(study)) {
    const Response* whole = Whole(counting);
    if (whole == nullptr) continue;
    table.Row({RowHeading(EscapeHtml(BasisInWords(counting.basis))),
               TextCell("Everybody"),
               NumberCell(std::to_string(whole->invited)),
               NumberCell(std::to_string(whole->responded)),
               NumberCell(PartText(whole->responded, whole->invited))});
    for (const Group& group : study.protocol->groups) {
      const auto found = std::find_if(counting.responses->begin(),
                                      counting.responses->end(),
                                      [&](const Response& one) { return one.group == group.id; });
      const HtmlCell who = MarkupCell(FreeHtml(group.name));
      const HtmlCell where = RowHeading(EscapeHtml(BasisInWords(counting.basis)));
      if (found == counting.responses->end()) {
        table.Row({where, who, {"not shown", HtmlCell::Kind::kText, 3}});
        continue;
      }
      table.Row({where,
                 who,
                 NumberCell(std::to_string(found->invited)),
                 NumberCell(std::to_string(found->responded)),
                 NumberCell(PartText(found->responded, found->invited))});
    }
  }
  markup += table.Markup();
  return markup +
         "<p class=\"small\">In a workshop, \"invited\" are those who were recorded as present. "
         "Percentages are cut to one decimal, never rounded up; decisions were made on the exact "
         "numbers.</p>\n";
}

std::string MethodSection(const Study& study) {
  const Protocol& protocol = *study.protocol;
  std::string markup =
      study.amendments.empty()
          ? "<p>These terms were fixed before the first round.</p>\n"
          : "<p>These are the terms as they stand now. They were fixed before the first round and "
            "changed since; see <a href=\"#deviations\">Changes to the protocol</a>.</p>\n";
  markup += "<h3>Groups</h3>\n<ul>\n";
  for (const Group& group : protocol.groups) {
    markup += "<li>" + FreeHtml(group.name) + " <span class=\"small\">(" + EscapeHtml(group.id) +
              ")</span></li>\n";
  }
  markup += "</ul>\n<h3>Whose voice counted how much</h3>\n" + Sentences(VoiceInWords(protocol));
  for (std::size_t i = 0; i < protocol.rounds.size(); ++i) {
    const RoundPlan& plan = protocol.rounds[i];
    markup +=
        "<h3>Round " + std::to_string(i + 1) + "</h3>\n" + Sentences(RoundInWords(protocol, i));
    markup += "<p>The rule, \"" + FreeHtml(plan.rule.name) + "\":</p>\n" + Rule(plan.rule);
    if (plan.yes_no_rule) {
      markup += "<p>The rule for yes-or-no votes, where 1 is yes and 0 is no, \"" +
                FreeHtml(plan.yes_no_rule->name) + "\":</p>\n" + Rule(*plan.yes_no_rule);
    }
  }
  if (!protocol.stopping_rule.empty()) {
    markup += "<h3>When to stop</h3>\n<p>" + FreeHtml(protocol.stopping_rule) + "</p>\n";
  }
  return markup;
}

}  // namespace quorate::engine
