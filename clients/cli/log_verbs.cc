#include <algorithm>
#include <charconv>
#include <chrono>
#include <thread>

#include "quorate/v1/log.grpc.pb.h"

#include "clients/cli/bundle_folder.h"
#include "clients/cli/bundle_proofs.h"
#include "clients/cli/names.h"
#include "clients/cli/output_file.h"
#include "clients/cli/verb.h"
#include "engine/base/json.h"
#include "engine/log/digest.h"
#include "engine/log/growth.h"
#include "engine/log/receipt.h"

namespace quorate::cli {

namespace {

using engine::Reason;
using engine::Refuse;
using engine::Status;
using Service = v1::LogService::Stub;

std::string Member(const engine::Json& entry, std::string_view name) {
  const engine::Json* member = entry.Find(name);
  return member != nullptr && member->string() != nullptr ? *member->string() : "";
}

// "12  2026-11-23T21:00:00Z  facilitator/3f  round.opened".
std::string Describe(const v1::LogEntry& entry) {
  std::string text = std::to_string(entry.sequence()) + "  ";
  if (entry.withheld()) return text + "(kept back until the study is concluded)\n";
  const auto json = engine::ParseJson(entry.leaf());
  if (!json) return text + OneLine(entry.leaf()) + "\n";
  return text + Member(*json, "t") + "  " + Member(*json, "actor") + "  " + Member(*json, "kind") +
         "\n";
}

void AddEntries(CLI::App& noun, Invocation& invocation) {
  Verb entries(noun,
               invocation,
               "entries",
               "Prints the decision log, oldest entry first.",
               "quorate log entries knee-pain --from 10");
  const auto study = entries.Argument("STUDY", "the study's label");
  const auto from = entries.Option<std::int64_t>("--from", "begin at this entry", 0);
  const auto lines = entries.Flag("--lines", "print the exact lines that are hashed");
  entries.Runs([=](const Session& session, const Terminal& terminal) -> Status {
    v1::ListEntriesRequest request;
    request.set_parent(StudyName(*study));
    request.set_first_sequence(*from);
    QUORATE_ASSIGN_OR_RETURN(const v1::ListEntriesResponse all,
                             session.CallAll(&Service::ListEntries, request));
    if (*lines) {
      for (const v1::LogEntry& entry : all.entries())
        std::cout << entry.leaf() << "\n";
      return {};
    }
    terminal.Show(all, [&] {
      std::string text;
      for (const v1::LogEntry& entry : all.entries())
        text += Describe(entry);
      return text;
    });
    return {};
  });
}

engine::Result<v1::Checkpoint> CheckpointAt(const Session& session,
                                            const std::string& study,
                                            std::int64_t size) {
  v1::GetCheckpointRequest request;
  request.set_parent(StudyName(study));
  request.set_size(size);
  return session.Call(&Service::GetCheckpoint, request);
}

void AddCheckpoint(CLI::App& noun, Invocation& invocation) {
  Verb checkpoint(noun,
                  invocation,
                  "checkpoint",
                  "Prints the signed statement of what the log holds now.",
                  "quorate log checkpoint knee-pain");
  const auto study = checkpoint.Argument("STUDY", "the study's label");
  const auto size = checkpoint.Option<std::int64_t>(
      "--size", "over so many entries, as the log was then; left out, all", 0);
  checkpoint.Runs([=](const Session& session, const Terminal& terminal) -> Status {
    QUORATE_ASSIGN_OR_RETURN(const v1::Checkpoint answer, CheckpointAt(session, *study, *size));
    terminal.Show(answer, [&] { return answer.note(); });
    return {};
  });
}

engine::Path PathOf(const google::protobuf::RepeatedPtrField<std::string>& hashes) {
  engine::Path path;
  for (const std::string& hash : hashes) {
    engine::Digest digest{};
    std::copy_n(hash.begin(), std::min(hash.size(), digest.size()), digest.begin());
    path.push_back(digest);
  }
  return path;
}

// The proof as a file. A line that is kept back until the study is concluded is left out.
engine::Result<std::string> FetchProof(const Session& session,
                                       const std::string& study,
                                       std::int64_t entry,
                                       std::int64_t size) {
  QUORATE_ASSIGN_OR_RETURN(const v1::Checkpoint checkpoint, CheckpointAt(session, study, size));
  v1::GetInclusionProofRequest request;
  request.set_parent(StudyName(study));
  request.set_sequence(entry);
  request.set_size(checkpoint.size());
  QUORATE_ASSIGN_OR_RETURN(const v1::InclusionProof answer,
                           session.Call(&Service::GetInclusionProof, request));
  v1::ListEntriesRequest list;
  list.set_parent(StudyName(study));
  list.set_first_sequence(entry);
  list.set_page_size(1);
  QUORATE_ASSIGN_OR_RETURN(const v1::ListEntriesResponse page,
                           session.Call(&Service::ListEntries, list));
  engine::Receipt proof;
  if (page.entries_size() > 0) proof.leaf = page.entries(0).leaf();
  proof.index = static_cast<std::uint64_t>(answer.sequence());
  proof.path = PathOf(answer.hashes());
  proof.checkpoint = checkpoint.note();
  return PrintReceipt(proof);
}

engine::Result<std::string> FetchGrowth(const Session& session,
                                        const std::string& study,
                                        std::int64_t old_size,
                                        std::int64_t new_size) {
  QUORATE_ASSIGN_OR_RETURN(const v1::Checkpoint checkpoint, CheckpointAt(session, study, new_size));
  engine::Growth growth{static_cast<std::uint64_t>(old_size), {}, checkpoint.note()};
  if (old_size > 0) {
    v1::GetConsistencyProofRequest request;
    request.set_parent(StudyName(study));
    request.set_old_size(old_size);
    request.set_new_size(checkpoint.size());
    QUORATE_ASSIGN_OR_RETURN(const v1::ConsistencyProof answer,
                             session.Call(&Service::GetConsistencyProof, request));
    growth.path = PathOf(answer.hashes());
  }
  return PrintGrowth(growth);
}

// What `make` makes of the bundle, into the file or onto standard output.
int FromBundle(const std::string& folder,
               const std::string& out,
               const std::function<engine::Result<std::string>(const BundleBytes&)>& make) {
  const auto saved = [&]() -> Status {
    QUORATE_ASSIGN_OR_RETURN(const BundleBytes bundle, ReadBundle(folder));
    QUORATE_ASSIGN_OR_RETURN(const std::string text, make(bundle));
    return SaveOrPrint(out, text);
  }();
  if (saved) return 0;
  std::cerr << Explain(saved.error());
  return 1;
}

void AddProof(CLI::App& noun, Invocation& invocation) {
  Verb proof(noun,
             invocation,
             "proof",
             "Proves that an entry is in the log. The file (a C2SP tlog-proof, without the entry's "
             "opening) is checked by `quorate verify receipt`, without a server.",
             "quorate log proof knee-pain --entry 12 --out entry-12.tlog-proof\n"
             "  quorate log proof --bundle knee-pain-record --entry 12");
  const auto study = proof.Words("STUDY", "the study's label; none with --bundle");
  const auto bundle = proof.Option("--bundle", "a published record's folder, in place of a server");
  const auto entry = proof.Needed<std::uint32_t>("--entry", "the entry to prove");
  const auto size = proof.Option<std::uint32_t>(
      "--size", "under the checkpoint over so many entries; left out, the newest", 0);
  const auto out = proof.Option("--out", "the file to write; left out, standard output");
  proof.RunsEither([=] { return !bundle->empty(); },
                   [=] {
                     return FromBundle(*bundle, *out, [&](const BundleBytes& bytes) {
                       return ProveEntry(bytes, *entry, *size);
                     });
                   },
                   [=](const Session& session, const Terminal&) -> Status {
                     if (study->size() != 1) {
                       return Refuse(Reason::kInvalidArgument, "name one STUDY, or a --bundle");
                     }
                     QUORATE_ASSIGN_OR_RETURN(const std::string text,
                                              FetchProof(session, study->front(), *entry, *size));
                     return SaveOrPrint(*out, text);
                   });
}

// The sizes on the command line, behind the study where a server is asked.
struct Sizes {
  std::int64_t older = 0;
  std::int64_t newer = 0;  // 0: the newest.
};

engine::Result<Sizes> SizesIn(const std::vector<std::string>& words, std::size_t first) {
  if (words.size() < first + 1 || words.size() > first + 2) {
    return Refuse(Reason::kInvalidArgument, "give STUDY OLD [NEW], or --bundle DIR OLD [NEW]");
  }
  Sizes sizes;
  for (std::size_t i = first; i < words.size(); ++i) {
    std::int64_t& size = i == first ? sizes.older : sizes.newer;
    const char* const end = words[i].data() + words[i].size();
    const auto read = std::from_chars(words[i].data(), end, size);
    if (read.ec != std::errc() || read.ptr != end || size < 0) {
      return Refuse(Reason::kInvalidArgument, words[i], "is no size of a log");
    }
  }
  return sizes;
}

void AddConsistency(CLI::App& noun, Invocation& invocation) {
  Verb consistency(noun,
                   invocation,
                   "consistency",
                   "Proves that the log only grew between two sizes. The file carries the newer "
                   "checkpoint; whoever kept the older one checks it with `quorate verify "
                   "consistency`. It is also what a witness is asked with (`quorate witness "
                   "cosign`).",
                   "quorate log consistency knee-pain 40 120 --out growth\n"
                   "  quorate log consistency --bundle knee-pain-record 40");
  const auto words = consistency.Words("STUDY OLD NEW",
                                       "the study's label, none with --bundle; "
                                       "the older size; the newer, or now");
  const auto bundle =
      consistency.Option("--bundle", "a published record's folder, in place of a server");
  const auto out = consistency.Option("--out", "the file to write; left out, standard output");
  consistency.RunsEither(
      [=] { return !bundle->empty(); },
      [=] {
        return FromBundle(
            *bundle, *out, [&](const BundleBytes& bytes) -> engine::Result<std::string> {
              QUORATE_ASSIGN_OR_RETURN(const Sizes sizes, SizesIn(*words, 0));
              return ProveGrowth(bytes,
                                 static_cast<std::uint64_t>(sizes.older),
                                 static_cast<std::uint64_t>(sizes.newer));
            });
      },
      [=](const Session& session, const Terminal&) -> Status {
        QUORATE_ASSIGN_OR_RETURN(const Sizes sizes, SizesIn(*words, 1));
        QUORATE_ASSIGN_OR_RETURN(const std::string text,
                                 FetchGrowth(session, words->front(), sizes.older, sizes.newer));
        return SaveOrPrint(*out, text);
      });
}

// One connection's worth of watching; `last` is the last entry printed, and moves on.
grpc::Status WatchOnce(const Session& session,
                       const Terminal& terminal,
                       const std::string& parent,
                       std::int64_t& last) {
  const auto stub = v1::LogService::NewStub(session.channel());
  grpc::ClientContext context;
  session.Sign(context);
  v1::WatchEntriesRequest request;
  request.set_parent(parent);
  if (last >= 0) request.set_after_sequence(last);
  const auto reader = stub->WatchEntries(&context, request);
  v1::WatchEntriesResponse event;
  while (reader->Read(&event)) {
    if (!event.has_entry()) continue;
    last = event.entry().sequence();
    std::cout << (terminal.json ? ToJsonText(event.entry()) : Describe(event.entry()))
              << std::flush;
  }
  return reader->Finish();
}

}  // namespace

void AddLogVerbs(CLI::App& app, Invocation& invocation) {
  CLI::App& noun = AddNoun(app, "log", "The decision log: entries, signed checkpoints, proofs");
  AddEntries(noun, invocation);
  AddCheckpoint(noun, invocation);
  AddProof(noun, invocation);
  AddConsistency(noun, invocation);

  Verb watch(app,
             invocation,
             "watch",
             "Prints each new entry of the log as it happens, until Ctrl-C.",
             "quorate watch knee-pain");
  const auto study = watch.Argument("STUDY", "the study's label");
  const auto after =
      watch.Option<std::int64_t>("--after", "the last entry you have; left out, none", -1);
  watch.Runs([=](const Session& session, const Terminal& terminal) -> Status {
    std::int64_t last = *after;
    for (;;) {
      const std::int64_t before = last;
      const grpc::Status ended = WatchOnce(session, terminal, StudyName(*study), last);
      const bool lost = ended.error_code() == grpc::StatusCode::UNAVAILABLE;
      // A server that was there and went away may come back; one that was never there will not.
      if (!lost || (before == last && last < 0)) return tl::unexpected(session.ErrorOf(ended));
      std::cerr << "Lost the connection; trying again.\n";
      std::this_thread::sleep_for(std::chrono::seconds(1));
    }
  });
}

}  // namespace quorate::cli
