// What the service tells whoever runs it. Never bodies, names of people, or tokens.

#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace quorate::services::rpc {

// One call that is over.
struct CallRecord {
  std::string_view method;  // "/quorate.v1.BallotService/CastBallot".
  std::string code;         // gRPC's name of the outcome: "OK", "NOT_FOUND".
  std::string reason;       // Ours, in upper case; empty for OK.
  std::string call;  // The server's number for the call, which internal errors tell the caller.
  std::string request_id;  // The caller's, if it is a UUID.
  double milliseconds = 0;
};

// Both are called from many threads at once.
struct Journal {
  std::function<void(const CallRecord&)> called;
  // Something that needs looking after, such as a checkpoint that could not be kept.
  std::function<void(std::string_view)> warn;
};

}  // namespace quorate::services::rpc
