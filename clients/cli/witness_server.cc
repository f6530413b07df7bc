#include "clients/cli/witness_server.h"

#include <algorithm>
#include <array>
#include <csignal>
#include <exception>
#include <optional>
#include <string_view>
#include <utility>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http.hpp>

#include "clients/cli/proof_verbs.h"
#include "engine/log/growth.h"
#include "engine/log/witness.h"

namespace quorate::cli {

namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using asio::ip::tcp;
using boost::system::error_code;
using engine::Reason;
using engine::Refuse;
using engine::Result;
using Parser = http::request_parser<http::string_body>;
using std::chrono::milliseconds;

constexpr std::string_view kCall = "/add-checkpoint";
constexpr std::string_view kText = "text/plain; charset=utf-8";
constexpr std::string_view kSize = "text/x.tlog.size";
constexpr std::uint32_t kHeaderBytesMax = 8'192;
// Of what is read and thrown away after a refusal, so that the refusal arrives.
constexpr std::size_t kDrainedBytesMax = 4'000'000;
constexpr milliseconds kDrainingAtMost{2'000};
constexpr milliseconds kPauseAfterFailure{100};

auto Into(error_code& problem) {
  return asio::redirect_error(asio::use_awaitable, problem);
}

struct Reply {
  http::status code = http::status::ok;
  std::string body;
  std::string_view type = kText;
};

// The refusal that a request's head alone earns.
std::optional<Reply> RefuseHead(const Parser& parser) {
  const std::string_view target(parser.get().target().data(), parser.get().target().size());
  if (!target.substr(0, target.find('?')).ends_with(kCall)) {
    return Reply{http::status::not_found,
                 "a witness (c2sp.org/tlog-witness) is asked by POST .../add-checkpoint\n"};
  }
  if (parser.get().method() != http::verb::post)
    return Reply{http::status::method_not_allowed, "a checkpoint is added by POST\n"};
  return std::nullopt;
}

// The refusal of what could not be read; none where nobody is there any more to hear it.
std::optional<Reply> RefuseUnread(const error_code& problem) {
  if (problem == http::error::body_limit) {
    return Reply{http::status::payload_too_large,
                 "a request has at most " + std::to_string(engine::kGrowthBytesMax) + " bytes\n"};
  }
  if (problem == http::error::header_limit) {
    return Reply{http::status::request_header_fields_too_large,
                 "a request's head has at most " + std::to_string(kHeaderBytesMax) + " bytes\n"};
  }
  const bool is_http = problem.category() == http::make_error_code(http::error{}).category();
  if (!is_http || problem == http::error::end_of_stream || problem == http::error::partial_message)
    return std::nullopt;
  return Reply{http::status::bad_request, "this is not HTTP: " + problem.message() + "\n"};
}

class AsioWitnessServer : public WitnessServer {
 public:
  AsioWitnessServer(const Witness& witness, WitnessServing serving)
      : witness_(witness), serving_(std::move(serving)) {}

  engine::Status Open(const HostPort& at) {
    error_code problem;
    const auto places = tcp::resolver(io_).resolve(
        at.host, at.port, tcp::resolver::passive | tcp::resolver::numeric_service, problem);
    if (problem) {
      return Refuse(
          Reason::kUnavailable, at.host, "is no address of this machine: " + problem.message());
    }
    const tcp::endpoint place = *places.begin();
    acceptor_.open(place.protocol(), problem);
    if (!problem) acceptor_.set_option(tcp::acceptor::reuse_address(true), problem);
    if (!problem) acceptor_.bind(place, problem);
    if (!problem) acceptor_.listen(asio::socket_base::max_listen_connections, problem);
    if (problem) {
      return Refuse(Reason::kUnavailable,
                    at.ToString(),
                    "cannot be listened on: " + problem.message() + "; choose another --listen");
    }
    const tcp::endpoint taken = acceptor_.local_endpoint();
    const HostPort named{taken.address().to_string(), std::to_string(taken.port())};
    url_ = HttpUrl{Scheme::kHttp, named, ""}.ToString();
    Accept();
    return {};
  }

  [[nodiscard]] std::string url() const override { return url_; }

  void StopOnSignals() override {
    signals_.add(SIGINT);
    signals_.add(SIGTERM);
    signals_.async_wait([this](const error_code& problem, int) {
      if (!problem) Stop();
    });
  }

  void Run() override { io_.run(); }
  void Stop() override { io_.stop(); }

 private:
  // One accepting at a time, and none while there are as many connections as there may be.
  void Accept() {
    accepting_ = true;
    acceptor_.async_accept([this](const error_code& problem, tcp::socket socket) {
      accepting_ = false;
      if (problem) return AcceptLater();
      ++connections_;
      asio::co_spawn(io_, Converse(std::move(socket)), [this](const std::exception_ptr&) {
        --connections_;
        AcceptIfRoom();
      });
      AcceptIfRoom();
    });
  }
  void AcceptIfRoom() {
    if (!accepting_ && connections_ < serving_.connections_max) Accept();
  }
  // Such as when the system has no file left for it.
  void AcceptLater() {
    accepting_ = true;
    pause_.expires_after(kPauseAfterFailure);
    pause_.async_wait([this](const error_code& problem) {
      accepting_ = false;
      if (!problem) AcceptIfRoom();
    });
  }

  asio::awaitable<void> Converse(tcp::socket socket) {
    beast::tcp_stream stream(std::move(socket));
    beast::flat_buffer buffer;
    bool goes_on = true;
    while (goes_on) {
      Parser parser;
      parser.header_limit(kHeaderBytesMax);
      parser.body_limit(engine::kGrowthBytesMax);
      stream.expires_after(serving_.patience);
      const std::optional<Reply> reply = co_await Read(stream, buffer, parser);
      if (!reply) co_return;
      // Where something of the request is unread, what comes next would not be the next request.
      goes_on = parser.is_done() && parser.keep_alive();
      stream.expires_after(serving_.patience);
      if (!co_await Write(stream, *reply, parser, goes_on)) co_return;
    }
    co_await Drain(stream, buffer);
  }

  // Reads a request and judges it; nothing where the other side is gone or too slow.
  asio::awaitable<std::optional<Reply>> Read(beast::tcp_stream& stream,
                                             beast::flat_buffer& buffer,
                                             Parser& parser) {
    error_code problem;
    co_await http::async_read_header(stream, buffer, parser, Into(problem));
    if (problem) co_return RefuseUnread(problem);
    std::optional<Reply> refusal = RefuseHead(parser);
    if (refusal) co_return refusal;
    if (beast::iequals(parser.get()[http::field::expect], "100-continue")) {
      http::response<http::empty_body> go_on(http::status::continue_, 11);
      co_await http::async_write(stream, go_on, Into(problem));
      if (problem) co_return std::nullopt;
    }
    co_await http::async_read(stream, buffer, parser, Into(problem));
    if (problem) co_return RefuseUnread(problem);
    co_return Judge(parser.get().body());
  }

  asio::awaitable<bool> Write(beast::tcp_stream& stream,
                              const Reply& reply,
                              const Parser& parser,
                              bool keep_alive) {
    const bool is_head = parser.get().method() == http::verb::head;
    http::response<http::string_body> response(reply.code, 11);
    response.set(http::field::server, "quorate");
    response.set(http::field::content_type, {reply.type.data(), reply.type.size()});
    if (reply.code == http::status::method_not_allowed) response.set(http::field::allow, "POST");
    response.keep_alive(keep_alive);
    response.body() = is_head ? "" : reply.body;
    response.prepare_payload();
    error_code problem;
    co_await http::async_write(stream, response, Into(problem));
    co_return !problem;
  }

  // Closing while the other side still sends would take the answer away from it.
  asio::awaitable<void> Drain(beast::tcp_stream& stream, beast::flat_buffer& buffer) {
    error_code problem;
    stream.socket().shutdown(tcp::socket::shutdown_send, problem);
    stream.expires_after(std::min(serving_.patience, kDrainingAtMost));
    std::array<char, 4'096> thrown_away{};
    buffer.clear();
    for (std::size_t drained = 0; !problem && drained < kDrainedBytesMax;) {
      drained += co_await stream.async_read_some(asio::buffer(thrown_away), Into(problem));
    }
  }

  Reply Judge(const std::string& request) {
    const engine::Instant now = serving_.now();
    const Result<engine::WitnessAnswer> answer = witness_.Answer(request, now);
    if (!answer) {
      serving_.tell(ToString(now) + " 500 " + answer.error().message);
      return {http::status::internal_server_error,
              "the witness cannot reach its own memory; its keeper reads why in its output\n"};
    }
    Tell(request, *answer, now);
    return {static_cast<http::status>(answer->code), answer->body, answer->is_size ? kSize : kText};
  }

  // Strangers' requests and those that only came too late are not worth a line.
  void Tell(const std::string& request, const engine::WitnessAnswer& answer, engine::Instant now) {
    using engine::WitnessCode;
    if (answer.code == WitnessCode::kMalformed || answer.code == WitnessCode::kUnknownLog ||
        answer.is_size)
      return;
    const std::string about = " " + std::to_string(static_cast<int>(answer.code)) + " " +
                              Plain(engine::OriginIn(request)) + ": ";
    const std::string what = answer.keep
                                 ? "cosigned over " + std::to_string(answer.keep->size) + " entries"
                                 : answer.body.substr(0, answer.body.find('\n'));
    serving_.tell(ToString(now) + about + what);
  }

  const Witness& witness_;
  WitnessServing serving_;
  std::string url_;
  std::size_t connections_ = 0;
  bool accepting_ = false;
  asio::io_context io_{1};
  tcp::acceptor acceptor_{io_};
  asio::steady_timer pause_{io_};
  asio::signal_set signals_{io_};
};

}  // namespace

Result<std::unique_ptr<WitnessServer>> WitnessServer::Listen(const Witness& witness,
                                                             const HostPort& at,
                                                             WitnessServing serving) {
  auto server = std::make_unique<AsioWitnessServer>(witness, std::move(serving));
  QUORATE_RETURN_IF_ERROR(server->Open(at));
  return server;
}

}  // namespace quorate::cli
