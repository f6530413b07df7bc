#include "quorate/v1/result.grpc.pb.h"

#include "clients/cli/names.h"
#include "clients/cli/tally_table.h"
#include "clients/cli/verb.h"

namespace quorate::cli {

using engine::Reason;
using engine::Refuse;
using engine::Status;
using Service = v1::ResultService::Stub;

void AddResultVerbs(CLI::App& app, Invocation& invocation) {
  Verb results(
      app,
      invocation,
      "results",
      "Shows what was counted in a closed round or vote, per item and group. An auditor's token "
      "shows the small numbers too.",
      "quorate results knee-pain 2\n  quorate results knee-pain --vote v1");
  const auto study = results.Argument("STUDY", "the study's label");
  const auto round = results.Option<int>("ROUND", "the round's number", 0);
  const auto vote = results.Option("--vote", "a vote's label, in place of a round");
  const auto iteration =
      results.Option<int>("--iteration", "which time it was taken; left out, the last", 0);
  results.Runs([=](const Session& session, const Terminal& terminal) -> Status {
    if ((*round == 0) == vote->empty()) {
      return Refuse(Reason::kInvalidArgument, "name a round's number, or a vote by --vote");
    }
    v1::GetResultsRequest request;
    request.set_name(vote->empty() ? RoundName(*study, *round) : ChildName(*study, "votes", *vote));
    if (*iteration != 0)
      request.set_name(request.name() + "/iterations/" + std::to_string(*iteration));
    QUORATE_ASSIGN_OR_RETURN(const v1::Results answer,
                             session.CallAll(&Service::GetResults, request));
    terminal.Show(answer, [&] { return ResultsTable(answer, TerminalWidth()); });
    return {};
  });

  Verb feedback(
      app,
      invocation,
      "feedback",
      "Shows a participant what the protocol tells of the round before, beside their own answers.",
      "quorate feedback knee-pain 2");
  const auto shown = feedback.Argument("STUDY", "the study's label");
  const auto next = feedback.Argument<int>("ROUND", "the round that is to be answered");
  feedback.Runs([=](const Session& session, const Terminal& terminal) -> Status {
    v1::GetFeedbackRequest request;
    request.set_name(RoundName(*shown, *next));
    QUORATE_ASSIGN_OR_RETURN(const v1::Feedback answer,
                             session.CallAll(&Service::GetFeedback, request));
    terminal.Show(answer, [&] { return FeedbackTable(answer, TerminalWidth()); });
    return {};
  });
}

}  // namespace quorate::cli
