#include "services/rpc/names.h"

#include <charconv>

#include "engine/base/text.h"

namespace quorate::services::rpc {

namespace {

constexpr int kNumberMax = 1'000'000;

std::vector<std::string_view> Segments(std::string_view text) {
  std::vector<std::string_view> segments;
  while (true) {
    const std::size_t slash = text.find('/');
    segments.push_back(text.substr(0, slash));
    if (slash == std::string_view::npos) return segments;
    text.remove_prefix(slash + 1);
  }
}

// "studies/*/rounds/*" as people read it: "studies/{study}/rounds/{round}".
std::string Readable(std::string_view form) {
  std::string text;
  std::string_view collection;
  for (const std::string_view segment : Segments(form)) {
    if (!text.empty()) text += '/';
    if (segment != "*") {
      collection = segment;
      text += segment;
    } else if (collection == "studies") {
      text += "{study}";
    } else {
      text.append("{").append(collection.substr(0, collection.size() - 1)).append("}");
    }
  }
  return text;
}

}  // namespace

engine::Result<std::vector<std::string>> ParseName(std::string_view field,
                                                   std::string_view name,
                                                   std::string_view form) {
  const std::vector<std::string_view> given = Segments(name);
  const std::vector<std::string_view> wanted = Segments(form);
  std::vector<std::string> labels;
  bool fits = given.size() == wanted.size();
  for (std::size_t i = 0; fits && i < wanted.size(); ++i) {
    if (wanted[i] != "*") {
      fits = given[i] == wanted[i];
    } else {
      fits = engine::IsLabel(given[i]) || (i == 1 && given[i] == "-");
      labels.emplace_back(given[i]);
    }
  }
  if (fits) return labels;
  return engine::Refuse(engine::Reason::kInvalidArgument,
                        std::string(field),
                        "must be of the form " + Readable(form));
}

engine::Result<std::string> ParseChild(std::string_view field,
                                       std::string_view name,
                                       std::string_view study,
                                       std::string_view collection) {
  QUORATE_ASSIGN_OR_RETURN(const std::vector<std::string> labels,
                           ParseName(field, name, "studies/*/" + std::string(collection) + "/*"));
  if (labels[0] == study) return labels[1];
  return engine::Refuse(engine::Reason::kInvalidArgument,
                        std::string(field),
                        "must be of study " + std::string(study));
}

engine::Result<int> ParseNumber(std::string_view field, std::string_view label) {
  int number = 0;
  const char* const end = label.data() + label.size();
  const auto [rest, problem] = std::from_chars(label.data(), end, number);
  const bool plain = problem == std::errc() && rest == end && !label.starts_with('0');
  if (plain && number >= 1 && number <= kNumberMax) return number;
  return engine::Refuse(
      engine::Reason::kInvalidArgument, std::string(field), "must end in a number from 1");
}

std::string StudyName(std::string_view study) {
  return "studies/" + std::string(study);
}

std::string ChildName(std::string_view study, std::string_view collection, std::string_view label) {
  std::string name = StudyName(study);
  name.append("/").append(collection).append("/").append(label);
  return name;
}

std::string RoundName(std::string_view study, int round) {
  return ChildName(study, "rounds", std::to_string(round));
}

std::string IterationName(std::string_view study, std::string_view vote, int iteration) {
  return ChildName(study, "votes", vote) + "/iterations/" + std::to_string(iteration);
}

std::string BasisName(std::string_view study, std::string_view basis) {
  const std::vector<std::string_view> parts = Segments(basis);
  if (parts.size() == 2) return ChildName(study, "rounds", parts[1]);
  if (parts.size() != 3) return {};
  return ChildName(study, "votes", parts[1]).append("/iterations/").append(parts[2]);
}

}  // namespace quorate::services::rpc
