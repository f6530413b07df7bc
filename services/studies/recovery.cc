#include "services/studies/recovery.h"

#include <memory>
#include <utility>

#include "engine/log/digest.h"
#include "services/studies/signer.h"

namespace quorate::services {

namespace {

using engine::Reason;
using engine::Refuse;

constexpr const char* kOperator = "operator";

// One request a lost checkpoint, so that a second try finds what the first had appended.
Request RequestFor(const std::string& study,
                   const engine::TreeHead& lost,
                   const std::string& reason,
                   engine::Instant now) {
  Request request;
  request.study = study;
  request.principal = kOperator;
  request.request_id = engine::ToHex(
      engine::Sha256("recover " + std::to_string(lost.size) + " " + engine::ToHex(lost.root)));
  request.fingerprint = request.request_id;
  request.command = {
      {engine::Role::kServer, kOperator},
      now,
      engine::RecoverLog{static_cast<int>(lost.size), engine::ToBase64(lost.root), reason}};
  request.reply = [](const Applied& applied) { return std::to_string(applied.first); };
  return request;
}

}  // namespace

engine::Result<std::string> RecoverLog(Store& store,
                                       const Outside& outside,
                                       const StudiesOptions& options,
                                       const std::string& study,
                                       const std::string& reason) {
  QUORATE_ASSIGN_OR_RETURN(const std::unique_ptr<Signer> signer,
                           Signer::Open(options.origin, options.key_text, options.signed_folder));
  StudiesOptions recovering = options;
  recovering.recovering = study;
  QUORATE_ASSIGN_OR_RETURN(const std::unique_ptr<Studies> studies,
                           Studies::Open(store, outside, std::move(recovering)));
  {
    QUORATE_ASSIGN_OR_RETURN(const StudyView view, studies->View(study));
    if (signer->CheckExtends(study, view.tree())) {
      return Refuse(Reason::kWrongState,
                    "study " + study +
                        ": its log extends what was signed last, so nothing is lost; start the "
                        "server as always");
    }
  }
  QUORATE_ASSIGN_OR_RETURN(const engine::TreeHead lost, signer->Last(study));
  QUORATE_RETURN_IF_ERROR(studies->Execute(RequestFor(study, lost, reason, outside.now())));
  engine::TreeHead head;
  {
    QUORATE_ASSIGN_OR_RETURN(const StudyView view, studies->View(study));
    head = {view.tree().size(), view.tree().Root()};
  }
  QUORATE_ASSIGN_OR_RETURN(std::string note, signer->SignAnew(study, head));
  QUORATE_RETURN_IF_ERROR(store.KeepCheckpoint(study, {head.size, note}));
  return note;
}

}  // namespace quorate::services
