#include "clients/cli/bundle.h"
#include "clients/cli/fetch_bundle.h"
#include "clients/cli/verb.h"
#include "engine/base/json.h"

namespace quorate::cli {

using engine::Reason;
using engine::Refuse;
using engine::Status;

void AddPublishVerb(CLI::App& app, Invocation& invocation) {
  Verb publish(app,
               invocation,
               "publish",
               "Writes a study's whole record into a folder that anybody can check without "
               "Quorate. The public "
               "tier holds no ballots; the auditor tier holds all of them.",
               "quorate publish knee-pain --tier public --out knee-pain-record");
  const auto study = publish.Argument("STUDY", "the study's label");
  const auto tier = publish.Option<std::string>("--tier", "public or auditor (public)", "public");
  const auto out =
      publish.Needed("--out", "the folder to write; an older bundle of this study is replaced");
  const auto request_id = publish.Option(
      "--request-id", "a UUID of yours; given again, it fetches the same publication again");
  publish.Runs([=](const Session& session, const Terminal& terminal) -> Status {
    if (*tier != "public" && *tier != "auditor") {
      return Refuse(Reason::kInvalidArgument, "--tier", "must be public or auditor");
    }
    const auto chosen = *tier == "public" ? engine::Tier::kPublic : engine::Tier::kAuditor;
    QUORATE_ASSIGN_OR_RETURN(const BundleParts parts,
                             FetchBundle(session, *study, chosen, *request_id));
    QUORATE_RETURN_IF_ERROR(WriteBundle(*out, parts));
    if (terminal.json) {
      engine::Json answer;
      answer["bundle"] = *out;
      answer["entries"] = static_cast<std::int64_t>(parts.leaves.size());
      answer["openings"] = static_cast<std::int64_t>(parts.openings.size());
      std::cout << WriteJson(answer) << "\n";
      return {};
    }
    std::cout << "Wrote " << *out << ": " << parts.leaves.size() << " entries, "
              << parts.openings.size() << " openings.\nCheck it: quorate verify " << *out << "\n";
    return {};
  });
}

}  // namespace quorate::cli
