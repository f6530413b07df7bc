// What explains a round's verdicts, in sentences: for somebody who wants to know whether a result
// can be relied upon, before any number.
//
// Both functions read the JSON of engine/ratings/explanation.h, whole or publishable, so that what
// is kept back cannot be told.

#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/json.h"
#include "engine/study/protocol.h"

namespace quorate::engine {

// How groups are called, by their id; one that is not here goes by its id.
using GroupNames = std::map<std::string, std::string, std::less<>>;

// The protocol's names as they stand within a sentence: "Patients" as "patients", "NHS staff" as it
// is.
GroupNames NamesWithin(const Protocol& protocol);

// About the whole round, one sentence each: whose votes decided how many items, what would differ
// with other voices, limits and rules, what hangs on one person, where dissent lies, who moved.
//
//   Carers' votes decided 2 of 31 outcomes: pain, sleep.
//   With equal voices for the groups 3 would differ: pain, mood, work.
//
// `round` is RoundToJson()'s, `items` are ItemToJson()'s; `noun` is what the study calls an item.
// More than kNamesMax items are counted, not all named.
std::vector<std::string> RoundInWords(const Json& round,
                                      const std::vector<Json>& items,
                                      std::string_view noun,
                                      const GroupNames& names = {});

// About one item.
//
//   pain is IN by 3 ballots: it would be NONE if 3 of the patients had scored 4 to 6 instead of 7
//   to 9. It would be NONE without carers.
//
// `bands` are the scale's, by which scores are named ("7-9"); a change within one band is told in
// scores.
std::vector<std::string> ItemInWords(const Json& item,
                                     const std::vector<std::string>& bands,
                                     const GroupNames& names = {});

inline constexpr std::size_t kNamesMax = 10;

}  // namespace quorate::engine
