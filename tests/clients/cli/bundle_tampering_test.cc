// Everything a cheat could do to a record, and the stage that must notice. One thing is changed in
// a good bundle; where the cheat holds the signing key, the log is sealed and signed again.
//
// size: one table, read from top to bottom; a stage's cases are only complete beside the others'.

#include <algorithm>
#include <functional>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "clients/cli/bundle.h"
#include "clients/cli/bundle_files.h"
#include "tests/support/record_bundle.h"

namespace quorate::cli {
namespace {

// Round 1 of the sample ends with its closing, the response, five tallies, and what explains the
// round and each of them.
constexpr std::size_t kRoundOneClosing = 13;

using namespace engine;  // NOLINT(google-build-using-namespace): every line names several events.
using support::Record;

constexpr const char* kVerified = "VERIFIED";
constexpr const char* kPartial = "PARTIAL (commitments not opened)";

const Record& Sample() {
  static const Record record = support::SampleRecord();
  return record;
}

const BundleBytes& SampleBundle() {
  static const BundleBytes bundle = *MakeBundle(support::PartsOf(Sample(), engine::Tier::kAuditor));
  return bundle;
}

std::string Lines(const std::vector<std::string>& lines) {
  std::string text;
  for (const std::string& line : lines) {
    if (!line.empty()) text += line + "\n";
  }
  return text;
}

// The sample's bundle with this record for its log; digests are listed anew.
BundleBytes WithLog(const Record& record) {
  BundleBytes bundle = SampleBundle();
  std::erase_if(bundle.files,
                [](const auto& file) { return file.first.starts_with("checkpoints/"); });
  for (const auto& earlier : record.checkpoints) {
    bundle.files["checkpoints/" + std::to_string(earlier.size)] = earlier.note;
  }
  bundle.files["checkpoint"] = record.checkpoint;
  bundle.files["entries.ndjson"] = Lines(record.leaves);
  bundle.files["openings.ndjson"] = Lines(record.openings);
  bundle.files.erase("index.html");
  bundle.files["SHA256SUMS"] = Sha256Sums(bundle.files);
  return bundle;
}

void Replace(std::string& text, const std::string& what, const std::string& with) {
  const std::size_t at = text.find(what);
  ASSERT_NE(at, std::string::npos) << what;
  text.replace(at, what.size(), with);
}

struct Case {
  std::string name;
  std::string result;
  std::function<BundleBytes()> make;
};

void PrintTo(const Case& one, std::ostream* out) {
  *out << one.name;
}

// A change of files; digests are listed anew, so that only the change itself can be noticed. The
// page, which holds the log a second time, is taken out.
Case Bytes(std::string name, std::string result, std::function<void(Files&)> change) {
  return {std::move(name), std::move(result), [change = std::move(change)] {
            BundleBytes bundle = SampleBundle();
            bundle.files.erase("index.html");
            change(bundle.files);
            bundle.files["SHA256SUMS"] = Sha256Sums(bundle.files);
            return bundle;
          }};
}

// A change of a program that lies in the bundle.
Case Program(std::string name, std::string result, std::function<void(Files&)> change) {
  return {std::move(name), std::move(result), [change = std::move(change)] {
            BundleBytes bundle = SampleBundle();
            change(bundle.files);
            bundle.files["SHA256SUMS"] = Sha256Sums(bundle.files);
            return bundle;
          }};
}

// The same, but the list of digests is left as it was.
Case Unlisted(std::string name, std::function<void(Files&)> change) {
  return {std::move(name), "FAILED FILES", [change = std::move(change)] {
            BundleBytes bundle = SampleBundle();
            change(bundle.files);
            return bundle;
          }};
}

// A change of the log's lines, signed with the true key.
Case Signed(std::string name,
            std::string result,
            std::function<void(std::vector<std::string>&)> change) {
  return {std::move(name), std::move(result), [change = std::move(change)] {
            Record record = Sample();
            change(record.leaves);
            support::SignAgain(record);
            return WithLog(record);
          }};
}

// A change of what happened, sealed and signed with the true key.
Case Sealed(std::string name, std::string result, std::function<void(std::vector<Entry>&)> change) {
  return {std::move(name), std::move(result), [change = std::move(change)] {
            Record record = Sample();
            change(record.entries);
            support::SealAgain(record);
            return WithLog(record);
          }};
}

template <typename Fact>
std::size_t PlaceOf(
    const std::vector<Entry>& entries,
    const std::function<bool(const Fact&)>& wanted = [](const Fact&) { return true; }) {
  for (std::size_t i = 0; i < entries.size(); ++i) {
    const Fact* fact = std::get_if<Fact>(&entries[i].event);
    if (fact != nullptr && wanted(*fact)) return i;
  }
  ADD_FAILURE() << "the sample holds no such entry";
  return 0;
}

template <typename Fact>
Fact& First(
    std::vector<Entry>& entries,
    const std::function<bool(const Fact&)>& wanted = [](const Fact&) { return true; }) {
  return std::get<Fact>(entries[PlaceOf<Fact>(entries, wanted)].event);
}

void Insert(std::vector<Entry>& entries, std::size_t place, Entry entry) {
  entries.insert(entries.begin() + static_cast<std::ptrdiff_t>(place), std::move(entry));
}
void Remove(std::vector<Entry>& entries, std::size_t place) {
  entries.erase(entries.begin() + static_cast<std::ptrdiff_t>(place));
}

Entry BallotOf(const std::vector<Entry>& entries, const std::string& who, int round = 1) {
  return entries[PlaceOf<BallotCast>(entries, [&](const BallotCast& ballot) {
    return ballot.participant == who && ballot.round == round;
  })];
}

std::size_t RoundCloses(const std::vector<Entry>& entries, int round) {
  return PlaceOf<RoundClosed>(entries,
                              [=](const RoundClosed& closed) { return closed.round == round; });
}

Actor Chair() {
  return {Role::kFacilitator, "chair"};
}

// An entry of the chair's with this event, at the time of the entry now at `place`.
Entry ByChair(const std::vector<Entry>& entries, std::size_t place, Event event) {
  return {Chair(), entries[place].time, std::move(event)};
}

std::vector<Case> NoteCases() {
  return {
      Bytes("RootInTheCheckpointChanged",
            "FAILED NOTE",
            [](Files& files) { files["checkpoint"][files["checkpoint"].find('\n') + 9] ^= 1; }),
      Bytes("SizeInTheCheckpointChanged",
            "FAILED NOTE",
            [](Files& files) {
              const std::size_t size = Sample().leaves.size();
              Replace(files["checkpoint"],
                      "\n" + std::to_string(size) + "\n",
                      "\n" + std::to_string(size - 1) + "\n");
            }),
      Bytes("SignatureChanged",
            "FAILED NOTE",
            [](Files& files) {
              std::string& note = files["checkpoint"];
              char& digit = note[note.size() - 20];
              digit = digit == 'A' ? 'B' : 'A';
            }),
      Bytes("CheckpointEmpty", "FAILED NOTE", [](Files& files) { files["checkpoint"].clear(); }),
      Bytes("KeyOfAnotherStudy",
            "FAILED NOTE",
            [](Files& files) {
              files["log.vkey"] = support::TestKey("other").verifier().ToString();
            }),
      Bytes("KeyMisspelled", "FAILED NOTE", [](Files& files) { files["log.vkey"][3] ^= 1; }),
      Bytes("CheckpointOfAnotherStudy",
            "FAILED NOTE",
            [](Files& files) {
              files["checkpoint"] = support::SignLeaves("other", Sample().leaves, 139);
            }),
  };
}

std::vector<Case> RootCases() {
  return {
      Bytes("CheckpointAndKeyOfAnotherStudy",
            "FAILED ROOT",
            [](Files& files) {
              files["log.vkey"] = support::TestKey("other").verifier().ToString();
              files["checkpoint"] = support::SignLeaves("other", Sample().leaves, 5);
            }),
      Bytes("EntryRemoved",
            "FAILED ROOT",
            [](Files& files) {
              std::string& text = files["entries.ndjson"];
              text.erase(0, text.find('\n') + 1);
            }),
      Bytes("LastEntryRemoved",
            "FAILED ROOT",
            [](Files& files) {
              std::string& text = files["entries.ndjson"];
              text.erase(text.rfind('\n', text.size() - 2) + 1);
            }),
      Bytes("EntriesSwapped",
            "FAILED ROOT",
            [](Files& files) {
              std::vector<std::string> leaves = Sample().leaves;
              std::swap(leaves[30], leaves[31]);
              files["entries.ndjson"] = Lines(leaves);
            }),
      Bytes("EntryChanged",
            "FAILED ROOT",
            [](Files& files) { Replace(files["entries.ndjson"], "Pain at rest", "Pain at work"); }),
      Bytes("EntryAppended",
            "FAILED ROOT",
            [](Files& files) { files["entries.ndjson"] += Sample().leaves.back() + "\n"; }),
      Bytes("EntriesCutShort",
            "FAILED ROOT",
            [](Files& files) {
              files["entries.ndjson"].resize(files["entries.ndjson"].size() - 10);
            }),
      Bytes("LastLineFeedGone",
            "FAILED ROOT",
            [](Files& files) { files["entries.ndjson"].pop_back(); }),
      Bytes("BlankLineAppended",
            "FAILED ROOT",
            [](Files& files) { files["entries.ndjson"] += "\n"; }),
      Bytes("LinesEndInCrLf",
            "FAILED ROOT",
            [](Files& files) { Replace(files["entries.ndjson"], "\n", "\r\n"); }),
      Bytes("EntriesEmpty", "FAILED ROOT", [](Files& files) { files["entries.ndjson"].clear(); }),
  };
}

std::vector<Case> PrefixCases() {
  return {
      Bytes("EarlierCheckpointOfAForkedLog",
            "FAILED PREFIXES",
            [](Files& files) {
              std::vector<std::string> forked = Sample().leaves;
              std::swap(forked[10], forked[11]);
              files["checkpoints/24"] = support::SignLeaves("demo", forked, 24);
            }),
      Bytes("EarlierCheckpointChanged",
            "FAILED PREFIXES",
            [](Files& files) { files["checkpoints/24"][30] ^= 1; }),
      Bytes("EarlierCheckpointBeyondTheEnd",
            "FAILED PREFIXES",
            [](Files& files) {
              std::vector<std::string> longer = Sample().leaves;
              longer.push_back("{}");
              const std::string name = "checkpoints/" + std::to_string(longer.size());
              files[name] = support::SignLeaves("demo", longer, longer.size());
            }),
      Bytes("EarlierCheckpointUnderAnotherName",
            "FAILED FILES",
            [](Files& files) { files["checkpoints/23"] = files["checkpoints/24"]; }),
  };
}

std::vector<Case> SequenceCases() {
  using Leaves = std::vector<std::string>;
  return {
      Signed("SequenceNumberChanged",
             "FAILED SEQUENCE",
             [](Leaves& leaves) { Replace(leaves[5], "\"seq\":5", "\"seq\":6"); }),
      Signed("UnknownKind",
             "FAILED SEQUENCE",
             [](Leaves& leaves) { Replace(leaves[2], "protocol.frozen", "protocol.thawed"); }),
      Signed("UnknownMember",
             "FAILED SEQUENCE",
             [](Leaves& leaves) { Replace(leaves[0], "{\"actor\"", "{\"a\":1,\"actor\""); }),
      Signed("NotCanonical",
             "FAILED SEQUENCE",
             [](Leaves& leaves) { Replace(leaves[0], "{\"actor\":", "{\"actor\": "); }),
      Signed(
          "EntryOfAnotherStudy",
          "FAILED SEQUENCE",
          [](Leaves& leaves) { Replace(leaves[7], "\"study\":\"demo\"", "\"study\":\"demi\""); }),
      Signed("TimeThatIsNone",
             "FAILED SEQUENCE",
             [](Leaves& leaves) { Replace(leaves[7], "\"t\":\"2026-", "\"t\":\"2026/"); }),
      Signed("EntriesSwappedAndSigned",
             "FAILED SEQUENCE",
             [](Leaves& leaves) { std::swap(leaves[30], leaves[31]); }),
      Signed("EntryRemovedAndSigned",
             "FAILED SEQUENCE",
             [](Leaves& leaves) { leaves.erase(leaves.begin() + 40); }),
      Signed("LineThatIsNoJson", "FAILED SEQUENCE", [](Leaves& leaves) { leaves[40] = "nothing"; }),
  };
}

std::vector<Case> LifeCycleCases() {
  using Entries = std::vector<Entry>;
  const auto again = [](const Entries& entries, const std::string& who, int revision) {
    Entry ballot = BallotOf(entries, who);
    std::get<BallotCast>(ballot.event).revision = revision;
    return ballot;
  };
  return {
      Sealed("BallotAfterTheClose",
             "FAILED LIFE_CYCLE",
             [=](Entries& entries) {
               Insert(entries, RoundCloses(entries, 1) + kRoundOneClosing, again(entries, "p1", 2));
             }),
      Sealed("BallotBeforeTheOpening",
             "FAILED LIFE_CYCLE",
             [=](Entries& entries) {
               Insert(entries, PlaceOf<RoundOpened>(entries), again(entries, "p1", 1));
             }),
      Sealed("TwoCountedBallots",
             "FAILED LIFE_CYCLE",
             [=](Entries& entries) {
               Insert(entries, RoundCloses(entries, 1), again(entries, "p1", 1));
             }),
      Sealed("RevisionLeftOut",
             "FAILED LIFE_CYCLE",
             [=](Entries& entries) {
               Insert(entries, RoundCloses(entries, 1), again(entries, "p1", 3));
             }),
      Sealed("ScoreOffTheScale",
             "FAILED LIFE_CYCLE",
             [](Entries& entries) { First<BallotCast>(entries).content->answers[0].score = 10; }),
      Sealed("AnswerToAnItemNotAsked",
             "FAILED LIFE_CYCLE",
             [](Entries& entries) { First<BallotCast>(entries).content->answers[0].item = "C0"; }),
      Sealed("RuleChangedAfterTheFreeze",
             "FAILED LIFE_CYCLE",
             [](Entries& entries) {
               const std::size_t place = PlaceOf<RoundOpened>(entries);
               ProtocolFrozen frozen = First<ProtocolFrozen>(entries);
               frozen.protocol.rounds[0].rule.clauses.pop_back();
               Insert(entries, place, ByChair(entries, place, frozen));
             }),
      Sealed("OtherProtocolFrozenThanDrafted",
             "FAILED LIFE_CYCLE",
             [](Entries& entries) { First<ProtocolFrozen>(entries).protocol.k = 3; }),
      Sealed("ProtocolAmendedWhileARoundIsOpen",
             "FAILED LIFE_CYCLE",
             [](Entries& entries) {
               const std::size_t place = RoundCloses(entries, 1);
               ProtocolAmended amended{First<ProtocolFrozen>(entries).protocol, "to win"};
               Insert(entries, place, ByChair(entries, place, amended));
             }),
      Sealed("AmendmentWithoutAReason",
             "FAILED LIFE_CYCLE",
             [](Entries& entries) { First<ProtocolAmended>(entries).reason.clear(); }),
      Sealed("RewordingWithoutAReason",
             "FAILED LIFE_CYCLE",
             [](Entries& entries) { First<ItemReworded>(entries).reason.clear(); }),
      Sealed("ItemRewordedWhileItIsAnswered",
             "FAILED LIFE_CYCLE",
             [](Entries& entries) {
               const std::size_t place = RoundCloses(entries, 1);
               Insert(entries, place, ByChair(entries, place, ItemReworded{"C1", 2, "Joy", "fun"}));
             }),
      Sealed("RoundOpenedTwice",
             "FAILED LIFE_CYCLE",
             [](Entries& entries) {
               const std::size_t place = PlaceOf<RoundOpened>(entries);
               Insert(entries, place, entries[place]);
             }),
      Sealed("CloseOfARoundLeftOut",
             "FAILED DECISIONS",
             [](Entries& entries) {
               const std::size_t place = RoundCloses(entries, 1);
               for (std::size_t i = 0; i < kRoundOneClosing; ++i)
                 Remove(entries, place);
             }),
      Sealed("RoundAfterTheStudyWasConcluded",
             "FAILED LIFE_CYCLE",
             [](Entries& entries) {
               const std::size_t place = entries.size() - 1;
               Insert(entries, place, ByChair(entries, place, RoundOpened{4, {{"C1", 1}}, {}}));
             }),
      Sealed("VoteCountedTwice",
             "FAILED LIFE_CYCLE",
             [](Entries& entries) {
               const std::size_t place = PlaceOf<VoteCast>(entries);
               Insert(entries, place + 1, entries[place]);
             }),
  };
}

std::vector<Case> EligibilityCases() {
  using Entries = std::vector<Entry>;
  const auto ballot = [](const Entries& entries, const std::string& who, int round) {
    Entry entry = BallotOf(entries, "p1", round);
    entry.actor.id = who;
    std::get<BallotCast>(entry.event).participant = who;
    return entry;
  };
  return {
      Sealed("BallotOfAStranger",
             "FAILED ELIGIBILITY",
             [=](Entries& entries) {
               Insert(entries, RoundCloses(entries, 1), ballot(entries, "stranger", 1));
             }),
      Sealed("BallotByAnotherHand",
             "FAILED ELIGIBILITY",
             [](Entries& entries) { entries[PlaceOf<BallotCast>(entries)].actor.id = "p9"; }),
      Sealed("BallotOfSomebodyWhoHadLeft",
             "FAILED ELIGIBILITY",
             [=](Entries& entries) {
               Insert(entries, RoundCloses(entries, 2), ballot(entries, "p14", 2));
             }),
      Sealed("BallotOfSomebodyTheRoundDoesNotLetIn",
             "FAILED ELIGIBILITY",
             [=](Entries& entries) {
               Insert(entries, RoundCloses(entries, 2), ballot(entries, "p15", 2));
             }),
      Sealed("VoteOfSomebodyWhoWasNotThere",
             "FAILED ELIGIBILITY",
             [](Entries& entries) {
               const std::size_t place = PlaceOf<VoteCast>(entries);
               Entry vote = entries[place];
               vote.actor.id = "p13";
               std::get<VoteCast>(vote.event).participant = "p13";
               Insert(entries, place, vote);
             }),
      Sealed("RoundClosedByAParticipant",
             "FAILED ELIGIBILITY",
             [](Entries& entries) {
               entries[RoundCloses(entries, 1)].actor = {Role::kParticipant, "p1"};
             }),
      Sealed("AttendanceOfAStranger",
             "FAILED ELIGIBILITY",
             [](Entries& entries) {
               First<AttendanceRecorded>(entries).participants.push_back("nobody");
             }),
      Sealed("HatOfAGroupThatIsNone",
             "FAILED ELIGIBILITY",
             [](Entries& entries) {
               First<ParticipantEnrolled>(entries).content->hats = {"sponsors"};
             }),
  };
}

std::vector<Case> CommitmentCases() {
  return {
      Bytes("OpeningChanged",
            "FAILED COMMITMENTS",
            [](Files& files) { Replace(files["openings.ndjson"], "\"C1\":7", "\"C1\":1"); }),
      Bytes(
          "NonceChanged",
          "FAILED COMMITMENTS",
          [](Files& files) { Replace(files["openings.ndjson"], "\"nonce\":\"", "\"nonce\":\"0"); }),
      Bytes("OpeningAdded",
            "FAILED COMMITMENTS",
            [](Files& files) { files["openings.ndjson"] += "{\"content\":{}}\n"; }),
      Bytes("OpeningTwice",
            "FAILED COMMITMENTS",
            [](Files& files) {
              std::string& text = files["openings.ndjson"];
              text.insert(0, text.substr(0, text.find('\n') + 1));
            }),
      Bytes("BallotsOpeningRemoved",
            kPartial,
            [](Files& files) {
              const std::string& line = Sample().openings[PlaceOf<BallotCast>(Sample().entries)];
              Replace(files["openings.ndjson"], line + "\n", "");
            }),
      Bytes("TallysOpeningRemoved",
            kPartial,
            [](Files& files) {
              const std::string& line = Sample().openings[PlaceOf<ItemTallied>(Sample().entries)];
              Replace(files["openings.ndjson"], line + "\n", "");
            }),
      Bytes("OpeningsCutShort",
            kPartial,
            [](Files& files) {
              files["openings.ndjson"].resize(files["openings.ndjson"].size() - 10);
            }),
      Bytes("OpeningsEmptied", kPartial, [](Files& files) { files["openings.ndjson"].clear(); }),
      Bytes("OpeningsInAnotherOrder",
            kVerified,
            [](Files& files) {
              std::vector<std::string> openings = Sample().openings;
              std::reverse(openings.begin(), openings.end());
              files["openings.ndjson"] = Lines(openings);
            }),
  };
}

std::vector<Case> CountCases() {
  using Entries = std::vector<Entry>;
  return {
      Sealed("BallotLeftOut",
             "FAILED COUNTS",
             [](Entries& entries) {
               Remove(entries, PlaceOf<BallotCast>(entries, [](const BallotCast& ballot) {
                        return ballot.participant == "p14";
                      }));
             }),
      Sealed("OneMoreResponded",
             "FAILED COUNTS",
             [](Entries& entries) { ++First<ResponseFound>(entries).responses[0].responded; }),
      Sealed("OneFewerInvited",
             "FAILED COUNTS",
             [](Entries& entries) { --First<ResponseFound>(entries).responses[1].invited; }),
      Sealed("GroupLeftOutOfTheResponse",
             "FAILED COUNTS",
             [](Entries& entries) { First<ResponseFound>(entries).responses.pop_back(); }),
      Sealed("CountOfAnotherRound",
             "FAILED COUNTS",
             [](Entries& entries) { First<ResponseFound>(entries).basis = "round/7"; }),
      Sealed("SmallGroupGivenAway",
             "FAILED COUNTS",
             [](Entries& entries) {
               First<ResponseFound>(entries).responses.push_back({"researchers", 3, 2});
             }),
      Sealed("SomebodyPutIntoAnotherGroup",
             "FAILED COUNTS",
             [](Entries& entries) {
               First<ParticipantEnrolled>(entries).content->hats = {"clinicians"};
             }),
  };
}

std::vector<Case> TallyCases() {
  using Entries = std::vector<Entry>;
  const auto add_one = [](Json& tally) { tally["panel"]["scored"] = "15"; };
  return {
      Sealed("ScoreInABallotChanged",
             "FAILED TALLIES",
             [](Entries& entries) { First<BallotCast>(entries).content->answers[0].score = 1; }),
      Sealed("TallyOffByOne",
             "FAILED TALLIES",
             [=](Entries& entries) { add_one(First<ItemTallied>(entries).tally); }),
      Sealed("WholeTallyOffByOne",
             "FAILED TALLIES",
             [=](Entries& entries) { add_one(First<ItemTallied>(entries).content->tally); }),
      Sealed("SmallGroupsTableGivenAway",
             "FAILED TALLIES",
             [](Entries& entries) {
               auto& tallied = First<ItemTallied>(entries);
               tallied.tally = tallied.content->tally;
             }),
      Sealed("ConsensusChanged",
             "FAILED TALLIES",
             [](Entries& entries) { First<ItemTallied>(entries).consensus = Verdict::kOut; }),
      Sealed("FindingLeftOut",
             "FAILED TALLIES",
             [](Entries& entries) { Remove(entries, PlaceOf<ItemTallied>(entries)); }),
      Sealed("FindingTwice",
             "FAILED TALLIES",
             [](Entries& entries) {
               const std::size_t place = PlaceOf<ItemTallied>(entries);
               Insert(entries, place, entries[place]);
             }),
      Sealed("FindingOutOfNowhere",
             "FAILED TALLIES",
             [](Entries& entries) {
               const Entry finding = entries[PlaceOf<ItemTallied>(entries)];
               entries.push_back(finding);
             }),
      Sealed("FindingsSwapped",
             "FAILED TALLIES",
             [](Entries& entries) {
               const std::size_t place = PlaceOf<ItemTallied>(entries);
               std::swap(entries[place], entries[place + 1]);
             }),
      Sealed("LogEndsBeforeItsLastFindings",
             "FAILED TALLIES",
             [](Entries& entries) { entries.resize(RoundCloses(entries, 2) + 2); }),
      Sealed("RuleLoosenedInDraftAndFreeze",
             "FAILED TALLIES",
             [](Entries& entries) {
               const auto loosen = [](Protocol& protocol) {
                 protocol.rounds[0].rule.quorum.panel = 20;
               };
               loosen(First<ProtocolDrafted>(entries).protocol);
               loosen(First<ProtocolFrozen>(entries).protocol);
               loosen(First<ProtocolAmended>(entries).protocol);
             }),
  };
}

std::vector<Case> DecisionCases() {
  using Entries = std::vector<Entry>;
  return {
      Sealed("DecisionAgainstTheRule",
             "FAILED DECISIONS",
             [](Entries& entries) { First<DecisionRecorded>(entries).verdict = Verdict::kOut; }),
      Sealed("DecisionOnAnotherRound",
             "FAILED DECISIONS",
             [](Entries& entries) { First<DecisionRecorded>(entries).basis = "round/2"; }),
      Sealed("DecisionOnAnotherWording",
             "FAILED DECISIONS",
             [](Entries& entries) { First<DecisionRecorded>(entries).item.version = 2; }),
      Sealed("DecisionOnAnUnknownItem",
             "FAILED DECISIONS",
             [](Entries& entries) { First<DecisionRecorded>(entries).item.item = "C99"; }),
      Sealed("DecisionTwice",
             "FAILED DECISIONS",
             [](Entries& entries) {
               const std::size_t place = PlaceOf<DecisionRecorded>(entries);
               Insert(entries, place, entries[place]);
             }),
      Sealed("OverrideWithoutAReason",
             "FAILED DECISIONS",
             [](Entries& entries) { First<DecisionOverridden>(entries).reason.clear(); }),
      Sealed(
          "OverrideOfWhatTheRuleDidNotSay",
          "FAILED DECISIONS",
          [](Entries& entries) { First<DecisionOverridden>(entries).rule_verdict = Verdict::kIn; }),
      Sealed("OverrideThatAgreesWithTheRule",
             "FAILED DECISIONS",
             [](Entries& entries) { First<DecisionOverridden>(entries).verdict = Verdict::kNone; }),
      Sealed("OverrideByAnObserver",
             "FAILED DECISIONS",
             [](Entries& entries) {
               entries[PlaceOf<DecisionOverridden>(entries)].actor = {Role::kObserver, "guest"};
             }),
  };
}

std::vector<Case> FileCases() {
  std::vector<Case> cases = {
      Program("PageOfAnotherVersion",
              kVerified,
              [](Files& files) { Replace(files["index.html"], "<body", "<body class=\"new\""); }),
      Program("PageOfAnotherRecord",
              "FAILED FILES",
              [](Files& files) { Replace(files["index.html"], "Pain at rest", "Pain at night"); }),
      Program("PageWithoutARecord",
              "FAILED FILES",
              [](Files& files) { files["index.html"] = "<p>Trust us.</p>"; }),
      Program("PageTakenOut", kVerified, [](Files& files) { files.erase("index.html"); }),
      Program("VerifierOfAnotherVersion",
              kVerified,
              [](Files& files) { files["verify.py"] += "# newer\n"; }),
      Bytes("ProtocolFileMissing",
            "FAILED FILES",
            [](Files& files) { files.erase("protocol.json"); }),
      Bytes("ResultsFileMissing",
            "FAILED FILES",
            [](Files& files) { files.erase("results/tallies.csv"); }),
      Bytes("ResultsFileAdded",
            "FAILED FILES",
            [](Files& files) { files["results/better.csv"] = "item\n"; }),
      Bytes("ReportMissing", "FAILED FILES", [](Files& files) { files.erase("report.html"); }),
      Bytes("ReportWithoutItsVersion",
            "FAILED FILES",
            [](Files& files) { Replace(files["report.html"], "quorate report 3", "a friend"); }),
      Bytes("ReportOfAnotherVersion",
            kVerified,
            [](Files& files) {
              Replace(files["report.html"], "quorate report 3", "quorate report 4");
            }),
      // The first version had fewer tables, so the others would be nobody's.
      Bytes("ReportOfTheFirstVersionBesideLaterTables",
            "FAILED FILES",
            [](Files& files) {
              Replace(files["report.html"], "quorate report 3", "quorate report 1");
            }),
      Bytes("ChecklistOfAnotherVersion",
            kVerified,
            [](Files& files) {
              Replace(files["checklists/accord.html"], "quorate report 3", "quorate report 4");
            }),
      Bytes("ChecklistMissing",
            "FAILED FILES",
            [](Files& files) { files.erase("checklists/cos-star.html"); }),
      Bytes("WorkbookMissing",
            "FAILED FILES",
            [](Files& files) { files.erase("results/results.xlsx"); }),
      Bytes("FigureInTheWorkbookChanged",
            "FAILED FILES",
            [](Files& files) { Replace(files["results/results.xlsx"], "<v>14</v>", "<v>15</v>"); }),
      Bytes("ByteInTheWorkbookChanged",
            "FAILED FILES",
            [](Files& files) { files["results/results.xlsx"][30] ^= 1; }),
      Unlisted("FileAdded", [](Files& files) { files["notes.txt"] = "hello"; }),
      Unlisted("ListedFileMissing", [](Files& files) { files.erase("checkpoints/3"); }),
      Unlisted("ListMissing", [](Files& files) { files.erase("SHA256SUMS"); }),
      Unlisted("ListEmpty", [](Files& files) { files["SHA256SUMS"].clear(); }),
      Unlisted("ListLineMissing",
               [](Files& files) {
                 std::string& text = files["SHA256SUMS"];
                 text.erase(0, text.find('\n') + 1);
               }),
      Unlisted("ListLineTwice",
               [](Files& files) {
                 std::string& text = files["SHA256SUMS"];
                 text += text.substr(0, text.find('\n') + 1);
               }),
      Unlisted("ListDigestChanged", [](Files& files) { files["SHA256SUMS"][0] ^= 1; }),
      Unlisted("ListLineThatIsNone", [](Files& files) { files["SHA256SUMS"] += "hello\n"; }),
  };
  for (const char* path : {"protocol.json",
                           "results/items.csv",
                           "results/wordings.csv",
                           "results/tallies.csv",
                           "results/histograms.csv",
                           "results/responses.csv",
                           "results/decisions.csv",
                           "results/votes.csv",
                           "results/flow.csv",
                           "results/changes.csv",
                           "results/margins.csv",
                           "results/dissent.csv",
                           "results/columns.csv",
                           "results/results.xlsx",
                           "checklists/accord.csv",
                           "checklists/accord.html",
                           "checklists/cos-star.csv",
                           "checklists/cos-star.html",
                           "checklists/delphistar.csv",
                           "checklists/delphistar.html",
                           "report.html",
                           "VERIFY.md"}) {
    std::string name(path);
    name.erase(std::remove_if(name.begin(), name.end(), [](char c) { return !std::isalnum(c); }),
               name.end());
    const auto change = [file = std::string(path)](Files& files) {
      std::string& text = files[file];
      text[text.size() - 4] ^= 1;
    };
    cases.push_back(Bytes("Changed" + name, "FAILED FILES", change));
    cases.push_back(Unlisted("ChangedAndNotListed" + name, change));
  }
  return cases;
}

std::vector<Case> AllCases() {
  std::vector<Case> all;
  for (auto part : {NoteCases,
                    RootCases,
                    PrefixCases,
                    SequenceCases,
                    LifeCycleCases,
                    EligibilityCases,
                    CommitmentCases,
                    CountCases,
                    TallyCases,
                    DecisionCases,
                    FileCases}) {
    for (Case& one : part())
      all.push_back(std::move(one));
  }
  return all;
}

class BundleTamperingTest : public testing::TestWithParam<Case> {};

TEST_P(BundleTamperingTest, IsNoticedByItsStage) {
  const VerifyReport report = VerifyBundle(GetParam().make());
  EXPECT_EQ(report.result, GetParam().result);
  ASSERT_EQ(report.stages.size(), 12U);
  for (const StageReport& stage : report.stages) {
    EXPECT_FALSE(stage.detail.empty()) << stage.stage;
    if (!stage.ok && !report.failed()) ADD_FAILURE() << stage.stage << ": " << stage.detail;
  }
}

INSTANTIATE_TEST_SUITE_P(Table,
                         BundleTamperingTest,
                         testing::ValuesIn(AllCases()),
                         [](const auto& one) { return one.param.name; });

TEST(BundleTamperingTableTest, UntouchedSampleVerifiesSealedAgainOrNot) {
  EXPECT_EQ(VerifyBundle(SampleBundle()).result, kVerified);
  Record record = Sample();
  support::SealAgain(record);
  EXPECT_EQ(VerifyBundle(WithLog(record)).result, kVerified);
  EXPECT_GE(AllCases().size(), 100U);
}

}  // namespace
}  // namespace quorate::cli
