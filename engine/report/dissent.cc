#include "engine/report/dissent.h"

#include <algorithm>

#include "engine/report/answer_stretches.h"
#include "engine/report/counting.h"

namespace quorate::engine {

namespace {

Dissent Against(const Study& study,
                const Decision& decision,
                const TalliedItem& result,
                Tier tier) {
  Dissent dissent{&decision, {}, {}};
  for (const TableView& view : TablesOf(TallyFor(result, tier), *study.protocol)) {
    DissentTable table{view.group, false, 0, 0};
    const auto pieces =
        view.table == nullptr ? std::vector<AnswerStretch>() : StretchesOf(*view.table);
    if (!pieces.empty()) {
      const AnswerStretch& end = decision.verdict == Verdict::kIn ? pieces.front() : pieces.back();
      dissent.end = Words(end, KindAt(study, decision.basis));
      table = {view.group, true, end.people, PeopleOf(pieces)};
    }
    dissent.tables.push_back(std::move(table));
  }
  return dissent;
}

}  // namespace

bool Dissent::any() const {
  return std::any_of(
      tables.begin(), tables.end(), [](const DissentTable& table) { return table.against > 0; });
}

std::vector<Dissent> DissentOf(const Study& study, Tier tier) {
  const std::vector<Counting> countings = Countings(study);
  std::vector<Dissent> all;
  for (const Item& item : study.items) {
    const Decision* decision = study.FindDecision(item.id);
    if (item.state != ItemState::kActive || decision == nullptr) continue;
    if (decision->verdict != Verdict::kIn && decision->verdict != Verdict::kOut) continue;
    const TalliedItem* result = FindTally(countings, decision->basis, decision->item);
    if (result != nullptr) all.push_back(Against(study, *decision, *result, tier));
  }
  return all;
}

}  // namespace quorate::engine
