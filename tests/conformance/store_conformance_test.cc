// The contract of services/store/store.h, sentence by sentence.

#include "tests/conformance/store_conformance.h"

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <limits>
#include <random>
#include <thread>
#include <utility>

#include <gmock/gmock.h>

#include "services/store/memory_store.h"

namespace quorate::services {

using engine::Reason;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

void StoreConformanceTest::Grow(const std::string& study, std::uint64_t first, std::size_t count) {
  const engine::Status grown =
      Append({.study = study, .first = first, .entries = Samples(study, first, count)});
  ASSERT_TRUE(grown) << grown.error().message;
}

std::vector<StoredEntry> StoreConformanceTest::ReadAll(const std::string& study) {
  auto entries = store().Read(study, 0, std::numeric_limits<std::size_t>::max());
  EXPECT_TRUE(entries) << entries.error().message;
  return entries ? *std::move(entries) : std::vector<StoredEntry>();
}

StoredEntry StoreConformanceTest::Sample(const std::string& study, std::uint64_t sequence) {
  const std::string place = study + "/" + std::to_string(sequence);
  return {.leaf = "leaf of " + place, .opening = sequence % 3 == 2 ? "" : "opening of " + place};
}

std::vector<StoredEntry> StoreConformanceTest::Samples(const std::string& study,
                                                       std::uint64_t first,
                                                       std::size_t count) {
  std::vector<StoredEntry> entries;
  for (std::size_t i = 0; i < count; ++i)
    entries.push_back(Sample(study, first + i));
  return entries;
}

// The reason of a refusal; kUnknownEntry, which no store gives, where there is none.
template <typename T>
Reason ReasonOf(const engine::Result<T>& result) {
  return result ? Reason::kUnknownEntry : result.error().reason;
}

TEST_P(StoreConformanceTest, ANewStoreIsEmpty) {
  EXPECT_THAT(*store().Studies(), IsEmpty());
  EXPECT_EQ(*store().Size("nobody"), 0U);
  EXPECT_THAT(ReadAll("nobody"), IsEmpty());
  EXPECT_EQ(*store().FindRequest("nobody", "p", "r"), std::nullopt);
  EXPECT_EQ(*store().FindLink("nobody", "x"), std::nullopt);
  EXPECT_THAT(*store().Links("nobody"), IsEmpty());
  EXPECT_THAT(*store().Checkpoints("nobody"), IsEmpty());
  EXPECT_EQ(*store().FindPrincipal("hash"), std::nullopt);
  EXPECT_THAT(*store().Principals(""), IsEmpty());
}

TEST_P(StoreConformanceTest, WhatWasAppendedIsReadBackByteForByte) {
  Grow("pain", 0, 5);
  Grow("pain", 5, 4);
  ReopenIfDurable();
  EXPECT_EQ(ReadAll("pain"), Samples("pain", 0, 9));
  EXPECT_EQ(*store().Size("pain"), 9U);
}

TEST_P(StoreConformanceTest, RangesAreCutAtTheEndOfTheLog) {
  Grow("pain", 0, 10);
  Grow("sleep", 0, 3);
  EXPECT_EQ(*store().Read("pain", 3, 4), Samples("pain", 3, 4));
  EXPECT_EQ(*store().Read("pain", 8, 100), Samples("pain", 8, 2));
  EXPECT_EQ(*store().Read("pain", 9, std::numeric_limits<std::size_t>::max()),
            Samples("pain", 9, 1));
  EXPECT_THAT(*store().Read("pain", 10, 5), IsEmpty());
  EXPECT_THAT(*store().Read("pain", std::numeric_limits<std::uint64_t>::max(), 5), IsEmpty());
  EXPECT_THAT(*store().Read("pain", 2, 0), IsEmpty());
}

TEST_P(StoreConformanceTest, AnAppendThatDoesNotBeginAtTheEndIsStaleAndWritesNothing) {
  Grow("pain", 0, 2);
  for (const std::uint64_t first : {0U, 1U, 3U, 4'000'000'000U}) {
    const engine::Status stale = Append({.study = "pain",
                                         .first = first,
                                         .entries = Samples("pain", first, 2),
                                         .requests = {{"ann", "r1", "f", "reply"}},
                                         .links = {{"x", "p1"}}});
    EXPECT_EQ(ReasonOf(stale), Reason::kStaleEtag);
  }
  EXPECT_EQ(ReasonOf(Append({.study = "new", .first = 1, .entries = Samples("new", 1, 1)})),
            Reason::kStaleEtag);
  ReopenIfDurable();
  EXPECT_EQ(ReadAll("pain"), Samples("pain", 0, 2));
  EXPECT_EQ(*store().FindRequest("pain", "ann", "r1"), std::nullopt);
  EXPECT_THAT(*store().Links("pain"), IsEmpty());
  EXPECT_THAT(*store().Studies(), ElementsAre("pain"));
}

TEST_P(StoreConformanceTest, SeveralStudiesAreAppendedTogetherOrNotAtAll) {
  Grow("b", 0, 1);
  std::vector<StudyAppend> appends = {
      {.study = "a", .first = 0, .entries = Samples("a", 0, 3), .requests = {{"p", "r", "f", "y"}}},
      {.study = "b", .first = 7, .entries = Samples("b", 7, 3)},
      {.study = "c", .first = 0, .entries = Samples("c", 0, 3), .links = {{"x", "p1"}}}};
  EXPECT_EQ(ReasonOf(store().Append(appends)), Reason::kStaleEtag);
  EXPECT_EQ(*store().Size("a"), 0U);
  EXPECT_EQ(*store().Size("b"), 1U);
  EXPECT_EQ(*store().Size("c"), 0U);
  EXPECT_EQ(*store().FindRequest("a", "p", "r"), std::nullopt);
  EXPECT_THAT(*store().Studies(), ElementsAre("b"));

  appends[1].first = 1;
  appends[1].entries = Samples("b", 1, 3);
  EXPECT_TRUE(store().Append(appends));
  ReopenIfDurable();
  EXPECT_EQ(ReadAll("a"), Samples("a", 0, 3));
  EXPECT_EQ(ReadAll("b"), Samples("b", 0, 4));
  EXPECT_EQ(ReadAll("c"), Samples("c", 0, 3));
  EXPECT_THAT(*store().Studies(), ElementsAre("a", "b", "c"));
}

TEST_P(StoreConformanceTest, OneStudyMayStandTwiceInAnAppendTheSecondAfterTheFirst) {
  const std::vector<StudyAppend> twice = {
      {.study = "pain", .first = 0, .entries = Samples("pain", 0, 2)},
      {.study = "pain", .first = 2, .entries = Samples("pain", 2, 2)}};
  EXPECT_TRUE(store().Append(twice));
  EXPECT_EQ(ReadAll("pain"), Samples("pain", 0, 4));
  EXPECT_EQ(ReasonOf(store().Append(twice)), Reason::kStaleEtag);
}

TEST_P(StoreConformanceTest, AnAppendMayHoldNoEntriesAndThenMakesNoStudy) {
  EXPECT_TRUE(store().Append({}));
  EXPECT_TRUE(Append({.study = "pain", .first = 0, .requests = {{"ann", "r1", "f", "reply"}}}));
  EXPECT_THAT(*store().Studies(), IsEmpty());
  EXPECT_EQ(*store().Size("pain"), 0U);
  EXPECT_TRUE(store().FindRequest("pain", "ann", "r1")->has_value());
  Grow("pain", 0, 1);
  EXPECT_EQ(ReasonOf(Append({.study = "pain", .first = 0})), Reason::kStaleEtag);
  EXPECT_TRUE(Append({.study = "pain", .first = 1}));
}

TEST_P(StoreConformanceTest, AnAnsweredRequestIsFoundWithTheSameBytes) {
  const RequestRecord request{"ann", "7d0c", "fp", std::string("reply\0with zero, \xC3\xA9", 19)};
  EXPECT_TRUE(Append({.study = "pain", .first = 0, .requests = {request}}));
  ReopenIfDurable();
  EXPECT_EQ(*store().FindRequest("pain", "ann", "7d0c"), request);
  EXPECT_EQ(*store().FindRequest("pain", "bob", "7d0c"), std::nullopt);
  EXPECT_EQ(*store().FindRequest("sleep", "ann", "7d0c"), std::nullopt);
  EXPECT_EQ(*store().FindRequest("pain", "ann", "7d0"), std::nullopt);
}

TEST_P(StoreConformanceTest, ARequestIdStandsOncePerStudyAndPrincipal) {
  Grow("pain", 0, 1);
  EXPECT_TRUE(Append({.study = "pain", .first = 1, .requests = {{"ann", "r", "f", "first"}}}));
  EXPECT_EQ(ReasonOf(Append({.study = "pain",
                             .first = 1,
                             .entries = Samples("pain", 1, 1),
                             .requests = {{"bob", "r", "f", "x"}, {"ann", "r", "f", "again"}}})),
            Reason::kAlreadyExists);
  EXPECT_EQ(*store().Size("pain"), 1U);
  EXPECT_EQ(*store().FindRequest("pain", "bob", "r"), std::nullopt);
  EXPECT_EQ((*store().FindRequest("pain", "ann", "r"))->reply, "first");
  EXPECT_TRUE(Append({.study = "pain", .first = 1, .requests = {{"bob", "r", "f", "y"}}}));
  EXPECT_TRUE(Append({.study = "sleep", .first = 0, .requests = {{"ann", "r", "f", "z"}}}));
}

TEST_P(StoreConformanceTest, ARequestIdTwiceInOneAppendIsRefused) {
  EXPECT_EQ(ReasonOf(Append({.study = "pain",
                             .first = 0,
                             .entries = Samples("pain", 0, 1),
                             .requests = {{"ann", "r", "f", "x"}, {"ann", "r", "f", "x"}}})),
            Reason::kAlreadyExists);
  EXPECT_EQ(*store().Size("pain"), 0U);
}

TEST_P(StoreConformanceTest, LinksAreFoundAndListedByExternalId) {
  EXPECT_TRUE(Append({.study = "pain", .first = 0, .links = {{"z9", "p1"}, {"a1", "p2"}}}));
  EXPECT_TRUE(Append({.study = "sleep", .first = 0, .links = {{"z9", "other"}}}));
  ReopenIfDurable();
  EXPECT_EQ(*store().FindLink("pain", "z9"), "p1");
  EXPECT_EQ(*store().FindLink("sleep", "z9"), "other");
  EXPECT_EQ(*store().FindLink("pain", "zz"), std::nullopt);
  EXPECT_THAT(*store().Links("pain"), ElementsAre(Link{"a1", "p2"}, Link{"z9", "p1"}));
}

TEST_P(StoreConformanceTest, AnExternalIdStandsOncePerStudyAndARefusalDoesNotRepeatIt) {
  EXPECT_TRUE(Append({.study = "pain", .first = 0, .links = {{"jane.doe", "p1"}}}));
  const engine::Status refused = Append({.study = "pain",
                                         .first = 0,
                                         .entries = Samples("pain", 0, 2),
                                         .requests = {{"ann", "r", "f", "x"}},
                                         .links = {{"new", "p2"}, {"jane.doe", "p3"}}});
  EXPECT_EQ(ReasonOf(refused), Reason::kAlreadyExists);
  EXPECT_EQ(refused.error().message.find("jane"), std::string::npos);
  EXPECT_EQ(*store().Size("pain"), 0U);
  EXPECT_EQ(*store().FindLink("pain", "new"), std::nullopt);
  EXPECT_EQ(*store().FindLink("pain", "jane.doe"), "p1");
  EXPECT_EQ(*store().FindRequest("pain", "ann", "r"), std::nullopt);
  EXPECT_EQ(ReasonOf(Append({.study = "sleep", .first = 0, .links = {{"x", "p"}, {"x", "q"}}})),
            Reason::kAlreadyExists);
}

TEST_P(StoreConformanceTest, AnErasureTakesOpeningsLinksTokensAndRepliesAndNothingElse) {
  const auto principal =
      [](const std::string& id, const std::string& role, const std::string& participant) {
        return Principal{id, "hash of " + id, role, "s", participant, "", {}, false};
      };
  ASSERT_TRUE(store().AddPrincipal(principal("f", "facilitator", "")));
  ASSERT_TRUE(store().AddPrincipal(principal("t1", "participant", "p1")));
  ASSERT_TRUE(store().AddPrincipal(principal("t2", "participant", "p2")));
  ASSERT_TRUE(Append({.study = "s",
                      .first = 0,
                      .entries = Samples("s", 0, 5),
                      .requests = {{"f", "r", "print", "reply"},
                                   {"t1", "r", "print", "reply"},
                                   {"t2", "r", "print", "reply"}},
                      .links = {{"Ann", "p1"}, {"Ben", "p2"}}}));
  ASSERT_TRUE(Append({.study = "s",
                      .first = 5,
                      .entries = {{"erased", ""}},
                      .requests = {{"f", "erase", "print", "done"}},
                      .erasures = {{"p1", {1, 3}}}}));
  ASSERT_TRUE(store().Scrub());
  ReopenIfDurable();

  const std::vector<StoredEntry> entries = ReadAll("s");
  ASSERT_EQ(entries.size(), 6U);
  for (const std::uint64_t sequence : {0U, 1U, 2U, 3U, 4U}) {
    StoredEntry expected = Sample("s", sequence);
    if (sequence == 1 || sequence == 3) expected.opening.clear();
    EXPECT_EQ(entries[sequence], expected) << sequence;
  }
  EXPECT_EQ(*store().FindLink("s", "Ann"), std::nullopt);
  EXPECT_EQ(*store().FindLink("s", "Ben"), "p2");
  EXPECT_EQ(*store().FindPrincipal("hash of t1"), std::nullopt);
  EXPECT_TRUE(store().FindPrincipal("hash of t2")->has_value());
  const auto kept = [&](const char* who, const char* id) {
    return store().FindRequest("s", who, id)->value().reply;
  };
  EXPECT_EQ(kept("f", "r"), "") << "it might hold what the organizer calls them";
  EXPECT_EQ(kept("t1", "r"), "");
  EXPECT_EQ(kept("t2", "r"), "reply");
  EXPECT_EQ(kept("f", "erase"), "done") << "the erasure's own answer stands";
}

TEST_P(StoreConformanceTest, LargeEntriesAndOpeningsAreKept) {
  const StoredEntry large{std::string(60'000, 'l'), std::string(200'000, 'o')};
  const std::vector<StoredEntry> entries(20, large);
  EXPECT_TRUE(Append({.study = "pain", .first = 0, .entries = entries}));
  ReopenIfDurable();
  EXPECT_EQ(ReadAll("pain"), entries);
}

TEST_P(StoreConformanceTest, TextOfAnyScriptAndControlCharactersSurvive) {
  const std::vector<StoredEntry> entries = {
      {"{\"text\":\"Schmerz \xC3\xA4\xC3\xB6\xC3\xBC \xE7\x97\x9B\xE3\x81\xBF \xF0\x9F\x99\x82\"}",
       ""},
      {std::string("zero\0inside", 11), std::string("\0", 1)},
      {"'; DROP TABLE entries; --", "\"quoted\" \\ \t\n\x01"},
      {std::string("\0begins", 7), " blanks at both ends "}};
  EXPECT_TRUE(Append({.study = "caf\xC3\xA9", .first = 0, .entries = entries}));
  ReopenIfDurable();
  EXPECT_EQ(ReadAll("caf\xC3\xA9"), entries);
}

TEST_P(StoreConformanceTest, AnEmptyLeafAndAnEmptyOpeningAreKeptAsSuch) {
  const std::vector<StoredEntry> entries = {{"", ""}, {"leaf", ""}, {"", "opening"}};
  EXPECT_TRUE(Append({.study = "pain", .first = 0, .entries = entries}));
  EXPECT_EQ(ReadAll("pain"), entries);
}

TEST_P(StoreConformanceTest, StudiesAreListedInOrderOfTheirBytes) {
  for (const char* study : {"b", "a-long-one", "B", "a", "10", "9", "\xC3\xA9"})
    Grow(study, 0, 1);
  EXPECT_THAT(*store().Studies(), ElementsAre("10", "9", "B", "a", "a-long-one", "b", "\xC3\xA9"));
}

TEST_P(StoreConformanceTest, ACheckpointIsKeptForEver) {
  EXPECT_TRUE(store().KeepCheckpoint("pain", {20, "note of 20"}));
  EXPECT_TRUE(store().KeepCheckpoint("pain", {3, "note of 3\n"}));
  EXPECT_TRUE(store().KeepCheckpoint("pain", {20, "note of 20"}));
  EXPECT_TRUE(store().KeepCheckpoint("sleep", {20, "another study's note"}));
  EXPECT_EQ(ReasonOf(store().KeepCheckpoint("pain", {20, "note of 20 "})), Reason::kForkRefused);
  EXPECT_EQ(ReasonOf(store().KeepCheckpoint("pain", {3, ""})), Reason::kForkRefused);
  ReopenIfDurable();
  EXPECT_THAT(*store().Checkpoints("pain"),
              ElementsAre(KeptCheckpoint{3, "note of 3\n"}, KeptCheckpoint{20, "note of 20"}));
  EXPECT_THAT(*store().Studies(), IsEmpty());
}

Principal SamplePrincipal(const std::string& id, const std::string& study, std::int64_t created) {
  return {.id = id,
          .token_hash = "hash-of-" + id,
          .role = "participant",
          .study = study,
          .participant = "p-" + id,
          .note = "for \xC3\x89lodie",
          .created = {created},
          .revoked = false};
}

TEST_P(StoreConformanceTest, PrincipalsAreFoundByTokenAndListedOldestFirst) {
  const Principal late = SamplePrincipal("a", "pain", 30);
  const Principal early = SamplePrincipal("z", "pain", 10);
  const Principal tied = SamplePrincipal("c", "pain", 10);
  const Principal everywhere = SamplePrincipal("b", "", 20);
  for (const Principal& principal : {late, early, tied, everywhere}) {
    EXPECT_TRUE(store().AddPrincipal(principal));
  }
  ReopenIfDurable();
  EXPECT_THAT(*store().Principals("pain"), ElementsAre(tied, early, late));
  EXPECT_THAT(*store().Principals(""), ElementsAre(everywhere));
  EXPECT_THAT(*store().Principals("pai"), IsEmpty());
  EXPECT_EQ(*store().FindPrincipal("hash-of-z"), early);
  EXPECT_EQ(*store().FindPrincipal("hash-of-"), std::nullopt);
}

TEST_P(StoreConformanceTest, APrincipalsIdAndTokenStandOnce) {
  EXPECT_TRUE(store().AddPrincipal(SamplePrincipal("a", "pain", 1)));
  EXPECT_EQ(ReasonOf(store().AddPrincipal(SamplePrincipal("a", "pain", 1))),
            Reason::kAlreadyExists);
  Principal same_token = SamplePrincipal("b", "sleep", 2);
  same_token.token_hash = "hash-of-a";
  EXPECT_EQ(ReasonOf(store().AddPrincipal(same_token)), Reason::kAlreadyExists);
  Principal same_id = SamplePrincipal("a", "sleep", 2);
  same_id.token_hash = "another";
  EXPECT_EQ(ReasonOf(store().AddPrincipal(same_id)), Reason::kAlreadyExists);
  EXPECT_EQ(store().Principals("pain")->size(), 1U);
  EXPECT_THAT(*store().Principals("sleep"), IsEmpty());
}

TEST_P(StoreConformanceTest, ARevokedPrincipalIsStillFoundAndMarked) {
  EXPECT_TRUE(store().AddPrincipal(SamplePrincipal("a", "pain", 1)));
  EXPECT_TRUE(store().AddPrincipal(SamplePrincipal("b", "pain", 2)));
  EXPECT_FALSE((*store().FindPrincipal("hash-of-a"))->revoked);
  EXPECT_TRUE(store().RevokePrincipal("a"));
  EXPECT_TRUE((*store().FindPrincipal("hash-of-a"))->revoked);
  EXPECT_TRUE(store().RevokePrincipal("a"));
  EXPECT_EQ(ReasonOf(store().RevokePrincipal("nobody")), Reason::kInvalidArgument);
  ReopenIfDurable();
  EXPECT_TRUE((*store().FindPrincipal("hash-of-a"))->revoked);
  EXPECT_FALSE((*store().FindPrincipal("hash-of-b"))->revoked);
  EXPECT_EQ(store().Principals("pain")->size(), 2U);
}

// Each thread fills a study of its own and, in between, races for places in a shared one. Readers
// check all the while that every log they see is whole.
TEST_P(StoreConformanceTest, ThreadsLoseAndRepeatNothing) {
  constexpr int kThreads = 4;
  constexpr std::uint64_t kAppends = 40;
  std::atomic<bool> done = false;
  std::atomic<int> flaws = 0;
  std::vector<std::thread> readers;
  for (int i = 0; i < kThreads; ++i) {
    readers.emplace_back([&] {
      while (!done) {
        const auto shared = store().Read("shared", 0, 1'000);
        const auto size = store().Size("own-1");
        const auto own = store().Read("own-1", 0, 1'000);
        if (!shared || !size || !own || *own != Samples("own-1", 0, own->size())) ++flaws;
        if (size && own && own->size() < *size) ++flaws;
      }
    });
  }
  std::vector<std::thread> writers;
  for (int i = 0; i < kThreads; ++i) {
    writers.emplace_back([&, me = std::to_string(i)] {
      for (std::uint64_t n = 0; n < kAppends; ++n) {
        const std::string own = "own-" + me;
        if (!Append({.study = own, .first = 2 * n, .entries = Samples(own, 2 * n, 2)})) ++flaws;
        const std::string mark = me + ":" + std::to_string(n);
        while (true) {
          const std::uint64_t size = *store().Size("shared");
          const engine::Status raced =
              Append({.study = "shared", .first = size, .entries = {{mark, ""}}});
          if (raced) break;
          if (ReasonOf(raced) != Reason::kStaleEtag) ++flaws;
        }
      }
    });
  }
  for (std::thread& writer : writers)
    writer.join();
  done = true;
  for (std::thread& reader : readers)
    reader.join();
  EXPECT_EQ(flaws, 0);

  ReopenIfDurable();
  std::vector<std::string> marks;
  for (const StoredEntry& entry : ReadAll("shared"))
    marks.push_back(entry.leaf);
  EXPECT_EQ(marks.size(), kThreads * kAppends);
  std::sort(marks.begin(), marks.end());
  EXPECT_EQ(std::adjacent_find(marks.begin(), marks.end()), marks.end());
  for (int i = 0; i < kThreads; ++i) {
    const std::string own = "own-" + std::to_string(i);
    EXPECT_EQ(ReadAll(own), Samples(own, 0, 2 * kAppends));
  }
}

// The memory store is simple enough to be believed: any history must end alike on both.
TEST_P(StoreConformanceTest, ARandomHistoryEndsAsOnTheMemoryStore) {
  MemoryStore model;
  std::mt19937 random(20'261'123);
  const auto below = [&](std::uint32_t bound) {
    return static_cast<std::uint32_t>(random() % bound);
  };
  const auto label = [&](const char* prefix, std::uint32_t bound) {
    return prefix + std::to_string(below(bound));
  };
  for (int step = 0; step < 400; ++step) {
    std::vector<StudyAppend> appends(1 + below(3));
    for (StudyAppend& append : appends) {
      append.study = label("s", 4);
      append.first = *model.Size(append.study) + (below(8) == 0 ? 1 : 0);
      append.entries = Samples(append.study, append.first, below(4));
      if (below(2) == 0)
        append.requests.push_back({label("p", 3), label("r", 60), "f", label("", 9)});
      if (below(3) == 0) append.links.push_back({label("x", 200), label("p", 9)});
    }
    EXPECT_EQ(ReasonOf(store().Append(appends)), ReasonOf(model.Append(appends)));
    const std::string study = label("s", 4);
    const KeptCheckpoint checkpoint{below(30), label("note", 2)};
    EXPECT_EQ(ReasonOf(store().KeepCheckpoint(study, checkpoint)),
              ReasonOf(model.KeepCheckpoint(study, checkpoint)));
    const std::uint64_t first = below(100);
    const std::size_t limit = below(20);
    EXPECT_EQ(*store().Read(study, first, limit), *model.Read(study, first, limit));
    const std::string principal = label("p", 3);
    const std::string request = label("r", 60);
    EXPECT_EQ(*store().FindRequest(study, principal, request),
              *model.FindRequest(study, principal, request));
    if (step % 100 == 99) ReopenIfDurable();
  }
  const std::vector<std::string> studies = *model.Studies();
  EXPECT_EQ(*store().Studies(), studies);
  for (const std::string& study : studies) {
    EXPECT_EQ(ReadAll(study), *model.Read(study, 0, 100'000));
    EXPECT_EQ(*store().Links(study), *model.Links(study));
    EXPECT_EQ(*store().Checkpoints(study), *model.Checkpoints(study));
  }
}

}  // namespace quorate::services
