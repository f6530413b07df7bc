#include "engine/report/count_picture.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/ranking/ballot_file.h"

namespace quorate::engine {
namespace {

using testing::HasSubstr;

constexpr const char* kBallots = "9: Ann>Bob>Cyd\n8: Cyd>Ann>Bob\n7: Bob>Cyd>Ann\n";
constexpr const char* kScored = "4: Ann/5, Bob/3, Cyd/1\n3: Ann/2, Bob/5, Cyd/4\n";

std::string Drawn(const std::string& name, std::size_t seats = 1) {
  const RankedRule& rule = *FindRankedRule(name);
  const bool grades = rule.kind != BallotKind::kRanks;
  const char* text = name == "approval" ? "4: Ann/1, Bob/0\n3: Ann/0, Bob/1\n"
                     : grades           ? kScored
                                        : kBallots;
  const Profile profile = *ReadBallotFile(text, BallotFormat::kAbif, rule.kind);
  RankedOptions options;
  options.seats = seats;
  const RankedAnswer answer = *CountRanked(profile, rule, options);
  return CountPicture(profile, rule, options, answer)->Document();
}

TEST(CountPictureTest, EveryRuleHasAPictureThatSaysTheSummary) {
  for (const RankedRule& rule : RankedRules()) {
    const std::string svg = Drawn(rule.name);
    EXPECT_THAT(svg, HasSubstr("<desc>")) << rule.name;
    EXPECT_THAT(svg, HasSubstr("The count by " + std::string(rule.name)));
    EXPECT_THAT(svg, HasSubstr("Ann"));
  }
}

TEST(CountPictureTest, PairsStagesGradesAndSumsLookDifferent) {
  EXPECT_THAT(Drawn("schulze"), HasSubstr("class=\"duel"));
  EXPECT_THAT(Drawn("copeland"), HasSubstr("class=\"duel"));
  EXPECT_THAT(Drawn("irv"), HasSubstr("class=\"moved\""));
  EXPECT_THAT(Drawn("stv-meek", 2), HasSubstr("Stage 1"));
  EXPECT_THAT(Drawn("majority-judgment"), HasSubstr("half of the ballots"));
  EXPECT_THAT(Drawn("borda"), HasSubstr("class=\"seg won\""));
}

TEST(SeatsPictureTest, SeatsComeInTheOrderOfElection) {
  const ApprovalProfile profile =
      *ApprovalProfile::Make({"Ann", "Bob", "Cyd"}, {{{0, 1}, 3}, {{2}, 4}});
  CommitteeRequest request;
  request.rule = CommitteeRule::kPhragmen;
  request.seats = 2;
  const std::string svg =
      SeatsPicture(profile, request, *ChooseCommittee(profile, request)).Markup();
  EXPECT_THAT(svg, HasSubstr("4, seat 1, load 1/4"));
  EXPECT_THAT(svg, HasSubstr("3, seat 2, load 1/3"));
}

TEST(OutcomePictureTest, DrawsWhatTheLogShows) {
  const Json duels = *ParseJson(R"({"winners":["a"],"pairwise":{"a":{"b":"3"},"b":{"a":"1"}}})");
  EXPECT_THAT(OutcomePicture("T", {"a", "b"}, duels)->Markup(), HasSubstr("3:1"));
  EXPECT_THAT(OutcomePicture("T", {"a", "b"}, duels)->Markup(),
              HasSubstr("<desc>a against b 3 to 1.</desc>"));
  const Json scores = *ParseJson(R"({"winners":["b"],"scores":{"a":"3","b":"13/2"}})");
  EXPECT_THAT(OutcomePicture("T", {"a", "b"}, scores)->Markup(), HasSubstr("6.50, chosen"));
  const Json withheld = *ParseJson(R"({"winners":["b"],"figures_withheld":true})");
  EXPECT_FALSE(OutcomePicture("T", {"a", "b"}, withheld));
}

}  // namespace
}  // namespace quorate::engine
