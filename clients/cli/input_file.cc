#include "clients/cli/input_file.h"

#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>

namespace quorate::cli {

engine::Result<std::string> ReadFile(const std::string& path) {
  if (path == "-") {
    return std::string(std::istreambuf_iterator<char>(std::cin), std::istreambuf_iterator<char>());
  }
  std::error_code error;
  if (std::filesystem::is_directory(path, error)) {
    return engine::Refuse(engine::Reason::kUnreadable, path, "is a folder, not a file");
  }
  std::ifstream file(path, std::ios::binary);
  if (!file) return engine::Refuse(engine::Reason::kUnreadable, path, "cannot be opened");
  std::string text((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  if (file.bad()) return engine::Refuse(engine::Reason::kUnreadable, path, "cannot be read");
  return text;
}

engine::Result<engine::Json> ReadJsonFile(const std::string& path) {
  QUORATE_ASSIGN_OR_RETURN(const std::string text, ReadFile(path));
  auto json = engine::ParseJson(text);
  if (!json) return engine::Refuse(json.error().reason, path, json.error().message);
  return json;
}

}  // namespace quorate::cli
