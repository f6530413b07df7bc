#include "engine/statistics/round_pair.h"

#include <string_view>
#include <utility>

#include "engine/base/index.h"

namespace quorate::engine {

namespace {

// Names by their places; adds a violation for each that stands there twice.
Index IndexOf(std::span<const std::string> names,
              const std::string& field,
              std::vector<Violation>& violations) {
  Index index;
  for (const std::string& name : names) {
    const std::size_t known = index.size();
    if (index.Add(name) < known)
      violations.push_back({field, "\"" + name + "\" stands there twice"});
  }
  return index;
}

std::vector<Link> LinksOf(const Index& before, const Index& after) {
  std::vector<Link> links;
  for (std::uint32_t place = 0; place < before.size(); ++place) {
    if (const auto found = after.Find(before.names()[place])) links.push_back({place, *found});
  }
  return links;
}

bool IsInGroup(const RoundRatings& round, std::uint32_t member, std::uint32_t group) {
  const HatSet& hats = round.hat_sets[round.hat_set_of[member]];
  return !hats.empty() && hats.front() == group;
}

}  // namespace

Result<RoundPair> PairRounds(const RoundRatings& before,
                             std::span<const std::string> people_before,
                             const RoundRatings& after,
                             std::span<const std::string> people_after) {
  std::vector<Violation> violations;
  if (people_before.size() != before.member_count())
    violations.push_back({"people before", "must be one name a member"});
  if (people_after.size() != after.member_count())
    violations.push_back({"people after", "must be one name a member"});
  if (before.scale.min != after.scale.min || before.scale.max != after.scale.max)
    violations.push_back({"scale", "the two rounds were rated on different scales"});
  const Index people_then = IndexOf(people_before, "people before", violations);
  const Index people_now = IndexOf(people_after, "people after", violations);
  const Index items_then = IndexOf(before.items, "items before", violations);
  const Index items_now = IndexOf(after.items, "items after", violations);
  if (!violations.empty()) return Refuse(Reason::kInvalidArgument, std::move(violations));
  return RoundPair{before, after, LinksOf(people_then, people_now), LinksOf(items_then, items_now)};
}

PairedScores ScoresOf(const RoundPair& pair, std::size_t item, std::optional<std::uint32_t> group) {
  PairedScores scores;
  const Link& place = pair.items[item];
  for (const Link& person : pair.people) {
    if (group && !IsInGroup(pair.before, person.before, *group)) continue;
    const AnswerCode then = pair.before.At(place.before, person.before);
    const AnswerCode now = pair.after.At(place.after, person.after);
    if (then < kFirstScore || now < kFirstScore) continue;
    scores.before.push_back(ScoreOf(pair.before.scale, then));
    scores.after.push_back(ScoreOf(pair.after.scale, now));
  }
  return scores;
}

}  // namespace quorate::engine
