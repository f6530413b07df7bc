// What may have happened in a study: the decision log in C++.
//
// Facts say what somebody did and carry all that came from outside, time and actor included.
// Findings say what the engine concluded; they are recorded but never believed, for
// engine/replay/verify.h recomputes them. An entry that would reveal what the public may not see
// carries a commitment, and its `content` lies apart as an opening: absent here means not published
// or erased.
//
// The list is closed, and what is written must be readable for ever: engine/replay/codec.cc gives
// each its kind and fields, engine/replay/README.md the table for people.
//
// size: one closed list, which reads best in one piece.

#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "engine/base/fraction.h"
#include "engine/base/json.h"
#include "engine/base/time.h"
#include "engine/study/protocol.h"

namespace quorate::engine {

enum class Role { kFacilitator, kParticipant, kObserver, kAuditor, kIntegrator, kServer };

// Who did it: a role and a pseudonym, never a name. Written "participant/3f9c…".
struct Actor {
  Role role = Role::kServer;
  std::string id;
  friend bool operator==(const Actor&, const Actor&) = default;
};

// Whose findings are.
inline Actor EngineActor() {
  return {Role::kServer, "engine"};
}

// How a ballot came in: by the participant's own hand, from paper, or from another team tool.
enum class Channel { kSelf, kPaper, kImport };
// What the rule, or a person against the rule, says of an item.
using Verdict = Consensus;
enum class VoteKind { kRating, kYesNo };
enum class Tier { kPublic, kAuditor };

// The rules version of new studies. Findings are recomputed under the version pinned at a study's
// creation: version 1 has no attrition, stability, explanations, comparisons, statements or
// choices; versions before 3 have no erasures and recoveries, and hold back less under the k rule.
inline constexpr int kRulesVersion = 3;
inline constexpr int kFirstRulesVersion = 1;
// From which version on what may be shown goes by k_rule.h.
inline constexpr int kExactDisclosure = 3;

// --- Facts: the study and its protocol ---

struct StudyCreated {
  std::string title;
  int rules_version = kRulesVersion;
};
struct ProtocolDrafted {
  Protocol protocol;
};
struct ProtocolFrozen {
  Protocol protocol;
};
struct ProtocolAmended {
  Protocol protocol;
  std::string reason;
};
struct StudyConcluded {};
struct BundlePublished {
  Tier tier = Tier::kPublic;
};

// --- Facts: the panel ---

// Who a participant is to the study. `hats` are group ids; the first is the declared voting hat.
// Private hats are some of them: they count like the others, but no list of people shows them.
struct Membership {
  std::vector<std::string> hats;
  Fraction weight = 1;
  std::vector<std::string> private_hats = {};
};
struct ParticipantEnrolled {
  std::string participant;
  std::string commitment;
  std::optional<Membership> content;
};
struct ParticipantWithdrawn {
  std::string participant;
};

// Everything that would tell who this was and what they answered has been destroyed: membership,
// ballots, suggestions, statements, and the whole tallies that a small group's answers could be
// read from. What was concluded before stands; the person has left.
struct ErasureRecorded {
  std::string participant;
};

// --- Facts: the items ---

struct ItemText {
  std::string text;
};
struct ItemAdded {
  std::string item;
  std::string text;
};
struct ItemSuggested {
  std::string suggestion;
  std::string commitment;
  std::optional<ItemText> content;
};
// Accepted under the label `item`, or declined where `item` is empty. `also` are other suggestions
// that say the same; they share its fate.
struct SuggestionReviewed {
  std::string suggestion;
  std::string item;
  std::string text;
  std::string reason;
  std::vector<std::string> also = {};
};
struct ItemReworded {
  std::string item;
  int version = 0;
  std::string text;
  std::string reason;
};
struct ItemsMerged {
  std::vector<std::string> from;
  std::string into;
  std::string text;
  std::string reason;
};
struct ItemSplit {
  std::string from;
  std::vector<ItemAdded> into;
  std::string reason;
};
struct ItemRetired {
  std::string item;
  std::string reason;
};

// --- Facts: rounds and ballots ---

struct ItemVersion {
  std::string item;
  int version = 1;
  friend bool operator==(const ItemVersion&, const ItemVersion&) = default;
};
struct RoundOpened {
  int round = 0;
  std::vector<ItemVersion> items;
  std::optional<Instant> closes;
};
struct RoundExtended {
  int round = 0;
  Instant closes;
  std::string reason;
};
struct RoundClosed {
  int round = 0;
};

enum class AnswerState { kScored, kUnable, kNotUnderstood, kSkipped };
struct ItemAnswer {
  std::string item;
  AnswerState state = AnswerState::kScored;
  int score = 0;  // Stands exactly where the state is kScored.
  friend bool operator==(const ItemAnswer&, const ItemAnswer&) = default;
};
// In order of the items' labels, each item at most once.
struct BallotContent {
  std::vector<ItemAnswer> answers;
};
// A participant's ballot in a survey round. A later one replaces the whole of the earlier one.
struct BallotCast {
  std::string participant;
  int round = 0;
  int revision = 1;
  Channel channel = Channel::kSelf;
  std::string commitment;
  std::optional<BallotContent> content;
};

// What a participant was shown of the survey round before: with the log, it tells every figure.
// Feedback of the policy none is their own answers alone.
struct FeedbackContent {
  std::string basis;  // "round/1".
  Feedback policy = Feedback::kNone;
  std::vector<std::string> groups;  // Whose tables, in the protocol's order.
  std::optional<int> own;           // The entry of their own ballot then, if they cast one.
  friend bool operator==(const FeedbackContent&, const FeedbackContent&) = default;
};
// The first time a participant looks; what is shown before a round does not change.
struct FeedbackShown {
  std::string participant;
  int round = 0;  // The round that is to be answered.
  std::string commitment;
  std::optional<FeedbackContent> content;
};

// --- Facts: the workshop ---

struct AttendanceRecorded {
  int round = 0;
  std::vector<std::string> participants;
};
// An item is put on the floor.
struct VoteCalled {
  int round = 0;
  std::string vote;
  ItemVersion item;
  VoteKind kind = VoteKind::kYesNo;
};
struct VoteOpened {
  std::string vote;
  int iteration = 1;
};
struct VoteContent {
  AnswerState state = AnswerState::kScored;
  int score = 0;  // For a yes/no vote: 1 is yes, 0 is no, and an abstention is kSkipped.
};
struct VoteCast {
  std::string vote;
  int iteration = 1;
  std::string participant;
  int revision = 1;
  Channel channel = Channel::kSelf;
  std::string commitment;
  std::optional<VoteContent> content;
};
struct VoteClosed {
  std::string vote;
  int iteration = 1;
};

// --- Facts: a choice among several items ---

// What a lot is drawn from: the log's root over its first `size` entries.
struct Lot {
  int size = 0;
  std::string root;  // base64.
  friend bool operator==(const Lot&, const Lot&) = default;
};
// A choice that the protocol plans for this round is put on the floor. `lot` stands exactly where
// the plan breaks ties by lot; it is of the moment the round was opened, before anybody voted.
struct ChoiceCalled {
  int round = 0;
  std::string choice;
  std::string plan;
  std::vector<ItemVersion> items;
  std::optional<Lot> lot;
};
struct ChoiceOpened {
  std::string choice;
  int iteration = 1;
};
// Places from 1 (the best, equal ones share a number), 1 for approved, or grades, as the plan's
// rule asks; in order of the items' labels. Items without a mark are unranked, not approved,
// ungraded. No mark at all is a blank ballot.
struct ChoiceContent {
  std::vector<ItemAnswer> marks;  // Scores only.
};
struct ChoiceCast {
  std::string choice;
  int iteration = 1;
  std::string participant;
  int revision = 1;
  Channel channel = Channel::kSelf;
  std::string commitment;
  std::optional<ChoiceContent> content;
};
struct ChoiceClosed {
  std::string choice;
  int iteration = 1;
};
// What the study takes from a choice. Without a reason these are the winners; with one, what people
// made of a tie, or against the rule.
struct ChoiceDecided {
  std::string choice;
  int iteration = 1;
  std::vector<std::string> chosen;
  std::string reason;
};

// --- Facts: decisions ---

// What the study concludes about an item, by the rule: `basis` is "round/2" or "vote/v1/3".
struct DecisionRecorded {
  ItemVersion item;
  Verdict verdict = Verdict::kNone;
  std::string basis;
};
// What it concludes against the rule's own answer, which stands beside it.
struct DecisionOverridden {
  ItemVersion item;
  Verdict verdict = Verdict::kNone;
  Verdict rule_verdict = Verdict::kNone;
  std::string basis;
  std::string reason;
};

// A participant's own words against what was concluded, for the public record. Nobody approves it.
struct StatementContent {
  std::string group;  // The hat they speak under, or empty.
  std::string text;
};
struct DissentStated {
  std::string statement;
  std::string participant;
  ItemVersion item;
  std::string commitment;
  std::optional<StatementContent> content;
};
// Kept back from publication because it names somebody or abuses somebody; the reason is public.
struct DissentWithheld {
  std::string statement;
  std::string reason;
};
// Somebody looked, before the study was concluded, at what other rules would have said.
// Exploratory; on the record because a rule chosen after looking is no rule fixed in advance.
struct RulesCompared {
  std::string basis;
  std::vector<ConsensusRule> rules;
};

// The log was cut: its storage was lost, and it goes on from an older copy. What was signed last
// before the loss stands here, so that nobody takes the break for a forgery, or a forgery for it.
struct LogRecovered {
  int size = 0;      // Of the last checkpoint that is known to have been signed.
  std::string root;  // base64.
  std::string reason;
};

// --- Findings ---

struct Response {
  std::string group;  // Empty for the whole panel.
  int invited = 0;
  int responded = 0;
};
// Head counts of a round or vote; groups under k are left out, and one more where that would tell.
struct ResponseFound {
  std::string basis;
  std::vector<Response> responses;
};
// One item's tally and consensus. `tally` is the publishable table; `content` the whole one.
struct FullTally {
  Json tally;
};
struct ItemTallied {
  std::string basis;
  ItemVersion item;
  Verdict consensus = Verdict::kNone;
  Json tally;
  std::string commitment;
  std::optional<FullTally> content;
};

// Who stayed since the first survey round, and whether those who left had answered otherwise.
// Groups under k are left out (attrition.h gives the members).
struct AttritionFound {
  std::string basis;
  Json attrition;
};
// How far answers moved since the survey round before, and what the stopping rule says
// (stability.h).
struct StabilityFound {
  std::string basis;
  Json stability;
};
// What was asked about the verdicts of a count, and what each item's verdict hung on
// (study_explanation.h).
struct RoundExplained {
  std::string basis;
  Json explanation;
};
struct ItemExplained {
  std::string basis;
  ItemVersion item;
  Json explanation;
};
// What another rule says of the same scores: items by verdict.
struct RuleCompared {
  std::string basis;
  std::string rule;  // Its name.
  Json verdicts;
};
// What came of a choice, as far as it may be published (choice_outcome.h).
struct ChoiceTallied {
  std::string basis;  // "choice/primary/1".
  Json outcome;
};

using Event = std::variant<StudyCreated,
                           ProtocolDrafted,
                           ProtocolFrozen,
                           ProtocolAmended,
                           StudyConcluded,
                           BundlePublished,
                           ParticipantEnrolled,
                           ParticipantWithdrawn,
                           ItemAdded,
                           ItemSuggested,
                           SuggestionReviewed,
                           ItemReworded,
                           ItemsMerged,
                           ItemSplit,
                           ItemRetired,
                           RoundOpened,
                           RoundExtended,
                           RoundClosed,
                           BallotCast,
                           AttendanceRecorded,
                           VoteCalled,
                           VoteOpened,
                           VoteCast,
                           VoteClosed,
                           DecisionRecorded,
                           DecisionOverridden,
                           ResponseFound,
                           ItemTallied,
                           FeedbackShown,
                           ChoiceCalled,
                           ChoiceOpened,
                           ChoiceCast,
                           ChoiceClosed,
                           ChoiceDecided,
                           DissentStated,
                           DissentWithheld,
                           RulesCompared,
                           AttritionFound,
                           StabilityFound,
                           RoundExplained,
                           ItemExplained,
                           RuleCompared,
                           ChoiceTallied,
                           ErasureRecorded,
                           LogRecovered>;

// One entry of the log, read. `time` is coarse for ballots: the day in a survey, the minute in a
// workshop.
struct Entry {
  Actor actor;
  Instant time;
  Event event;
};

// True for what the engine concludes rather than what somebody did.
bool IsFinding(const Event& event);
// What an entry shows of when it happened: the day, the minute, else the second.
bool ShowsDay(const Event& event);
bool ShowsMinute(const Event& event);
// The first rules version under which the event can be recorded.
int NeededRulesVersion(const Event& event);

}  // namespace quorate::engine
