#include "engine/replay/record_reader.h"

#include <string>

#include <gtest/gtest.h>

#include "engine/log/digest.h"
#include "engine/replay/codec.h"
#include "tests/engine/replay/sample_events.h"

namespace quorate::engine {
namespace {

constexpr const char* kLabel = "sleep";

struct Texts {
  std::string entries;
  std::string openings;
};

Entry Withdrawal(std::uint64_t number) {
  return {{Role::kFacilitator, "f"},
          Instant{1'795'467'600},
          ParticipantWithdrawn{"p" + std::to_string(number)}};
}

Entry Enrolment(std::uint64_t number) {
  ParticipantEnrolled event;
  event.participant = "p" + std::to_string(number);
  event.content = Membership{{"patients"}, 1, {}};
  return {{Role::kFacilitator, "f"}, Instant{1'795'467'600}, event};
}

void Write(Entry entry, std::uint64_t sequence, Texts& texts) {
  const auto sealed = Seal(kLabel, sequence, entry, Entropy{});
  ASSERT_TRUE(sealed);
  texts.entries += sealed->leaf + "\n";
  if (!sealed->opening.empty()) texts.openings += sealed->opening + "\n";
}

TEST(RecordReaderTest, StretchesGiveEveryLineInOrderAndTheTreeOfAll) {
  constexpr std::uint64_t kLines = 2 * RecordReader::kStretch + 3;
  Texts texts;
  Tree whole;
  for (std::uint64_t i = 0; i < kLines; ++i)
    Write(Withdrawal(i), i, texts);
  Openings openings("");
  RecordReader reader(kLabel, kLines, texts.entries, openings);
  Tree tree;
  std::uint64_t read = 0;
  std::string_view rest = texts.entries;
  Stretch stretch;
  for (reader.Cut(stretch); !stretch.lines.empty(); reader.Cut(stretch)) {
    RecordReader::Hash(stretch);
    reader.Read(stretch);
    tree.Append(stretch.tree);
    ASSERT_EQ(stretch.read.size(), stretch.lines.size());
    for (const ReadLine& line : stretch.read) {
      whole.Append(LeafHash(*TakeLine(rest)));
      ASSERT_TRUE(line.entry) << line.entry.error().message;
      const auto& event = std::get<ParticipantWithdrawn>(line.entry->event);
      ASSERT_EQ(event.participant, "p" + std::to_string(read++));
    }
  }
  EXPECT_EQ(read, kLines);
  EXPECT_EQ(tree.Root(), whole.Root());
  EXPECT_FALSE(reader.cut_off());
}

class SmallRecordTest : public testing::Test {
 protected:
  // An enrolment with its opening, one without, a withdrawal.
  void SetUp() override {
    Write(Enrolment(0), 0, texts_);
    const std::string first = texts_.openings;
    Write(Enrolment(1), 1, texts_);
    texts_.openings = first;
    Write(Withdrawal(0), 2, texts_);
  }

  void Read(std::uint64_t size) {
    Openings openings(texts_.openings);
    RecordReader reader(kLabel, size, texts_.entries, openings);
    reader.Cut(stretch_);
    RecordReader::Hash(stretch_);
    reader.Read(stretch_);
    cut_off_ = reader.cut_off();
  }

  Texts texts_;
  Stretch stretch_;
  bool cut_off_ = false;
};

TEST_F(SmallRecordTest, ALineSaysWhatBecameOfItsOpening) {
  Read(3);
  ASSERT_EQ(stretch_.read.size(), 3U);
  EXPECT_TRUE(stretch_.read[0].commits);
  EXPECT_TRUE(stretch_.read[0].opened);
  EXPECT_TRUE(std::get<ParticipantEnrolled>(stretch_.read[0].entry->event).content);
  EXPECT_TRUE(stretch_.read[1].commits);
  EXPECT_FALSE(stretch_.read[1].opened);
  EXPECT_EQ(stretch_.read[1].wrong_opening, "");
  EXPECT_FALSE(stretch_.read[2].commits);
}

TEST_F(SmallRecordTest, LinesBeyondTheCheckpointAreHashedAndNotRead) {
  Read(2);
  EXPECT_EQ(stretch_.read.size(), 2U);
  EXPECT_EQ(stretch_.tree.size(), 3U);
}

TEST_F(SmallRecordTest, NothingIsReadBehindALineThatIsNoEntry) {
  texts_.entries.replace(texts_.entries.find('\n') + 1, 1, "[");
  Read(3);
  ASSERT_EQ(stretch_.read.size(), 2U);
  EXPECT_FALSE(stretch_.read[1].entry);
  EXPECT_EQ(stretch_.tree.size(), 3U);
}

TEST_F(SmallRecordTest, AnEndInTheMiddleOfALineIsNoticed) {
  texts_.entries.pop_back();
  Read(3);
  EXPECT_EQ(stretch_.lines.size(), 2U);
  EXPECT_TRUE(cut_off_);
}

}  // namespace
}  // namespace quorate::engine
