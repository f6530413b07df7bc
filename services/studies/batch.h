// The commands that go into one commit: admitted in order, each against what the ones before it
// made.

#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "engine/base/result.h"
#include "engine/log/digest.h"
#include "engine/replay/codec.h"
#include "engine/study/event.h"
#include "services/store/store.h"
#include "services/studies/studies.h"
#include "services/studies/study_table.h"

namespace quorate::services {

// Whether a command's request id is looked up in the store before the command is admitted. Callers
// have looked it up before they queue, so the first attempt need not.
enum class LookUp { kOnRefusal, kFirst };

// The reply that stands for this request id, if any; kRequestIdReused if it stands for another
// request.
engine::Result<std::optional<std::string>> StandingReply(const Store& store,
                                                         const Request& request);

// Lives for one attempt, on the committer's thread. Changes working copies as it goes; afterwards
// exactly one of Publish() and Abandon() is called.
class Batch {
 public:
  Batch(const Store& store, const Outside& outside, StudyTable& table, LookUp look_up)
      : store_(store), outside_(outside), table_(table), look_up_(look_up) {}

  // Admits and seals the request's command. The reply or refusal holds only once the batch is
  // durable: a refusal, too, may rest on what an earlier command of the batch did.
  engine::Result<std::string> Add(const Request& request);

  // What to append; empty if every command was refused or answered before.
  [[nodiscard]] std::vector<StudyAppend> TakeAppends();
  // After a durable append: makes its entries the state that readers see.
  void Publish();
  // After a failed append: brings every study it touched to what the store holds. A store that
  // fails may have written all the same.
  void Abandon();

 private:
  // What the batch adds to one study.
  struct Addition {
    std::shared_ptr<LiveStudy> study;
    bool is_new = false;  // Not in the table yet.
    StudyAppend append;
    std::vector<engine::Entry> entries;
    std::vector<engine::Digest> leaf_hashes;
    std::set<std::string> external_ids;
  };
  struct Answered {
    std::string fingerprint;
    std::string reply;
  };

  engine::Result<std::string> AddNew(const Request& request);
  // The study's part of this batch, begun now if need be.
  engine::Result<Addition*> AdditionFor(const Request& request);
  engine::Result<std::shared_ptr<LiveStudy>> FindStudy(const std::string& label);
  // What is destroyed with somebody, looked up while the study still knows it. What an earlier
  // command of this batch would have added is emptied at once.
  engine::Status PlanErasure(const std::string& participant, Addition& addition);
  engine::Status CheckLinks(const Request& request, const Addition& addition) const;
  engine::Result<std::vector<engine::SealedEntry>> SealAll(const Request& request,
                                                           std::uint64_t first,
                                                           std::vector<engine::Entry>& entries);

  const Store& store_;
  const Outside& outside_;
  StudyTable& table_;
  LookUp look_up_;
  std::map<std::string, Addition> additions_;  // By study.
  std::map<std::pair<std::string, std::pair<std::string, std::string>>, Answered> answered_;
};

}  // namespace quorate::services
