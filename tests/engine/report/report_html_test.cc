#include "engine/report/report_html.h"

#include <regex>

#include <gtest/gtest.h>

#include "engine/report/report_parts.h"
#include "tests/engine/report/sample_history.h"

namespace quorate::engine {
namespace {

const Study& Sample() {
  return SampleState();
}

std::string Report(const Study& study, Tier tier, const std::vector<DatedEntry>& history = {}) {
  return ReportHtml(study, history, {"quorate.example/studies/demo", study.size, "cm9vdA=="}, tier);
}

bool Has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

TEST(ReportHtmlTest, BeginsWithTheResultInPlainEnglish) {
  const std::string report = Report(Sample(), Tier::kPublic);
  const std::size_t summary =
      report.find("Of 5 outcomes, 3 were agreed <strong>IN</strong> (to keep)");
  ASSERT_NE(summary, std::string::npos);
  EXPECT_LT(summary, report.find("<table>"));
}

TEST(ReportHtmlTest, NeedsNothingFromElsewhereAndRunsNothing) {
  const std::string report = Report(Sample(), Tier::kAuditor, SampleHistory());
  for (const char* part :
       {"<script", "src=", "http://", "https://", "@import", "url(", "<link", "<iframe"}) {
    EXPECT_FALSE(Has(report, part)) << part;
  }
  EXPECT_TRUE(Has(report, "default-src 'none'"));
  EXPECT_TRUE(Has(report, "name=\"viewport\""));
  EXPECT_TRUE(Has(report, "@media print"));
}

TEST(ReportHtmlTest, TablesHaveCaptionsAndPicturesHaveWords) {
  const std::string report = Report(Sample(), Tier::kAuditor);
  const auto count = [&](const std::string& part) {
    std::size_t found = 0;
    for (std::size_t at = report.find(part); at != std::string::npos;
         at = report.find(part, at + 1)) {
      ++found;
    }
    return found;
  };
  EXPECT_GT(count("<table>"), 10U);
  EXPECT_EQ(count("<table>"), count("<caption>"));
  EXPECT_EQ(count("<th"), count("<th scope=") + count("<thead"));
  EXPECT_GT(count("<svg "), 20U);
  EXPECT_EQ(
      count("<svg "),
      count("<svg role=\"img\" aria-label=\"How many gave each score:") + count("</title><desc>"));
  EXPECT_EQ(count("<figure>"), count("<figcaption>"));
  EXPECT_EQ(count("<section "), count("aria-labelledby="));
}

// A reader that only closes what it opened must come out even.
TEST(ReportHtmlTest, EveryElementThatOpensCloses) {
  const std::string report = Report(Sample(), Tier::kAuditor, SampleHistory());
  std::vector<std::string> open;
  const std::regex tag("<(/?)([a-zA-Z0-9]+)[^>]*?(/?)>");
  for (std::sregex_iterator it(report.begin(), report.end(), tag), end; it != end; ++it) {
    const std::string name = (*it)[2];
    if (name == "meta" || name == "br" || (*it)[3] == "/") continue;
    if ((*it)[1] == "") {
      open.push_back(name);
      continue;
    }
    ASSERT_FALSE(open.empty()) << name;
    ASSERT_EQ(open.back(), name);
    open.pop_back();
  }
  EXPECT_TRUE(open.empty());
}

TEST(ReportHtmlTest, TellsOverridesAmendmentsLineageAndEveryIteration) {
  const std::string report = Report(Sample(), Tier::kPublic, SampleHistory());
  for (const char* part : {"against the rule",
                           "another trial measures it",
                           "the panel asked for another meeting",
                           "<code>stopping_rule</code>",
                           "hard to tell apart",
                           "plainer words",
                           "no outcome of a trial",
                           "vote v1, iteration 2",
                           "Walking distance",
                           "a weighted median may lie outside the quartiles",
                           "14 of 15 (93.3 %)",
                           "quorate verify FOLDER",
                           "cm9vdA=="}) {
    EXPECT_TRUE(Has(report, part)) << part;
  }
}

TEST(ReportHtmlTest, ShowsTheFlowOfPeopleAndItemsAsPictureAndTable) {
  const std::string report = Report(Sample(), Tier::kPublic, SampleHistory());
  for (const char* part : {"<title>The people, from the first round to the last</title>",
                           "<title>The list, from the first round to the last</title>",
                           "<caption>The same in words</caption>",
                           "14 of 15 answered (93.3 %)",
                           "2 merged into 1"}) {
    EXPECT_TRUE(Has(report, part)) << part;
  }
}

TEST(ReportHtmlTest, ShowsHowCloseDecisionsWereAndWhoStoodAgainstThem) {
  const std::string report = Report(Sample(), Tier::kAuditor, SampleHistory());
  for (const char* part : {"100.0 %, 30.0 points to spare",
                           "exact distance 3/10",
                           "asked for: at least 70 % of those who scored are in 7 to 9",
                           "Not IN:",
                           "These decisions went against what the rule said",
                           "somebody scored at the other end of the scale"}) {
    EXPECT_TRUE(Has(report, part)) << part;
  }
  EXPECT_TRUE(
      Has(Report(Sample(), Tier::kPublic, SampleHistory()), "results/margins.csv says why"));
}

TEST(ReportHtmlTest, ShowsWhatChangedBetweenRounds) {
  const std::string report = Report(Sample(), Tier::kPublic, SampleHistory());
  for (const char* part : {"From round 1 to round 2",
                           "2 outcomes were counted in both. The rule's answer changed on 1",
                           "<li>from NONE to IN: C2</li>",
                           "reworded between"}) {
    EXPECT_TRUE(Has(report, part)) << part;
  }
}

TEST(ReportHtmlTest, PublicReportKeepsSmallGroupsBackAndSaysSo) {
  const std::string open = Report(Sample(), Tier::kPublic);
  EXPECT_TRUE(Has(open, "not shown: too few people"));
  EXPECT_FALSE(Has(open, "Auditor&#39;s copy"));
  EXPECT_FALSE(Has(open, "Auditor's copy"));
  const std::string whole = Report(Sample(), Tier::kAuditor);
  EXPECT_FALSE(Has(whole, "not shown: too few people"));
  EXPECT_TRUE(Has(whole, "Auditor's copy"));
}

// The public log holds no hats, so neither may the report depend on them.
TEST(ReportHtmlTest, PublicReportIsTheSameWithoutTheOpenings) {
  Study blind = Sample();
  blind.contents_known = false;
  for (Participant& participant : blind.participants)
    participant.membership.reset();
  for (Suggestion& suggestion : blind.suggestions)
    suggestion.text.reset();
  for (Round& round : blind.rounds) {
    std::fill(round.box.answers.begin(), round.box.answers.end(), kNotShown);
    for (TalliedItem& result : round.results)
      result.full.reset();
  }
  for (Vote& vote : blind.votes) {
    for (VoteIteration& iteration : vote.iterations)
      iteration.result->full.reset();
  }
  EXPECT_EQ(Report(blind, Tier::kPublic, SampleHistory()),
            Report(Sample(), Tier::kPublic, SampleHistory()));
}

TEST(ReportHtmlTest, HostileTextStaysText) {
  const std::string hostile = "</td><script>alert(1)</script><img src=x onerror='a'>\"&";
  support::StudyBuilder builder;
  Protocol protocol = support::ProtocolFrom(
      R"({"title":"t","groups":[{"id":"a"}],"rounds":[{"rule":"comet-70-15"}]})");
  protocol.purpose = hostile;
  protocol.groups[0].name = hostile;
  protocol.stopping_rule = hostile;
  protocol.item_label = "<i>item</i>";
  protocol.rounds[0].rule.name = hostile;
  builder.Do(CreateStudy{hostile})
      .Do(DraftProtocol{protocol})
      .Do(FreezeProtocol{})
      .Do(EnrolParticipants{{{"p1", {{"a"}, 1}}}})
      .Do(AddItems{{{"C1", hostile}}})
      .Do(OpenRound{})
      .Ballot("p1", 1, "C1=9")
      .Do(CloseRound{1})
      .Do(OverrideDecision{"C1", Verdict::kOut, hostile})
      .Do(RewordItem{"C1", hostile + "2", hostile});
  protocol.title = hostile;
  builder.Do(AmendProtocol{protocol, hostile});
  const std::string report =
      Report(builder.study(), Tier::kAuditor, HistoryOf(builder.Finish().entries));
  for (const char* part : {"<script", "<img", "onerror='", "<i>item"}) {
    EXPECT_FALSE(Has(report, part)) << part;
  }
  EXPECT_TRUE(Has(report, "&lt;script&gt;alert(1)"));
}

TEST(ReportHtmlTest, StudyThatHasJustBegunHasAReportToo) {
  support::StudyBuilder builder;
  builder.Do(CreateStudy{"t"})
      .Do(DraftProtocol{support::ProtocolFrom(
          R"({"title":"t","groups":[{"id":"a"}],"rounds":[{"rule":"comet-70-15"}]})")})
      .Do(FreezeProtocol{});
  const std::string report = Report(builder.study(), Tier::kPublic);
  EXPECT_TRUE(Has(report, "Nothing has been decided yet."));
  EXPECT_TRUE(Has(report, "No vote was taken in a workshop."));
  EXPECT_TRUE(Has(report, "The protocol was not changed after it was fixed."));
  EXPECT_TRUE(Has(report, "The study goes on"));
}

TEST(IsMilestoneTest, BallotsAndFindingsAreNone) {
  EXPECT_TRUE(IsMilestone(RoundOpened{}));
  EXPECT_TRUE(IsMilestone(ProtocolAmended{}));
  EXPECT_FALSE(IsMilestone(BallotCast{}));
  EXPECT_FALSE(IsMilestone(ParticipantEnrolled{}));
  EXPECT_FALSE(IsMilestone(ItemTallied{}));
}

TEST(IsDatedTest, PeopleAndItemsComingAndGoingAreBallotsAreNot) {
  EXPECT_TRUE(IsDated(RoundOpened{}));
  EXPECT_TRUE(IsDated(ParticipantEnrolled{}));
  EXPECT_TRUE(IsDated(ParticipantWithdrawn{}));
  EXPECT_TRUE(IsDated(ItemAdded{}));
  EXPECT_TRUE(IsDated(ItemSuggested{}));
  EXPECT_FALSE(IsDated(BallotCast{}));
  EXPECT_FALSE(IsDated(ItemTallied{}));
}

TEST(PartTextTest, NothingOfNothingHasNoShare) {
  EXPECT_EQ(PartText(2, 3), "2 of 3 (66.6 %)");
  EXPECT_EQ(PartText(0, 0), "0 of 0");
}

TEST(ItemHtmlTest, UnknownItemIsJustItsLabel) {
  EXPECT_EQ(ItemHtml(Sample(), "C99"), "<strong>C99</strong>");
  EXPECT_EQ(ItemHtml(Sample(), "C1"), "<strong>C1</strong> <bdi>Pain at rest</bdi>");
}

}  // namespace
}  // namespace quorate::engine
