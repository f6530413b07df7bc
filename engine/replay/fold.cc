#include "engine/replay/fold.h"

#include "engine/study/apply.h"

namespace quorate::engine {

Status Replay(std::string_view label, const SealedEntry& entry, Study& study) {
  QUORATE_ASSIGN_OR_RETURN(const Entry opened, Open(label, study.size, entry.leaf, entry.opening));
  Apply(opened, study);
  return {};
}

}  // namespace quorate::engine
