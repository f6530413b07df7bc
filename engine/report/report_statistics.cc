#include "engine/report/html.h"
#include "engine/report/report_parts.h"
#include "engine/report/round_statistics.h"

namespace quorate::engine {

namespace {

std::string_view TextOf(const Json& json, std::string_view name) {
  const Json* member = json.Find(name);
  return member == nullptr ? std::string_view("–") : std::string_view(*member->string());
}

// The value, or why there is none.
std::string ValueOf(const Json& json, std::string_view name) {
  if (json.Find(name) != nullptr) return std::string(TextOf(json, name));
  return "undefined: " + std::string(TextOf(json, "undefined"));
}

std::string CoefficientWords(const Json& row) {
  const std::string_view name = TextOf(row, "coefficient");
  const std::string weighting = std::string(TextOf(row, "weighting"));
  if (name == "krippendorff") return "Krippendorff's alpha, " + weighting + " weights";
  if (name == "gwet") return "Gwet's AC2, " + weighting + " weights";
  if (name == "fleiss") return "Fleiss' kappa";
  return "Brennan and Prediger, " + weighting + " weights";
}

std::string AgreementTable(const Json& statistics) {
  HtmlTable table("Agreement of the panel beyond chance, over " +
                      std::string(TextOf(statistics, "items")) + " items and " +
                      std::string(TextOf(statistics, "ratings")) + " scores on " +
                      std::string(TextOf(statistics, "points")) + " points",
                  {"Coefficient", "Value"});
  for (const Json& row : *statistics.Find("agreement")->array())
    table.Row({RowHeading(CoefficientWords(row)), NumberCell(ValueOf(row, "value"))});
  return table.Markup();
}

void AddConcordanceRow(const Study& study,
                       const std::string& group,
                       const Json& row,
                       HtmlTable& table) {
  table.Row({RowHeading(WhoHtml(*study.protocol, group)),
             NumberCell(TextOf(row, "raters")),
             NumberCell(TextOf(row, "left_out")),
             NumberCell(ValueOf(row, "w")),
             NumberCell(TextOf(row, "chi_square")),
             NumberCell(TextOf(row, "degrees")),
             NumberCell(TextOf(row, "p"))});
}

std::string ConcordanceTable(const Study& study, const Json& concordance) {
  HtmlTable table("Kendall's W: how far people put the items in one order",
                  {"Who", "Scored every item", "Left out", "W", "Chi-square", "df", "p"});
  AddConcordanceRow(study, "", *concordance.Find("panel"), table);
  for (const Group& group : study.protocol->groups) {
    if (const Json* row = concordance.Find("groups")->Find(group.id))
      AddConcordanceRow(study, group.id, *row, table);
  }
  return table.Markup();
}

std::string ChangeTable(const Study& study, const Json& change) {
  HtmlTable table("Since the survey round before: each person against their earlier self",
                  {"Item", "Scored in both", "Changed", "Kappa, quadratic", "Wilcoxon's V", "p"});
  for (const Json& row : *change.Find("items")->array()) {
    table.Row({RowHeading(ItemHtml(study, std::string(TextOf(row, "item")))),
               NumberCell(TextOf(row, "people")),
               NumberCell(TextOf(row, "changed")),
               NumberCell(ValueOf(row, "kappa")),
               NumberCell(TextOf(row, "v")),
               NumberCell(TextOf(row, "p"))});
  }
  return table.Markup();
}

}  // namespace

std::string StatisticsSection(const Study& study, Tier tier) {
  std::string markup;
  for (const Round& round : study.rounds) {
    const bool counted = round.state == RoundState::kClosed && !round.results.empty() &&
                         study.Plan(round.number).mode == RoundMode::kSurvey;
    if (!counted) continue;
    const Json statistics = RoundStatistics(study, round, tier);
    markup += "<h3>Round " + std::to_string(round.number) + "</h3>\n" + AgreementTable(statistics);
    if (const Json* concordance = statistics.Find("concordance"))
      markup += ConcordanceTable(study, *concordance);
    if (const Json* change = statistics.Find("change")) markup += ChangeTable(study, *change);
  }
  if (markup.empty()) return "<p>No survey round was counted.</p>\n";
  return "<p>These figures describe the panel; none of them decided anything. They are the only "
         "rounded ones in this report that are not computed from exact fractions. High agreement "
         "is not the same as consensus, and a panel that is firmly divided may be stable.</p>\n" +
         markup;
}

}  // namespace quorate::engine
