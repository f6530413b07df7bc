// The faults other tests rely on.

#include "tests/support/faulty_store.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "services/store/memory_store.h"

namespace quorate::support {

using engine::Reason;
using services::StudyAppend;

class FaultyStoreTest : public ::testing::Test {
 protected:
  engine::Status Append() {
    const std::vector<StudyAppend> append = {
        {.study = "pain", .first = *faulty_.Size("pain"), .entries = {{"leaf", ""}}}};
    return faulty_.Append(append);
  }

  services::MemoryStore memory_;
  FaultyStore faulty_{memory_};
};

TEST_F(FaultyStoreTest, TheNthAppendFailsAndNoOther) {
  faulty_.FailAppend(2, FaultyStore::Fault::kStorageFull);
  faulty_.FailAppend(4, FaultyStore::Fault::kUnavailable);
  EXPECT_TRUE(Append());
  EXPECT_EQ(Append().error().reason, Reason::kStorageFull);
  EXPECT_TRUE(Append());
  EXPECT_EQ(Append().error().reason, Reason::kUnavailable);
  EXPECT_TRUE(Append());
  EXPECT_EQ(*memory_.Size("pain"), 3U);
  EXPECT_EQ(faulty_.appends(), 5U);
}

TEST_F(FaultyStoreTest, ALostAcknowledgmentHasWritten) {
  faulty_.FailAppend(1, FaultyStore::Fault::kLostAcknowledgment);
  EXPECT_EQ(Append().error().reason, Reason::kUnavailable);
  EXPECT_EQ(*memory_.Size("pain"), 1U);
}

TEST_F(FaultyStoreTest, StandingFaultsLastUntilMended) {
  faulty_.FailAppends(FaultyStore::Fault::kStorageFull);
  EXPECT_FALSE(Append());
  EXPECT_FALSE(Append());
  faulty_.Mend();
  EXPECT_TRUE(Append());
  EXPECT_EQ(*memory_.Size("pain"), 1U);
}

}  // namespace quorate::support
