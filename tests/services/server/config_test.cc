#include "services/server/config.h"

#include <fstream>
#include <map>

#include <gtest/gtest.h>

#include "tests/support/temporary_folder.h"

namespace quorate::services {
namespace {

class ConfigTest : public testing::Test {
 protected:
  engine::Result<Invocation> Read(const std::vector<std::string>& arguments) {
    return ReadConfig(arguments, [this](const char* name) -> const char* {
      const auto found = environment_.find(name);
      return found == environment_.end() ? nullptr : found->second.c_str();
    });
  }

  std::string File(const std::string& text) {
    const std::string path = (folder_.path() / "quorated.toml").string();
    std::ofstream(path) << text;
    return path;
  }

  std::string MessageFor(const std::vector<std::string>& arguments) {
    const auto invocation = Read(arguments);
    EXPECT_FALSE(invocation);
    return invocation ? "" : invocation.error().message;
  }

  std::map<std::string, std::string> environment_;
  support::TemporaryFolder folder_;
};

TEST_F(ConfigTest, WithoutAnySettingItServesThisMachineOnly) {
  const auto invocation = Read({});
  ASSERT_TRUE(invocation);
  EXPECT_EQ(invocation->config.listen, "127.0.0.1:50051");
  EXPECT_FALSE(IsPublic(invocation->config.listen));
  EXPECT_FALSE(invocation->config.tls());
}

TEST_F(ConfigTest, FlagsGoBeforeEnvironmentBeforeFile) {
  const std::string file =
      File("listen = \"127.0.0.1:1\"\nlog-level = \"error\"\norigin = \"file.example\"\n");
  environment_["QUORATE_LISTEN"] = "127.0.0.1:2";
  environment_["QUORATE_LOG_LEVEL"] = "debug";
  const auto invocation = Read({"--config", file, "--listen", "127.0.0.1:3"});
  ASSERT_TRUE(invocation) << invocation.error().message;
  EXPECT_EQ(invocation->config.listen, "127.0.0.1:3");
  EXPECT_EQ(invocation->config.log_level, LogLevel::kDebug);
  EXPECT_EQ(invocation->config.origin, "file.example");
}

TEST_F(ConfigTest, FileMayBeNamedByTheEnvironment) {
  environment_["QUORATE_CONFIG"] = File("log-format = \"json\"\n");
  EXPECT_EQ(Read({})->config.log_format, LogFormat::kJson);
}

TEST_F(ConfigTest, EveryWrongSettingIsNamedAtOnceWhereItWasGiven) {
  const std::string file = File("log-level = \"loud\"\nport = \"1\"\nlisten = 50051\n");
  environment_["QUORATE_ORIGIN"] = "https://Quorate.example";
  const std::string message = MessageFor({"--config",
                                          file,
                                          "--listen",
                                          "nowhere",
                                          "--tls-cert",
                                          "/no/such/file",
                                          "--log-format",
                                          "xml"});
  for (const char* place : {"log-level in ",
                            "port in ",
                            "listen in ",
                            "QUORATE_ORIGIN",
                            "--listen",
                            "--tls-cert",
                            "--log-format",
                            "needs tls-key"}) {
    EXPECT_NE(message.find(place), std::string::npos) << place << " is missing in: " << message;
  }
}

TEST_F(ConfigTest, UnknownFlagAndUnreadableFileAreRefused) {
  EXPECT_NE(MessageFor({"--prot", "1"}).find("--prot"), std::string::npos);
  EXPECT_NE(MessageFor({"--config", "/no/such.toml"}).find("/no/such.toml"), std::string::npos);
  EXPECT_NE(MessageFor({"--config", File("listen = ")}).find("line 1"), std::string::npos);
}

TEST_F(ConfigTest, ABreakIsStatedForOneStudyWithAReason) {
  EXPECT_FALSE(Read({})->recovery.has_value());
  const auto invocation = Read({"--recover", "demo", "--reason", "The disk is gone."});
  ASSERT_TRUE(invocation) << invocation.error().message;
  ASSERT_TRUE(invocation->recovery.has_value());
  EXPECT_EQ(invocation->recovery->study, "demo");
  EXPECT_EQ(invocation->recovery->reason, "The disk is gone.");
  EXPECT_FALSE(Read({"--recover", "demo"}));
  EXPECT_FALSE(Read({"--reason", "none"}));
}

TEST_F(ConfigTest, HelpAndVersionAreTexts) {
  EXPECT_NE(Read({"--help"})->text->find("QUORATE_LISTEN"), std::string::npos);
  EXPECT_EQ(Read({"--version"})->text->find("quorated "), 0U);
}

TEST_F(ConfigTest, AddressesAreReadWithTheirBrackets) {
  EXPECT_TRUE(Read({"--listen", "[::1]:0"}));
  EXPECT_FALSE(IsPublic("[::1]:50051"));
  EXPECT_TRUE(IsPublic("[::]:50051"));
  EXPECT_TRUE(IsPublic("0.0.0.0:50051"));
  for (const char* listen :
       {"50051", ":50051", "::1:50051", "localhost", "localhost:", "localhost:x", "h:70000"}) {
    EXPECT_FALSE(Read({"--listen", listen})) << listen;
  }
}

}  // namespace
}  // namespace quorate::services
