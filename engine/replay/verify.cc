#include "engine/replay/verify.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "engine/base/index.h"
#include "engine/base/text.h"
#include "engine/log/checkpoint.h"
#include "engine/log/digest.h"
#include "engine/log/tree.h"
#include "engine/replay/finding_forms.h"
#include "engine/replay/openings.h"
#include "engine/replay/personal.h"
#include "engine/replay/record_reader.h"
#include "engine/replay/stages.h"
#include "engine/study/apply.h"
#include "engine/study/findings.h"
#include "engine/study/permits.h"

namespace quorate::engine {

namespace {

constexpr std::size_t kStageCount = 11;  // Up to kErasures.

// Which stage a refused fact belongs to.
Stage StageOf(const Event& fact, Reason reason) {
  if (std::holds_alternative<DecisionRecorded>(fact) ||
      std::holds_alternative<DecisionOverridden>(fact) ||
      std::holds_alternative<ChoiceDecided>(fact)) {
    return Stage::kDecisions;
  }
  switch (reason) {
    case Reason::kNotEligible:
    case Reason::kNotPermitted:
    case Reason::kUnknownParticipant:
    case Reason::kUnknownGroup:
    case Reason::kWithdrawn:
      return Stage::kEligibility;
    default:
      return Stage::kLifeCycle;
  }
}

bool SameResponses(const std::vector<Response>& a, const std::vector<Response>& b) {
  return std::equal(
      a.begin(), a.end(), b.begin(), b.end(), [](const Response& x, const Response& y) {
        return x.group == y.group && x.invited == y.invited && x.responded == y.responded;
      });
}

class Verifier {
 public:
  Verifier(const Evidence& evidence, const RunJobs& run)
      : evidence_(evidence), run_(run), openings_(evidence.openings) {}

  VerifyReport Run() {
    if (OpenNewest()) {
      ReplayEntries();
      CheckRoots();
      CheckLeftovers();
      CheckErasures();
    }
    return Report();
  }

 private:
  void Fail(Stage stage, std::string detail) {
    auto& failure = failures_[static_cast<std::size_t>(stage)];
    if (!failure) failure = std::move(detail);
  }

  // What follows would mean nothing.
  void Stop(Stage stage, std::string detail) {
    Fail(stage, std::move(detail));
    stopped_ = true;
  }

  bool OpenNewest() {
    auto key = VerifierKey::Parse(Trim(evidence_.verifier_key));
    if (!key) {
      Fail(Stage::kNote, "log.vkey: " + key.error().message);
      return false;
    }
    key_ = *key;
    auto newest = OpenCheckpoint(evidence_.checkpoint, *key_);
    if (!newest) {
      Fail(Stage::kNote, "checkpoint: " + newest.error().message);
      return false;
    }
    newest_ = *newest;
    const std::size_t slash = newest_.origin.rfind('/');
    label_ = newest_.origin.substr(slash == std::string::npos ? 0 : slash + 1);
    return true;
  }

  // Goes on after a wrong finding, since the recorded one stands; stops where the state would be
  // meaningless, but hashes every line. One stretch is replayed while the next is hashed and read.
  void ReplayEntries() {
    RecordReader reader(label_, newest_.head.size, evidence_.entries, openings_);
    Stretch now;
    Stretch next;
    do {
      std::swap(now, next);
      reader.Cut(next);
      const std::array<Job, 3> jobs = {
          [&] { reader.Read(next); }, [&] { RecordReader::Hash(next); }, [&] { Replay(now); }};
      run_(jobs);
    } while (!next.lines.empty());
    if (reader.cut_off()) {
      Fail(Stage::kSequence, "entries.ndjson ends in the middle of a line");
    } else if (!stopped_ && !expected_.empty()) {
      Fail(Stage::kTallies, "the log ends before the findings of its last closing");
    }
  }

  void Replay(Stretch& stretch) {
    tree_.Append(stretch.tree);
    for (ReadLine& line : stretch.read) {
      if (!stopped_) Step(line);
    }
  }

  void Step(ReadLine& line) {
    if (!line.entry) return Stop(Stage::kSequence, Place() + line.entry.error().message);
    const Entry& entry = *line.entry;
    NoteOpening(line);
    if (IsFinding(entry.event)) {
      CheckFinding(entry);
    } else if (!CheckFact(entry)) {
      stopped_ = true;
    }
    if (!stopped_) Apply(entry, study_);
  }

  // The entry that is being replayed.
  [[nodiscard]] std::string Place() const { return "entry " + std::to_string(study_.size) + ": "; }

  void NoteOpening(const ReadLine& line) {
    if (!line.commits) return;
    if (!line.wrong_opening.empty()) {
      Fail(Stage::kCommitments, Place() + line.wrong_opening);
    } else if (!line.opened) {
      missing_.Add(PersonIn(*line.entry));
    } else if (opened_.Add(PersonIn(*line.entry)) == opened_at_.size()) {
      opened_at_.push_back(study_.size);
    }
  }

  bool CheckFact(const Entry& entry) {
    if (!expected_.empty()) {
      Fail(Stage::kTallies, Place() + "a finding of the last closing should stand here");
      return false;
    }
    if (const Status permitted = Permits(study_, entry); !permitted) {
      Fail(StageOf(entry.event, permitted.error().reason), Place() + permitted.error().message);
      return false;
    }
    if (const auto* called = std::get_if<ChoiceCalled>(&entry.event); called && called->lot)
      CheckLot(*called->lot);
    decisions_ += std::holds_alternative<DecisionRecorded>(entry.event) ? 1U : 0U;
    overrides_ += std::holds_alternative<DecisionOverridden>(entry.event) ? 1U : 0U;
    expected_ = Findings(study_, entry.event);
    std::reverse(expected_.begin(), expected_.end());
    return true;
  }

  void CheckLot(const Lot& lot) {
    const auto root = tree_.Root(static_cast<std::uint64_t>(lot.size));
    if (root && ToBase64(*root) == lot.root) return;
    Fail(Stage::kDecisions, Place() + "the lot is not drawn from the log's root then");
  }

  void CheckFinding(const Entry& entry) {
    const Event& recorded = entry.event;
    if (expected_.empty() || expected_.back().index() != recorded.index()) {
      return Stop(Stage::kTallies, Place() + "a finding that nothing has led to");
    }
    if (entry.actor != EngineActor()) {
      Fail(Stage::kEligibility, Place() + "findings are the engine's, nobody else's");
    }
    if (entry.time != study_.last_time) {
      Fail(Stage::kLifeCycle, Place() + "a finding has the time of the closing it follows");
    }
    if (!HasForm(recorded)) {
      return Stop(Stage::kTallies, Place() + "is not written as a finding of its kind is");
    }
    const Event computed = std::move(expected_.back());
    expected_.pop_back();
    computed_ = IsComputed(computed);
    std::visit([&]<typename Finding>(
                   const Finding& finding) { Compare(finding, std::get<Finding>(computed)); },
               recorded);
  }

  // Facts are never findings.
  template <typename Fact>
  void Compare(const Fact&, const Fact&) {}

  void Compare(const ResponseFound& recorded, const ResponseFound& computed) {
    if (study_.contents_known && !SameResponses(recorded.responses, computed.responses))
      Fail(Stage::kCounts, Place() + "the head counts are not what the log counts");
    if (recorded.basis != computed.basis || !SameWhole(recorded.responses, computed.responses)) {
      Fail(Stage::kCounts, Place() + "the panel's head count is not what the log counts");
    }
  }
  void Compare(const AttritionFound& recorded, const AttritionFound& computed) {
    const bool same = recorded.attrition == computed.attrition;
    Judge(Stage::kTallies, "attrition", recorded.basis == computed.basis, same);
  }
  void Compare(const StabilityFound& recorded, const StabilityFound& computed) {
    const bool same = recorded.stability == computed.stability;
    Judge(Stage::kTallies, "stability", recorded.basis == computed.basis, same);
  }
  void Compare(const RoundExplained& recorded, const RoundExplained& computed) {
    const bool same = recorded.explanation == computed.explanation;
    Judge(Stage::kTallies, "explanation", recorded.basis == computed.basis, same);
  }
  void Compare(const ItemExplained& recorded, const ItemExplained& computed) {
    const bool expected = recorded.basis == computed.basis && recorded.item == computed.item;
    const bool same = recorded.explanation == computed.explanation;
    Judge(Stage::kTallies, "explanation of item " + recorded.item.item, expected, same);
  }
  void Compare(const RuleCompared& recorded, const RuleCompared& computed) {
    const bool expected = recorded.basis == computed.basis && recorded.rule == computed.rule;
    const bool same = recorded.verdicts == computed.verdicts;
    Judge(Stage::kTallies, "comparison with " + recorded.rule, expected, same);
  }
  void Compare(const ChoiceTallied& recorded, const ChoiceTallied& computed) {
    const bool same = recorded.outcome == computed.outcome;
    Judge(Stage::kTallies, "outcome", recorded.basis == computed.basis, same);
  }

  // A finding that nobody asked for ends the replay; a wrong one is named, and stands.
  void Judge(Stage stage, const std::string& what, bool expected, bool same) {
    if (!expected) {
      Stop(stage, Place() + "the " + what + " is not what should stand here");
    } else if (computed_ && !same) {
      Fail(stage, Place() + "the ballots give another " + what);
    }
  }

  // Without openings nobody's hats are known, but people can still be counted.
  static bool SameWhole(const std::vector<Response>& a, const std::vector<Response>& b) {
    return !a.empty() && !b.empty() && a.front().group == b.front().group &&
           a.front().invited == b.front().invited && a.front().responded == b.front().responded;
  }

  void Compare(const ItemTallied& recorded, const ItemTallied& computed) {
    const std::string what =
        "entry " + std::to_string(study_.size) + ", item " + recorded.item.item + ": ";
    if (recorded.basis != computed.basis || recorded.item != computed.item) {
      return Stop(Stage::kTallies, what + "is not the item or round that should stand here");
    }
    if (!computed_) {
      ++standing_;
      // The whole of a tally that holds somebody back goes with the erasure of one of its voters.
      if (recorded.tally.Find("suppressed") != nullptr && !recorded.content)
        missing_.MoveToTallies();
      return;
    }
    ++tallies_;
    if (recorded.consensus != computed.consensus) {
      Fail(Stage::kTallies, what + "the ballots and the rule give another consensus");
    } else if (recorded.tally != computed.tally) {
      Fail(Stage::kTallies, what + "the ballots give another tally");
    } else if (recorded.content && recorded.content->tally != computed.content->tally) {
      Fail(Stage::kTallies, what + "the ballots give another whole tally");
    }
  }

  void CheckRoots() {
    const auto root = tree_.Root(newest_.head.size);
    if (!root || newest_.head.size != tree_.size()) {
      Fail(Stage::kRoot,
           "the checkpoint covers " + std::to_string(newest_.head.size) +
               " entries, the file holds " + std::to_string(tree_.size()));
    } else if (*root != newest_.head.root) {
      Fail(Stage::kRoot,
           "the entries make another root than the checkpoint's: something was changed");
    }
    for (const std::string_view note : evidence_.checkpoints) {
      const auto earlier = OpenCheckpoint(note, *key_);
      if (!earlier) {
        Fail(Stage::kPrefixes, earlier.error().message);
        continue;
      }
      const auto then = tree_.Root(earlier->head.size);
      if (then && *then == earlier->head.root) continue;
      if (IsStatedBreak(earlier->head)) {
        ++cut_off_;
      } else {
        Fail(Stage::kPrefixes,
             "the checkpoint over " + std::to_string(earlier->head.size) +
                 " entries is no prefix of this log");
      }
    }
  }

  // Whether the log itself says that what this checkpoint signed was lost.
  [[nodiscard]] bool IsStatedBreak(const TreeHead& head) const {
    return std::ranges::any_of(study_.recoveries, [&](const Recovery& recovery) {
      return recovery.size == head.size && recovery.root == ToBase64(head.root);
    });
  }

  void CheckErasures() {
    for (const Participant& person : study_.participants) {
      if (!person.erased) continue;
      ++erased_;
      const auto opened = opened_.Find(person.id);
      if (!opened) continue;
      Fail(Stage::kErasures,
           "entry " + std::to_string(opened_at_[*opened]) +
               ": the log says that this was erased, but its opening is still here");
    }
  }

  void CheckLeftovers() {
    if (!stopped_ && openings_.left() > 0) {
      Fail(Stage::kCommitments,
           std::to_string(openings_.left()) + " openings open no entry of the log");
    }
  }

  // What a stage that passed has to show for it.
  [[nodiscard]] std::string Passed(Stage stage) const {
    const auto count = [](std::uint64_t n, const std::string& what) {
      return std::to_string(n) + " " + what;
    };
    switch (stage) {
      case Stage::kNote:
        return "signed by " + newest_.origin;
      case Stage::kRoot:
        return count(tree_.size(), "entries make the signed root");
      case Stage::kPrefixes:
        return count(evidence_.checkpoints.size() - cut_off_, "earlier checkpoints are prefixes") +
               (study_.recoveries.empty()
                    ? ""
                    : ", " + count(study_.recoveries.size(),
                                   "breaks of the log are stated (log.recovered)"));
      case Stage::kSequence:
        return count(study_.size, "entries read in order");
      case Stage::kLifeCycle:
        return count(study_.rounds.size(), "rounds opened and closed in turn");
      case Stage::kEligibility:
        return count(study_.participants.size(), "participants, each within their rights");
      case Stage::kCommitments:
        return count(openings_.taken(), "commitments opened, ") +
               count(missing_.count(), "not opened");
      case Stage::kCounts:
        return "invited and responding people counted again";
      case Stage::kTallies:
        return PassedTallies();
      case Stage::kDecisions:
        return count(decisions_, "decisions follow the rule, ") +
               count(overrides_, "overridden with a reason");
      case Stage::kErasures:
        return erased_ == 0 ? "no erasure is recorded"
                            : count(erased_, "people were erased; what was counted before stands");
      case Stage::kFiles:
        break;
    }
    return {};
  }

  [[nodiscard]] std::string PassedTallies() const {
    std::string standing =
        std::to_string(standing_) + " recorded tallies stand: not all of their ballots are here";
    if (tallies_ == 0 && standing_ > 0) return standing;
    const std::string done = std::to_string(tallies_) + " tallies recomputed from the ballots";
    return standing_ == 0 ? done : done + ", " + standing;
  }

  [[nodiscard]] std::string ResultWords() const {
    if (missing_.count() > 0 && !missing_.AllErased(study_))
      return "PARTIAL (commitments not opened)";
    if (erased_ == 0) return "VERIFIED";
    return "VERIFIED WITH " + std::to_string(erased_) + " ERASED";
  }

  VerifyReport Report() {
    VerifyReport report;
    report.label = label_;
    const bool unreadable = failures_[static_cast<std::size_t>(Stage::kNote)].has_value();
    for (std::size_t i = 0; i < kStageCount; ++i) {
      const auto stage = static_cast<Stage>(i);
      const bool replayed = i >= static_cast<std::size_t>(Stage::kLifeCycle);
      if (failures_[i]) {
        report.Add(stage, false, *failures_[i]);
      } else if (unreadable || (stopped_ && replayed)) {
        report.Add(stage, false, "not reached");
      } else {
        report.Add(stage, true, Passed(stage));
      }
    }
    if (!report.failed()) {
      report.result = ResultWords();
    } else {
      // The first stage that really failed, not one that was merely not reached.
      const auto first = std::find_if(
          failures_.begin(), failures_.end(), [](const auto& f) { return f.has_value(); });
      report.result = FailedCode(NameOf(static_cast<Stage>(first - failures_.begin())));
    }
    report.study = std::move(study_);
    return report;
  }

  const Evidence& evidence_;
  const RunJobs& run_;
  Openings openings_;
  std::optional<VerifierKey> key_;
  Checkpoint newest_;
  std::string label_;
  Tree tree_;
  Study study_;
  std::vector<Event> expected_;  // Findings still to come, the next one last.
  bool stopped_ = false;
  MissingOpenings missing_;
  Index opened_;                          // Whose openings are here; nobody's have the empty name.
  std::vector<std::uint64_t> opened_at_;  // The first entry of each.
  std::uint64_t erased_ = 0;
  std::uint64_t cut_off_ = 0;
  bool computed_ = false;  // Whether the newest finding could be computed.
  std::uint64_t standing_ = 0;
  std::uint64_t tallies_ = 0;
  std::uint64_t decisions_ = 0;
  std::uint64_t overrides_ = 0;
  std::array<std::optional<std::string>, kStageCount> failures_;
};

}  // namespace

VerifyReport Verify(const Evidence& evidence, const RunJobs& run) {
  return Verifier(evidence, run).Run();
}

}  // namespace quorate::engine
