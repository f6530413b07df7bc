#include "services/server/operator_socket.h"

#include <grpcpp/create_channel.h>
#include <grpcpp/security/credentials.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include "quorate/v1/operator.grpc.pb.h"

#include "engine/base/tar.h"
#include "services/server/app.h"
#include "tests/support/temporary_folder.h"

namespace quorate::services {
namespace {

namespace v1 = ::quorate::v1;

class OperatorSocketTest : public testing::Test {
 protected:
  OperatorSocketTest() {
    Config config;
    config.data = folder_.path() / "data";
    config.listen = "127.0.0.1:0";
    config.log_level = LogLevel::kError;
    auto app = App::Start(config, Log(config.log_format, config.log_level));
    EXPECT_TRUE(app) << app.error().message;
    app_ = *std::move(app);
  }
  [[nodiscard]] std::filesystem::path socket() const {
    return folder_.path() / "data" / OperatorSocket::kName;
  }
  static grpc::Status BackUp(const std::string& address, std::string& bytes) {
    const auto channel = grpc::CreateChannel(address, grpc::InsecureChannelCredentials());
    const auto stub = v1::OperatorService::NewStub(channel);
    grpc::ClientContext context;
    const auto reader = stub->BackUp(&context, v1::BackUpRequest());
    v1::BackUpResponse response;
    while (reader->Read(&response))
      bytes += response.chunk();
    return reader->Finish();
  }

  support::TemporaryFolder folder_;
  std::unique_ptr<App> app_;
};

TEST_F(OperatorSocketTest, SendsABackupToWhoeverMayOpenIt) {
  struct stat facts {};
  ASSERT_EQ(::stat(socket().c_str(), &facts), 0);
  EXPECT_EQ(facts.st_mode & 0777U, 0600U);
  std::string bytes;
  const grpc::Status ended = BackUp("unix:" + socket().string(), bytes);
  ASSERT_TRUE(ended.ok()) << ended.error_message();
  const auto first = engine::ReadTarHeader(std::string_view(bytes).substr(0, engine::kTarBlock));
  ASSERT_TRUE(first && *first);
  EXPECT_TRUE(bytes.ends_with(engine::TarEnd()));
}

// It holds every ballot, so no token opens it.
TEST_F(OperatorSocketTest, IsNotOnTheServersPort) {
  std::string bytes;
  EXPECT_EQ(BackUp(app_->address(), bytes).error_code(), grpc::StatusCode::UNIMPLEMENTED);
  EXPECT_TRUE(bytes.empty());
}

TEST_F(OperatorSocketTest, IsGoneWhenTheServerHasStopped) {
  app_->Stop(std::chrono::milliseconds(100));
  EXPECT_FALSE(std::filesystem::exists(socket()));
}

TEST(OperatorSocketPathTest, ATooLongPathIsRefusedInWords) {
  const support::TemporaryFolder folder;
  const auto store = SqliteStore::Open(folder.path() / std::string(100, 'x'));
  ASSERT_TRUE(store) << store.error().message;
  const auto refused = OperatorSocket::Open(**store, [] { return engine::Instant{}; });
  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().message.find("too long"), std::string::npos);
}

}  // namespace
}  // namespace quorate::services
