#include "tests/support/api_client.h"

#include <atomic>
#include <cstdio>

#include "google/rpc/error_details.pb.h"

namespace quorate::support {

std::string NewRequestId() {
  static std::atomic<unsigned> count = 0;
  char text[37];
  std::snprintf(text, sizeof text, "6f1c1f9e-2f0b-4f43-9a53-%012x", ++count);
  return text;
}

google::rpc::Status DetailsOf(const grpc::Status& status) {
  google::rpc::Status details;
  EXPECT_TRUE(details.ParseFromString(status.error_details()));
  return details;
}

std::string ReasonOf(const grpc::Status& status) {
  const google::rpc::Status details = DetailsOf(status);
  google::rpc::ErrorInfo info;
  for (const auto& detail : details.details()) {
    if (detail.UnpackTo(&info)) return info.reason();
  }
  return {};
}

bool CompleteRequestId(google::protobuf::Message& request) {
  const auto* field = request.GetDescriptor()->FindFieldByName("request_id");
  if (field == nullptr) return false;
  const auto* reflection = request.GetReflection();
  if (reflection->GetString(request, field).empty())
    reflection->SetString(&request, field, NewRequestId());
  return true;
}

}  // namespace quorate::support
