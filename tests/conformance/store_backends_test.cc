// The stores that must pass the conformance suite.

#include <memory>
#include <utility>

#include "services/store/memory_store.h"
#include "services/store/sqlite_store.h"
#include "tests/conformance/store_conformance.h"
#include "tests/support/faulty_store.h"
#include "tests/support/temporary_folder.h"

namespace quorate::services {

namespace {

class MemoryUnderTest final : public StoreUnderTest {
 public:
  Store& store() override { return store_; }
  bool Reopen() override { return false; }

 private:
  MemoryStore store_;
};

// A faulty store without faults must be a store like any other, or tests with it prove nothing.
class FaultlessUnderTest final : public StoreUnderTest {
 public:
  Store& store() override { return store_; }
  bool Reopen() override { return false; }

 private:
  MemoryStore behind_;
  support::FaultyStore store_{behind_};
};

class SqliteUnderTest final : public StoreUnderTest {
 public:
  SqliteUnderTest() { Open(); }
  Store& store() override { return *store_; }
  bool Reopen() override {
    store_.reset();
    Open();
    return true;
  }

 private:
  void Open() {
    auto opened = SqliteStore::Open(folder_.path() / "data", OpeningCheck::kWholeFile);
    ASSERT_TRUE(opened) << opened.error().message;
    store_ = std::move(*opened);
  }

  support::TemporaryFolder folder_;
  std::unique_ptr<SqliteStore> store_;
};

template <typename Backend>
StoreBackend BackendNamed(std::string name) {
  return {std::move(name), [] { return std::make_unique<Backend>(); }};
}

}  // namespace

INSTANTIATE_TEST_SUITE_P(Stores,
                         StoreConformanceTest,
                         ::testing::Values(BackendNamed<MemoryUnderTest>("Memory"),
                                           BackendNamed<FaultlessUnderTest>("Faultless"),
                                           BackendNamed<SqliteUnderTest>("Sqlite")),
                         [](const auto& test) { return test.param.name; });

}  // namespace quorate::services
