#include "engine/report/zip.h"

#include <cstdint>
#include <limits>

#include <boost/crc.hpp>

#include "engine/base/check.h"

namespace quorate::engine {

namespace {

constexpr std::uint32_t kLocalHeader = 0x04034B50;
constexpr std::uint32_t kCentralHeader = 0x02014B50;
constexpr std::uint32_t kEndOfDirectory = 0x06054B50;
constexpr std::uint16_t kVersion = 20;           // 2.0, the least that knows folders.
constexpr std::uint16_t kStored = 0;             // Not compressed.
constexpr std::uint16_t kMidnight = 0;           // 00:00:00.
constexpr std::uint16_t kFirstDay = 1 << 5 | 1;  // 1980-01-01, where the format's days begin.

void Append16(std::uint16_t value, std::string& out) {
  out += static_cast<char>(value & 0xFFU);
  out += static_cast<char>(value >> 8U);
}

void Append32(std::uint32_t value, std::string& out) {
  Append16(static_cast<std::uint16_t>(value & 0xFFFFU), out);
  Append16(static_cast<std::uint16_t>(value >> 16U), out);
}

std::uint32_t Crc32(const std::string& bytes) {
  boost::crc_32_type crc;
  crc.process_bytes(bytes.data(), bytes.size());
  return crc.checksum();
}

std::uint32_t SizeOf(const std::string& bytes) {
  QUORATE_CHECK(bytes.size() < std::numeric_limits<std::uint32_t>::max());
  return static_cast<std::uint32_t>(bytes.size());
}

// What the local and the central header have in common.
void AppendFacts(const ZipEntry& entry, std::string& out) {
  Append16(kVersion, out);
  Append16(0, out);  // No flags.
  Append16(kStored, out);
  Append16(kMidnight, out);
  Append16(kFirstDay, out);
  Append32(Crc32(entry.bytes), out);
  Append32(SizeOf(entry.bytes), out);
  Append32(SizeOf(entry.bytes), out);
  Append16(static_cast<std::uint16_t>(entry.path.size()), out);
  Append16(0, out);  // No extra field.
}

}  // namespace

std::string Zip(std::span<const ZipEntry> entries) {
  QUORATE_CHECK(entries.size() < std::numeric_limits<std::uint16_t>::max());
  std::string archive;
  std::string directory;
  for (const ZipEntry& entry : entries) {
    QUORATE_CHECK(entry.path.size() < std::numeric_limits<std::uint16_t>::max());
    Append32(kCentralHeader, directory);
    Append16(kVersion, directory);
    AppendFacts(entry, directory);
    Append16(0, directory);  // No comment.
    Append16(0, directory);  // The first and only disk.
    Append16(0, directory);  // No internal attributes.
    Append32(0, directory);  // No external attributes.
    Append32(SizeOf(archive), directory);
    directory += entry.path;

    Append32(kLocalHeader, archive);
    AppendFacts(entry, archive);
    archive += entry.path;
    archive += entry.bytes;
  }
  const std::uint32_t begin = SizeOf(archive);
  archive += directory;
  Append32(kEndOfDirectory, archive);
  Append16(0, archive);  // This disk.
  Append16(0, archive);  // The directory's disk.
  Append16(static_cast<std::uint16_t>(entries.size()), archive);
  Append16(static_cast<std::uint16_t>(entries.size()), archive);
  Append32(SizeOf(directory), archive);
  Append32(begin, archive);
  Append16(0, archive);  // No comment.
  return archive;
}

}  // namespace quorate::engine
