// Makes a study's record in a few lines: every act goes through Admit, Seal and Apply as on a
// server, with a clock that moves a minute an act, nonces that count, and a fixed signing key. The
// same calls give the same bytes on every machine.
//
//   StudyBuilder builder;
//   builder.Do(CreateStudy{"Outcomes"}).Do(DraftProtocol{...}).Do(FreezeProtocol{}).Keep();
//   Record record = builder.Finish();
//
// To tamper like somebody who holds the signing key, change `entries` and call SealAgain().

#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/log/note.h"
#include "engine/study/command.h"
#include "engine/study/study.h"

namespace quorate::support {

struct Checkpointed {
  std::uint64_t size = 0;
  std::string note;
};

// A sealed log with all it committed to.
struct Record {
  std::string label;
  std::vector<engine::Entry> entries;  // With their contents.
  std::vector<std::string> leaves;
  std::vector<std::string> openings;  // One a leaf; empty where it commits to nothing.
  std::string verifier_key;
  std::string checkpoint;
  std::vector<Checkpointed> checkpoints;  // Earlier ones.
};

// "quorate.example/studies/LABEL", the key every record of that label is signed with.
engine::SigningKey TestKey(std::string_view label);

// The signed checkpoint over the first `size` leaves.
std::string SignLeaves(std::string_view label,
                       const std::vector<std::string>& leaves,
                       std::size_t size);

// Makes leaves, openings and every signed note of the record again from its entries, as the true
// key's holder could; earlier checkpoints beyond the log's end are dropped.
void SealAgain(Record& record);
// Signs the record's leaves as they are, after a change of their bytes.
void SignAgain(Record& record);

// The document as a protocol; stops the test where it is none.
engine::Protocol ProtocolFrom(std::string_view json);

class StudyBuilder {
 public:
  explicit StudyBuilder(std::string label = "demo");

  // As the facilitator. A refusal stops the test, with its message.
  StudyBuilder& Do(engine::Act act);
  StudyBuilder& DoAs(engine::Actor actor, engine::Act act);
  // A participant's own ballot: "C1=7 C2=unable C3=not-understood C4=skipped".
  StudyBuilder& Ballot(const std::string& participant, int round, std::string_view answers);
  // A participant's own vote: a score, or a state.
  StudyBuilder& Vote(const std::string& participant,
                     const std::string& vote,
                     std::string_view answer);
  // A participant's own ballot in a choice: "C1=1 C2=2"; empty abstains.
  StudyBuilder& Choose(const std::string& participant,
                       const std::string& choice,
                       std::string_view marks);
  // Erases a participant, and destroys what the server would destroy with them.
  StudyBuilder& Erase(const std::string& participant);
  // Keeps a checkpoint of the log as it is.
  StudyBuilder& Keep();

  // The log's root over its first `size` entries, in base64: what a lot is drawn from.
  [[nodiscard]] std::string RootAt(std::size_t size) const;

  [[nodiscard]] const engine::Study& study() const { return study_; }
  // The record so far, under a checkpoint over all of it.
  [[nodiscard]] Record Finish() const;

 private:
  engine::Study study_;
  Record record_;
  engine::Instant clock_{1'795'467'600};  // 2026-11-23T21:00:00Z.
};

// Three groups, two survey rounds and a workshop with two votes, an override, an amendment, a
// merge, a suggestion and a rewording: one of everything that a bundle shows. The third group is
// smaller than k, so the public tier keeps it back.
Record SampleRecord();
// The same as a builder, for tests that go on from there.
StudyBuilder SampleStudy();

// A study with all that came with rules version 2: a stopping rule, suggestions that two people
// must share, feedback looked at, a private hat, two choices by voting rules (one made twice, one
// drawn by lot), other rules looked at, and statements of dissent, one of them withheld.
Record SecondRecord();

// A study with all that came with rules version 3: people with two hats and weights of their own,
// so that figures are held back for more than one reason, one of them erased between the rounds,
// and a stated break of the log.
Record ThirdRecord();

}  // namespace quorate::support
