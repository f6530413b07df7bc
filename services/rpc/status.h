// Refusals on the wire: each reason becomes one gRPC code, with google.rpc messages as details.

#pragma once

#include <string>
#include <string_view>

#include <grpcpp/support/status.h>

#include "engine/base/result.h"

namespace quorate::services::rpc {

// What the error alone does not know.
struct ErrorPlace {
  std::string call;  // The server's number for the call.
  std::string
      resource;  // What the request was about, such as "studies/demo/rounds/2"; may be empty.
};

// The code for `reason`: a switch without default, so that a new reason does not compile until it
// has one.
grpc::StatusCode CodeFor(engine::Reason reason);

// The error with its message and details: an ErrorInfo always, the others where they fit. All of it
// stays below what gRPC clients accept in trailers by default (8 KiB), so a very long list of
// violations is cut, and says so; text is cut between characters.
grpc::Status ToGrpc(const engine::Error& error, const ErrorPlace& place);

// What a caller is told when the program itself failed: nothing but where to look it up.
grpc::Status InternalError(const ErrorPlace& place);

// gRPC's own name of the code: "INVALID_ARGUMENT".
std::string_view CodeName(grpc::StatusCode code);

}  // namespace quorate::services::rpc
