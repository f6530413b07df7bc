#include "engine/report/counting.h"
#include "engine/report/number_text.h"
#include "engine/report/result_tables.h"
#include "engine/report/words.h"

namespace quorate::engine {

namespace {

using Columns = std::vector<CsvColumn>;

void PlaceCells(CsvTable& csv, const std::string& basis, const ItemVersion& item) {
  csv.Cell(basis).Cell(item.item).Cell(item.version);
}

void DecimalCell(CsvTable& csv, const Json& table, std::string_view name) {
  const auto value = Figure(table, name);
  csv.Cell(value ? DecimalText(*value, 4) : "");
}

std::string Joined(const std::vector<std::string>& parts) {
  std::string text;
  for (const std::string& part : parts)
    text += (text.empty() ? "" : ";") + part;
  return text;
}

CsvTable Items(const Study& study) {
  CsvTable csv(
      "results/items.csv",
      {ItemColumn(),
       {"version", "The present wording, from 1."},
       {"text", "The present wording."},
       {"state", "active, retired, merged or split."},
       {"parents", "Items it was merged or split from, divided by semicolons.", ColumnKind::kLabel},
       {"suggestion", "The participant's suggestion it came from, or empty.", ColumnKind::kLabel},
       {"newest_basis", "Where its present wording was counted last; empty if it was not."},
       {"newest_consensus", "What the rule said there: IN, OUT, NONE or INQUORATE."},
       {"verdict", "The decision that stands: IN, OUT, NONE or INQUORATE; empty without one."},
       {"decided_version", "The wording that was decided on."},
       {"basis", "The count it was decided on."},
       {"overridden", "yes where people decided against the rule, else no."},
       {"reason", "Why they did."}});
  for (const Item& item : study.items) {
    csv.Cell(item.id).Cell(item.version()).FreeText(item.texts.back()).Cell(WordFor(item.state));
    csv.Cell(Joined(item.parents)).Cell(item.suggestion);
    if (item.standing) {
      csv.Cell(item.standing->basis).Cell(Name(item.standing->consensus));
    } else {
      csv.Empty(2);
    }
    if (const Decision* decision = study.FindDecision(item.id)) {
      csv.Cell(Name(decision->verdict)).Cell(decision->item.version).Cell(decision->basis);
      csv.Cell(IsOverride(*decision) ? "yes" : "no").FreeText(decision->override_reason);
    }
    csv.Fill("").EndRow();
  }
  return csv;
}

CsvTable Wordings(const Study& study) {
  CsvTable csv("results/wordings.csv", {ItemColumn(), VersionColumn(), {"text", "The wording."}});
  for (const Item& item : study.items) {
    for (std::size_t i = 0; i < item.texts.size(); ++i) {
      csv.Cell(item.id).Cell(static_cast<long long>(i) + 1).FreeText(item.texts[i]).EndRow();
    }
  }
  return csv;
}

Columns TallyColumns(const std::vector<std::string>& bands, bool weighted) {
  Columns columns = {
      BasisColumn(),
      ItemColumn(),
      VersionColumn(),
      TableColumn(),
      GroupColumn(),
      {"consensus", "What the rule said of the item, the same in each of its rows."},
      {"grade", "The grade the rule gave with it, if the rule has grades.", ColumnKind::kLabel},
      {"n", "People who were shown the item and cast a ballot."},
      {"scored", "People who gave a score."},
      {"unable", "People who answered: unable to score."},
      {"not_understood", "People who answered: I do not understand this."},
      {"skipped", "People who left it blank."},
      {"weight", "What shares are divided by; exact."}};
  for (const std::string& key : bands) {
    columns.push_back({"band_" + key + "_count", "People who scored " + key + "."});
    columns.push_back({"band_" + key + "_share", "Their share under the voice policy; exact."});
    columns.push_back({"band_" + key + "_percent",
                       "The same in percent, cut to one decimal and never rounded up."});
    if (!weighted) continue;
    columns.push_back({"band_" + key + "_unweighted_share", "With one voice a person; exact."});
  }
  for (const char* name : {"median", "q1", "q3", "iqr", "mean"}) {
    columns.push_back({name,
                       "Exact. Quartiles count people, medians and means weigh them, so a "
                       "weighted median may lie outside the quartiles."});
    columns.push_back({std::string(name) + "_decimal",
                       "The same with four decimals, half rounded away from zero."});
  }
  for (const char* name : {"p30", "p70", "ipr", "ipras"}) {
    columns.push_back(
        {name, "RAND/UCLA percentiles, their range, and what it is held against; exact."});
  }
  columns.push_back({"disagreement", "yes where ipr is above ipras, else no."});
  if (weighted) {
    columns.push_back({"effective_n", "Kish's effective number of people; exact."});
    columns.push_back({"unweighted_median", "The median with one voice a person; exact."});
    columns.push_back({"unweighted_mean", "The mean with one voice a person; exact."});
  }
  return columns;
}

const BandView* FindBand(const std::vector<BandView>& bands, const std::string& key) {
  for (const BandView& band : bands) {
    if (band.key == key) return &band;
  }
  return nullptr;
}

void BandCells(CsvTable& csv,
               const Json& table,
               const std::vector<std::string>& keys,
               bool weighted) {
  const std::vector<BandView> bands = BandsOf(table);
  const Json* plain = table.Find("unweighted");
  const std::vector<BandView> unweighted = plain == nullptr ? bands : BandsOf(*plain);
  for (const std::string& key : keys) {
    const BandView* band = FindBand(bands, key);
    if (band == nullptr) {
      csv.Empty(weighted ? 4 : 3);
      continue;
    }
    const auto share = Fraction::Parse(band->share);
    csv.Cell(band->count).Cell(band->share).Cell(share ? PercentText(*share) : "");
    if (!weighted) continue;
    const BandView* one_voice = FindBand(unweighted, key);
    csv.Cell(one_voice == nullptr ? "" : one_voice->share);
  }
}

void FigureCells(CsvTable& csv,
                 const Json& table,
                 const std::vector<std::string>& keys,
                 bool weighted) {
  for (const char* name : {"n", "scored", "unable", "not_understood", "skipped", "weight"}) {
    csv.Cell(FigureText(table, name));
  }
  BandCells(csv, table, keys, weighted);
  for (const char* name : {"median", "q1", "q3", "iqr", "mean"}) {
    csv.Cell(FigureText(table, name));
    DecimalCell(csv, table, name);
  }
  for (const char* name : {"p30", "p70", "ipr", "ipras", "disagreement"}) {
    csv.Cell(FigureText(table, name));
  }
  if (!weighted) return;
  const Json* plain = table.Find("unweighted");
  const Json& unweighted = plain == nullptr ? table : *plain;
  csv.Cell(FigureText(table, "effective_n"));
  csv.Cell(FigureText(unweighted, "median")).Cell(FigureText(unweighted, "mean"));
}

CsvTable Tallies(const Study& study, Tier tier) {
  const std::vector<std::string> keys = BandKeys(study);
  const bool weighted = EverWeighted(study);
  CsvTable csv("results/tallies.csv", TallyColumns(keys, weighted));
  for (const Counting& counting : Countings(study)) {
    for (const TalliedItem* result : counting.results) {
      const Json& tally = TallyFor(*result, tier);
      for (const TableView& view : TablesOf(tally, *study.protocol)) {
        PlaceCells(csv, counting.basis, result->item);
        TableCells(csv, view.group);
        csv.Cell(Name(result->consensus)).Cell(FigureText(tally, "grade"));
        if (view.table == nullptr) {
          csv.Fill(kSuppressed);
        } else {
          FigureCells(csv, *view.table, keys, weighted);
        }
        csv.EndRow();
      }
    }
  }
  return csv;
}

CsvTable Histograms(const Study& study, Tier tier) {
  CsvTable csv("results/histograms.csv",
               {BasisColumn(),
                ItemColumn(),
                VersionColumn(),
                TableColumn(),
                GroupColumn(),
                {"score", "A point of the scale; empty where the table is suppressed."},
                {"count", "People who gave it, each once."}});
  for (const Counting& counting : Countings(study)) {
    for (const TalliedItem* result : counting.results) {
      for (const TableView& view : TablesOf(TallyFor(*result, tier), *study.protocol)) {
        if (view.table == nullptr) {
          PlaceCells(csv, counting.basis, result->item);
          TableCells(csv, view.group);
          csv.Empty().Cell(kSuppressed).EndRow();
          continue;
        }
        for (const auto& [score, count] : HistogramOf(*view.table)) {
          PlaceCells(csv, counting.basis, result->item);
          TableCells(csv, view.group);
          csv.Cell(score).Cell(count).EndRow();
        }
      }
    }
  }
  return csv;
}

void ResponseCells(CsvTable& csv, const Response* response) {
  if (response == nullptr) {
    csv.Fill(kSuppressed);
    return;
  }
  csv.Cell(response->invited).Cell(response->responded);
  if (response->invited == 0) {
    csv.Empty(2);
    return;
  }
  const Fraction rate(response->responded, response->invited);
  csv.Cell(rate.ToString()).Cell(PercentText(rate));
}

const Response* FindResponse(const std::vector<Response>& responses, const std::string& group) {
  for (const Response& response : responses) {
    if (response.group == group) return &response;
  }
  return nullptr;
}

CsvTable Responses(const Study& study) {
  CsvTable csv("results/responses.csv",
               {BasisColumn(),
                TableColumn(),
                GroupColumn(),
                {"invited", "People who might have answered; in a workshop, those who came."},
                {"responded", "People who cast a ballot there."},
                {"rate", "responded of invited; exact."},
                {"rate_percent", "The same in percent, cut to one decimal and never rounded up."}});
  for (const Counting& counting : Countings(study)) {
    std::vector<std::string> tables = {""};
    for (const Group& group : study.protocol->groups)
      tables.push_back(group.id);
    for (const std::string& group : tables) {
      csv.Cell(counting.basis);
      TableCells(csv, group);
      ResponseCells(csv, FindResponse(*counting.responses, group));
      csv.EndRow();
    }
  }
  return csv;
}

CsvTable Decisions(const Study& study) {
  CsvTable csv("results/decisions.csv",
               {ItemColumn(),
                VersionColumn(),
                {"verdict", "What was decided: IN, OUT, NONE or INQUORATE."},
                {"rule_verdict", "What the rule said."},
                {"overridden", "yes where the two differ by a person's decision, else no."},
                {"reason", "Why it was overridden."},
                BasisColumn(),
                {"entry", "The log entry that records it."},
                {"stands", "yes for the last decision about the item, else no."}});
  for (const Decision& decision : study.decisions) {
    csv.Cell(decision.item.item).Cell(decision.item.version);
    csv.Cell(Name(decision.verdict)).Cell(Name(decision.rule_verdict));
    csv.Cell(IsOverride(decision) ? "yes" : "no").FreeText(decision.override_reason);
    csv.Cell(decision.basis).Cell(static_cast<long long>(decision.entry));
    const bool stands = study.FindDecision(decision.item.item) == &decision;
    csv.Cell(stands ? "yes" : "no").EndRow();
  }
  return csv;
}

void YesNoCells(CsvTable& csv, const TalliedItem& result, Tier tier) {
  const Json* panel = TallyFor(result, tier).Find("panel");
  if (panel == nullptr) {
    csv.Fill(kSuppressed);
    return;
  }
  const auto cells = HistogramOf(*panel);
  csv.Cell(cells.size() == 2 ? cells[1].second : "").Cell(cells.empty() ? "" : cells[0].second);
  csv.Cell(FigureText(*panel, "skipped"));
}

CsvTable Votes(const Study& study, Tier tier) {
  CsvTable csv("results/votes.csv",
               {{"vote", "The vote's label.", ColumnKind::kLabel},
                {"round", "The workshop round."},
                ItemColumn(),
                VersionColumn(),
                {"kind", "rating or yes-no."},
                {"iteration", "Which time it was voted on, from 1."},
                BasisColumn(),
                {"invited", "People who were there."},
                {"responded", "People who voted."},
                {"consensus", "What the rule said of this iteration."},
                {"yes", "In a yes-no vote, people for it."},
                {"no", "In a yes-no vote, people against it."},
                {"abstained", "In a yes-no vote, people who abstained."}});
  for (const Counting& counting : Countings(study)) {
    if (counting.vote == nullptr) continue;
    const Vote& vote = *counting.vote;
    csv.Cell(vote.id).Cell(vote.round).Cell(vote.item.item).Cell(vote.item.version);
    csv.Cell(WordFor(vote.kind)).Cell(static_cast<long long>(counting.iteration));
    csv.Cell(counting.basis);
    const Response* whole = FindResponse(*counting.responses, "");
    csv.Cell(whole == nullptr ? "" : std::to_string(whole->invited));
    csv.Cell(whole == nullptr ? "" : std::to_string(whole->responded));
    if (!counting.results.empty()) {
      csv.Cell(Name(counting.results.front()->consensus));
      if (vote.kind == VoteKind::kYesNo) YesNoCells(csv, *counting.results.front(), tier);
    }
    csv.Fill("").EndRow();
  }
  return csv;
}

}  // namespace

CsvColumn ItemColumn() {
  return {"item", "The study's label for the item.", ColumnKind::kLabel};
}

CsvColumn VersionColumn() {
  return {"version", "Which wording of the item, from 1."};
}

CsvColumn BasisColumn() {
  return {"basis",
          "Where it was counted: round/N for a survey round or a whole workshop, vote/ID/N for the "
          "Nth iteration of a workshop vote."};
}

CsvColumn TableColumn() {
  return {"table", "panel for everybody, group for one stakeholder group."};
}

CsvColumn GroupColumn() {
  return {"group", "The group's label; empty for the panel.", ColumnKind::kLabel};
}

void TableCells(CsvTable& csv, std::string_view group) {
  csv.Cell(group.empty() ? "panel" : "group").Cell(group);
}

std::vector<CsvTable> CountTables(const Study& study, Tier tier) {
  std::vector<CsvTable> tables;
  tables.push_back(Items(study));
  tables.push_back(Wordings(study));
  tables.push_back(Tallies(study, tier));
  tables.push_back(Histograms(study, tier));
  tables.push_back(Responses(study));
  tables.push_back(Decisions(study));
  tables.push_back(Votes(study, tier));
  return tables;
}

}  // namespace quorate::engine
