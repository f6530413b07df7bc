#include "engine/report/flow.h"

#include <variant>

namespace quorate::engine {

namespace {

int SizeOf(const auto& container) {
  return static_cast<int>(container.size());
}

void Count(Verdict verdict, VerdictCounts& counts) {
  switch (verdict) {
    case Verdict::kIn:
      ++counts.in;
      break;
    case Verdict::kOut:
      ++counts.out;
      break;
    case Verdict::kNone:
      ++counts.none;
      break;
    case Verdict::kInquorate:
      ++counts.inquorate;
      break;
  }
}

VerdictCounts Found(const Study& study, const Round& round) {
  VerdictCounts counts;
  for (const Item& item : study.items) {
    if (const auto verdict = VerdictAt(study, round, item.id)) Count(*verdict, counts);
  }
  return counts;
}

// Walks through the history and notes what moved; every opening of a round ends a stretch of it.
class Walk {
 public:
  Walk(const Study& study, Flow& flow) : study_(study), flow_(flow) {}

  void operator()(const ParticipantEnrolled&) { ++movement_.joined; }
  void operator()(const ParticipantWithdrawn&) { ++movement_.left; }
  void operator()(const ItemAdded&) {
    ++movement_.added;
    ++active_;
  }
  void operator()(const ItemSuggested&) { ++movement_.suggested; }
  void operator()(const SuggestionReviewed& fact) {
    ++(fact.item.empty() ? movement_.declined : movement_.accepted);
    if (!fact.item.empty()) ++active_;
  }
  void operator()(const ItemReworded&) { ++movement_.reworded; }
  void operator()(const ItemsMerged& fact) {
    movement_.merged_from += SizeOf(fact.from);
    ++movement_.merged_into;
    active_ += 1 - SizeOf(fact.from);
  }
  void operator()(const ItemSplit& fact) {
    ++movement_.split_from;
    movement_.split_into += SizeOf(fact.into);
    active_ += SizeOf(fact.into) - 1;
  }
  void operator()(const ItemRetired&) {
    ++movement_.retired;
    --active_;
  }
  void operator()(const RoundOpened& fact) {
    const Round* round = study_.FindRound(fact.round);
    if (round == nullptr) return;
    FlowRound station;
    station.round = round;
    station.mode = study_.Plan(fact.round).mode;
    station.before = movement_;
    station.active = active_;
    station.asked = SizeOf(fact.items);
    station.found = Found(study_, *round);
    flow_.rounds.push_back(station);
    movement_ = {};
  }
  template <typename Fact>
  void operator()(const Fact&) {}

  void End() {
    flow_.after = movement_;
    flow_.active = active_;
  }

 private:
  const Study& study_;
  Flow& flow_;
  Movement movement_;
  int active_ = 0;
};

void CountDecisions(const Study& study, Flow& flow) {
  for (const Item& item : study.items) {
    if (item.state != ItemState::kActive) continue;
    const Decision* decision = study.FindDecision(item.id);
    if (decision == nullptr || decision->item.version != item.version()) {
      ++flow.undecided;
      continue;
    }
    Count(decision->verdict, flow.decided);
    if (!decision->override_reason.empty()) ++flow.overridden;
  }
}

}  // namespace

Flow FlowOf(const Study& study, std::span<const DatedEntry> history) {
  Flow flow;
  Walk walk(study, flow);
  for (const DatedEntry& dated : history)
    std::visit(walk, dated.entry.event);
  walk.End();
  flow.enrolled = SizeOf(study.participants);
  for (const Participant& participant : study.participants) {
    if (participant.withdrawn) ++flow.left;
  }
  CountDecisions(study, flow);
  return flow;
}

std::optional<Verdict> VerdictAt(const Study& study, const Round& round, std::string_view item) {
  for (const TalliedItem& result : round.results) {
    if (result.item.item == item) return result.consensus;
  }
  std::optional<Verdict> last;
  for (const Vote& vote : study.votes) {
    if (vote.round != round.number || vote.item.item != item) continue;
    for (const VoteIteration& iteration : vote.iterations) {
      if (iteration.result) last = iteration.result->consensus;
    }
  }
  return last;
}

}  // namespace quorate::engine
