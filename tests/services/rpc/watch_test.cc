#include <thread>

#include <gtest/gtest.h>

#include "quorate/v1/access.grpc.pb.h"
#include "quorate/v1/log.grpc.pb.h"

#include "tests/support/api_story.h"

namespace quorate {
namespace {

namespace v1 = ::quorate::v1;
using support::ApiClient;
using support::ApiStory;

// One stream, read event by event.
class Watch {
 public:
  Watch(const ApiClient& client, const std::string& study, std::optional<std::int64_t> after)
      : stub_(v1::LogService::NewStub(client.channel())) {
    client.Prepare(context_);
    v1::WatchEntriesRequest request;
    request.set_parent(study);
    if (after) request.set_after_sequence(*after);
    reader_ = stub_->WatchEntries(&context_, request);
  }

  // The next entry's sequence, skipping heartbeats; -1 at the end.
  std::int64_t Next() {
    v1::WatchEntriesResponse event;
    while (reader_->Read(&event)) {
      if (event.has_entry()) {
        entry_ = event.entry();
        return entry_.sequence();
      }
      ++heartbeats_;
    }
    return -1;
  }
  // Reads on until a heartbeat; its log size, -1 at the end.
  std::int64_t NextHeartbeat() {
    v1::WatchEntriesResponse event;
    while (reader_->Read(&event)) {
      if (event.has_heartbeat()) return event.heartbeat().log_size();
    }
    return -1;
  }
  [[nodiscard]] const v1::LogEntry& entry() const { return entry_; }
  grpc::Status Finish() { return reader_->Finish(); }
  void Cancel() { context_.TryCancel(); }

 private:
  grpc::ClientContext context_;
  std::unique_ptr<v1::LogService::Stub> stub_;
  std::unique_ptr<grpc::ClientReader<v1::WatchEntriesResponse>> reader_;
  v1::LogEntry entry_;
  int heartbeats_ = 0;
};

std::int64_t LogSize(const ApiStory& story) {
  v1::GetCheckpointRequest request;
  request.set_parent(story.name());
  return story.facilitator().Ask(&v1::LogService::Stub::GetCheckpoint, request).size();
}

class WatchTest : public testing::Test {
 protected:
  WatchTest() : server_({std::chrono::milliseconds(200), 50}), story_(server_) {}

  support::TestServer server_;
  ApiStory story_;
};

TEST_F(WatchTest, TellsEverythingFromTheFirstEntryOn) {
  Watch watch(story_.facilitator(), story_.name(), std::nullopt);
  const std::int64_t size = LogSize(story_);
  for (std::int64_t i = 0; i < size; ++i)
    ASSERT_EQ(watch.Next(), i);
  story_.OpenRound();
  EXPECT_EQ(watch.Next(), size);
  EXPECT_NE(watch.entry().leaf().find("\"kind\":\"round.opened\""), std::string::npos);
}

// Breaks off and resumes again and again while ballots come in: nothing is lost, nothing comes
// twice.
TEST_F(WatchTest, ResumesWithoutGaps) {
  story_.OpenRound();
  std::thread voters([&] {
    for (int person = 0; person < ApiStory::kPeople; ++person)
      story_.CastBallot(1, person);
  });
  std::int64_t seen = -1;
  const std::int64_t end = LogSize(story_) + ApiStory::kPeople - 1;
  while (seen < end - ApiStory::kPeople) {
    Watch watch(story_.facilitator(), story_.name(), seen < 0 ? std::nullopt : std::optional(seen));
    for (int i = 0; i < 3; ++i) {
      ASSERT_EQ(watch.Next(), seen + 1);
      ++seen;
    }
    watch.Cancel();
    watch.Finish();
  }
  voters.join();
  const std::int64_t size = LogSize(story_);
  Watch watch(story_.facilitator(), story_.name(), seen);
  while (seen < size - 1) {
    ASSERT_EQ(watch.Next(), seen + 1);
    ++seen;
  }
}

TEST_F(WatchTest, HeartbeatSaysHowFarTheLogIs) {
  const std::int64_t size = LogSize(story_);
  Watch watch(story_.facilitator(), story_.name(), size - 1);
  EXPECT_EQ(watch.NextHeartbeat(), size);
  EXPECT_EQ(watch.NextHeartbeat(), size);
}

TEST_F(WatchTest, EntryThatTheLogDoesNotHaveIsRefused) {
  Watch watch(story_.facilitator(), story_.name(), LogSize(story_));
  EXPECT_EQ(watch.Next(), -1);
  const grpc::Status status = watch.Finish();
  EXPECT_EQ(status.error_code(), grpc::StatusCode::NOT_FOUND);
  EXPECT_EQ(support::ReasonOf(status), "UNKNOWN_ENTRY");
}

TEST_F(WatchTest, StrangersAreRefused) {
  Watch nobody(story_.facilitator().As(""), story_.name(), std::nullopt);
  EXPECT_EQ(nobody.Next(), -1);
  EXPECT_EQ(nobody.Finish().error_code(), grpc::StatusCode::UNAUTHENTICATED);
  Watch elsewhere(story_.Participant(0), "studies/other", std::nullopt);
  EXPECT_EQ(elsewhere.Next(), -1);
  EXPECT_EQ(elsewhere.Finish().error_code(), grpc::StatusCode::NOT_FOUND);
}

TEST_F(WatchTest, RevokedTokenEndsTheStream) {
  v1::CreateTokenRequest create;
  create.set_parent(story_.name());
  create.set_role(v1::ROLE_OBSERVER);
  const auto made = story_.facilitator().Ask(&v1::AccessService::Stub::CreateToken, create);
  Watch watch(story_.facilitator().As(made.secret()), story_.name(), LogSize(story_) - 1);
  EXPECT_GT(watch.NextHeartbeat(), 0);
  v1::RevokeTokenRequest revoke;
  revoke.set_name(made.token().name());
  story_.facilitator().Ask(&v1::AccessService::Stub::RevokeToken, revoke);
  EXPECT_EQ(watch.Next(), -1);
  EXPECT_EQ(watch.Finish().error_code(), grpc::StatusCode::UNAUTHENTICATED);
}

TEST_F(WatchTest, StoppingServerEndsTheStreamSoThatItIsTriedAgain) {
  Watch watch(story_.facilitator(), story_.name(), LogSize(story_) - 1);
  EXPECT_GT(watch.NextHeartbeat(), 0);
  std::thread stopping([&] { server_.Stop(); });
  EXPECT_EQ(watch.Next(), -1);
  EXPECT_EQ(watch.Finish().error_code(), grpc::StatusCode::UNAVAILABLE);
  stopping.join();
}

TEST_F(WatchTest, TooManyWatchersAreRefused) {
  std::vector<std::unique_ptr<Watch>> watches;
  for (int i = 0; i < 50; ++i) {
    watches.push_back(std::make_unique<Watch>(story_.facilitator(), story_.name(), std::nullopt));
    ASSERT_EQ(watches.back()->Next(), 0);
  }
  Watch more(story_.facilitator(), story_.name(), std::nullopt);
  EXPECT_EQ(more.Next(), -1);
  EXPECT_EQ(more.Finish().error_code(), grpc::StatusCode::RESOURCE_EXHAUSTED);
  for (const auto& watch : watches) {
    watch->Cancel();
    watch->Finish();
  }
}

TEST_F(WatchTest, ManyWatchersAllSeeEveryEntry) {
  const std::int64_t size = LogSize(story_);
  std::vector<std::unique_ptr<Watch>> watches;
  for (int i = 0; i < 40; ++i) {
    watches.push_back(std::make_unique<Watch>(story_.facilitator(), story_.name(), size - 1));
  }
  story_.OpenRound();
  story_.CastBallot(1, 0);
  for (const auto& watch : watches) {
    EXPECT_EQ(watch->Next(), size);
    EXPECT_EQ(watch->Next(), size + 1);
    watch->Cancel();
    watch->Finish();
  }
}

// Survey tallies are what the protocol's feedback policy is about; the workshop's are seen by all.
TEST_F(WatchTest, ParticipantsAreNotToldSurveyTalliesBeforeTheEnd) {
  story_.OpenRound();
  for (int person = 0; person < ApiStory::kPeople; ++person)
    story_.CastBallot(1, person);
  const std::int64_t before = LogSize(story_);
  story_.CloseRound(1);
  Watch facilitator(story_.facilitator(), story_.name(), before - 1);
  Watch participant(story_.Participant(0), story_.name(), before - 1);
  int withheld = 0;
  for (std::int64_t i = before; i < LogSize(story_); ++i) {
    ASSERT_EQ(facilitator.Next(), i);
    ASSERT_EQ(participant.Next(), i);
    const std::string& leaf = facilitator.entry().leaf();
    const bool tally = leaf.find("\"kind\":\"item.tallied\"") != std::string::npos ||
                       leaf.find(".explained\"") != std::string::npos;
    EXPECT_EQ(participant.entry().withheld(), tally);
    EXPECT_EQ(participant.entry().leaf(), tally ? "" : facilitator.entry().leaf());
    withheld += tally ? 1 : 0;
  }
  EXPECT_EQ(withheld, 5) << "two tallies, their explanations, and the round's";
}

}  // namespace
}  // namespace quorate
