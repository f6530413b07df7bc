#include "clients/cli/http_post.h"

#include <exception>
#include <optional>
#include <utility>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>

namespace quorate::cli {

namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;
using asio::ip::tcp;
using boost::system::error_code;
using engine::Reason;
using engine::Refuse;
using engine::Result;

constexpr std::uint32_t kHeaderBytesMax = 16'384;

// How far the exchange has come, for a refusal's words.
enum class Step { kFinding, kConnecting, kEncrypting, kAsking };

auto Into(error_code& problem) {
  return asio::redirect_error(asio::use_awaitable, problem);
}

// Whether something came that could not be read, and not too little of it.
bool IsOfHttp(const error_code& problem) {
  return problem.category() == http::make_error_code(http::error{}).category() &&
         problem != http::error::end_of_stream && problem != http::error::partial_message;
}

// One exchange, which outlives the coroutine that carries it out.
class Exchange {
 public:
  Exchange(const HttpUrl& url, const std::string& body) : url_(url) {
    request_.method(http::verb::post);
    request_.target(url.path.empty() ? "/" : url.path);
    request_.version(11);
    request_.set(http::field::host, url.Authority());
    request_.set(http::field::user_agent, "quorate");
    request_.set(http::field::content_type, "text/plain; charset=utf-8");
    request_.keep_alive(false);
    request_.body() = body;
    request_.prepare_payload();
    parser_.header_limit(kHeaderBytesMax);
    parser_.body_limit(kAnswerBytesMax);
  }

  Result<HttpAnswer> Run(std::chrono::milliseconds patience) {
    std::optional<Result<HttpAnswer>> outcome;
    std::exception_ptr thrown;
    asio::io_context io;
    asio::co_spawn(
        io, Converse(io), [&](const std::exception_ptr& problem, Result<HttpAnswer> answer) {
          thrown = problem;
          outcome = std::move(answer);
        });
    io.run_for(patience);
    if (thrown) std::rethrow_exception(thrown);
    if (outcome) return *std::move(outcome);
    const auto seconds = std::chrono::ceil<std::chrono::seconds>(patience).count();
    return Unavailable(
        (step_ == Step::kAsking ? "has not answered within " : "could not be reached within ") +
        std::to_string(seconds) + " s; look whether it is the right address, or try again later");
  }

 private:
  [[nodiscard]] tl::unexpected<engine::Error> Unavailable(std::string what) const {
    return Refuse(Reason::kUnavailable, url_.ToString(), std::move(what));
  }

  asio::awaitable<Result<HttpAnswer>> Converse(asio::io_context& io) {
    error_code problem;
    tcp::resolver resolver(io);
    const auto places = co_await resolver.async_resolve(url_.at.host, url_.at.port, Into(problem));
    if (problem) {
      co_return Unavailable("the name " + url_.at.host + " is not known here (" +
                            problem.message() + "); look for a slip in the address");
    }
    step_ = Step::kConnecting;
    if (url_.scheme == Scheme::kHttps) co_return co_await Encrypted(io, places);
    tcp::socket socket(io);
    co_await asio::async_connect(socket, places, Into(problem));
    if (problem) co_return Unreached(problem);
    co_return co_await Ask(socket);
  }

  asio::awaitable<Result<HttpAnswer>> Encrypted(asio::io_context& io,
                                                const tcp::resolver::results_type& places) {
    error_code problem;
    asio::ssl::context trust(asio::ssl::context::tls_client);
    trust.set_default_verify_paths();
    trust.set_verify_mode(asio::ssl::verify_peer);
    SSL_CTX_set_min_proto_version(trust.native_handle(), TLS1_2_VERSION);
    asio::ssl::stream<tcp::socket> stream(io, trust);
    if (!Expect(stream.native_handle()))
      co_return Unavailable("names a host that no certificate has");
    co_await asio::async_connect(stream.next_layer(), places, Into(problem));
    if (problem) co_return Unreached(problem);
    step_ = Step::kEncrypting;
    co_await stream.async_handshake(asio::ssl::stream_base::client, Into(problem));
    if (problem) co_return NotEncrypted(problem, SSL_get_verify_result(stream.native_handle()));
    co_return co_await Ask(stream);
  }

  // Whose certificate it must be; a name is told to the server too, which may have several.
  bool Expect(SSL* connection) const {
    error_code is_name;
    asio::ip::make_address(url_.at.host, is_name);
    X509_VERIFY_PARAM* const expected = SSL_get0_param(connection);
    if (!is_name) return X509_VERIFY_PARAM_set1_ip_asc(expected, url_.at.host.c_str()) == 1;
    SSL_set_hostflags(connection, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
    std::string name = url_.at.host;
    return SSL_set1_host(connection, name.c_str()) == 1 && SSL_ctrl(connection,
                                                                    SSL_CTRL_SET_TLSEXT_HOSTNAME,
                                                                    TLSEXT_NAMETYPE_host_name,
                                                                    name.data()) == 1;
  }

  [[nodiscard]] Result<HttpAnswer> Unreached(const error_code& problem) const {
    return Unavailable("cannot be reached (" + problem.message() +
                       "); look whether a server runs there, and for a slip in host and port");
  }

  [[nodiscard]] Result<HttpAnswer> NotEncrypted(const error_code& problem, long verdict) const {
    if (verdict != X509_V_OK) {
      return Unavailable(std::string("its certificate is not good (") +
                         X509_verify_cert_error_string(verdict) +
                         "); tell its keeper, or name the authority to trust by SSL_CERT_FILE");
    }
    return Unavailable("does not agree on encryption (" + problem.message() +
                       "); look whether its address begins with http:// instead");
  }

  template <typename Stream>
  asio::awaitable<Result<HttpAnswer>> Ask(Stream& stream) {
    step_ = Step::kAsking;
    error_code unsent;
    error_code problem;
    co_await http::async_write(stream, request_, Into(unsent));
    // Who does not want to read all of a question may have answered it nevertheless.
    boost::beast::flat_buffer buffer;
    co_await http::async_read(stream, buffer, parser_, Into(problem));
    if (problem == http::error::body_limit)
      co_return Unavailable("answers at a length that no witness needs; look for a slip in it");
    if (problem && IsOfHttp(problem)) {
      co_return Unavailable("answers something that is not HTTP (" + problem.message() +
                            "); look for a slip in its port, or for https://");
    }
    if (problem) {
      co_return Unavailable("broke off without an answer (" +
                            (unsent ? unsent : problem).message() + "); try again later");
    }
    auto& message = parser_.get();
    co_return HttpAnswer{static_cast<int>(message.result_int()),
                         std::string(message[http::field::content_type]),
                         std::string(message[http::field::location]),
                         std::move(message.body())};
  }

  const HttpUrl& url_;
  Step step_ = Step::kFinding;
  http::request<http::string_body> request_;
  http::response_parser<http::string_body> parser_;
};

}  // namespace

Result<HttpAnswer> Post(const HttpUrl& url,
                        const std::string& body,
                        std::chrono::milliseconds patience) {
  Exchange exchange(url, body);
  return exchange.Run(patience);
}

}  // namespace quorate::cli
