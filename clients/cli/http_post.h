// One POST over HTTP or HTTPS: a question, an answer, and the connection is gone.

#pragma once

#include <chrono>
#include <string>

#include "clients/cli/http_url.h"
#include "engine/base/result.h"

namespace quorate::cli {

struct HttpAnswer {
  int code = 0;
  std::string content_type;  // As it came, with its parameters; empty where none was said.
  std::string location;      // Where a redirection points; it is not followed.
  std::string body;
};

// A longer body is refused: a witness's answer is a few lines.
inline constexpr std::size_t kAnswerBytesMax = 100'000;

// Answers whatever code comes back. An https certificate must be good for the host, by the
// authorities that OpenSSL trusts (the system's, or those that SSL_CERT_FILE names). `patience` is
// for all of it. Refuses with kUnavailable, naming the place and the mend: a name that is not
// known, nobody there, a certificate that is not good, no answer in time, one that is not HTTP.
engine::Result<HttpAnswer> Post(const HttpUrl& url,
                                const std::string& body,
                                std::chrono::milliseconds patience);

}  // namespace quorate::cli
