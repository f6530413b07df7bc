#include "services/server/operator_socket.h"

#include <chrono>
#include <string>
#include <system_error>
#include <utility>

#include <grpcpp/server.h>
#include <grpcpp/server_builder.h>
#include <sys/stat.h>
#include <sys/un.h>

#include "quorate/v1/operator.grpc.pb.h"

#include "services/backup/backup.h"
#include "services/rpc/status.h"

namespace quorate::services {

namespace v1 = ::quorate::v1;
using engine::Reason;
using engine::Refuse;

class OperatorSocket::Service final : public v1::OperatorService::Service {
 public:
  Service(const SqliteStore& store, std::function<engine::Instant()> now)
      : store_(store), now_(std::move(now)) {}

  grpc::Status BackUp(grpc::ServerContext* /*context*/,
                      const v1::BackUpRequest* request,
                      grpc::ServerWriter<v1::BackUpResponse>* writer) override {
    const BackupOptions options{request->without_keys(), now_()};
    const engine::Status done =
        services::BackUp(store_, options, [&](std::string_view chunk) -> engine::Status {
          v1::BackUpResponse response;
          response.set_chunk(std::string(chunk));
          if (writer->Write(response)) return {};
          return Refuse(Reason::kUnavailable, "the caller has hung up");
        });
    return done ? grpc::Status::OK : rpc::ToGrpc(done.error(), {"backup", ""});
  }

 private:
  const SqliteStore& store_;
  const std::function<engine::Instant()> now_;
};

struct OperatorSocket::Listener {
  std::unique_ptr<grpc::Server> server;
};

OperatorSocket::OperatorSocket() = default;

OperatorSocket::~OperatorSocket() {
  if (!listener_) return;
  listener_->server->Shutdown(std::chrono::system_clock::now());
  listener_->server->Wait();
  std::error_code ignored;
  std::filesystem::remove(path_, ignored);
}

engine::Result<std::unique_ptr<OperatorSocket>> OperatorSocket::Open(
    const SqliteStore& store,
    std::function<engine::Instant()> now) {
  // Not make_unique: the constructor is private.
  std::unique_ptr<OperatorSocket> socket(new OperatorSocket());
  socket->path_ = std::filesystem::absolute(store.folder()) / kName;
  if (socket->path_.string().size() >= sizeof(sockaddr_un::sun_path)) {
    return Refuse(Reason::kUnavailable,
                  socket->path_.string(),
                  "is too long a path for a socket; backups while serving need a shorter folder");
  }
  socket->service_ = std::make_unique<Service>(store, std::move(now));
  int port = 0;
  grpc::ServerBuilder builder;
  builder.AddListeningPort(
      "unix:" + socket->path_.string(), grpc::InsecureServerCredentials(), &port);
  builder.RegisterService(socket->service_.get());
  auto listener = std::make_unique<Listener>();
  listener->server = builder.BuildAndStart();
  if (!listener->server || port == 0)
    return Refuse(Reason::kUnavailable, socket->path_.string(), "cannot be listened on");
  socket->listener_ = std::move(listener);
  if (::chmod(socket->path_.c_str(), S_IRUSR | S_IWUSR) == 0) return socket;
  return Refuse(Reason::kUnavailable, socket->path_.string(), "cannot be closed to others");
}

}  // namespace quorate::services
