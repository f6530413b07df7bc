// The rules of conduct, one overload a fact. Only permits.cc and its parts include this; everyone
// else asks Permits (permits.h).

#pragma once

#include <initializer_list>
#include <string>

#include "engine/study/event.h"
#include "engine/study/study.h"

namespace quorate::engine {

// Judges one fact against a study. Lives for one call.
class Conduct {
 public:
  Conduct(const Study& study, const Entry& entry) : study_(study), entry_(entry) {}

  // conduct_study.cc: the study, its protocol, its panel.
  Status operator()(const StudyCreated& fact) const;
  Status operator()(const ProtocolDrafted& fact) const;
  Status operator()(const ProtocolFrozen& fact) const;
  Status operator()(const ProtocolAmended& fact) const;
  Status operator()(const StudyConcluded& fact) const;
  Status operator()(const BundlePublished& fact) const;
  Status operator()(const ParticipantEnrolled& fact) const;
  Status operator()(const ParticipantWithdrawn& fact) const;
  Status operator()(const ErasureRecorded& fact) const;
  Status operator()(const LogRecovered& fact) const;

  // conduct_items.cc: items and decisions about them.
  Status operator()(const ItemAdded& fact) const;
  Status operator()(const ItemSuggested& fact) const;
  Status operator()(const SuggestionReviewed& fact) const;
  Status operator()(const ItemReworded& fact) const;
  Status operator()(const ItemsMerged& fact) const;
  Status operator()(const ItemSplit& fact) const;
  Status operator()(const ItemRetired& fact) const;
  Status operator()(const DecisionRecorded& fact) const;
  Status operator()(const DecisionOverridden& fact) const;

  // conduct_rounds.cc: rounds, ballots, the workshop.
  Status operator()(const RoundOpened& fact) const;
  Status operator()(const RoundExtended& fact) const;
  Status operator()(const RoundClosed& fact) const;
  Status operator()(const BallotCast& fact) const;
  Status operator()(const AttendanceRecorded& fact) const;
  Status operator()(const VoteCalled& fact) const;
  Status operator()(const VoteOpened& fact) const;
  Status operator()(const VoteCast& fact) const;
  Status operator()(const VoteClosed& fact) const;

  // conduct_choices.cc: choices among several items.
  Status operator()(const ChoiceCalled& fact) const;
  Status operator()(const ChoiceOpened& fact) const;
  Status operator()(const ChoiceCast& fact) const;
  Status operator()(const ChoiceClosed& fact) const;
  Status operator()(const ChoiceDecided& fact) const;

  // conduct_dissent.cc: what people are shown and what they say to it.
  Status operator()(const FeedbackShown& fact) const;
  Status operator()(const DissentStated& fact) const;
  Status operator()(const DissentWithheld& fact) const;
  Status operator()(const RulesCompared& fact) const;

  // Findings are recomputed, not permitted.
  Status operator()(const ResponseFound&) const { return {}; }
  Status operator()(const ItemTallied&) const { return {}; }
  Status operator()(const AttritionFound&) const { return {}; }
  Status operator()(const StabilityFound&) const { return {}; }
  Status operator()(const RoundExplained&) const { return {}; }
  Status operator()(const ItemExplained&) const { return {}; }
  Status operator()(const RuleCompared&) const { return {}; }
  Status operator()(const ChoiceTallied&) const { return {}; }

 private:
  [[nodiscard]] Status NeedRole(std::initializer_list<Role> roles) const;
  [[nodiscard]] Status NeedRunning() const;
  // That nothing is on the floor that would have to be closed first.
  [[nodiscard]] Status NeedFreeFloor() const;
  // The choice, if it is on the floor and open in that iteration.
  [[nodiscard]] Result<const Choice*> NeedOpenChoice(const std::string& id, int iteration) const;
  // The round, if it is open and of that mode.
  [[nodiscard]] Result<const Round*> NeedOpenRound(int number, RoundMode mode) const;
  // The participant, if enrolled and still with the study.
  [[nodiscard]] Result<const Participant*> NeedParticipant(const std::string& id) const;
  // That the participant is recorded as present at the workshop.
  [[nodiscard]] Status NeedAttendance(int round, const std::string& participant) const;
  // That whoever wrote this down may do so for that participant.
  [[nodiscard]] Status NeedHand(Channel channel, const std::string& participant) const;
  // The item, if it is active and nobody is answering it just now.
  [[nodiscard]] Result<const Item*> NeedQuietItem(const std::string& id) const;
  [[nodiscard]] Status NeedNewItem(const std::string& field,
                                   const std::string& id,
                                   const std::string& text) const;
  // The item's standing, if it was tallied in its present version.
  [[nodiscard]] Result<const Standing*> NeedStanding(const ItemVersion& item,
                                                     const std::string& basis) const;

  const Study& study_;
  const Entry& entry_;
};

// Longest texts, in bytes: a leaf holds at most 60,000.
inline constexpr std::size_t kTitleBytesMax = 500;
inline constexpr std::size_t kTextBytesMax = 4'000;

Status CheckReason(const std::string& reason);
Status CheckRevision(int revision, int next);

}  // namespace quorate::engine
