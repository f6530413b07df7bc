#include "services/server/app.h"

#include <ctime>
#include <fstream>
#include <sstream>

#include <openssl/rand.h>

#include "engine/base/check.h"
#include "engine/log/digest.h"
#include "services/auth/access_token.h"
#include "services/server/secret_file.h"
#include "services/studies/recovery.h"

namespace quorate::services {

namespace {

constexpr const char* kDefaultOrigin = "quorate.localhost";

std::array<std::uint8_t, 32> RandomBytes() {
  std::array<std::uint8_t, 32> bytes{};
  QUORATE_CHECK(RAND_bytes(bytes.data(), static_cast<int>(bytes.size())) == 1);
  return bytes;
}

// The 32 bytes kept in that file, made on the first start.
engine::Result<std::string> KeyIn(const std::filesystem::path& path) {
  QUORATE_ASSIGN_OR_RETURN(const std::string text,
                           ReadOrMake(path, [] { return engine::ToHex(RandomBytes()); }));
  if (engine::DigestFromHex(text)) return text;
  return engine::Refuse(
      engine::Reason::kUnreadable,
      path.string(),
      "must hold 64 digits in lower-case hex; restore it from the backup, for a new key "
      "cannot continue what the old one signed");
}

// What the logs are called. Fixed by the first start, since every checkpoint is signed under it.
engine::Result<std::string> OriginIn(const std::filesystem::path& path, const std::string& asked) {
  QUORATE_ASSIGN_OR_RETURN(const std::string kept, ReadOrMake(path, [&] {
                             return asked.empty() ? kDefaultOrigin : asked;
                           }));
  if (asked.empty() || asked == kept) return kept;
  return engine::Refuse(engine::Reason::kInvalidArgument,
                        "origin",
                        "this folder's logs are named " + kept + " and cannot be renamed to " +
                            asked + "; leave the setting out, or use another data folder");
}

// The first facilitator, if nobody was ever given leave to call.
engine::Status MakeFirstFacilitator(Store& store,
                                    const Outside& outside,
                                    const std::filesystem::path& path) {
  QUORATE_ASSIGN_OR_RETURN(const std::vector<Principal> principals, store.Principals(""));
  if (!principals.empty()) return {};
  const std::string token = PrintToken(engine::Role::kFacilitator, outside.random());
  // The file first: without it the token would be known to nobody.
  QUORATE_RETURN_IF_ERROR(ReplaceSecret(path, token));
  const auto id = outside.random();
  return store.AddPrincipal({engine::ToHex(std::span(id).first(8)),
                             HashToken(token),
                             "facilitator",
                             "",
                             "",
                             "made at the first start",
                             outside.now()});
}

// How the folder's logs are named and signed.
engine::Result<StudiesOptions> StudiesOf(const Config& config) {
  StudiesOptions options;
  QUORATE_ASSIGN_OR_RETURN(options.origin, OriginIn(config.data / "origin", config.origin));
  QUORATE_ASSIGN_OR_RETURN(options.key_text, KeyIn(config.data / "signing.key"));
  QUORATE_RETURN_IF_ERROR(MakeFolder(config.data / "signed"));
  options.signed_folder = (config.data / "signed").string();
  return options;
}

engine::Result<std::string> FileText(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  if (file && !text.str().empty()) return text.str();
  return engine::Refuse(engine::Reason::kUnreadable, path.string(), "cannot be read, or is empty");
}

engine::Result<RpcServerOptions> ServerOptions(const Config& config) {
  RpcServerOptions options;
  options.listen = config.listen;
  if (!config.tls()) return options;
  QUORATE_ASSIGN_OR_RETURN(options.tls_cert_pem, FileText(config.tls_cert));
  QUORATE_ASSIGN_OR_RETURN(options.tls_key_pem, FileText(config.tls_key));
  return options;
}

}  // namespace

Outside RealOutside() {
  return {[] { return engine::Instant{static_cast<std::int64_t>(std::time(nullptr))}; },
          RandomBytes};
}

engine::Result<std::unique_ptr<App>> App::Start(const Config& config, const Log& log) {
  // Not make_unique: the constructor is private.
  std::unique_ptr<App> app(new App());
  const Outside outside = RealOutside();
  QUORATE_ASSIGN_OR_RETURN(RpcServerOptions options, ServerOptions(config));
  QUORATE_ASSIGN_OR_RETURN(app->store_, SqliteStore::Open(config.data));
  QUORATE_ASSIGN_OR_RETURN(StudiesOptions studies, StudiesOf(config));
  QUORATE_ASSIGN_OR_RETURN(const std::string token_key, KeyIn(config.data / "token.key"));
  QUORATE_ASSIGN_OR_RETURN(app->studies_, Studies::Open(*app->store_, outside, std::move(studies)));
  QUORATE_RETURN_IF_ERROR(
      MakeFirstFacilitator(*app->store_, outside, config.data / "facilitator.token"));
  if (IsPublic(config.listen) && !config.tls()) {
    log.Warn(
        "WITHOUT ENCRYPTION on an address that other machines can reach: tokens and ballots can be "
        "read on the way. Give --tls-cert and --tls-key, or listen on 127.0.0.1 behind a proxy.");
  }
  rpc::Backend backend{
      *app->store_, *app->studies_, outside, *engine::DigestFromHex(token_key), log.journal()};
  QUORATE_ASSIGN_OR_RETURN(app->server_, RpcServer::Start(std::move(backend), std::move(options)));
  app->listen_ = config.listen;
  auto operators = OperatorSocket::Open(*app->store_, outside.now);
  if (operators) {
    app->operator_ = *std::move(operators);
  } else {
    log.Warn("no backups while serving: " + operators.error().message);
  }
  log.Info("loaded " + std::to_string(app->studies_->Labels().size()) + " studies from " +
           config.data.string());
  return app;
}

engine::Result<std::string> App::Recover(const Config& config, const StatedBreak& recovery) {
  QUORATE_ASSIGN_OR_RETURN(const auto store, SqliteStore::Open(config.data));
  QUORATE_ASSIGN_OR_RETURN(StudiesOptions options, StudiesOf(config));
  return RecoverLog(*store, RealOutside(), options, recovery.study, recovery.reason);
}

std::string App::address() const {
  return listen_.substr(0, listen_.rfind(':')) + ":" + std::to_string(server_->port());
}

}  // namespace quorate::services
