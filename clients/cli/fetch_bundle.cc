#include "clients/cli/fetch_bundle.h"

#include <utility>

#include "quorate/v1/log.grpc.pb.h"

#include "clients/cli/names.h"

namespace quorate::cli {

namespace {

using engine::Reason;
using engine::Refuse;
using engine::Result;
using engine::Status;
using Service = v1::LogService::Stub;

template <typename Request>
Request For(const std::string& study) {
  Request request;
  request.set_parent(StudyName(study));
  return request;
}

Status FetchEntries(const Session& session,
                    const std::string& study,
                    std::int64_t size,
                    BundleParts& parts) {
  QUORATE_ASSIGN_OR_RETURN(
      v1::ListEntriesResponse all,
      session.CallAll(&Service::ListEntries, For<v1::ListEntriesRequest>(study)));
  for (v1::LogEntry& entry : *all.mutable_entries()) {
    // What was added since the checkpoint is not covered by its signature.
    if (entry.sequence() >= size) break;
    parts.leaves.push_back(std::move(*entry.mutable_leaf()));
  }
  if (static_cast<std::int64_t>(parts.leaves.size()) == size) return {};
  return Refuse(Reason::kCorruptLog,
                "the server signed " + std::to_string(size) + " entries and handed out " +
                    std::to_string(parts.leaves.size()));
}

// The auditor tier holds every opening, the public one those that anybody may see.
Status FetchOpenings(const Session& session,
                     const std::string& study,
                     std::int64_t size,
                     BundleParts& parts) {
  QUORATE_ASSIGN_OR_RETURN(
      v1::ListOpeningsResponse all,
      parts.tier == engine::Tier::kAuditor
          ? session.CallAll(&Service::ListOpenings, For<v1::ListOpeningsRequest>(study))
          : session.CallAll(&Service::ListPublicOpenings,
                            For<v1::ListPublicOpeningsRequest>(study)));
  for (v1::Opening& opening : *all.mutable_openings()) {
    if (opening.sequence() < size) parts.openings.push_back(std::move(*opening.mutable_opening()));
  }
  return {};
}

Status FetchCheckpoints(const Session& session,
                        const std::string& study,
                        std::int64_t size,
                        BundleParts& parts) {
  QUORATE_ASSIGN_OR_RETURN(
      const v1::ListCheckpointsResponse all,
      session.CallAll(&Service::ListCheckpoints, For<v1::ListCheckpointsRequest>(study)));
  for (const v1::Checkpoint& one : all.checkpoints()) {
    if (one.size() < size)
      parts.checkpoints.push_back({static_cast<std::uint64_t>(one.size()), one.note()});
  }
  return {};
}

}  // namespace

Result<BundleParts> FetchBundle(const Session& session,
                                const std::string& study,
                                engine::Tier tier,
                                const std::string& request_id) {
  BundleParts parts;
  parts.tier = tier;
  const bool whole = tier == engine::Tier::kAuditor;
  if (whole) {
    auto probe = For<v1::ListOpeningsRequest>(study);
    probe.set_page_size(1);
    auto allowed = session.Call(&Service::ListOpenings, probe);
    if (!allowed && allowed.error().reason == Reason::kNotPermitted) {
      return Refuse(Reason::kNotPermitted,
                    "the auditor tier holds every ballot, so it takes an auditor's token: quorate "
                    "token create " +
                        study + " --role auditor");
    }
    QUORATE_RETURN_IF_ERROR(allowed);
  }
  auto publish = For<v1::PublishBundleRequest>(study);
  publish.set_tier(whole ? v1::BUNDLE_TIER_AUDITOR : v1::BUNDLE_TIER_PUBLIC);
  publish.set_request_id(request_id);
  QUORATE_ASSIGN_OR_RETURN(const v1::Checkpoint checkpoint,
                           session.Call(&Service::PublishBundle, publish));
  parts.verifier_key = checkpoint.verifier_key();
  parts.checkpoint = checkpoint.note();
  QUORATE_RETURN_IF_ERROR(FetchEntries(session, study, checkpoint.size(), parts));
  QUORATE_RETURN_IF_ERROR(FetchOpenings(session, study, checkpoint.size(), parts));
  QUORATE_RETURN_IF_ERROR(FetchCheckpoints(session, study, checkpoint.size(), parts));
  return parts;
}

}  // namespace quorate::cli
