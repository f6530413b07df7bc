// How a verb is declared: its words, its arguments, an example, and what it does with a server.

#pragma once

#include <functional>
#include <iostream>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <CLI/CLI.hpp>
#include <google/protobuf/message.h>

#include "clients/cli/render.h"
#include "clients/cli/session.h"

namespace quorate::cli {

// Where answers go: to people as text, to programs as JSON.
struct Terminal {
  bool json = false;

  // Prints the message as JSON, or the text that `text()` makes of it.
  template <typename Text>
  void Show(const google::protobuf::Message& message, Text text) const {
    std::cout << (json ? ToJsonText(message) : text());
  }
};

// What the command line asks for; filled while it is parsed, carried out by main.
struct Invocation {
  AccessFlags access;
  bool json = false;
  std::function<engine::Status(const Session&, const Terminal&)> online;  // Needs a server.
  std::function<int()> offline;                                           // Answers the exit code.
};

// One verb, such as `study show`. Values live as long as the command line does.
class Verb {
 public:
  // `what` is sentences; the first must tell a reader of the list of verbs enough.
  Verb(CLI::App& parent,
       Invocation& invocation,
       const std::string& name,
       const std::string& what,
       const std::string& example)
      : invocation_(invocation), app_(parent.add_subcommand(name, FirstSentence(what))) {
    const std::string rest = what.substr(FirstSentence(what).size());
    app_->footer((rest.size() > 1 ? rest.substr(2) + "\n\n" : "") + "Example:\n  " + example +
                 "\nServer, token and --json: see quorate --help");
  }

  // An argument that must be there, by its place.
  template <typename Value = std::string>
  std::shared_ptr<Value> Argument(const std::string& name, const std::string& what) {
    auto value = std::make_shared<Value>();
    app_->add_option(name, *value, what)->required();
    return value;
  }
  // Arguments by their place, any number of them: for a verb that has more than one form.
  std::shared_ptr<std::vector<std::string>> Words(const std::string& name,
                                                  const std::string& what) {
    auto value = std::make_shared<std::vector<std::string>>();
    app_->add_option(name, *value, what);
    return value;
  }
  // `--name VALUE`, with what stands if it is left out.
  template <typename Value = std::string>
  std::shared_ptr<Value> Option(const std::string& name,
                                const std::string& what,
                                Value fallback = {}) {
    auto value = std::make_shared<Value>(std::move(fallback));
    app_->add_option(name, *value, what);
    return value;
  }
  // `--name A,B` or `--name A --name B`: labels, which hold no commas.
  std::shared_ptr<std::vector<std::string>> Labels(const std::string& name,
                                                   const std::string& what) {
    auto value = std::make_shared<std::vector<std::string>>();
    app_->add_option(name, *value, what)->delimiter(',')->allow_extra_args(false);
    return value;
  }
  // `--name A --name B`: words that may hold commas.
  std::shared_ptr<std::vector<std::string>> Repeated(const std::string& name,
                                                     const std::string& what) {
    auto value = std::make_shared<std::vector<std::string>>();
    app_->add_option(name, *value, what)->allow_extra_args(false);
    return value;
  }
  template <typename Value = std::string>
  std::shared_ptr<Value> Needed(const std::string& name, const std::string& what) {
    auto value = std::make_shared<Value>();
    app_->add_option(name, *value, what)->required()->allow_extra_args(false);
    return value;
  }
  std::shared_ptr<bool> Flag(const std::string& name, const std::string& what) {
    auto value = std::make_shared<bool>(false);
    app_->add_flag(name, *value, what);
    return value;
  }

  // What the verb does. Called by main, after the whole command line was read.
  void Runs(std::function<engine::Status(const Session&, const Terminal&)> act) {
    app_->callback([&invocation = invocation_, act = std::move(act)] { invocation.online = act; });
  }
  // The same for a verb that works on files alone and answers the exit code itself.
  void RunsOffline(std::function<int()> act) {
    app_->callback([&invocation = invocation_, act = std::move(act)] { invocation.offline = act; });
  }
  // The same for a verb that answers from files where `from_files` says so, else from a server.
  void RunsEither(std::function<bool()> from_files,
                  std::function<int()> offline,
                  std::function<engine::Status(const Session&, const Terminal&)> online) {
    app_->callback([&invocation = invocation_,
                    from_files = std::move(from_files),
                    offline = std::move(offline),
                    online = std::move(online)] {
      if (from_files()) {
        invocation.offline = offline;
      } else {
        invocation.online = online;
      }
    });
  }

 private:
  // What a list of verbs shows; the rest stands in the verb's own help.
  static std::string FirstSentence(const std::string& what) {
    const std::size_t end = what.find(". ");
    return end == std::string::npos ? what.substr(0, what.size() - 1) : what.substr(0, end);
  }

  Invocation& invocation_;
  CLI::App* app_;
};

// A word with verbs below it, such as `study`.
inline CLI::App& AddNoun(CLI::App& parent, const std::string& name, const std::string& what) {
  CLI::App* noun = parent.add_subcommand(name, what);
  noun->require_subcommand(1);
  return *noun;
}

void AddStudyVerbs(CLI::App& app, Invocation& invocation);
void AddPanelVerbs(CLI::App& app, Invocation& invocation);
void AddItemVerbs(CLI::App& app, Invocation& invocation);
void AddRoundVerbs(CLI::App& app, Invocation& invocation);
void AddVoteVerbs(CLI::App& app, Invocation& invocation);
void AddChoiceVerbs(CLI::App& app, Invocation& invocation);
void AddBallotVerbs(CLI::App& app, Invocation& invocation);
void AddDecisionVerbs(CLI::App& app, Invocation& invocation);
void AddDissentVerbs(CLI::App& app, Invocation& invocation);
void AddExplainVerbs(CLI::App& app, Invocation& invocation);
void AddResultVerbs(CLI::App& app, Invocation& invocation);
void AddTokenVerbs(CLI::App& app, Invocation& invocation);
void AddLogVerbs(CLI::App& app, Invocation& invocation);
void AddBackupVerb(CLI::App& app, Invocation& invocation);
void AddPublishVerb(CLI::App& app, Invocation& invocation);
void AddImportVerbs(CLI::App& app, Invocation& invocation);
void AddDemoVerbs(CLI::App& app, Invocation& invocation);

}  // namespace quorate::cli
