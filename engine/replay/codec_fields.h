// The fields of every event, once: the writer and the reader both walk them.
// size: one function a kind, as long as the list of kinds.
//
// Fields(visit, value) calls visit("name", member) for each member in order of its name, which is
// the order of canonical JSON. Three members have calls of their own: visit.Commitment() is a
// digest in hex, visit.Answer() an integer or the word of an answer's state, visit.Answers() an
// object of them.

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

}  // namespace quorate::engine
