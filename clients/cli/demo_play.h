// Plays the demo study on a server, through the public calls alone and with a token for each
// person.

#pragma once

#include <cstdint>
#include <string>

#include "clients/cli/session.h"
#include "engine/base/result.h"

namespace quorate::cli {

struct DemoOptions {
  std::uint64_t seed = 1;
  std::string bundle;  // Where the record is published, in the auditor tier.
};

// Plays, concludes, publishes and verifies; prints what happens. Every request's id is made of the
// seed and its place in the story, so that what was interrupted goes on where it stopped, and
// playing a second time changes nothing. Refuses with kAlreadyExists if the server holds another
// study of that label. Requires a facilitator's token that is good for the whole server.
engine::Status PlayDemo(const Session& session, const DemoOptions& options);

}  // namespace quorate::cli
