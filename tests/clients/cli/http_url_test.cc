#include "clients/cli/http_url.h"

#include <gtest/gtest.h>

namespace quorate::cli {
namespace {

TEST(HttpUrlTest, ReadsSchemeHostPortAndPath) {
  const auto url = HttpUrl::Parse("https://witness.uni.example:8443/logs/one/");
  ASSERT_TRUE(url) << url.error().message;
  EXPECT_EQ(url->scheme, Scheme::kHttps);
  EXPECT_EQ(url->at.host, "witness.uni.example");
  EXPECT_EQ(url->at.port, "8443");
  EXPECT_EQ(url->path, "/logs/one");
  EXPECT_EQ(url->ToString(), "https://witness.uni.example:8443/logs/one");
  EXPECT_EQ(url->Authority(), "witness.uni.example:8443");
}

TEST(HttpUrlTest, TheSchemeImpliesAPortThatIsNotSpelled) {
  EXPECT_EQ(HttpUrl::Parse("http://a.example")->at.port, "80");
  EXPECT_EQ(HttpUrl::Parse("HTTPS://a.example/")->at.port, "443");
  EXPECT_EQ(HttpUrl::Parse("https://a.example:443")->ToString(), "https://a.example");
  EXPECT_EQ(HttpUrl::Parse("http://a.example:443")->ToString(), "http://a.example:443");
  EXPECT_EQ(HttpUrl::Parse("http://a.example:80/")->Authority(), "a.example");
}

TEST(HttpUrlTest, Ipv6AddressesStandInBrackets) {
  const auto url = HttpUrl::Parse("http://[::1]:8380/x");
  ASSERT_TRUE(url) << url.error().message;
  EXPECT_EQ(url->at.host, "::1");
  EXPECT_EQ(url->Authority(), "[::1]:8380");
  EXPECT_FALSE(HttpUrl::Parse("http://::1/"));
  EXPECT_FALSE(HttpUrl::Parse("http://[::1/"));
  EXPECT_FALSE(HttpUrl::Parse("http://[a.example]/"));
}

TEST(HttpUrlTest, RefusesWhatItCannotAsk) {
  for (const char* bad : {"",
                          "witness.uni.example",
                          "ftp://a.example",
                          "file:///etc/passwd",
                          "http://",
                          "http:///path",
                          "http://a example/",
                          "http://a.example:0",
                          "http://a.example:65536",
                          "http://a.example:+80",
                          "http://a.example:",
                          "http://a.example/?x=1",
                          "http://a.example#top",
                          "http://a.example/a b",
                          "http://a.example/\r\nHost: b",
                          "http://b\xC3\xBC.example/"})
    EXPECT_FALSE(HttpUrl::Parse(bad)) << bad;
}

TEST(HttpUrlTest, APasswordIsRefusedAndNotRepeated) {
  const auto refused = HttpUrl::Parse("https://me:secret@a.example/");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().message.find("secret"), std::string::npos);
}

TEST(HostPortTest, ThePortMayBeLeftOutOrBeZero) {
  EXPECT_EQ(HostPort::Parse("127.0.0.1")->port, "");
  EXPECT_EQ(HostPort::Parse("127.0.0.1:0")->port, "0");
  EXPECT_EQ(HostPort::Parse("[::1]:0")->ToString(), "[::1]:0");
  EXPECT_FALSE(HostPort::Parse(":8380"));
  EXPECT_FALSE(HostPort::Parse("127.0.0.1:x"));
}

}  // namespace
}  // namespace quorate::cli
