#include "engine/ranking/ballot_writer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/engine/ranking/counting.h"

namespace quorate::engine {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

std::string Written(const Profile& profile, WrittenFormat format) {
  const auto written = WriteBallots(profile, format);
  return written ? written->text : "[" + written.error().message + "]";
}

TEST(BallotWriterTest, FormatsGoByTheFileName) {
  EXPECT_EQ(WrittenFormatOf("a/b.SOI"), WrittenFormat::kSoi);
  EXPECT_EQ(WrittenFormatOf("b.csv"), WrittenFormat::kCsvMarks);
  EXPECT_EQ(WrittenFormatOf("soc"), std::nullopt);
}

TEST(BallotWriterTest, PreflibNamesVotersOrdersAndAlternatives) {
  EXPECT_EQ(Written(Ballots("3: Ann>Bob=Cyd\n1: Bob\n"), WrittenFormat::kToi),
            "# TITLE: \n# DESCRIPTION:\n# DATA TYPE: toi\n# MODIFICATION TYPE: original\n"
            "# NUMBER ALTERNATIVES: 3\n# NUMBER VOTERS: 4\n# NUMBER UNIQUE ORDERS: 2\n"
            "# ALTERNATIVE NAME 1: Ann\n# ALTERNATIVE NAME 2: Bob\n# ALTERNATIVE NAME 3: Cyd\n"
            "3: 1,{2,3}\n1: 2\n");
}

TEST(BallotWriterTest, CategoriesAreGradesFromTheBestDown) {
  const Profile profile = Ballots("2: A/2,B/0\n1: A/1,B/2\n", BallotKind::kGrades);
  EXPECT_THAT(Written(profile, WrittenFormat::kCat),
              HasSubstr("# NUMBER CATEGORIES: 3\n# CATEGORY NAME 1: 2\n# CATEGORY NAME 2: 1\n"
                        "# CATEGORY NAME 3: 0\n# ALTERNATIVE NAME 1: A\n"
                        "# ALTERNATIVE NAME 2: B\n2: 1,{},2\n1: 2,1,{}\n"));
}

TEST(BallotWriterTest, BltHoldsSeatsTitleEqualPlacesAndBlanks) {
  const auto written =
      WriteBallots(Ballots("3: A>B=C\n2:\n"), WrittenFormat::kBlt, {"The \"best\"  of\nthem", 2});
  ASSERT_TRUE(written.has_value());
  EXPECT_EQ(written->text, "3 2\n3 1 2=3 0\n2 0\n0\n\"A\"\n\"B\"\n\"C\"\n\"The 'best' of them\"\n");
}

TEST(BallotWriterTest, AbifDeclaresEverybodyInFileOrder) {
  const Profile profile = Ballots("=x:[Dr. Ann]\n=c1:[c1]\n=y:\"a]b\"\n1: c1>x=y\n1/2:\n");
  EXPECT_EQ(Written(profile, WrittenFormat::kAbif),
            "# weights were multiplied by 2\n=cc1:[Dr. Ann]\n=c1:[c1]\n=c3:\"a]b\"\n"
            "2: c1>cc1=c3\n1:\n");
}

TEST(BallotWriterTest, FractionsAreScaledAndTheFactorIsWritten) {
  const Profile profile = Ballots("0.5: A>B\n2/3: B\n");
  for (const WrittenFormat format :
       {WrittenFormat::kSoi, WrittenFormat::kToi, WrittenFormat::kBlt, WrittenFormat::kAbif}) {
    const auto written = WriteBallots(profile, format);
    ASSERT_TRUE(written.has_value()) << written.error().message;
    EXPECT_EQ(written->factor, Fraction(6));
    EXPECT_THAT(written->text, HasSubstr("weights were multiplied by 6"));
    EXPECT_THAT(written->notes, ElementsAre(HasSubstr("multiplied by 6")));
  }
  const auto csv = WriteBallots(profile, WrittenFormat::kCsvMarks);
  EXPECT_EQ(csv->text, "weight,A,B\n1/2,1,2\n2/3,,1\n");
  EXPECT_EQ(csv->factor, Fraction(1));
  EXPECT_THAT(csv->notes, IsEmpty());
}

TEST(BallotWriterTest, CsvQuotesNamesAndHoldsBothShapes) {
  const Profile profile = Ballots("2: [Cyd, \"Dr\"]>[Ann]\n1: [Ann]\n");
  EXPECT_EQ(Written(profile, WrittenFormat::kCsvMarks),
            "weight,\"Cyd, \"\"Dr\"\"\",Ann\n2,1,2\n1,,1\n");
  EXPECT_EQ(Written(profile, WrittenFormat::kCsvPlaces),
            "weight,rank 1,rank 2\n2,\"Cyd, \"\"Dr\"\"\",Ann\n1,Ann,\n");
}

TEST(BallotWriterTest, WhatAFormatCannotHoldIsRefusedAllAtOnce) {
  const Profile ties = Ballots("1: A=B\n1: A>B=C\n1:\n");
  EXPECT_THAT(Written(ties, WrittenFormat::kSoc), HasSubstr("2 of the different ones have equal"));
  EXPECT_THAT(Written(ties, WrittenFormat::kSoc), HasSubstr("2 of the different ones leave"));
  EXPECT_THAT(Written(ties, WrittenFormat::kToi), HasSubstr("1 of the different ones are blank"));
  EXPECT_THAT(Written(ties, WrittenFormat::kCat), HasSubstr("the ballots are rankings"));
  EXPECT_THAT(Written(ties, WrittenFormat::kCsvPlaces), HasSubstr("strict orders"));
  const Profile grades = Ballots("1: A/-1,B/0.5\n", BallotKind::kGrades);
  EXPECT_THAT(Written(grades, WrittenFormat::kCat), HasSubstr("grade -1"));
  EXPECT_THAT(Written(grades, WrittenFormat::kCat), HasSubstr("grade 1/2"));
  EXPECT_THAT(Written(grades, WrittenFormat::kBlt), HasSubstr("approvals or grades"));
  const Profile unheard = Ballots("=A:[A]\n=B:[B]\n1: A\n");
  EXPECT_THAT(Written(unheard, WrittenFormat::kCsvPlaces), HasSubstr("candidate B: is on no"));
  const Profile quotes = Ballots("1: [A \"a\"]\n");
  EXPECT_THAT(Written(quotes, WrittenFormat::kBlt), HasSubstr("cannot quote"));
  EXPECT_THAT(Written(Ballots("1: [rank 1]>[rank 2]\n"), WrittenFormat::kCsvMarks),
              HasSubstr("rename one"));
}

TEST(BallotWriterTest, NotesSayWhichGradesAreLostOrAdded) {
  const Profile profile = Ballots("1: A/3,B/1\n", BallotKind::kGrades);
  EXPECT_THAT(WriteBallots(profile, WrittenFormat::kCat)->notes,
              ElementsAre(HasSubstr("from 0 to the best")));
  Profile wide = profile;
  wide.scale.emplace_back(9);
  EXPECT_THAT(WriteBallots(wide, WrittenFormat::kAbif)->notes,
              ElementsAre(HasSubstr("Nobody gives 9")));
}

}  // namespace
}  // namespace quorate::engine
