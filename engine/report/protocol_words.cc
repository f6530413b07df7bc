#include "engine/report/protocol_words.h"

#include "engine/report/words.h"

namespace quorate::engine {

namespace {

std::string VoiceSentence(Voice voice) {
  switch (voice) {
    case Voice::kPerPerson:
      return "Every person had one voice.";
    case Voice::kEqualGroups:
      return "Every group had the same voice in the whole, however many people it had; the groups "
             "were those in which somebody gave the answers being counted.";
    case Voice::kGroupWeights:
      return "Each group had a fixed weight, shared by its people:";
    case Voice::kGroupWeightsEach:
      return "Each person had the weight of their group:";
    case Voice::kPersonWeights:
      return "Each person had a weight of their own, set by the organizers and never by the voter.";
  }
  return {};
}

std::string HatsSentence(Hats hats) {
  switch (hats) {
    case Hats::kDeclared:
      return "People who belong to several groups counted in the one they declared.";
    case Hats::kSplit:
      return "People who belong to several groups had their one voice split over them.";
    case Hats::kEachGroup:
      return "People who belong to several groups counted in each group's table, and once in the "
             "whole.";
  }
  return {};
}

}  // namespace

std::string InWords(Feedback feedback) {
  switch (feedback) {
    case Feedback::kNone:
      return "No earlier results are shown.";
    case Feedback::kOwnGroup:
      return "People are shown earlier results of their own group.";
    case Feedback::kAllGroups:
      return "People are shown earlier results of all groups.";
    case Feedback::kOverall:
      return "People are shown earlier results of the whole panel.";
  }
  return {};
}

std::string InWords(EntryPolicy entry) {
  return entry == EntryPolicy::kInvited
             ? "Everybody on the panel may take part."
             : "Those who answered the survey round before may take part.";
}

std::string InWords(CarryPolicy carry, std::string_view items) {
  switch (carry) {
    case CarryPolicy::kAll:
      return "All " + std::string(items) + " are taken over.";
    case CarryPolicy::kDropOut:
      return "Those " + std::string(items) + " agreed OUT are not asked again.";
    case CarryPolicy::kDropInAndOut:
      return "Those " + std::string(items) + " agreed IN or OUT are not asked again.";
  }
  return {};
}

std::vector<std::string> VoiceInWords(const Protocol& protocol) {
  std::string voice = VoiceSentence(protocol.voice.voice);
  if (TakesGroupWeights(protocol.voice.voice)) {
    for (std::size_t i = 0; i < protocol.voice.weights.size(); ++i) {
      const GroupWeight& weight = protocol.voice.weights[i];
      voice += (i == 0 ? " " : ", ") + weight.group + " " + weight.weight.ToString();
    }
    voice += ".";
  }
  return {voice, HatsSentence(protocol.voice.hats)};
}

std::vector<std::string> RoundInWords(const Protocol& protocol, std::size_t round) {
  const RoundPlan& plan = protocol.rounds[round];
  std::vector<std::string> sentences;
  sentences.push_back(plan.mode == RoundMode::kSurvey
                          ? "A survey: everybody answers alone, in their own time."
                          : "A workshop: people discuss and then vote on one thing at a time.");
  sentences.push_back("Scores go from " + std::to_string(plan.rule.scale.min) + " to " +
                      std::to_string(plan.rule.scale.max) + ".");
  sentences.push_back(InWords(plan.feedback));
  sentences.push_back(InWords(plan.entry));
  sentences.push_back(InWords(plan.carry, Plural(protocol.item_label)));
  if (plan.suggestions_max > 0) {
    sentences.push_back(
        "Each person may suggest up to " +
        Count(static_cast<std::uint64_t>(plan.suggestions_max), "new one", "new ones") + ".");
  }
  return sentences;
}

}  // namespace quorate::engine
