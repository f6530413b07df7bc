#include "engine/report/checklist_facts.h"

#include <algorithm>
#include <optional>
#include <variant>

#include "engine/base/check.h"
#include "engine/ratings/rule_text.h"
#include "engine/report/dissent.h"
#include "engine/report/flow.h"
#include "engine/report/number_text.h"
#include "engine/report/protocol_words.h"
#include "engine/report/report_parts.h"
#include "engine/report/words.h"

namespace quorate::engine {

namespace {

using Sentences = std::vector<std::string>;

std::string Joined(const Sentences& parts, std::string_view between) {
  std::string text;
  for (const std::string& part : parts)
    text += (text.empty() ? "" : std::string(between)) + part;
  return text;
}

std::string OneLine(std::string text) {
  std::replace(text.begin(), text.end(), '\n', ' ');
  while (!text.empty() && text.back() == ' ')
    text.pop_back();
  return text;
}

// The day of the first such fact, if it happened.
template <typename Fact>
std::optional<std::string> DayOf(std::span<const DatedEntry> history, const auto& is_meant) {
  for (const DatedEntry& dated : history) {
    const Fact* fact = std::get_if<Fact>(&dated.entry.event);
    if (fact != nullptr && is_meant(*fact)) return ToString(dated.entry.time).substr(0, 10);
  }
  return std::nullopt;
}

std::string RoundName(const Study& study, int number) {
  const bool survey = study.Plan(number).mode == RoundMode::kSurvey;
  return "Round " + std::to_string(number) + (survey ? " (survey)" : " (workshop)");
}

class Facts {
 public:
  Facts(const Study& study, std::span<const DatedEntry> history, const RecordName& record)
      : study_(study), history_(history), record_(record) {}

  [[nodiscard]] Sentences Course() const {
    Sentences sentences;
    for (const Round& round : study_.rounds) {
      const auto of_round = [&](const auto& fact) { return fact.round == round.number; };
      std::string text = RoundName(study_, round.number) + ": opened " +
                         DayOf<RoundOpened>(history_, of_round).value_or("");
      const auto closed = DayOf<RoundClosed>(history_, of_round);
      sentences.push_back(text + (closed ? ", closed " + *closed : ", still open") + ".");
    }
    const auto votes = std::count_if(study_.votes.begin(),
                                     study_.votes.end(),
                                     [](const Vote& vote) { return !vote.iterations.empty(); });
    if (votes > 0) {
      sentences.push_back(
          Count(static_cast<std::uint64_t>(votes), "question was", "questions were") +
          " put to the vote in the workshop, each as often as the panel wished.");
    }
    return sentences;
  }

  [[nodiscard]] Sentences Fixed() const {
    const auto any = [](const auto&) { return true; };
    Sentences sentences;
    if (const auto day = DayOf<ProtocolFrozen>(history_, any)) {
      std::string text = "The protocol was fixed on " + *day;
      const auto opened = DayOf<RoundOpened>(history_, any);
      if (opened) text += ", before the first round opened on " + *opened;
      sentences.push_back(text + "; it stands in protocol.json.");
    }
    sentences.push_back("Record: " + record_.origin + ", " + std::to_string(record_.size) +
                        " entries, root " + record_.root + ".");
    return sentences;
  }

  [[nodiscard]] Sentences Groups() const {
    Sentences names;
    for (const Group& group : study_.protocol->groups)
      names.push_back(group.name);
    return {"Groups: " + Joined(names, ", ") + "."};
  }

  [[nodiscard]] Sentences Numbers() const {
    const auto left = std::ranges::count_if(study_.participants, &Participant::withdrawn);
    Sentences sentences = {Count(study_.participants.size(), "person", "people") +
                           " enrolled, of whom " + std::to_string(left) + " left."};
    for (const Round& round : study_.rounds) {
      if (round.state != RoundState::kClosed) continue;
      Sentences parts;
      for (const Response& response : round.responses) {
        const auto group = study_.protocol->FindGroup(response.group);
        const std::string who = group ? study_.protocol->groups[*group].name : "everybody";
        parts.push_back(who + " " + PartText(response.responded, response.invited));
      }
      if (round.responses.size() <= study_.protocol->groups.size()) {
        parts.emplace_back("groups left out are too small to show");
      }
      const bool survey = study_.Plan(round.number).mode == RoundMode::kSurvey;
      sentences.push_back(RoundName(study_, round.number) + (survey ? ", answered: " : ", came: ") +
                          Joined(parts, ", ") + ".");
    }
    return sentences;
  }

  // A sentence a planned round; rounds that say the same are named together.
  [[nodiscard]] Sentences PerRound(const auto& words) const {
    std::vector<std::pair<std::string, Sentences>> told;
    for (std::size_t i = 0; i < study_.protocol->rounds.size(); ++i) {
      const std::string text = words(study_.protocol->rounds[i]);
      const auto same = std::ranges::find(told, text, [](const auto& one) { return one.first; });
      if (same == told.end()) {
        told.push_back({text, {std::to_string(i + 1)}});
      } else {
        same->second.push_back(std::to_string(i + 1));
      }
    }
    Sentences sentences;
    for (const auto& [text, rounds] : told) {
      sentences.push_back((rounds.size() == 1 ? "Round " : "Rounds ") + Joined(rounds, ", ") +
                          ": " + text);
    }
    return sentences;
  }

  [[nodiscard]] Sentences Scale() const {
    Sentences sentences = PerRound([](const RoundPlan& plan) {
      return "scores from " + std::to_string(plan.rule.scale.min) + " to " +
             std::to_string(plan.rule.scale.max) + ".";
    });
    sentences.emplace_back(
        "Besides a score, people could say that they were unable to score or did not understand, "
        "or leave it blank.");
    return sentences;
  }

  [[nodiscard]] Sentences Rule() const {
    Sentences sentences =
        PerRound([](const RoundPlan& plan) { return OneLine(InWords(plan.rule)); });
    for (std::size_t i = 0; i < study_.protocol->rounds.size(); ++i) {
      const auto& rule = study_.protocol->rounds[i].yes_no_rule;
      if (!rule) continue;
      sentences.push_back("Yes-or-no votes in round " + std::to_string(i + 1) +
                          " (1 is yes, 0 is no): " + OneLine(InWords(*rule)));
    }
    return sentences;
  }

  [[nodiscard]] Sentences FirstList() const {
    const Flow flow = FlowOf(study_, history_);
    const Movement& first = flow.rounds.empty() ? flow.after : flow.rounds.front().before;
    const std::string& noun = study_.protocol->item_label;
    return {Count(static_cast<std::uint64_t>(first.added), noun, Plural(noun)) +
            " stood on the first list; results/wordings.csv holds every wording."};
  }

  [[nodiscard]] Sentences Suggestions() const {
    const auto reviewed = std::ranges::count_if(study_.suggestions, &Suggestion::reviewed);
    const auto accepted = std::ranges::count_if(
        study_.suggestions, [](const Suggestion& one) { return !one.item.empty(); });
    return {"Participants made " + Count(study_.suggestions.size(), "suggestion", "suggestions") +
            "; " + std::to_string(accepted) + " were taken up, " +
            std::to_string(reviewed - accepted) +
            " declined. The reasons stand in the report's calendar."};
  }

  [[nodiscard]] Sentences ListChanges() const {
    Sentences sentences;
    for (const DatedEntry& dated : history_) {
      const std::string day = ToString(dated.entry.time).substr(0, 10) + ": ";
      const auto* reworded = std::get_if<ItemReworded>(&dated.entry.event);
      const auto* merged = std::get_if<ItemsMerged>(&dated.entry.event);
      const auto* split = std::get_if<ItemSplit>(&dated.entry.event);
      const auto* retired = std::get_if<ItemRetired>(&dated.entry.event);
      if (reworded != nullptr) {
        sentences.push_back(day + reworded->item + " was reworded: " + reworded->reason + ".");
      } else if (merged != nullptr) {
        sentences.push_back(day + Joined(merged->from, ", ") + " were merged into " + merged->into +
                            ": " + merged->reason + ".");
      } else if (split != nullptr) {
        sentences.push_back(day + split->from + " was split: " + split->reason + ".");
      } else if (retired != nullptr) {
        sentences.push_back(day + retired->item + " was retired: " + retired->reason + ".");
      }
    }
    if (sentences.empty()) return {"No item was reworded, merged, split or retired."};
    return sentences;
  }

  [[nodiscard]] Sentences FinalList() const {
    Sentences items;
    for (const Item& item : study_.items) {
      const Decision* decision = study_.FindDecision(item.id);
      if (item.state != ItemState::kActive || decision == nullptr) continue;
      if (decision->verdict != Verdict::kIn || decision->item.version != item.version()) continue;
      items.push_back(item.id + " " + item.texts.back());
    }
    if (items.empty()) return {"Nothing was agreed IN."};
    return {std::to_string(items.size()) + " agreed IN: " + Joined(items, "; ") + "."};
  }

  [[nodiscard]] Sentences Deviations() const {
    Sentences sentences;
    for (const Amendment& amendment : study_.amendments) {
      sentences.push_back("The protocol was changed (log entry " + std::to_string(amendment.entry) +
                          "): " + amendment.reason + ".");
    }
    for (const DatedEntry& dated : history_) {
      const auto* extended = std::get_if<RoundExtended>(&dated.entry.event);
      if (extended == nullptr) continue;
      sentences.push_back("Round " + std::to_string(extended->round) + " was extended to " +
                          ToString(extended->closes) + ": " + extended->reason + ".");
    }
    if (sentences.empty()) return {"The protocol was not changed after it was fixed."};
    return sentences;
  }

  [[nodiscard]] Sentences Overrides() const {
    Sentences sentences;
    for (const Decision& decision : study_.decisions) {
      if (decision.override_reason.empty()) continue;
      sentences.push_back("On " + decision.item.item + " the rule said " +
                          Name(decision.rule_verdict) + " and it was decided " +
                          Name(decision.verdict) + ": " + decision.override_reason + ".");
    }
    if (sentences.empty()) return {"No decision went against the rule."};
    return sentences;
  }

  [[nodiscard]] Sentences DissentKept() const {
    const std::vector<Dissent> all = DissentOf(study_, Tier::kPublic);
    const auto any = std::ranges::count_if(all, &Dissent::any);
    return {"On " + std::to_string(any) + " of " + std::to_string(all.size()) +
            " decided IN or OUT, somebody scored at the other end of the scale; the report lists "
            "them, and results/dissent.csv."};
  }

  [[nodiscard]] Sentences Privacy() const {
    return {
        "People acted under random pseudonyms; names, addresses, comments and single ballots "
        "are not in the public record.",
        "Tables of fewer than " + std::to_string(study_.protocol->k) +
            " people were not published.",
        "Whoever runs the server could link people to their answers."};
  }

 private:
  const Study& study_;
  std::span<const DatedEntry> history_;
  const RecordName& record_;
};

Sentences Unless(bool empty, std::string text) {
  if (empty) return {};
  return {std::move(text)};
}

}  // namespace

std::vector<std::string> WhatIsKnown(Known known,
                                     const Study& study,
                                     std::span<const DatedEntry> history,
                                     const RecordName& record) {
  QUORATE_CHECK(study.protocol.has_value());
  const Protocol& protocol = *study.protocol;
  const Facts facts(study, history, record);
  switch (known) {
    case Known::kNothing:
      return {};
    case Known::kTitle:
      return {"The study's title in the record: " + study.title + "."};
    case Known::kPurpose:
      return Unless(protocol.purpose.empty(), OneLine(protocol.purpose));
    case Known::kCourse:
      return facts.Course();
    case Known::kProtocol:
      return facts.Fixed();
    case Known::kGroups:
      return facts.Groups();
    case Known::kNumbers:
      return facts.Numbers();
    case Known::kScale:
      return facts.Scale();
    case Known::kRule:
      return facts.Rule();
    case Known::kVoice:
      return VoiceInWords(protocol);
    case Known::kFeedback:
      return facts.PerRound([](const RoundPlan& plan) { return InWords(plan.feedback); });
    case Known::kEntry:
      return facts.PerRound([](const RoundPlan& plan) { return InWords(plan.entry); });
    case Known::kCarry:
      return facts.PerRound(
          [&](const RoundPlan& plan) { return InWords(plan.carry, Plural(protocol.item_label)); });
    case Known::kFirstList:
      return facts.FirstList();
    case Known::kSuggestions:
      return facts.Suggestions();
    case Known::kListChanges:
      return facts.ListChanges();
    case Known::kFinalList:
      return facts.FinalList();
    case Known::kStopping:
      return Unless(protocol.stopping_rule.empty(), OneLine(protocol.stopping_rule));
    case Known::kDeviations:
      return facts.Deviations();
    case Known::kOverrides:
      return facts.Overrides();
    case Known::kDissent:
      return facts.DissentKept();
    case Known::kPrivacy:
      return facts.Privacy();
    case Known::kFigures:
      return {
          "Counts, shares, medians and quartiles for every item, count and group stand in the "
          "report under \"Results by item\" and in results/tallies.csv."};
  }
  return {};
}

}  // namespace quorate::engine
