#include <algorithm>

#include "engine/base/text.h"
#include "engine/log/digest.h"
#include "services/auth/access_token.h"
#include "services/rpc/handlers.h"
#include "services/rpc/names.h"
#include "services/rpc/pager.h"

namespace quorate::services::rpc {

namespace {

constexpr std::string_view kEveryStudy = "-";
constexpr std::size_t kNoteBytesMax = 200;
constexpr std::size_t kIdBytes = 8;

Result<engine::Role> RoleOf(v1::Role role) {
  switch (role) {
    case v1::ROLE_FACILITATOR:
      return engine::Role::kFacilitator;
    case v1::ROLE_PARTICIPANT:
      return engine::Role::kParticipant;
    case v1::ROLE_OBSERVER:
      return engine::Role::kObserver;
    case v1::ROLE_AUDITOR:
      return engine::Role::kAuditor;
    case v1::ROLE_INTEGRATOR:
      return engine::Role::kIntegrator;
    default:
      break;
  }
  return engine::Refuse(engine::Reason::kInvalidArgument, "role", "must be one of the five roles");
}

v1::Role RoleMessage(std::string_view name) {
  const auto role = RoleNamed(name);
  if (!role) return v1::ROLE_UNSPECIFIED;
  switch (*role) {
    case engine::Role::kFacilitator:
      return v1::ROLE_FACILITATOR;
    case engine::Role::kParticipant:
      return v1::ROLE_PARTICIPANT;
    case engine::Role::kObserver:
      return v1::ROLE_OBSERVER;
    case engine::Role::kAuditor:
      return v1::ROLE_AUDITOR;
    case engine::Role::kIntegrator:
      return v1::ROLE_INTEGRATOR;
    case engine::Role::kServer:
      break;
  }
  return v1::ROLE_UNSPECIFIED;
}

v1::Token TokenMessage(const Principal& principal) {
  const std::string study = principal.study.empty() ? std::string(kEveryStudy) : principal.study;
  v1::Token message;
  message.set_name(ChildName(study, "tokens", principal.id));
  message.set_role(RoleMessage(principal.role));
  if (!principal.participant.empty()) {
    message.set_participant(ChildName(study, "participants", principal.participant));
  }
  message.set_note(principal.note);
  message.mutable_create_time()->set_seconds(principal.created.seconds);
  message.set_revoked(principal.revoked);
  return message;
}

// As the store knows it: empty for every study.
std::string StoredStudy(const Call& call) {
  return call.study == kEveryStudy ? std::string() : call.study;
}

// Whom the token is for: the study's own participant, or nobody in particular.
Result<std::string> ParticipantFor(const Call& call,
                                   const v1::CreateTokenRequest& request,
                                   engine::Role role) {
  if (role != engine::Role::kParticipant) {
    if (request.participant().empty()) return std::string();
    return engine::Refuse(
        engine::Reason::kInvalidArgument, "participant", "is for the role participant only");
  }
  QUORATE_ASSIGN_OR_RETURN(
      std::string id, ParseChild("participant", request.participant(), call.study, "participants"));
  QUORATE_ASSIGN_OR_RETURN(const StudyView study, call.View());
  const engine::Participant* participant = study->FindParticipant(id);
  if (participant == nullptr) {
    return engine::Refuse(engine::Reason::kUnknownParticipant,
                          "participant " + id + " is not on the panel");
  }
  if (participant->withdrawn) {
    return engine::Refuse(engine::Reason::kWithdrawn, "participant " + id + " has left the study");
  }
  return id;
}

Result<Principal> NewPrincipal(const Call& call,
                               const v1::CreateTokenRequest& request,
                               engine::Role role) {
  if (call.study == kEveryStudy) {
    if (role != engine::Role::kFacilitator) {
      return engine::Refuse(
          engine::Reason::kInvalidArgument, "role", "must be FACILITATOR for every study");
    }
  } else {
    QUORATE_RETURN_IF_ERROR(call.View());
  }
  if (!request.note().empty()) {
    QUORATE_RETURN_IF_ERROR(engine::CheckText("note", request.note(), kNoteBytesMax));
  }
  QUORATE_ASSIGN_OR_RETURN(std::string participant, ParticipantFor(call, request, role));
  const TokenBytes id =
      DeriveBytes(call.backend.token_key,
                  "id\n" + call.caller.principal + "\n" + call.study + "\n" + call.request_id);
  return Principal{engine::ToHex(std::span(id).first(kIdBytes)),
                   {},
                   std::string(Name(role)),
                   StoredStudy(call),
                   std::move(participant),
                   request.note(),
                   call.backend.outside.now()};
}

}  // namespace

// The id follows from caller, study and request id, the secret from the whole request too: a
// repeated request finds its own token, and another request under the same id finds the id taken.
Result<v1::CreateTokenResponse> CreateToken(const Call& call,
                                            const v1::CreateTokenRequest& request) {
  QUORATE_RETURN_IF_ERROR(ParseName("parent", request.parent(), "studies/*"));
  QUORATE_ASSIGN_OR_RETURN(const engine::Role role, RoleOf(request.role()));
  const TokenBytes bytes = DeriveBytes(call.backend.token_key,
                                       "token\n" + call.caller.principal + "\n" + call.fingerprint);
  v1::CreateTokenResponse response;
  response.set_secret(PrintToken(role, bytes));
  // Made before: it is answered again even if its holder has left the study since.
  QUORATE_ASSIGN_OR_RETURN(const std::optional<Principal> made,
                           call.backend.store.FindPrincipal(HashToken(response.secret())));
  if (made) {
    *response.mutable_token() = TokenMessage(*made);
    return response;
  }
  QUORATE_ASSIGN_OR_RETURN(Principal principal, NewPrincipal(call, request, role));
  principal.token_hash = HashToken(response.secret());
  if (const engine::Status added = call.backend.store.AddPrincipal(principal); !added) {
    if (added.error().reason != engine::Reason::kAlreadyExists)
      return tl::unexpected(added.error());
    QUORATE_ASSIGN_OR_RETURN(const std::optional<Principal> standing,
                             call.backend.store.FindPrincipal(principal.token_hash));
    if (!standing) {
      return engine::Refuse(engine::Reason::kRequestIdReused,
                            "request_id",
                            "was used for another token; make a new one");
    }
    principal = *standing;
  }
  *response.mutable_token() = TokenMessage(principal);
  return response;
}

Result<v1::ListTokensResponse> ListTokens(const Call& call, const v1::ListTokensRequest& request) {
  QUORATE_RETURN_IF_ERROR(ParseName("parent", request.parent(), "studies/*"));
  QUORATE_ASSIGN_OR_RETURN(const Pager pager, Pager::Read(request));
  if (call.study != kEveryStudy) QUORATE_RETURN_IF_ERROR(call.View());
  QUORATE_ASSIGN_OR_RETURN(const std::vector<Principal> principals,
                           call.backend.store.Principals(StoredStudy(call)));
  v1::ListTokensResponse response;
  response.set_next_page_token(pager.Fill(principals.size(), [&](std::size_t i) {
    v1::Token& message = *response.add_tokens();
    message = TokenMessage(principals[i]);
    return message.ByteSizeLong();
  }));
  return response;
}

Result<v1::Token> RevokeToken(const Call& call, const v1::RevokeTokenRequest& request) {
  QUORATE_ASSIGN_OR_RETURN(const std::string id,
                           ParseChild("name", request.name(), call.study, "tokens"));
  QUORATE_ASSIGN_OR_RETURN(std::vector<Principal> principals,
                           call.backend.store.Principals(StoredStudy(call)));
  const auto found = std::find_if(principals.begin(),
                                  principals.end(),
                                  [&](const Principal& principal) { return principal.id == id; });
  if (found == principals.end()) {
    return engine::Refuse(engine::Reason::kInvalidArgument, "name", "is no token of this study");
  }
  if (found->id == call.caller.principal) {
    return engine::Refuse(
        engine::Reason::kWrongState,
        "this is the token you are calling with; another facilitator has to take it back");
  }
  QUORATE_RETURN_IF_ERROR(call.backend.store.RevokePrincipal(id));
  found->revoked = true;
  return TokenMessage(*found);
}

}  // namespace quorate::services::rpc
