#include "clients/cli/request_id.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <random>
#include <span>

#include "engine/log/digest.h"

namespace quorate::cli {

namespace {

using Bytes16 = std::array<std::uint8_t, 16>;

std::string Spell(Bytes16 bytes, std::uint8_t version) {
  bytes[6] = static_cast<std::uint8_t>((bytes[6] & 0x0FU) | (version << 4U));
  bytes[8] = static_cast<std::uint8_t>((bytes[8] & 0x3FU) | 0x80U);
  std::string hex = engine::ToHex(bytes);
  for (const std::size_t place : {20U, 16U, 12U, 8U})
    hex.insert(place, 1, '-');
  return hex;
}

}  // namespace

std::string FreshRequestId() {
  thread_local std::random_device source;
  Bytes16 bytes{};
  for (std::size_t i = 0; i < bytes.size(); i += 4) {
    const std::uint32_t word = source();
    for (std::size_t j = 0; j < 4; ++j)
      bytes[i + j] = static_cast<std::uint8_t>(word >> (8 * j));
  }
  return Spell(bytes, 4);
}

std::string RequestIdOf(std::string_view content) {
  const engine::Digest digest = engine::Sha256(content);
  Bytes16 bytes{};
  std::copy_n(digest.begin(), bytes.size(), bytes.begin());
  return Spell(bytes, 8);
}

}  // namespace quorate::cli
