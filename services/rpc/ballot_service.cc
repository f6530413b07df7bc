#include "services/rpc/change.h"
#include "services/rpc/convert.h"
#include "services/rpc/handlers.h"
#include "services/rpc/names.h"

namespace quorate::services::rpc {

namespace {

constexpr int kBallotsMax = 1000;

Result<int> RoundIn(const Call& call, const std::string& parent) {
  QUORATE_ASSIGN_OR_RETURN(const std::string label,
                           ParseChild("parent", parent, call.study, "rounds"));
  return ParseNumber("parent", label);
}

v1::BallotRecord RecordAfter(std::string_view study,
                             const Applied& applied,
                             int round,
                             engine::Channel channel,
                             const std::string& participant) {
  v1::BallotRecord record = BallotRecordMessage(
      RoundName(study, round), applied.study.FindRound(round)->box, participant);
  record.set_channel(ChannelMessage(channel));
  return record;
}

// A box and what it is asked with; what GetMyBallot and GetReceipt look into.
struct Place {
  std::string name;
  const engine::BallotBox* box = nullptr;
  std::vector<std::string> items;
  engine::Scale scale;
  bool may_cast = false;
  bool is_choice = false;  // Its box holds marks, not answers on the scale.
};

Result<Place> RoundPlace(const Call& call, const engine::Study& study, const std::string& label) {
  QUORATE_ASSIGN_OR_RETURN(const int number, ParseNumber("name", label));
  const engine::Round* round = study.FindRound(number);
  if (round == nullptr) {
    return engine::Refuse(engine::Reason::kUnknownRound, "round " + label + " has not been opened");
  }
  const engine::RoundPlan& plan = study.Plan(number);
  const engine::Participant* self = study.FindParticipant(call.caller.participant);
  const bool open = round->state == engine::RoundState::kOpen &&
                    plan.mode == engine::RoundMode::kSurvey &&
                    (!round->closes || call.backend.outside.now() < *round->closes);
  std::vector<std::string> items;
  for (const engine::ItemVersion& item : round->items)
    items.push_back(item.item);
  return Place{RoundName(call.study, number),
               &round->box,
               std::move(items),
               plan.rule.scale,
               open && self != nullptr && engine::MayEnter(study, *round, *self),
               false};
}

Result<Place> VotePlace(const Call& call, const engine::Study& study, const std::string& id) {
  const engine::Vote* vote = study.FindVote(id);
  if (vote == nullptr)
    return engine::Refuse(engine::Reason::kUnknownVote, "there is no vote " + id);
  static const engine::BallotBox kNoBallots;
  const engine::ConsensusRule* rule = engine::RuleFor(study.Plan(vote->round), vote->kind);
  const engine::Participant* self = study.FindParticipant(call.caller.participant);
  const bool present =
      study.FindRound(vote->round)->attendance.Find(call.caller.participant).has_value();
  return Place{IterationName(call.study, id, static_cast<int>(vote->iterations.size())),
               vote->iterations.empty() ? &kNoBallots : &vote->iterations.back().box,
               {vote->item.item},
               rule == nullptr ? engine::Scale() : rule->scale,
               vote->open() && present && self != nullptr && !self->withdrawn,
               false};
}

Result<Place> ChoicePlace(const Call& call, const engine::Study& study, const std::string& id) {
  const engine::Choice* choice = study.FindChoice(id);
  if (choice == nullptr)
    return engine::Refuse(engine::Reason::kUnknownVote, "there is no choice " + id);
  static const engine::BallotBox kNoBallots;
  const engine::Participant* self = study.FindParticipant(call.caller.participant);
  const bool present =
      study.FindRound(choice->round)->attendance.Find(call.caller.participant).has_value();
  std::vector<std::string> items;
  for (const engine::ItemVersion& item : choice->items)
    items.push_back(item.item);
  return Place{ChildName(call.study, "choices", id) + "/iterations/" +
                   std::to_string(choice->iterations.size()),
               choice->iterations.empty() ? &kNoBallots : &choice->iterations.back().box,
               std::move(items),
               {},
               choice->open() && present && self != nullptr && !self->withdrawn,
               true};
}

// One answer of a box, or nothing where none was given.
std::optional<v1::Answer> AnswerIn(const Call& call,
                                   const Place& place,
                                   const std::string& item,
                                   engine::AnswerCode code) {
  if (!place.is_choice) {
    if (code == engine::kNotShown) return std::nullopt;
    return AnswerMessage(call.study, item, place.scale, code);
  }
  if (code == engine::kNoMark) return std::nullopt;
  v1::Answer answer;
  answer.set_item(ChildName(call.study, "items", item));
  answer.set_score(engine::ValueOfMark(code));
  return answer;
}

// The box of a round, or of the newest iteration of a vote or choice.
Result<Place> FindPlace(const Call& call, const engine::Study& study, const std::string& name) {
  if (const auto vote = ParseChild("name", name, call.study, "votes"))
    return VotePlace(call, study, *vote);
  if (const auto choice = ParseChild("name", name, call.study, "choices"))
    return ChoicePlace(call, study, *choice);
  QUORATE_ASSIGN_OR_RETURN(const std::string round, ParseChild("name", name, call.study, "rounds"));
  return RoundPlace(call, study, round);
}

}  // namespace

Result<Planned<v1::BallotRecord>> CastBallot(const Call& call,
                                             const v1::CastBallotRequest& request) {
  QUORATE_ASSIGN_OR_RETURN(const int round, RoundIn(call, request.parent()));
  QUORATE_ASSIGN_OR_RETURN(std::vector<engine::ItemAnswer> answers,
                           AnswersOf("answers", call.study, request.answers()));
  const std::string& self = call.caller.participant;
  engine::CastBallots act{round, engine::Channel::kSelf, {{self, std::move(answers)}}};
  return Planned<v1::BallotRecord>{
      {std::move(act)}, [study = call.study, round, self](const Applied& applied) {
        return RecordAfter(study, applied, round, engine::Channel::kSelf, self);
      }};
}

Result<v1::EnterBallotsResponse> EnterBallots(const Call& call,
                                              const v1::EnterBallotsRequest& request) {
  QUORATE_ASSIGN_OR_RETURN(const int round, RoundIn(call, request.parent()));
  if (request.ballots_size() < 1 || request.ballots_size() > kBallotsMax) {
    return engine::Refuse(engine::Reason::kInvalidArgument, "ballots", "must be 1 to 1000");
  }
  const engine::Channel channel = call.caller.role == engine::Role::kIntegrator
                                      ? engine::Channel::kImport
                                      : engine::Channel::kPaper;
  engine::CastBallots act{round, channel, {}};
  std::vector<engine::Violation> wrong;
  std::vector<std::string> participants;
  for (int i = 0; i < request.ballots_size(); ++i) {
    const std::string place = "ballots[" + std::to_string(i) + "]";
    const auto participant = ParseChild(
        place + ".participant", request.ballots(i).participant(), call.study, "participants");
    auto answers = AnswersOf(place + ".answers", call.study, request.ballots(i).answers());
    if (!participant) {
      wrong.insert(wrong.end(),
                   participant.error().violations.begin(),
                   participant.error().violations.end());
    }
    if (!answers) {
      wrong.insert(
          wrong.end(), answers.error().violations.begin(), answers.error().violations.end());
    }
    if (!participant || !answers) continue;
    participants.push_back(*participant);
    act.ballots.push_back({*participant, *std::move(answers)});
  }
  if (!wrong.empty()) return engine::Refuse(engine::Reason::kInvalidArgument, std::move(wrong));
  return Answer<v1::EnterBallotsResponse>(call, {std::move(act)}, [&](const Applied& applied) {
    v1::EnterBallotsResponse response;
    for (const std::string& participant : participants) {
      *response.add_ballots() = RecordAfter(call.study, applied, round, channel, participant);
    }
    return response;
  });
}

Result<v1::Ballot> GetMyBallot(const Call& call, const v1::GetMyBallotRequest& request) {
  QUORATE_ASSIGN_OR_RETURN(const StudyView study, call.View());
  QUORATE_ASSIGN_OR_RETURN(const Place place, FindPlace(call, *study, request.name()));
  v1::Ballot ballot;
  *ballot.mutable_record() = BallotRecordMessage(place.name, *place.box, call.caller.participant);
  ballot.set_may_cast(place.may_cast);
  const auto row = place.box->voters.Find(call.caller.participant);
  if (!row) return ballot;
  for (std::size_t i = 0; i < place.items.size(); ++i) {
    const engine::AnswerCode code = place.box->answers[*row * place.items.size() + i];
    if (auto answer = AnswerIn(call, place, place.items[i], code))
      *ballot.add_answers() = *std::move(answer);
  }
  return ballot;
}

Result<v1::Receipt> GetReceipt(const Call& call, const v1::GetReceiptRequest& request) {
  std::uint64_t entry = 0;
  {
    QUORATE_ASSIGN_OR_RETURN(const StudyView study, call.View());
    QUORATE_ASSIGN_OR_RETURN(const Place place, FindPlace(call, *study, request.name()));
    const auto row = place.box->voters.Find(call.caller.participant);
    if (!row) {
      return engine::Refuse(engine::Reason::kWrongState,
                            "you have cast no ballot here, so there is no receipt");
    }
    entry = place.box->entries[*row];
  }
  QUORATE_ASSIGN_OR_RETURN(std::string proof, call.backend.studies.Receipt(call.study, entry));
  v1::Receipt receipt;
  receipt.set_entry(static_cast<std::int64_t>(entry));
  receipt.set_proof(std::move(proof));
  return receipt;
}

}  // namespace quorate::services::rpc
