// Addresses of the web and of this machine, as a verb is told them.

#pragma once

#include <string>
#include <string_view>

#include "engine/base/result.h"

namespace quorate::cli {

// "witness.uni.example:443", "127.0.0.1:0", "[::1]:8380".
struct HostPort {
  std::string host;  // A name or an address; an IPv6 one without its brackets.
  std::string port;  // A decimal up to 65535; empty where none was named.

  // Refuses with kInvalidArgument whatever is no host, and a port that is none.
  static engine::Result<HostPort> Parse(std::string_view text);
  // With the brackets that an IPv6 address needs; without a colon where there is no port.
  [[nodiscard]] std::string ToString() const;
};

enum class Scheme { kHttp, kHttps };

struct HttpUrl {
  Scheme scheme = Scheme::kHttp;
  HostPort at;       // With its port, 80 or 443 where none was named.
  std::string path;  // Empty, or '/' and more, without a '/' at its end.

  // Reads http:// and https://. Refuses with kInvalidArgument, saying what to give instead, another
  // scheme, a name or password in it, port 0, and what follows a '?' or '#', since nothing that is
  // asked here has such parts.
  static engine::Result<HttpUrl> Parse(std::string_view text);
  // Without a port that the scheme implies.
  [[nodiscard]] std::string ToString() const;
  // What the Host header says.
  [[nodiscard]] std::string Authority() const;
};

}  // namespace quorate::cli
