// Pages of a list: how much is asked for, where it begins, and the token that asks for the rest.

#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include <google/protobuf/message.h>

#include "engine/base/result.h"

namespace quorate::services::rpc {

// Read from any request that has `page_size` and `page_token`. A token is good for the same request
// only: it holds a digest of the request's type and of every other field.
class Pager {
 public:
  static constexpr std::int32_t kSizeDefault = 50;
  static constexpr std::int32_t kSizeMax = 1000;
  // A page ends here even if more was asked for: clients accept 4 MiB by default.
  static constexpr std::size_t kBytesMax = 1'000'000;

  // Refuses a size below 0 and a token that is not of this list.
  static engine::Result<Pager> Read(const google::protobuf::Message& request);

  // At most so many.
  [[nodiscard]] std::size_t size() const { return size_; }
  // Where this page begins; empty for the first one.
  [[nodiscard]] const std::string& position() const { return position_; }
  // The same as a count of what came before.
  [[nodiscard]] std::size_t offset() const { return offset_; }

  // The token for the page that begins at `position`.
  [[nodiscard]] std::string TokenFor(std::string_view position) const;

  // Adds elements [offset, total) by `add`, which returns the bytes it added, until the page is
  // full. Returns the token for the next page, or nothing at the end.
  template <typename Add>
  std::string Fill(std::size_t total, Add add) const {
    std::size_t bytes = 0;
    std::size_t next = offset_;
    while (next < total && next - offset_ < size_ && bytes < kBytesMax)
      bytes += add(next++);
    return next < total ? TokenFor(std::to_string(next)) : std::string();
  }

 private:
  std::size_t size_ = 0;
  std::size_t offset_ = 0;
  std::string position_;
  std::string digest_;  // Of the other fields.
};

// The bytes of `message`, the same on every run: what a digest of a request is made of.
std::string CanonicalBytes(const google::protobuf::Message& message);

}  // namespace quorate::services::rpc
