#include "quorate/v1/study.grpc.pb.h"

#include "clients/cli/input_file.h"
#include "clients/cli/names.h"
#include "clients/cli/verb.h"

namespace quorate::cli {

namespace {

using engine::Status;
using Service = v1::StudyService::Stub;

std::string StateWord(v1::StudyState state) {
  switch (state) {
    case v1::STUDY_STATE_DRAFT:
      return "draft";
    case v1::STUDY_STATE_RUNNING:
      return "running";
    case v1::STUDY_STATE_CONCLUDED:
      return "concluded";
    default:
      return "unknown";
  }
}

std::string Describe(const v1::Study& study) {
  std::string text = LabelOf(study.name()) + ": " + OneLine(study.title()) + "\n";
  text += "  state       " + StateWord(study.state());
  if (study.open_round() > 0) text += ", round " + std::to_string(study.open_round()) + " is open";
  text += "\n  rounds      " + std::to_string(study.round_count()) + " opened so far\n";
  text += "  protocol    ";
  text += study.protocol_sha256().empty() ? "none yet" : "SHA-256 " + study.protocol_sha256();
  text += "\n  log         " + std::to_string(study.log_size()) + " entries\n";
  text += "  log key     " + study.verifier_key() + "\n";
  for (const v1::Amendment& amendment : study.amendments()) {
    text += "  amended     in entry " + std::to_string(amendment.entry()) + ": " +
            OneLine(amendment.reason()) + "\n";
  }
  return text;
}

void AddCreateAndShow(CLI::App& noun, Invocation& invocation) {
  Verb create(noun,
              invocation,
              "create",
              "Makes a new study. Needs a facilitator's token that is good for the whole server.",
              "quorate study create knee-pain --title \"Outcomes that matter in knee pain\"");
  const auto label =
      create.Argument("STUDY", "the study's label: letters, digits, '-', '_' or '.'");
  const auto title = create.Needed("--title", "what people read");
  create.Runs([=](const Session& session, const Terminal& terminal) -> Status {
    v1::CreateStudyRequest request;
    request.set_study_id(*label);
    request.set_title(*title);
    QUORATE_ASSIGN_OR_RETURN(const v1::Study study, session.Call(&Service::CreateStudy, request));
    terminal.Show(study, [&] { return "Created. " + Describe(study); });
    return {};
  });

  Verb show(noun, invocation, "show", "Shows one study.", "quorate study show knee-pain");
  const auto shown = show.Argument("STUDY", "the study's label");
  const auto document = show.Flag("--protocol", "print the protocol's document and nothing else");
  show.Runs([=](const Session& session, const Terminal& terminal) -> Status {
    v1::GetStudyRequest request;
    request.set_name(StudyName(*shown));
    QUORATE_ASSIGN_OR_RETURN(const v1::Study study, session.Call(&Service::GetStudy, request));
    if (*document) {
      std::cout << study.protocol_json() << "\n";
      return {};
    }
    terminal.Show(study, [&] { return Describe(study); });
    return {};
  });

  Verb list(
      noun, invocation, "list", "Lists the studies this token may know of.", "quorate study list");
  list.Runs([=](const Session& session, const Terminal& terminal) -> Status {
    QUORATE_ASSIGN_OR_RETURN(const v1::ListStudiesResponse all,
                             session.CallAll(&Service::ListStudies, v1::ListStudiesRequest()));
    terminal.Show(all, [&] {
      Table table({{"study"}, {"state"}, {"rounds", Table::Align::kRight}, {"title"}});
      for (const v1::Study& study : all.studies()) {
        table.Add({LabelOf(study.name()),
                   StateWord(study.state()),
                   std::to_string(study.round_count()),
                   study.title()});
      }
      return table.empty() ? "No studies yet.\n" : table.ToString(TerminalWidth());
    });
    return {};
  });
}

void AddProtocol(CLI::App& noun, Invocation& invocation) {
  Verb draft(noun,
             invocation,
             "draft",
             "Puts down the protocol, a JSON file. It may be drafted again until it is frozen.",
             "quorate study draft knee-pain --protocol protocol.json");
  const auto label = draft.Argument("STUDY", "the study's label");
  const auto file = draft.Needed("--protocol", "the protocol's JSON file");
  draft.Runs([=](const Session& session, const Terminal& terminal) -> Status {
    v1::DraftProtocolRequest request;
    request.set_name(StudyName(*label));
    QUORATE_ASSIGN_OR_RETURN(*request.mutable_protocol_json(), ReadFile(*file));
    QUORATE_ASSIGN_OR_RETURN(const v1::Study study, session.Call(&Service::DraftProtocol, request));
    terminal.Show(study, [&] { return "Drafted. " + Describe(study); });
    return {};
  });

  Verb freeze(noun,
              invocation,
              "freeze",
              "Fixes the protocol. From then on only an amendment with a reason changes it.",
              "quorate study freeze knee-pain");
  const auto frozen = freeze.Argument("STUDY", "the study's label");
  const auto read = freeze.Option("--etag", "freeze only if the study is still in this state");
  freeze.Runs([=](const Session& session, const Terminal& terminal) -> Status {
    v1::FreezeProtocolRequest request;
    request.set_name(StudyName(*frozen));
    request.set_etag(*read);
    QUORATE_ASSIGN_OR_RETURN(const v1::Study study,
                             session.Call(&Service::FreezeProtocol, request));
    terminal.Show(study, [&] { return "Frozen. " + Describe(study); });
    return {};
  });

  Verb amend(noun,
             invocation,
             "amend",
             "Changes a frozen protocol. Reason and both documents stay in the log for ever.",
             "quorate study amend knee-pain --protocol protocol-2.json --reason \"A third round\"");
  const auto amended = amend.Argument("STUDY", "the study's label");
  const auto document = amend.Needed("--protocol", "the whole new protocol, a JSON file");
  const auto reason = amend.Needed("--reason", "why; published");
  amend.Runs([=](const Session& session, const Terminal& terminal) -> Status {
    v1::AmendProtocolRequest request;
    request.set_name(StudyName(*amended));
    QUORATE_ASSIGN_OR_RETURN(*request.mutable_protocol_json(), ReadFile(*document));
    request.set_reason(*reason);
    QUORATE_ASSIGN_OR_RETURN(const v1::Study study, session.Call(&Service::AmendProtocol, request));
    terminal.Show(study, [&] { return "Amended. " + Describe(study); });
    return {};
  });
}

}  // namespace

void AddStudyVerbs(CLI::App& app, Invocation& invocation) {
  CLI::App& noun = AddNoun(app, "study", "Set up a study and its protocol");
  AddCreateAndShow(noun, invocation);
  AddProtocol(noun, invocation);
  Verb conclude(noun,
                invocation,
                "conclude",
                "Ends a study. Nothing changes any more, except that its record may be published.",
                "quorate study conclude knee-pain");
  const auto label = conclude.Argument("STUDY", "the study's label");
  conclude.Runs([=](const Session& session, const Terminal& terminal) -> Status {
    v1::ConcludeStudyRequest request;
    request.set_name(StudyName(*label));
    QUORATE_ASSIGN_OR_RETURN(const v1::Study study, session.Call(&Service::ConcludeStudy, request));
    terminal.Show(study, [&] { return "Concluded. " + Describe(study); });
    return {};
  });
}

}  // namespace quorate::cli
