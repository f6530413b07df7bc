#include "clients/cli/http_post.h"

#include <cstdlib>
#include <fstream>
#include <memory>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include "tests/support/loopback.h"
#include "tests/support/temporary_folder.h"

namespace quorate::cli {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

constexpr std::chrono::milliseconds kLong{20'000};

template <typename T, void (*kFree)(T*)>
struct Free {
  void operator()(T* value) const { kFree(value); }
};
template <typename T, void (*kFree)(T*)>
using Owned = std::unique_ptr<T, Free<T, kFree>>;

// A certificate that vouches for itself, good for the name "localhost" for an hour.
struct Certificate {
  Certificate() : key(EVP_EC_gen("P-256")), x509(X509_new()) {
    ASN1_INTEGER_set(X509_get_serialNumber(x509.get()), 1);
    X509_set_version(x509.get(), X509_VERSION_3);
    X509_gmtime_adj(X509_getm_notBefore(x509.get()), -60);
    X509_gmtime_adj(X509_getm_notAfter(x509.get()), 3'600);
    X509_set_pubkey(x509.get(), key.get());
    X509_NAME* const name = X509_get_subject_name(x509.get());
    X509_NAME_add_entry_by_txt(
        name, "CN", MBSTRING_ASC, reinterpret_cast<const unsigned char*>("test"), -1, -1, 0);
    X509_set_issuer_name(x509.get(), name);
    const Owned<X509_EXTENSION, X509_EXTENSION_free> names(
        X509V3_EXT_conf_nid(nullptr, nullptr, NID_subject_alt_name, "DNS:localhost"));
    X509_add_ext(x509.get(), names.get(), -1);
    QUORATE_CHECK(X509_sign(x509.get(), key.get(), EVP_sha256()) > 0);
  }

  Owned<EVP_PKEY, EVP_PKEY_free> key;
  Owned<X509, X509_free> x509;
};

// Answers one connection over TLS, and keeps what it was asked and for which name.
class TlsServer {
 public:
  explicit TlsServer(const Certificate& certificate)
      : context_(SSL_CTX_new(TLS_server_method())), thread_([this] { Serve(); }) {
    SSL_CTX_use_certificate(context_.get(), certificate.x509.get());
    SSL_CTX_use_PrivateKey(context_.get(), certificate.key.get());
  }
  TlsServer(const TlsServer&) = delete;
  TlsServer& operator=(const TlsServer&) = delete;
  ~TlsServer() { Join(); }
  void Join() {
    if (thread_.joinable()) thread_.join();
  }

  [[nodiscard]] HttpUrl Url(const std::string& host) const {
    return {Scheme::kHttps, {host, std::to_string(listener_.port())}, "/x"};
  }
  std::string asked;
  std::string name;

 private:
  void Serve() {
    const support::Connection connection = listener_.Accept();
    const Owned<SSL, SSL_free> tls(SSL_new(context_.get()));
    SSL_set_fd(tls.get(), connection.descriptor());
    if (SSL_accept(tls.get()) != 1) return;
    const char* const told = SSL_get_servername(tls.get(), TLSEXT_NAMETYPE_host_name);
    name = told == nullptr ? "" : told;
    while (!asked.ends_with("question")) {
      char some[1'024];
      const int got = SSL_read(tls.get(), some, sizeof some);
      if (got <= 0) return;
      asked.append(some, static_cast<std::size_t>(got));
    }
    const std::string answer = "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nanswer";
    SSL_write(tls.get(), answer.data(), static_cast<int>(answer.size()));
  }

  support::Listener listener_;
  Owned<SSL_CTX, SSL_CTX_free> context_;
  std::thread thread_;
};

class HttpPostTlsTest : public testing::Test {
 protected:
  // As somebody who trusts this one alone.
  void Trust(const Certificate& certificate) const {
    const std::string path = (folder_.path() / "authority.pem").string();
    const Owned<BIO, BIO_free_all> file(BIO_new_file(path.c_str(), "w"));
    PEM_write_bio_X509(file.get(), certificate.x509.get());
    ::setenv("SSL_CERT_FILE", path.c_str(), 1);
  }
  void TearDown() override { ::unsetenv("SSL_CERT_FILE"); }

  support::TemporaryFolder folder_;
  Certificate certificate_;
};

TEST_F(HttpPostTlsTest, AsksWhoseCertificateIsGood) {
  Trust(certificate_);
  TlsServer server(certificate_);
  const auto answer = Post(server.Url("localhost"), "question", kLong);
  server.Join();
  ASSERT_TRUE(answer) << answer.error().message;
  EXPECT_EQ(answer->code, 200);
  EXPECT_EQ(answer->body, "answer");
  EXPECT_EQ(server.name, "localhost");
  EXPECT_THAT(server.asked, StartsWith("POST /x HTTP/1.1\r\nHost: localhost:"));
}

TEST_F(HttpPostTlsTest, ACertificateOfNobodyTrustedIsNotAsked) {
  Trust(Certificate());
  TlsServer server(certificate_);
  const auto refused = Post(server.Url("localhost"), "question", kLong);
  server.Join();
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error().message, HasSubstr("its certificate is not good"));
  EXPECT_EQ(server.asked, "");
}

TEST_F(HttpPostTlsTest, ACertificateForAnotherNameIsNotAsked) {
  Trust(certificate_);
  TlsServer server(certificate_);
  const auto refused = Post(server.Url("127.0.0.1"), "question", kLong);
  server.Join();
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error().message,
              HasSubstr("its certificate is not good (IP address mismatch"));
  EXPECT_EQ(server.asked, "");
}

TEST(HttpPostTest, WhoSpeaksNoTlsIsToldToBeAskedWithout) {
  const support::Listener listener;
  std::thread plain([&] {
    const support::Connection connection = listener.Accept();
    connection.Send("HTTP/1.1 400 Bad\r\n\r\n");
    static_cast<void>(connection.Read());
  });
  const HttpUrl url{Scheme::kHttps, {"127.0.0.1", std::to_string(listener.port())}, ""};
  const auto refused = Post(url, "question", kLong);
  plain.join();
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().reason, engine::Reason::kUnavailable);
  EXPECT_THAT(refused.error().message, HasSubstr("begins with http:// instead"));
}

// No name has so long a part, so nobody need be asked for it.
TEST(HttpPostTest, ANameThatNobodyHasIsTold) {
  const auto url = HttpUrl::Parse("http://" + std::string(64, 'w') + ".invalid");
  const auto refused = Post(*url, "question", kLong);
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error().message, HasSubstr("look for a slip in the address"));
}

TEST(HttpPostTest, RedirectionsAreToldAndNotFollowed) {
  const support::CannedAnswer server(
      "HTTP/1.1 302 Found\r\nLocation: http://elsewhere.example/\r\nContent-Length: 0\r\n\r\n");
  const auto answer = Post(*HttpUrl::Parse(server.url()), "question", kLong);
  ASSERT_TRUE(answer) << answer.error().message;
  EXPECT_EQ(answer->code, 302);
  EXPECT_EQ(answer->location, "http://elsewhere.example/");
}

}  // namespace
}  // namespace quorate::cli
