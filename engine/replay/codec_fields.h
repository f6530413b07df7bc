// The fields of every event, once: the writer and the reader both walk them.
// size: one function a kind, as long as the list of kinds.
//
// Fields(visit, value) calls visit("name", member) for each member in order of its name, which is
// the order of canonical JSON. Some members have calls of their own: visit.Commitment() is a digest
// in hex, visit.Answer() an integer or the word of an answer's state, visit.Answers() an object of
// them, visit.IfAny() a list that is left out where it is empty.

#pragma once

#include "engine/study/event.h"

namespace quorate::engine {

// An event whose content lies apart as an opening.
template <typename Type>
concept Committing = requires(Type event) {
  event.commitment;
  event.content;
};

template <typename Visitor>
void Fields(Visitor& visit, StudyCreated& event) {
  visit("rules_version", event.rules_version);
  visit("title", event.title);
}

template <typename Visitor>
void Fields(Visitor& visit, ProtocolDrafted& event) {
  visit("protocol", event.protocol);
}

template <typename Visitor>
void Fields(Visitor& visit, ProtocolFrozen& event) {
  visit("protocol", event.protocol);
}

template <typename Visitor>
void Fields(Visitor& visit, ProtocolAmended& event) {
  visit("protocol", event.protocol);
  visit("reason", event.reason);
}

template <typename Visitor>
void Fields(Visitor& /*visit*/, StudyConcluded& /*event*/) {}

template <typename Visitor>
void Fields(Visitor& visit, BundlePublished& event) {
  visit("tier", event.tier);
}

template <typename Visitor>
void Fields(Visitor& visit, Membership& content) {
  visit("hats", content.hats);
  visit.IfAny("private_hats", content.private_hats);
  visit("weight", content.weight);
}

template <typename Visitor>
void Fields(Visitor& visit, ParticipantEnrolled& event) {
  visit.Commitment("commitment", event.commitment);
  visit("participant", event.participant);
}

template <typename Visitor>
void Fields(Visitor& visit, ParticipantWithdrawn& event) {
  visit("participant", event.participant);
}

template <typename Visitor>
void Fields(Visitor& visit, ErasureRecorded& event) {
  visit("participant", event.participant);
}

template <typename Visitor>
void Fields(Visitor& visit, ItemText& content) {
  visit("text", content.text);
}

template <typename Visitor>
void Fields(Visitor& visit, ItemAdded& event) {
  visit("item", event.item);
  visit("text", event.text);
}

template <typename Visitor>
void Fields(Visitor& visit, ItemSuggested& event) {
  visit.Commitment("commitment", event.commitment);
  visit("suggestion", event.suggestion);
}

template <typename Visitor>
void Fields(Visitor& visit, SuggestionReviewed& event) {
  visit.IfAny("also", event.also);
  visit("item", event.item);
  visit("reason", event.reason);
  visit("suggestion", event.suggestion);
  visit("text", event.text);
}

template <typename Visitor>
void Fields(Visitor& visit, ItemReworded& event) {
  visit("item", event.item);
  visit("reason", event.reason);
  visit("text", event.text);
  visit("version", event.version);
}

template <typename Visitor>
void Fields(Visitor& visit, ItemsMerged& event) {
  visit("from", event.from);
  visit("into", event.into);
  visit("reason", event.reason);
  visit("text", event.text);
}

template <typename Visitor>
void Fields(Visitor& visit, ItemSplit& event) {
  visit("from", event.from);
  visit("into", event.into);
  visit("reason", event.reason);
}

template <typename Visitor>
void Fields(Visitor& visit, ItemRetired& event) {
  visit("item", event.item);
  visit("reason", event.reason);
}

template <typename Visitor>
void Fields(Visitor& visit, ItemVersion& value) {
  visit("item", value.item);
  visit("version", value.version);
}

template <typename Visitor>
void Fields(Visitor& visit, RoundOpened& event) {
  visit("closes", event.closes);
  visit("items", event.items);
  visit("round", event.round);
}

template <typename Visitor>
void Fields(Visitor& visit, RoundExtended& event) {
  visit("closes", event.closes);
  visit("reason", event.reason);
  visit("round", event.round);
}

template <typename Visitor>
void Fields(Visitor& visit, RoundClosed& event) {
  visit("round", event.round);
}

template <typename Visitor>
void Fields(Visitor& visit, BallotContent& content) {
  visit.Answers("answers", content.answers);
}

template <typename Visitor>
void Fields(Visitor& visit, BallotCast& event) {
  visit("channel", event.channel);
  visit.Commitment("commitment", event.commitment);
  visit("participant", event.participant);
  visit("revision", event.revision);
  visit("round", event.round);
}

template <typename Visitor>
void Fields(Visitor& visit, AttendanceRecorded& event) {
  visit("participants", event.participants);
  visit("round", event.round);
}

template <typename Visitor>
void Fields(Visitor& visit, VoteCalled& event) {
  visit("item", event.item);
  visit("round", event.round);
  visit("vote", event.vote);
  visit("vote_kind", event.kind);
}

template <typename Visitor>
void Fields(Visitor& visit, VoteOpened& event) {
  visit("iteration", event.iteration);
  visit("vote", event.vote);
}

template <typename Visitor>
void Fields(Visitor& visit, VoteContent& content) {
  visit.Answer("answer", content.state, content.score);
}

template <typename Visitor>
void Fields(Visitor& visit, VoteCast& event) {
  visit("channel", event.channel);
  visit.Commitment("commitment", event.commitment);
  visit("iteration", event.iteration);
  visit("participant", event.participant);
  visit("revision", event.revision);
  visit("vote", event.vote);
}

template <typename Visitor>
void Fields(Visitor& visit, VoteClosed& event) {
  visit("iteration", event.iteration);
  visit("vote", event.vote);
}

template <typename Visitor>
void Fields(Visitor& visit, DecisionRecorded& event) {
  visit("basis", event.basis);
  visit("item", event.item);
  visit("verdict", event.verdict);
}

template <typename Visitor>
void Fields(Visitor& visit, DecisionOverridden& event) {
  visit("basis", event.basis);
  visit("item", event.item);
  visit("reason", event.reason);
  visit("rule_verdict", event.rule_verdict);
  visit("verdict", event.verdict);
}

template <typename Visitor>
void Fields(Visitor& visit, LogRecovered& event) {
  visit("reason", event.reason);
  visit("root", event.root);
  visit("size", event.size);
}

template <typename Visitor>
void Fields(Visitor& visit, Response& value) {
  visit("group", value.group);
  visit("invited", value.invited);
  visit("responded", value.responded);
}

template <typename Visitor>
void Fields(Visitor& visit, ResponseFound& event) {
  visit("basis", event.basis);
  visit("responses", event.responses);
}

template <typename Visitor>
void Fields(Visitor& visit, FullTally& content) {
  visit("tally", content.tally);
}

template <typename Visitor>
void Fields(Visitor& visit, ItemTallied& event) {
  visit("basis", event.basis);
  visit.Commitment("commitment", event.commitment);
  visit("consensus", event.consensus);
  visit("item", event.item);
  visit("tally", event.tally);
}

template <typename Visitor>
void Fields(Visitor& visit, FeedbackContent& content) {
  visit("basis", content.basis);
  visit("groups", content.groups);
  visit("own", content.own);
  visit("policy", content.policy);
}

template <typename Visitor>
void Fields(Visitor& visit, FeedbackShown& event) {
  visit.Commitment("commitment", event.commitment);
  visit("participant", event.participant);
  visit("round", event.round);
}

template <typename Visitor>
void Fields(Visitor& visit, Lot& value) {
  visit("root", value.root);
  visit("size", value.size);
}

template <typename Visitor>
void Fields(Visitor& visit, ChoiceCalled& event) {
  visit("choice", event.choice);
  visit("items", event.items);
  visit("lot", event.lot);
  visit("plan", event.plan);
  visit("round", event.round);
}

template <typename Visitor>
void Fields(Visitor& visit, ChoiceOpened& event) {
  visit("choice", event.choice);
  visit("iteration", event.iteration);
}

template <typename Visitor>
void Fields(Visitor& visit, ChoiceContent& content) {
  visit.Answers("marks", content.marks);
}

template <typename Visitor>
void Fields(Visitor& visit, ChoiceCast& event) {
  visit("channel", event.channel);
  visit("choice", event.choice);
  visit.Commitment("commitment", event.commitment);
  visit("iteration", event.iteration);
  visit("participant", event.participant);
  visit("revision", event.revision);
}

template <typename Visitor>
void Fields(Visitor& visit, ChoiceClosed& event) {
  visit("choice", event.choice);
  visit("iteration", event.iteration);
}

template <typename Visitor>
void Fields(Visitor& visit, ChoiceDecided& event) {
  visit("choice", event.choice);
  visit("chosen", event.chosen);
  visit("iteration", event.iteration);
  visit("reason", event.reason);
}

template <typename Visitor>
void Fields(Visitor& visit, StatementContent& content) {
  visit("group", content.group);
  visit("text", content.text);
}

template <typename Visitor>
void Fields(Visitor& visit, DissentStated& event) {
  visit.Commitment("commitment", event.commitment);
  visit("item", event.item);
  visit("participant", event.participant);
  visit("statement", event.statement);
}

template <typename Visitor>
void Fields(Visitor& visit, DissentWithheld& event) {
  visit("reason", event.reason);
  visit("statement", event.statement);
}

template <typename Visitor>
void Fields(Visitor& visit, RulesCompared& event) {
  visit("basis", event.basis);
  visit("rules", event.rules);
}

template <typename Visitor>
void Fields(Visitor& visit, AttritionFound& event) {
  visit("attrition", event.attrition);
  visit("basis", event.basis);
}

template <typename Visitor>
void Fields(Visitor& visit, StabilityFound& event) {
  visit("basis", event.basis);
  visit("stability", event.stability);
}

template <typename Visitor>
void Fields(Visitor& visit, RoundExplained& event) {
  visit("basis", event.basis);
  visit("explanation", event.explanation);
}

template <typename Visitor>
void Fields(Visitor& visit, ItemExplained& event) {
  visit("basis", event.basis);
  visit("explanation", event.explanation);
  visit("item", event.item);
}

template <typename Visitor>
void Fields(Visitor& visit, RuleCompared& event) {
  visit("basis", event.basis);
  visit("rule", event.rule);
  visit("verdicts", event.verdicts);
}

template <typename Visitor>
void Fields(Visitor& visit, ChoiceTallied& event) {
  visit("basis", event.basis);
  visit("outcome", event.outcome);
}

}  // namespace quorate::engine
