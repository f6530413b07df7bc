#include <algorithm>
#include <charconv>

#include "engine/report/counting.h"
#include "engine/report/diverging_bars.h"
#include "engine/report/html.h"
#include "engine/report/number_text.h"
#include "engine/report/report_parts.h"
#include "engine/report/words.h"

namespace quorate::engine {

namespace {

long CountIn(const std::string& digits) {
  long count = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), count);
  return count;
}

// Bars over the scale's points, drawn in whole pixels; the same numbers stand in its label.
std::string Distribution(const Json& table) {
  const auto cells = HistogramOf(table);
  if (cells.empty()) return {};
  constexpr long kHeight = 32;
  constexpr std::size_t kStep = 12;
  long most = 1;
  std::string label = "How many gave each score:";
  for (const auto& [score, count] : cells) {
    most = std::max(most, CountIn(count));
    label += " " + std::to_string(score) + ": " + count + ";";
  }
  label.back() = '.';
  const std::string width = std::to_string(cells.size() * kStep);
  std::string svg = "<svg role=\"img\" aria-label=\"" + EscapeHtml(label) + "\" width=\"" + width +
                    "\" height=\"" + std::to_string(kHeight + 2) + "\">";
  for (std::size_t i = 0; i < cells.size(); ++i) {
    const long people = CountIn(cells[i].second);
    if (people == 0) continue;
    const long height = std::max(1L, people * kHeight / most);
    svg += "<rect class=\"bar\" x=\"" + std::to_string(i * kStep + 1) + "\" y=\"" +
           std::to_string(kHeight - height) + "\" width=\"" + std::to_string(kStep - 2) +
           "\" height=\"" + std::to_string(height) + "\"/>";
  }
  svg += "<line class=\"axis\" x1=\"0\" x2=\"" + width + "\" y1=\"" + std::to_string(kHeight) +
         "\" y2=\"" + std::to_string(kHeight) + "\"/></svg>";
  std::string numbers;
  for (const auto& [score, count] : cells) {
    if (CountIn(count) == 0) continue;
    numbers += (numbers.empty() ? "" : ", ") + std::to_string(score) + "×" + count;
  }
  return svg + "<span class=\"small\">" + numbers + "</span>";
}

std::string ShareHtml(const BandView& band) {
  std::string markup = EscapeHtml(band.count);
  const auto share = Fraction::Parse(band.share);
  if (!share) return markup;
  return markup + " <span class=\"small\">" + PercentText(*share) + " % (" +
         EscapeHtml(band.share) + ")</span>";
}

std::string WithUnweighted(std::string markup, const std::string& unweighted) {
  if (unweighted.empty()) return markup;
  return markup + "<br><span class=\"small\">one voice each: " + unweighted + "</span>";
}

std::string DecimalOf(const Json& table, std::string_view name) {
  const auto value = Figure(table, name);
  if (!value) return "–";
  if (value->denominator() == 1) return value->ToString();
  return DecimalText(*value, 2) + " <span class=\"small\">(" + value->ToString() + ")</span>";
}

std::vector<HtmlCell> FigureCells(const std::string& who, const Json& table) {
  std::vector<HtmlCell> cells = {RowHeading(who)};
  for (const char* name : {"n", "scored", "unable", "not_understood", "skipped"}) {
    cells.push_back(NumberCell(FigureText(table, name)));
  }
  const Json* plain = table.Find("unweighted");
  const std::vector<BandView> unweighted =
      plain == nullptr ? std::vector<BandView>() : BandsOf(*plain);
  const std::vector<BandView> bands = BandsOf(table);
  for (std::size_t i = 0; i < bands.size(); ++i) {
    std::string one_voice;
    if (i < unweighted.size()) {
      const auto share = Fraction::Parse(unweighted[i].share);
      if (share) one_voice = PercentText(*share) + " %";
    }
    cells.push_back(MarkupCell(WithUnweighted(ShareHtml(bands[i]), one_voice)));
  }
  const auto median = [&](std::string_view name) {
    return WithUnweighted(DecimalOf(table, name), plain == nullptr ? "" : DecimalOf(*plain, name));
  };
  cells.push_back(MarkupCell(median("median")));
  cells.push_back(MarkupCell(DecimalOf(table, "q1") + " to " + DecimalOf(table, "q3")));
  cells.push_back(MarkupCell(median("mean")));
  std::string weight = EscapeHtml(FigureText(table, "weight"));
  if (const auto effective = Figure(table, "effective_n")) {
    weight += "<br><span class=\"small\">effective n " + DecimalText(*effective, 1) + "</span>";
  }
  cells.push_back(MarkupCell(std::move(weight)));
  const std::string disagreement = FigureText(table, "disagreement");
  cells.push_back(TextCell(disagreement.empty() ? "–" : disagreement));
  cells.push_back(MarkupCell(Distribution(table)));
  return cells;
}

std::vector<std::string> FigureHeadings(const std::vector<TableView>& views) {
  std::vector<std::string> headings = {
      "Who", "Asked", "Scored", "Unable", "Not understood", "Blank"};
  for (const TableView& view : views) {
    if (view.table == nullptr) continue;
    for (const BandView& band : BandsOf(*view.table))
      headings.push_back("Scored " + band.key);
    break;
  }
  for (const char* heading :
       {"Median", "Quartiles", "Mean", "Weight", "Disagreement", "Distribution"}) {
    headings.emplace_back(heading);
  }
  return headings;
}

std::string TallyTable(const Study& study,
                       const std::string& basis,
                       const TalliedItem& result,
                       Tier tier) {
  const Json& tally = TallyFor(result, tier);
  const std::vector<TableView> views = TablesOf(tally, *study.protocol);
  std::string caption = EscapeHtml(BasisInWords(basis)) + ", wording " +
                        std::to_string(result.item.version) + ": " + VerdictHtml(result.consensus);
  const std::string grade = FigureText(tally, "grade");
  if (!grade.empty()) caption += ", grade " + FreeHtml(grade);
  const std::vector<std::string> headings = FigureHeadings(views);
  HtmlTable table(caption, headings);
  for (const TableView& view : views) {
    const std::string who = WhoHtml(*study.protocol, view.group);
    if (view.table != nullptr) {
      table.Row(FigureCells(who, *view.table));
      continue;
    }
    table.Row({RowHeading(who),
               {std::string(kTooFewToShow), HtmlCell::Kind::kText, headings.size() - 1}});
  }
  return table.Markup();
}

std::size_t SuppressedTables(const Study& study, Tier tier) {
  std::size_t count = 0;
  for (const Counting& counting : Countings(study)) {
    for (const TalliedItem* result : counting.results) {
      for (const TableView& view : TablesOf(TallyFor(*result, tier), *study.protocol)) {
        count += view.table == nullptr ? 1U : 0U;
      }
    }
  }
  return count;
}

std::string PanelHistogram(const TalliedItem& result, Tier tier) {
  const Json* panel = TallyFor(result, tier).Find("panel");
  return panel == nullptr ? std::string(kTooFewToShow) : Distribution(*panel);
}

// Every count of the item in the table of one group, or of the panel.
std::vector<BarRow> RowsFor(const Study& study,
                            const std::vector<Counting>& countings,
                            const std::string& item,
                            const std::string& group,
                            Tier tier) {
  std::vector<BarRow> rows;
  for (const Counting& counting : countings) {
    const VoteKind kind = counting.vote == nullptr ? VoteKind::kRating : counting.vote->kind;
    for (const TalliedItem* result : counting.results) {
      if (result->item.item != item) continue;
      const auto view = TableOf(TallyFor(*result, tier), *study.protocol, group);
      if (view) rows.push_back({BasisInWords(counting.basis), view->table, kind});
    }
  }
  return rows;
}

// One picture for the panel and one a group.
std::string Pictures(const Study& study,
                     const std::vector<Counting>& countings,
                     const std::string& item,
                     Tier tier) {
  std::string markup;
  const auto add = [&](const std::string& group, const std::string& who) {
    const std::vector<BarRow> rows = RowsFor(study, countings, item, group, tier);
    if (rows.empty()) return;
    markup += "<figure><figcaption>" + WhoHtml(*study.protocol, group) + "</figcaption>\n" +
              DivergingBars(who, rows) + "</figure>\n";
  };
  add("", "everybody");
  for (const Group& group : study.protocol->groups)
    add(group.id, group.name);
  if (markup.empty()) return markup;
  return "<div class=\"side-by-side\">\n" + markup + "</div>\n";
}

}  // namespace

std::string VerdictHtml(Verdict verdict) {
  return "<span class=\"verdict\">" + std::string(Name(verdict)) +
         "</span> <span class=\"small\">(" + std::string(Meaning(verdict)) + ")</span>";
}

std::string WhoHtml(const Protocol& protocol, const std::string& group) {
  if (group.empty()) return "Everybody";
  const auto number = protocol.FindGroup(group);
  return FreeHtml(number ? protocol.groups[*number].name : group);
}

std::string PartText(std::int64_t part, std::int64_t whole) {
  std::string text = std::to_string(part) + " of " + std::to_string(whole);
  if (part < 0 || whole <= 0) return text;
  return text + " (" + PercentText(Fraction(part, whole)) + " %)";
}

std::string ItemsSection(const Study& study, Tier tier) {
  std::string markup =
      "<p>Each table counts one item once. \"Scored 7-9\" and the like say how many people scored "
      "there, "
      "and their share under the voice policy, in percent and exactly. Quartiles count people, "
      "while "
      "medians and means weigh them, so a weighted median may lie outside the quartiles. "
      "\"Disagreement\" "
      "is RAND/UCLA's, on scales of 1 to 9.</p>\n" +
      BarsLegend();
  const std::vector<Counting> countings = Countings(study);
  for (const Item& item : study.items) {
    markup += "<h3>" + ItemHtml(study, item.id) + "</h3>\n";
    if (item.state != ItemState::kActive) {
      markup += "<p>No longer on the list: " + std::string(WordFor(item.state)) + ".</p>\n";
    }
    markup += Pictures(study, countings, item.id, tier);
    bool counted = false;
    for (const Counting& counting : countings) {
      for (const TalliedItem* result : counting.results) {
        if (result->item.item != item.id) continue;
        markup += TallyTable(study, counting.basis, *result, tier);
        counted = true;
      }
    }
    if (!counted) markup += "<p>Not counted yet.</p>\n";
  }
  return markup;
}

std::string VotesSection(const Study& study, Tier tier) {
  HtmlTable table("Every vote and every time it was taken",
                  {"Vote", "Item", "Time", "Present", "Voted", "Answers", "What the rule said"});
  bool any = false;
  for (const Counting& counting : Countings(study)) {
    if (counting.vote == nullptr) continue;
    any = true;
    const auto whole = std::find_if(counting.responses->begin(),
                                    counting.responses->end(),
                                    [](const Response& one) { return one.group.empty(); });
    const bool known = whole != counting.responses->end();
    const bool result = !counting.results.empty();
    table.Row({RowHeading(EscapeHtml(counting.vote->id)),
               MarkupCell(ItemHtml(study, counting.vote->item.item)),
               NumberCell(std::to_string(counting.iteration)),
               NumberCell(known ? std::to_string(whole->invited) : ""),
               NumberCell(known ? std::to_string(whole->responded) : ""),
               MarkupCell(result ? PanelHistogram(*counting.results.front(), tier) : ""),
               MarkupCell(result ? VerdictHtml(counting.results.front()->consensus) : "")});
  }
  if (!any) return "<p>No vote was taken in a workshop.</p>\n";
  return table.Markup() +
         "<p class=\"small\">In a yes-or-no vote, 1 is yes and 0 is no. Nobody saw a "
         "count before the vote was closed.</p>\n";
}

std::string SuppressionSection(const Study& study, Tier tier) {
  const std::size_t count = SuppressedTables(study, tier);
  const std::string k = std::to_string(study.protocol->k);
  std::string markup =
      "<p>By the protocol, a table of fewer than " + k +
      " people is not published, since it could tell what one of them answered. Where "
      "the hidden people could be worked out by subtraction, the next smallest group is "
      "hidden too. ";
  if (tier == Tier::kAuditor) {
    markup += "This auditor's copy shows the tallies in full, as far as their openings are here; ";
  }
  if (study.rules_version >= kExactDisclosure) {
    markup += "The same holds for whatever could be worked out from several tables together. ";
    markup += study.protocol->unanimity_shown
                  ? "Participants were warned that tables in which everybody agreed are shown. "
                  : "Tables in which everybody gave the same answer are held back, since they tell "
                    "each one's. ";
  }
  markup += Count(count, "table is", "tables are") + " not shown here.";
  if (count > 0 && tier == Tier::kPublic) {
    markup += " Nobody can count those again from this copy; an auditor can, from theirs.";
  }
  markup += "</p>\n";
  return markup +
         "<p>Names, addresses, free comments and single ballots are never in a public bundle. In "
         "the log they are represented by commitments, which bind without telling.</p>\n";
}

}  // namespace quorate::engine
