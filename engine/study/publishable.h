// The k rule: what of a tally may stand in the clear. A small group's table tells what its people
// answered, and so does the difference between the panel and the groups that are shown.

#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/base/json.h"
#include "engine/study/event.h"
#include "engine/study/k_rule.h"

namespace quorate::engine {

// How many people of a group a figure counts.
struct GroupSize {
  std::string group;
  std::int64_t people = 0;
};

// The groups about which such a figure is not shown: those with 1 to k-1 people, and as many more,
// smallest first, as it takes until those held back are together at least k, since subtraction
// would bring them back. In order of their names.
std::vector<std::string> GroupsHeldBack(std::vector<GroupSize> sizes, int k);

// An item's answer (CONTRACT's shape) as the log can hold it: without what is no exact value, `sd`.
Json LogForm(const Json& item);

// The same with every table of fewer than k people taken out. If those who are taken out are
// together fewer than k, the smallest table that is left goes too, since subtraction would bring
// them back. If the panel itself has fewer than k people, no table is left, only item and
// consensus. A group nobody answered in is shown: it tells nothing about anybody. `suppressed`
// lists the groups taken out; while there is one, a weighted panel shows its unweighted figures
// only, since the weighted ones would give the group away.
Json Publishable(const Json& item, int k);

// The same from rules version 3 on: without the tables that `shown` (k_rule.h) holds back, which
// are listed in "suppressed". Where weighted figures are held back, "weights_withheld": true stands
// and the tables keep those that count people. Requires one entry of `shown` for each of the
// protocol's groups.
Json Publishable(const Json& item, const Protocol& protocol, const Shown& shown);

// The head counts that may be shown before rules version 3, by the same rule over the invited; the
// panel's own always.
std::vector<Response> PublishableResponses(std::vector<Response> responses, int k);

}  // namespace quorate::engine
