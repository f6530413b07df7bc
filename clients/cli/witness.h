// A witness at work: its key, the logs it watches, and its memory of them. The one place where a
// request is judged and what is cosigned is kept; files and HTTP both come here.

#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/base/result.h"
#include "engine/base/time.h"
#include "engine/log/cosignature.h"
#include "engine/log/note.h"
#include "engine/log/witness.h"

namespace quorate::cli {

struct WitnessFiles {
  std::string key_file;                // The witness's own secret key.
  std::vector<std::string> log_files;  // The verifier keys of the logs it witnesses.
  std::string state;                   // Its folder (witness_state.h).
};

class Witness {
 public:
  // Reads the keys, makes the folder if it is not there, and reads what was cosigned of every log,
  // so that damage is known before anybody asks. Refuses naming the file.
  static engine::Result<Witness> Open(const WitnessFiles& files);

  [[nodiscard]] const engine::VerifierKey& verifier() const { return key_.verifier(); }

  // What was cosigned last of that log; size 0 of a log that is not witnessed.
  [[nodiscard]] engine::Result<engine::TreeHead> Last(const std::string& origin) const;

  // Judges a request of tlog-witness's add-checkpoint; what it cosigns is durable before it
  // returns. Holds the folder alone meanwhile, so several processes may answer from one. Refuses
  // where the memory cannot be read or written: then nothing was cosigned.
  [[nodiscard]] engine::Result<engine::WitnessAnswer> Answer(std::string_view request,
                                                             engine::Instant now) const;

 private:
  Witness(engine::SigningKey key, std::string state)
      : key_(std::move(key)), state_(std::move(state)) {}
  [[nodiscard]] const engine::WitnessedLog* Find(const std::string& origin) const;

  engine::SigningKey key_;
  std::string state_;
  std::vector<engine::WitnessedLog> logs_;  // Without what was cosigned last: the folder knows it.
};

}  // namespace quorate::cli
