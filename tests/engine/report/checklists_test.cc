#include "engine/report/checklists.h"

#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/report/checklist_items.h"
#include "tests/engine/report/sample_history.h"

namespace quorate::engine {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

const RecordName kRecord = {"quorate.example/studies/demo", 139, "cm9vdA=="};

std::string FileOf(const std::string& name, const Study& study = SampleState()) {
  for (const ChecklistFile& file : Checklists(study, SampleHistory(), kRecord)) {
    if (file.path == "checklists/" + name) return file.bytes;
  }
  return {};
}

TEST(ChecklistsTest, ThreeOfThemAsCsvAndHtml) {
  std::vector<std::string> paths;
  for (const ChecklistFile& file : Checklists(SampleState(), SampleHistory(), kRecord))
    paths.push_back(file.path);
  EXPECT_THAT(paths,
              testing::ElementsAre("checklists/accord.csv",
                                   "checklists/accord.html",
                                   "checklists/cos-star.csv",
                                   "checklists/cos-star.html",
                                   "checklists/delphistar.csv",
                                   "checklists/delphistar.html"));
}

TEST(ChecklistsTest, FillsInWhatTheRecordKnows) {
  const std::string accord = FileOf("accord.html");
  for (const char* part : {"Round 1 (survey): opened 2026-11-23",
                           "Patients 7 of 7 (100.0 %)",
                           "groups left out are too small to show",
                           "IN when at least 70 % of those who scored are in 7 to 9",
                           "the panel asked for another meeting",
                           "another trial measures it",
                           "C4, C5 were merged into C7: hard to tell apart",
                           "Record: quorate.example/studies/demo, 139 entries, root cm9vdA=="}) {
    EXPECT_THAT(accord, HasSubstr(part));
  }
}

TEST(ChecklistsTest, LeavesTheRestToTheAuthorAndPointsIntoTheReport) {
  EXPECT_THAT(FileOf("accord.html"), HasSubstr("<strong>Author to write: </strong>Funding."));
  EXPECT_THAT(FileOf("accord.html"), HasSubstr("href=\"../report.html#deviations\""));
  EXPECT_THAT(FileOf("accord.csv"), HasSubstr("\nO3,Other information,"));
  EXPECT_THAT(FileOf("accord.csv"), HasSubstr(",report.html#people\n"));
}

TEST(ChecklistsTest, EveryPlaceIsASectionOfTheReport) {
  const std::string report = ReportHtml(SampleState(), SampleHistory(), kRecord, Tier::kPublic);
  for (const Checklist& checklist : {Accord(), CosStar(), Delphistar()}) {
    for (const ChecklistItem& item : checklist.items) {
      if (item.place.empty()) continue;
      EXPECT_THAT(report, HasSubstr("<section id=\"" + std::string(item.place) + "\""));
    }
  }
}

TEST(ChecklistsTest, SaysWhoseNumbersAndWhoseWordsTheyAre) {
  EXPECT_THAT(FileOf("accord.html"),
              HasSubstr("numbers are the guideline&#39;s, the words are ours"));
  EXPECT_THAT(FileOf("delphistar.html"), HasSubstr("carry no item numbers"));
}

// The public record knows no more than this, so the checklist must not either.
TEST(ChecklistsTest, AreTheSameWithoutTheOpenings) {
  Study blind = SampleState();
  blind.contents_known = false;
  for (Participant& participant : blind.participants)
    participant.membership.reset();
  for (Suggestion& suggestion : blind.suggestions)
    suggestion.text.reset();
  for (Round& round : blind.rounds) {
    for (TalliedItem& result : round.results)
      result.full.reset();
  }
  for (const char* name : {"accord.csv", "cos-star.html", "delphistar.html"})
    EXPECT_EQ(FileOf(name, blind), FileOf(name));
}

TEST(ChecklistsTest, HostileTextStaysText) {
  Study study = SampleState();
  study.title = "<script>alert(1)</script>";
  study.protocol->purpose = "=HYPERLINK(\"x\")";
  study.protocol->groups[0].name = "<img src=x>";
  study.decisions.back().override_reason = "</td><b>";
  for (const char* name : {"accord.html", "cos-star.html", "delphistar.html"}) {
    for (const char* part : {"<script", "<img", "</td><b>"})
      EXPECT_THAT(FileOf(name, study), Not(HasSubstr(part)));
  }
  EXPECT_THAT(FileOf("accord.csv", study), HasSubstr("\"'=HYPERLINK(\"\"x\"\")\""));
}

TEST(ChecklistItemsTest, NumbersAreTheGuidelines) {
  EXPECT_EQ(Accord().items.size(), 35U);
  EXPECT_EQ(CosStar().items.size(), 25U) << "18 items, seven of them in parts";
  for (const Checklist& checklist : {Accord(), CosStar()}) {
    std::set<std::string_view> numbers;
    for (const ChecklistItem& item : checklist.items)
      EXPECT_TRUE(numbers.insert(item.number).second) << item.number;
  }
  for (const ChecklistItem& item : Delphistar().items)
    EXPECT_EQ(item.number, "") << "their texts were not at hand";
}

TEST(ChecklistItemsTest, EveryItemIsAnsweredOrLeftToTheAuthor) {
  for (const Checklist& checklist : {Accord(), CosStar(), Delphistar()}) {
    for (const ChecklistItem& item : checklist.items) {
      EXPECT_TRUE(item.known[0] != Known::kNothing || !item.author.empty())
          << checklist.name << " " << item.number << " " << item.asks;
      EXPECT_FALSE(item.asks.empty());
    }
  }
}

}  // namespace
}  // namespace quorate::engine
