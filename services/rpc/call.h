// What a handler works with: the server behind it, and who is asking.

#pragma once

#include <string>

#include "engine/base/result.h"
#include "services/auth/access_token.h"
#include "services/auth/caller.h"
#include "services/rpc/journal.h"
#include "services/store/store.h"
#include "services/studies/studies.h"

namespace quorate::services::rpc {

// Made once, by services/server. All of it is safe for concurrent use.
struct Backend {
  Store& store;
  Studies& studies;
  Outside outside;
  TokenBytes token_key;  // New tokens are derived from it.
  Journal journal;
};

// One call that may go on: its caller is known and permitted.
struct Call {
  const Backend& backend;
  Caller caller;
  std::string study;        // The label in the request's name; "-" or empty where it names none.
  std::string request_id;   // Of a mutation; empty otherwise.
  std::string fingerprint;  // A digest of method and request, for mutations.

  // A view of the study the call is about.
  [[nodiscard]] engine::Result<StudyView> View() const { return backend.studies.View(study); }
};

// A handler answers or refuses; everything around it is the gate's (gate.h).
template <typename Request, typename Response>
using Handler = engine::Result<Response> (*)(const Call&, const Request&);

}  // namespace quorate::services::rpc
