// What a witness has last cosigned of each log, in a folder of its own: one file a log, in the
// words of a checkpoint's text, so that people can read it.

#pragma once

#include <string>

#include "engine/base/result.h"
#include "engine/log/tree.h"

namespace quorate::cli {

// Holds the folder alone from Hold() until it is destroyed: between Last() and Keep() nobody else
// can cosign. Losing this folder means cosigning blindly again, so it belongs into a backup.
class WitnessState {
 public:
  // Makes the folder if it is not there; waits while another process holds it.
  static engine::Result<WitnessState> Hold(const std::string& folder);

  WitnessState(WitnessState&& other) noexcept;
  WitnessState(const WitnessState&) = delete;
  WitnessState& operator=(const WitnessState&) = delete;
  WitnessState& operator=(WitnessState&&) = delete;
  ~WitnessState();

  // Size 0 where nothing was cosigned yet. Refuses with kUnreadable a file that is damaged, for
  // starting anew would forget what was cosigned.
  [[nodiscard]] engine::Result<engine::TreeHead> Last(const std::string& origin) const;
  // Durable before it returns; a cut in the middle leaves what was there.
  [[nodiscard]] engine::Status Keep(const std::string& origin, const engine::TreeHead& head) const;

 private:
  WitnessState(std::string folder, int lock) : folder_(std::move(folder)), lock_(lock) {}
  [[nodiscard]] std::string PathOf(const std::string& origin) const;

  std::string folder_;
  int lock_;
};

}  // namespace quorate::cli
