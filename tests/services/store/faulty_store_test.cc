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
        {.study = "pain", .first = *faulty.Size("pain"), .entries = {{"leaf", ""}}}};
    return faulty.Append(append);
  }

  services::MemoryStore memory;
  FaultyStore faulty{memory};
};

TEST_F(FaultyStoreTest, TheNthAppendFailsAndNoOther) {
  faulty.FailAppend(2, FaultyStore::Fault::kStorageFull);
  faulty.FailAppend(4, FaultyStore::Fault::kUnavailable);
  EXPECT_TRUE(Append());
  EXPECT_EQ(Append().error().reason, Reason::kStorageFull);
  EXPECT_TRUE(Append());
  EXPECT_EQ(Append().error().reason, Reason::kUnavailable);
  EXPECT_TRUE(Append());
  EXPECT_EQ(*memory.Size("pain"), 3U);
  EXPECT_EQ(faulty.appends(), 5U);
}

TEST_F(FaultyStoreTest, ALostAcknowledgmentHasWritten) {
  faulty.FailAppend(1, FaultyStore::Fault::kLostAcknowledgment);
  EXPECT_EQ(Append().error().reason, Reason::kUnavailable);
  EXPECT_EQ(*memory.Size("pain"), 1U);
}

TEST_F(FaultyStoreTest, StandingFaultsLastUntilMended) {
  faulty.FailAppends(FaultyStore::Fault::kStorageFull);
  EXPECT_FALSE(Append());
  EXPECT_FALSE(Append());
  faulty.Mend();
  EXPECT_TRUE(Append());
  EXPECT_EQ(*memory.Size("pain"), 1U);
}

}  // namespace quorate::support
