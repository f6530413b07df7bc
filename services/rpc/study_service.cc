#include <algorithm>

#include "engine/base/text.h"
#include "services/rpc/change.h"
#include "services/rpc/convert.h"
#include "services/rpc/handlers.h"
#include "services/rpc/names.h"
#include "services/rpc/pager.h"

namespace quorate::services::rpc {

namespace {

// Makes a change whose answer is the whole study after it.
Result<v1::Study> AnswerStudy(const Call& call, Change change) {
  return Answer<v1::Study>(call, std::move(change), [&](const Applied& applied) {
    return StudyMessage(
        call.study, applied.study, call.backend.studies.VerifierKey(call.study), Detail::kWhole);
  });
}

}  // namespace

Result<v1::Study> CreateStudy(const Call& call, const v1::CreateStudyRequest& request) {
  QUORATE_RETURN_IF_ERROR(engine::CheckLabel("study_id", request.study_id()));
  Call about = call;
  about.study = request.study_id();
  return AnswerStudy(about, {engine::CreateStudy{TextOf(request.title())}});
}

Result<v1::Study> GetStudy(const Call& call, const v1::GetStudyRequest& request) {
  QUORATE_RETURN_IF_ERROR(ParseName("name", request.name(), "studies/*"));
  std::string key = call.backend.studies.VerifierKey(call.study);
  QUORATE_ASSIGN_OR_RETURN(const StudyView study, call.View());
  return StudyMessage(call.study, *study, std::move(key), Detail::kWhole);
}

Result<v1::ListStudiesResponse> ListStudies(const Call& call,
                                            const v1::ListStudiesRequest& request) {
  QUORATE_ASSIGN_OR_RETURN(const Pager pager, Pager::Read(request));
  std::vector<std::string> labels = call.backend.studies.Labels();
  std::erase_if(labels, [&](const std::string& label) {
    const bool foreign = !call.caller.study.empty() && label != call.caller.study;
    return foreign || label < pager.position();
  });
  v1::ListStudiesResponse response;
  for (const std::string& label : labels) {
    if (static_cast<std::size_t>(response.studies_size()) == pager.size()) {
      response.set_next_page_token(pager.TokenFor(label));
      break;
    }
    std::string key = call.backend.studies.VerifierKey(label);
    QUORATE_ASSIGN_OR_RETURN(const StudyView study, call.backend.studies.View(label));
    *response.add_studies() = StudyMessage(label, *study, std::move(key), Detail::kSummary);
  }
  return response;
}

Result<v1::Study> DraftProtocol(const Call& call, const v1::DraftProtocolRequest& request) {
  QUORATE_RETURN_IF_ERROR(ParseName("name", request.name(), "studies/*"));
  QUORATE_ASSIGN_OR_RETURN(engine::Protocol protocol, ProtocolOf(request.protocol_json()));
  return AnswerStudy(call, {engine::DraftProtocol{std::move(protocol)}, request.etag()});
}

Result<v1::Study> FreezeProtocol(const Call& call, const v1::FreezeProtocolRequest& request) {
  QUORATE_RETURN_IF_ERROR(ParseName("name", request.name(), "studies/*"));
  return AnswerStudy(call, {engine::FreezeProtocol{}, request.etag()});
}

Result<v1::Study> AmendProtocol(const Call& call, const v1::AmendProtocolRequest& request) {
  QUORATE_RETURN_IF_ERROR(ParseName("name", request.name(), "studies/*"));
  QUORATE_ASSIGN_OR_RETURN(engine::Protocol protocol, ProtocolOf(request.protocol_json()));
  return AnswerStudy(
      call, {engine::AmendProtocol{std::move(protocol), TextOf(request.reason())}, request.etag()});
}

Result<v1::Study> ConcludeStudy(const Call& call, const v1::ConcludeStudyRequest& request) {
  QUORATE_RETURN_IF_ERROR(ParseName("name", request.name(), "studies/*"));
  return AnswerStudy(call, {engine::ConcludeStudy{}, request.etag()});
}

}  // namespace quorate::services::rpc
