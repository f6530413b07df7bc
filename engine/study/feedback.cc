#include "engine/study/feedback.h"

#include <algorithm>

namespace quorate::engine {

namespace {

bool HasTable(const Round& counted, const std::string& group) {
  return std::any_of(
      counted.results.begin(), counted.results.end(), [&](const TalliedItem& result) {
        const Json* groups = result.tally.Find("groups");
        return groups != nullptr && groups->Find(group) != nullptr;
      });
}

bool Shows(const Study& study, Feedback policy, const Participant& person, const Group& group) {
  switch (policy) {
    case Feedback::kAllGroups:
      return true;
    case Feedback::kOwnGroup:
      return person.membership && CountsIn(*study.protocol, *person.membership, group.id);
    case Feedback::kNone:
    case Feedback::kOverall:
      return false;
  }
  return false;
}

}  // namespace

std::optional<FeedbackContent> FeedbackFor(const Study& study,
                                           const Round& round,
                                           const Participant& person) {
  const Round* before = SurveyBefore(study, round.number);
  if (before == nullptr) return std::nullopt;
  FeedbackContent content;
  content.basis = BasisOf(*before);
  content.policy = study.Plan(round.number).feedback;
  for (const Group& group : study.protocol->groups) {
    if (Shows(study, content.policy, person, group) && HasTable(*before, group.id))
      content.groups.push_back(group.id);
  }
  if (const auto row = before->box.voters.Find(person.id))
    content.own = static_cast<int>(before->box.entries[*row]);
  return content;
}

}  // namespace quorate::engine
