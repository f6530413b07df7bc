#include "quorate/v1/vote.grpc.pb.h"

#include "clients/cli/answers.h"
#include "clients/cli/names.h"
#include "clients/cli/responses.h"
#include "clients/cli/verb.h"

namespace quorate::cli {

namespace {

using engine::Reason;
using engine::Refuse;
using engine::Status;
using Service = v1::VoteService::Stub;

std::string Describe(const v1::Vote& vote) {
  std::string text = "Vote " + LabelOf(vote.name()) + " on item " + LabelOf(vote.item().item());
  text += vote.kind() == v1::VOTE_KIND_YES_NO ? " (yes or no)" : " (rating)";
  if (vote.state() == v1::VOTE_STATE_OPEN) text += " is open";
  if (vote.state() == v1::VOTE_STATE_CLOSED) text += " is closed";
  if (vote.state() == v1::VOTE_STATE_CALLED) text += " is on the floor, not yet opened";
  text += "\n";
  for (const v1::VoteIteration& iteration : vote.iterations()) {
    text += "  iteration " + std::to_string(iteration.iteration()) + ": ";
    text += iteration.open() ? "open; nobody sees a count before it closes"
                             : ConsensusWord(iteration.consensus()) + ", " +
                                   DescribeResponses(iteration.responses()) + " voted";
    text += "\n";
  }
  return text;
}

// Copies what was typed into a request that has the same two fields.
template <typename Request>
Status SetGiven(const std::string& typed, Request& request) {
  QUORATE_ASSIGN_OR_RETURN(const v1::Answer answer, ParseGiven("answer", typed));
  if (answer.has_score()) {
    request.set_score(answer.score());
  } else {
    request.set_no_score(answer.no_score());
  }
  return {};
}

void AddCall(CLI::App& noun, Invocation& invocation) {
  Verb call(noun,
            invocation,
            "call",
            "Puts an item on the floor of the open workshop.",
            "quorate vote call knee-pain 3 v1 stairs");
  const auto study = call.Argument("STUDY", "the study's label");
  const auto round = call.Argument<int>("ROUND", "the workshop's number");
  const auto vote = call.Argument("VOTE", "a new label for the vote");
  const auto item = call.Argument("ITEM", "the item's label");
  const auto kind = call.Option<std::string>("--kind", "yes-no or rating (yes-no)", "yes-no");
  call.Runs([=](const Session& session, const Terminal& terminal) -> Status {
    v1::CallVoteRequest request;
    request.set_parent(RoundName(*study, *round));
    request.set_vote_id(*vote);
    request.set_item(ChildName(*study, "items", *item));
    if (*kind != "yes-no" && *kind != "rating") {
      return Refuse(Reason::kInvalidArgument, "--kind", "must be yes-no or rating");
    }
    request.set_kind(*kind == "rating" ? v1::VOTE_KIND_RATING : v1::VOTE_KIND_YES_NO);
    QUORATE_ASSIGN_OR_RETURN(const v1::Vote answer, session.Call(&Service::CallVote, request));
    terminal.Show(answer, [&] { return Describe(answer); });
    return {};
  });
}

// `open`, `close` and `show` differ in nothing but what they ask for.
template <typename Request>
void AddAct(CLI::App& noun,
            Invocation& invocation,
            const std::string& word,
            const std::string& what,
            grpc::Status (Service::*method)(grpc::ClientContext*, const Request&, v1::Vote*)) {
  Verb verb(noun, invocation, word, what, "quorate vote " + word + " knee-pain v1");
  const auto study = verb.Argument("STUDY", "the study's label");
  const auto vote = verb.Argument("VOTE", "the vote's label");
  verb.Runs([=](const Session& session, const Terminal& terminal) -> Status {
    Request request;
    request.set_name(ChildName(*study, "votes", *vote));
    QUORATE_ASSIGN_OR_RETURN(const v1::Vote answer, session.Call(method, request));
    terminal.Show(answer, [&] { return Describe(answer); });
    return {};
  });
}

void AddCastAndEnter(CLI::App& noun, Invocation& invocation) {
  Verb cast(noun,
            invocation,
            "cast",
            "Votes as the participant whose token this is; again replaces the vote.",
            "quorate vote cast knee-pain v1 yes");
  const auto study = cast.Argument("STUDY", "the study's label");
  const auto vote = cast.Argument("VOTE", "the vote's label");
  const auto given = cast.Argument("ANSWER", "yes, no, abstain, or a score");
  cast.Runs([=](const Session& session, const Terminal& terminal) -> Status {
    v1::CastVoteRequest request;
    request.set_name(ChildName(*study, "votes", *vote));
    QUORATE_RETURN_IF_ERROR(SetGiven(*given, request));
    QUORATE_ASSIGN_OR_RETURN(const v1::BallotRecord answer,
                             session.Call(&Service::CastVote, request));
    terminal.Show(answer, [&] {
      return "Your vote is entry " + std::to_string(answer.entry()) + " of the log.\n";
    });
    return {};
  });

  Verb enter(noun,
             invocation,
             "enter",
             "Enters a vote that somebody in the room gave on paper; the log says so.",
             "quorate vote enter knee-pain v1 p3f9c21 yes");
  const auto held = enter.Argument("STUDY", "the study's label");
  const auto which = enter.Argument("VOTE", "the vote's label");
  const auto person = enter.Argument("PSEUDONYM", "who voted on paper");
  const auto said = enter.Argument("ANSWER", "yes, no, abstain, or a score");
  enter.Runs([=](const Session& session, const Terminal& terminal) -> Status {
    v1::EnterVoteRequest request;
    request.set_name(ChildName(*held, "votes", *which));
    request.set_participant(ChildName(*held, "participants", *person));
    QUORATE_RETURN_IF_ERROR(SetGiven(*said, request));
    QUORATE_ASSIGN_OR_RETURN(const v1::BallotRecord answer,
                             session.Call(&Service::EnterVote, request));
    terminal.Show(answer, [&] {
      return "The paper vote is entry " + std::to_string(answer.entry()) + " of the log.\n";
    });
    return {};
  });
}

}  // namespace

void AddVoteVerbs(CLI::App& app, Invocation& invocation) {
  CLI::App& noun = AddNoun(app, "vote", "Vote in a workshop, one item at a time");
  AddCall(noun, invocation);
  AddAct(noun, invocation, "open", "Opens the vote, or opens it once more.", &Service::OpenVote);
  AddCastAndEnter(noun, invocation);
  AddAct(noun, invocation, "close", "Closes and counts the vote.", &Service::CloseVote);
  AddAct(noun, invocation, "show", "Shows a vote and every time it was taken.", &Service::GetVote);
}

}  // namespace quorate::cli
