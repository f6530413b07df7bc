// Reporting checklists, filled with what the record knows: what a team pastes into a submission.
// Items are named by the guideline's own numbers and told in our words; what no record can know is
// left to the author and says so.
//
// ACCORD: Gattrell et al., PLOS Medicine 2024;21(1):e1004326. COS-STAR: Kirkham et al., PLOS
// Medicine 2016;13(10):e1002148. DELPHISTAR: Niederberger et al., PLOS ONE 2024;19(8):e0304651.

#pragma once

#include <span>
#include <string>
#include <vector>

#include "engine/report/report_html.h"
#include "engine/study/study.h"

namespace quorate::engine {

struct ChecklistFile {
  std::string path;  // Within the bundle: "checklists/accord.html".
  std::string bytes;
};

// checklists/{accord,cos-star,delphistar}.{csv,html}. The same in both tiers: only what the public
// log tells. `history` are the entries for which IsDated() holds, in the order of the log. Requires
// a study with a protocol.
std::vector<ChecklistFile> Checklists(const Study& study,
                                      std::span<const DatedEntry> history,
                                      const RecordName& record);

}  // namespace quorate::engine
