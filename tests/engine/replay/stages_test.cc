#include "engine/replay/stages.h"

#include <gtest/gtest.h>

namespace quorate::engine {
namespace {

TEST(StagesTest, NamesAreForEver) {
  const char* names[] = {"note",
                         "root",
                         "prefixes",
                         "sequence",
                         "life-cycle",
                         "eligibility",
                         "commitments",
                         "counts",
                         "tallies",
                         "decisions",
                         "erasures",
                         "files"};
  for (int i = 0; i < 12; ++i)
    EXPECT_EQ(NameOf(static_cast<Stage>(i)), names[i]);
}

TEST(StagesTest, AFailureIsCalledAfterItsStage) {
  EXPECT_EQ(FailedCode("life-cycle"), "FAILED LIFE_CYCLE");
  EXPECT_EQ(FailedCode("note"), "FAILED NOTE");
}

}  // namespace
}  // namespace quorate::engine
