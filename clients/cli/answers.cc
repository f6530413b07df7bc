#include "clients/cli/answers.h"

#include <charconv>
#include <utility>

#include "clients/cli/names.h"

namespace quorate::cli {

using engine::Reason;
using engine::Refuse;
using engine::Result;

Result<v1::Answer> ParseGiven(std::string_view place, std::string_view text) {
  v1::Answer answer;
  int score = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), score);
  if (!text.empty() && read.ec == std::errc() && read.ptr == text.data() + text.size()) {
    answer.set_score(score);
  } else if (text == "yes" || text == "no") {
    answer.set_score(text == "yes" ? 1 : 0);
  } else if (text == "unable") {
    answer.set_no_score(v1::NO_SCORE_UNABLE);
  } else if (text == "not-understood") {
    answer.set_no_score(v1::NO_SCORE_NOT_UNDERSTOOD);
  } else if (text == "skipped" || text == "abstain") {
    answer.set_no_score(v1::NO_SCORE_SKIPPED);
  } else {
    return Refuse(Reason::kInvalidArgument,
                  std::string(place),
                  "\"" + std::string(text) +
                      "\" is neither a whole number nor unable, not-understood or skipped");
  }
  return answer;
}

Result<std::vector<v1::Answer>> ParseAnswers(std::string_view study,
                                             const std::vector<std::string>& texts) {
  std::vector<v1::Answer> answers;
  std::vector<engine::Violation> wrong;
  for (const std::string& text : texts) {
    const std::size_t cut = text.rfind('=');
    if (cut == std::string::npos || cut == 0) {
      wrong.push_back({text, "write an answer as ITEM=SCORE, such as pain=7"});
      continue;
    }
    auto answer = ParseGiven(text.substr(0, cut), std::string_view(text).substr(cut + 1));
    if (!answer) {
      wrong.push_back(answer.error().violations.front());
      continue;
    }
    answer->set_item(ChildName(study, "items", text.substr(0, cut)));
    answers.push_back(*std::move(answer));
  }
  if (!wrong.empty()) return Refuse(Reason::kInvalidArgument, std::move(wrong));
  return answers;
}

std::string DescribeAnswer(const v1::Answer& answer) {
  if (answer.has_score()) return std::to_string(answer.score());
  switch (answer.no_score()) {
    case v1::NO_SCORE_UNABLE:
      return "unable";
    case v1::NO_SCORE_NOT_UNDERSTOOD:
      return "not-understood";
    case v1::NO_SCORE_SKIPPED:
      return "skipped";
    default:
      return "";
  }
}

}  // namespace quorate::cli
