#include "engine/ratings/counted_round.h"

#include <utility>

#include "engine/base/check.h"

namespace quorate::engine {

namespace {

constexpr std::size_t kNoKind = static_cast<std::size_t>(-1);

// The round's people with each kind as a group of its own, so that a bloc is a kind.
RoundRatings ByKind(const RoundRatings& round,
                    const std::vector<bool>& completed,
                    std::vector<Kind>& kinds) {
  RoundRatings by_kind;
  std::vector<std::size_t> kind_of(2 * round.hat_sets.size(), kNoKind);
  for (std::size_t member = 0; member < round.member_count(); ++member) {
    const std::uint32_t hats = round.hat_set_of[member];
    const bool stayed = !completed.empty() && completed[member];
    std::size_t& kind = kind_of[2 * hats + (stayed ? 1 : 0)];
    if (kind == kNoKind) {
      kind = kinds.size();
      kinds.push_back({round.hat_sets[hats], stayed});
      by_kind.hat_sets.push_back({static_cast<std::uint32_t>(kind)});
    }
    by_kind.hat_set_of.push_back(static_cast<std::uint32_t>(kind));
  }
  by_kind.groups.resize(kinds.size());
  return by_kind;
}

void AddRow(const std::vector<Fraction>& from,
            std::size_t kind,
            std::vector<Fraction>& to,
            std::size_t bloc,
            std::size_t codes) {
  for (std::size_t code = 0; code < codes; ++code)
    to[bloc * codes + code] += from[kind * codes + code];
}

}  // namespace

Result<CountedRound> CountFinely(const RoundRatings& round,
                                 const VoicePolicy& voice,
                                 const std::vector<bool>& completed) {
  QUORATE_CHECK(completed.empty() || completed.size() == round.member_count());
  CountedRound counted;
  RoundRatings by_kind = ByKind(round, completed, counted.kinds);
  const bool own = voice.voice == Voice::kPersonWeights;
  if (own) by_kind.weights = round.weights;
  QUORATE_ASSIGN_OR_RETURN(
      const Electorate electorate,
      Divide(by_kind, {"", own ? Voice::kPersonWeights : Voice::kPerPerson, Hats::kDeclared, {}}));
  for (std::size_t item = 0; item < round.items.size(); ++item)
    counted.items.push_back(TallyItem(round, electorate, item));
  return counted;
}

Result<Regrouped> Regroup(std::vector<std::string> groups,
                          const std::vector<std::optional<HatSet>>& hats,
                          const VoicePolicy& voice) {
  RoundRatings kinds;  // With a kind for a member.
  kinds.groups = groups;
  std::vector<std::size_t> kind_of;
  for (std::size_t kind = 0; kind < hats.size(); ++kind) {
    if (!hats[kind]) continue;
    kinds.hat_set_of.push_back(kinds.AddHatSet(*hats[kind]));
    kind_of.push_back(kind);
  }
  // The counts hold the real weights already.
  if (voice.voice == Voice::kPersonWeights) kinds.weights.resize(kind_of.size(), Fraction(1));
  Regrouped regrouped;
  QUORATE_ASSIGN_OR_RETURN(regrouped.electorate, Divide(kinds, voice));
  regrouped.groups = std::move(groups);
  regrouped.bloc_of.resize(hats.size());
  const Electorate& electorate = regrouped.electorate;
  for (const Run& run : electorate.runs) {
    for (std::size_t at = run.begin; at < run.end; ++at) {
      const std::size_t member = electorate.order.empty() ? at : electorate.order[at];
      regrouped.bloc_of[kind_of[member]] = run.bloc;
    }
  }
  return regrouped;
}

ItemTables TablesOf(const Regrouped& regrouped, const ItemTally& item) {
  const bool own = regrouped.electorate.voice == Voice::kPersonWeights;
  ItemTally tally;
  tally.codes = item.codes;
  tally.people.resize(regrouped.electorate.blocs.size() * item.codes);
  if (own) tally.weights.resize(tally.people.size());
  if (own) tally.squares.resize(tally.people.size());
  for (std::size_t kind = 0; kind < regrouped.bloc_of.size(); ++kind) {
    if (!regrouped.bloc_of[kind]) continue;
    const std::size_t bloc = *regrouped.bloc_of[kind];
    for (std::size_t code = 0; code < item.codes; ++code)
      tally.people[bloc * item.codes + code] += item.people[kind * item.codes + code];
    if (!own) continue;
    AddRow(item.weights, kind, tally.weights, bloc, item.codes);
    AddRow(item.squares, kind, tally.squares, bloc, item.codes);
  }
  return MakeTables(regrouped.electorate, tally, regrouped.groups.size());
}

}  // namespace quorate::engine
