#include "services/studies/studies.h"

#include <atomic>
#include <utility>

#include "engine/log/receipt.h"
#include "services/studies/committer.h"
#include "services/studies/live_study.h"
#include "services/studies/signer.h"
#include "services/studies/study_table.h"

namespace quorate::services {

using engine::Reason;
using engine::Refuse;

namespace {

tl::unexpected<engine::Error> RefuseUnknown(std::string_view study) {
  return Refuse(Reason::kUnknownStudy, "there is no study " + std::string(study));
}

class StudiesOfStore final : public Studies {
 public:
  StudiesOfStore(Store& store,
                 Outside outside,
                 std::unique_ptr<Signer> signer,
                 std::unique_ptr<StudyTable> table,
                 std::size_t queue_max)
      : store_(store),
        outside_(std::move(outside)),
        signer_(std::move(signer)),
        table_(std::move(table)),
        committer_(store, outside_, *table_, queue_max) {}

  ~StudiesOfStore() override { WakeAll(); }

  engine::Result<std::string> Execute(Request request) override {
    return committer_.Execute(std::move(request));
  }

  void Submit(Request request, Done done) override {
    committer_.Submit(std::move(request), std::move(done));
  }

  engine::Result<StudyView> View(std::string_view study) const override {
    QUORATE_ASSIGN_OR_RETURN(const std::shared_ptr<LiveStudy> live, Find(study));
    return live->View();
  }

  std::vector<std::string> Labels() const override {
    std::vector<std::string> labels;
    for (const auto& study : table_->All())
      labels.push_back(study->label());
    return labels;
  }

  engine::Result<std::string> Checkpoint(std::string_view study, Keep keep) override {
    QUORATE_ASSIGN_OR_RETURN(const std::shared_ptr<LiveStudy> live, Find(study));
    QUORATE_ASSIGN_OR_RETURN(Signer::SignedNote note, signer_->Sign(*live, live->size()));
    if (keep == Keep::kYes) {
      QUORATE_RETURN_IF_ERROR(store_.KeepCheckpoint(study, {note.size, note.note}));
    }
    return std::move(note.note);
  }

  engine::Result<std::string> CheckpointAt(std::string_view study, std::uint64_t size) override {
    QUORATE_ASSIGN_OR_RETURN(const std::shared_ptr<LiveStudy> live, Find(study));
    QUORATE_ASSIGN_OR_RETURN(Signer::SignedNote note, signer_->SignAt(*live, size));
    return std::move(note.note);
  }

  std::string VerifierKey(std::string_view study) const override {
    return signer_->VerifierKey(study);
  }

  engine::Result<std::string> Receipt(std::string_view study, std::uint64_t sequence) override;

  engine::Result<std::uint64_t> WaitBeyond(std::string_view study,
                                           std::uint64_t size,
                                           std::chrono::milliseconds wait) const override {
    QUORATE_ASSIGN_OR_RETURN(const std::shared_ptr<LiveStudy> live, Find(study));
    return live->WaitBeyond(size, wait, [&] { return stopped_.load(); });
  }

  void Stop() override {
    WakeAll();
    committer_.Stop();
  }

 private:
  engine::Result<std::shared_ptr<LiveStudy>> Find(std::string_view study) const {
    std::shared_ptr<LiveStudy> live = table_->Find(study);
    if (!live) return RefuseUnknown(study);
    return live;
  }

  void WakeAll() {
    stopped_ = true;
    for (const auto& study : table_->All())
      study->Wake();
  }

  Store& store_;
  const Outside outside_;
  const std::unique_ptr<Signer> signer_;
  const std::unique_ptr<StudyTable> table_;
  std::atomic<bool> stopped_ = false;
  Committer committer_;  // Last: it uses all of the above.
};

engine::Result<std::string> StudiesOfStore::Receipt(std::string_view study,
                                                    std::uint64_t sequence) {
  QUORATE_ASSIGN_OR_RETURN(const std::shared_ptr<LiveStudy> live, Find(study));
  if (sequence >= live->size()) {
    return Refuse(Reason::kUnknownEntry,
                  "study " + live->label() + " has no entry " + std::to_string(sequence));
  }
  QUORATE_ASSIGN_OR_RETURN(std::vector<StoredEntry> entries, store_.Read(study, sequence, 1));
  if (entries.empty()) {
    return Refuse(Reason::kCorruptLog,
                  "study " + live->label() + ", entry " + std::to_string(sequence),
                  "has gone from the store; restore the newest backup");
  }
  // Any checkpoint that covers the entry will do, so that a crowd of voters costs one signature.
  QUORATE_ASSIGN_OR_RETURN(Signer::SignedNote note, signer_->Sign(*live, sequence + 1));
  engine::Receipt receipt;
  {
    const StudyView view = live->View();
    QUORATE_ASSIGN_OR_RETURN(receipt.path, view.tree().InclusionProof(sequence, note.size));
  }
  receipt.leaf = std::move(entries.front().leaf);
  receipt.opening = std::move(entries.front().opening);
  receipt.index = sequence;
  receipt.checkpoint = std::move(note.note);
  return PrintReceipt(receipt);
}

// A study that was signed must be in the store, and its log must extend what was signed.
engine::Status CheckNothingForked(const Signer& signer,
                                  const StudyTable& table,
                                  const std::string& recovering) {
  QUORATE_ASSIGN_OR_RETURN(const std::vector<std::string> labels, signer.Studies());
  for (const std::string& label : labels) {
    if (label == recovering) continue;
    if (const std::shared_ptr<LiveStudy> study = table.Find(label)) {
      QUORATE_RETURN_IF_ERROR(signer.CheckExtends(label, study->View().tree()));
    } else {
      QUORATE_RETURN_IF_ERROR(signer.CheckExtends(label, engine::Tree()));
    }
  }
  return {};
}

}  // namespace

std::string EtagOf(const engine::Study& study) {
  return '"' + std::to_string(study.size) + '"';
}

engine::Result<std::unique_ptr<Studies>> Studies::Open(Store& store,
                                                       Outside outside,
                                                       StudiesOptions options) {
  QUORATE_ASSIGN_OR_RETURN(
      std::unique_ptr<Signer> signer,
      Signer::Open(std::move(options.origin), options.key_text, options.signed_folder));
  auto table = std::make_unique<StudyTable>();
  QUORATE_ASSIGN_OR_RETURN(const std::vector<std::string> labels, store.Studies());
  for (const std::string& label : labels) {
    auto study = std::make_shared<LiveStudy>(label);
    QUORATE_RETURN_IF_ERROR(study->CatchUp(store));
    table->Add(std::move(study));
  }
  QUORATE_RETURN_IF_ERROR(CheckNothingForked(*signer, *table, options.recovering));
  return std::make_unique<StudiesOfStore>(
      store, std::move(outside), std::move(signer), std::move(table), options.queue_max);
}

}  // namespace quorate::services
