#include <chrono>
#include <thread>

#include "quorate/v1/log.grpc.pb.h"

#include "clients/cli/names.h"
#include "clients/cli/verb.h"
#include "engine/base/json.h"
#include "engine/log/digest.h"

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

void AddCheckpoint(CLI::App& noun, Invocation& invocation) {
  Verb checkpoint(noun,
                  invocation,
                  "checkpoint",
                  "Prints the signed statement of what the log holds now.",
                  "quorate log checkpoint knee-pain");
  const auto study = checkpoint.Argument("STUDY", "the study's label");
  checkpoint.Runs([=](const Session& session, const Terminal& terminal) -> Status {
    v1::GetCheckpointRequest request;
    request.set_parent(StudyName(*study));
    QUORATE_ASSIGN_OR_RETURN(const v1::Checkpoint answer,
                             session.Call(&Service::GetCheckpoint, request));
    terminal.Show(answer, [&] { return answer.note(); });
    return {};
  });
}

template <typename Hashes>
std::string HexLines(const Hashes& hashes) {
  std::string text;
  for (const std::string& hash : hashes)
    text += engine::ToHex(engine::Bytes(hash)) + "\n";
  return text;
}

void AddProof(CLI::App& noun, Invocation& invocation) {
  Verb proof(noun,
             invocation,
             "proof",
             "Proves that an entry is in the log, or (--since) that the log only grew.",
             "quorate log proof knee-pain --entry 12\n  quorate log proof knee-pain --since 40");
  const auto study = proof.Argument("STUDY", "the study's label");
  const auto entry = proof.Option<std::int64_t>("--entry", "the entry to prove", -1);
  const auto since = proof.Option<std::int64_t>("--since", "an earlier size of the log", 0);
  const auto size =
      proof.Option<std::int64_t>("--size", "the size to prove it for; left out, now", 0);
  proof.Runs([=](const Session& session, const Terminal& terminal) -> Status {
    if ((*entry >= 0) == (*since > 0)) {
      return Refuse(Reason::kInvalidArgument, "give either --entry or --since");
    }
    if (*entry >= 0) {
      v1::GetInclusionProofRequest request;
      request.set_parent(StudyName(*study));
      request.set_sequence(*entry);
      request.set_size(*size);
      QUORATE_ASSIGN_OR_RETURN(const v1::InclusionProof answer,
                               session.Call(&Service::GetInclusionProof, request));
      terminal.Show(answer, [&] {
        return "entry " + std::to_string(answer.sequence()) + " of " +
               std::to_string(answer.size()) + "\nleaf hash " +
               engine::ToHex(engine::Bytes(answer.leaf_hash())) + "\n" + HexLines(answer.hashes());
      });
      return {};
    }
    v1::GetConsistencyProofRequest request;
    request.set_parent(StudyName(*study));
    request.set_old_size(*since);
    request.set_new_size(*size);
    QUORATE_ASSIGN_OR_RETURN(const v1::ConsistencyProof answer,
                             session.Call(&Service::GetConsistencyProof, request));
    terminal.Show(answer, [&] {
      return "size " + std::to_string(answer.old_size()) + " is the beginning of size " +
             std::to_string(answer.new_size()) + "\n" + HexLines(answer.hashes());
    });
    return {};
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
