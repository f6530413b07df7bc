#include "engine/report/rounds_picture.h"

#include <algorithm>
#include <numeric>

#include "engine/base/check.h"
#include "engine/report/preference_graph.h"

namespace quorate::engine {

namespace {

constexpr Tenths kColumn = 920;
constexpr Tenths kGap = 420;
constexpr Tenths kTop = 420;  // Room for the headings.
constexpr Tenths kHeight = 3000;
constexpr Tenths kBetween = 24;  // Between two stretches.
constexpr Tenths kRoomForName = 130;
constexpr std::size_t kHeadingColumns = 20;
constexpr std::size_t kNameColumns = 10;

// A stretch of a column; the last one of a column is what counts for nobody.
struct Stretch {
  Tenths top = 0;
  Tenths height = 0;
};
using Column = std::vector<Stretch>;

// Votes by candidate, and at the end what counts for nobody.
std::vector<Fraction> VotesOf(const StvStage& stage) {
  std::vector<Fraction> votes = stage.votes;
  votes.push_back(stage.exhausted);
  return votes;
}

// Those elected first stand on top, those excluded first at the bottom above nobody's votes.
std::vector<std::size_t> OrderOfColumns(const std::vector<StvStage>& stages) {
  const std::size_t size = stages.front().votes.size();
  std::vector<std::size_t> order;
  std::vector<std::size_t> excluded;
  for (const StvStage& stage : stages) {
    order.insert(order.end(), stage.elected.begin(), stage.elected.end());
    if (stage.act == "exclusion of") excluded.push_back(*stage.candidate);
  }
  const auto holds = [](const std::vector<std::size_t>& list, std::size_t c) {
    return std::find(list.begin(), list.end(), c) != list.end();
  };
  for (std::size_t c = 0; c < size; ++c) {
    if (!holds(order, c) && !holds(excluded, c)) order.push_back(c);
  }
  for (auto c = excluded.rbegin(); c != excluded.rend(); ++c) {
    if (!holds(order, *c)) order.push_back(*c);
  }
  order.push_back(size);
  return order;
}

class Rounds {
 public:
  Rounds(std::string_view title,
         std::string_view description,
         const std::vector<std::string>& names,
         const std::vector<StvStage>& stages)
      : names_(names),
        stages_(stages),
        first_(stages.size() > kStagesShownMax ? stages.size() - kStagesShownMax : 0),
        order_(OrderOfColumns(stages)),
        svg_(title, description) {
    for (const StvStage& stage : stages) {
      const auto votes = VotesOf(stage);
      whole_ = std::max(whole_, std::accumulate(votes.begin(), votes.end(), Fraction()));
    }
    if (whole_.IsZero()) whole_ = 1;
  }

  Picture Draw() && {
    for (std::size_t s = first_; s < stages_.size(); ++s)
      columns_.push_back(ColumnOf(s));
    for (std::size_t s = first_; s + 1 < stages_.size(); ++s)
      DrawBands(s);
    for (std::size_t s = first_; s < stages_.size(); ++s)
      DrawColumn(s);
    const auto shown = static_cast<Tenths>(columns_.size());
    const Tenths bottom = kTop + kHeight + static_cast<Tenths>(order_.size()) * kBetween + 160;
    if (first_ > 0) {
      svg_.Text(0,
                bottom,
                Anchor::kStart,
                "name",
                "The first " + std::to_string(first_) + " stages are left out.");
    }
    return {std::move(svg_), shown * (kColumn + kGap) - kGap + 20, bottom + 60};
  }

 private:
  [[nodiscard]] Tenths LeftOf(std::size_t s) const {
    return 10 + static_cast<Tenths>(s - first_) * (kColumn + kGap);
  }

  [[nodiscard]] Column ColumnOf(std::size_t s) const {
    const auto votes = VotesOf(stages_[s]);
    Column column(votes.size());
    Tenths y = kTop;
    for (const std::size_t c : order_) {
      const Tenths height = ScaledTo(votes[c], whole_, kHeight);
      column[c] = {y, height};
      if (height > 0) y += height + kBetween;
    }
    return column;
  }

  [[nodiscard]] bool IsElectedBy(std::size_t s, std::size_t c) const {
    for (std::size_t i = 0; i <= s; ++i) {
      const auto& elected = stages_[i].elected;
      if (std::find(elected.begin(), elected.end(), c) != elected.end()) return true;
    }
    return false;
  }

  void DrawColumn(std::size_t s) {
    const StvStage& stage = stages_[s];
    const Tenths x = LeftOf(s);
    svg_.Text(x, 140, Anchor::kStart, "place", "Stage " + std::to_string(s + 1));
    std::string act = stage.act;
    if (stage.candidate) act += " " + names_[*stage.candidate];
    svg_.Text(x, 280, Anchor::kStart, "name", IsolateText(ClipText(act, kHeadingColumns)));
    const auto votes = VotesOf(stage);
    for (const std::size_t c : order_) {
      const Stretch& stretch = columns_[s - first_][c];
      if (stretch.height == 0) continue;
      const bool nobody = c == names_.size();
      const bool won = !nobody && IsElectedBy(s, c);
      svg_.Rect(x,
                stretch.top,
                kColumn,
                stretch.height,
                nobody ? "seg gone"
                : won  ? "seg won"
                       : "seg");
      if (stretch.height < kRoomForName) continue;
      const std::string name = nobody ? "nobody" : IsolateText(ClipText(names_[c], kNameColumns));
      svg_.Text(x + 40,
                stretch.top + stretch.height / 2 + 40,
                Anchor::kStart,
                won ? "on" : "name",
                name + " " + ShortWeight(votes[c]));
    }
  }

  void Band(std::size_t s, Stretch from, Stretch to, std::string_view look) {
    const Tenths left = LeftOf(s) + kColumn;
    const Tenths right = left + kGap;
    svg_.Polygon({{left, from.top},
                  {right, to.top},
                  {right, to.top + to.height},
                  {left, from.top + from.height}},
                 look);
  }

  void DrawBands(std::size_t s) {
    const Column& before = columns_[s - first_];
    const Column& after = columns_[s - first_ + 1];
    const auto then = VotesOf(stages_[s]);
    const auto now = VotesOf(stages_[s + 1]);
    std::vector<std::size_t> givers;
    for (const std::size_t c : order_) {
      if (now[c] < then[c]) givers.push_back(c);
      const Tenths kept = std::min(before[c].height, after[c].height);
      if (kept > 0) Band(s, {before[c].top, kept}, {after[c].top, kept}, "kept");
    }
    if (givers.size() != 1) return;
    const std::size_t giver = givers.front();
    Tenths at = before[giver].top + std::min(before[giver].height, after[giver].height);
    const Tenths end = before[giver].top + before[giver].height;
    for (const std::size_t c : order_) {
      if (now[c] <= then[c]) continue;
      const Tenths gain = after[c].height - before[c].height;
      const Tenths given = std::min(gain, end - at);
      if (given <= 0) continue;
      Band(s, {at, given}, {after[c].top + before[c].height, gain}, "moved");
      at += given;
    }
  }

  const std::vector<std::string>& names_;
  const std::vector<StvStage>& stages_;
  std::size_t first_;
  std::vector<std::size_t> order_;
  Svg svg_;
  Fraction whole_;
  std::vector<Column> columns_;
};

}  // namespace

Picture RoundsPicture(std::string_view title,
                      std::string_view description,
                      const std::vector<std::string>& names,
                      const std::vector<StvStage>& stages) {
  QUORATE_CHECK(!stages.empty());
  return Rounds(title, description, names, stages).Draw();
}

}  // namespace quorate::engine
