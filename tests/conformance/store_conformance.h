// What every store must do, stated once. A new backend joins by one more factory at the end of
// store_backends_test.cc; the promises themselves are the tests in store_conformance_test.cc.

#pragma once

#include <functional>
#include <memory>
#include <ostream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "services/store/store.h"

namespace quorate::services {

// One empty store, and what it takes to close it and open it again.
class StoreUnderTest {
 public:
  virtual ~StoreUnderTest() = default;
  virtual Store& store() = 0;
  // False, and nothing done, for a store that keeps nothing beyond its life.
  virtual bool Reopen() = 0;
};

struct StoreBackend {
  std::string name;
  std::function<std::unique_ptr<StoreUnderTest>()> make;
  friend std::ostream& operator<<(std::ostream& out, const StoreBackend& backend) {
    return out << backend.name;
  }
};

class StoreConformanceTest : public ::testing::TestWithParam<StoreBackend> {
 protected:
  Store& store() { return under_test_->store(); }
  // After this, what was promised to be durable must still be there.
  void ReopenIfDurable() { under_test_->Reopen(); }

  engine::Status Append(const StudyAppend& append) { return store().Append({&append, 1}); }
  // Adds `count` sample entries to the end of a log, and fails the test if that is refused.
  void Grow(const std::string& study, std::uint64_t first, std::size_t count);
  // The whole log; empty, with a failure, if it cannot be read.
  std::vector<StoredEntry> ReadAll(const std::string& study);

  // Differs for each study and sequence; every third entry has no opening.
  static StoredEntry Sample(const std::string& study, std::uint64_t sequence);
  static std::vector<StoredEntry> Samples(const std::string& study,
                                          std::uint64_t first,
                                          std::size_t count);

 private:
  std::unique_ptr<StoreUnderTest> under_test_ = GetParam().make();
};

}  // namespace quorate::services
