// Resource names from the short labels that people type.

#pragma once

#include <string>
#include <string_view>

namespace quorate::cli {

inline std::string StudyName(std::string_view study) {
  return "studies/" + std::string(study);
}

// "studies/{study}/{collection}/{label}"; a label that is a whole name already stays as it is.
inline std::string ChildName(std::string_view study,
                             std::string_view collection,
                             std::string_view label) {
  if (label.starts_with("studies/")) return std::string(label);
  return StudyName(study) + "/" + std::string(collection) + "/" + std::string(label);
}

inline std::string RoundName(std::string_view study, int round) {
  return ChildName(study, "rounds", std::to_string(round));
}

// The last part of a name: "2" of "studies/demo/rounds/2".
inline std::string LabelOf(std::string_view name) {
  return std::string(name.substr(name.rfind('/') + 1));
}

}  // namespace quorate::cli
