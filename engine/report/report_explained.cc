#include <algorithm>
#include <map>

#include "engine/report/choice_explanation.h"
#include "engine/report/count_picture.h"
#include "engine/report/counting.h"
#include "engine/report/explanation_words.h"
#include "engine/report/html.h"
#include "engine/report/number_text.h"
#include "engine/report/report_parts.h"
#include "engine/report/words.h"
#include "engine/study/study_explanation.h"

namespace quorate::engine {

namespace {

std::string ListOf(const std::vector<std::string>& sentences) {
  std::string markup = "<ul>\n";
  for (const std::string& sentence : sentences)
    markup += "<li>" + FreeHtml(sentence) + "</li>\n";
  return markup + "</ul>\n";
}

std::vector<std::string> BandKeysOf(const Scale& scale) {
  std::vector<std::string> keys;
  for (const Band& band : scale.bands)
    keys.push_back(std::to_string(band.low) + "-" + std::to_string(band.high));
  return keys;
}

// What was asked of a count, in words, and what each of its items hung on.
std::string Explained(const Study& study,
                      const std::string& title,
                      const Json& round,
                      const std::vector<const TalliedItem*>& results,
                      const Scale& scale) {
  std::vector<Json> items;
  for (const TalliedItem* result : results) {
    if (!result->explanation) return {};
    items.push_back(WithVerdict(*result));
  }
  const GroupNames names = NamesWithin(*study.protocol);
  std::string markup = "<h3>" + title + "</h3>\n" +
                       ListOf(RoundInWords(round, items, study.protocol->item_label, names));
  HtmlTable table("Each verdict, and what it hung on", {"Item", "In words"});
  for (std::size_t i = 0; i < items.size(); ++i) {
    std::string words;
    for (const std::string& sentence : ItemInWords(items[i], BandKeysOf(scale), names))
      words += (words.empty() ? "" : " ") + FreeHtml(sentence);
    table.Row({RowHeading(ItemHtml(study, results[i]->item.item)), MarkupCell(std::move(words))});
  }
  return markup + table.Markup();
}

// "6.5", or a dash where the log gives none.
std::string MeanCell(const Json& figures, const char* name) {
  const auto mean = Figure(figures, name);
  return mean ? DecimalText(*mean, 2) : "–";
}

HtmlTable AttritionTable() {
  return {"Since the first survey round: who stayed, and how those who left had scored then",
          {"Who",
           "Answered then",
           "Still answering",
           "Left",
           "Joined",
           "Mean of those who stayed",
           "Mean of those who left"}};
}

void AddAttritionRow(const Study& study,
                     const std::string& group,
                     const Json& figures,
                     HtmlTable& table) {
  table.Row({RowHeading(WhoHtml(*study.protocol, group)),
             NumberCell(FigureText(figures, "before")),
             NumberCell(FigureText(figures, "stayed")),
             NumberCell(FigureText(figures, "left")),
             NumberCell(FigureText(figures, "joined")),
             NumberCell(MeanCell(figures, "stayed_mean")),
             NumberCell(MeanCell(figures, "left_mean"))});
}

std::int64_t CountAt(const Json& json, std::string_view name) {
  const auto figure = Figure(json, name);
  return figure ? static_cast<std::int64_t>(figure->numerator()) : 0;
}

std::string StabilityWords(const Study& study, const Json& stability) {
  std::string words;
  if (stability.Find("pairs") != nullptr) {
    words = "Of the scores that people gave in both this round and the one before, " +
            PartText(CountAt(stability, "changed"), CountAt(stability, "pairs")) +
            " were different. ";
  }
  words += PartText(CountAt(stability, "settled"), CountAt(stability, "items")) + " " +
           EscapeHtml(Plural(study.protocol->item_label)) + " were settled.";
  if (const Json* stop = stability.Find("stop")) {
    words += *stop->boolean() ? " By the protocol's stopping rule the survey could end here."
                              : " By the protocol's stopping rule the survey should go on.";
  }
  return words;
}

std::string AttritionIn(const Study& study, const Round& round) {
  HtmlTable table = AttritionTable();
  AddAttritionRow(study, "", *round.attrition->Find("panel"), table);
  for (const Group& group : study.protocol->groups) {
    if (const Json* figures = round.attrition->Find("groups")->Find(group.id))
      AddAttritionRow(study, group.id, *figures, table);
  }
  std::string markup = "<h3>Round " + std::to_string(round.number) + "</h3>\n" + table.Markup();
  if (round.stability) markup += "<p>" + StabilityWords(study, *round.stability) + "</p>\n";
  return markup;
}

std::string LookedAt(const Round& round) {
  return "<p>Before answering round " + std::to_string(round.number) + ", " +
         Count(round.feedback_shown.size(), "person", "people") +
         " looked at the feedback on the round before; the log keeps which tables each was "
         "shown.</p>\n";
}

std::string ChosenMarkup(const Study& study, const std::vector<std::string>& items) {
  std::string markup;
  for (const std::string& item : items)
    markup += (markup.empty() ? "" : "; ") + ItemHtml(study, item);
  return markup;
}

// Rules beside the number of items under each verdict.
std::string ComparisonTable(const RuleComparison& comparison) {
  HtmlTable table(
      "Items by what each rule would have said of " + EscapeHtml(BasisInWords(comparison.basis)),
      {"Rule", "IN", "OUT", "NONE", "INQUORATE"});
  for (std::size_t i = 0; i < comparison.verdicts.size(); ++i) {
    std::vector<HtmlCell> cells = {RowHeading(EscapeHtml(comparison.rules[i].name))};
    for (const char* verdict : {"in", "out", "none", "inquorate"}) {
      const Json* items = comparison.verdicts[i].Find(verdict);
      cells.push_back(NumberCell(std::to_string(items == nullptr ? 0 : items->array()->size())));
    }
    table.Row(cells);
  }
  return table.Markup();
}

// The duels or scores that the log shows, if it does.
std::string PictureOf(const Choice& choice, const Json& outcome) {
  std::vector<std::string> items;
  for (const ItemVersion& item : choice.items)
    items.push_back(item.item);
  const auto picture = OutcomePicture("Choice " + choice.id, items, outcome);
  if (!picture) return {};
  const bool duels = outcome.Find("pairwise") != nullptr;
  return std::string("<figure>\n<figcaption>") +
         (duels ? "Who is preferred to whom: arrows lead from the winner of a pair to the other"
                : "Scores, the chosen ones dark") +
         "</figcaption>\n<div class=\"wide\">" + picture->Markup() + "</div>\n</figure>\n";
}

}  // namespace

std::string ExplanationSection(const Study& study) {
  std::string markup;
  for (const Round& round : study.rounds) {
    if (!round.explanation) continue;
    std::vector<const TalliedItem*> results;
    for (const TalliedItem& result : round.results)
      results.push_back(&result);
    markup += Explained(study,
                        "Round " + std::to_string(round.number),
                        *round.explanation,
                        results,
                        study.Plan(round.number).rule.scale);
  }
  for (const Vote& vote : study.votes) {
    for (std::size_t i = 0; i < vote.iterations.size(); ++i) {
      const VoteIteration& iteration = vote.iterations[i];
      if (!iteration.explanation || !iteration.result) continue;
      markup += Explained(study,
                          "Vote " + EscapeHtml(vote.id) + ", iteration " + std::to_string(i + 1),
                          *iteration.explanation,
                          {&*iteration.result},
                          RuleFor(study.Plan(vote.round), vote.kind)->scale);
    }
  }
  if (markup.empty()) return "<p>Nothing was counted yet that could be explained.</p>\n";
  return "<p>Each verdict was tried under other voices, without each group, with other limits, and "
         "against the fewest people who could have changed it. None of this decides "
         "anything.</p>\n" +
         markup;
}

std::string AttritionSection(const Study& study) {
  std::string markup;
  for (const Round& round : study.rounds) {
    if (!round.feedback_shown.empty()) markup += LookedAt(round);
    if (round.attrition) markup += AttritionIn(study, round);
  }
  return markup.empty() ? "<p>Only one survey round has been held.</p>\n" : markup;
}

std::string ChoicesSection(const Study& study) {
  std::string markup;
  for (const Choice& choice : study.choices) {
    markup += "<h3>" + FreeHtml(choice.plan.question) + "</h3>\n";
    for (std::size_t i = 1; i <= choice.iterations.size(); ++i) {
      if (!choice.iterations[i - 1].outcome) continue;
      if (choice.iterations.size() > 1)
        markup += "<p><strong>Time " + std::to_string(i) + "</strong></p>\n";
      markup +=
          ListOf(ChoiceWords(choice, i)) + PictureOf(choice, *choice.iterations[i - 1].outcome);
    }
    if (!choice.decision) continue;
    markup += "<p>The study takes: " + ChosenMarkup(study, choice.decision->chosen) + ".";
    if (!choice.decision->reason.empty())
      markup += " Against or beyond the rule, because: " + FreeHtml(choice.decision->reason);
    markup += "</p>\n";
  }
  return markup.empty() ? "<p>No choice among several items was made.</p>\n" : markup;
}

std::string StatementsSection(const Study& study) {
  std::string markup;
  for (const Statement& statement : study.statements) {
    markup += "<blockquote>\n<p>On " + ItemHtml(study, statement.item.item) + "</p>\n";
    if (!statement.withheld.empty()) {
      markup += "<p>Kept from publication, because: " + FreeHtml(statement.withheld) + "</p>\n";
    } else if (!statement.content) {
      markup += "<p>The words are not in this copy.</p>\n";
    } else {
      markup += "<p>" + FreeHtml(statement.content->text) + "</p>\n<p class=\"small\">" +
                (statement.content->group.empty()
                     ? "A member of the panel"
                     : "For " + WhoHtml(*study.protocol, statement.content->group)) +
                "</p>\n";
    }
    markup += "</blockquote>\n";
  }
  if (markup.empty()) return "<p>Nobody put a statement of dissent on record.</p>\n";
  return "<p>In their authors' own words. Nobody had to approve them.</p>\n" + markup;
}

std::string ComparisonsSection(const Study& study) {
  if (study.comparisons.empty())
    return "<p>Nobody asked for other rules before the study was concluded.</p>\n";
  std::string markup =
      "<p><strong>Exploratory.</strong> The study is bound by the rule that it fixed beforehand. "
      "That these were looked at stands in the log, with the time.</p>\n";
  for (const RuleComparison& comparison : study.comparisons) {
    markup += "<p>Log entry " + std::to_string(comparison.entry) + ".</p>\n" +
              ComparisonTable(comparison);
  }
  return markup;
}

}  // namespace quorate::engine
