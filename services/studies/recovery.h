// Going on from an older copy of a log, when the newer one is lost for good: the break is stated in
// the log itself, for everybody to read, and only then is anything signed again.

#pragma once

#include <string>

#include "engine/base/result.h"
#include "services/store/store.h"
#include "services/studies/studies.h"

namespace quorate::services {

// Appends `log.recovered` with the size and root of the checkpoint that was signed last and which
// this store's log does not extend, and signs the log as it is then; the note that it takes the
// place of is kept beside it. Answers the new checkpoint. No server may use the store meanwhile.
//
// Asked again after a cut in the middle it finishes what it had begun. Refuses with kWrongState a
// log that extends what was signed, since nothing is lost then; with kUnknownStudy a study that the
// store does not hold at all; and with whatever the engine refuses, such as an empty reason, or a
// study of rules before version 3, whose log has no such entry.
engine::Result<std::string> RecoverLog(Store& store,
                                       const Outside& outside,
                                       const StudiesOptions& options,
                                       const std::string& study,
                                       const std::string& reason);

}  // namespace quorate::services
