#include "services/store/refusals.h"

namespace quorate::services {

using engine::Reason;
using engine::Refuse;

tl::unexpected<engine::Error> RefuseStale(const StudyAppend& append, std::uint64_t size) {
  return Refuse(Reason::kStaleEtag,
                "study " + append.study,
                "its log has " + std::to_string(size) +
                    " entries and the new ones were to begin at " + std::to_string(append.first) +
                    "; read what was added and try again");
}

tl::unexpected<engine::Error> RefuseRequest(const std::string& study,
                                            const RequestRecord& request) {
  return Refuse(Reason::kAlreadyExists,
                "study " + study + ", request_id",
                "request " + request.request_id + " was answered already; ask for its reply");
}

// The external id may say who somebody is, so the message does not repeat it.
tl::unexpected<engine::Error> RefuseLink(const std::string& study) {
  return Refuse(Reason::kAlreadyExists,
                "study " + study + ", external_id",
                "it stands for a participant already; look up whom, or use another");
}

tl::unexpected<engine::Error> RefuseFork(std::string_view study, std::uint64_t size) {
  return Refuse(Reason::kForkRefused,
                "study " + std::string(study),
                "another checkpoint of size " + std::to_string(size) +
                    " is kept already; two that differ would be proof of a changed history");
}

tl::unexpected<engine::Error> RefusePrincipal() {
  return Refuse(Reason::kAlreadyExists,
                "principal",
                "its id or its token stands already; make both anew at random");
}

tl::unexpected<engine::Error> RefuseUnknownPrincipal(std::string_view id) {
  return Refuse(
      Reason::kInvalidArgument,
      "principal",
      "there is none with the id \"" + std::string(id) + "\"; list them to see which there are");
}

}  // namespace quorate::services
