// The voice policy: how much each person's answer weighs in the whole panel, and what becomes of
// somebody who wears two hats. It is fixed in the protocol before the first round; who gets which
// weight is never the voter's own choice.
//
// Groups keep their own tables whatever the policy: there a person's own weight counts, and never
// the scaling of the group.

#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/fraction.h"
#include "engine/base/json.h"
#include "engine/base/result.h"

namespace quorate::engine {

enum class Voice {
  kPerPerson,         // Everybody weighs 1.
  kEqualGroups,       // Every group with somebody in the denominator of a figure weighs the same.
  kGroupWeights,      // A group shares its weight among its people in the denominator.
  kGroupWeightsEach,  // Each person of a group has the group's weight.
  kPersonWeights,     // Each person has a weight of their own, set by the organizer.
};

// What becomes of a person with several hats.
enum class Hats {
  kDeclared,   // The first hat counts, the others are ignored.
  kSplit,      // One part in k in each of the k groups' tables, and in the panel.
  kEachGroup,  // Whole in each group's table; in the panel by the first hat, so once.
};

struct GroupWeight {
  std::string group;
  Fraction weight;
  friend bool operator==(const GroupWeight&, const GroupWeight&) = default;
};

struct VoicePolicy {
  std::string name;  // For people; may be empty.
  Voice voice = Voice::kPerPerson;
  Hats hats = Hats::kDeclared;
  std::vector<GroupWeight> weights;  // For the two group weights only, each group once.
  friend bool operator==(const VoicePolicy&, const VoicePolicy&) = default;
};

// The spellings of the command line and of JSON, such as "group-weights-each" and "each-group".
const char* Name(Voice voice);
const char* Name(Hats hats);

// Whether a person without a group has no place under this voice.
bool NeedsGroups(Voice voice);
// Whether the whole panel's figures are weighted, so that they are shown beside the unweighted
// ones.
bool IsWeighted(Voice voice);
// Whether VoicePolicy::weights belongs to this voice.
bool TakesGroupWeights(Voice voice);

// A weight as organizers write it: "3", "0.75" or "2/3"; no sign, no percent, no exponent. 0 is a
// weight.
Result<Fraction> ParseWeight(std::string_view text);

// Reads the form of the command line: "per-person", "equal-groups+split",
// "group-weights:patients=2,clinicians=1/2+each-group". A group's name ends at the last '=' before
// the comma; names that hold a comma need the JSON form.
Result<VoicePolicy> ParseVoice(std::string_view argument);

// The form that ParseVoice reads; the hats are left out where they are the default. The policy's
// name is not part of it.
std::string ToArgument(const VoicePolicy& policy);

// Reads {"name","voice","weights":{group: weight},"hats"}; only "voice" must be there. Names every
// violation with its path below `field`, such as "voice.weights.carers".
Result<VoicePolicy> VoiceFromJson(const Json& json, std::string_view field = "voice");
// The same form; "name" is left out where it is empty, and "weights" where the voice takes none.
Json ToJson(const VoicePolicy& policy);

// Refuses if one of `groups` has no stated weight under a voice that needs one. A stated group that
// is not among them is fine: it has nobody, so it drops out.
Status CheckWeightsStated(const VoicePolicy& policy, std::span<const std::string> groups);

// The stated weight of `group`. Requires one.
const Fraction& WeightOf(const VoicePolicy& policy, std::string_view group);

}  // namespace quorate::engine
