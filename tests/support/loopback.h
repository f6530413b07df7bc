// Bare TCP on this machine, for what no well-behaved client or server would send. A failure of the
// system stops the test.

#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <thread>
#include <utility>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include "engine/base/check.h"

namespace quorate::support {

class Connection {
 public:
  explicit Connection(int descriptor) : descriptor_(descriptor) { QUORATE_CHECK(descriptor >= 0); }
  static Connection To(std::uint16_t port) {
    Connection made(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    const sockaddr_in place = Loopback(port);
    QUORATE_CHECK(::connect(made.descriptor_, Any(place), sizeof place) == 0);
    return made;
  }
  Connection(Connection&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;
  ~Connection() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }

  [[nodiscard]] int descriptor() const { return descriptor_; }
  // Stops without a word where the other side is gone.
  void Send(std::string_view bytes) const {
    while (!bytes.empty()) {
      const ssize_t sent = ::send(descriptor_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (sent <= 0) return;
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
  }
  // Until the other side closes, or `end` has come.
  [[nodiscard]] std::string Read(std::string_view end = {}) const {
    std::string all;
    char some[4'096];
    while (end.empty() || all.find(end) == std::string::npos) {
      const ssize_t got = ::recv(descriptor_, some, sizeof some, 0);
      if (got <= 0) break;
      all.append(some, static_cast<std::size_t>(got));
    }
    return all;
  }

  static sockaddr_in Loopback(std::uint16_t port) {
    sockaddr_in place{};
    place.sin_family = AF_INET;
    place.sin_port = htons(port);
    place.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return place;
  }
  static const sockaddr* Any(const sockaddr_in& place) {
    return reinterpret_cast<const sockaddr*>(&place);
  }

 private:
  int descriptor_;
};

// Listens on a free port and accepts nobody by itself.
class Listener {
 public:
  Listener() : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in place = Connection::Loopback(0);
    socklen_t size = sizeof place;
    QUORATE_CHECK(::bind(socket_.descriptor(), Connection::Any(place), size) == 0);
    QUORATE_CHECK(::listen(socket_.descriptor(), 8) == 0);
    QUORATE_CHECK(::getsockname(socket_.descriptor(), reinterpret_cast<sockaddr*>(&place), &size) ==
                  0);
    port_ = ntohs(place.sin_port);
  }

  [[nodiscard]] std::uint16_t port() const { return port_; }
  [[nodiscard]] Connection Accept() const {
    return Connection(::accept(socket_.descriptor(), nullptr, nullptr));
  }

 private:
  Connection socket_;
  std::uint16_t port_ = 0;
};

// Answers one connection with the same bytes whatever it is asked.
class CannedAnswer {
 public:
  explicit CannedAnswer(std::string bytes)
      : thread_([this, bytes = std::move(bytes)] {
          const Connection asked = listener_.Accept();
          static_cast<void>(asked.Read("\r\n\r\n"));
          asked.Send(bytes);
          ::shutdown(asked.descriptor(), SHUT_WR);
          static_cast<void>(asked.Read());
        }) {}
  CannedAnswer(const CannedAnswer&) = delete;
  CannedAnswer& operator=(const CannedAnswer&) = delete;
  ~CannedAnswer() { thread_.join(); }

  [[nodiscard]] std::string url() const {
    return "http://127.0.0.1:" + std::to_string(listener_.port());
  }

 private:
  Listener listener_;
  std::thread thread_;
};

}  // namespace quorate::support
