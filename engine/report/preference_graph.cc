#include "engine/report/preference_graph.h"

#include <algorithm>

#include "engine/report/number_text.h"

namespace quorate::engine {

namespace {

constexpr Tenths kNode = 90;     // A candidate's dot.
constexpr Tenths kHead = 90;     // An arrow's head.
constexpr Tenths kLetter = 62;   // What a letter takes at most, on average.
constexpr Tenths kMargin = 260;  // Above and below the circle.
constexpr std::int64_t kUnit = 10'000;
constexpr std::size_t kNameColumns = 24;
constexpr Tenths kCellWidth = 560;
constexpr Tenths kCellHeight = 220;

// The sine of a whole number of degrees in 1/kUnit, by Bhaskara's approximation, which is right to
// one part in 600: whole numbers, so that every machine draws the same.
std::int64_t Sine(std::int64_t degrees) {
  degrees %= 360;
  if (degrees >= 180) return -Sine(degrees - 180);
  const std::int64_t product = degrees * (180 - degrees);
  return 4 * kUnit * product / (40'500 - product);
}

std::int64_t Cosine(std::int64_t degrees) {
  return Sine(degrees + 90);
}

std::int64_t RootOf(std::int64_t square) {
  std::int64_t root = square;
  for (std::int64_t next = square / 2 + 1; next < root;) {
    root = next;
    next = (root + square / root) / 2;
  }
  return root;
}

bool IsIn(const std::vector<std::size_t>& winners, std::size_t candidate) {
  return std::find(winners.begin(), winners.end(), candidate) != winners.end();
}

// The point that lies `way` from `from` towards `to`.
Point Towards(Point from, Point to, Tenths way) {
  const Tenths dx = to.x - from.x;
  const Tenths dy = to.y - from.y;
  const Tenths length = std::max<Tenths>(RootOf(dx * dx + dy * dy), 1);
  return {from.x + dx * way / length, from.y + dy * way / length};
}

// An arrow's head at `tip`, which points away from `from`.
std::vector<Point> HeadAt(Point from, Point tip) {
  const Point base = Towards(tip, from, kHead);
  const Tenths dx = (tip.x - base.x) * 2 / 5;
  const Tenths dy = (tip.y - base.y) * 2 / 5;
  return {tip, {base.x - dy, base.y + dx}, {base.x + dy, base.y - dx}};
}

class Graph {
 public:
  Graph(std::string_view title, std::string_view description, const Duels& duels)
      : duels_(duels), svg_(title, description) {
    std::size_t longest = 0;
    for (const std::string& name : duels.names)
      longest = std::max(longest, std::min(name.size(), kNameColumns));
    const auto size = static_cast<Tenths>(duels.names.size());
    const Tenths radius = 700 + 110 * size;
    const Tenths side = static_cast<Tenths>(longest) * kLetter + 2 * kNode + 60;
    centre_ = {side + radius, kMargin + radius};
    for (Tenths i = 0; i < size; ++i) {
      const std::int64_t degrees = 270 + 360 * i / size;
      angles_.push_back(degrees);
      nodes_.push_back({centre_.x + Cosine(degrees) * radius / kUnit,
                        centre_.y + Sine(degrees) * radius / kUnit});
    }
    width_ = 2 * centre_.x;
    height_ = 2 * centre_.y;
  }

  Picture Draw() && {
    for (std::size_t a = 0; a < nodes_.size(); ++a) {
      for (std::size_t b = a + 1; b < nodes_.size(); ++b)
        DrawDuel(a, b);
    }
    for (const auto& [at, text] : labels_)
      DrawLabel(at, text);
    for (std::size_t a = 0; a < nodes_.size(); ++a)
      DrawNode(a);
    return {std::move(svg_), width_, height_};
  }

 private:
  void DrawDuel(std::size_t a, std::size_t b) {
    const Fraction& one = duels_.above[a * nodes_.size() + b];
    const Fraction& other = duels_.above[b * nodes_.size() + a];
    if (one < other) std::swap(a, b);
    const Point from = Towards(nodes_[a], nodes_[b], kNode + 10);
    const Point to = Towards(nodes_[b], nodes_[a], kNode + 20);
    const std::string text =
        ShortWeight(std::max(one, other)) + ":" + ShortWeight(std::min(one, other));
    if (one == other) {
      svg_.Line(from.x, from.y, to.x, to.y, "level");
    } else {
      const bool won = IsIn(duels_.winners, a);
      const Point base = Towards(to, from, kHead);
      svg_.Line(from.x, from.y, base.x, base.y, won ? "duel won" : "duel");
      svg_.Polygon(HeadAt(from, to), won ? "head won" : "head");
    }
    // Nearer to the winner than where lines cross, so that labels stay apart.
    labels_.push_back({{(3 * from.x + to.x) / 4, (3 * from.y + to.y) / 4}, text});
  }

  void DrawLabel(Point at, const std::string& text) {
    const Tenths width = static_cast<Tenths>(text.size()) * kLetter + 40;
    svg_.Rect(at.x - width / 2, at.y - 75, width, 150, "plate");
    svg_.Text(at.x, at.y + 40, Anchor::kMiddle, "votes", text);
  }

  void DrawNode(std::size_t a) {
    const bool won = IsIn(duels_.winners, a);
    svg_.Circle(nodes_[a], kNode, won ? "node won" : "node");
    const std::int64_t across = Cosine(angles_[a]);
    const std::int64_t down = Sine(angles_[a]);
    const Anchor anchor = across > kUnit / 5    ? Anchor::kStart
                          : across < -kUnit / 5 ? Anchor::kEnd
                                                : Anchor::kMiddle;
    const Tenths x = nodes_[a].x + (kNode + 60) * across / kUnit;
    const Tenths y = nodes_[a].y + (kNode + 90) * down / kUnit + 40;
    svg_.Text(x, y, anchor, won ? "place" : "name", Label(a));
  }

  [[nodiscard]] std::string Label(std::size_t a) const {
    return IsolateText(ClipText(duels_.names[a], kNameColumns));
  }

  const Duels& duels_;
  Svg svg_;
  Point centre_;
  Tenths width_ = 0;
  Tenths height_ = 0;
  std::vector<Point> nodes_;
  std::vector<std::int64_t> angles_;
  std::vector<std::pair<Point, std::string>> labels_;
};

// A row a candidate; a cell is dark where the row beats the column.
Picture DuelTable(std::string_view title, std::string_view description, const Duels& duels) {
  Svg svg(title, description);
  const std::size_t all = duels.names.size();
  const std::size_t shown = std::min(all, kDuelsShownMax);
  const Tenths left = static_cast<Tenths>(kNameColumns + 5) * kLetter;
  Tenths y = 2 * kCellHeight;
  for (std::size_t column = 0; column < shown; ++column) {
    svg.Text(left + static_cast<Tenths>(column) * kCellWidth + kCellWidth / 2,
             y - 60,
             Anchor::kMiddle,
             "name",
             std::to_string(column + 1));
  }
  for (std::size_t row = 0; row < shown; ++row, y += kCellHeight) {
    const std::string name =
        std::to_string(row + 1) + " " + IsolateText(ClipText(duels.names[row], kNameColumns));
    svg.Text(0, y + 150, Anchor::kStart, IsIn(duels.winners, row) ? "place" : "name", name);
    for (std::size_t column = 0; column < shown; ++column) {
      if (row == column) continue;
      const Fraction& one = duels.above[row * all + column];
      const Fraction& other = duels.above[column * all + row];
      const Tenths x = left + static_cast<Tenths>(column) * kCellWidth;
      svg.Rect(x, y, kCellWidth, kCellHeight, one > other ? "seg won" : "seg gone");
      svg.Text(x + kCellWidth / 2,
               y + 150,
               Anchor::kMiddle,
               one > other ? "on" : "name",
               ShortWeight(one) + ":" + ShortWeight(other));
    }
  }
  if (shown < all) {
    svg.Text(0,
             y + 150,
             Anchor::kStart,
             "name",
             "The first " + std::to_string(shown) + " of " + std::to_string(all) + " are shown.");
    y += kCellHeight;
  }
  return {std::move(svg), left + static_cast<Tenths>(shown) * kCellWidth + 20, y + 20};
}

}  // namespace

Picture PreferenceGraph(std::string_view title, std::string_view description, const Duels& duels) {
  if (duels.names.size() > kCircledMax) return DuelTable(title, description, duels);
  return Graph(title, description, duels).Draw();
}

std::string ShortWeight(const Fraction& weight) {
  return weight.denominator() == 1 ? weight.ToString() : DecimalText(weight, 2);
}

}  // namespace quorate::engine
