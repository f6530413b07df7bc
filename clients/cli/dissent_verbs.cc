#include "quorate/v1/dissent.grpc.pb.h"

#include "clients/cli/names.h"
#include "clients/cli/verb.h"

namespace quorate::cli {

namespace {

using engine::Status;
using Service = v1::DissentService::Stub;

std::string Describe(const v1::Statement& statement) {
  std::string text = "Statement " + LabelOf(statement.name()) + " on item " +
                     LabelOf(statement.item().item()) + " (version " +
                     std::to_string(statement.item().version()) + ")";
  if (!statement.group().empty()) text += ", as " + statement.group();
  text += "\n";
  if (!statement.text().empty()) text += "  " + OneLine(statement.text()) + "\n";
  if (!statement.withheld_reason().empty())
    text += "  kept from publication, because " + statement.withheld_reason() + "\n";
  return text;
}

}  // namespace

void AddDissentVerbs(CLI::App& app, Invocation& invocation) {
  CLI::App& noun = AddNoun(app, "dissent", "State what was not agreed to, for the public record");

  Verb state(noun,
             invocation,
             "state",
             "Puts the participant's own words about an item on the public record. Nobody has to "
             "approve it.",
             "quorate dissent state knee-pain stairs --text \"We live on the third floor.\"");
  const auto study = state.Argument("STUDY", "the study's label");
  const auto item = state.Argument("ITEM", "the item's label");
  const auto text = state.Needed("--text", "the words; they will be published");
  const auto group = state.Option("--as", "the group you speak for; left out, you do not say");
  state.Runs([=](const Session& session, const Terminal& terminal) -> Status {
    v1::StateDissentRequest request;
    request.set_parent(StudyName(*study));
    request.set_item(ChildName(*study, "items", *item));
    request.set_text(*text);
    request.set_group(*group);
    QUORATE_ASSIGN_OR_RETURN(const v1::Statement answer,
                             session.Call(&Service::StateDissent, request));
    terminal.Show(answer, [&] { return Describe(answer); });
    return {};
  });

  Verb withhold(
      noun,
      invocation,
      "withhold",
      "Keeps a statement that names or abuses somebody from publication; the log says so.",
      "quorate dissent withhold knee-pain s91c --reason \"Names a nurse\"");
  const auto held = withhold.Argument("STUDY", "the study's label");
  const auto statement = withhold.Argument("STATEMENT", "which one; see `dissent list`");
  const auto reason = withhold.Needed("--reason", "why; published for ever");
  withhold.Runs([=](const Session& session, const Terminal& terminal) -> Status {
    v1::WithholdDissentRequest request;
    request.set_name(ChildName(*held, "statements", *statement));
    request.set_reason(*reason);
    QUORATE_ASSIGN_OR_RETURN(const v1::Statement answer,
                             session.Call(&Service::WithholdDissent, request));
    terminal.Show(answer, [&] { return Describe(answer); });
    return {};
  });

  Verb list(noun, invocation, "list", "Lists the statements.", "quorate dissent list knee-pain");
  const auto listed = list.Argument("STUDY", "the study's label");
  list.Runs([=](const Session& session, const Terminal& terminal) -> Status {
    v1::ListStatementsRequest request;
    request.set_parent(StudyName(*listed));
    QUORATE_ASSIGN_OR_RETURN(const v1::ListStatementsResponse all,
                             session.CallAll(&Service::ListStatements, request));
    terminal.Show(all, [&] {
      std::string told;
      for (const v1::Statement& one : all.statements())
        told += Describe(one);
      return told.empty() ? std::string("Nobody has stated dissent.\n") : told;
    });
    return {};
  });
}

}  // namespace quorate::cli
