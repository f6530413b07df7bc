#include "engine/ratings/contradiction.h"

#include <algorithm>
#include <functional>
#include <set>
#include <utility>
#include <vector>

#include "engine/ratings/consensus.h"
#include "engine/ratings/tally.h"

namespace quorate::engine {

namespace {

constexpr std::size_t kAtomsMax = 7;
constexpr std::size_t kTalliesMax =
    40'000;  // For each number of groups; keeps the check under a second.

// What the search has to know of a rule: which answers it can tell apart, and at what shares it
// turns.
struct Landmarks {
  std::set<int> scores;             // Ends of bands and thresholds of statistics.
  std::vector<Band> bands;          // Of share tests.
  std::vector<Fraction> shares;     // Thresholds.
  std::vector<std::string> groups;  // Called by name.
  bool shares_only = true;          // Then one score a combination of bands is enough.
  bool unscored = false;            // "Unable" can matter.
  bool grouped = false;             // Some scope is not the panel.
};

class Surveyor {
 public:
  explicit Surveyor(const ConsensusRule& rule) : rule_(rule) {
    Add(rule.scale.min);
    Add(rule.scale.max);
    marks_.unscored = rule.denominator == Denominator::kAnswered;
    for (const Clause& clause : rule.clauses)
      Survey(clause.when);
  }

  [[nodiscard]] const Landmarks& marks() const { return marks_; }

  void operator()(const Compound& test) {
    for (const Criterion& part : test.parts)
      Survey(part);
  }
  void operator()(const ShareTest& test) {
    Add(test.band);
    marks_.bands.push_back(test.band);
    marks_.shares.push_back(test.value);
    if (test.plus_unable || test.plus_not_understood || test.denominator) marks_.unscored = true;
  }
  void operator()(const StatisticTest& test) {
    marks_.shares_only = false;
    int below = rule_.scale.min;
    while (Fraction(below + 1) <= test.value && below < rule_.scale.max)
      ++below;
    if (test.statistic == Statistic::kIqr) return;
    Add(below);
    Add(below + 1);
  }
  void operator()(const NearMedianTest& test) {
    marks_.shares_only = false;
    marks_.shares.push_back(test.value);
  }
  void operator()(const IprasTest&) { AddBands(); }
  void operator()(const TailsTest& test) {
    marks_.shares_only = false;
    Add(test.low);
    Add(test.high);
  }
  void operator()(const OutsideTest&) { AddBands(); }

 private:
  void Add(int score) {
    if (rule_.scale.Holds(score)) marks_.scores.insert(score);
  }
  void Add(const Band& band) {
    Add(band.low);
    Add(band.high);
  }
  void AddBands() {
    marks_.shares_only = false;
    for (const Band& band : rule_.scale.bands)
      Add(band);
  }
  void Survey(const Criterion& criterion) {
    if (criterion.scope.kind != Scope::Kind::kPanel) marks_.grouped = true;
    for (const std::string& group : criterion.scope.groups) {
      auto& groups = marks_.groups;
      if (std::find(groups.begin(), groups.end(), group) == groups.end()) groups.push_back(group);
    }
    std::visit(*this, criterion.test);
  }

  const ConsensusRule& rule_;
  Landmarks marks_;
};

// The answers to combine: scores that the rule tells apart, and "unable" where it can matter.
std::vector<AnswerCode> AtomsOf(const ConsensusRule& rule, const Landmarks& marks) {
  std::vector<AnswerCode> atoms;
  if (marks.unscored) atoms.push_back(kUnable);
  std::set<std::vector<bool>> seen;
  const auto add = [&](int score) {
    std::vector<bool> within;
    for (const Band& band : marks.bands)
      within.push_back(score >= band.low && score <= band.high);
    if (marks.shares_only && !seen.insert(within).second) return;
    if (atoms.size() < kAtomsMax) atoms.push_back(CodeOf(rule.scale, score));
  };
  if (marks.shares_only) {
    for (int score = rule.scale.min; score <= rule.scale.max; ++score)
      add(score);
  } else {
    for (const int score : marks.scores)
      add(score);
  }
  return atoms;
}

using Counts = std::vector<std::int64_t>;  // People by atom.

// Every way in which 0 to `people` can give one of `atoms` answers, the fewest people first.
std::vector<Counts> Compositions(std::size_t atoms, int people) {
  std::vector<Counts> all;
  Counts counts(atoms);
  const std::function<void(std::size_t, int)> fill = [&](std::size_t atom, int left) {
    if (atom + 1 == atoms) {
      counts[atom] = left;
      all.push_back(counts);
      return;
    }
    for (int here = left; here >= 0; --here) {
      counts[atom] = here;
      fill(atom + 1, left - here);
    }
  };
  for (int n = 1; n <= people; ++n)
    fill(0, n);
  return all;
}

// Of 100 people, the numbers at a threshold or next to it, and what each leaves over.
std::set<std::int64_t> NumbersAt(const std::vector<Fraction>& shares) {
  std::set<std::int64_t> numbers = {0};
  for (const Fraction& share : shares) {
    for (std::int64_t n = 0; n <= 100; ++n) {
      const Fraction away = share * 100 - n;
      if (away <= Fraction(-2) || away >= Fraction(2)) continue;
      numbers.insert({n, 100 - n});
    }
  }
  return numbers;
}

// Two numbers that leave room for a third within 100.
std::vector<std::pair<std::int64_t, std::int64_t>> PairsOf(const std::set<std::int64_t>& numbers) {
  std::vector<std::pair<std::int64_t, std::int64_t>> pairs;
  for (const std::int64_t a : numbers) {
    for (const std::int64_t b : numbers) {
      if (a + b <= 100) pairs.emplace_back(a, b);
    }
  }
  return pairs;
}

// Panels of 100 in which two answers stand at a threshold or next to it and a third takes the rest.
std::vector<Counts> AtThresholds(std::size_t atoms, const std::vector<Fraction>& shares) {
  const auto pairs = PairsOf(NumbersAt(shares));
  std::vector<Counts> all;
  for (std::size_t third = 0; third < atoms * atoms * atoms; ++third) {
    const std::size_t i = third / atoms / atoms;
    const std::size_t j = third / atoms % atoms;
    if (j >= i) continue;
    for (const auto& [a, b] : pairs) {
      Counts counts(atoms);
      counts[i] += a;
      counts[j] += b;
      counts[third % atoms] += 100 - a - b;
      all.push_back(std::move(counts));
    }
  }
  return all;
}

bool ShareARound(const Clause& a, const Clause& b) {
  std::vector<int> rounds = {1, a.from_round.value_or(1), b.from_round.value_or(1)};
  rounds.insert(rounds.end(), a.rounds.begin(), a.rounds.end());
  rounds.insert(rounds.end(), b.rounds.begin(), b.rounds.end());
  return std::any_of(rounds.begin(), rounds.end(), [&](int round) {
    return AppliesIn(a, round) && AppliesIn(b, round);
  });
}

class Search {
 public:
  explicit Search(const ConsensusRule& rule) : rule_(rule), marks_(Surveyor(rule).marks()) {
    atoms_ = AtomsOf(rule, marks_);
    for (std::size_t in = 0; in < rule.clauses.size(); ++in) {
      for (std::size_t out = 0; out < rule.clauses.size(); ++out) {
        const bool opposed = rule.clauses[in].verdict == Consensus::kIn &&
                             rule.clauses[out].verdict == Consensus::kOut;
        if (opposed && ShareARound(rule.clauses[in], rule.clauses[out]))
          pairs_.emplace_back(in, out);
      }
    }
  }

  std::optional<Contradiction> Run() {
    if (pairs_.empty()) return std::nullopt;
    const std::size_t least = std::max<std::size_t>(1, marks_.groups.size());
    if (auto found = InGroups(least)) return found;
    for (std::size_t groups = least + 1;
         marks_.grouped && groups <= std::max<std::size_t>(3, least);
         ++groups) {
      if (auto found = InGroups(groups)) return found;
    }
    if (least > 1) return std::nullopt;
    SetGroups(1);
    auto budget = static_cast<int>(kTalliesMax);
    for (const Counts& counts : AtThresholds(atoms_.size(), marks_.shares)) {
      if (--budget < 0) break;
      if (auto found = Try({&counts})) return found;
    }
    return std::nullopt;
  }

 private:
  void SetGroups(std::size_t count) {
    names_ = marks_.groups;
    electorate_ = Electorate();
    for (std::uint32_t group = 0; group < count; ++group) {
      if (names_.size() <= group) names_.emplace_back(1, static_cast<char>('A' + group));
      electorate_.blocs.push_back({{group}, {group}, 1});
    }
  }

  // All combinations of one small composition a group, as many people a group as the budget allows.
  std::optional<Contradiction> InGroups(std::size_t groups) {
    SetGroups(groups);
    std::vector<Counts> choices = Compositions(atoms_.size(), 1);
    for (int people = 2; people <= 10; ++people) {
      auto more = Compositions(atoms_.size(), people);
      std::size_t tallies = 1;
      for (std::size_t i = 0; i < groups && tallies <= kTalliesMax; ++i)
        tallies *= more.size();
      if (tallies > kTalliesMax) break;
      choices = std::move(more);
    }
    std::vector<std::size_t> at(groups, 0);
    auto budget = static_cast<int>(kTalliesMax);
    while (--budget >= 0) {
      std::vector<const Counts*> tally;
      for (const std::size_t choice : at)
        tally.push_back(&choices[choice]);
      if (auto found = Try(tally)) return found;
      std::size_t digit = 0;
      while (digit < groups && ++at[digit] == choices.size())
        at[digit++] = 0;
      if (digit == groups) return std::nullopt;
    }
    return std::nullopt;
  }

  // Small panels stand for larger ones in the same shares, so that quorum and least sizes do not
  // hide what they show.
  [[nodiscard]] std::int64_t FactorFor(const std::vector<const Counts*>& tally) const {
    const std::int64_t group_least =
        std::max<std::int64_t>(rule_.quorum.each_group, rule_.least_group_size);
    std::int64_t factor = 1;
    std::int64_t panel = 0;
    for (const Counts* counts : tally) {
      std::int64_t scored = 0;
      for (std::size_t i = 0; i < atoms_.size(); ++i)
        scored += atoms_[i] >= kFirstScore ? (*counts)[i] : 0;
      panel += scored;
      if (scored > 0) factor = std::max(factor, (group_least + scored - 1) / scored);
    }
    if (panel > 0) factor = std::max(factor, (rule_.quorum.panel + panel - 1) / panel);
    return factor;
  }

  std::optional<Contradiction> Try(const std::vector<const Counts*>& counts) {
    const std::int64_t factor = FactorFor(counts);
    ItemTally tally;
    tally.codes = CodeCount(rule_.scale);
    tally.people.resize(counts.size() * tally.codes);
    for (std::size_t group = 0; group < counts.size(); ++group) {
      for (std::size_t i = 0; i < atoms_.size(); ++i) {
        const auto people = static_cast<std::uint64_t>((*counts[group])[i] * factor);
        tally.people[group * tally.codes + atoms_[i]] = people;
      }
    }
    const ItemTables tables = MakeTables(electorate_, tally, counts.size());
    if (tables.panel.scored_people() == 0) return std::nullopt;
    const auto holds = [&](std::size_t clause) {
      return Assess(rule_, rule_.clauses[clause].when, names_, tables) == Truth::kTrue;
    };
    for (const auto& [in, out] : pairs_) {
      if (holds(in) && holds(out)) return Contradiction{in, out, InWords(tally)};
    }
    return std::nullopt;
  }

  [[nodiscard]] std::string InWords(const ItemTally& tally) const {
    std::string text;
    for (std::size_t group = 0; group < electorate_.blocs.size(); ++group) {
      if (!text.empty()) text += "; ";
      if (electorate_.blocs.size() > 1 || marks_.grouped) text += "in group " + names_[group] + " ";
      bool first = true;
      for (const AnswerCode atom : atoms_) {
        const std::uint64_t people = tally.people[group * tally.codes + atom];
        if (people == 0) continue;
        text +=
            (first ? "" : ", ") + std::to_string(people) + (people == 1 ? " person " : " people ");
        text += atom == kUnable ? "unable" : "at " + std::to_string(ScoreOf(rule_.scale, atom));
        first = false;
      }
    }
    return text;
  }

  const ConsensusRule& rule_;
  Landmarks marks_;
  std::vector<AnswerCode> atoms_;
  std::vector<std::pair<std::size_t, std::size_t>> pairs_;
  std::vector<std::string> names_;
  Electorate electorate_;
};

}  // namespace

std::optional<Contradiction> FindContradiction(const ConsensusRule& rule) {
  return Search(rule).Run();
}

}  // namespace quorate::engine
