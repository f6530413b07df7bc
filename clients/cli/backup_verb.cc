#include <cerrno>
#include <filesystem>
#include <iostream>
#include <system_error>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "quorate/v1/operator.grpc.pb.h"

#include "clients/cli/verb.h"

namespace quorate::cli {

namespace {

using engine::Reason;
using engine::Refuse;
using engine::Status;

// Standard output, or a file that takes its name only once it is whole and durable.
class Destination {
 public:
  explicit Destination(std::string path)
      : path_(std::move(path)),
        descriptor_(path_ == "-" ? STDOUT_FILENO
                                 : ::open(Begun().c_str(),
                                          O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC,
                                          S_IRUSR | S_IWUSR)) {}
  Destination(const Destination&) = delete;
  Destination& operator=(const Destination&) = delete;
  ~Destination() {
    if (path_ == "-") return;
    if (descriptor_ >= 0) ::close(descriptor_);
    ::unlink(Begun().c_str());
  }
  bool Write(std::string_view bytes) {
    written_ += bytes.size();
    while (!bytes.empty()) {
      const ssize_t wrote = ::write(descriptor_, bytes.data(), bytes.size());
      if (wrote < 0 && errno == EINTR) continue;
      if (wrote < 0) return false;
      bytes.remove_prefix(static_cast<std::size_t>(wrote));
    }
    return true;
  }
  bool Finish() {
    if (path_ == "-") return true;
    return ::fsync(descriptor_) == 0 && ::rename(Begun().c_str(), path_.c_str()) == 0;
  }
  [[nodiscard]] bool open() const { return descriptor_ >= 0; }
  [[nodiscard]] std::uint64_t written() const { return written_; }

 private:
  [[nodiscard]] std::string Begun() const { return path_ + ".part"; }
  std::string path_;
  int descriptor_;
  std::uint64_t written_ = 0;
};

tl::unexpected<engine::Error> RefuseFile(const std::string& path) {
  return Refuse(errno == ENOSPC ? Reason::kStorageFull : Reason::kUnavailable,
                path,
                "cannot be written: " + std::system_category().message(errno));
}

Status FetchBackup(const std::string& data, bool without_keys, const std::string& out) {
  const auto socket = std::filesystem::absolute(data) / "operator.sock";
  std::error_code error;
  if (!std::filesystem::exists(socket, error)) {
    return Refuse(Reason::kUnavailable,
                  socket.string(),
                  "is not there: no server runs on this folder, or you may not enter it. A folder "
                  "without a server is copied as it is, with `tar`");
  }
  Destination destination(out);
  if (!destination.open()) return RefuseFile(out);
  const auto channel =
      grpc::CreateChannel("unix:" + socket.string(), grpc::InsecureChannelCredentials());
  const auto stub = v1::OperatorService::NewStub(channel);
  grpc::ClientContext context;
  v1::BackUpRequest request;
  request.set_without_keys(without_keys);
  const auto reader = stub->BackUp(&context, request);
  v1::BackUpResponse response;
  while (reader->Read(&response)) {
    if (destination.Write(response.chunk())) continue;
    auto refusal = RefuseFile(out);
    context.TryCancel();
    static_cast<void>(reader->Finish());
    return refusal;
  }
  const grpc::Status ended = reader->Finish();
  if (!ended.ok()) return Refuse(Reason::kUnavailable, ended.error_message());
  if (!destination.Finish()) return RefuseFile(out);
  std::cerr << "Backed up " << data << ": " << destination.written() << " bytes.\n";
  return {};
}

}  // namespace

void AddBackupVerb(CLI::App& app, Invocation& invocation) {
  Verb backup(
      app,
      invocation,
      "backup",
      "Writes a backup of a running server. It holds every ballot and the signing key: keep "
      "it as the data folder is kept. Runs on the server's own host, as its owner; no token "
      "is asked for.",
      "quorate backup --data /var/lib/quorate --out monday.tar\n"
      "  quorate backup --data /var/lib/quorate --out - | age -r KEY > monday.tar.age");
  const auto data = backup.Needed("--data", "the server's data folder");
  const auto out = backup.Needed("--out", "the file to write; - is standard output");
  const auto without_keys =
      backup.Flag("--without-keys", "leave out the signing key and every token");
  backup.RunsOffline([=] {
    const Status done = FetchBackup(*data, *without_keys, *out);
    if (done) return 0;
    std::cerr << Explain(done.error());
    return 1;
  });
}

}  // namespace quorate::cli
