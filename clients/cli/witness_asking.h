// Asking witnesses over HTTP for their word about a published record (C2SP tlog-witness): the
// record's checkpoint goes to each, with a proof from what that witness has cosigned before, made
// from the record's own entries.

#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include "clients/cli/bundle.h"
#include "clients/cli/http_url.h"
#include "engine/base/result.h"
#include "engine/log/cosignature.h"

namespace quorate::cli {

inline constexpr std::chrono::milliseconds kWitnessPatience{30'000};

// Where one is asked: "https://witness.uni.example", a submission prefix, or the call's whole
// address, which ends in /add-checkpoint. Refuses as HttpUrl::Parse().
engine::Result<HttpUrl> ParseWitnessUrl(std::string_view text);

struct WitnessesToAsk {
  std::vector<HttpUrl> urls;
  std::vector<engine::CosignerKey> keys;  // Whose cosignatures are taken, from whichever address.
};

// Reads `--witness URL … --witness-key K …`. Refuses with kInvalidArgument fewer keys than
// addresses and keys without an address; the order of both is free.
engine::Result<WitnessesToAsk> ReadWitnesses(const std::vector<std::string>& urls,
                                             const std::vector<std::string>& keys);

// The lines with which a witness answers; not verified. Requires CheckIsBundle(). A refusal says
// what to do: kUnavailable where none answers, kForkRefused where the witness has seen another
// history or a longer one, kNotPermitted and kUnknownStudy where it does not know the log or its
// key, kCorruptLog for a record that does not verify or an answer that is none.
engine::Result<std::string> AskWitness(const BundleBytes& bundle,
                                       const HttpUrl& url,
                                       std::chrono::milliseconds patience = kWitnessPatience);

// What one of them came to.
struct WitnessWord {
  std::string url;
  engine::Result<std::vector<engine::Cosigned>> cosigned;
};

// Asks each in turn for its word about the bundle in `folder`, and puts all good cosignatures in
// place at once. Answers in the order of the addresses, whatever came; refuses only where the
// folder cannot be read or written.
engine::Result<std::vector<WitnessWord>> AskWitnesses(
    const std::string& folder,
    const WitnessesToAsk& witnesses,
    std::chrono::milliseconds patience = kWitnessPatience);

}  // namespace quorate::cli
