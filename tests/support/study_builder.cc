#include "tests/support/study_builder.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <utility>

#include "engine/base/check.h"
#include "engine/base/json.h"
#include "engine/log/checkpoint.h"
#include "engine/log/digest.h"
#include "engine/log/tree.h"
#include "engine/ratings/presets.h"
#include "engine/replay/codec.h"
#include "engine/replay/personal.h"
#include "engine/study/admit.h"
#include "engine/study/apply.h"

namespace quorate::support {

using namespace engine;  // NOLINT(google-build-using-namespace): the vocabulary of every line here.

namespace {

constexpr Entropy kEntropy = {7};

// The value, or the end of the test with the refusal's words.
template <typename T>
T Must(Result<T> result) {
  if (!result) {
    std::fprintf(stderr, "refused: %s\n", result.error().message.c_str());
    for (const Violation& violation : result.error().violations) {
      std::fprintf(stderr, "  %s: %s\n", violation.field.c_str(), violation.message.c_str());
    }
    std::abort();
  }
  return *std::move(result);
}

ItemAnswer AnswerFrom(const std::string& item, std::string_view word) {
  if (word == "unable") return {item, AnswerState::kUnable, 0};
  if (word == "not-understood") return {item, AnswerState::kNotUnderstood, 0};
  if (word == "skipped") return {item, AnswerState::kSkipped, 0};
  return {item, AnswerState::kScored, std::atoi(std::string(word).c_str())};
}

// "C1=7 C2=unable".
std::vector<ItemAnswer> AnswersFrom(std::string_view text) {
  std::vector<ItemAnswer> answers;
  while (!text.empty()) {
    const std::string_view one = text.substr(0, text.find(' '));
    text.remove_prefix(std::min(one.size() + 1, text.size()));
    const std::size_t equals = one.find('=');
    QUORATE_CHECK(equals != std::string_view::npos);
    answers.push_back(AnswerFrom(std::string(one.substr(0, equals)), one.substr(equals + 1)));
  }
  return answers;
}

Actor Person(const std::string& id) {
  return {Role::kParticipant, id};
}

}  // namespace

SigningKey TestKey(std::string_view label) {
  Ed25519Seed seed{};
  seed.fill(42);
  return Must(SigningKey::FromSeed("quorate.example/studies/" + std::string(label), seed));
}

std::string SignLeaves(std::string_view label,
                       const std::vector<std::string>& leaves,
                       std::size_t size) {
  Frontier frontier;
  for (std::size_t i = 0; i < size; ++i)
    frontier.Append(LeafHash(leaves[i]));
  const SigningKey key = TestKey(label);
  return Must(SignCheckpoint({key.verifier().name, {size, frontier.Root()}}, key));
}

void SignAgain(Record& record) {
  record.checkpoint = SignLeaves(record.label, record.leaves, record.leaves.size());
  std::erase_if(record.checkpoints,
                [&](const Checkpointed& earlier) { return earlier.size > record.leaves.size(); });
  for (Checkpointed& earlier : record.checkpoints) {
    earlier.note = SignLeaves(record.label, record.leaves, earlier.size);
  }
}

void SealAgain(Record& record) {
  record.leaves.clear();
  record.openings.clear();
  for (Entry& entry : record.entries) {
    SealedEntry sealed = Must(Seal(record.label, record.leaves.size(), entry, kEntropy));
    record.leaves.push_back(std::move(sealed.leaf));
    record.openings.push_back(std::move(sealed.opening));
  }
  SignAgain(record);
}

Protocol ProtocolFrom(std::string_view json) {
  return Must(ReadProtocol(Must(ParseJson(json))));
}

StudyBuilder::StudyBuilder(std::string label) {
  record_.verifier_key = TestKey(label).verifier().ToString();
  record_.label = std::move(label);
}

StudyBuilder& StudyBuilder::Do(Act act) {
  return DoAs({Role::kFacilitator, "chair"}, std::move(act));
}

StudyBuilder& StudyBuilder::DoAs(Actor actor, Act act) {
  clock_.seconds += 60;
  for (Entry& entry : Must(Admit(study_, {std::move(actor), clock_, std::move(act)}))) {
    SealedEntry sealed = Must(Seal(record_.label, study_.size, entry, kEntropy));
    Apply(entry, study_);
    record_.entries.push_back(std::move(entry));
    record_.leaves.push_back(std::move(sealed.leaf));
    record_.openings.push_back(std::move(sealed.opening));
  }
  return *this;
}

StudyBuilder& StudyBuilder::Ballot(const std::string& participant,
                                   int round,
                                   std::string_view answers) {
  return DoAs(Person(participant),
              CastBallots{round, Channel::kSelf, {{participant, AnswersFrom(answers)}}});
}

StudyBuilder& StudyBuilder::Choose(const std::string& participant,
                                   const std::string& choice,
                                   std::string_view marks) {
  return DoAs(Person(participant),
              CastChoice{choice, Channel::kSelf, {{participant, AnswersFrom(marks)}}});
}

StudyBuilder& StudyBuilder::Vote(const std::string& participant,
                                 const std::string& vote,
                                 std::string_view answer) {
  const ItemAnswer read = AnswerFrom("", answer);
  return DoAs(Person(participant),
              CastVote{vote, participant, Channel::kSelf, {read.state, read.score}});
}

StudyBuilder& StudyBuilder::Erase(const std::string& participant) {
  const ErasureScope scope(study_, participant);
  Do(EraseParticipant{participant});
  for (std::size_t i = 0; i < record_.entries.size(); ++i) {
    if (!scope.Covers(record_.entries[i])) continue;
    record_.openings[i].clear();
    std::visit(
        [](auto& event) {
          if constexpr (requires { event.content.reset(); }) event.content.reset();
        },
        record_.entries[i].event);
  }
  return *this;
}

StudyBuilder& StudyBuilder::Keep() {
  record_.checkpoints.push_back(
      {study_.size, SignLeaves(record_.label, record_.leaves, record_.leaves.size())});
  return *this;
}

std::string StudyBuilder::RootAt(std::size_t size) const {
  Frontier frontier;
  for (std::size_t i = 0; i < size; ++i)
    frontier.Append(LeafHash(record_.leaves[i]));
  return ToBase64(frontier.Root());
}

Record StudyBuilder::Finish() const {
  Record record = record_;
  record.checkpoint = SignLeaves(record.label, record.leaves, record.leaves.size());
  return record;
}

namespace {

constexpr std::string_view kSampleProtocol = R"({
  "title": "Outcomes of a knee trial",
  "purpose": "Which outcomes should every trial of knee pain measure?",
  "item_label": "outcome",
  "groups": [{"id": "patients", "name": "Patients"}, {"id": "clinicians", "name": "Clinicians"},
             {"id": "researchers", "name": "Researchers"}],
  "rounds": [{"rule": "comet-70-15", "suggestions_max": 1},
             {"rule": "comet-70-15", "carry": "drop-out", "entry": "respondents"},
             {"mode": "workshop", "rule": "comet-70-15", "yes_no_rule": "meeting-70-30"}],
  "voice": "equal-groups", "k": 5, "support": "Ask the study nurse.",
  "stopping_rule": "After two survey rounds and one workshop."})";

std::vector<std::string> Panel() {
  std::vector<std::string> panel;
  for (int i = 1; i <= 15; ++i)
    panel.push_back("p" + std::to_string(i));
  return panel;
}

void SetUp(StudyBuilder& builder) {
  builder.Do(CreateStudy{"Outcomes of a knee trial"})
      .Do(DraftProtocol{ProtocolFrom(kSampleProtocol)})
      .Do(FreezeProtocol{})
      .Keep();
  EnrolParticipants enrol;
  const std::vector<std::string> panel = Panel();
  for (std::size_t i = 0; i < panel.size(); ++i) {
    const char* group = i < 7 ? "patients" : i < 12 ? "clinicians" : "researchers";
    enrol.enrolments.push_back({panel[i], {{group}, 1}});
  }
  builder.Do(std::move(enrol));
  builder.Do(AddItems{{{"C1", "Pain at rest"},
                       {"C2", "Walking distance"},
                       {"C3", "Days off work"},
                       {"C4", "Swelling"},
                       {"C5", "Stiffness"}}});
}

void RunRoundOne(StudyBuilder& builder) {
  builder.Do(OpenRound{}).Keep();
  const std::vector<std::string> panel = Panel();
  for (std::size_t i = 0; i < 14; ++i) {
    const std::string spread = std::to_string(1 + (i * 4) % 9);
    std::string answers = "C1=" + std::to_string(7 + i % 3) + " C2=" + spread;
    answers += i % 5 == 0 ? " C3=unable" : " C3=2";
    answers += i % 7 == 0 ? " C4=not-understood" : " C4=" + std::to_string(4 + i % 3);
    answers += i == 3 ? " C5=skipped" : " C5=6";
    builder.Ballot(panel[i], 1, answers);
  }
  builder.Ballot("p2", 1, "C1=9 C2=9 C3=1 C4=5 C5=6");
  builder.DoAs({Role::kParticipant, "p3"}, SuggestItem{"s1", "Sleep"});
  builder.DoAs({Role::kParticipant, "p9"}, SuggestItem{"s2", "The weather"});
  builder.Do(CloseRound{1}).Keep();
  builder.Do(ReviewSuggestion{{"s1", "C6", "Quality of sleep", "raised by a patient"}});
  builder.Do(ReviewSuggestion{{"s2", "", "", "no outcome of a trial"}});
  builder.Do(RecordDecisions{{"C1", "C3"}});
  builder.Do(RewordItem{"C2", "How far one can walk", "plainer words"});
  builder.Do(MergeItems{{{"C4", "C5"}, "C7", "Swelling or stiffness", "hard to tell apart"}});
}

void RunRoundTwo(StudyBuilder& builder) {
  Protocol amended = ProtocolFrom(kSampleProtocol);
  amended.stopping_rule = "After two survey rounds and two workshops.";
  builder.Do(AmendProtocol{std::move(amended), "the panel asked for another meeting"});
  builder.Do(OpenRound{});
  const std::vector<std::string> panel = Panel();
  for (std::size_t i = 0; i < 13; ++i) {
    const std::string high = std::to_string(7 + i % 2);
    const std::string low = std::to_string(2 + i % 6);
    builder.Ballot(panel[i], 2, "C1=" + high + " C2=" + high + " C6=" + low + " C7=" + low);
  }
  builder.Do(WithdrawParticipant{"p14"});
  builder.Do(CloseRound{2}).Keep();
  builder.Do(RecordDecisions{});
}

void HoldWorkshop(StudyBuilder& builder) {
  builder.Do(OpenRound{});
  std::vector<std::string> present = Panel();
  present.resize(12);
  builder.Do(RecordAttendance{3, present});
  builder.Do(CallVote{3, "v1", "C6", VoteKind::kYesNo}).Do(OpenVote{"v1"});
  for (std::size_t i = 0; i < present.size(); ++i)
    builder.Vote(present[i], "v1", i % 2 == 0 ? "1" : "0");
  builder.Do(CloseVote{"v1"}).Do(OpenVote{"v1"});
  for (std::size_t i = 0; i < present.size(); ++i) {
    builder.Vote(present[i], "v1", i == 0 ? "skipped" : i < 11 ? "1" : "0");
  }
  builder.Do(CloseVote{"v1"});
  builder.Do(CallVote{3, "v2", "C7", VoteKind::kRating}).Do(OpenVote{"v2"});
  for (std::size_t i = 0; i < present.size(); ++i)
    builder.Vote(present[i], "v2", std::to_string(4 + i % 4));
  builder.Do(CloseVote{"v2"}).Do(CloseRound{3}).Keep();
  builder.Do(RecordDecisions{});
  builder.Do(OverrideDecision{"C7", Verdict::kOut, "another trial measures it"});
}

}  // namespace

StudyBuilder SampleStudy() {
  StudyBuilder builder;
  SetUp(builder);
  RunRoundOne(builder);
  RunRoundTwo(builder);
  HoldWorkshop(builder);
  builder.Do(ConcludeStudy{}).Do(PublishBundle{Tier::kPublic});
  return builder;
}

Record SampleRecord() {
  return SampleStudy().Finish();
}

namespace {

constexpr std::string_view kSecondProtocol = R"({
  "title": "The primary outcome of a made-up sleep trial",
  "item_label": "outcome",
  "groups": [{"id": "patients", "name": "Patients"}, {"id": "carers", "name": "Carers"},
             {"id": "clinicians", "name": "Clinicians"}],
  "rounds": [{"rule": "comet-70-15", "suggestions_max": 1, "suggestions_needed": 2},
             {"rule": "comet-70-15", "feedback": "own-group"},
             {"mode": "workshop", "rule": "comet-70-15", "yes_no_rule": "meeting-majority",
              "choices": [
                {"id": "primary", "question": "Which outcome is the primary one?",
                 "rule": "schulze", "tie": "lot"},
                {"id": "secondary", "question": "Which two come second?",
                 "rule": "equal-shares", "seats": 2, "tie": "order"}]}],
  "k": 3, "stop_when": {
  "changed_at_most" : "1/2", "settled_at_least" : "1/3"
}
})";

std::string Member(int i) {
  return "m" + std::to_string(i);
}

void RateTwice(StudyBuilder& builder) {
  EnrolParticipants enrol;
  for (int i = 0; i < 12; ++i) {
    const char* group = i < 5 ? "patients" : i < 8 ? "carers" : "clinicians";
    enrol.enrolments.push_back({Member(i), {{group}, 1, {}}});
  }
  enrol.enrolments[1].membership = {{"patients", "carers"}, 1, {"carers"}};
  builder.Do(std::move(enrol));
  builder.Do(AddItems{{{"S1", "Hours of sleep"}, {"S2", "Waking rested"}, {"S3", "Snoring"}}});
  builder.Do(OpenRound{}).Keep();
  for (int i = 0; i < 12; ++i) {
    builder.Ballot(Member(i),
                   1,
                   "S1=" + std::to_string(6 + i % 4) + " S2=" + std::to_string(i < 8 ? 8 : 3) +
                       " S3=" + std::to_string(1 + i % 3));
  }
  builder.DoAs(Person("m0"), SuggestItem{"s1", "Falling asleep"});
  builder.DoAs(Person("m6"), SuggestItem{"s2", "Getting to sleep"});
  builder.Do(CloseRound{1}).Keep();
  builder.Do(ReviewSuggestion{{"s1", "S4", "Falling asleep", "", {"s2"}}});
  builder.Do(OpenRound{}).Keep();
  for (int i = 0; i < 6; ++i)
    builder.DoAs(Person(Member(i)), ShowFeedback{2, Member(i)});
  for (int i = 0; i < 11; ++i) {
    builder.Ballot(Member(i),
                   2,
                   "S1=" + std::to_string(7 + i % 3) + " S2=" + std::to_string(i < 8 ? 8 : 5) +
                       " S3=2 S4=" + std::to_string(5 + i % 5));
  }
  builder.Do(CloseRound{2}).Keep();
  builder.Do(CompareRules{2, {FindPreset("percent-70")->rule, FindPreset("ram")->rule}});
}

void ChooseTwice(StudyBuilder& builder) {
  builder.Do(OpenRound{{"S1"}, {}}).Keep();
  const std::string root = builder.RootAt(builder.study().rounds.back().opened_at + 1);
  RecordAttendance attend{3, {}};
  for (int i = 0; i < 10; ++i)
    attend.participants.push_back(Member(i));
  builder.Do(std::move(attend));
  builder.Do(CallChoice{3, "main", "primary", {"S1", "S2", "S4"}, root}).Do(OpenChoice{"main"});
  for (int i = 0; i < 10; ++i)
    builder.Choose(Member(i), "main", i % 2 == 0 ? "S1=1 S2=2" : "S2=1 S1=2 S4=2");
  builder.Do(CloseChoice{"main"}).Do(OpenChoice{"main"});
  for (int i = 0; i < 10; ++i)
    builder.Choose(Member(i), "main", i < 7 ? "S2=1 S1=2 S4=3" : i == 9 ? "" : "S1=1");
  builder.Do(CloseChoice{"main"}).Do(DecideChoice{"main", {}, ""});
  builder.Do(CallChoice{3, "others", "secondary", {"S1", "S3", "S4"}, root})
      .Do(OpenChoice{"others"});
  for (int i = 0; i < 10; ++i)
    builder.Choose(Member(i), "others", i < 6 ? "S1=1 S4=1" : "S3=1");
  builder.Do(CloseChoice{"others"});
  builder.Do(DecideChoice{"others", {"S1", "S4"}, "snoring is not measured at home"});
  builder.Do(CloseRound{3}).Keep();
}

}  // namespace

Record SecondRecord() {
  StudyBuilder builder("second");
  builder.Do(CreateStudy{"The primary outcome of a sleep trial"})
      .Do(DraftProtocol{ProtocolFrom(kSecondProtocol)})
      .Do(FreezeProtocol{})
      .Keep();
  RateTwice(builder);
  ChooseTwice(builder);
  builder.Do(RecordDecisions{});
  builder.DoAs(Person("m2"),
               StateDissent{"d1", "S3", {"patients", "Snoring is what wakes my husband."}});
  builder.DoAs(Person("m9"), StateDissent{"d2", "S2", {"", "The chair talked us into this."}});
  builder.Do(WithholdDissent{"d2", "It accuses a person."});
  builder.Do(ConcludeStudy{}).Do(PublishBundle{Tier::kPublic});
  return builder.Finish();
}

namespace {

constexpr std::string_view kThirdProtocol = R"({
  "title": "What a stroke trial should measure",
  "groups": [{"id": "survivors", "name": "Stroke survivors"}, {"id": "carers", "name": "Carers"},
             {"id": "therapists", "name": "Therapists"}],
  "rounds": [{"rule": "comet-70-15", "suggestions_max": 1}, {"rule": "comet-70-15"},
             {"mode": "workshop", "rule": "comet-70-15", "yes_no_rule": "meeting-70-30",
              "choices": [{"id": "primary", "question": "Which one first?", "rule": "schulze"}]}],
  "voice": "person-weights+each-group", "k": 3})";

// r1 wears two hats and r9 is the only one who weighs 3.
std::vector<Enrolment> ThirdPanel() {
  std::vector<Enrolment> panel;
  for (int i = 1; i <= 14; ++i) {
    const char* group = i <= 5 ? "survivors" : i <= 9 ? "carers" : "therapists";
    panel.push_back({"r" + std::to_string(i), {{group}, i == 9 ? 3 : 1}});
  }
  panel.front().membership.hats.emplace_back("carers");
  return panel;
}

std::string ThirdAnswers(std::size_t person, int round) {
  const auto score = [&](std::size_t of) { return std::to_string(1 + (person * of) % 9); };
  return "walking=" + score(2) + " speech=" + (round == 1 ? "7" : score(5)) +
         " mood=" + (person % 4 == 0 ? "unable" : score(7));
}

void HoldThirdWorkshop(StudyBuilder& builder, const std::vector<Enrolment>& panel) {
  builder.Do(OpenRound{});
  std::vector<std::string> present;
  for (const Enrolment& person : panel)
    present.push_back(person.participant);
  builder.Do(RecordAttendance{3, present});
  builder.Do(CallVote{3, "v1", "mood", VoteKind::kYesNo}).Do(OpenVote{"v1"});
  for (std::size_t i = 0; i < present.size(); ++i)
    builder.Vote(present[i], "v1", i % 5 == 0 ? "0" : "1");
  builder.Do(CloseVote{"v1"});
  builder.Do(CallChoice{3, "primary", "primary", {"walking", "speech", "mood"}, {}})
      .Do(OpenChoice{"primary"});
  for (std::size_t i = 0; i < present.size(); ++i)
    builder.Choose(present[i], "primary", i % 3 == 0 ? "speech=1 mood=2" : "walking=1 mood=2");
  builder.Do(CloseChoice{"primary"}).Do(DecideChoice{"primary", {}, ""});
  builder.Do(CloseRound{3}).Keep();
}

}  // namespace

Record ThirdRecord() {
  StudyBuilder builder("third");
  builder.Do(CreateStudy{"What a stroke trial should measure"})
      .Do(DraftProtocol{ProtocolFrom(kThirdProtocol)})
      .Do(FreezeProtocol{})
      .Keep();
  std::vector<Enrolment> panel = ThirdPanel();
  builder.Do(EnrolParticipants{panel});
  builder.Do(AddItems{{{"walking", "Walking"}, {"speech", "Speech"}, {"mood", "Mood"}}});
  for (int round = 1; round <= 2; ++round) {
    builder.Do(OpenRound{});
    for (std::size_t i = 0; i < panel.size(); ++i)
      builder.Ballot(panel[i].participant, round, ThirdAnswers(i, round));
    if (round == 1) builder.DoAs(Person("r4"), SuggestItem{"s1", "Going out alone"});
    if (round == 1) builder.Do(ReviewSuggestion{{"s1", "", "", "part of walking"}});
    if (round == 2) builder.Erase("r12");
    builder.Do(CloseRound{round}).Keep();
    if (round == 2) break;
    builder.Erase("r4");
    panel.erase(panel.begin() + 3);
  }
  std::erase_if(panel, [](const Enrolment& one) { return one.participant == "r12"; });
  builder.DoAs({Role::kServer, "operator"},
               RecoverLog{99, ToBase64(EmptyRoot()), "the disk failed on Monday"});
  HoldThirdWorkshop(builder, panel);
  builder.Do(RecordDecisions{}).Do(ConcludeStudy{}).Erase("r7").Do(PublishBundle{Tier::kPublic});
  return builder.Finish();
}

}  // namespace quorate::support
