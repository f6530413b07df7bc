// What a server promises about its studies: one commit for many commands, nothing seen before it is
// durable, nothing lost and nothing done twice when the store fails.

#include "services/studies/studies.h"

#include <atomic>
#include <mutex>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/store/memory_store.h"
#include "services/store/sqlite_store.h"
#include "tests/support/faulty_store.h"
#include "tests/support/gated_store.h"
#include "tests/support/study_driver.h"
#include "tests/support/temporary_folder.h"

namespace quorate::services {
namespace {

using engine::Reason;
using support::BallotRequest;
using support::FacilitatorRequest;
using support::FaultyStore;
using support::GatedStore;
using support::OpenFirstRound;

constexpr int kItems = 3;

class StudiesTest : public testing::Test {
 protected:
  std::unique_ptr<Studies> OpenOn(Store& store, std::size_t queue_max = 4096) {
    StudiesOptions options = support::OptionsIn(folder_.path() / "signed");
    options.queue_max = queue_max;
    auto studies = Studies::Open(store, support::StillOutside(), options);
    EXPECT_TRUE(studies.has_value()) << studies.error().message;
    return *std::move(studies);
  }

  support::TemporaryFolder folder_;
  MemoryStore memory_;
};

Reason ReasonOf(const engine::Result<std::string>& result) {
  EXPECT_FALSE(result.has_value());
  return result ? Reason::kInvalidArgument : result.error().reason;
}

std::uint64_t SizeOf(const Studies& studies, std::string_view study = "s") {
  return (*studies.View(study))->size;
}

std::size_t BallotsOf(const Studies& studies) {
  return (*studies.View("s"))->rounds.at(0).box.voters.size();
}

TEST_F(StudiesTest, WhatWasSubmittedIsAnsweredOnceAndNobodyWaits) {
  GatedStore gated(memory_);
  auto studies = OpenOn(gated, 1);
  OpenFirstRound(*studies, "s", 4, kItems);
  const std::uint64_t before = SizeOf(*studies);
  std::mutex mutex;
  std::vector<std::string> answers;
  const auto submit = [&](const std::string& id, int person) {
    studies->Submit(BallotRequest("s", person, id, kItems),
                    [&, id](const engine::Result<std::string>& reply) {
                      const std::lock_guard lock(mutex);
                      answers.push_back(id + (reply ? " done" : " refused"));
                    });
  };
  submit("", 1);
  gated.Close();
  submit("b1", 1);
  gated.AwaitAppend();
  submit("b2", 2);
  submit("b3", 3);  // One too many for the queue.
  studies->Stop();
  submit("b4", 4);
  EXPECT_THAT(answers, testing::ElementsAre(" refused", "b3 refused", "b2 refused", "b4 refused"));
  EXPECT_EQ(SizeOf(*studies), before);
  gated.Open();
  studies.reset();
  EXPECT_THAT(answers, testing::Contains("b1 done").Times(1));
  EXPECT_EQ(answers.size(), 5U);
  EXPECT_EQ(*memory_.Size("s"), before + 1);
}

TEST_F(StudiesTest, ACommandIsAnsweredSeenAndStored) {
  const auto studies = OpenOn(memory_);
  OpenFirstRound(*studies, "s", 4, kItems);
  const std::uint64_t before = SizeOf(*studies);
  EXPECT_EQ(*studies->Execute(BallotRequest("s", 1, "r1", kItems)), std::to_string(before) + "+1");
  EXPECT_EQ(SizeOf(*studies), before + 1);
  EXPECT_EQ(studies->View("s")->tree().size(), before + 1);
  EXPECT_EQ(*memory_.Size("s"), before + 1);
  EXPECT_EQ(BallotsOf(*studies), 1U);
  EXPECT_THAT(studies->Labels(), testing::ElementsAre("s"));
}

TEST_F(StudiesTest, ReopeningFoldsTheSameState) {
  std::string etag;
  engine::Digest root;
  {
    const auto studies = OpenOn(memory_);
    OpenFirstRound(*studies, "s", 4, kItems);
    ASSERT_TRUE(studies->Execute(BallotRequest("s", 1, "r1", kItems)).has_value());
    etag = EtagOf(**studies->View("s"));
    root = studies->View("s")->tree().Root();
  }
  const auto studies = OpenOn(memory_);
  EXPECT_EQ(EtagOf(**studies->View("s")), etag);
  EXPECT_EQ(studies->View("s")->tree().Root(), root);
  EXPECT_EQ((*studies->View("s"))->rounds.at(0).box.answers.size(), std::size_t{kItems});
  EXPECT_TRUE(studies->Execute(BallotRequest("s", 2, "r2", kItems)).has_value());
}

TEST_F(StudiesTest, CommandsThatWaitTogetherShareOneAppend) {
  GatedStore gated(memory_);
  const auto studies = OpenOn(gated);
  constexpr int kPeople = 32;
  OpenFirstRound(*studies, "s", kPeople, kItems);
  const std::size_t appends_before = gated.appends();
  gated.Close();
  std::atomic<int> done = 0;
  std::vector<std::jthread> people;
  for (int person = 1; person <= kPeople; ++person) {
    people.emplace_back([&, person] {
      if (studies->Execute(BallotRequest("s", person, "r", kItems))) ++done;
    });
  }
  gated.AwaitAppend();
  gated.AwaitLookUps(kPeople + 6);  // The six of OpenFirstRound.
  std::this_thread::sleep_for(std::chrono::milliseconds(100));
  gated.Open();
  people.clear();
  EXPECT_EQ(done, kPeople);
  EXPECT_EQ(BallotsOf(*studies), std::size_t{kPeople});
  EXPECT_LT(gated.appends() - appends_before, kPeople / 2);
}

TEST_F(StudiesTest, NothingIsSeenBeforeItIsDurableAndReadersDoNotWait) {
  GatedStore gated(memory_);
  const auto studies = OpenOn(gated);
  OpenFirstRound(*studies, "s", 4, kItems);
  const std::uint64_t before = SizeOf(*studies);
  gated.Close();
  std::atomic<bool> answered = false;
  std::jthread voter([&] {
    EXPECT_TRUE(studies->Execute(BallotRequest("s", 1, "r1", kItems)).has_value());
    answered = true;
  });
  gated.AwaitAppend();
  EXPECT_EQ(SizeOf(*studies), before);
  EXPECT_EQ(BallotsOf(*studies), 0U);
  EXPECT_FALSE(answered);
  EXPECT_EQ(*studies->WaitBeyond("s", before, std::chrono::milliseconds(1)), before);
  EXPECT_EQ(ReasonOf(studies->Receipt("s", before)), Reason::kUnknownEntry);
  gated.Open();
  voter.join();
  EXPECT_EQ(SizeOf(*studies), before + 1);
}

TEST_F(StudiesTest, AFailedAppendLeavesNoTraceAndLaterCommandsWork) {
  FaultyStore faulty(memory_);
  const auto studies = OpenOn(faulty);
  OpenFirstRound(*studies, "s", 4, kItems);
  const std::uint64_t before = SizeOf(*studies);
  faulty.FailAppends(FaultyStore::Fault::kStorageFull);
  EXPECT_EQ(ReasonOf(studies->Execute(BallotRequest("s", 1, "r1", kItems))), Reason::kStorageFull);
  EXPECT_EQ(SizeOf(*studies), before);
  faulty.Mend();
  EXPECT_EQ(*studies->Execute(BallotRequest("s", 1, "r1", kItems)), std::to_string(before) + "+1");
  EXPECT_EQ((*studies->View("s"))->rounds.at(0).box.revisions.at(0), 1);
}

TEST_F(StudiesTest, AFailedCreationLeavesTheLabelFree) {
  FaultyStore faulty(memory_);
  const auto studies = OpenOn(faulty);
  faulty.FailAppends(FaultyStore::Fault::kUnavailable);
  EXPECT_EQ(ReasonOf(studies->Execute(FacilitatorRequest("s", "r1", engine::CreateStudy{"S"}))),
            Reason::kUnavailable);
  EXPECT_THAT(studies->Labels(), testing::IsEmpty());
  faulty.Mend();
  EXPECT_TRUE(
      studies->Execute(FacilitatorRequest("s", "r2", engine::CreateStudy{"S"})).has_value());
}

TEST_F(StudiesTest, AnErasureIsNotSaidToBeDoneBeforeTheStorageIsClean) {
  FaultyStore faulty(memory_);
  const auto studies = OpenOn(faulty);
  OpenFirstRound(*studies, "s", 4, kItems);
  const std::uint64_t ballot = SizeOf(*studies);
  ASSERT_TRUE(studies->Execute(BallotRequest("s", 1, "r1", kItems)).has_value());
  ASSERT_NE(memory_.Read("s", ballot, 1)->front().opening, "");
  faulty.FailScrubs();
  const Request erase =
      FacilitatorRequest("s", "r2", engine::EraseParticipant{support::Pseudonym(1)});
  EXPECT_EQ(ReasonOf(studies->Execute(erase)), Reason::kUnavailable);
  EXPECT_EQ(memory_.Read("s", ballot, 1)->front().opening, "") << "it stands all the same";
  EXPECT_TRUE((*studies->View("s"))->FindParticipant(support::Pseudonym(1))->erased);
  // Whoever does not erase never hears of it.
  EXPECT_TRUE(studies->Execute(BallotRequest("s", 2, "r3", kItems)).has_value());
}

TEST_F(StudiesTest, ARequestIdAnswersAsItDidTheFirstTime) {
  const auto studies = OpenOn(memory_);
  OpenFirstRound(*studies, "s", 4, kItems);
  const std::string reply = *studies->Execute(BallotRequest("s", 1, "r1", kItems));
  const std::uint64_t size = SizeOf(*studies);
  EXPECT_EQ(*studies->Execute(BallotRequest("s", 1, "r1", kItems)), reply);
  EXPECT_EQ(SizeOf(*studies), size);
  Request other = BallotRequest("s", 1, "r1", kItems);
  other.fingerprint = "of another request";
  EXPECT_EQ(ReasonOf(studies->Execute(other)), Reason::kRequestIdReused);
  // Another principal's request of that id is another request.
  EXPECT_TRUE(studies->Execute(BallotRequest("s", 2, "r1", kItems)).has_value());
}

TEST_F(StudiesTest, TwinsInOneBatchAreOneCommand) {
  GatedStore gated(memory_);
  const auto studies = OpenOn(gated);
  OpenFirstRound(*studies, "s", 4, kItems);
  const std::uint64_t before = SizeOf(*studies);
  gated.Close();
  std::vector<std::string> replies(4);
  std::vector<std::jthread> senders;
  for (std::string& reply : replies) {
    senders.emplace_back([&] { reply = *studies->Execute(BallotRequest("s", 1, "r1", kItems)); });
  }
  gated.AwaitAppend();
  gated.AwaitLookUps(replies.size() + 6);
  gated.Open();
  senders.clear();
  EXPECT_THAT(replies, testing::Each(std::to_string(before) + "+1"));
  EXPECT_EQ(SizeOf(*studies), before + 1);
}

TEST_F(StudiesTest, ARequestRefusedNowButDoneBeforeAnswersAsItDid) {
  GatedStore gated(memory_);
  const auto studies = OpenOn(gated);
  OpenFirstRound(*studies, "s", 4, kItems);
  gated.Close();
  std::string first;
  std::string second;
  std::jthread one(
      [&] { first = *studies->Execute(FacilitatorRequest("s", "close", engine::CloseRound{1})); });
  gated.AwaitAppend();
  std::jthread two(
      [&] { second = *studies->Execute(FacilitatorRequest("s", "close", engine::CloseRound{1})); });
  gated.AwaitLookUps(8);
  gated.Open();
  one.join();
  two.join();
  EXPECT_EQ(first, second);
}

TEST_F(StudiesTest, ALostAcknowledgmentIsHealedByTheSameRequest) {
  FaultyStore faulty(memory_);
  const auto studies = OpenOn(faulty);
  OpenFirstRound(*studies, "s", 4, kItems);
  const std::uint64_t before = SizeOf(*studies);
  faulty.FailAppend(faulty.appends() + 1, FaultyStore::Fault::kLostAcknowledgment);
  EXPECT_EQ(ReasonOf(studies->Execute(BallotRequest("s", 1, "r1", kItems))), Reason::kUnavailable);
  // What the store holds is what readers see, and the next entry goes behind it.
  EXPECT_EQ(SizeOf(*studies), before + 1);
  EXPECT_EQ(*studies->Execute(BallotRequest("s", 1, "r1", kItems)), std::to_string(before) + "+1");
  EXPECT_EQ(*studies->Execute(BallotRequest("s", 2, "r2", kItems)),
            std::to_string(before + 1) + "+1");
}

TEST_F(StudiesTest, ALostAcknowledgmentOfACreationIsHealedToo) {
  FaultyStore faulty(memory_);
  const auto studies = OpenOn(faulty);
  faulty.FailAppend(1, FaultyStore::Fault::kLostAcknowledgment);
  EXPECT_EQ(ReasonOf(studies->Execute(FacilitatorRequest("s", "r1", engine::CreateStudy{"S"}))),
            Reason::kUnavailable);
  EXPECT_EQ(*studies->Execute(FacilitatorRequest("s", "r1", engine::CreateStudy{"S"})), "0+1");
  EXPECT_THAT(studies->Labels(), testing::ElementsAre("s"));
}

TEST_F(StudiesTest, AnotherServerOnTheSameStoreIsCaughtUpWith) {
  const auto one = OpenOn(memory_);
  const auto two = OpenOn(memory_);
  OpenFirstRound(*one, "s", 4, kItems);
  ASSERT_TRUE(one->Execute(BallotRequest("s", 1, "r1", kItems)).has_value());
  ASSERT_TRUE(two->Execute(BallotRequest("s", 2, "r2", kItems)).has_value());
  ASSERT_TRUE(one->Execute(BallotRequest("s", 3, "r3", kItems)).has_value());
  EXPECT_EQ(BallotsOf(*one), 3U);
  EXPECT_EQ(one->View("s")->tree().size(), *memory_.Size("s"));
}

TEST_F(StudiesTest, AnEtagOfAnOlderStateIsRefused) {
  const auto studies = OpenOn(memory_);
  OpenFirstRound(*studies, "s", 4, kItems);
  Request request = BallotRequest("s", 1, "r1", kItems);
  request.etag = EtagOf(**studies->View("s"));
  EXPECT_TRUE(studies->Execute(request).has_value());
  request.request_id = "r2";
  EXPECT_EQ(ReasonOf(studies->Execute(request)), Reason::kStaleEtag);
}

TEST_F(StudiesTest, ARefusedCommandCostsTheOthersOfItsBatchNothing) {
  GatedStore gated(memory_);
  const auto studies = OpenOn(gated);
  OpenFirstRound(*studies, "s", 8, kItems);
  gated.Close();
  std::atomic<int> done = 0;
  std::atomic<int> refused = 0;
  std::vector<std::jthread> people;
  for (int person = 1; person <= 8; ++person) {
    people.emplace_back([&, person] {
      Request request = BallotRequest("s", person, "r", kItems);
      if (person % 2 == 0) request.command.actor.id = "somebody-else";
      studies->Execute(request) ? ++done : ++refused;
    });
  }
  gated.AwaitLookUps(8 + 6);
  gated.Open();
  people.clear();
  EXPECT_EQ(done, 4);
  EXPECT_EQ(refused, 4);
  EXPECT_EQ(BallotsOf(*studies), 4U);
}

TEST_F(StudiesTest, UnknownAndBadlyNamedStudiesAreRefused) {
  const auto studies = OpenOn(memory_);
  EXPECT_EQ(ReasonOf(studies->Execute(FacilitatorRequest("s", "r1", engine::ConcludeStudy{}))),
            Reason::kUnknownStudy);
  EXPECT_EQ(ReasonOf(studies->Execute(FacilitatorRequest("../s", "r2", engine::CreateStudy{"S"}))),
            Reason::kInvalidArgument);
  EXPECT_EQ(ReasonOf(studies->Execute(FacilitatorRequest("s", "", engine::CreateStudy{"S"}))),
            Reason::kInvalidArgument);
  ASSERT_TRUE(
      studies->Execute(FacilitatorRequest("s", "r3", engine::CreateStudy{"S"})).has_value());
  EXPECT_EQ(ReasonOf(studies->Execute(FacilitatorRequest("s", "r4", engine::CreateStudy{"S"}))),
            Reason::kAlreadyExists);
  EXPECT_EQ(studies->View("t").error().reason, Reason::kUnknownStudy);
  EXPECT_EQ(ReasonOf(studies->Checkpoint("t", Studies::Keep::kNo)), Reason::kUnknownStudy);
  EXPECT_FALSE(studies->WaitBeyond("t", 0, std::chrono::milliseconds(1)).has_value());
}

TEST_F(StudiesTest, AnExternalIdStandsForOnePerson) {
  const auto studies = OpenOn(memory_);
  OpenFirstRound(*studies, "s", 2, kItems);
  const auto enrol = [&](const std::string& id, const std::string& external_id) {
    Request request =
        FacilitatorRequest("s", id, engine::EnrolParticipants{{{id, {{"patients"}, 1}}}});
    request.links = {{external_id, id}};
    return studies->Execute(request);
  };
  ASSERT_TRUE(enrol("a", "record-1").has_value());
  EXPECT_EQ(ReasonOf(enrol("b", "record-1")), Reason::kAlreadyExists);
  EXPECT_TRUE(enrol("c", "record-2").has_value());
  EXPECT_EQ(**memory_.FindLink("s", "record-1"), "a");
}

TEST_F(StudiesTest, WatchersWakeWhenTheLogGrows) {
  const auto studies = OpenOn(memory_);
  OpenFirstRound(*studies, "s", 4, kItems);
  const std::uint64_t size = SizeOf(*studies);
  std::uint64_t seen = 0;
  std::jthread watcher([&] { seen = *studies->WaitBeyond("s", size, std::chrono::minutes(5)); });
  ASSERT_TRUE(studies->Execute(BallotRequest("s", 1, "r1", kItems)).has_value());
  watcher.join();
  EXPECT_EQ(seen, size + 1);
  EXPECT_EQ(*studies->WaitBeyond("s", 0, std::chrono::minutes(5)), size + 1);
}

TEST_F(StudiesTest, StoppingWakesWatchersAndRefusesCommands) {
  const auto studies = OpenOn(memory_);
  OpenFirstRound(*studies, "s", 4, kItems);
  const std::uint64_t size = SizeOf(*studies);
  std::jthread watcher(
      [&] { EXPECT_EQ(*studies->WaitBeyond("s", size, std::chrono::minutes(5)), size); });
  studies->Stop();
  watcher.join();
  EXPECT_EQ(ReasonOf(studies->Execute(BallotRequest("s", 1, "r1", kItems))), Reason::kUnavailable);
  EXPECT_EQ(SizeOf(*studies), size);
  studies->Stop();
}

TEST_F(StudiesTest, AFullQueueIsBusyAndWhatWaitsAtTheEndIsRefused) {
  GatedStore gated(memory_);
  const auto studies = OpenOn(gated, 1);
  OpenFirstRound(*studies, "s", 4, kItems);
  gated.Close();
  std::jthread running(
      [&] { EXPECT_TRUE(studies->Execute(BallotRequest("s", 1, "r1", kItems)).has_value()); });
  gated.AwaitAppend();
  // One of the two waits; the other, whichever comes second, finds the queue full.
  std::atomic<int> busy = 0;
  std::atomic<int> stopping = 0;
  std::vector<std::jthread> others;
  for (int person = 2; person <= 3; ++person) {
    others.emplace_back([&, person] {
      const Reason reason = ReasonOf(studies->Execute(BallotRequest("s", person, "r", kItems)));
      if (reason == Reason::kUnavailable) ++stopping;
      if (reason != Reason::kBusy) return;
      ++busy;
      busy.notify_all();
    });
  }
  busy.wait(0);
  studies->Stop();
  gated.Open();
  running.join();
  others.clear();
  EXPECT_EQ(busy, 1);
  EXPECT_EQ(stopping, 1);
}

TEST_F(StudiesTest, ALogThatDoesNotReplayIsNamed) {
  ASSERT_TRUE(memory_.Append(std::vector<StudyAppend>{{"s", 0, {{"{}", ""}}, {}, {}}}).has_value());
  const auto studies = Studies::Open(
      memory_, support::StillOutside(), support::OptionsIn(folder_.path() / "signed"));
  ASSERT_FALSE(studies.has_value());
  EXPECT_EQ(studies.error().reason, Reason::kCorruptLog);
  EXPECT_THAT(studies.error().message, testing::HasSubstr("study s, entry 0"));
}

TEST_F(StudiesTest, ReadersAndWritersTogetherSeeWholeCommitsOnly) {
  const auto studies = OpenOn(memory_);
  OpenFirstRound(*studies, "s", 40, kItems);
  std::atomic<bool> over = false;
  std::vector<std::jthread> readers;
  for (int i = 0; i < 3; ++i) {
    readers.emplace_back([&] {
      while (!over) {
        const auto view = studies->View("s");
        const engine::BallotBox& box = (*view)->rounds.at(0).box;
        EXPECT_EQ(box.answers.size(), box.voters.size() * kItems);
        EXPECT_EQ(view->tree().size(), (*view)->size);
      }
    });
  }
  std::vector<std::jthread> voters;
  for (int person = 1; person <= 40; ++person) {
    voters.emplace_back([&, person] {
      EXPECT_TRUE(studies->Execute(BallotRequest("s", person, "r", kItems)).has_value());
    });
  }
  voters.clear();
  over = true;
  readers.clear();
  EXPECT_EQ(BallotsOf(*studies), 40U);
}

TEST_F(StudiesTest, StudiesLiveOnInSqlite) {
  std::uint64_t size = 0;
  {
    const auto store = SqliteStore::Open(folder_.path() / "data");
    ASSERT_TRUE(store.has_value());
    const auto studies = OpenOn(**store);
    OpenFirstRound(*studies, "s", 4, kItems);
    ASSERT_TRUE(studies->Execute(BallotRequest("s", 1, "r1", kItems)).has_value());
    size = SizeOf(*studies);
  }
  const auto store = SqliteStore::Open(folder_.path() / "data");
  ASSERT_TRUE(store.has_value());
  const auto studies = OpenOn(**store);
  EXPECT_EQ(SizeOf(*studies), size);
  EXPECT_EQ(*studies->Execute(BallotRequest("s", 1, "r1", kItems)),
            std::to_string(size - 1) + "+1");
}

}  // namespace
}  // namespace quorate::services
