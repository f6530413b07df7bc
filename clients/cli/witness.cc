#include "clients/cli/witness.h"

#include <algorithm>
#include <utility>

#include "clients/cli/input_file.h"
#include "clients/cli/witness_state.h"
#include "engine/base/text.h"

namespace quorate::cli {

using engine::Refuse;
using engine::Result;

Result<Witness> Witness::Open(const WitnessFiles& files) {
  QUORATE_ASSIGN_OR_RETURN(const std::string key_text, ReadFile(files.key_file));
  auto key = engine::SigningKey::Parse(engine::Trim(key_text));
  if (!key) return Refuse(key.error().reason, files.key_file, key.error().message);
  Witness witness(*std::move(key), files.state);
  QUORATE_ASSIGN_OR_RETURN(const WitnessState state, WitnessState::Hold(files.state));
  for (const std::string& file : files.log_files) {
    QUORATE_ASSIGN_OR_RETURN(const std::string text, ReadFile(file));
    auto log = engine::VerifierKey::Parse(engine::Trim(text));
    if (!log) return Refuse(log.error().reason, file, log.error().message);
    // A log's key is named as the log.
    const auto known = std::ranges::find(witness.logs_, log->name, &engine::WitnessedLog::origin);
    if (known != witness.logs_.end()) {
      known->keys.push_back(*log);
      continue;
    }
    QUORATE_RETURN_IF_ERROR(state.Last(log->name));
    engine::WitnessedLog witnessed;
    witnessed.origin = log->name;
    witnessed.keys = {*log};
    witness.logs_.push_back(std::move(witnessed));
  }
  return witness;
}

const engine::WitnessedLog* Witness::Find(const std::string& origin) const {
  const auto log = std::ranges::find(logs_, origin, &engine::WitnessedLog::origin);
  return log == logs_.end() ? nullptr : &*log;
}

Result<engine::TreeHead> Witness::Last(const std::string& origin) const {
  if (Find(origin) == nullptr) return engine::TreeHead{0, engine::EmptyRoot()};
  QUORATE_ASSIGN_OR_RETURN(const WitnessState state, WitnessState::Hold(state_));
  return state.Last(origin);
}

Result<engine::WitnessAnswer> Witness::Answer(std::string_view request, engine::Instant now) const {
  const std::string origin = engine::OriginIn(request);
  const engine::WitnessedLog* known = Find(origin);
  // Whoever asks of other logs does not come near the folder.
  if (known == nullptr) return JudgeCheckpoint({}, request, key_, now);
  QUORATE_ASSIGN_OR_RETURN(const WitnessState state, WitnessState::Hold(state_));
  engine::WitnessedLog log = *known;
  QUORATE_ASSIGN_OR_RETURN(log.last, state.Last(origin));
  engine::WitnessAnswer answer = JudgeCheckpoint({&log, 1}, request, key_, now);
  if (answer.keep) QUORATE_RETURN_IF_ERROR(state.Keep(origin, *answer.keep));
  return answer;
}

}  // namespace quorate::cli
