#include "engine/study/k_rule.h"

#include <algorithm>
#include <functional>
#include <iterator>
#include <optional>

namespace quorate::engine {

namespace {

constexpr std::size_t kSortsMax = 64;
constexpr std::size_t kSubsetsMax = 500;

using Row = std::vector<Fraction>;

// What tables span, in echelon form: every combination of them.
class Span {
 public:
  // True if the row is no combination of those before.
  bool Add(Row row) {
    Reduce(row);
    const std::size_t lead = LeadOf(row);
    if (lead == row.size()) return false;
    const auto place = std::ranges::upper_bound(rows_, lead, {}, &Led::lead);
    rows_.insert(place, {lead, std::move(row)});
    return true;
  }
  [[nodiscard]] bool Holds(Row row) const {
    Reduce(row);
    return LeadOf(row) == row.size();
  }
  [[nodiscard]] std::size_t rank() const { return rows_.size(); }
  // The combinations that are zero before `column`, cut there.
  [[nodiscard]] std::vector<Row> From(std::size_t column) const {
    std::vector<Row> rows;
    for (const auto& [lead, row] : rows_) {
      if (lead >= column)
        rows.emplace_back(row.begin() + static_cast<std::ptrdiff_t>(column), row.end());
    }
    return rows;
  }

 private:
  struct Led {
    std::size_t lead = 0;  // The first place that is not zero; no two rows share one.
    Row row;
  };

  static std::size_t LeadOf(const Row& row) {
    const auto lead =
        std::ranges::find_if(row, [](const Fraction& value) { return !value.IsZero(); });
    return static_cast<std::size_t>(lead - row.begin());
  }

  // Leads further left first, since taking a row away changes only what stands right of its lead.
  void Reduce(Row& row) const {
    for (const auto& [lead, other] : rows_) {
      const Fraction factor = row[lead] / other[lead];
      if (factor.IsZero()) continue;
      for (std::size_t c = lead; c < row.size(); ++c)
        row[c] -= factor * other[c];
    }
  }

  std::vector<Led> rows_;  // In order of their leads.
};

// Looks for a combination of `rows` that concerns few people.
class Search {
 public:
  Search(std::vector<Row> rows, std::vector<std::int64_t> people, std::int64_t k)
      : rows_(std::move(rows)), people_(std::move(people)), k_(k) {}

  bool Finds() {
    if (rows_.empty()) return false;
    if (rows_.size() == 1) return Concerns(rows_.front()) < k_;
    std::int64_t all = 0;
    for (const std::int64_t people : people_)
      all += people;
    if (all < k_) return true;
    std::vector<bool> few(people_.size());
    return Try(few, 0, 0);
  }

 private:
  [[nodiscard]] std::int64_t Concerns(const Row& row) const {
    std::int64_t people = 0;
    for (std::size_t i = 0; i < row.size(); ++i)
      people += row[i].IsZero() ? 0 : people_[i];
    return people;
  }

  // Whether some combination concerns only people in `few`, or in that and more of the sorts from
  // `next` on.
  bool Try(std::vector<bool>& few, std::size_t next, std::int64_t people) {
    if (++looked_at_ > kSubsetsMax) return true;
    if (people > 0 && RankOutside(few) < rows_.size()) return true;
    for (std::size_t i = next; i < people_.size(); ++i) {
      if (people + people_[i] >= k_) continue;
      few[i] = true;
      if (Try(few, i + 1, people + people_[i])) return true;
      few[i] = false;
    }
    return false;
  }

  [[nodiscard]] std::size_t RankOutside(const std::vector<bool>& few) const {
    Span span;
    for (Row row : rows_) {
      for (std::size_t i = 0; i < row.size(); ++i) {
        if (few[i]) row[i] = 0;
      }
      span.Add(std::move(row));
    }
    return span.rank();
  }

  std::vector<Row> rows_;  // Independent of each other.
  std::vector<std::int64_t> people_;
  std::int64_t k_;
  std::size_t looked_at_ = 0;
};

// The same people told apart by their tables only.
std::vector<Alike> WithoutWeights(const std::vector<Alike>& people) {
  std::vector<Alike> merged;
  for (const Alike& alike : people) {
    const auto same = std::ranges::find(merged, alike.groups, &Alike::groups);
    if (same == merged.end()) {
      merged.push_back({alike.groups, alike.people, 1, 1});
    } else {
      same->people += alike.people;
    }
  }
  return merged;
}

class Tables {
 public:
  Tables(std::span<const Alike> people, std::size_t groups, int k, const HeldBack& held_back)
      : groups_(groups), k_(k), held_back_(held_back), sizes_(groups) {
    std::ranges::copy_if(
        people, std::back_inserter(people_), [](const Alike& alike) { return alike.people > 0; });
    held_back_.groups.resize(groups);
    weighted_ = std::ranges::any_of(people_, [&](const Alike& alike) {
      return alike.panel_weight != people_.front().panel_weight ||
             alike.group_weight != people_.front().group_weight;
    });
    for (const Alike& alike : people_) {
      all_ += alike.people;
      for (const std::uint32_t group : alike.groups)
        sizes_[group] += alike.people;
    }
  }

  Shown Choose() {
    shown_.panel = (all_ == 0 || all_ >= k_) && !held_back_.panel;
    if (weighted_ && people_.size() > kSortsMax) DropWeights();
    const bool too_many = people_.size() > kSortsMax;
    for (std::size_t g = 0; g < groups_; ++g) {
      const bool few = sizes_[g] < k_;
      shown_.groups.push_back(sizes_[g] == 0 || !(few || held_back_.groups[g] || too_many));
    }
    // Sorts of many people first, so that elimination clears them before it comes to the few.
    std::ranges::stable_sort(people_, std::ranges::greater(), &Alike::people);
    while (!too_many && Tells())
      TakeOneAway();
    return shown_;
  }

 private:
  void DropWeights() {
    shown_.weights = false;
    weighted_ = false;
    people_ = WithoutWeights(people_);
    std::ranges::stable_sort(people_, std::ranges::greater(), &Alike::people);
  }

  [[nodiscard]] bool ShowsPeople(std::size_t group) const {
    return shown_.groups[group] && sizes_[group] > 0;
  }

  [[nodiscard]] Row PanelRow(bool weighted) const {
    Row row;
    for (const Alike& alike : people_)
      row.push_back(weighted ? alike.panel_weight : Fraction(1));
    return row;
  }
  [[nodiscard]] Row GroupRow(std::size_t group, bool weighted) const {
    Row row;
    for (const Alike& alike : people_) {
      const bool in = std::ranges::find(alike.groups, group) != alike.groups.end();
      row.push_back(!in ? Fraction(0) : weighted ? alike.group_weight : Fraction(1));
    }
    return row;
  }

  [[nodiscard]] Span Combinations() const {
    Span span;
    for (const bool weighted : {false, true}) {
      if (weighted && !weighted_) continue;
      if (shown_.panel) span.Add(PanelRow(weighted));
      for (std::size_t g = 0; g < groups_; ++g) {
        if (ShowsPeople(g)) span.Add(GroupRow(g, weighted));
      }
    }
    return span;
  }

  [[nodiscard]] bool Tells() const {
    const Span span = Combinations();
    if (span.rank() == 0) return false;
    if (held_back_.panel && span.Holds(PanelRow(false))) return true;
    for (std::size_t g = 0; g < groups_; ++g) {
      if (held_back_.groups[g] && sizes_[g] > 0 && span.Holds(GroupRow(g, false))) return true;
    }
    const auto first_few =
        std::ranges::find_if(people_, [&](const Alike& alike) { return alike.people < k_; });
    std::vector<std::int64_t> few;
    for (auto alike = first_few; alike != people_.end(); ++alike)
      few.push_back(alike->people);
    const auto column = static_cast<std::size_t>(first_few - people_.begin());
    return Search(span.From(column), std::move(few), k_).Finds();
  }

  void TakeOneAway() {
    if (weighted_) return DropWeights();
    std::optional<std::size_t> smallest;
    for (std::size_t g = 0; g < groups_; ++g) {
      if (ShowsPeople(g) && (!smallest || sizes_[g] < sizes_[*smallest])) smallest = g;
    }
    if (smallest) {
      shown_.groups[*smallest] = false;
    } else {
      shown_.panel = false;
    }
  }

  std::vector<Alike> people_;
  std::size_t groups_;
  std::int64_t k_;
  HeldBack held_back_;
  std::vector<std::int64_t> sizes_;
  std::int64_t all_ = 0;
  bool weighted_ = false;  // Whether weighted figures that are shown say more than the others.
  Shown shown_;
};

}  // namespace

bool Shown::all() const {
  return panel && weights && std::find(groups.begin(), groups.end(), false) == groups.end();
}

Shown WhatMayBeShown(std::span<const Alike> people,
                     std::size_t groups,
                     int k,
                     const HeldBack& held_back) {
  return Tables(people, groups, k, held_back).Choose();
}

}  // namespace quorate::engine
