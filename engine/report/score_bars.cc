#include "engine/report/score_bars.h"

#include <algorithm>

#include "engine/base/check.h"
#include "engine/report/preference_graph.h"

namespace quorate::engine {

namespace {

constexpr Tenths kNameWidth = 1700;
constexpr Tenths kBarWidth = 3600;
constexpr Tenths kNoteWidth = 1900;
constexpr Tenths kRow = 260;
constexpr Tenths kBar = 190;
constexpr std::size_t kNameColumns = 26;
constexpr std::size_t kNoteColumns = 32;
constexpr std::size_t kShades = 7;  // Looks "g0" to "g6" in the style sheet.
constexpr Tenths kRoomForGrade = 160;

void DrawName(const std::string& name, bool won, Tenths y, Svg& svg) {
  svg.Text(kNameWidth - 80,
           y + 140,
           Anchor::kEnd,
           won ? "place" : "name",
           IsolateText(ClipText(name, kNameColumns)));
}

// The shade of a grade: the worst is 0, the best the last one.
std::string ShadeOf(std::size_t grade, std::size_t grades) {
  const auto last = static_cast<std::int64_t>(std::max<std::size_t>(grades - 1, 1));
  return "g" + std::to_string(ScaledTo(static_cast<std::int64_t>(grade), last, kShades - 1));
}

void DrawGrades(const std::vector<std::string>& grades, const GradeRow& row, Tenths y, Svg& svg) {
  Fraction whole;
  for (const Fraction& weight : row.weights)
    whole += weight;
  if (whole.IsZero()) return;
  Fraction before;
  for (std::size_t g = row.weights.size(); g-- > 0;) {
    const Tenths from = ScaledTo(before, whole, kBarWidth);
    before += row.weights[g];
    const Tenths to = ScaledTo(before, whole, kBarWidth);
    if (to == from) continue;
    const std::string shade = ShadeOf(g, grades.size());
    svg.Rect(kNameWidth + from, y, to - from, kBar, shade);
    if (to - from < kRoomForGrade) continue;
    svg.Text(kNameWidth + (from + to) / 2,
             y + 135,
             Anchor::kMiddle,
             shade == "g0" || shade >= "g5" ? "on" : "name",
             ClipText(grades[g], 6));
  }
}

}  // namespace

Picture ScoreBars(std::string_view title,
                  std::string_view description,
                  const std::vector<ScoreBar>& bars) {
  Svg svg(title, description);
  Fraction least;
  Fraction most;
  for (const ScoreBar& bar : bars) {
    least = std::min(least, bar.value);
    most = std::max(most, bar.value);
  }
  const Fraction span = most == least ? Fraction(1) : most - least;
  const Tenths zero = kNameWidth + ScaledTo(-least, span, kBarWidth);
  Tenths y = 20;
  for (const ScoreBar& bar : bars) {
    DrawName(bar.name, bar.won, y, svg);
    const Tenths length =
        ScaledTo(bar.value.IsNegative() ? -bar.value : bar.value, span, kBarWidth);
    const Tenths x = bar.value.IsNegative() ? zero - length : zero;
    svg.Rect(x, y, length, kBar, bar.won ? "seg won" : "seg");
    const std::string note = bar.note.empty() ? "" : ", " + bar.note;
    svg.Text(std::max(x + length, zero) + 50,
             y + 140,
             Anchor::kStart,
             "name",
             ClipText(ShortWeight(bar.value) + note, kNoteColumns));
    y += kRow;
  }
  svg.Line(zero, 0, zero, y, "axis");
  return {std::move(svg), kNameWidth + kBarWidth + kNoteWidth, y + 20};
}

Picture GradeBars(std::string_view title,
                  std::string_view description,
                  const std::vector<std::string>& grades,
                  const std::vector<GradeRow>& rows) {
  Svg svg(title, description);
  const Tenths middle = kNameWidth + kBarWidth / 2;
  svg.Text(middle, 130, Anchor::kMiddle, "name", "half of the ballots");
  svg.Text(kNameWidth, 130, Anchor::kStart, "name", "best");
  svg.Text(kNameWidth + kBarWidth, 130, Anchor::kEnd, "name", "worst");
  Tenths y = 180;
  for (const GradeRow& row : rows) {
    QUORATE_CHECK(row.weights.size() == grades.size());
    DrawName(row.name, row.won, y, svg);
    DrawGrades(grades, row, y, svg);
    if (!row.median.empty()) {
      svg.Text(
          kNameWidth + kBarWidth + 50, y + 140, Anchor::kStart, "name", "median " + row.median);
    }
    y += kRow;
  }
  svg.Line(middle, 160, middle, y, "median");
  return {std::move(svg), kNameWidth + kBarWidth + 1000, y + 20};
}

}  // namespace quorate::engine
