#include "quorate/v1/round.grpc.pb.h"

#include "clients/cli/names.h"
#include "clients/cli/responses.h"
#include "clients/cli/verb.h"
#include "engine/base/time.h"

namespace quorate::cli {

namespace {

using engine::Reason;
using engine::Refuse;
using engine::Status;
using Service = v1::RoundService::Stub;

std::string Describe(const v1::Round& round) {
  const bool open = round.state() == v1::ROUND_STATE_OPEN;
  std::string text = "Round " + LabelOf(round.name()) + " is ";
  text += open ? "open" : "closed";
  text += round.mode() == v1::ROUND_MODE_WORKSHOP ? " (workshop): " : " (survey): ";
  text += std::to_string(round.items_size()) + " items, scored " +
          std::to_string(round.scale_min()) + " to " + std::to_string(round.scale_max()) + "\n";
  if (round.has_close_time())
    text += "  ends      " + ToString(engine::Instant{round.close_time().seconds()}) + "\n";
  if (round.present() > 0) text += "  present   " + std::to_string(round.present()) + "\n";
  if (!round.responses().empty())
    text += "  answered  " + DescribeResponses(round.responses()) + "\n";
  return text;
}

Status SetTime(const std::string& text, google::protobuf::Timestamp* time) {
  const auto instant = engine::ParseInstant(text);
  if (!instant) {
    return Refuse(Reason::kInvalidArgument,
                  "time",
                  "\"" + text + "\" is no time; write 2026-12-01T18:00:00Z");
  }
  time->set_seconds(instant->seconds);
  return {};
}

void AddOpenAndExtend(CLI::App& noun, Invocation& invocation) {
  Verb open(noun,
            invocation,
            "open",
            "Opens the next round of the protocol.",
            "quorate round open knee-pain --closes 2026-12-01T18:00:00Z");
  const auto study = open.Argument("STUDY", "the study's label");
  const auto items =
      open.Labels("--items", "labels with commas; left out, those the protocol carries over");
  const auto closes = open.Option("--closes", "when it is meant to end; nothing closes by itself");
  open.Runs([=](const Session& session, const Terminal& terminal) -> Status {
    v1::OpenRoundRequest request;
    request.set_parent(StudyName(*study));
    for (const std::string& item : *items)
      request.add_items(ChildName(*study, "items", item));
    if (!closes->empty()) QUORATE_RETURN_IF_ERROR(SetTime(*closes, request.mutable_close_time()));
    QUORATE_ASSIGN_OR_RETURN(const v1::Round round, session.Call(&Service::OpenRound, request));
    terminal.Show(round, [&] { return Describe(round); });
    return {};
  });

  Verb extend(
      noun,
      invocation,
      "extend",
      "Gives the open round more time.",
      "quorate round extend knee-pain 1 --until 2026-12-08T18:00:00Z --reason \"Holidays\"");
  const auto extended = extend.Argument("STUDY", "the study's label");
  const auto number = extend.Argument<int>("ROUND", "the round's number");
  const auto until = extend.Needed("--until", "the new time");
  const auto reason = extend.Needed("--reason", "why; published");
  extend.Runs([=](const Session& session, const Terminal& terminal) -> Status {
    v1::ExtendRoundRequest request;
    request.set_name(RoundName(*extended, *number));
    QUORATE_RETURN_IF_ERROR(SetTime(*until, request.mutable_close_time()));
    request.set_reason(*reason);
    QUORATE_ASSIGN_OR_RETURN(const v1::Round round, session.Call(&Service::ExtendRound, request));
    terminal.Show(round, [&] { return Describe(round); });
    return {};
  });
}

void AddCloseAndShow(CLI::App& noun, Invocation& invocation) {
  Verb close(
      noun, invocation, "close", "Ends a round and counts it.", "quorate round close knee-pain 1");
  const auto study = close.Argument("STUDY", "the study's label");
  const auto number = close.Argument<int>("ROUND", "the round's number");
  close.Runs([=](const Session& session, const Terminal& terminal) -> Status {
    v1::CloseRoundRequest request;
    request.set_name(RoundName(*study, *number));
    QUORATE_ASSIGN_OR_RETURN(const v1::Round round, session.Call(&Service::CloseRound, request));
    terminal.Show(round, [&] {
      return Describe(round) + "See `quorate results " + *study + " " + std::to_string(*number) +
             "`.\n";
    });
    return {};
  });

  Verb show(noun,
            invocation,
            "show",
            "Shows one round, or all of them.",
            "quorate round show knee-pain 1");
  const auto shown = show.Argument("STUDY", "the study's label");
  const auto which = show.Option<int>("ROUND", "the round's number; left out, all rounds", 0);
  show.Runs([=](const Session& session, const Terminal& terminal) -> Status {
    if (*which != 0) {
      v1::GetRoundRequest request;
      request.set_name(RoundName(*shown, *which));
      QUORATE_ASSIGN_OR_RETURN(const v1::Round round, session.Call(&Service::GetRound, request));
      terminal.Show(round, [&] { return Describe(round); });
      return {};
    }
    v1::ListRoundsRequest request;
    request.set_parent(StudyName(*shown));
    QUORATE_ASSIGN_OR_RETURN(const v1::ListRoundsResponse all,
                             session.CallAll(&Service::ListRounds, request));
    terminal.Show(all, [&] {
      std::string text;
      for (const v1::Round& round : all.rounds())
        text += Describe(round);
      return text.empty() ? "No round was opened yet.\n" : text;
    });
    return {};
  });
}

}  // namespace

void AddRoundVerbs(CLI::App& app, Invocation& invocation) {
  CLI::App& noun = AddNoun(app, "round", "Open, watch and close rounds");
  AddOpenAndExtend(noun, invocation);
  AddCloseAndShow(noun, invocation);

  Verb progress(noun,
                invocation,
                "progress",
                "Says how many have answered, and who is still awaited. Never what anybody said.",
                "quorate round progress knee-pain 1");
  const auto study = progress.Argument("STUDY", "the study's label");
  const auto number = progress.Argument<int>("ROUND", "the round's number");
  progress.Runs([=](const Session& session, const Terminal& terminal) -> Status {
    v1::GetProgressRequest request;
    request.set_name(RoundName(*study, *number));
    QUORATE_ASSIGN_OR_RETURN(const v1::Progress answer,
                             session.CallAll(&Service::GetProgress, request));
    terminal.Show(answer, [&] {
      std::string text = "Answered: " + DescribeResponses(answer.responses()) + "\n";
      if (!answer.awaited().empty()) text += "Awaited:\n";
      for (const std::string& name : answer.awaited())
        text += "  " + LabelOf(name) + "\n";
      return text;
    });
    return {};
  });
}

}  // namespace quorate::cli
