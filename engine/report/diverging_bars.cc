#include "engine/report/diverging_bars.h"

#include <algorithm>

#include "engine/report/answer_stretches.h"
#include "engine/report/number_text.h"
#include "engine/report/svg.h"

namespace quorate::engine {

namespace {

constexpr Tenths kWidth = 3400;
constexpr Tenths kHalf = 1250;                 // All of those who scored, on one side of the line.
constexpr Tenths kMiddle = kHalf;              // The middle line.
constexpr Tenths kEdge = 2620;                 // Where those without a score begin.
constexpr Tenths kEdgeWidth = kWidth - kEdge;  // All of those asked.
constexpr Tenths kLine = 140;                  // From one line of text to the next.
constexpr Tenths kBar = 140;                   // The height of a bar.
constexpr Tenths kGap = 90;                    // Between rows.
constexpr std::size_t kColumns = 56;           // Characters that fit into a line.

std::string ShareText(std::int64_t people, std::int64_t whole) {
  return PercentText(Fraction(people, whole)) + " %";
}

// "23 scored, 2 unable, 1 not understood".
std::string CountsText(const BarRow& row) {
  std::string text = std::to_string(PeopleAt(*row.table, "scored")) +
                     (row.kind == VoteKind::kYesNo ? " voted yes or no" : " scored");
  const auto add = [&](const char* figure, const char* word) {
    const std::int64_t people = PeopleAt(*row.table, figure);
    if (people > 0) text += ", " + std::to_string(people) + " " + word;
  };
  add("unable", "unable");
  add("not_understood", "not understood");
  add("skipped", row.kind == VoteKind::kYesNo ? "abstained" : "blank");
  return text;
}

// The look of the piece at `index` of `count`: outermost pieces are the strongest.
std::string LookOf(std::size_t index, std::size_t count) {
  const std::size_t half = count / 2;
  if (index < half) return index == 0 ? "low" : "low2";
  if (index >= count - half) return index == count - 1 ? "high" : "high2";
  return "mid";
}

// People to the left of the middle line, in halves: everybody in a low piece, and half of the
// middle one.
std::int64_t HalvesToTheLeft(const std::vector<AnswerStretch>& pieces) {
  std::int64_t halves = 0;
  for (std::size_t i = 0; i < pieces.size() / 2; ++i)
    halves += 2 * pieces[i].people;
  if (pieces.size() % 2 != 0) halves += pieces[pieces.size() / 2].people;
  return halves;
}

void DrawPieces(const std::vector<AnswerStretch>& pieces, std::int64_t scored, Tenths y, Svg& svg) {
  const Tenths left = kMiddle - ScaledTo(HalvesToTheLeft(pieces), 2 * scored, kHalf);
  std::int64_t before = 0;
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    const Tenths from = left + ScaledTo(before, scored, kHalf);
    before += pieces[i].people;
    const Tenths to = left + ScaledTo(before, scored, kHalf);
    if (to == from) continue;
    const std::string look = LookOf(i, pieces.size());
    svg.Rect(from, y, to - from, kBar, look);
    if (look.starts_with("low")) svg.Line(from, y + kBar / 2, to, y + kBar / 2, "stripes");
  }
}

// "1 to 3: 8.6 %" under the bar, from its low end to its high end.
void WritePieces(const std::vector<AnswerStretch>& pieces,
                 VoteKind kind,
                 std::int64_t scored,
                 Tenths y,
                 Svg& svg) {
  const auto text = [&](const AnswerStretch& piece) {
    return Words(piece, kind) + ": " + ShareText(piece.people, scored);
  };
  if (pieces.size() > 3) {
    std::string all;
    for (const AnswerStretch& piece : pieces)
      all += (all.empty() ? "" : " · ") + text(piece);
    svg.Text(0, y, Anchor::kStart, "figures", all);
    return;
  }
  svg.Text(0, y, Anchor::kStart, "figures", text(pieces.front()));
  if (pieces.size() == 3) svg.Text(kMiddle, y, Anchor::kMiddle, "figures", text(pieces[1]));
  if (pieces.size() > 1) svg.Text(2 * kHalf, y, Anchor::kEnd, "figures", text(pieces.back()));
}

void DrawWithoutScore(const Json& table, Tenths y, Svg& svg) {
  const std::int64_t without =
      PeopleAt(table, "unable") + PeopleAt(table, "not_understood") + PeopleAt(table, "skipped");
  const std::int64_t asked = std::max(PeopleAt(table, "n"), without);
  if (without == 0) return;
  std::int64_t before = 0;
  for (const char* figure : {"unable", "not_understood", "skipped"}) {
    const std::int64_t people = PeopleAt(table, figure);
    if (people == 0) continue;
    const Tenths from = kEdge + ScaledTo(before, asked, kEdgeWidth);
    before += people;
    svg.Rect(from, y, kEdge + ScaledTo(before, asked, kEdgeWidth) - from, kBar, "none");
  }
  svg.Text(kWidth, y + kBar + kLine - 20, Anchor::kEnd, "figures", ShareText(without, asked));
}

// Draws the row from `y` down and gives where it ends.
Tenths DrawRow(const BarRow& row, Tenths y, Svg& svg) {
  if (row.table == nullptr) {
    svg.Text(0, y + kLine - 30, Anchor::kStart, "place", ClipText(row.place, kColumns));
    svg.Text(0, y + 2 * kLine - 30, Anchor::kStart, "figures", "not shown: too few people");
    return y + 2 * kLine;
  }
  for (const std::string& line : WrapText(row.place + ": " + CountsText(row), kColumns)) {
    y += kLine;
    svg.Text(0, y - 30, Anchor::kStart, "place", line);
  }
  const std::vector<AnswerStretch> pieces = StretchesOf(*row.table);
  const std::int64_t scored = PeopleOf(pieces);
  if (scored > 0) {
    DrawPieces(pieces, scored, y, svg);
    WritePieces(pieces, row.kind, scored, y + kBar + kLine - 20, svg);
  }
  DrawWithoutScore(*row.table, y, svg);
  svg.Line(kMiddle, y - 10, kMiddle, y + kBar + 10, "axis");
  return y + kBar + kLine;
}

std::string Description(const std::vector<BarRow>& rows) {
  std::string text;
  for (const BarRow& row : rows) {
    text += (text.empty() ? "" : " ") + row.place + ": ";
    if (row.table == nullptr) {
      text += "not shown, too few people.";
      continue;
    }
    text += CountsText(row);
    const std::vector<AnswerStretch> pieces = StretchesOf(*row.table);
    const std::int64_t scored = PeopleOf(pieces);
    for (const AnswerStretch& piece : pieces) {
      if (scored > 0)
        text += "; " + Words(piece, row.kind) + ": " + ShareText(piece.people, scored);
    }
    text += ".";
  }
  return text;
}

}  // namespace

std::string DivergingBars(std::string_view who, const std::vector<BarRow>& rows) {
  Svg svg("What " + std::string(who) + " scored", Description(rows));
  Tenths y = 0;
  for (const BarRow& row : rows)
    y = DrawRow(row, y, svg) + kGap;
  return svg.Markup(kWidth, std::max<Tenths>(y - kGap, kLine));
}

std::string BarsLegend() {
  return "<p>In the pictures each bar is one count. Low scores lie to the left of the upright line "
         "and are <span class=\"key low\"></span> striped, high scores lie to its right and are "
         "<span class=\"key high\"></span> solid, and a middle band "
         "<span class=\"key mid\"></span> is split at the line. At the right edge, "
         "<span class=\"key none\"></span> outlined, are those who gave no score, and how many "
         "they "
         "were of those asked. Bars count "
         "people, each once, as a share of those who scored; where "
         "voices were weighted, the tables below them also give the weighted shares, which decided."
         "</p>\n";
}

}  // namespace quorate::engine
