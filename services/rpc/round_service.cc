#include <algorithm>

#include "engine/study/findings.h"
#include "services/rpc/change.h"
#include "services/rpc/convert.h"
#include "services/rpc/handlers.h"
#include "services/rpc/names.h"
#include "services/rpc/pager.h"

namespace quorate::services::rpc {

namespace {

Result<int> RoundIn(const Call& call, const std::string& name) {
  QUORATE_ASSIGN_OR_RETURN(const std::string label, ParseChild("name", name, call.study, "rounds"));
  return ParseNumber("name", label);
}

// Makes a change whose answer is the round after it; 0 stands for the newest.
Result<v1::Round> AnswerRound(const Call& call, Change change, int number) {
  return Answer<v1::Round>(call, std::move(change), [&](const Applied& applied) {
    const engine::Round& round =
        number == 0 ? applied.study.rounds.back() : *applied.study.FindRound(number);
    return RoundMessage(call.study, applied.study, round);
  });
}

tl::unexpected<engine::Error> RefuseRound(int number) {
  return engine::Refuse(engine::Reason::kUnknownRound,
                        "round " + std::to_string(number) + " has not been opened");
}

// What is looked at: a round, or the newest iteration of a vote or choice in it.
struct Subject {
  const engine::Round* round = nullptr;
  const engine::BallotBox* box = nullptr;  // Null for the round itself.
  bool open = false;
  std::vector<engine::Response> responses;  // As they were recorded, or as they are so far.
};

// Of a vote or a choice; `what` names it for people.
template <typename OnTheFloor>
Result<Subject> FloorSubject(const engine::Study& study,
                             const OnTheFloor* subject,
                             const std::string& what) {
  if (subject == nullptr)
    return engine::Refuse(engine::Reason::kUnknownVote, "there is no " + what);
  if (subject->iterations.empty())
    return engine::Refuse(engine::Reason::kVoteNotOpen, what + " has not been opened");
  const auto& newest = subject->iterations.back();
  return Subject{study.FindRound(subject->round),
                 &newest.box,
                 newest.open,
                 newest.open ? engine::ResponsesTo(study, *subject) : newest.responses};
}

Result<Subject> SubjectOf(const Call& call, const engine::Study& study, const std::string& name) {
  if (const auto id = ParseChild("name", name, call.study, "votes"))
    return FloorSubject(study, study.FindVote(*id), "vote " + *id);
  if (const auto id = ParseChild("name", name, call.study, "choices"))
    return FloorSubject(study, study.FindChoice(*id), "choice " + *id);
  QUORATE_ASSIGN_OR_RETURN(const int number, RoundIn(call, name));
  const engine::Round* round = study.FindRound(number);
  if (round == nullptr) return RefuseRound(number);
  const bool open = round->state == engine::RoundState::kOpen;
  return Subject{
      round, nullptr, open, open ? engine::ResponsesTo(study, *round) : round->responses};
}

// Who may still answer and has not, in order of enrolment; of a workshop, who may come and has not.
std::vector<std::string> Awaited(const engine::Study& study, const Subject& subject) {
  std::vector<std::string> awaited;
  if (!subject.open) return awaited;
  const engine::Index& attendance = subject.round->attendance;
  const bool workshop = study.Plan(subject.round->number).mode == engine::RoundMode::kWorkshop;
  const engine::Index& answered = subject.box != nullptr ? subject.box->voters
                                  : workshop             ? attendance
                                                         : subject.round->box.voters;
  for (const engine::Participant& participant : study.participants) {
    if (!engine::MayEnter(study, *subject.round, participant)) continue;
    if (subject.box != nullptr && !attendance.Find(participant.id)) continue;
    if (!answered.Find(participant.id)) awaited.push_back(participant.id);
  }
  return awaited;
}

}  // namespace

Result<v1::Round> OpenRound(const Call& call, const v1::OpenRoundRequest& request) {
  QUORATE_RETURN_IF_ERROR(ParseName("parent", request.parent(), "studies/*"));
  engine::OpenRound act;
  QUORATE_ASSIGN_OR_RETURN(act.items, LabelsOf("items", call.study, "items", request.items()));
  if (request.has_close_time()) {
    QUORATE_ASSIGN_OR_RETURN(act.closes, InstantOf("close_time", request.close_time()));
  }
  return AnswerRound(call, {std::move(act)}, 0);
}

Result<v1::Round> ExtendRound(const Call& call, const v1::ExtendRoundRequest& request) {
  QUORATE_ASSIGN_OR_RETURN(const int number, RoundIn(call, request.name()));
  if (!request.has_close_time()) {
    return engine::Refuse(engine::Reason::kInvalidArgument, "close_time", "say until when");
  }
  QUORATE_ASSIGN_OR_RETURN(const engine::Instant closes,
                           InstantOf("close_time", request.close_time()));
  return AnswerRound(call, {engine::ExtendRound{number, closes, TextOf(request.reason())}}, number);
}

Result<v1::Round> CloseRound(const Call& call, const v1::CloseRoundRequest& request) {
  QUORATE_ASSIGN_OR_RETURN(const int number, RoundIn(call, request.name()));
  return AnswerRound(call, {engine::CloseRound{number}}, number);
}

Result<v1::Round> GetRound(const Call& call, const v1::GetRoundRequest& request) {
  QUORATE_ASSIGN_OR_RETURN(const int number, RoundIn(call, request.name()));
  QUORATE_ASSIGN_OR_RETURN(const StudyView study, call.View());
  const engine::Round* round = study->FindRound(number);
  if (round == nullptr) return RefuseRound(number);
  return RoundMessage(call.study, *study, *round);
}

Result<v1::ListRoundsResponse> ListRounds(const Call& call, const v1::ListRoundsRequest& request) {
  QUORATE_RETURN_IF_ERROR(ParseName("parent", request.parent(), "studies/*"));
  QUORATE_ASSIGN_OR_RETURN(const Pager pager, Pager::Read(request));
  QUORATE_ASSIGN_OR_RETURN(const StudyView study, call.View());
  v1::ListRoundsResponse response;
  response.set_next_page_token(pager.Fill(study->rounds.size(), [&](std::size_t i) {
    v1::Round& message = *response.add_rounds();
    message = RoundMessage(call.study, *study, study->rounds[i]);
    return message.ByteSizeLong();
  }));
  return response;
}

Result<v1::Progress> GetProgress(const Call& call, const v1::GetProgressRequest& request) {
  QUORATE_ASSIGN_OR_RETURN(const Pager pager, Pager::Read(request));
  QUORATE_ASSIGN_OR_RETURN(const StudyView study, call.View());
  QUORATE_ASSIGN_OR_RETURN(const Subject subject, SubjectOf(call, *study, request.name()));
  v1::Progress progress;
  progress.set_name(request.name());
  for (const engine::Response& response : subject.responses)
    *progress.add_responses() = ResponseMessage(response);
  if (call.caller.role != engine::Role::kFacilitator) return progress;
  const std::vector<std::string> awaited = Awaited(*study, subject);
  progress.set_next_page_token(pager.Fill(awaited.size(), [&](std::size_t i) {
    progress.add_awaited(ChildName(call.study, "participants", awaited[i]));
    return awaited[i].size();
  }));
  return progress;
}

}  // namespace quorate::services::rpc
