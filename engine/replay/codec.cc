#include "engine/replay/codec.h"

#include <algorithm>
#include <utility>

#include "engine/base/text.h"
#include "engine/log/commitment.h"
#include "engine/log/digest.h"
#include "engine/log/leaf.h"
#include "engine/replay/codec_reader.h"
#include "engine/replay/codec_writer.h"
#include "engine/replay/kinds.h"

namespace quorate::engine {

namespace {

// An opening is the only place where the nonce ever stands. Deriving the nonces of one command from
// its entropy is as good as drawing each: nobody learns one from another without the entropy, which
// is fresh from the system for each command and forgotten after it.
std::string NonceFor(const Entropy& entropy, std::uint64_t sequence) {
  std::array<std::uint8_t, 8> number{};
  for (std::size_t i = 0; i < number.size(); ++i) {
    number[i] = static_cast<std::uint8_t>(sequence >> (8 * (number.size() - 1 - i)));
  }
  std::string text = "quorate/nonce/v1\n";
  text += Text(entropy);
  text += Text(number);
  return ToHex(Sha256(text));
}

bool IsActorId(std::string_view id) {
  return std::ranges::all_of(id,
                             [](char c) { return c > 0x20 && c < 0x7F && c != '"' && c != '\\'; });
}

template <typename Content>
std::string WriteOpening(Content& content,
                         std::string_view kind,
                         std::string_view nonce,
                         std::string_view study,
                         std::optional<Error>& error) {
  std::string line = R"({"content":)";
  FieldWriter(line, error).Object(content);
  line += R"(,"kind":)";
  AppendQuoted(kind, line);
  line += R"(,"nonce":)";
  AppendQuoted(nonce, line);
  line += R"(,"study":)";
  AppendQuoted(study, line);
  line += '}';
  return line;
}

template <typename Type>
void ReadOpening(std::string_view study, std::string_view kind, Cursor& in, Type& event) {
  in.Expect(R"({"content":)");
  FieldReader(in).Object(event.content.emplace());
  in.Expect(R"(,"kind":)");
  if (in.Word() != kind) in.Fail("the opening is of another kind than its entry");
  in.Expect(R"(,"nonce":)");
  in.DigestHex();
  in.Expect(R"(,"study":)");
  if (in.Word() != study) in.Fail("the opening is of another study");
  in.Expect("}");
  in.ExpectEnd();
}

std::string WriteLeaf(std::string_view study,
                      std::uint64_t sequence,
                      Entry& entry,
                      std::optional<Error>& error) {
  std::string leaf;
  leaf.reserve(256);
  leaf += R"({"actor":)";
  AppendQuoted(std::string(WordOf(entry.actor.role)) + '/' + entry.actor.id, leaf);
  leaf += R"(,"kind":)";
  AppendQuoted(KindOf(entry.event), leaf);
  leaf += R"(,"payload":)";
  std::visit([&](auto& event) { FieldWriter(leaf, error).Object(event); }, entry.event);
  leaf += R"(,"seq":)";
  AppendInteger(static_cast<std::int64_t>(sequence), leaf);
  leaf += R"(,"study":)";
  AppendQuoted(study, leaf);
  leaf += R"(,"t":)";
  AppendQuoted(ToString(entry.time), leaf);
  leaf += R"(,"v":1})";
  return leaf;
}

template <std::size_t kIndex>
void ReadPayload(Cursor& in, Event& event) {
  FieldReader(in).Object(event.emplace<kIndex>());
}

// One reader a kind, in the order of kKinds.
constexpr auto kPayloadReaders =
    []<std::size_t... kIndex>(std::index_sequence<kIndex...> /*kinds*/) {
  return std::array{&ReadPayload<kIndex>...};
}
(std::make_index_sequence<kKinds.size()>());

void ReadActor(Cursor& in, Actor& actor) {
  const std::string_view text = in.Word();
  const std::size_t slash = text.find('/');
  const auto role = FindWord<Role>(text.substr(0, slash));
  if (slash == std::string_view::npos || !role || !IsActorId(text.substr(slash + 1))) {
    return in.Fail("an actor such as participant/3f9c should stand here");
  }
  actor.role = *role;
  actor.id = text.substr(slash + 1);
}

void ReadLeaf(std::string_view study, std::uint64_t sequence, Cursor& in, Entry& entry) {
  in.Expect(R"({"actor":)");
  ReadActor(in, entry.actor);
  in.Expect(R"(,"kind":)");
  const auto kind = FindKind(in.Word());
  if (!kind) return in.Fail("no entry is of this kind");
  in.Expect(R"(,"payload":)");
  kPayloadReaders.at (*kind)(in, entry.event);
  in.Expect(R"(,"seq":)");
  if (in.Integer() != static_cast<std::int64_t>(sequence)) {
    in.Fail("the sequence is not the entry's place in the log");
  }
  in.Expect(R"(,"study":)");
  if (in.Word() != study) in.Fail("the entry is of another study");
  in.Expect(R"(,"t":)");
  const Result<Instant> time = ParseInstant(in.Word());
  if (!time) return in.Fail("a time such as 2026-11-23T20:48:00Z should stand here");
  entry.time = *time;
  in.Expect(R"(,"v":1})");
  in.ExpectEnd();
}

std::string PlaceOf(std::uint64_t sequence, std::string_view part) {
  return "entry " + std::to_string(sequence) + ", " + std::string(part);
}

}  // namespace

std::string_view KindOf(const Event& event) {
  return kKinds.at(event.index());
}

Result<SealedEntry> Seal(std::string_view study,
                         std::uint64_t sequence,
                         Entry& entry,
                         const Entropy& entropy) {
  QUORATE_RETURN_IF_ERROR(CheckLabel("study", study));
  if (!IsActorId(entry.actor.id)) {
    return Refuse(Reason::kInvalidArgument,
                  "actor",
                  "must be printable ASCII without quotes and backslashes; give a pseudonym");
  }
  SealedEntry sealed;
  std::optional<Error> error;
  std::visit(
      [&](auto& event) {
        if constexpr (Committing<decltype(event)>) {
          if (!event.content) return;
          sealed.opening = WriteOpening(
              *event.content, KindOf(entry.event), NonceFor(entropy, sequence), study, error);
          event.commitment = Commit(sealed.opening);
        }
      },
      entry.event);
  sealed.leaf = WriteLeaf(study, sequence, entry, error);
  if (error) return tl::unexpected(*std::move(error));
  if (sealed.leaf.size() > kLeafBytesMax) {
    return Refuse(Reason::kTooLarge,
                  std::string(KindOf(entry.event)),
                  "takes " + std::to_string(sealed.leaf.size()) +
                      " bytes in the log, where an entry has at most 60000; shorten its texts or "
                      "do it in several steps");
  }
  return sealed;
}

Result<Entry> Open(std::string_view study,
                   std::uint64_t sequence,
                   std::string_view leaf,
                   std::string_view opening) {
  if (leaf.size() > kLeafBytesMax) {
    return Refuse(Reason::kCorruptLog, PlaceOf(sequence, "leaf"), "is longer than 60000 bytes");
  }
  Entry entry;
  Cursor in(leaf);
  ReadLeaf(study, sequence, in, entry);
  if (!in.ok()) return Refuse(Reason::kCorruptLog, PlaceOf(sequence, "leaf"), in.wrong());
  if (opening.empty()) return entry;
  QUORATE_RETURN_IF_ERROR(std::visit(
      [&](const auto& event) -> Status {
        if constexpr (Committing<decltype(event)>) {
          if (CheckOpening(event.commitment, opening)) return {};
        }
        return Refuse(Reason::kCorruptLog,
                      PlaceOf(sequence, "opening"),
                      "the entry did not commit to this line");
      },
      entry.event));
  QUORATE_RETURN_IF_ERROR(AddContent(study, sequence, opening, entry));
  return entry;
}

Status AddContent(std::string_view study,
                  std::uint64_t sequence,
                  std::string_view opening,
                  Entry& entry) {
  Cursor in(opening);
  std::visit(
      [&](auto& event) {
        if constexpr (Committing<decltype(event)>) {
          ReadOpening(study, KindOf(entry.event), in, event);
          if (!in.ok()) event.content.reset();
        } else {
          in.Fail("an entry of this kind has no opening");
        }
      },
      entry.event);
  if (in.ok()) return {};
  return Refuse(Reason::kCorruptLog, PlaceOf(sequence, "opening"), in.wrong());
}

}  // namespace quorate::engine
