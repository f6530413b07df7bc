#include "engine/base/tar.h"

#include <algorithm>

#include "engine/base/check.h"
#include "engine/base/relative_path.h"

namespace quorate::engine {

namespace {

// Where the fields of a header stand.
constexpr std::size_t kNameBytes = 100;
constexpr std::size_t kMode = 100;
constexpr std::size_t kOwner = 108;
constexpr std::size_t kGroup = 116;
constexpr std::size_t kSize = 124;
constexpr std::size_t kTime = 136;
constexpr std::size_t kChecksum = 148;
constexpr std::size_t kType = 156;
constexpr std::size_t kMagic = 257;
constexpr std::size_t kNumberBytes = 12;
constexpr std::uint64_t kOctalMax = (std::uint64_t{1} << 33U) - 1;

void PutOctal(std::uint64_t value, std::size_t at, std::size_t width, std::string& block) {
  block[at + width - 1] = '\0';
  for (std::size_t i = width - 1; i-- > 0; value >>= 3U)
    block[at + i] = static_cast<char>('0' + (value & 7U));
}

// The sum of all bytes, those of the sum itself taken as blanks.
std::uint64_t ChecksumOf(std::string_view block) {
  std::uint64_t sum = 0;
  for (std::size_t i = 0; i < block.size(); ++i) {
    const bool own = i >= kChecksum && i < kChecksum + 8;
    sum += own ? std::uint64_t{' '} : static_cast<unsigned char>(block[i]);
  }
  return sum;
}

std::optional<std::uint64_t> ReadNumber(std::string_view field) {
  std::uint64_t value = 0;
  if (static_cast<unsigned char>(field.front()) == 0x80U) {
    for (const char c : field.substr(field.size() - 8))
      value = value << 8U | static_cast<unsigned char>(c);
    return value;
  }
  for (const char c : field) {
    if (c == '\0' || c == ' ') break;
    if (c < '0' || c > '7') return std::nullopt;
    value = value << 3U | static_cast<std::uint64_t>(c - '0');
  }
  return value;
}

tl::unexpected<Error> Damaged(std::string message) {
  return Refuse(Reason::kUnreadable, "archive", std::move(message));
}

}  // namespace

std::string TarHeader(const TarFile& file, Instant modified) {
  QUORATE_CHECK(CheckTarName(file.name).has_value());
  std::string block(kTarBlock, '\0');
  std::ranges::copy(file.name, block.begin());
  PutOctal(0600, kMode, 8, block);
  PutOctal(0, kOwner, 8, block);
  PutOctal(0, kGroup, 8, block);
  if (file.size <= kOctalMax) {
    PutOctal(file.size, kSize, kNumberBytes, block);
  } else {
    block[kSize] = '\x80';
    for (std::size_t i = 0; i < 8; ++i)
      block[kSize + 4 + i] = static_cast<char>(file.size >> (56 - 8 * i) & 0xFFU);
  }
  PutOctal(static_cast<std::uint64_t>(std::max<std::int64_t>(modified.seconds, 0)),
           kTime,
           kNumberBytes,
           block);
  block[kType] = '0';
  std::ranges::copy(std::string_view("ustar\0"
                                     "00",
                                     8),
                    block.begin() + static_cast<std::ptrdiff_t>(kMagic));
  PutOctal(ChecksumOf(block), kChecksum, 7, block);
  block[kChecksum + 7] = ' ';
  return block;
}

std::string TarPadding(std::uint64_t size) {
  return std::string((kTarBlock - size % kTarBlock) % kTarBlock, '\0');
}

std::string TarEnd() {
  return std::string(2 * kTarBlock, '\0');
}

Result<std::optional<TarFile>> ReadTarHeader(std::string_view block) {
  if (block.size() != kTarBlock) return Damaged("ends in the middle; copy it again");
  if (std::ranges::all_of(block, [](char c) { return c == '\0'; })) return std::nullopt;
  const auto sum = ReadNumber(block.substr(kChecksum, 8));
  if (!sum || *sum != ChecksumOf(block)) return Damaged("a file's heading is damaged");
  if (block[kType] != '0' && block[kType] != '\0')
    return Damaged("holds something that is no plain file");
  const auto size = ReadNumber(block.substr(kSize, kNumberBytes));
  if (!size) return Damaged("a file's size is damaged");
  const std::string_view name = block.substr(0, kNameBytes);
  TarFile file{std::string(name.substr(0, name.find('\0'))), *size};
  QUORATE_RETURN_IF_ERROR(CheckTarName(file.name));
  return file;
}

Status CheckTarName(std::string_view name) {
  const bool good =
      name.size() <= kNameBytes && IsRelativePath(name) && name.find(' ') == std::string_view::npos;
  if (good) return {};
  return Refuse(Reason::kUnreadable,
                "archive",
                "holds a file whose name is not a plain relative path of printable ASCII");
}

}  // namespace quorate::engine
