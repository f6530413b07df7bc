#include "clients/cli/bundle.h"
#include "clients/cli/fetch_bundle.h"
#include "clients/cli/verb.h"
#include "clients/cli/witness_asking.h"
#include "clients/cli/witness_flags.h"
#include "engine/base/json.h"

namespace quorate::cli {

namespace {

using engine::Reason;
using engine::Refuse;
using engine::Result;
using engine::Status;

engine::Json ToJson(const std::vector<WitnessWord>& words) {
  engine::Json::Array all;
  for (const WitnessWord& word : words) {
    engine::Json one;
    one["url"] = word.url;
    one["cosigned"] = word.cosigned.has_value();
    if (!word.cosigned) one["refused"] = word.cosigned.error().message;
    all.push_back(std::move(one));
  }
  return all;
}

std::string ToText(const std::vector<WitnessWord>& words) {
  std::string text;
  for (const WitnessWord& word : words) {
    if (word.cosigned) text += "Cosigned: " + CosignersText(*word.cosigned) + "\n";
  }
  return text;
}

// The refusal that tells of every witness that has not cosigned what is published by now.
Status AllCosigned(const std::string& folder, const std::vector<WitnessWord>& words) {
  engine::Error error;
  for (const WitnessWord& word : words) {
    if (word.cosigned) continue;
    error.reason = word.cosigned.error().reason;
    error.violations.push_back({"", word.cosigned.error().message});
  }
  if (error.violations.empty()) return {};
  error.message = folder + " is published all the same, but " +
                  std::to_string(error.violations.size()) + " of " + std::to_string(words.size()) +
                  " witnesses did not cosign it. Mend what stands below and ask again, without "
                  "publishing again: quorate witness ask " +
                  folder + " URL --witness-key KEY";
  return tl::unexpected(std::move(error));
}

Status Show(const std::string& folder,
            const BundleParts& parts,
            const WitnessesToAsk& witnesses,
            const Terminal& terminal) {
  if (!terminal.json) {
    std::cout << "Wrote " << folder << ": " << parts.leaves.size() << " entries, "
              << parts.openings.size() << " openings.\nCheck it: quorate verify " << folder << "\n"
              << std::flush;
  }
  std::vector<WitnessWord> words;
  Status asked;
  if (!witnesses.urls.empty()) {
    Result<std::vector<WitnessWord>> answered = AskWitnesses(folder, witnesses);
    if (answered) {
      words = *std::move(answered);
      asked = AllCosigned(folder, words);
    } else {
      asked = tl::unexpected(answered.error());
    }
  }
  if (terminal.json) {
    engine::Json answer;
    answer["bundle"] = folder;
    answer["entries"] = static_cast<std::int64_t>(parts.leaves.size());
    answer["openings"] = static_cast<std::int64_t>(parts.openings.size());
    if (!witnesses.urls.empty()) answer["witnesses"] = ToJson(words);
    std::cout << WriteJson(answer) << "\n";
  } else {
    std::cout << ToText(words);
  }
  return asked;
}

}  // namespace

void AddPublishVerb(CLI::App& app, Invocation& invocation) {
  Verb publish(app,
               invocation,
               "publish",
               "Writes a study's whole record into a folder that anybody can check without "
               "Quorate. The public "
               "tier holds no ballots; the auditor tier holds all of them. With --witness, others "
               "are asked to cosign it: exit code 1 "
               "if one of them has not, though the record is then published.",
               "quorate publish knee-pain --tier public --out knee-pain-record\n"
               "  quorate publish knee-pain --out knee-pain-record --witness "
               "https://witness.uni.example --witness-key witness.vkey");
  const auto study = publish.Argument("STUDY", "the study's label");
  const auto tier = publish.Option<std::string>("--tier", "public or auditor (public)", "public");
  const auto out =
      publish.Needed("--out", "the folder to write; an older bundle of this study is replaced");
  const auto request_id = publish.Option(
      "--request-id", "a UUID of yours; given again, it fetches the same publication again");
  const auto urls = publish.Repeated(
      "--witness", "where a witness is asked over HTTP to cosign; may be given several times");
  const auto keys = publish.Repeated(
      "--witness-key", "its key, or a file with it; one for each --witness, in any order");
  publish.Runs([=](const Session& session, const Terminal& terminal) -> Status {
    if (*tier != "public" && *tier != "auditor") {
      return Refuse(Reason::kInvalidArgument, "--tier", "must be public or auditor");
    }
    const auto chosen = *tier == "public" ? engine::Tier::kPublic : engine::Tier::kAuditor;
    QUORATE_ASSIGN_OR_RETURN(const WitnessesToAsk witnesses, ReadWitnesses(*urls, *keys));
    QUORATE_ASSIGN_OR_RETURN(const BundleParts parts,
                             FetchBundle(session, *study, chosen, *request_id));
    QUORATE_RETURN_IF_ERROR(WriteBundle(*out, parts));
    return Show(*out, parts, witnesses, terminal);
  });
}

}  // namespace quorate::cli
