// An event of every kind, with every member set to something that could get lost.

#pragma once

#include <string>
#include <vector>

#include "engine/base/check.h"
#include "engine/base/json.h"
#include "engine/ratings/presets.h"
#include "engine/study/event.h"

namespace quorate::engine {

inline Json SampleTally() {
  Json tally;
  tally["scored"] = 23;
  tally["share"] = "16/23";
  tally["groups"] = Json(Json::Array{Json("patients"), Json("clinicians \"A\"")});
  return tally;
}

inline Protocol SampleProtocol() {
  const Result<Json> document = ParseJson(R"({
    "title": "Outcomes for long covid",
    "purpose": "Which outcomes should every trial measure?",
    "item_label": "outcome",
    "groups": [{"id": "patients", "name": "Patients"}, {"id": "clinicians", "name": "Clinicians"}],
    "rounds": [{"rule": "comet-70-15"}],
    "support": "helpline@example.org"})");
  QUORATE_CHECK(document.has_value());
  Result<Protocol> protocol = ReadProtocol(*document);
  QUORATE_CHECK(protocol.has_value());
  return *std::move(protocol);
}

// One or more of each kind but the three that carry a protocol, in the order of Event's
// alternatives.
inline std::vector<Event> SampleEvents() {
  const ItemVersion item{"C1", 2};
  const ItemsMerged merged{{"C1", "C2"}, "C9", "Pain, any kind", "they overlap"};
  const ItemSplit split{"C9", {{"C10", "Pain at night"}, {"C11", "Pain by day"}}, "too broad"};
  const BallotContent answers{{{"C1", AnswerState::kScored, 7},
                               {"C10", AnswerState::kUnable, 0},
                               {"C2", AnswerState::kNotUnderstood, 0},
                               {"C3", AnswerState::kSkipped, 0},
                               {"C4", AnswerState::kScored, -2}}};
  return {
      StudyCreated{"Outcomes, \"core\" \\ set\n\tfor asthme sévère €𝄞", 1},
      StudyConcluded{},
      BundlePublished{Tier::kAuditor},
      ParticipantEnrolled{"p1", {}, Membership{{"patients", "carers"}, Fraction(2, 3)}},
      ParticipantEnrolled{"p2", {}, Membership{{}, Fraction(-3)}},
      ParticipantEnrolled{"p3", {}, Membership{{"patients", "carers"}, 1, {"carers"}}},
      ParticipantWithdrawn{"p2"},
      ItemAdded{"C1", "Pain"},
      ItemSuggested{"s1", {}, ItemText{"Brain fog"}},
      SuggestionReviewed{"s1", "C12", "Brain fog", ""},
      SuggestionReviewed{"s2", "", "", "there already"},
      SuggestionReviewed{"s3", "C13", "Sleep", "", {"s4", "s5"}},
      ItemReworded{"C1", 2, "Pain at rest", "clearer"},
      merged,
      split,
      ItemRetired{"C3", "not measurable"},
      RoundOpened{2, {item, {"C2", 1}}, Instant{1'795'000'000}},
      RoundOpened{3, {}, std::nullopt},
      RoundExtended{2, Instant{1'796'000'000}, "post is slow"},
      RoundClosed{2},
      BallotCast{"p1", 2, 3, Channel::kPaper, {}, answers},
      BallotCast{"p1", 2, 4, Channel::kImport, {}, BallotContent{}},
      AttendanceRecorded{3, {"p1", "p2"}},
      VoteCalled{3, "v1", item, VoteKind::kRating},
      VoteOpened{"v1", 2},
      VoteCast{"v1", 2, "p1", 1, Channel::kSelf, {}, VoteContent{AnswerState::kScored, 1}},
      VoteCast{"v1", 2, "p2", 1, Channel::kPaper, {}, VoteContent{AnswerState::kSkipped, 0}},
      VoteClosed{"v1", 2},
      DecisionRecorded{item, Verdict::kIn, "round/2"},
      DecisionOverridden{item, Verdict::kOut, Verdict::kInquorate, "vote/v1/2", "harm"},
      ResponseFound{"round/2", {{"", 40, 31}, {"patients", 20, 17}}},
      ResponseFound{"vote/v1/2", {}},
      ItemTallied{"round/2", item, Verdict::kNone, SampleTally(), {}, FullTally{SampleTally()}},
      FeedbackShown{"p1", 2, {}, FeedbackContent{"round/1", Feedback::kOwnGroup, {"patients"}, 17}},
      FeedbackShown{"p2", 2, {}, FeedbackContent{"round/1", Feedback::kOverall, {}, std::nullopt}},
      ChoiceCalled{3, "c1", "primary", {item, {"C2", 1}}, Lot{12, "47DEQpj8HBSa+/TImW+5JCeuQeRk"}},
      ChoiceCalled{3, "c2", "set", {item}, std::nullopt},
      ChoiceOpened{"c1", 2},
      ChoiceCast{"c1",
                 2,
                 "p1",
                 3,
                 Channel::kPaper,
                 {},
                 ChoiceContent{{{"C1", AnswerState::kScored, 1}, {"C2", AnswerState::kScored, 2}}}},
      ChoiceCast{"c1", 2, "p2", 1, Channel::kSelf, {}, ChoiceContent{}},
      ChoiceClosed{"c1", 2},
      ChoiceDecided{"c1", 2, {"C2", "C1"}, "a tie, settled by talking"},
      DissentStated{"d1", "p1", item, {}, StatementContent{"patients", "It is what we live with."}},
      DissentWithheld{"d1", "names a nurse"},
      RulesCompared{"round/2", {FindPreset("comet-70-15")->rule, FindPreset("ram")->rule}},
      AttritionFound{"round/2", SampleTally()},
      StabilityFound{"round/2", SampleTally()},
      RoundExplained{"round/2", SampleTally()},
      ItemExplained{"round/2", item, SampleTally()},
      RuleCompared{"round/2", "RAM", SampleTally()},
      ChoiceTallied{"choice/c1/2", SampleTally()},
  };
}

inline std::vector<Event> ProtocolEvents() {
  return {ProtocolDrafted{SampleProtocol()},
          ProtocolFrozen{SampleProtocol()},
          ProtocolAmended{SampleProtocol(), "a typing error"}};
}

inline Entry SampleEntry(Event event) {
  return {{Role::kFacilitator, "f1"}, Instant{1'795'467'600}, std::move(event)};
}

}  // namespace quorate::engine
