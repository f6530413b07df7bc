#include <algorithm>

#include "engine/report/flow_diagram.h"
#include "engine/report/number_text.h"
#include "engine/report/svg.h"
#include "engine/report/words.h"

namespace quorate::engine {

namespace {

constexpr std::size_t kNameColumns = 40;

std::string People(int number) {
  return Count(static_cast<std::uint64_t>(number), "person", "people");
}

std::string Things(const Study& study, int number) {
  const std::string& noun = study.protocol->item_label;
  return Count(static_cast<std::uint64_t>(number), noun, Plural(noun));
}

// "12 of 13 answered (92.3 %)".
std::string WithRate(const Response& response, std::string_view did) {
  std::string text = std::to_string(response.responded) + " of " +
                     std::to_string(response.invited) + std::string(did);
  if (response.invited <= 0 || response.responded < 0) return text;
  return text + " (" + PercentText(Fraction(response.responded, response.invited)) + " %)";
}

std::string TitleOf(const FlowRound& station) {
  std::string title = "Round " + std::to_string(station.round->number);
  title += station.mode == RoundMode::kSurvey ? " (survey)" : " (workshop)";
  if (station.round->state == RoundState::kOpen) title += ", still open";
  return title;
}

std::string LastTitle(const Study& study) {
  return study.state == StudyState::kConcluded ? "At the end" : "So far";
}

std::vector<std::string> PeopleMoved(const Movement& movement) {
  std::vector<std::string> lines;
  if (movement.joined > 0) lines.push_back(People(movement.joined) + " joined");
  if (movement.left > 0) lines.push_back(People(movement.left) + " left");
  return lines;
}

std::vector<std::string> PeopleAtRound(const Study& study, const FlowRound& station) {
  const std::vector<Response>& responses = station.round->responses;
  const std::string_view did = station.mode == RoundMode::kSurvey ? " answered" : " came";
  std::vector<std::string> lines;
  const auto of_group = [&](const std::string& group) {
    return std::find_if(responses.begin(), responses.end(), [&](const Response& response) {
      return response.group == group;
    });
  };
  if (of_group("") == responses.end()) return lines;
  lines.push_back(WithRate(*of_group(""), did));
  for (const Group& group : study.protocol->groups) {
    const std::string name = IsolateText(ClipText(group.name, kNameColumns)) + ": ";
    const auto found = of_group(group.id);
    lines.push_back(name + (found == responses.end() ? "not shown" : WithRate(*found, "")));
  }
  return lines;
}

std::string Joined(const std::vector<std::string>& parts) {
  std::string text;
  for (const std::string& part : parts)
    text += (text.empty() ? "" : ", ") + part;
  return text;
}

std::string Found(const VerdictCounts& counts) {
  std::vector<std::string> parts;
  const auto add = [&](int number, std::string_view word) {
    if (number > 0) parts.push_back(std::to_string(number) + " " + std::string(word));
  };
  add(counts.in, "IN");
  add(counts.out, "OUT");
  add(counts.none, "without agreement");
  add(counts.inquorate, "with too few answers");
  return Joined(parts);
}

std::vector<std::string> ItemsMoved(const Movement& movement, bool first) {
  std::vector<std::string> lines;
  const auto add = [&](int number, const std::string& words) {
    if (number > 0) lines.push_back(std::to_string(number) + " " + words);
  };
  if (!first) add(movement.added, "added by the organizers");
  if (movement.suggested + movement.accepted + movement.declined > 0) {
    lines.push_back(std::to_string(movement.suggested) + " suggested; " +
                    std::to_string(movement.accepted) + " taken up, " +
                    std::to_string(movement.declined) + " declined");
  }
  add(movement.merged_from, "merged into " + std::to_string(movement.merged_into));
  add(movement.split_from, "split into " + std::to_string(movement.split_into));
  add(movement.retired, "retired");
  add(movement.reworded, "reworded");
  return lines;
}

std::vector<std::string> ItemsAtRound(const Study& study, const FlowRound& station) {
  std::vector<std::string> lines;
  if (station.mode == RoundMode::kSurvey) {
    lines.push_back(Things(study, station.asked) + " asked");
    if (station.found.total() > 0) lines.push_back(Found(station.found));
    return lines;
  }
  lines.push_back(Things(study, station.asked) + " on the table");
  if (station.found.total() > 0) {
    lines.push_back(std::to_string(station.found.total()) + " voted on: " + Found(station.found));
  }
  return lines;
}

}  // namespace

std::vector<FlowStep> PeopleSteps(const Study& study, const Flow& flow) {
  const Movement& first = flow.rounds.empty() ? flow.after : flow.rounds.front().before;
  std::vector<FlowStep> steps = {{"The panel", {}, {People(first.joined) + " enrolled"}}};
  for (const FlowRound& station : flow.rounds) {
    FlowStep step{TitleOf(station), PeopleMoved(station.before), PeopleAtRound(study, station)};
    if (&station == &flow.rounds.front()) {
      Movement left = station.before;
      left.joined = 0;
      step.before = PeopleMoved(left);
    }
    steps.push_back(std::move(step));
  }
  FlowStep last{LastTitle(study), {}, {}};
  if (!flow.rounds.empty()) last.before = PeopleMoved(flow.after);
  last.lines.push_back(std::to_string(flow.enrolled - flow.left) + " of " + People(flow.enrolled) +
                       " on the panel, " + std::to_string(flow.left) + " left");
  steps.push_back(std::move(last));
  return steps;
}

std::vector<FlowStep> ItemSteps(const Study& study, const Flow& flow) {
  const Movement& first = flow.rounds.empty() ? flow.after : flow.rounds.front().before;
  std::vector<FlowStep> steps = {{"The first list", {}, {Things(study, first.added)}}};
  for (const FlowRound& station : flow.rounds) {
    FlowStep step{TitleOf(station),
                  ItemsMoved(station.before, &station == &flow.rounds.front()),
                  ItemsAtRound(study, station)};
    const int not_asked = station.active - station.asked;
    const bool first_round = &station == &flow.rounds.front();
    if (not_asked > 0) {
      step.before.push_back(std::to_string(not_asked) +
                            (first_round ? " not asked" : " not asked again"));
    }
    steps.push_back(std::move(step));
  }
  FlowStep last{LastTitle(study), ItemsMoved(flow.after, flow.rounds.empty()), {}};
  last.lines.push_back(Things(study, flow.active) + " on the list");
  if (flow.decided.total() > 0) last.lines.push_back("Decided: " + Found(flow.decided));
  if (flow.undecided > 0) last.lines.push_back(std::to_string(flow.undecided) + " not decided");
  if (flow.overridden > 0) {
    last.lines.push_back(std::to_string(flow.overridden) + " of them decided against the rule");
  }
  steps.push_back(std::move(last));
  return steps;
}

}  // namespace quorate::engine
