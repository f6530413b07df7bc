#include "quorate/v1/panel.grpc.pb.h"

#include "clients/cli/names.h"
#include "clients/cli/verb.h"

namespace quorate::cli {

namespace {

using engine::Status;
using Service = v1::PanelService::Stub;

std::string Joined(const google::protobuf::RepeatedPtrField<std::string>& words) {
  std::string text;
  for (const std::string& word : words)
    text += (text.empty() ? "" : ", ") + word;
  return text;
}

const char* StateInWords(v1::ParticipantState state) {
  switch (state) {
    case v1::PARTICIPANT_STATE_WITHDRAWN:
      return "has left";
    case v1::PARTICIPANT_STATE_ERASED:
      return "erased";
    default:
      return "on the panel";
  }
}

void AddEnrol(CLI::App& noun, Invocation& invocation) {
  Verb enrol(noun,
             invocation,
             "enrol",
             "Puts one person on the panel and prints their pseudonym. For a whole list see "
             "`import panel`.",
             "quorate panel enrol knee-pain --hats patients --id P-017");
  const auto study = enrol.Argument("STUDY", "the study's label");
  const auto hats =
      enrol.Labels("--hats", "the person's groups by id, with commas; the first is the voting hat");
  const auto private_hats =
      enrol.Labels("--private", "those of the hats that are counted and not shown, with commas");
  const auto id = enrol.Option("--id", "your own id for the person; kept apart from the log");
  const auto weight = enrol.Option("--weight", "the person's own weight: 3, 0.75 or 2/3");
  enrol.Runs([=](const Session& session, const Terminal& terminal) -> Status {
    v1::EnrolParticipantsRequest request;
    request.set_parent(StudyName(*study));
    v1::Enrolment& one = *request.add_enrolments();
    for (const std::string& hat : *hats)
      one.add_hats(hat);
    for (const std::string& hat : *private_hats)
      one.add_private_hats(hat);
    one.set_external_id(*id);
    one.set_weight(*weight);
    QUORATE_ASSIGN_OR_RETURN(const v1::EnrolParticipantsResponse answer,
                             session.Call(&Service::EnrolParticipants, request));
    terminal.Show(answer, [&] {
      const v1::Enrolled& person = answer.participants(0);
      return LabelOf(person.name()) + (person.already_enrolled()
                                           ? "  (was on the panel already; nothing was changed)\n"
                                           : "\n");
    });
    return {};
  });
}

void AddList(CLI::App& noun, Invocation& invocation) {
  Verb list(
      noun, invocation, "list", "Lists the panel by pseudonym.", "quorate panel list knee-pain");
  const auto study = list.Argument("STUDY", "the study's label");
  list.Runs([=](const Session& session, const Terminal& terminal) -> Status {
    v1::ListParticipantsRequest request;
    request.set_parent(StudyName(*study));
    QUORATE_ASSIGN_OR_RETURN(const v1::ListParticipantsResponse all,
                             session.CallAll(&Service::ListParticipants, request));
    terminal.Show(all, [&] {
      Table table(
          {{"pseudonym"}, {"groups"}, {"weight", Table::Align::kRight}, {"state"}, {"your id"}});
      for (const v1::Participant& person : all.participants()) {
        table.Add({LabelOf(person.name()),
                   Joined(person.hats()),
                   person.weight(),
                   StateInWords(person.state()),
                   person.external_id()});
      }
      return table.empty() ? "Nobody is on the panel yet.\n" : table.ToString(TerminalWidth());
    });
    return {};
  });
}

void AddWithdraw(CLI::App& noun, Invocation& invocation) {
  Verb withdraw(noun,
                invocation,
                "withdraw",
                "Takes somebody off the panel. Ballots cast before stay counted.",
                "quorate panel withdraw knee-pain p3f9c21");
  const auto study = withdraw.Argument("STUDY", "the study's label");
  const auto person = withdraw.Argument("PSEUDONYM", "who leaves; see `panel list`");
  withdraw.Runs([=](const Session& session, const Terminal& terminal) -> Status {
    v1::WithdrawParticipantRequest request;
    request.set_name(ChildName(*study, "participants", *person));
    QUORATE_ASSIGN_OR_RETURN(const v1::Participant answer,
                             session.Call(&Service::WithdrawParticipant, request));
    terminal.Show(answer, [&] { return LabelOf(answer.name()) + " has left the panel.\n"; });
    return {};
  });
}

void AddErase(CLI::App& noun, Invocation& invocation) {
  Verb erase(
      noun,
      invocation,
      "erase",
      "Destroys everything personal about somebody, for good: your id for them, their tokens, "
      "hats, ballots and words. What was concluded stands. Needs --yes.",
      "quorate panel erase knee-pain p3f9c21 --yes");
  const auto study = erase.Argument("STUDY", "the study's label");
  const auto person = erase.Argument("PSEUDONYM", "who is erased; see `panel list`");
  const auto sure = erase.Flag("--yes", "this cannot be undone, and that is meant");
  erase.Runs([=](const Session& session, const Terminal& terminal) -> Status {
    if (!*sure) {
      return engine::Refuse(
          engine::Reason::kInvalidArgument,
          "--yes",
          "is missing: an erasure cannot be undone. Backups and published bundles "
          "that hold the openings are yours to delete");
    }
    v1::EraseParticipantRequest request;
    request.set_name(ChildName(*study, "participants", *person));
    QUORATE_ASSIGN_OR_RETURN(const v1::Participant answer,
                             session.Call(&Service::EraseParticipant, request));
    terminal.Show(answer, [&] {
      return LabelOf(answer.name()) +
             " is erased. Tallies that were signed before stand; `quorate verify` says so.\n";
    });
    return {};
  });
}

void AddOwnData(CLI::App& noun, Invocation& invocation) {
  Verb own(noun,
           invocation,
           "own-data",
           "Everything that is kept about you, as JSON. With a participant's token.",
           "quorate panel own-data knee-pain p3f9c21 --token-file mine.token > mine.json");
  const auto study = own.Argument("STUDY", "the study's label");
  const auto person = own.Argument("PSEUDONYM", "your pseudonym");
  own.Runs([=](const Session& session, const Terminal& terminal) -> Status {
    v1::GetOwnDataRequest request;
    request.set_name(ChildName(*study, "participants", *person));
    QUORATE_ASSIGN_OR_RETURN(const v1::OwnData answer, session.Call(&Service::GetOwnData, request));
    terminal.Show(answer, [&] { return ToJsonText(answer); });
    return {};
  });
}

void AddAttend(CLI::App& noun, Invocation& invocation) {
  Verb attend(noun,
              invocation,
              "attend",
              "Records who is present in an open workshop: only they can vote in it.",
              "quorate panel attend knee-pain 3 p3f9c21 p77ab02");
  const auto study = attend.Argument("STUDY", "the study's label");
  const auto round = attend.Argument<int>("ROUND", "the workshop's number");
  const auto present = attend.Argument<std::vector<std::string>>("PSEUDONYM", "who is in the room");
  attend.Runs([=](const Session& session, const Terminal& terminal) -> Status {
    v1::RecordAttendanceRequest request;
    request.set_parent(RoundName(*study, *round));
    for (const std::string& one : *present) {
      request.add_participants(ChildName(*study, "participants", one));
    }
    QUORATE_ASSIGN_OR_RETURN(const v1::RecordAttendanceResponse answer,
                             session.Call(&Service::RecordAttendance, request));
    terminal.Show(answer, [&] { return std::to_string(answer.present()) + " are present now.\n"; });
    return {};
  });
}

}  // namespace

void AddPanelVerbs(CLI::App& app, Invocation& invocation) {
  CLI::App& noun = AddNoun(app, "panel", "Who takes part, and who is in the room");
  AddEnrol(noun, invocation);
  AddList(noun, invocation);
  AddWithdraw(noun, invocation);
  AddErase(noun, invocation);
  AddOwnData(noun, invocation);
  AddAttend(noun, invocation);
}

}  // namespace quorate::cli
