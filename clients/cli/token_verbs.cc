#include <algorithm>
#include <cctype>

#include "quorate/v1/access.grpc.pb.h"

#include "clients/cli/names.h"
#include "clients/cli/verb.h"

namespace quorate::cli {

namespace {

using engine::Reason;
using engine::Refuse;
using engine::Status;
using Service = v1::AccessService::Stub;

std::string RoleWord(v1::Role role) {
  std::string word = v1::Role_Name(role).substr(sizeof("ROLE_") - 1);
  std::transform(
      word.begin(), word.end(), word.begin(), [](unsigned char c) { return std::tolower(c); });
  return word;
}

engine::Result<v1::Role> ParseRole(std::string word) {
  std::transform(
      word.begin(), word.end(), word.begin(), [](unsigned char c) { return std::toupper(c); });
  v1::Role role = v1::ROLE_UNSPECIFIED;
  if (v1::Role_Parse("ROLE_" + word, &role) && role != v1::ROLE_UNSPECIFIED) return role;
  return Refuse(Reason::kInvalidArgument,
                "--role",
                "must be facilitator, participant, observer, auditor or integrator");
}

}  // namespace

void AddTokenVerbs(CLI::App& app, Invocation& invocation) {
  CLI::App& noun = AddNoun(app, "token", "Who may call the server, and in what role");

  Verb create(noun,
              invocation,
              "create",
              "Makes a token and prints it, once: the server does not keep it.",
              "quorate token create knee-pain --role participant --for p3f9c21");
  const auto study =
      create.Argument("STUDY", "the study's label; - for every study (facilitators)");
  const auto role =
      create.Needed("--role", "facilitator, participant, observer, auditor or integrator");
  const auto person = create.Option("--for", "the pseudonym, for a participant's token");
  const auto note = create.Option("--note", "a note for your list of tokens");
  create.Runs([=](const Session& session, const Terminal& terminal) -> Status {
    v1::CreateTokenRequest request;
    request.set_parent(StudyName(*study));
    QUORATE_ASSIGN_OR_RETURN(const v1::Role chosen, ParseRole(*role));
    request.set_role(chosen);
    if (!person->empty()) request.set_participant(ChildName(*study, "participants", *person));
    request.set_note(*note);
    QUORATE_ASSIGN_OR_RETURN(const v1::CreateTokenResponse answer,
                             session.Call(&Service::CreateToken, request));
    terminal.Show(answer, [&] { return answer.secret() + "\n"; });
    return {};
  });

  Verb list(noun,
            invocation,
            "list",
            "Lists tokens, without their secrets.",
            "quorate token list knee-pain");
  const auto listed = list.Argument("STUDY", "the study's label; - for those of the whole server");
  list.Runs([=](const Session& session, const Terminal& terminal) -> Status {
    v1::ListTokensRequest request;
    request.set_parent(StudyName(*listed));
    QUORATE_ASSIGN_OR_RETURN(const v1::ListTokensResponse all,
                             session.CallAll(&Service::ListTokens, request));
    terminal.Show(all, [&] {
      Table table({{"token"}, {"role"}, {"participant"}, {"state"}, {"note"}});
      for (const v1::Token& token : all.tokens()) {
        table.Add({LabelOf(token.name()),
                   RoleWord(token.role()),
                   LabelOf(token.participant()),
                   token.revoked() ? "revoked" : "good",
                   token.note()});
      }
      return table.empty() ? "No tokens yet.\n" : table.ToString(TerminalWidth());
    });
    return {};
  });

  Verb revoke(noun,
              invocation,
              "revoke",
              "Takes a token back, for good.",
              "quorate token revoke knee-pain t4c1d9");
  const auto revoked =
      revoke.Argument("STUDY", "the study's label; - for those of the whole server");
  const auto token = revoke.Argument("TOKEN", "its id; see `token list`");
  revoke.Runs([=](const Session& session, const Terminal& terminal) -> Status {
    v1::RevokeTokenRequest request;
    request.set_name(ChildName(*revoked, "tokens", *token));
    QUORATE_ASSIGN_OR_RETURN(const v1::Token answer, session.Call(&Service::RevokeToken, request));
    terminal.Show(answer, [&] { return "Token " + LabelOf(answer.name()) + " is revoked.\n"; });
    return {};
  });
}

}  // namespace quorate::cli
