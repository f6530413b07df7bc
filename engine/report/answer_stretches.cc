#include "engine/report/answer_stretches.h"

#include <charconv>
#include <optional>

#include "engine/report/counting.h"

namespace quorate::engine {

namespace {

constexpr std::size_t kStretchesMax = 5;

// A head count. A public tally cannot be counted again, so it may hold anything: what is no
// plausible count is none.
std::int64_t PeopleIn(std::string_view digits) {
  constexpr std::int64_t kMost = 1'000'000'000;
  std::int64_t people = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), people);
  return people < 0 || people > kMost ? 0 : people;
}

// "7-9", "-5--2": two whole numbers with a '-' between them.
std::optional<AnswerStretch> BandIn(std::string_view key) {
  AnswerStretch band;
  const char* const end = key.data() + key.size();
  const auto low = std::from_chars(key.data(), end, band.low);
  if (low.ec != std::errc() || low.ptr == end || *low.ptr != '-') return std::nullopt;
  const auto high = std::from_chars(low.ptr + 1, end, band.high);
  if (high.ec != std::errc() || high.ptr != end) return std::nullopt;
  return band;
}

// The table's bands in order, if they cut the scale into pieces.
std::vector<AnswerStretch> CutUp(const Json& table, std::int64_t min, std::int64_t max) {
  std::vector<AnswerStretch> pieces;
  std::int64_t next = min;
  for (const BandView& view : BandsOf(table)) {
    const auto band = BandIn(view.key);
    if (!band || band->low != next || band->high < band->low || band->high > max) return {};
    pieces.push_back(*band);
    next = band->high + 1;
  }
  const bool fits = pieces.size() >= 2 && pieces.size() <= kStretchesMax && next == max + 1;
  return fits ? pieces : std::vector<AnswerStretch>();
}

std::vector<AnswerStretch> AroundMiddle(std::int64_t min, std::int64_t max) {
  if (min == max) return {{min, max, 0}};
  const std::int64_t half = (max - min + 1) / 2;
  std::vector<AnswerStretch> pieces = {{min, min + half - 1, 0}};
  if ((max - min + 1) % 2 != 0) pieces.push_back({min + half, min + half, 0});
  pieces.push_back({max - half + 1, max, 0});
  return pieces;
}

}  // namespace

std::vector<AnswerStretch> StretchesOf(const Json& table) {
  const auto points = HistogramOf(table);
  if (points.empty()) return {};
  const std::int64_t min = points.front().first;
  const std::int64_t max = points.back().first;
  std::vector<AnswerStretch> pieces = CutUp(table, min, max);
  if (pieces.empty()) pieces = AroundMiddle(min, max);
  std::size_t piece = 0;
  for (const auto& [score, count] : points) {
    while (score > pieces[piece].high)
      ++piece;
    pieces[piece].people += PeopleIn(count);
  }
  return pieces;
}

std::int64_t PeopleOf(const std::vector<AnswerStretch>& stretches) {
  std::int64_t people = 0;
  for (const AnswerStretch& stretch : stretches)
    people += stretch.people;
  return people;
}

std::int64_t PeopleWithin(const Json& table, std::int64_t low, std::int64_t high) {
  std::int64_t people = 0;
  for (const auto& [score, count] : HistogramOf(table)) {
    if (score >= low && score <= high) people += PeopleIn(count);
  }
  return people;
}

std::string Words(const AnswerStretch& stretch, VoteKind kind) {
  if (kind == VoteKind::kYesNo && stretch.low == stretch.high) {
    return stretch.low == 0 ? "no" : "yes";
  }
  std::string text = std::to_string(stretch.low);
  if (stretch.high != stretch.low) text += " to " + std::to_string(stretch.high);
  return text;
}

std::int64_t PeopleAt(const Json& table, std::string_view name) {
  return PeopleIn(FigureText(table, name));
}

}  // namespace quorate::engine
