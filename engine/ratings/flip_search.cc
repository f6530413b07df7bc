#include "engine/ratings/flip_search.h"

#include <algorithm>
#include <limits>
#include <map>
#include <memory>
#include <utility>

namespace quorate::engine {

namespace {

using Part = ScoreFormula::Part;

constexpr std::uint64_t kNever = std::numeric_limits<std::uint64_t>::max();

// At least `wanted` of a node's parts from `first` on have yet to be chosen.
struct Choice {
  Part node = 0;
  std::size_t first = 0;
  std::size_t wanted = 0;
};

// A set of needs that have to be met, and choices among further ones. Once there is no choice left,
// a mover tries to meet them.
struct Branch {
  std::uint64_t bound = 0;  // It takes no fewer people.
  std::vector<Need> needs;
  std::vector<Choice> choices;
  std::shared_ptr<ScoreMover> mover;
};

class FlipSearch {
 public:
  FlipSearch(const ScoreFormula& formula,
             const Movable& movable,
             const std::function<bool(const std::vector<Move>&)>& verify)
      : formula_(formula), movable_(movable), verify_(verify), overlaps_(formula.item()) {
    for (const Node& node : formula.nodes())
      fewest_.push_back(FewestAt(node));
    for (std::size_t cohort = 0; cohort < movable.size(); ++cohort) {
      if (!movable[cohort]) continue;
      for (const std::uint64_t people : formula.item().cohorts[cohort].scores)
        people_ += people;
    }
  }

  FewestMoves Run(Part root) {
    Branch whole;
    if (Require(root, whole)) Add(std::move(whole));
    std::uint64_t opened = 0;
    while (!branches_.empty() && !found_.at_most && opened < kBranchesMax) {
      ++opened;
      Branch branch = std::move(branches_.extract(branches_.begin()).mapped());
      if (branch.choices.empty()) {
        TryToMeet(std::move(branch));
      } else {
        Open(branch);
      }
    }
    return Conclude();
  }

 private:
  // The fewest people for one node, were nothing else asked.
  [[nodiscard]] std::uint64_t FewestAt(const Node& node) const {
    if (node.need) {
      return FewestFor(formula_, formula_.needs()[*node.need], movable_).value_or(kNever);
    }
    return FewestOf(node.parts, 0, node.wanted);
  }

  [[nodiscard]] std::uint64_t FewestOf(const std::vector<Part>& parts,
                                       std::size_t first,
                                       std::size_t wanted) const {
    if (wanted == 0) return 0;
    if (parts.size() - first < wanted) return kNever;
    std::vector<std::uint64_t> fewest;
    for (std::size_t i = first; i < parts.size(); ++i)
      fewest.push_back(fewest_[parts[i]]);
    const auto last = fewest.begin() + static_cast<std::ptrdiff_t>(wanted - 1);
    std::nth_element(fewest.begin(), last, fewest.end());
    return *last;
  }

  // Adds what a part asks to the branch; false where it can never be.
  bool Require(Part part, Branch& branch) {
    const Node& node = formula_.nodes()[part];
    if (fewest_[part] == kNever) return false;
    if (node.need) {
      AddNeed(formula_.needs()[*node.need], branch);
      return true;
    }
    if (node.wanted < node.parts.size()) {
      branch.choices.push_back({part, 0, node.wanted});
      return true;
    }
    return std::all_of(
        node.parts.begin(), node.parts.end(), [&](Part each) { return Require(each, branch); });
  }

  // Of two needs for more of the same, the larger one.
  static void AddNeed(const Need& need, Branch& branch) {
    for (Need& other : branch.needs) {
      if (other.basis != need.basis || other.points != need.points) continue;
      other.least = std::max(other.least, need.least);
      return;
    }
    branch.needs.push_back(need);
  }

  void Add(Branch branch) {
    std::vector<std::uint64_t> by_table(formula_.item().groups.size() + 1);
    const auto raise = [&](const Need& need) {
      const std::uint64_t fewest = FewestFor(formula_, need, movable_).value_or(kNever);
      std::uint64_t& table = by_table[formula_.bases()[need.basis].table];
      table = std::max(table, fewest);
    };
    for (const Need& need : branch.needs)
      raise(need);
    if (branch.choices.empty()) RaiseByPairs(branch.needs, raise);
    if (std::find(by_table.begin(), by_table.end(), kNever) != by_table.end()) return;
    branch.bound = std::max({std::uint64_t{1}, branch.bound, overlaps_.Together(by_table)});
    for (const Choice& choice : branch.choices) {
      const auto& parts = formula_.nodes()[choice.node].parts;
      branch.bound = std::max(branch.bound, FewestOf(parts, choice.first, choice.wanted));
    }
    Keep(std::move(branch));
  }

  // Two needs of one table imply their sum, which can ask for more than either, or for what cannot
  // be.
  static void RaiseByPairs(const std::vector<Need>& needs, const auto& raise) {
    for (std::size_t a = 0; a < needs.size(); ++a) {
      for (std::size_t b = 0; b < a; ++b) {
        if (needs[a].basis != needs[b].basis) continue;
        Need sum = needs[a];
        for (std::size_t point = 0; point < sum.points.size(); ++point)
          sum.points[point] += needs[b].points[point];
        sum.least += needs[b].least;
        raise(sum);
      }
    }
  }

  void Keep(Branch branch) {
    if (branch.bound > people_) return;
    branches_.emplace(std::pair(branch.bound, arrived_++), std::move(branch));
  }

  // Takes up the choice with the fewest parts.
  void Open(Branch& branch) {
    const auto parts_of = [&](const Choice& choice) -> const std::vector<Part>& {
      return formula_.nodes()[choice.node].parts;
    };
    const auto narrowest = std::min_element(
        branch.choices.begin(), branch.choices.end(), [&](const Choice& a, const Choice& b) {
          return parts_of(a).size() - a.first < parts_of(b).size() - b.first;
        });
    const Choice choice = *narrowest;
    branch.choices.erase(narrowest);
    const auto& parts = parts_of(choice);
    // One of several: each in turn. More than one: with the first, or without it.
    const std::size_t last = choice.wanted == 1 ? parts.size() : choice.first + 1;
    for (std::size_t i = choice.first; i < last; ++i) {
      Branch with = branch;
      if (!Require(parts[i], with)) continue;
      if (choice.wanted > 1) with.choices.push_back({choice.node, i + 1, choice.wanted - 1});
      Add(std::move(with));
    }
    if (choice.wanted == 1 || parts.size() - choice.first <= choice.wanted) return;
    branch.choices.push_back({choice.node, choice.first + 1, choice.wanted});
    Add(std::move(branch));
  }

  // With exactly as many people as its bound says, which no other branch can do better.
  void TryToMeet(Branch branch) {
    if (!branch.mover) {
      branch.mover = std::make_shared<ScoreMover>(formula_, overlaps_, branch.needs, movable_);
    }
    const std::uint64_t allowed = std::min(tries_, kTriesABranch);
    std::uint64_t left = allowed;
    auto moves = branch.mover->Within(branch.bound, left);
    tries_ -= allowed - left;
    if (moves && verify_(*moves)) {
      found_.at_most = branch.bound;
      found_.moves = *std::move(moves);
    } else if (moves || left == 0) {
      stuck_.push_back(std::move(branch));
    } else {
      ++branch.bound;
      Keep(std::move(branch));
    }
  }

  FewestMoves Conclude() {
    for (auto& [key, branch] : branches_) {
      if (!found_.at_most) stuck_.push_back(std::move(branch));
    }
    found_.at_least = found_.at_most;
    for (const Branch& branch : stuck_) {
      found_.at_least = std::min(branch.bound, found_.at_least.value_or(kNever));
    }
    for (Branch& branch : stuck_) {
      if (!found_.at_most || *found_.at_most > *found_.at_least) LookForMoves(branch);
    }
    return std::move(found_);
  }

  void LookForMoves(Branch& branch) {
    if (!branch.choices.empty()) return;
    if (!branch.mover) {
      branch.mover = std::make_shared<ScoreMover>(formula_, overlaps_, branch.needs, movable_);
    }
    auto moves = branch.mover->Greedily();
    if (!moves) return;
    std::uint64_t people = 0;
    for (const Move& move : *moves)
      people += move.people;
    if (people >= found_.at_most.value_or(kNever) || !verify_(*moves)) return;
    found_.at_most = people;
    found_.moves = *std::move(moves);
  }

  const ScoreFormula& formula_;
  const Movable& movable_;
  const std::function<bool(const std::vector<Move>&)>& verify_;
  TableOverlaps overlaps_;
  std::vector<std::uint64_t> fewest_;  // By node.
  std::uint64_t people_ = 0;           // Who may move.
  // By bound, then by arrival.
  std::map<std::pair<std::uint64_t, std::uint64_t>, Branch> branches_;
  std::uint64_t arrived_ = 0;
  std::uint64_t tries_ = kTriesMax;
  std::vector<Branch> stuck_;  // Cut short, or their moves changed nothing.
  FewestMoves found_;
};

}  // namespace

FewestMoves FindFewestMoves(const ScoreFormula& formula,
                            ScoreFormula::Part root,
                            const Movable& movable,
                            const std::function<bool(const std::vector<Move>&)>& verify) {
  return FlipSearch(formula, movable, verify).Run(root);
}

}  // namespace quorate::engine
