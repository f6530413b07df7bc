// Ids of requests: UUIDs by which the server knows a repeated request from a new one.

#pragma once

#include <string>
#include <string_view>

namespace quorate::cli {

// A random UUID (version 4) from the operating system's generator.
std::string FreshRequestId();

// A UUID (version 8) made of SHA-256 over `content`: the same content asks for the same thing,
// however often it is sent. `content` must say everything the request says.
std::string RequestIdOf(std::string_view content);

}  // namespace quorate::cli
