#include "services/rpc/pager.h"

#include <algorithm>
#include <charconv>
#include <memory>

#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>

#include "engine/base/check.h"
#include "engine/log/digest.h"

namespace quorate::services::rpc {

namespace {

constexpr std::size_t kDigestLength = 16;

std::string DigestOf(const google::protobuf::Message& request) {
  const std::unique_ptr<google::protobuf::Message> rest(request.New());
  rest->CopyFrom(request);
  const auto* type = rest->GetDescriptor();
  rest->GetReflection()->ClearField(rest.get(), type->FindFieldByName("page_size"));
  rest->GetReflection()->ClearField(rest.get(), type->FindFieldByName("page_token"));
  const std::string bytes = type->full_name() + "\n" + CanonicalBytes(*rest);
  return engine::ToHex(engine::Sha256(bytes)).substr(0, kDigestLength);
}

tl::unexpected<engine::Error> RefuseToken() {
  return engine::Refuse(
      engine::Reason::kInvalidArgument,
      "page_token",
      "is not one that this list gave with the same arguments; begin again without it");
}

}  // namespace

std::string CanonicalBytes(const google::protobuf::Message& message) {
  std::string bytes;
  google::protobuf::io::StringOutputStream stream(&bytes);
  google::protobuf::io::CodedOutputStream out(&stream);
  out.SetSerializationDeterministic(true);
  message.SerializeToCodedStream(&out);
  out.Trim();
  return bytes;
}

engine::Result<Pager> Pager::Read(const google::protobuf::Message& request) {
  const auto* type = request.GetDescriptor();
  const auto* reflection = request.GetReflection();
  const auto* size_field = type->FindFieldByName("page_size");
  const auto* token_field = type->FindFieldByName("page_token");
  QUORATE_CHECK(size_field != nullptr && token_field != nullptr);

  const std::int32_t asked = reflection->GetInt32(request, size_field);
  if (asked < 0) {
    return engine::Refuse(engine::Reason::kInvalidArgument, "page_size", "must not be negative");
  }
  Pager pager;
  pager.size_ = static_cast<std::size_t>(asked == 0 ? kSizeDefault : std::min(asked, kSizeMax));
  pager.digest_ = DigestOf(request);
  const std::string token = reflection->GetString(request, token_field);
  if (token.empty()) return pager;

  const engine::Result<std::string> bytes = engine::FromBase64(token);
  if (!bytes || !bytes->starts_with(pager.digest_)) return RefuseToken();
  pager.position_ = bytes->substr(kDigestLength);
  const char* const end = pager.position_.data() + pager.position_.size();
  const auto [rest, problem] = std::from_chars(pager.position_.data(), end, pager.offset_);
  if (problem != std::errc() || rest != end) pager.offset_ = 0;
  return pager;
}

std::string Pager::TokenFor(std::string_view position) const {
  return engine::ToBase64(engine::Bytes(digest_ + std::string(position)));
}

}  // namespace quorate::services::rpc
