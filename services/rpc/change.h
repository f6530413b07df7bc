// Changing a study: the one way from a handler to the log.

#pragma once

#include <functional>
#include <string>
#include <vector>

#include "engine/base/result.h"
#include "engine/study/command.h"
#include "services/rpc/call.h"

namespace quorate::services::rpc {

struct Change {
  engine::Act act;
  std::string etag = {};         // As the request gave it; empty asks for no particular state.
  std::vector<Link> links = {};  // External ids that become known with it.
};

// Carries the change out in the call's study and returns the reply's bytes, once it is durable.
// `reply` is called before the commit, must not block, and is not called for a repeated request.
//
// After an act that others may later have to agree on (freeze, amendment, opening and closing,
// decision, publication, conclusion) a signed checkpoint is kept. Should that fail, the change
// stands all the same and is answered; the journal is warned.
engine::Result<std::string> Execute(const Call& call,
                                    Change change,
                                    std::function<std::string(const Applied&)> reply);

// Whether a signed checkpoint is kept after the act.
bool KeepsCheckpoint(const engine::Act& act);

// The same without waiting; `done` as in Studies::Submit. Requires an act after which no checkpoint
// is kept.
void Submit(const Call& call,
            Change change,
            std::function<std::string(const Applied&)> reply,
            Studies::Done done);

// The reply's bytes as the message they were made from.
template <typename Response>
engine::Result<Response> ReadReply(const std::string& bytes) {
  Response response;
  if (response.ParseFromString(bytes)) return response;
  return engine::Refuse(engine::Reason::kUnavailable,
                        "the kept answer to this request cannot be read");
}

// Execute() with a message as reply.
template <typename Response>
engine::Result<Response> Answer(const Call& call,
                                Change change,
                                const std::function<Response(const Applied&)>& reply) {
  QUORATE_ASSIGN_OR_RETURN(const std::string bytes,
                           Execute(call, std::move(change), [&](const Applied& applied) {
                             return reply(applied).SerializeAsString();
                           }));
  return ReadReply<Response>(bytes);
}

// A change yet to be made, and its answer: what a handler gives back whose call shall hold no
// thread while it waits for the disk. `reply` outlives the handler, so it must own what it uses.
template <typename Response>
struct Planned {
  Change change;
  std::function<Response(const Applied&)> reply;
};

// Submit() with a message as reply.
template <typename Response>
void AnswerLater(const Call& call,
                 Planned<Response> planned,
                 std::function<void(engine::Result<Response>)> done) {
  Submit(
      call,
      std::move(planned.change),
      [reply = std::move(planned.reply)](const Applied& applied) {
        return reply(applied).SerializeAsString();
      },
      [done = std::move(done)](const engine::Result<std::string>& bytes) {
        if (!bytes) return done(tl::unexpected(bytes.error()));
        done(ReadReply<Response>(*bytes));
      });
}

// The reply kept for this call's request id, if it was answered before. Fails with kRequestIdReused
// if that was another request. For handlers whose own work must not be done twice.
engine::Result<std::optional<std::string>> FindReply(const Call& call);

}  // namespace quorate::services::rpc
