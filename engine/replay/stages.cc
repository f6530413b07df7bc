#include "engine/replay/stages.h"

namespace quorate::engine {

std::string_view NameOf(Stage stage) {
  switch (stage) {
    case Stage::kNote:
      return "note";
    case Stage::kRoot:
      return "root";
    case Stage::kPrefixes:
      return "prefixes";
    case Stage::kSequence:
      return "sequence";
    case Stage::kLifeCycle:
      return "life-cycle";
    case Stage::kEligibility:
      return "eligibility";
    case Stage::kCommitments:
      return "commitments";
    case Stage::kCounts:
      return "counts";
    case Stage::kTallies:
      return "tallies";
    case Stage::kDecisions:
      return "decisions";
    case Stage::kErasures:
      return "erasures";
    case Stage::kFiles:
      return "files";
  }
  return "unknown";
}

std::string FailedCode(std::string_view stage) {
  std::string code = "FAILED ";
  for (const char c : stage)
    code += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : '_';
  return code;
}

void VerifyReport::Add(Stage stage, bool ok, std::string detail) {
  stages.push_back({std::string(NameOf(stage)), ok, std::move(detail)});
  if (!ok && !failed()) result = FailedCode(NameOf(stage));
}

}  // namespace quorate::engine
