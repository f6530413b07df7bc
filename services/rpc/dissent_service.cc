#include "engine/log/digest.h"
#include "services/rpc/change.h"
#include "services/rpc/convert.h"
#include "services/rpc/handlers.h"
#include "services/rpc/names.h"
#include "services/rpc/pager.h"

namespace quorate::services::rpc {

namespace {

constexpr std::size_t kStatementBytes = 8;

v1::Statement StatementIn(const Call& call, const engine::Study& study, const std::string& id) {
  return StatementMessage(call.study, study.statements[*study.statement_index.Find(id)]);
}

}  // namespace

Result<v1::Statement> StateDissent(const Call& call, const v1::StateDissentRequest& request) {
  QUORATE_RETURN_IF_ERROR(ParseName("parent", request.parent(), "studies/*"));
  QUORATE_ASSIGN_OR_RETURN(std::string item,
                           ParseChild("item", request.item(), call.study, "items"));
  const auto random = call.backend.outside.random();
  const std::string id = engine::ToHex(std::span(random).first(kStatementBytes));
  engine::StateDissent act{id, std::move(item), {request.group(), TextOf(request.text())}};
  return Answer<v1::Statement>(call, {std::move(act)}, [&](const Applied& applied) {
    return StatementIn(call, applied.study, id);
  });
}

Result<v1::Statement> WithholdDissent(const Call& call, const v1::WithholdDissentRequest& request) {
  QUORATE_ASSIGN_OR_RETURN(const std::string id,
                           ParseChild("name", request.name(), call.study, "statements"));
  return Answer<v1::Statement>(
      call, {engine::WithholdDissent{id, TextOf(request.reason())}}, [&](const Applied& applied) {
        return StatementIn(call, applied.study, id);
      });
}

Result<v1::ListStatementsResponse> ListStatements(const Call& call,
                                                  const v1::ListStatementsRequest& request) {
  QUORATE_RETURN_IF_ERROR(ParseName("parent", request.parent(), "studies/*"));
  QUORATE_ASSIGN_OR_RETURN(const Pager pager, Pager::Read(request));
  QUORATE_ASSIGN_OR_RETURN(const StudyView study, call.View());
  const bool runs =
      call.caller.role == engine::Role::kFacilitator || call.caller.role == engine::Role::kAuditor;
  if (call.caller.role == engine::Role::kParticipant &&
      study->state != engine::StudyState::kConcluded) {
    return engine::Refuse(engine::Reason::kWrongState,
                          "participants read statements once the study is concluded");
  }
  v1::ListStatementsResponse response;
  response.set_next_page_token(pager.Fill(study->statements.size(), [&](std::size_t i) {
    const engine::Statement& statement = study->statements[i];
    v1::Statement& message = *response.add_statements();
    message = StatementMessage(call.study, statement);
    if (!statement.withheld.empty() && !runs) message.clear_text();
    return message.ByteSizeLong();
  }));
  return response;
}

}  // namespace quorate::services::rpc
