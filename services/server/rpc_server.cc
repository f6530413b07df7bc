#include "services/server/rpc_server.h"

#include <grpcpp/ext/proto_server_reflection_plugin.h>
#include <grpcpp/health_check_service_interface.h>
#include <grpcpp/resource_quota.h>
#include <grpcpp/server_builder.h>

#include "services/rpc/grpc_services.h"

namespace quorate::services {

namespace {

constexpr int kMetadataBytesMax = 16 * 1024;
constexpr int kStreamsPerConnection = 256;
constexpr std::size_t kMemoryMax = std::size_t{512} << 20U;

int Milliseconds(std::chrono::milliseconds time) {
  return static_cast<int>(time.count());
}

std::shared_ptr<grpc::ServerCredentials> Credentials(const RpcServerOptions& options) {
  if (options.tls_cert_pem.empty()) return grpc::InsecureServerCredentials();
  grpc::SslServerCredentialsOptions tls(GRPC_SSL_DONT_REQUEST_CLIENT_CERTIFICATE);
  tls.pem_key_cert_pairs.push_back({options.tls_key_pem, options.tls_cert_pem});
  return grpc::SslServerCredentials(tls);
}

// Both are switches of the whole process.
void SwitchOnPlugins() {
  grpc::EnableDefaultHealthCheckService(true);
  static const bool once = [] {
    grpc::reflection::InitProtoReflectionServerBuilderPlugin();
    return true;
  }();
  static_cast<void>(once);
}

}  // namespace

void SetLimits(const RpcServerOptions& options, grpc::ServerBuilder& builder) {
  using std::chrono::minutes;
  using std::chrono::seconds;
  builder.SetMaxReceiveMessageSize(RpcServer::kMessageBytesMax);
  builder.AddChannelArgument(GRPC_ARG_MAX_METADATA_SIZE, kMetadataBytesMax);
  builder.AddChannelArgument(GRPC_ARG_MAX_CONCURRENT_STREAMS, kStreamsPerConnection);
  builder.AddChannelArgument(GRPC_ARG_MAX_CONNECTION_IDLE_MS, Milliseconds(minutes(15)));
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_TIME_MS, Milliseconds(seconds(60)));
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, Milliseconds(seconds(20)));
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_PERMIT_WITHOUT_CALLS, 1);
  builder.AddChannelArgument(GRPC_ARG_HTTP2_MIN_RECV_PING_INTERVAL_WITHOUT_DATA_MS,
                             Milliseconds(seconds(10)));
  // Two servers on one port would each get half of the calls, and nobody would notice.
  builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
  grpc::ResourceQuota quota("quorated");
  quota.SetMaxThreads(options.threads_max);
  quota.Resize(kMemoryMax);
  builder.SetResourceQuota(quota);
}

engine::Result<std::unique_ptr<RpcServer>> RpcServer::Start(rpc::Backend backend,
                                                            RpcServerOptions options) {
  QUORATE_RETURN_IF_ERROR(rpc::CheckAuthorizationTable());
  SwitchOnPlugins();
  // Not make_unique: the constructor is private.
  std::unique_ptr<RpcServer> made(new RpcServer(std::move(backend), options.watch));
  made->services_ = rpc::MakeServices(made->gate_, made->watchers_);
  grpc::ServerBuilder builder;
  SetLimits(options, builder);
  builder.AddListeningPort(options.listen, Credentials(options), &made->port_);
  for (const auto& service : made->services_)
    builder.RegisterService(service.get());
  made->server_ = builder.BuildAndStart();
  if (!made->server_ || made->port_ == 0) {
    return engine::Refuse(engine::Reason::kUnavailable,
                          "cannot listen on " + options.listen +
                              ": the port may be taken, the address not this machine's, or the "
                              "certificate not fit for its key");
  }
  for (const std::string& name : rpc::ServiceNames()) {
    made->server_->GetHealthCheckService()->SetServingStatus(name, true);
  }
  return made;
}

RpcServer::~RpcServer() {
  Stop(std::chrono::milliseconds(0));
}

std::shared_ptr<grpc::Channel> RpcServer::InProcessChannel() {
  return server_->InProcessChannel(grpc::ChannelArguments());
}

void RpcServer::Stop(std::chrono::milliseconds grace) {
  if (!server_) return;
  server_->GetHealthCheckService()->Shutdown();
  watchers_.EndStreams();
  server_->Shutdown(std::chrono::system_clock::now() + grace);
  backend_.studies.Stop();
  watchers_.Stop();
  server_->Wait();
  server_.reset();
}

}  // namespace quorate::services
