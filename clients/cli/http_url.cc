#include "clients/cli/http_url.h"

#include <algorithm>
#include <charconv>

#include "clients/cli/proof_verbs.h"

namespace quorate::cli {

namespace {

using engine::Reason;
using engine::Refuse;
using engine::Result;

constexpr std::size_t kHostBytesMax = 253;

bool IsNameCharacter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
         c == '-' || c == '_';
}

bool IsIpv6Character(char c) {
  return (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F') || (c >= '0' && c <= '9') || c == '.' ||
         c == ':';
}

bool IsPathCharacter(char c) {
  return c > 0x20 && c < 0x7F && c != '?' && c != '#' && c != '\\';
}

bool IsPort(std::string_view text) {
  int port = -1;
  const char* const end = text.data() + text.size();
  const auto [rest, problem] = std::from_chars(text.data(), end, port);
  return problem == std::errc() && rest == end && port >= 0 && port <= 65'535;
}

std::string_view ImpliedPort(Scheme scheme) {
  return scheme == Scheme::kHttps ? "443" : "80";
}

// Takes "http://" or "https://" off, in any case of letters.
Result<Scheme> TakeScheme(std::string_view whole, std::string_view& rest) {
  const std::size_t end = rest.find("://");
  std::string scheme(rest.substr(0, end == std::string_view::npos ? 0 : end));
  std::ranges::transform(
      scheme, scheme.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c; });
  if (scheme != "http" && scheme != "https") {
    return Refuse(Reason::kInvalidArgument,
                  Plain(whole),
                  "is no address; give one that begins with https:// or http://");
  }
  rest.remove_prefix(end + 3);
  return scheme == "https" ? Scheme::kHttps : Scheme::kHttp;
}

// Takes the host off `rest`; answers what is wrong with it, or nothing.
std::string TakeHost(std::string_view& rest, std::string& host) {
  if (rest.starts_with('[')) {
    const std::size_t end = rest.find(']');
    if (end == std::string_view::npos) return "lacks the ] of its address";
    host = rest.substr(1, end - 1);
    rest.remove_prefix(end + 1);
    if (host.find(':') == std::string::npos || !std::ranges::all_of(host, IsIpv6Character))
      return "has no IPv6 address between its brackets";
  } else {
    host = rest.substr(0, rest.find(':'));
    rest.remove_prefix(host.size());
    if (!std::ranges::all_of(host, IsNameCharacter))
      return "names no host: letters, digits, dots and hyphens; an IPv6 address in [ ]";
  }
  return host.empty() || host.size() > kHostBytesMax ? "names no host" : "";
}

}  // namespace

Result<HostPort> HostPort::Parse(std::string_view text) {
  HostPort parsed;
  std::string_view rest = text;
  std::string wrong = TakeHost(rest, parsed.host);
  if (wrong.empty() && !rest.empty()) {
    if (rest.starts_with(':') && IsPort(rest.substr(1))) {
      parsed.port = rest.substr(1);
    } else {
      wrong = "has no port from 0 to 65535 after its host";
    }
  }
  if (wrong.empty()) return parsed;
  return Refuse(Reason::kInvalidArgument, text.empty() ? "address" : Plain(text), wrong);
}

std::string HostPort::ToString() const {
  const bool is_ipv6 = host.find(':') != std::string::npos;
  return (is_ipv6 ? "[" + host + "]" : host) + (port.empty() ? "" : ":" + port);
}

Result<HttpUrl> HttpUrl::Parse(std::string_view text) {
  const auto refuse = [&](const std::string& what) {
    return Refuse(Reason::kInvalidArgument, Plain(text), what);
  };
  HttpUrl url;
  std::string_view rest = text;
  QUORATE_ASSIGN_OR_RETURN(url.scheme, TakeScheme(text, rest));
  const std::string_view authority = rest.substr(0, rest.find_first_of("/?#"));
  rest.remove_prefix(authority.size());
  // Not repeated: it may be a password.
  if (authority.find('@') != std::string_view::npos) {
    return Refuse(Reason::kInvalidArgument,
                  "the address",
                  "has an @; a witness asks for no name and password, so leave them out");
  }
  QUORATE_ASSIGN_OR_RETURN(url.at, HostPort::Parse(authority));
  if (url.at.port.empty()) url.at.port = ImpliedPort(url.scheme);
  if (url.at.port.find_first_not_of('0') == std::string::npos) return refuse("has port 0");
  if (!std::ranges::all_of(rest, IsPathCharacter))
    return refuse("may have a path of printable ASCII, without ? and #");
  while (rest.ends_with('/'))
    rest.remove_suffix(1);
  url.path = rest;
  return url;
}

std::string HttpUrl::ToString() const {
  return (scheme == Scheme::kHttps ? "https://" : "http://") + Authority() + path;
}

std::string HttpUrl::Authority() const {
  return HostPort{at.host, at.port == ImpliedPort(scheme) ? std::string() : at.port}.ToString();
}

}  // namespace quorate::cli
