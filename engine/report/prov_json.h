// prov.json (W3C PROV-JSON): the study's provenance for programs that draw or query it. Activities
// are acts; entities are protocols, wordings of items, tallies and decisions; agents are the actors
// as the public log shows them, a role and a pseudonym.

#pragma once

#include <span>
#include <string>

#include "engine/report/report_html.h"
#include "engine/study/study.h"

namespace quorate::engine {

// Whether an act stands in the provenance by itself. Ballots, enrolments, attendance, drafts and
// what somebody was shown do not: they are many, and tell who did what when; a tally says how many
// ballots it was made from.
bool IsTraced(const Event& event);

// `acts` are the entries for which IsTraced() holds, in the order of the log. The same in both
// tiers: nothing that an opening holds is looked at. Requires a study with a protocol.
std::string ProvJson(const Study& study,
                     std::span<const DatedEntry> acts,
                     const RecordName& record);

}  // namespace quorate::engine
