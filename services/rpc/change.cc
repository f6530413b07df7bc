#include "services/rpc/change.h"

#include <type_traits>
#include <utility>

#include "engine/base/check.h"

namespace quorate::services::rpc {

bool KeepsCheckpoint(const engine::Act& act) {
  return std::visit(
      [](const auto& kind) {
        using Kind = std::decay_t<decltype(kind)>;
        return std::is_same_v<Kind, engine::FreezeProtocol> ||
               std::is_same_v<Kind, engine::AmendProtocol> ||
               std::is_same_v<Kind, engine::OpenRound> ||
               std::is_same_v<Kind, engine::CloseRound> ||
               std::is_same_v<Kind, engine::CloseVote> ||
               std::is_same_v<Kind, engine::CloseChoice> ||
               std::is_same_v<Kind, engine::DecideChoice> ||
               std::is_same_v<Kind, engine::CompareRules> ||
               std::is_same_v<Kind, engine::RecordDecisions> ||
               std::is_same_v<Kind, engine::OverrideDecision> ||
               std::is_same_v<Kind, engine::PublishBundle> ||
               std::is_same_v<Kind, engine::ConcludeStudy>;
      },
      act);
}

namespace {

Request RequestOf(const Call& call,
                  Change change,
                  std::function<std::string(const Applied&)> reply) {
  return {call.study,
          call.caller.principal,
          call.request_id,
          call.fingerprint,
          std::move(change.etag),
          {call.caller.actor(), call.backend.outside.now(), std::move(change.act)},
          std::move(change.links),
          std::move(reply)};
}

}  // namespace

engine::Result<std::string> Execute(const Call& call,
                                    Change change,
                                    std::function<std::string(const Applied&)> reply) {
  const bool keeps = KeepsCheckpoint(change.act);
  const Backend& backend = call.backend;
  QUORATE_ASSIGN_OR_RETURN(
      std::string bytes,
      backend.studies.Execute(RequestOf(call, std::move(change), std::move(reply))));
  if (keeps) {
    const auto note = backend.studies.Checkpoint(call.study, Studies::Keep::kYes);
    if (!note) {
      backend.journal.warn("study " + call.study +
                           ": no checkpoint could be kept: " + note.error().message);
    }
  }
  return bytes;
}

void Submit(const Call& call,
            Change change,
            std::function<std::string(const Applied&)> reply,
            Studies::Done done) {
  QUORATE_CHECK(!KeepsCheckpoint(change.act));
  call.backend.studies.Submit(RequestOf(call, std::move(change), std::move(reply)),
                              std::move(done));
}

engine::Result<std::optional<std::string>> FindReply(const Call& call) {
  QUORATE_ASSIGN_OR_RETURN(
      const std::optional<RequestRecord> record,
      call.backend.store.FindRequest(call.study, call.caller.principal, call.request_id));
  if (!record) return std::optional<std::string>();
  if (record->fingerprint == call.fingerprint) return std::optional(record->reply);
  return engine::Refuse(engine::Reason::kRequestIdReused,
                        "request_id",
                        "was used for another request; make a new one");
}

}  // namespace quorate::services::rpc
