#include "quorate/v1/decision.grpc.pb.h"

#include "clients/cli/names.h"
#include "clients/cli/responses.h"
#include "clients/cli/verb.h"

namespace quorate::cli {

namespace {

using engine::Reason;
using engine::Refuse;
using engine::Status;
using Service = v1::DecisionService::Stub;

template <typename Decisions>
std::string Describe(const Decisions& decisions) {
  Table table({{"item"}, {"decided"}, {"the rule says"}, {"on"}, {"why it was overridden"}});
  std::size_t superseded = 0;
  for (const v1::Decision& decision : decisions) {
    if (!decision.standing()) {
      ++superseded;
      continue;
    }
    const std::size_t study_end = decision.basis().find('/', sizeof("studies/") - 1);
    table.Add({LabelOf(decision.item().item()),
               ConsensusWord(decision.consensus()),
               ConsensusWord(decision.rule_consensus()),
               decision.basis().substr(study_end + 1),
               decision.override_reason()});
  }
  std::string text = table.empty() ? "Nothing is decided yet.\n" : table.ToString(TerminalWidth());
  if (superseded > 0) text += std::to_string(superseded) + " earlier decisions no longer stand.\n";
  return text;
}

}  // namespace

void AddDecisionVerbs(CLI::App& app, Invocation& invocation) {
  CLI::App& noun = AddNoun(app, "decision", "Record what the study concludes");

  Verb record(noun,
              invocation,
              "record",
              "Records what the rule says about each item, on its newest count.",
              "quorate decision record knee-pain");
  const auto study = record.Argument("STUDY", "the study's label");
  const auto items = record.Labels("--items", "only these, with commas; left out, all that wait");
  record.Runs([=](const Session& session, const Terminal& terminal) -> Status {
    v1::RecordDecisionsRequest request;
    request.set_parent(StudyName(*study));
    for (const std::string& item : *items)
      request.add_items(ChildName(*study, "items", item));
    QUORATE_ASSIGN_OR_RETURN(const v1::RecordDecisionsResponse answer,
                             session.Call(&Service::RecordDecisions, request));
    terminal.Show(answer, [&] { return Describe(answer.decisions()); });
    return {};
  });

  Verb override_verb(
      noun,
      invocation,
      "override",
      "Decides against the rule, with a reason; the rule's own answer stays beside it.",
      "quorate decision override knee-pain stairs OUT --reason \"Covered by another item\"");
  const auto overruled = override_verb.Argument("STUDY", "the study's label");
  const auto item = override_verb.Argument("ITEM", "the item's label");
  const auto verdict = override_verb.Argument("VERDICT", "IN, OUT or NONE");
  const auto reason = override_verb.Needed("--reason", "why; published for ever");
  override_verb.Runs([=](const Session& session, const Terminal& terminal) -> Status {
    v1::OverrideDecisionRequest request;
    request.set_name(ChildName(*overruled, "decisions", *item));
    v1::Consensus consensus = v1::CONSENSUS_UNSPECIFIED;
    if (!v1::Consensus_Parse("CONSENSUS_" + *verdict, &consensus)) {
      return Refuse(Reason::kInvalidArgument, "VERDICT", "must be IN, OUT or NONE");
    }
    request.set_consensus(consensus);
    request.set_reason(*reason);
    QUORATE_ASSIGN_OR_RETURN(const v1::Decision answer,
                             session.Call(&Service::OverrideDecision, request));
    terminal.Show(answer, [&] { return Describe(std::vector{answer}); });
    return {};
  });

  Verb list(noun,
            invocation,
            "list",
            "Lists the decisions that stand.",
            "quorate decision list knee-pain");
  const auto listed = list.Argument("STUDY", "the study's label");
  list.Runs([=](const Session& session, const Terminal& terminal) -> Status {
    v1::ListDecisionsRequest request;
    request.set_parent(StudyName(*listed));
    QUORATE_ASSIGN_OR_RETURN(const v1::ListDecisionsResponse all,
                             session.CallAll(&Service::ListDecisions, request));
    terminal.Show(all, [&] { return Describe(all.decisions()); });
    return {};
  });
}

}  // namespace quorate::cli
