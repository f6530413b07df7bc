#include "services/server/app.h"

#include <fstream>

#include <grpcpp/create_channel.h>
#include <grpcpp/security/credentials.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include "quorate/v1/study.grpc.pb.h"

#include "tests/support/api_client.h"
#include "tests/support/temporary_folder.h"

namespace quorate::services {
namespace {

namespace v1 = ::quorate::v1;

class AppTest : public testing::Test {
 protected:
  AppTest() {
    config_.data = folder_.path() / "data";
    config_.listen = "127.0.0.1:0";
    config_.log_level = LogLevel::kError;
  }

  engine::Result<std::unique_ptr<App>> Start() {
    return App::Start(config_, Log(config_.log_format, config_.log_level));
  }
  std::string FirstLine(const char* name) {
    std::ifstream file(config_.data / name);
    std::string line;
    std::getline(file, line);
    return line;
  }
  static grpc::Status List(const App& app,
                           const std::string& token,
                           v1::ListStudiesResponse& response) {
    const support::ApiClient client(
        grpc::CreateChannel(app.address(), grpc::InsecureChannelCredentials()), token);
    return client.Try(&v1::StudyService::Stub::ListStudies, v1::ListStudiesRequest(), &response);
  }

  support::TemporaryFolder folder_;
  Config config_;
};

TEST_F(AppTest, FirstStartMakesSecretsThatOnlyTheOwnerReads) {
  ASSERT_TRUE(Start());
  for (const char* name : {"facilitator.token", "signing.key", "token.key"}) {
    struct stat facts {};
    ASSERT_EQ(::stat((config_.data / name).c_str(), &facts), 0) << name;
    EXPECT_EQ(facts.st_mode & 0777, 0600U) << name;
  }
}

TEST_F(AppTest, FacilitatorsTokenWorksAndOutlivesARestart) {
  std::string token;
  {
    const auto app = Start();
    ASSERT_TRUE(app) << app.error().message;
    token = FirstLine("facilitator.token");
    v1::ListStudiesResponse response;
    EXPECT_TRUE(List(**app, token, response).ok());
    v1::CreateStudyRequest create;
    create.set_study_id("demo");
    create.set_title("Demo");
    const support::ApiClient client(
        grpc::CreateChannel((*app)->address(), grpc::InsecureChannelCredentials()), token);
    client.Ask(&v1::StudyService::Stub::CreateStudy, create);
  }
  const auto app = Start();
  ASSERT_TRUE(app) << app.error().message;
  EXPECT_EQ(FirstLine("facilitator.token"), token);
  v1::ListStudiesResponse response;
  ASSERT_TRUE(List(**app, token, response).ok());
  ASSERT_EQ(response.studies_size(), 1);
  EXPECT_EQ(response.studies(0).title(), "Demo");
}

TEST_F(AppTest, OneFolderServesOneServer) {
  const auto app = Start();
  ASSERT_TRUE(app);
  const auto second = Start();
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().reason, engine::Reason::kUnavailable);
}

TEST_F(AppTest, TakenPortIsRefusedNotShared) {
  const auto app = Start();
  ASSERT_TRUE(app);
  config_.listen = (*app)->address();
  config_.data = folder_.path() / "other";
  const auto second = Start();
  ASSERT_FALSE(second);
  EXPECT_NE(second.error().message.find(config_.listen), std::string::npos);
}

TEST_F(AppTest, OriginIsFixedByTheFirstStart) {
  config_.origin = "quorate.example";
  ASSERT_TRUE(Start());
  config_.origin = "";
  ASSERT_TRUE(Start());
  config_.origin = "other.example";
  const auto renamed = Start();
  ASSERT_FALSE(renamed);
  EXPECT_NE(renamed.error().message.find("quorate.example"), std::string::npos);
}

TEST_F(AppTest, SpoiledKeyIsNotReplaced) {
  ASSERT_TRUE(Start());
  std::ofstream(config_.data / "signing.key") << "not a key\n";
  const auto spoiled = Start();
  ASSERT_FALSE(spoiled);
  EXPECT_NE(spoiled.error().message.find("signing.key"), std::string::npos);
  EXPECT_EQ(FirstLine("signing.key"), "not a key");
}

}  // namespace
}  // namespace quorate::services
