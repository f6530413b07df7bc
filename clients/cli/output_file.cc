#include "clients/cli/output_file.h"

#include <fstream>

namespace quorate::cli {

engine::Status WriteFile(const std::string& path, const std::string& bytes) {
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  file << bytes;
  file.close();
  if (file) return {};
  return engine::Refuse(engine::Reason::kUnavailable, path, "cannot be written");
}

}  // namespace quorate::cli
