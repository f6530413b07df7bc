#include "services/rpc/change.h"
#include "services/rpc/convert.h"
#include "services/rpc/handlers.h"
#include "services/rpc/names.h"
#include "services/rpc/pager.h"

namespace quorate::services::rpc {

namespace {

Result<std::string> VoteIn(const Call& call, const std::string& name) {
  return ParseChild("name", name, call.study, "votes");
}

// Makes a change whose answer is the vote after it.
Result<v1::Vote> AnswerVote(const Call& call, Change change, const std::string& vote) {
  return Answer<v1::Vote>(call, std::move(change), [&](const Applied& applied) {
    return VoteMessage(call.study, *applied.study.FindVote(vote));
  });
}

// Casts a vote; the answer says that it was cast, and not what.
Planned<v1::BallotRecord> Cast(const Call& call, engine::CastVote act) {
  auto reply = [study = call.study,
                vote = act.vote,
                participant = act.participant,
                channel = act.channel](const Applied& applied) {
    const auto& iterations = applied.study.FindVote(vote)->iterations;
    v1::BallotRecord record =
        BallotRecordMessage(IterationName(study, vote, static_cast<int>(iterations.size())),
                            iterations.back().box,
                            participant);
    record.set_channel(ChannelMessage(channel));
    return record;
  };
  return {{std::move(act)}, std::move(reply)};
}

}  // namespace

Result<v1::Vote> CallVote(const Call& call, const v1::CallVoteRequest& request) {
  QUORATE_ASSIGN_OR_RETURN(const std::string label,
                           ParseChild("parent", request.parent(), call.study, "rounds"));
  QUORATE_ASSIGN_OR_RETURN(const int round, ParseNumber("parent", label));
  QUORATE_ASSIGN_OR_RETURN(std::string item,
                           ParseChild("item", request.item(), call.study, "items"));
  if (request.kind() != v1::VOTE_KIND_RATING && request.kind() != v1::VOTE_KIND_YES_NO) {
    return engine::Refuse(engine::Reason::kInvalidArgument, "kind", "must be RATING or YES_NO");
  }
  const bool rating = request.kind() == v1::VOTE_KIND_RATING;
  engine::CallVote act{round,
                       request.vote_id(),
                       std::move(item),
                       rating ? engine::VoteKind::kRating : engine::VoteKind::kYesNo};
  return AnswerVote(call, {std::move(act)}, request.vote_id());
}

Result<v1::Vote> OpenVote(const Call& call, const v1::OpenVoteRequest& request) {
  QUORATE_ASSIGN_OR_RETURN(const std::string vote, VoteIn(call, request.name()));
  return AnswerVote(call, {engine::OpenVote{vote}}, vote);
}

Result<v1::Vote> CloseVote(const Call& call, const v1::CloseVoteRequest& request) {
  QUORATE_ASSIGN_OR_RETURN(const std::string vote, VoteIn(call, request.name()));
  return AnswerVote(call, {engine::CloseVote{vote}}, vote);
}

Result<v1::Vote> GetVote(const Call& call, const v1::GetVoteRequest& request) {
  QUORATE_ASSIGN_OR_RETURN(const std::string id, VoteIn(call, request.name()));
  QUORATE_ASSIGN_OR_RETURN(const StudyView study, call.View());
  const engine::Vote* vote = study->FindVote(id);
  if (vote == nullptr)
    return engine::Refuse(engine::Reason::kUnknownVote, "there is no vote " + id);
  return VoteMessage(call.study, *vote);
}

Result<v1::ListVotesResponse> ListVotes(const Call& call, const v1::ListVotesRequest& request) {
  QUORATE_ASSIGN_OR_RETURN(const std::string label,
                           ParseChild("parent", request.parent(), call.study, "rounds"));
  QUORATE_ASSIGN_OR_RETURN(const int round, ParseNumber("parent", label));
  QUORATE_ASSIGN_OR_RETURN(const Pager pager, Pager::Read(request));
  QUORATE_ASSIGN_OR_RETURN(const StudyView study, call.View());
  if (study->FindRound(round) == nullptr) {
    return engine::Refuse(engine::Reason::kUnknownRound, "round " + label + " has not been opened");
  }
  std::vector<const engine::Vote*> votes;
  for (const engine::Vote& vote : study->votes) {
    if (vote.round == round) votes.push_back(&vote);
  }
  v1::ListVotesResponse response;
  response.set_next_page_token(pager.Fill(votes.size(), [&](std::size_t i) {
    v1::Vote& message = *response.add_votes();
    message = VoteMessage(call.study, *votes[i]);
    return message.ByteSizeLong();
  }));
  return response;
}

Result<Planned<v1::BallotRecord>> CastVote(const Call& call, const v1::CastVoteRequest& request) {
  QUORATE_ASSIGN_OR_RETURN(std::string vote, VoteIn(call, request.name()));
  QUORATE_ASSIGN_OR_RETURN(const engine::VoteContent answer, GivenOf("score", request));
  return Cast(call, {std::move(vote), call.caller.participant, engine::Channel::kSelf, answer});
}

Result<v1::BallotRecord> EnterVote(const Call& call, const v1::EnterVoteRequest& request) {
  QUORATE_ASSIGN_OR_RETURN(std::string vote, VoteIn(call, request.name()));
  QUORATE_ASSIGN_OR_RETURN(
      std::string participant,
      ParseChild("participant", request.participant(), call.study, "participants"));
  QUORATE_ASSIGN_OR_RETURN(const engine::VoteContent answer, GivenOf("score", request));
  Planned<v1::BallotRecord> planned =
      Cast(call, {std::move(vote), std::move(participant), engine::Channel::kPaper, answer});
  return Answer<v1::BallotRecord>(call, std::move(planned.change), planned.reply);
}

}  // namespace quorate::services::rpc
