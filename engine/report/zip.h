// A ZIP archive whose bytes depend on its files alone (PKWARE APPNOTE 6.3): nothing is compressed,
// every time is 1980-01-01 00:00, and no extra field says anything about a machine.
//
// Why our own: a bundle is verified by writing it again and comparing bytes, so an archive must not
// change with the version of a library.

#pragma once

#include <span>
#include <string>

namespace quorate::engine {

struct ZipEntry {
  std::string path;  // ASCII, with '/' between folders.
  std::string bytes;
};

// The archive, its entries in this order. Requires fewer than 65,535 of them and less than 4 GiB.
std::string Zip(std::span<const ZipEntry> entries);

}  // namespace quorate::engine
