#include "clients/cli/witness_http_verbs.h"

#include <csignal>
#include <ctime>
#include <iostream>
#include <memory>

#include <CLI/CLI.hpp>

#include "clients/cli/witness_asking.h"
#include "clients/cli/witness_flags.h"
#include "clients/cli/witness_server.h"

namespace quorate::cli {

namespace {

using engine::Result;
using engine::Status;

constexpr const char* kWitnessPort = "8380";

Status Serve(const WitnessFiles& files, const std::string& listen) {
  // Whoever reads what is told here may leave; the witness stays.
  std::signal(SIGPIPE, SIG_IGN);
  QUORATE_ASSIGN_OR_RETURN(HostPort at, HostPort::Parse(listen));
  if (at.port.empty()) at.port = kWitnessPort;
  QUORATE_ASSIGN_OR_RETURN(const Witness witness, Witness::Open(files));
  WitnessServing serving;
  serving.now = [] { return engine::Instant{static_cast<std::int64_t>(std::time(nullptr))}; };
  serving.tell = [](const std::string& line) { std::cout << line << std::endl; };
  QUORATE_ASSIGN_OR_RETURN(const auto server, WitnessServer::Listen(witness, at, serving));
  server->StopOnSignals();
  serving.tell("The witness " + witness.verifier().name + " listens on " + server->url());
  server->Run();
  return {};
}

void AddServe(CLI::App& noun, Outcome& outcome) {
  CLI::App* verb =
      noun.add_subcommand("serve", "Be asked over HTTP, and answer as `witness cosign` does");
  auto listen = std::make_shared<std::string>(std::string("127.0.0.1:") + kWitnessPort);
  verb->add_option("--listen", *listen, "HOST:PORT; port 0 takes a free one")
      ->capture_default_str();
  const auto files = AddWitnessFiles(*verb);
  verb->footer(
      "Example:\n"
      "  quorate witness serve --log log.vkey --key witness.key --state witnessed\n"
      "Answers POST .../add-checkpoint, whatever stands before that, as C2SP's tlog-witness says, "
      "and prints a\n"
      "line for each checkpoint. It speaks plain HTTP and knows nobody's name: let it listen on "
      "this machine\n"
      "alone, and put a proxy with TLS in front that takes requests of 1 MB. `witness cosign` may "
      "use the same\n"
      "--state meanwhile. SIGINT or SIGTERM stops it, exit code 0.");
  verb->callback([=, &outcome] {
    const Status served = Serve(*files, *listen);
    outcome = served ? Good("") : Refused(served.error());
  });
}

Result<std::string> Ask(const std::string& folder,
                        const std::string& url,
                        const std::vector<std::string>& keys) {
  QUORATE_ASSIGN_OR_RETURN(const WitnessesToAsk witness, ReadWitnesses({url}, keys));
  QUORATE_ASSIGN_OR_RETURN(const auto words, AskWitnesses(folder, witness));
  QUORATE_RETURN_IF_ERROR(words.front().cosigned);
  return "Cosigned: " + CosignersText(*words.front().cosigned) + "\n";
}

void AddAsk(CLI::App& noun, Outcome& outcome) {
  CLI::App* verb =
      noun.add_subcommand("ask", "Ask a witness over HTTP, and put its word into a record");
  auto bundle = std::make_shared<std::string>();
  auto url = std::make_shared<std::string>();
  auto keys = std::make_shared<std::vector<std::string>>();
  verb->add_option("BUNDLE", *bundle, "The record's folder")->required();
  verb->add_option("URL", *url, "Where the witness is asked: https://… or http://…")->required();
  verb->add_option("--witness-key",
                   *keys,
                   "The witness's key, or a file with it; several times where it has several")
      ->required()
      ->allow_extra_args(false);
  verb->footer(
      "Example:\n"
      "  quorate witness ask record https://witness.uni.example --witness-key witness.vkey\n"
      "The record stays as it is where the witness does not cosign it. SSL_CERT_FILE names "
      "authorities to trust\n"
      "in place of the system's.");
  verb->callback([=, &outcome] {
    const Result<std::string> asked = Ask(*bundle, *url, *keys);
    outcome = asked ? Good(*asked) : Refused(asked.error());
  });
}

}  // namespace

void AddWitnessHttpVerbs(CLI::App& noun, Outcome& outcome) {
  AddServe(noun, outcome);
  AddAsk(noun, outcome);
}

}  // namespace quorate::cli
