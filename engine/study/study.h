// A study's state: the fold of its decision log. Plain values, changed only by Apply (apply.h);
// what may happen to them next is said by Permits (permits.h).

#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/index.h"
#include "engine/study/ballot_box.h"
#include "engine/study/choice.h"
#include "engine/study/event.h"
#include "engine/study/vote.h"

namespace quorate::engine {

enum class StudyState { kNew, kDraft, kRunning, kConcluded };

struct Participant {
  std::string id;
  std::optional<Membership> membership;  // Absent where its opening is not known.
  bool withdrawn = false;
  bool unknown = false;  // Something they were or answered came without its content.
  bool erased = false;   // All of that was destroyed; nothing of it counts any more.
};

enum class ItemState { kActive, kRetired, kMerged, kSplit };

// The newest tally of an item: where it was counted and what the rule said.
struct Standing {
  std::string basis;  // "round/2" or "vote/v1/3".
  int version = 1;
  Verdict consensus = Verdict::kNone;
};

struct Item {
  std::string id;
  std::vector<std::string> texts;  // One a version; version 1 first.
  ItemState state = ItemState::kActive;
  std::vector<std::string> parents;  // What it was merged or split from.
  std::string suggestion;            // The suggestion it came from, or empty.
  std::optional<Standing> standing;

  [[nodiscard]] int version() const { return static_cast<int>(texts.size()); }
};

struct Suggestion {
  std::string id;
  std::string by;  // The participant.
  int round = 0;
  std::optional<ItemText> text;
  bool reviewed = false;
  std::string item;  // The label it was accepted under, or empty.
};

enum class RoundState { kOpen, kClosed };

// A participant's statement of dissent. The text is absent where its opening is not at hand.
struct Statement {
  std::string id;
  std::string by;  // The participant.
  ItemVersion item;
  std::optional<StatementContent> content;
  std::uint64_t entry = 0;
  std::string withheld;  // Why it is kept back from publication; empty where it is not.
};

// What the facilitator asked other rules to say of a round, before the study was concluded.
struct RuleComparison {
  std::string basis;
  std::uint64_t entry = 0;
  std::vector<ConsensusRule> rules;
  std::vector<Json> verdicts;  // One a rule.
};

// What a participant was shown before they answered a round; the content where it is known.
struct ShownFeedback {
  std::uint64_t entry = 0;
  std::optional<FeedbackContent> content;
};

struct Round {
  int number = 0;
  RoundState state = RoundState::kOpen;
  std::vector<ItemVersion> items;
  Questions questions;  // The same, by label.
  std::optional<Instant> closes;
  BallotBox box;
  std::vector<Response> responses;
  std::vector<TalliedItem> results;
  Index attendance;             // In a workshop.
  std::uint64_t opened_at = 0;  // The entry that opened it.
  std::optional<Json> attrition;
  std::optional<Json> stability;
  std::optional<Json> explanation;  // What was asked about its verdicts.
  std::map<std::string, ShownFeedback, std::less<>> feedback_shown;  // By participant.
};

struct Decision {
  ItemVersion item;
  Verdict verdict = Verdict::kNone;
  Verdict rule_verdict = Verdict::kNone;
  std::string basis;
  std::string override_reason;  // Empty where the rule decided.
  std::uint64_t entry = 0;
};

// A stated break of the log: what had been signed before its storage was lost.
struct Recovery {
  std::uint64_t size = 0;
  std::string root;
  std::string reason;
  std::uint64_t entry = 0;
};

struct Amendment {
  std::string reason;
  std::uint64_t entry = 0;
  Protocol before;
};

struct Study {
  std::string title;
  int rules_version = kFirstRulesVersion;
  StudyState state = StudyState::kNew;
  std::optional<Protocol> protocol;  // The draft, or the frozen one as amended.
  std::vector<Amendment> amendments;

  Index participant_index;
  std::vector<Participant> participants;
  Index item_index;
  std::vector<Item> items;
  Index suggestion_index;
  std::vector<Suggestion> suggestions;
  std::vector<Round> rounds;
  Index vote_index;
  std::vector<Vote> votes;
  Index choice_index;
  std::vector<Choice> choices;
  Index statement_index;
  std::vector<Statement> statements;
  std::vector<RuleComparison> comparisons;
  std::vector<Decision> decisions;  // In order of recording; the last about an item stands.
  std::vector<Recovery> recoveries;

  // The newest time an entry shows; coarse ones (ballots) lie before it. The log's time never
  // decreases.
  Instant last_time;
  std::uint64_t size = 0;      // Entries folded so far; the next one's sequence.
  bool contents_known = true;  // False while something of somebody not erased is unknown.

  [[nodiscard]] const Participant* FindParticipant(std::string_view id) const;
  [[nodiscard]] const Item* FindItem(std::string_view id) const;
  [[nodiscard]] const Vote* FindVote(std::string_view id) const;
  [[nodiscard]] const Choice* FindChoice(std::string_view id) const;
  // "vote v1" or "choice primary" while one is open: one thing is on the floor at a time.
  [[nodiscard]] std::optional<std::string> OnTheFloor() const;
  // The round of that number (from 1) if it was opened.
  [[nodiscard]] const Round* FindRound(int number) const;
  // The round that the log writes as "round/2".
  [[nodiscard]] const Round* FindRound(std::string_view basis) const;
  [[nodiscard]] const Round* open_round() const;
  // The plan of that round. Requires a protocol with so many rounds.
  [[nodiscard]] const RoundPlan& Plan(int round) const;
  // The decision that stands for the item, if any.
  [[nodiscard]] const Decision* FindDecision(std::string_view item) const;
};

// Whether the hats and answers of everybody who voted in the box are known, so that it can be
// counted.
bool Knows(const Study& study, const BallotBox& box);
// Whether the box can also be counted again after its closing, with the same result: the difference
// to what stands would tell what somebody answered who was erased since.
bool CanBeRecounted(const Study& study, const BallotBox& box);

// Where a tally was counted, as the log writes it.
std::string BasisOf(const Round& round);
std::string BasisOf(const Vote& vote, std::size_t iteration);
std::string BasisOf(const Choice& choice, std::size_t iteration);

// Whether a group's figures count somebody: by the declared hat alone, or by any hat.
bool CountsIn(const Protocol& protocol, const Membership& membership, std::string_view group);

// Whether the participant may cast a ballot in the round: enrolled, not withdrawn, and let in by
// the round's entry policy. Workshop attendance is not asked here.
bool MayEnter(const Study& study, const Round& round, const Participant& participant);

// The rule that governs the vote: the round's, or its yes/no rule. Null if the plan has none that
// fits.
const ConsensusRule* RuleFor(const RoundPlan& plan, VoteKind kind);

// The newest survey round before `round` that is closed, or null.
const Round* SurveyBefore(const Study& study, int round);

}  // namespace quorate::engine
