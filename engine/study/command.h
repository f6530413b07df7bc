// What may be asked of a study. Everything from outside comes in here: the actor, the time, and
// random pseudonyms where new people are enrolled. engine/study/admit.h answers.
// size: one closed list, which reads best in one piece.

#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "engine/study/event.h"

namespace quorate::engine {

struct CreateStudy {
  std::string title;
};
struct DraftProtocol {
  Protocol protocol;
};
// Freezes the protocol that was drafted last.
struct FreezeProtocol {};
struct AmendProtocol {
  Protocol protocol;
  std::string reason;
};
struct ConcludeStudy {};
struct PublishBundle {
  Tier tier = Tier::kPublic;
};

struct Enrolment {
  std::string participant;  // A random pseudonym, made by the caller.
  Membership membership;
};
struct EnrolParticipants {
  std::vector<Enrolment> enrolments;
};
struct WithdrawParticipant {
  std::string participant;
};

// Leaves nothing of the participant but the pseudonym and the commitments.
struct EraseParticipant {
  std::string participant;
};

struct AddItems {
  std::vector<ItemAdded> items;
};
struct SuggestItem {
  std::string suggestion;  // A random id, made by the caller.
  std::string text;
};
struct ReviewSuggestion {
  SuggestionReviewed review;
};
struct RewordItem {
  std::string item;
  std::string text;
  std::string reason;
};
struct MergeItems {
  ItemsMerged merge;
};
struct SplitItem {
  ItemSplit split;
};
struct RetireItem {
  std::string item;
  std::string reason;
};

// Opens the next round. Without `items`, those the round's carry policy takes over.
struct OpenRound {
  std::vector<std::string> items;
  std::optional<Instant> closes;
};
struct ExtendRound {
  int round = 0;
  Instant closes;
  std::string reason;
};
struct CloseRound {
  int round = 0;
};
struct BallotEntry {
  std::string participant;
  std::vector<ItemAnswer> answers;
};
// One or many ballots of a survey round, all or none.
struct CastBallots {
  int round = 0;
  Channel channel = Channel::kSelf;
  std::vector<BallotEntry> ballots;
};

struct RecordAttendance {
  int round = 0;
  std::vector<std::string> participants;
};
struct CallVote {
  int round = 0;
  std::string vote;
  std::string item;
  VoteKind kind = VoteKind::kYesNo;
};
// Opens the vote's next iteration.
struct OpenVote {
  std::string vote;
};
struct CastVote {
  std::string vote;
  std::string participant;
  Channel channel = Channel::kSelf;
  VoteContent answer;
};
struct CloseVote {
  std::string vote;
};

// Puts a choice of the round's plan on the floor. `lot_root` is the log's root over its entries up
// to the opening of the round, in base64; it is used where the plan draws lots.
struct CallChoice {
  int round = 0;
  std::string choice;
  std::string plan;
  std::vector<std::string> items;
  std::string lot_root;
};
// Opens the choice's next iteration.
struct OpenChoice {
  std::string choice;
};
struct ChoiceBallot {
  std::string participant;
  std::vector<ItemAnswer> marks;  // Scores only; none is a blank ballot.
};
// One or many ballots of the open iteration, all or none.
struct CastChoice {
  std::string choice;
  Channel channel = Channel::kSelf;
  std::vector<ChoiceBallot> ballots;
};
struct CloseChoice {
  std::string choice;
};
// Takes the winners of the newest iteration, or with a reason what is `chosen`.
struct DecideChoice {
  std::string choice;
  std::vector<std::string> chosen;  // Empty: the winners.
  std::string reason;
};

// Notes what a participant is shown before a round.
struct ShowFeedback {
  int round = 0;
  std::string participant;
};

struct StateDissent {
  std::string statement;  // A random id, made by the caller.
  std::string item;
  StatementContent content;
};
struct WithholdDissent {
  std::string statement;
  std::string reason;
};
// Asks what these rules would say of a closed survey round.
struct CompareRules {
  int round = 0;
  std::vector<ConsensusRule> rules;
};

// Records what the rule says about each item, on its newest tally. Without `items`: all items whose
// newest tally has no decision yet.
struct RecordDecisions {
  std::vector<std::string> items;
};
struct OverrideDecision {
  std::string item;
  Verdict verdict = Verdict::kNone;
  std::string reason;
};

// States that the log goes on from an older copy than the one that was signed last.
struct RecoverLog {
  int size = 0;      // Of the checkpoint that was signed last.
  std::string root;  // base64.
  std::string reason;
};

using Act = std::variant<CreateStudy,
                         DraftProtocol,
                         FreezeProtocol,
                         AmendProtocol,
                         ConcludeStudy,
                         PublishBundle,
                         EnrolParticipants,
                         WithdrawParticipant,
                         AddItems,
                         SuggestItem,
                         ReviewSuggestion,
                         RewordItem,
                         MergeItems,
                         SplitItem,
                         RetireItem,
                         OpenRound,
                         ExtendRound,
                         CloseRound,
                         CastBallots,
                         RecordAttendance,
                         CallVote,
                         OpenVote,
                         CastVote,
                         CloseVote,
                         RecordDecisions,
                         OverrideDecision,
                         CallChoice,
                         OpenChoice,
                         CastChoice,
                         CloseChoice,
                         DecideChoice,
                         ShowFeedback,
                         StateDissent,
                         WithholdDissent,
                         CompareRules,
                         EraseParticipant,
                         RecoverLog>;

struct Command {
  Actor actor;
  Instant time;  // Exact; Admit coarsens it where the log must not show it.
  Act act;
};

}  // namespace quorate::engine
