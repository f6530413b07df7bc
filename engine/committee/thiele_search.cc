#include "engine/committee/thiele_search.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include "engine/base/check.h"
#include "engine/committee/greedy_thiele.h"

namespace quorate::engine {

namespace {

using boost::multiprecision::cpp_int;

// Prices have this many steps between two whole units, where that fits.
constexpr int kFine = 1024;

enum class Goal { kFindBest, kListTies, kListInFileOrder };

// `Score` is a machine integer where all scores fit, else an integer of any size.
template <typename Score>
class CommitteeSearch {
 public:
  CommitteeSearch(const ApprovalProfile& profile,
                  std::uint32_t seats,
                  std::vector<Score> adds,
                  Score granule,
                  std::int64_t work_max)
      : profile_(profile),
        seats_(seats),
        adds_(std::move(adds)),
        granule_(std::move(granule)),
        work_max_(work_max),
        work_left_(work_max) {
    totals_.push_back(0);
    for (const Score& add : adds_)
      totals_.push_back(totals_.back() + add);
    for (const auto& ballot : profile_.ballots())
      approvals_ += static_cast<std::int64_t>(ballot.approved.size()) + 2;
  }

  void Run() {
    Node root = Root();
    best_ = Greedy();
    best_score_ = ScoreOf(best_);
    Improve(root, 300);
    root_bound_ = root.bound;
    // The best and all that are as good in one search, as a rule.
    Search(root, Goal::kListTies);
    const bool too_many = found_.size() > kCommitteesMax;
    const bool listed = work_left_ > 0 && !too_many;
    // Otherwise the best is proven alone, and of too many the first in file order are listed, which
    // is a slower way to branch.
    if (!listed) Search(root, Goal::kFindBest);
    proven_ = work_left_ > 0;
    if (proven_ && too_many) Search(root, Goal::kListInFileOrder);
    cut_ = proven_ && !listed ? Cut::kYes : Cut::kNo;
    if (found_.empty()) found_.push_back(best_);
    std::sort(found_.begin(), found_.end());
    if (found_.size() > kCommitteesMax) found_.resize(kCommitteesMax);
  }

  [[nodiscard]] const std::vector<Committee>& found() const { return found_; }
  [[nodiscard]] Cut cut() const { return cut_; }
  [[nodiscard]] bool proven() const { return proven_; }
  [[nodiscard]] const Score& root_bound() const { return root_bound_; }

 private:
  enum class Fate : std::uint8_t { kOpen, kIn, kOut };
  struct Node {
    std::vector<Fate> fates;   // Of the candidates.
    std::vector<Score> price;  // Of a member, for each ballot.
    std::vector<Score> worth;  // The sum of its supporters' prices, for each candidate.
    Score base = 0;            // What ballots gain at best beyond the prices.
    Score bound = 0;
    std::uint32_t in = 0;
    std::uint32_t open = 0;
    Committee top;  // The committee that the prices favor.
  };

  Node Root() const {
    Node root;
    root.fates.assign(profile_.candidate_count(), Fate::kOpen);
    root.open = profile_.candidate_count();
    // The price of a member is what the first adds, shared among those a ballot may well get.
    for (const auto& ballot : profile_.ballots()) {
      const std::size_t expected = ballot.approved.size() * seats_ / profile_.candidate_count() + 1;
      root.price.push_back(adds_[0] / static_cast<int>(expected));
    }
    return root;
  }

  // How many members a ballot would take at its price.
  [[nodiscard]] std::size_t Taken(std::size_t ballot, const Score& price) const {
    const std::size_t most =
        std::min<std::size_t>(adds_.size(), profile_.ballots()[ballot].approved.size());
    std::size_t taken = 0;
    while (taken < most && adds_[taken] > price)
      ++taken;
    return taken;
  }

  // Every search gets the whole of the work.
  void Search(const Node& root, Goal goal) {
    work_left_ = work_max_;
    found_.clear();
    goal_ = goal;
    Descend(root);
  }

  // Bound, worth and favored committee from the node's prices.
  void Price(Node& node) {
    work_left_ -= approvals_;
    node.base = 0;
    paid_.resize(node.price.size());
    for (std::size_t b = 0; b < node.price.size(); ++b) {
      const std::int64_t units = profile_.ballots()[b].units;
      const Score& price = node.price[b];
      const std::size_t taken = Taken(b, price);
      node.base += (totals_[taken] - price * static_cast<std::int64_t>(taken)) * units;
      paid_[b] = price * units;
    }
    node.worth.assign(node.fates.size(), 0);
    for (CandidateId c = 0; c < node.fates.size(); ++c) {
      if (node.fates[c] == Fate::kOut) continue;
      Score worth = 0;
      for (const std::uint32_t ballot : profile_.SupportersOf(c))
        worth += paid_[ballot];
      node.worth[c] = std::move(worth);
    }
    Rank(node);
  }

  // Bound and favored committee from the node's worths and fates.
  void Rank(Node& node) const {
    node.top.clear();
    std::vector<CandidateId> open;
    node.bound = node.base;
    for (CandidateId c = 0; c < node.fates.size(); ++c) {
      if (node.fates[c] == Fate::kIn) {
        node.top.push_back(c);
        node.bound += node.worth[c];
      } else if (node.fates[c] == Fate::kOpen) {
        open.push_back(c);
      }
    }
    std::stable_sort(open.begin(), open.end(), [&](CandidateId a, CandidateId b) {
      return node.worth[a] > node.worth[b];
    });
    for (std::size_t i = 0; i < open.size() && node.top.size() < seats_; ++i) {
      node.top.push_back(open[i]);
      node.bound += node.worth[open[i]];
    }
    std::sort(node.top.begin(), node.top.end());
  }

  // Moves the prices down the bound's slope, keeping the best it meets; takes favored committees
  // along the way as candidates for the best.
  void Improve(Node& node, int rounds) {
    Price(node);
    Node trial = node;
    int stale = 0;
    int slow = 1;
    for (int round = 0; round < rounds && work_left_ > 0 && !Hopeless(node); ++round) {
      Offer(trial.top);
      if (!Step(trial, slow)) break;
      Price(trial);
      if (trial.bound < node.bound) {
        node = trial;
        stale = 0;
      } else if (++stale == 8) {
        trial = node;
        slow *= 2;
        stale = 0;
      }
    }
  }

  // One step as long as the gap to the best known committee allows. False at a flat place.
  bool Step(Node& node, int slow) {
    std::vector<std::int64_t> slope(node.price.size(), 0);
    for (const CandidateId c : node.top) {
      for (const std::uint32_t ballot : profile_.SupportersOf(c))
        ++slope[ballot];
    }
    std::int64_t square = 0;
    for (std::size_t b = 0; b < slope.size(); ++b) {
      slope[b] -= static_cast<std::int64_t>(Taken(b, node.price[b]));
      // Any length gives a true bound; the cap keeps this sum within a machine integer.
      const std::int64_t steep = std::clamp<std::int64_t>(slope[b], -1000, 1000);
      square += steep * steep * profile_.ballots()[b].units;
    }
    work_left_ -= approvals_;
    if (square == 0) return false;
    const Score length = (node.bound - best_score_) / square / slow;
    for (std::size_t b = 0; b < slope.size(); ++b) {
      Score price = node.price[b] - length * slope[b];
      node.price[b] = std::clamp<Score>(price, 0, adds_[0]);
    }
    return length > 0;
  }

  // Nothing below the node can be wanted.
  [[nodiscard]] bool Hopeless(const Node& node) const {
    return node.bound < best_score_ + (goal_ == Goal::kFindBest ? granule_ : Score(0));
  }

  void Offer(const Committee& committee) {
    if (committee.size() != seats_ || goal_ == Goal::kListInFileOrder) return;
    work_left_ -= approvals_ / 2;
    Score score = ScoreOf(committee);
    if (score <= best_score_) return;
    best_score_ = std::move(score);
    best_ = committee;
    found_.clear();
  }

  void Descend(const Node& node) {
    if (work_left_ <= 0 || found_.size() > kCommitteesMax) return;
    if (node.in + node.open < seats_ || Hopeless(node)) return;
    if (node.in == seats_ || node.in + node.open == seats_) {
      Finish(node);
      return;
    }
    const CandidateId candidate = NextToDecide(node);
    for (const Fate fate : {Fate::kIn, Fate::kOut}) {
      Node child = node;
      child.fates[candidate] = fate;
      --child.open;
      if (fate == Fate::kIn) ++child.in;
      if (child.in + child.open < seats_) continue;
      Rank(child);
      work_left_ -= static_cast<std::int64_t>(child.fates.size());
      if (Hopeless(child)) continue;
      if (child.in < seats_) Improve(child, 12);
      Descend(child);
    }
  }

  void Finish(const Node& node) {
    Committee committee;
    for (CandidateId c = 0; c < node.fates.size(); ++c) {
      const bool open_and_needed = node.in < seats_ && node.fates[c] == Fate::kOpen;
      if (node.fates[c] == Fate::kIn || open_and_needed) committee.push_back(c);
    }
    Offer(committee);
    if (goal_ == Goal::kFindBest) return;
    work_left_ -= approvals_ / 2;
    if (ScoreOf(committee) == best_score_) found_.push_back(std::move(committee));
  }

  // File order lists ties in file order; otherwise the one whom the prices favor most.
  [[nodiscard]] CandidateId NextToDecide(const Node& node) const {
    std::optional<CandidateId> next;
    for (CandidateId c = 0; c < node.fates.size(); ++c) {
      if (node.fates[c] != Fate::kOpen) continue;
      if (!next) {
        next = c;
        if (goal_ == Goal::kListInFileOrder) break;
      } else if (node.worth[c] > node.worth[*next]) {
        next = c;
      }
    }
    QUORATE_CHECK(next.has_value());
    return *next;
  }

  [[nodiscard]] Score ScoreOf(const Committee& committee) const {
    std::vector<std::uint32_t> members(profile_.ballots().size(), 0);
    Score score = 0;
    for (const CandidateId c : committee) {
      for (const std::uint32_t ballot : profile_.SupportersOf(c))
        score += adds_[members[ballot]++] * profile_.ballots()[ballot].units;
    }
    return score;
  }

  [[nodiscard]] Committee Greedy() const {
    std::vector<std::uint32_t> members(profile_.ballots().size(), 0);
    std::vector<bool> in(profile_.candidate_count(), false);
    Committee committee;
    while (committee.size() < seats_) {
      std::optional<CandidateId> best;
      Score most = 0;
      for (CandidateId c = 0; c < in.size(); ++c) {
        if (in[c]) continue;
        Score gain = 0;
        for (const std::uint32_t ballot : profile_.SupportersOf(c))
          gain += adds_[members[ballot]] * profile_.ballots()[ballot].units;
        if (best && gain <= most) continue;
        best = c;
        most = std::move(gain);
      }
      in[*best] = true;
      committee.push_back(*best);
      for (const std::uint32_t ballot : profile_.SupportersOf(*best))
        ++members[ballot];
    }
    std::sort(committee.begin(), committee.end());
    return committee;
  }

  const ApprovalProfile& profile_;
  std::uint32_t seats_;
  std::vector<Score> adds_;    // What the j-th member adds to one unit of weight.
  std::vector<Score> totals_;  // Their sums.
  Score granule_;              // Two different scores lie at least this far apart.
  std::int64_t approvals_ = 0;
  std::vector<Score> paid_;  // Price()'s own: what each ballot pays for a member.
  std::int64_t work_max_;
  std::int64_t work_left_;
  Goal goal_ = Goal::kFindBest;
  Committee best_;
  Score best_score_ = 0;
  Score root_bound_ = 0;
  std::vector<Committee> found_;
  Cut cut_ = Cut::kNo;
  bool proven_ = false;
};

// What the first `seats` members add, in units of 1 / scale.
std::vector<cpp_int> Adds(std::uint32_t seats, Thiele thiele, const cpp_int& scale) {
  std::vector<cpp_int> adds;
  for (std::uint32_t j = 1; j <= seats; ++j)
    adds.emplace_back(thiele == Thiele::kHarmonic ? scale / j : (j == 1 ? scale : cpp_int(0)));
  return adds;
}

template <typename Score>
BestCommittees RunSearch(const ApprovalProfile& profile,
                         const std::vector<cpp_int>& adds,
                         const cpp_int& scale,
                         std::int64_t work_max) {
  // All that a member may add is a multiple of what the scale was refined by.
  cpp_int granule = 0;
  for (const cpp_int& add : adds)
    granule = boost::multiprecision::gcd(granule, add);
  std::vector<Score> own;
  for (const cpp_int& add : adds)
    own.push_back(static_cast<Score>(add));
  const auto seats = static_cast<std::uint32_t>(adds.size());
  CommitteeSearch<Score> search(profile, seats, own, static_cast<Score>(granule), work_max);
  search.Run();
  BestCommittees best{search.found(), search.cut(), {}, {}};
  if (!search.proven())
    best.bound = Fraction::Of(cpp_int(search.root_bound()), scale) * profile.unit();
  return best;
}

}  // namespace

Fraction ThieleScore(const ApprovalProfile& profile, const Committee& committee, Thiele thiele) {
  std::vector<std::uint32_t> members(profile.ballots().size(), 0);
  std::vector<std::int64_t> weights(committee.size() + 1, 0);  // By the place a member takes.
  for (const CandidateId c : committee) {
    for (const std::uint32_t ballot : profile.SupportersOf(c))
      weights[++members[ballot]] += profile.ballots()[ballot].units;
  }
  Fraction score;
  for (std::size_t j = 1; j < weights.size(); ++j) {
    if (thiele == Thiele::kFirstOnly && j > 1) break;
    score += profile.WeightOf(weights[j]) / Fraction(static_cast<std::int64_t>(j));
  }
  return score;
}

BestCommittees FindBest(const ApprovalProfile& profile,
                        std::uint32_t seats,
                        Thiele thiele,
                        std::int64_t work_max) {
  cpp_int scale = thiele == Thiele::kHarmonic ? LeastMultiple(seats) : cpp_int(1);
  // Every sum of the search is below the weight times the seats times the scale.
  const cpp_int most = cpp_int(std::max<std::int64_t>(profile.total_units(), 1)) * seats * 4;
  const cpp_int room = cpp_int(1) << 61U;
  BestCommittees best;
  if (most * scale * kFine < room || most * scale >= room) scale *= kFine;
  const auto adds = Adds(seats, thiele, scale);
  if (most * scale < room) {
    best = RunSearch<std::int64_t>(profile, adds, scale, work_max);
  } else {
    best = RunSearch<cpp_int>(profile, adds, scale, work_max / 10);
  }
  best.score = ThieleScore(profile, best.committees.front(), thiele);
  return best;
}

}  // namespace quorate::engine
