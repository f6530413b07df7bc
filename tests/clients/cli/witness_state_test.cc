#include "clients/cli/witness_state.h"

#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>

#include "engine/log/digest.h"
#include "tests/support/temporary_folder.h"

namespace quorate::cli {
namespace {

TEST(WitnessStateTest, KnowsNothingAtFirstAndWhatWasKeptAfterwards) {
  const support::TemporaryFolder folder;
  const std::string path = (folder.path() / "state").string();
  const engine::TreeHead head{12, engine::Sha256("root")};
  {
    const auto state = WitnessState::Hold(path);
    ASSERT_TRUE(state) << state.error().message;
    EXPECT_EQ(state->Last("a.example/log")->size, 0U);
    EXPECT_EQ(state->Last("a.example/log")->root, engine::EmptyRoot());
    ASSERT_TRUE(state->Keep("a.example/log", head));
  }
  const auto state = WitnessState::Hold(path);
  EXPECT_EQ(*state->Last("a.example/log"), head);
  EXPECT_EQ(state->Last("b.example/log")->size, 0U);
}

// Taking it for "nothing cosigned yet" would let a fork be cosigned.
TEST(WitnessStateTest, ADamagedFileIsRefused) {
  const support::TemporaryFolder folder;
  const auto state = WitnessState::Hold(folder.path().string());
  ASSERT_TRUE(state->Keep("a.example/log", {12, engine::Sha256("root")}));
  for (const auto& file : std::filesystem::directory_iterator(folder.path())) {
    if (file.path().filename() == "witness.lock") continue;
    std::ofstream(file.path()) << "damaged";
  }
  const auto last = state->Last("a.example/log");
  ASSERT_FALSE(last);
  EXPECT_EQ(last.error().reason, engine::Reason::kUnreadable);
}

TEST(WitnessStateTest, TheFilesReadAsCheckpoints) {
  const support::TemporaryFolder folder;
  const auto state = WitnessState::Hold(folder.path().string());
  ASSERT_TRUE(state->Keep("a.example/log", {12, engine::Sha256("root")}));
  int files = 0;
  for (const auto& file : std::filesystem::directory_iterator(folder.path())) {
    if (file.path().filename() == "witness.lock") continue;
    ++files;
    std::string origin;
    std::ifstream text(file.path());
    std::getline(text, origin);
    EXPECT_EQ(origin, "a.example/log");
  }
  EXPECT_EQ(files, 1);
}

}  // namespace
}  // namespace quorate::cli
