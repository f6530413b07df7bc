#include "clients/cli/witness_asking.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "clients/cli/bundle_folder.h"
#include "clients/cli/bundle_proofs.h"
#include "clients/cli/cosigning.h"
#include "clients/cli/http_post.h"
#include "clients/cli/proof_verbs.h"
#include "clients/cli/witness_flags.h"
#include "engine/base/text.h"
#include "engine/log/decimal.h"
#include "engine/log/witness.h"

namespace quorate::cli {

namespace {

using engine::Reason;
using engine::Refuse;
using engine::Result;
using engine::WitnessCode;

constexpr std::string_view kCall = "/add-checkpoint";
constexpr std::size_t kSentenceBytesMax = 200;

// The first line of what it said, for a message.
std::string Sentence(const HttpAnswer& answer) {
  const std::string_view line(answer.body.data(),
                              std::min(answer.body.find('\n'), answer.body.size()));
  const std::string text(line.substr(0, kSentenceBytesMax));
  return text.empty() || !engine::IsUtf8(text) ? "" : ": \"" + Plain(text) + "\"";
}

bool IsCode(const HttpAnswer& answer, WitnessCode code) {
  return answer.code == static_cast<int>(code);
}

// The size that a 409 says the witness has cosigned; none where it says something else.
std::optional<std::uint64_t> SizeIn(const HttpAnswer& answer) {
  const std::string_view type = answer.content_type;
  if (!IsCode(answer, WitnessCode::kConflict) ||
      engine::Trim(type.substr(0, type.find(';'))) != "text/x.tlog.size" ||
      !answer.body.ends_with('\n'))
    return std::nullopt;
  return engine::ParseTreeDecimal(std::string_view(answer.body).substr(0, answer.body.size() - 1));
}

tl::unexpected<engine::Error> RefuseFork(const std::string& where, const HttpAnswer& answer) {
  return Refuse(Reason::kForkRefused,
                where,
                "has cosigned another history of this log, which this record does not extend (" +
                    std::to_string(answer.code) + Sentence(answer) +
                    "). Either it was shown a forged record or this one is forged: keep this "
                    "folder as it is, and compare it with what the witness and others hold");
}

// What any answer but a cosignature and a size means, and what to do.
tl::unexpected<engine::Error> RefuseAnswer(const std::string& where, const HttpAnswer& answer) {
  const std::string said = " (" + std::to_string(answer.code) + Sentence(answer) + ")";
  if (IsCode(answer, WitnessCode::kConflict) || IsCode(answer, WitnessCode::kBadProof))
    return RefuseFork(where, answer);
  if (IsCode(answer, WitnessCode::kBadSignature)) {
    return Refuse(
        Reason::kNotPermitted,
        where,
        "knows this log by another key" + said + "; send its keeper the log.vkey of this record");
  }
  if (IsCode(answer, WitnessCode::kUnknownLog)) {
    return Refuse(Reason::kUnknownStudy,
                  where,
                  "does not witness this log, or is no witness" + said +
                      "; send its keeper the log.vkey of this record, and look for a slip in the "
                      "address");
  }
  if (answer.code >= 500 || answer.code == 429)
    return Refuse(Reason::kUnavailable, where, "cannot answer now" + said + "; ask again later");
  if (answer.code >= 300 && answer.code < 400 && !answer.location.empty()) {
    return Refuse(Reason::kUnavailable,
                  where,
                  "points elsewhere" + said + "; if you trust it, ask there: " +
                      Plain(answer.location.substr(0, kSentenceBytesMax)));
  }
  return Refuse(Reason::kUnavailable,
                where,
                "does not answer as a witness" + said +
                    "; look for a slip in the address, or ask its keeper");
}

// Asks from `old_size` on.
Result<HttpAnswer> AskFrom(std::uint64_t old_size,
                           const BundleBytes& bundle,
                           const HttpUrl& url,
                           std::chrono::milliseconds patience) {
  const Result<std::string> request = ProveGrowth(bundle, old_size, 0);
  if (!request && old_size > 0 && request.error().reason == Reason::kUnknownEntry) {
    return Refuse(Reason::kForkRefused,
                  url.ToString(),
                  "has cosigned this log over " + std::to_string(old_size) +
                      " entries, more than this record holds; publish the newest and ask for that");
  }
  if (!request) return tl::unexpected(request.error());
  return Post(url, *request, patience);
}

}  // namespace

Result<HttpUrl> ParseWitnessUrl(std::string_view text) {
  QUORATE_ASSIGN_OR_RETURN(HttpUrl url, HttpUrl::Parse(text));
  if (!url.path.ends_with(kCall)) url.path += kCall;
  return url;
}

Result<WitnessesToAsk> ReadWitnesses(const std::vector<std::string>& urls,
                                     const std::vector<std::string>& keys) {
  if (urls.empty() && !keys.empty()) {
    return Refuse(Reason::kInvalidArgument,
                  "--witness-key",
                  "is given, but no --witness URL to ask; name where the witness is asked");
  }
  if (keys.size() < urls.size()) {
    return Refuse(
        Reason::kInvalidArgument,
        "--witness-key",
        "is given " + std::to_string(keys.size()) + " times for " + std::to_string(urls.size()) +
            " addresses; give the key of each witness, so that its answer can be checked");
  }
  WitnessesToAsk witnesses;
  for (const std::string& url : urls) {
    QUORATE_ASSIGN_OR_RETURN(HttpUrl read, ParseWitnessUrl(url));
    witnesses.urls.push_back(std::move(read));
  }
  QUORATE_ASSIGN_OR_RETURN(engine::WitnessPolicy policy, PolicyOf({keys, -1}));
  witnesses.keys = std::move(policy.witnesses);
  return witnesses;
}

Result<std::string> AskWitness(const BundleBytes& bundle,
                               const HttpUrl& url,
                               std::chrono::milliseconds patience) {
  QUORATE_ASSIGN_OR_RETURN(HttpAnswer answer, AskFrom(0, bundle, url, patience));
  // It has cosigned this log before: once more, from there.
  if (const auto size = SizeIn(answer); size && *size > 0) {
    QUORATE_ASSIGN_OR_RETURN(answer, AskFrom(*size, bundle, url, patience));
    if (SizeIn(answer)) {
      return Refuse(Reason::kUnavailable,
                    url.ToString(),
                    "has cosigned another checkpoint of this log in the meantime; ask again");
    }
  }
  if (IsCode(answer, WitnessCode::kCosigned)) return std::move(answer.body);
  return RefuseAnswer(url.ToString(), answer);
}

Result<std::vector<WitnessWord>> AskWitnesses(const std::string& folder,
                                              const WitnessesToAsk& witnesses,
                                              std::chrono::milliseconds patience) {
  QUORATE_ASSIGN_OR_RETURN(const BundleBytes bundle, ReadBundle(folder));
  std::vector<WitnessWord> words;
  std::string good;
  for (const HttpUrl& url : witnesses.urls) {
    WitnessWord word{url.ToString(), {}};
    const Result<std::string> lines = AskWitness(bundle, url, patience);
    if (!lines) {
      word.cosigned = tl::unexpected(lines.error());
    } else if (auto picked =
                   PickCosignatures(bundle.files.at("checkpoint"), *lines, witnesses.keys)) {
      word.cosigned = std::move(picked->by);
      good += picked->lines;
    } else {
      word.cosigned = Refuse(picked.error().reason,
                             word.url,
                             "answered, but " + picked.error().message +
                                 "; look whether --witness-key is that witness's key");
    }
    words.push_back(std::move(word));
  }
  if (!good.empty()) QUORATE_RETURN_IF_ERROR(PutCosignatures(folder, good, witnesses.keys));
  return words;
}

}  // namespace quorate::cli
