#include "clients/cli/demo_play.h"
#include "clients/cli/verb.h"

namespace quorate::cli {

void AddDemoVerbs(CLI::App& app, Invocation& invocation) {
  CLI::App& noun = AddNoun(app, "demo", "A synthetic study, to see how it all works");
  Verb play(noun,
            invocation,
            "play",
            "Plays a whole made-up study on the server: two rounds, a workshop, decisions, a "
            "verified record. "
            "Interrupted, it goes on where it stopped.",
            "quorate demo play --bundle demo-record --token-file .quorate/facilitator.token");
  const auto bundle = play.Needed("--bundle", "the folder for the published record");
  const auto seed =
      play.Option<std::uint64_t>("--seed", "another number makes other people (1)", 1);
  play.Runs([=](const Session& session, const Terminal&) {
    return PlayDemo(session, DemoOptions{*seed, *bundle});
  });
}

}  // namespace quorate::cli
