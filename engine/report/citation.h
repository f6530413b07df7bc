// How to cite a record: CITATION.cff (Citation File Format 1.2.0, which GitHub, Zenodo and Zotero
// read) and .zenodo.json (what Zenodo fills its form from).

#pragma once

#include <string>

#include "engine/report/report_html.h"
#include "engine/study/study.h"

namespace quorate::engine {

// The day of the newest entry, "2026-11-23": a record is dated by what it holds.
std::string DayOfRecord(const Study& study);

// Both hold "Author to write" where the format demands a name, and no licence. Require a study with
// a protocol.
std::string CitationCff(const Study& study, const RecordName& record);
// The auditor's tier is marked as closed: it holds ballots.
std::string ZenodoJson(const Study& study, const RecordName& record, Tier tier);

}  // namespace quorate::engine
