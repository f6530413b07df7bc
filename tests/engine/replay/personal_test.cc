#include "engine/replay/personal.h"

#include <gtest/gtest.h>

#include "engine/replay/codec.h"
#include "engine/replay/verify.h"
#include "tests/support/study_builder.h"

namespace quorate::engine {
namespace {

using support::Record;
using support::SampleStudy;
using support::StudyBuilder;

constexpr const char* kGone = "p3";

std::string Lines(const std::vector<std::string>& lines) {
  std::string text;
  for (const std::string& line : lines) {
    if (!line.empty()) text += line + "\n";
  }
  return text;
}

VerifyReport Judge(const Record& record) {
  const std::string entries = Lines(record.leaves);
  const std::string openings = Lines(record.openings);
  Evidence evidence{record.verifier_key, record.checkpoint, {}, entries, openings};
  for (const support::Checkpointed& earlier : record.checkpoints)
    evidence.checkpoints.emplace_back(earlier.note);
  return Verify(evidence);
}

std::string Told(const VerifyReport& report) {
  std::string told = report.result;
  for (const StageReport& stage : report.stages) {
    if (!stage.ok) told += "; " + stage.stage + ": " + stage.detail;
  }
  return told;
}

// The sample study after somebody's erasure, with what the server would destroy destroyed.
Record ErasedRecord() {
  StudyBuilder builder = SampleStudy();
  const ErasureScope scope(builder.study(), kGone);
  builder.Do(EraseParticipant{kGone});
  Record record = builder.Finish();
  for (std::size_t i = 0; i < record.entries.size(); ++i) {
    if (scope.Covers(record.entries[i])) record.openings[i].clear();
  }
  return record;
}

TEST(PersonalTest, ARecordWithAnErasureVerifiesAndSaysSo) {
  const VerifyReport report = Judge(ErasedRecord());
  EXPECT_EQ(report.result, "VERIFIED WITH 1 ERASED") << Told(report);
}

TEST(PersonalTest, NothingOfTheErasedIsLeftInTheOpenings) {
  const Record record = ErasedRecord();
  for (std::size_t i = 0; i < record.entries.size(); ++i) {
    const bool theirs = PersonIn(record.entries[i]) == kGone;
    EXPECT_TRUE(!theirs || record.openings[i].empty()) << i;
  }
}

TEST(PersonalTest, WholeTalliesThatWouldTellOfASmallGroupGoToo) {
  const Record record = ErasedRecord();
  int gone = 0;
  for (std::size_t i = 0; i < record.entries.size(); ++i) {
    const auto* tallied = std::get_if<ItemTallied>(&record.entries[i].event);
    if (tallied == nullptr || tallied->tally.Find("suppressed") == nullptr) continue;
    EXPECT_EQ(record.openings[i], "") << i;
    ++gone;
  }
  EXPECT_GT(gone, 0) << "the sample study has a small group";
}

TEST(PersonalTest, AnOpeningThatShouldBeGoneFailsTheErasures) {
  StudyBuilder builder = SampleStudy();
  builder.Do(EraseParticipant{kGone});
  const VerifyReport report = Judge(builder.Finish());
  EXPECT_EQ(report.result, "FAILED ERASURES") << Told(report);
}

TEST(PersonalTest, SomebodyElsesMissingOpeningIsNotAccountedFor) {
  Record record = ErasedRecord();
  for (std::size_t i = 0; i < record.entries.size(); ++i) {
    if (PersonIn(record.entries[i]) == "p5") record.openings[i].clear();
  }
  EXPECT_EQ(Judge(record).result, "PARTIAL (commitments not opened)");
}

TEST(PersonalTest, WithoutAnErasureEverythingMissingIsMissing) {
  Record record = SampleStudy().Finish();
  EXPECT_EQ(Judge(record).result, "VERIFIED") << Told(Judge(record));
  record.openings.assign(record.openings.size(), "");
  EXPECT_EQ(Judge(record).result, "PARTIAL (commitments not opened)");
}

TEST(PersonalTest, RoundsAfterAnErasureAreCountedAgainInFull) {
  StudyBuilder builder("early");
  builder.Do(CreateStudy{"Early"})
      .Do(DraftProtocol{support::ProtocolFrom(R"({"title": "Early", "groups": [{"id": "a"}],
           "rounds": [{"rule": "comet-70-15"}, {"rule": "comet-70-15"}], "k": 3})")})
      .Do(FreezeProtocol{});
  EnrolParticipants enrol;
  for (int i = 1; i <= 6; ++i)
    enrol.enrolments.push_back({"p" + std::to_string(i), {{"a"}, 1}});
  builder.Do(std::move(enrol)).Do(AddItems{{{"C1", "One"}}}).Do(OpenRound{});
  for (int i = 1; i <= 6; ++i)
    builder.Ballot("p" + std::to_string(i), 1, "C1=" + std::to_string(i));
  builder.Do(CloseRound{1});
  const ErasureScope scope(builder.study(), kGone);
  builder.Do(EraseParticipant{kGone}).Do(OpenRound{});
  for (const char* person : {"p1", "p2", "p4", "p5", "p6"})
    builder.Ballot(person, 2, "C1=" + std::string(person + 1));
  builder.Do(CloseRound{2});
  Record record = builder.Finish();
  for (std::size_t i = 0; i < record.entries.size(); ++i) {
    if (scope.Covers(record.entries[i])) record.openings[i].clear();
  }
  EXPECT_EQ(Judge(record).result, "VERIFIED WITH 1 ERASED") << Told(Judge(record));

  // A lie about the round after the erasure is found out, one about the round before cannot be.
  for (Entry& entry : record.entries) {
    auto* tallied = std::get_if<ItemTallied>(&entry.event);
    if (tallied != nullptr && tallied->basis == "round/2") tallied->consensus = Verdict::kOut;
  }
  const std::vector<std::string> openings = record.openings;
  support::SealAgain(record);
  for (std::size_t i = 0; i < openings.size(); ++i) {
    if (openings[i].empty()) record.openings[i].clear();
  }
  EXPECT_EQ(Judge(record).result, "FAILED TALLIES");
}

TEST(PersonalTest, AStatedBreakAccountsForTheCheckpointThatWasLost) {
  StudyBuilder builder = SampleStudy();
  const Record lost = builder.Finish();
  Record record = [&] {
    StudyBuilder again = SampleStudy();
    again.DoAs({Role::kServer, "operator"},
               RecoverLog{static_cast<int>(lost.leaves.size()) + 7,
                          std::string(43, 'A') + "=",
                          "the disk failed"});
    return again.Finish();
  }();
  EXPECT_EQ(Judge(record).result, "VERIFIED") << Told(Judge(record));
  record.checkpoints.push_back({lost.leaves.size(), lost.checkpoint});
  EXPECT_EQ(Judge(record).result, "VERIFIED") << "this one is a prefix";
}

}  // namespace
}  // namespace quorate::engine
