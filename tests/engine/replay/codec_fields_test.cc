// Every event's fields come in the order of canonical JSON, and all of them.

#include "engine/replay/codec_fields.h"

#include <algorithm>

#include <gtest/gtest.h>

#include "tests/engine/replay/sample_events.h"

namespace quorate::engine {
namespace {

// Collects the names that Fields() visits.
struct Names {
  std::vector<std::string> names;
  template <typename Type>
  void operator()(std::string_view name, Type& /*value*/) {
    names.emplace_back(name);
  }
  template <typename Type>
  void IfAny(std::string_view name, std::vector<Type>& /*values*/) {
    names.emplace_back(name);
  }
  void Commitment(std::string_view name, std::string& /*hex*/) { names.emplace_back(name); }
  void Answer(std::string_view name, AnswerState& /*state*/, int& /*score*/) {
    names.emplace_back(name);
  }
  void Answers(std::string_view name, std::vector<ItemAnswer>& /*answers*/) {
    names.emplace_back(name);
  }
};

TEST(CodecFieldsTest, NamesComeInOrderAndOnce) {
  for (Event& event : SampleEvents()) {
    Names visited;
    std::visit([&](auto& alternative) { Fields(visited, alternative); }, event);
    EXPECT_TRUE(std::ranges::is_sorted(visited.names)) << event.index();
    EXPECT_EQ(std::ranges::adjacent_find(visited.names), visited.names.end()) << event.index();
  }
}

TEST(CodecFieldsTest, ContentIsNeverAmongTheFieldsInClear) {
  BallotCast ballot;
  Names visited;
  Fields(visited, ballot);
  EXPECT_EQ(
      visited.names,
      (std::vector<std::string>{"channel", "commitment", "participant", "revision", "round"}));
}

TEST(CodecFieldsTest, CommittingEventsAreThoseWithContent) {
  EXPECT_TRUE(Committing<BallotCast>);
  EXPECT_TRUE(Committing<ItemTallied&>);
  EXPECT_FALSE(Committing<RoundClosed>);
}

}  // namespace
}  // namespace quorate::engine
