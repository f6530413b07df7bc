#include <optional>

#include "engine/report/answer_stretches.h"
#include "engine/report/changes.h"
#include "engine/report/counting.h"
#include "engine/report/dissent.h"
#include "engine/report/flow.h"
#include "engine/report/margins.h"
#include "engine/report/number_text.h"
#include "engine/report/result_tables.h"
#include "engine/report/words.h"

namespace quorate::engine {

namespace {

// A row of flow.csv; `group` is for head counts of a round only.
void FlowRow(CsvTable& csv,
             const std::string& station,
             const char* of,
             const char* what,
             const std::string& count,
             const std::string& group = {}) {
  csv.Cell(station).Cell(of).Cell(what).Cell(group).Cell(count).EndRow();
}

void MovementRows(CsvTable& csv, const std::string& station, const Movement& movement) {
  const auto people = [&](const char* what, int count) {
    FlowRow(csv, station, "people", what, std::to_string(count));
  };
  const auto items = [&](const char* what, int count) {
    FlowRow(csv, station, "items", what, std::to_string(count));
  };
  people("joined", movement.joined);
  people("left", movement.left);
  items("added", movement.added);
  items("suggested", movement.suggested);
  items("accepted", movement.accepted);
  items("declined", movement.declined);
  items("reworded", movement.reworded);
  items("merged_from", movement.merged_from);
  items("merged_into", movement.merged_into);
  items("split_from", movement.split_from);
  items("split_into", movement.split_into);
  items("retired", movement.retired);
}

void VerdictRows(CsvTable& csv, const std::string& station, const VerdictCounts& counts) {
  const auto items = [&](Verdict verdict, int count) {
    FlowRow(csv, station, "items", Name(verdict), std::to_string(count));
  };
  items(Verdict::kIn, counts.in);
  items(Verdict::kOut, counts.out);
  items(Verdict::kNone, counts.none);
  items(Verdict::kInquorate, counts.inquorate);
}

void ResponseRows(CsvTable& csv,
                  const std::string& station,
                  const Study& study,
                  const Round& round) {
  if (round.state != RoundState::kClosed) return;
  std::vector<std::string> groups = {""};
  for (const Group& group : study.protocol->groups)
    groups.push_back(group.id);
  for (const std::string& group : groups) {
    const Response* found = nullptr;
    for (const Response& response : round.responses) {
      if (response.group == group) found = &response;
    }
    const auto text = [&](int count) {
      return found == nullptr ? std::string(kSuppressed) : std::to_string(count);
    };
    FlowRow(csv, station, "people", "invited", text(found == nullptr ? 0 : found->invited), group);
    FlowRow(
        csv, station, "people", "responded", text(found == nullptr ? 0 : found->responded), group);
  }
}

CsvTable FlowTable(const Study& study, std::span<const DatedEntry> history) {
  CsvTable csv(
      "results/flow.csv",
      {{"station", "round/N, or end for what came after the last round opened and where it led."},
       {"of", "people or items."},
       {"what",
        "What is counted. Up to retired: since the round before opened, or since the beginning. "
        "active: items on the list when it opened; asked: those it took over; IN, OUT, NONE, "
        "INQUORATE: what the rule said of them, at the end what was decided."},
       {"group",
        "The group's label for a head count of one group, else empty.",
        ColumnKind::kLabel},
       {"count", "How many."}});
  const Flow flow = FlowOf(study, history);
  for (const FlowRound& round : flow.rounds) {
    const std::string station = BasisOf(*round.round);
    MovementRows(csv, station, round.before);
    ResponseRows(csv, station, study, *round.round);
    FlowRow(csv, station, "items", "active", std::to_string(round.active));
    FlowRow(csv, station, "items", "asked", std::to_string(round.asked));
    VerdictRows(csv, station, round.found);
  }
  MovementRows(csv, "end", flow.after);
  FlowRow(csv, "end", "people", "enrolled", std::to_string(flow.enrolled));
  FlowRow(csv, "end", "people", "left_in_all", std::to_string(flow.left));
  FlowRow(csv, "end", "items", "active", std::to_string(flow.active));
  VerdictRows(csv, "end", flow.decided);
  FlowRow(csv, "end", "items", "undecided", std::to_string(flow.undecided));
  FlowRow(csv, "end", "items", "overridden", std::to_string(flow.overridden));
  return csv;
}

// The two tables of one group, if both counts cut the scale alike.
void StretchRows(CsvTable& csv,
                 const Study& study,
                 const VerdictChange& change,
                 const std::string& group,
                 const Json* from,
                 const Json* to) {
  if (KindAt(study, change.from_basis) != KindAt(study, change.to_basis)) return;
  const auto begin = [&] {
    csv.Cell(change.from->item.item);
    csv.Cell(change.from_basis).Cell(change.from->item.version).Cell(Name(change.from->consensus));
    csv.Cell(change.to_basis).Cell(change.to->item.version).Cell(Name(change.to->consensus));
    csv.Cell(change.changed() ? "yes" : "no").Cell(change.reworded() ? "yes" : "no");
    TableCells(csv, group);
  };
  if (from == nullptr || to == nullptr) {
    begin();
    csv.Fill(kSuppressed).EndRow();
    return;
  }
  const auto before = StretchesOf(*from);
  const auto after = StretchesOf(*to);
  const VoteKind kind = KindAt(study, change.to_basis);
  const std::int64_t scored_before = PeopleOf(before);
  const std::int64_t scored_after = PeopleOf(after);
  for (std::size_t i = 0; i < before.size() && before.size() == after.size(); ++i) {
    if (before[i].low != after[i].low || before[i].high != after[i].high) continue;
    begin();
    csv.Cell(Words(before[i], kind)).Cell(before[i].people).Cell(scored_before);
    csv.Cell(after[i].people).Cell(scored_after);
    if (scored_before > 0 && scored_after > 0) {
      const Fraction difference =
          Fraction(after[i].people, scored_after) - Fraction(before[i].people, scored_before);
      csv.Cell(difference.ToString()).Cell(DecimalText(difference * 100, 2));
    }
    csv.Fill("").EndRow();
  }
}

CsvTable ChangesTable(const Study& study, Tier tier) {
  CsvTable csv(
      "results/changes.csv",
      {ItemColumn(),
       {"from_basis", "The earlier count, as basis in the other files."},
       {"from_version", "The wording counted there."},
       {"from_consensus", "What the rule said there."},
       {"to_basis", "The next count of the item."},
       {"to_version", "The wording counted there."},
       {"to_consensus", "What the rule said there."},
       {"changed", "yes where the two differ, else no."},
       {"reworded", "yes where the item got other words between them, else no."},
       TableColumn(),
       GroupColumn(),
       {"scores",
        "A stretch of the scale, or no and yes. Counts on different scales have no rows here; a "
        "table that is kept back in one of the counts has one, without figures.",
        ColumnKind::kLabel},
       {"from_people", "People who scored there in the earlier count, each once."},
       {"from_scored", "People who scored at all in the earlier count."},
       {"to_people", "People who scored there in the next count, each once."},
       {"to_scored", "People who scored at all in the next count."},
       {"difference", "to_people of to_scored less from_people of from_scored; exact."},
       {"difference_points",
        "The same in percentage points with two decimals, half rounded away from zero."}});
  for (const VerdictChange& change : ChangesOf(study)) {
    const Json& to = TallyFor(*change.to, tier);
    for (const TableView& view : TablesOf(TallyFor(*change.from, tier), *study.protocol)) {
      const auto later = TableOf(to, *study.protocol, view.group);
      StretchRows(csv, study, change, view.group, view.table, later ? later->table : nullptr);
    }
  }
  return csv;
}

const char* UnitName(RuleMarginUnit unit) {
  switch (unit) {
    case RuleMarginUnit::kShare:
      return "share";
    case RuleMarginUnit::kScore:
      return "score";
    case RuleMarginUnit::kPeople:
      return "people";
  }
  return "";
}

void ExactCells(CsvTable& csv, const std::optional<Fraction>& value) {
  csv.Cell(value ? value->ToString() : "");
}

void MarginRow(CsvTable& csv,
               const std::string& basis,
               const TalliedItem& result,
               const RuleMargin& margin) {
  csv.Cell(basis).Cell(result.item.item).Cell(result.item.version).Cell(Name(result.consensus));
  csv.Cell(Name(margin.clause)).Cell(margin.grade).FreeText(margin.test);
  csv.Cell(margin.negated ? "yes" : "no");
  TableCells(csv, margin.group);
  csv.Cell(UnitName(margin.unit));
  ExactCells(csv, margin.figure);
  ExactCells(csv, margin.limit);
  ExactCells(csv, margin.distance);
  csv.Cell(margin.distance ? DecimalText(*margin.distance, 4) : "");
  csv.Cell(margin.holds ? (*margin.holds ? "yes" : "no") : "").Cell(margin.missing).EndRow();
}

CsvTable MarginsTable(const Study& study, std::span<const DatedEntry> history, Tier tier) {
  CsvTable csv("results/margins.csv",
               {BasisColumn(),
                ItemColumn(),
                VersionColumn(),
                {"consensus", "What the rule said of the item there."},
                {"clause", "The verdict that the test speaks for; INQUORATE for the quorum."},
                {"grade", "The grade of that clause, if the rule has grades.", ColumnKind::kLabel},
                {"test", "The test in words."},
                {"negated", "yes where the clause wants the test not to hold, else no."},
                TableColumn(),
                GroupColumn(),
                {"unit", "share, score or people: what the next four columns count in."},
                {"figure", "What was found; exact."},
                {"limit", "What it was held against; exact."},
                {"distance",
                 "How far the figure lies on the side that speaks for the clause, below 0 on the "
                 "other; exact."},
                {"distance_decimal", "The same with four decimals, half rounded away from zero."},
                {"holds", "yes where it speaks for the clause (a quorum: was reached), else no."},
                {"missing", "Why there is no figure."}});
  for (const Counting& counting : Countings(study)) {
    const ConsensusRule* rule = RuleOf(study, counting, history);
    if (rule == nullptr) continue;
    for (const TalliedItem* result : counting.results) {
      const Json& tally = TallyFor(*result, tier);
      for (const RuleMargin& margin : MarginsOf(*rule, counting.round, tally, *study.protocol))
        MarginRow(csv, counting.basis, *result, margin);
    }
  }
  return csv;
}

CsvTable DissentTableOf(const Study& study, Tier tier) {
  CsvTable csv(
      "results/dissent.csv",
      {ItemColumn(),
       VersionColumn(),
       {"verdict", "The standing decision: IN or OUT."},
       BasisColumn(),
       TableColumn(),
       GroupColumn(),
       {"scores",
        "The other end of the scale: its lowest band for IN, its highest for OUT; in a "
        "yes-or-no vote no and yes.",
        ColumnKind::kLabel},
       {"people", "People who scored there, each once."},
       {"scored", "People who scored at all."},
       {"share", "people of scored; exact."},
       {"share_percent", "The same in percent, cut to one decimal and never rounded up."}});
  for (const Dissent& dissent : DissentOf(study, tier)) {
    for (const DissentTable& table : dissent.tables) {
      const Decision& decision = *dissent.decision;
      csv.Cell(decision.item.item).Cell(decision.item.version).Cell(Name(decision.verdict));
      csv.Cell(decision.basis);
      TableCells(csv, table.group);
      if (!table.shown) {
        csv.Fill(kSuppressed).EndRow();
        continue;
      }
      csv.Cell(dissent.end).Cell(table.against).Cell(table.scored);
      if (table.scored > 0) {
        const Fraction share(table.against, table.scored);
        csv.Cell(share.ToString()).Cell(PercentText(share));
      }
      csv.Fill("").EndRow();
    }
  }
  return csv;
}

}  // namespace

std::vector<CsvTable> CourseTables(const Study& study,
                                   std::span<const DatedEntry> history,
                                   Tier tier) {
  std::vector<CsvTable> tables;
  tables.push_back(FlowTable(study, history));
  tables.push_back(ChangesTable(study, tier));
  tables.push_back(MarginsTable(study, history, tier));
  tables.push_back(DissentTableOf(study, tier));
  return tables;
}

}  // namespace quorate::engine
