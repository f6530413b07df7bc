// What a record knows, in the sentences that checklists are filled with.

#pragma once

#include <span>
#include <string>
#include <vector>

#include "engine/report/checklist_items.h"
#include "engine/report/report_html.h"
#include "engine/study/study.h"

namespace quorate::engine {

// Plain text, a sentence each; none where the record does not know. Numbers of groups that the k
// rule keeps back are said to be kept back, in both tiers. Requires a study with a protocol.
std::vector<std::string> WhatIsKnown(Known known,
                                     const Study& study,
                                     std::span<const DatedEntry> history,
                                     const RecordName& record);

}  // namespace quorate::engine
