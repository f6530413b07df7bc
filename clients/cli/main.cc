// The program `quorate`: puts the verbs together, reads the command line, runs one verb, and turns
// what it says into text and an exit code: 0 good, 1 refused or failed, 2 wrong usage.

#include <csignal>
#include <exception>
#include <iostream>

#include <CLI/CLI.hpp>

#include "clients/cli/ballots_verbs.h"
#include "clients/cli/choice_compare.h"
#include "clients/cli/outcome.h"
#include "clients/cli/report_verb.h"
#include "clients/cli/restore_verb.h"
#include "clients/cli/rule_verbs.h"
#include "clients/cli/statistics_verbs.h"
#include "clients/cli/tally_committee.h"
#include "clients/cli/tally_ranked.h"
#include "clients/cli/tally_ratings.h"
#include "clients/cli/verb.h"
#include "clients/cli/verify_verb.h"
#include "clients/cli/witness_http_verbs.h"
#include "clients/cli/witness_verbs.h"

namespace {

using quorate::cli::Invocation;
using quorate::cli::Outcome;

constexpr int kRefused = 1;
constexpr int kWrongUsage = 2;

void AddGlobalFlags(CLI::App& app, Invocation& invocation) {
  auto& access = invocation.access;
  app.add_option("--server", access.server, "the server's address")
      ->envname("QUORATE_SERVER")
      ->capture_default_str();
  app.add_option("--token", access.token, "the token itself; a file is safer")
      ->envname("QUORATE_TOKEN");
  app.add_option("--token-file", access.token_file, "a file that holds the token")
      ->envname("QUORATE_TOKEN_FILE");
  app.add_option(
         "--tls-ca", access.tls_ca, "encrypt; a PEM file of authorities to trust, or \"system\"")
      ->envname("QUORATE_TLS_CA");
  app.add_flag("--json", invocation.json, "answer as JSON, for programs");
}

void AddVerbs(CLI::App& app, Invocation& invocation, Outcome& outcome) {
  using namespace quorate::cli;  // NOLINT(google-build-using-namespace): the names of one
                                 // family.
  AddStudyVerbs(app, invocation);
  AddPanelVerbs(app, invocation);
  AddItemVerbs(app, invocation);
  AddRoundVerbs(app, invocation);
  AddVoteVerbs(app, invocation);
  AddChoiceVerbs(app, invocation);
  AddChoiceCompare(*app.get_subcommand("choice"), outcome);
  AddBallotVerbs(app, invocation);
  AddDecisionVerbs(app, invocation);
  AddDissentVerbs(app, invocation);
  AddResultVerbs(app, invocation);
  AddExplainVerbs(app, invocation);
  AddImportVerbs(app, invocation);
  AddTokenVerbs(app, invocation);
  AddLogVerbs(app, invocation);
  AddPublishVerb(app, invocation);
  AddBackupVerb(app, invocation);
  AddDemoVerbs(app, invocation);
  CLI::App& tally = AddNoun(app, "tally", "Count a file of ratings or ballots, without a server");
  AddTallyRatings(tally, outcome);
  AddTallyRanked(tally, outcome);
  AddTallyCommittee(tally, outcome);
  AddBallotsVerbs(app, outcome);
  AddRuleVerbs(app, outcome);
  AddStatisticsVerbs(app, outcome);
  AddVerifyVerbs(app, outcome);
  AddReportVerb(app, outcome);
  AddWitnessVerbs(app, outcome);
  AddWitnessHttpVerbs(*app.get_subcommand("witness"), outcome);
  AddRestoreVerb(app, outcome);
}

int Run(const Invocation& invocation, const Outcome& outcome) {
  if (invocation.offline) {
    const int code = invocation.offline();
    std::cout << std::flush;
    return code;
  }
  if (!invocation.online) {
    std::cout << outcome.out << std::flush;
    std::cerr << outcome.err << std::flush;
    return outcome.exit_code;
  }
  const auto session = quorate::cli::Session::Open(invocation.access);
  auto status =
      session ? invocation.online(*session, {invocation.json}) : tl::unexpected(session.error());
  std::cout << std::flush;
  if (status) return 0;
  std::cerr << quorate::cli::Explain(status.error()) << std::flush;
  return kRefused;
}

}  // namespace

// NOLINTNEXTLINE(bugprone-exception-escape): a verb that is declared wrongly is to end it.
int main(int argc, char** argv) {
  std::signal(SIGPIPE, SIG_DFL);  // `quorate log entries S | head` ends quietly.
  CLI::App app(
      "Quorate runs Delphi consensus studies: rounds of rating, a rule fixed in advance, and a log "
      "that "
      "anybody can check.",
      "quorate");
  app.fallthrough();
  app.require_subcommand(1);
  app.footer(
      "Every verb explains itself: quorate study create --help\n"
      "Without a server: tally, ballots, rule, statistics, verify, report, choice compare, "
      "witness, "
      "restore. With one: all the others; the "
      "server's first "
      "token lies\n"
      "in its data folder, facilitator.token (--token-file, or QUORATE_TOKEN_FILE).\n"
      "Exit code: 0 good, 1 refused or failed, 2 wrong usage.");
  Invocation invocation;
  Outcome outcome;
  try {
    AddGlobalFlags(app, invocation);
    AddVerbs(app, invocation, outcome);
    app.parse(argc, argv);
    return Run(invocation, outcome);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : kWrongUsage;
  } catch (const std::exception& error) {
    std::cerr << "quorate: failed: " << error.what() << "\n";
    return kRefused;
  }
}
