#include "clients/cli/kept_signatures.h"

#include <algorithm>
#include <map>

#include "engine/log/note.h"

namespace quorate::cli {

namespace {

bool AreOfOneKey(const engine::NoteSignature& a, const engine::NoteSignature& b) {
  return a.name == b.name && a.id == b.id;
}

}  // namespace

std::string WithSignaturesOf(std::string_view older, const std::string& note) {
  const auto from = engine::TakeApart(older);
  const auto to = engine::TakeApart(note);
  if (!from || !to || from->text != to->text || to->signatures.empty()) return note;
  std::string kept = note;
  for (const engine::NoteSignature& line : from->signatures) {
    const bool is_there = std::ranges::any_of(to->signatures, [&](const auto& own) {
      return AreOfOneKey(line, own) && own.bytes == line.bytes;
    });
    if (!is_there && !AreOfOneKey(line, to->signatures.front())) kept += PrintSignature(line);
  }
  // Together they may be more than a note may hold.
  return engine::TakeApart(kept) ? kept : note;
}

void KeepSignatures(const BundleBytes& older, BundleParts& parts) {
  std::map<std::string, std::string_view> notes;  // By what they sign.
  for (const auto& [path, bytes] : older.files) {
    if (path != "checkpoint" && !path.starts_with("checkpoints/")) continue;
    if (const auto note = engine::TakeApart(bytes)) notes.emplace(note->text, bytes);
  }
  const auto keep = [&](std::string& note) {
    const auto parted = engine::TakeApart(note);
    if (!parted) return;
    const auto found = notes.find(std::string(parted->text));
    if (found != notes.end()) note = WithSignaturesOf(found->second, note);
  };
  keep(parts.checkpoint);
  for (BundleCheckpoint& checkpoint : parts.checkpoints)
    keep(checkpoint.note);
}

}  // namespace quorate::cli
