// The protocol: a study's fixed terms. Drafted freely, frozen before round 1, and from then on
// changed only by an amendment with a reason, which stays visible for ever.
//
// On the wire and in the log a protocol is a JSON document; engine/study/README.md describes its
// members.

#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/json.h"
#include "engine/base/result.h"
#include "engine/panel/voice.h"
#include "engine/ratings/rule.h"
#include "engine/study/choice_plan.h"

namespace quorate::engine {

// A stakeholder group. `id` is a label; `name` is what people read.
struct Group {
  std::string id;
  std::string name;
  friend bool operator==(const Group&, const Group&) = default;
};

enum class RoundMode { kSurvey, kWorkshop };
// What a participant is shown of the round before.
enum class Feedback { kNone, kOwnGroup, kAllGroups, kOverall };
// Who may enter a round: everyone invited, or those who answered in the survey round before it.
enum class EntryPolicy { kInvited, kRespondents };
// Which items a round takes over from the survey round before it.
enum class CarryPolicy { kAll, kDropOut, kDropInAndOut };

struct RoundPlan {
  RoundMode mode = RoundMode::kSurvey;
  ConsensusRule rule;                        // Its scale is the round's scale.
  std::optional<ConsensusRule> yes_no_rule;  // For yes/no votes in a workshop; on a 0/1 scale.
  Feedback feedback = Feedback::kAllGroups;
  EntryPolicy entry = EntryPolicy::kInvited;
  CarryPolicy carry = CarryPolicy::kAll;
  int suggestions_max = 0;          // How many items one person may suggest in this round.
  int suggestions_needed = 1;       // How many people must have suggested an item that is accepted.
  std::vector<ChoicePlan> choices;  // What a workshop may choose, by voting rules.
};

// When the survey rounds may end. Both limits that are stated must hold; it only says so, and the
// facilitator decides.
struct StoppingRule {
  std::optional<Fraction> changed_at_most;   // Share of answers that moved since the round before.
  std::optional<Fraction> settled_at_least;  // Share of the round's items that are IN or OUT.
};

struct Protocol {
  std::string title;
  std::string purpose;
  std::string item_label = "item";  // What the study calls its items: outcome, statement …
  std::vector<Group> groups;
  std::vector<RoundPlan> rounds;
  VoicePolicy voice;
  int k = 5;                              // Cells with fewer people are not published.
  std::string support;                    // Whom a participant may turn to; may be empty.
  std::string stopping_rule;              // In words; may be empty.
  std::optional<StoppingRule> stop_when;  // The same where it can be computed.
  // Whether participants were warned that tables in which everybody answered alike are published,
  // which tells each one's answer. Otherwise they are held back.
  bool unanimity_shown = false;

  static constexpr int kLeastCell = 3;

  // The index of the group with that id.
  [[nodiscard]] std::optional<std::size_t> FindGroup(std::string_view id) const;
};

// Reads a protocol document. A rule may be a preset's name or written out; a voice policy may be in
// the short form or written out. Every violation is named at once, with its path.
Result<Protocol> ReadProtocol(const Json& document);

// The whole document with every rule written out, so that nothing depends on a later preset.
Json ToJson(const Protocol& protocol);

// Refuses a protocol that cannot govern a study: no group, no round, a rule that is vacuous, off
// the scale or could hold both ways, a weight or scope for a group that does not exist, survey
// rounds on different scales. Every violation at once.
Status CheckProtocol(const Protocol& protocol);

}  // namespace quorate::engine
