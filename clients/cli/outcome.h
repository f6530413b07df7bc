// What a verb of the command line comes to: text for the two streams and the exit code. Verbs
// return it instead of printing, so that a refusal leaves standard output empty and tests need no
// process.

#pragma once

#include <string>
#include <utility>

#include "engine/base/result.h"

namespace quorate::cli {

struct Outcome {
  std::string out;
  std::string err;
  int exit_code = 0;  // 0 good, 1 refused or failed, 2 wrong usage.
};

inline Outcome Good(std::string out) {
  return {std::move(out), "", 0};
}

// Every violation stands on a line of its own.
inline Outcome Refused(const engine::Error& error) {
  std::string err = "quorate: ";
  if (error.violations.size() > 1) {
    err += "refused:\n";
    for (const auto& violation : error.violations) {
      err += "  " + violation.field + ": " + violation.message + "\n";
    }
  } else {
    err += error.message + "\n";
  }
  return {"", std::move(err), 1};
}

}  // namespace quorate::cli
