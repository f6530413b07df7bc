#include "services/rpc/change.h"
#include "services/rpc/convert.h"
#include "services/rpc/handlers.h"
#include "services/rpc/names.h"
#include "services/rpc/pager.h"

namespace quorate::services::rpc {

namespace {

// The decisions that a change added.
std::vector<v1::Decision> Added(const Call& call, const Applied& applied) {
  std::vector<v1::Decision> added;
  for (const engine::Decision& decision : applied.study.decisions) {
    if (decision.entry < applied.first) continue;
    added.push_back(DecisionMessage(call.study, applied.study, decision));
  }
  return added;
}

}  // namespace

Result<v1::RecordDecisionsResponse> RecordDecisions(const Call& call,
                                                    const v1::RecordDecisionsRequest& request) {
  QUORATE_RETURN_IF_ERROR(ParseName("parent", request.parent(), "studies/*"));
  QUORATE_ASSIGN_OR_RETURN(std::vector<std::string> items,
                           LabelsOf("items", call.study, "items", request.items()));
  return Answer<v1::RecordDecisionsResponse>(
      call, {engine::RecordDecisions{std::move(items)}}, [&](const Applied& applied) {
        v1::RecordDecisionsResponse response;
        for (v1::Decision& decision : Added(call, applied))
          *response.add_decisions() = std::move(decision);
        return response;
      });
}

Result<v1::Decision> OverrideDecision(const Call& call,
                                      const v1::OverrideDecisionRequest& request) {
  QUORATE_ASSIGN_OR_RETURN(std::string item,
                           ParseChild("name", request.name(), call.study, "decisions"));
  QUORATE_ASSIGN_OR_RETURN(const engine::Verdict verdict,
                           VerdictOf("consensus", request.consensus()));
  engine::OverrideDecision act{std::move(item), verdict, TextOf(request.reason())};
  return Answer<v1::Decision>(call, {std::move(act), request.etag()}, [&](const Applied& applied) {
    return Added(call, applied).front();
  });
}

Result<v1::ListDecisionsResponse> ListDecisions(const Call& call,
                                                const v1::ListDecisionsRequest& request) {
  QUORATE_RETURN_IF_ERROR(ParseName("parent", request.parent(), "studies/*"));
  QUORATE_ASSIGN_OR_RETURN(const Pager pager, Pager::Read(request));
  QUORATE_ASSIGN_OR_RETURN(const StudyView study, call.View());
  v1::ListDecisionsResponse response;
  response.set_next_page_token(pager.Fill(study->decisions.size(), [&](std::size_t i) {
    v1::Decision& message = *response.add_decisions();
    message = DecisionMessage(call.study, *study, study->decisions[i]);
    return message.ByteSizeLong();
  }));
  return response;
}

}  // namespace quorate::services::rpc
