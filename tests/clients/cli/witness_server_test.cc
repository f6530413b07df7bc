#include "clients/cli/witness_server.h"

#include <filesystem>
#include <future>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "clients/cli/bundle_proofs.h"
#include "clients/cli/http_post.h"
#include "clients/cli/witness_asking.h"
#include "clients/cli/witness_state.h"
#include "engine/log/growth.h"
#include "engine/log/witness.h"
#include "tests/support/loopback.h"
#include "tests/support/record_bundle.h"
#include "tests/support/served_witness.h"

namespace quorate::cli {
namespace {

using engine::Tier;
using support::Connection;
using testing::EndsWith;
using testing::HasSubstr;
using testing::StartsWith;

constexpr const char* kOrigin = "quorate.example/studies/demo";
constexpr std::chrono::milliseconds kLong{20'000};

class WitnessServerTest : public testing::Test {
 protected:
  WitnessServerTest() : builder_(support::SampleStudy()) { witness_.Start(); }

  static BundleBytes BundleOf(const support::StudyBuilder& builder) {
    return *MakeBundle(support::PartsOf(builder.Finish(), Tier::kPublic));
  }
  // A request about the study as it is now.
  [[nodiscard]] std::string RequestFrom(std::uint64_t old_size) const {
    return *ProveGrowth(BundleOf(builder_), old_size, 0);
  }
  [[nodiscard]] HttpAnswer Ask(const std::string& request,
                               const std::string& path = "/add-checkpoint") const {
    const auto answer = Post(*HttpUrl::Parse(witness_.url() + path), request, kLong);
    EXPECT_TRUE(answer) << answer.error().message;
    return answer ? *answer : HttpAnswer{};
  }
  [[nodiscard]] std::uint64_t Size() const { return builder_.study().size; }
  void Grow() { builder_.Do(engine::PublishBundle{Tier::kPublic}); }
  // What bare bytes are answered with, until the server closes.
  [[nodiscard]] std::string Raw(std::string_view bytes) const {
    const Connection connection = Connection::To(witness_.port());
    connection.Send(bytes);
    return connection.Read();
  }
  static std::string Spelled(const std::string& body, const std::string& more = "") {
    return "POST /add-checkpoint HTTP/1.1\r\nHost: w\r\n" + more +
           "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
  }

  support::ServedWitness witness_;
  support::StudyBuilder builder_;
};

TEST_F(WitnessServerTest, CosignsACheckpointThatItIsAskedAbout) {
  const HttpAnswer answer = Ask(RequestFrom(0));
  EXPECT_EQ(answer.code, 200);
  EXPECT_THAT(answer.body, StartsWith("— witness.uni.example "));
  const auto bundle = WithCosignatures(BundleOf(builder_), answer.body, {witness_.key()});
  ASSERT_TRUE(bundle) << bundle.error().message;
  EXPECT_THAT(witness_.told(),
              HasSubstr(std::string("200 ") + kOrigin + ": cosigned over " +
                        std::to_string(Size()) + " entries"));
}

TEST_F(WitnessServerTest, AnyPrefixBeforeTheCallWillDo) {
  EXPECT_EQ(Ask(RequestFrom(0), "/logs/demo/add-checkpoint").code, 200);
}

TEST_F(WitnessServerTest, ElsewhereIsNothing) {
  EXPECT_EQ(Ask(RequestFrom(0), "/").code, 404);
  EXPECT_EQ(Ask(RequestFrom(0), "/add-checkpoint/x").code, 404);
  EXPECT_EQ(Ask(RequestFrom(0), "/xadd-checkpoint").code, 404);
}

TEST_F(WitnessServerTest, AnotherMethodIsNotAllowed) {
  const std::string got =
      Raw("GET /add-checkpoint HTTP/1.1\r\nHost: w\r\nConnection: close\r\n\r\n");
  EXPECT_THAT(got, StartsWith("HTTP/1.1 405 "));
  EXPECT_THAT(got, HasSubstr("Allow: POST\r\n"));
  const std::string head =
      Raw("HEAD /add-checkpoint HTTP/1.1\r\nHost: w\r\nConnection: close\r\n\r\n");
  EXPECT_THAT(head, EndsWith("\r\n\r\n"));
}

TEST_F(WitnessServerTest, WhatIsNoRequestIsMalformed) {
  EXPECT_EQ(Ask("").code, 400);
  EXPECT_EQ(Ask("old x\n\n" + BundleOf(builder_).files.at("checkpoint")).code, 400);
  EXPECT_EQ(Ask(RequestFrom(0).insert(4, "9999")).code, 400);
  EXPECT_THAT(Raw("nonsense\r\n\r\n"), StartsWith("HTTP/1.1 400 "));
}

TEST_F(WitnessServerTest, AnotherKeyOfTheLogIsForbidden) {
  const auto stranger = engine::SigningKey::FromSeed(kOrigin, engine::Ed25519Seed{9});
  const engine::TreeHead head{1, engine::Sha256("x")};
  const HttpAnswer answer =
      Ask(engine::PrintGrowth({0, {}, *engine::SignCheckpoint({kOrigin, head}, *stranger)}));
  EXPECT_EQ(answer.code, 403);
  EXPECT_THAT(witness_.told(), HasSubstr(" 403 "));
}

TEST_F(WitnessServerTest, ALogThatItDoesNotWitnessIsNotFound) {
  const engine::SigningKey other = support::TestKey("other");
  const engine::TreeHead head{1, engine::Sha256("x")};
  const HttpAnswer answer = Ask(
      engine::PrintGrowth({0, {}, *engine::SignCheckpoint({other.verifier().name, head}, other)}));
  EXPECT_EQ(answer.code, 404);
  EXPECT_THAT(answer.body, HasSubstr("not witnessed here"));
  EXPECT_EQ(witness_.told(), "");
}

TEST_F(WitnessServerTest, AnotherSizeThanItsOwnIsAConflictThatNamesIt) {
  ASSERT_EQ(Ask(RequestFrom(0)).code, 200);
  const std::uint64_t kept = Size();
  Grow();
  const HttpAnswer answer = Ask(RequestFrom(0));
  EXPECT_EQ(answer.code, 409);
  EXPECT_EQ(answer.content_type, "text/x.tlog.size");
  EXPECT_EQ(answer.body, std::to_string(kept) + "\n");
  EXPECT_EQ(Ask(RequestFrom(kept)).code, 200);
}

TEST_F(WitnessServerTest, AForkIsRefusedAndTold) {
  support::StudyBuilder other = builder_;
  Grow();
  ASSERT_EQ(Ask(RequestFrom(0)).code, 200);
  const std::uint64_t kept = Size();
  other.Do(engine::PublishBundle{Tier::kAuditor});
  const HttpAnswer same_size = Ask(*ProveGrowth(BundleOf(other), kept, 0));
  EXPECT_EQ(same_size.code, 409);
  EXPECT_NE(same_size.content_type, "text/x.tlog.size");
  other.Do(engine::PublishBundle{Tier::kAuditor});
  EXPECT_EQ(Ask(*ProveGrowth(BundleOf(other), kept, 0)).code, 422);
  EXPECT_THAT(witness_.told(), HasSubstr(" 409 "));
  EXPECT_THAT(witness_.told(), HasSubstr(" 422 "));
  EXPECT_EQ(WitnessState::Hold(witness_.Path("state"))->Last(kOrigin)->size, kept);
}

TEST_F(WitnessServerTest, WhatItCosignedIsKnownAfterARestart) {
  ASSERT_EQ(Ask(RequestFrom(0)).code, 200);
  const std::uint64_t kept = Size();
  witness_.Start();
  Grow();
  EXPECT_EQ(Ask(RequestFrom(0)).body, std::to_string(kept) + "\n");
  EXPECT_EQ(Ask(RequestFrom(kept)).code, 200);
}

TEST_F(WitnessServerTest, WithoutItsMemoryItCosignsNothing) {
  ASSERT_EQ(Ask(RequestFrom(0)).code, 200);
  for (const auto& file : std::filesystem::directory_iterator(witness_.Path("state"))) {
    if (file.path().filename() != "witness.lock") std::ofstream(file.path()) << "damaged";
  }
  const HttpAnswer answer = Ask(RequestFrom(Size()));
  EXPECT_EQ(answer.code, 500);
  EXPECT_EQ(answer.body.find(witness_.Path("state")), std::string::npos);
  EXPECT_THAT(witness_.told(), HasSubstr("restore it"));
  EXPECT_FALSE(Witness::Open(witness_.files()));
}

TEST_F(WitnessServerTest, ABodyThatIsTooLargeIsRefused) {
  const std::string large(engine::kGrowthBytesMax + 1, 'x');
  EXPECT_EQ(Ask(large).code, 413);
  EXPECT_EQ(Ask(large.substr(1)).code, 400);
  const std::string chunked =
      "POST /add-checkpoint HTTP/1.1\r\nHost: w\r\nTransfer-Encoding: chunked\r\n\r\n200000\r\n" +
      std::string(0x200000, 'x');
  EXPECT_THAT(Raw(chunked), StartsWith("HTTP/1.1 413 "));
}

TEST_F(WitnessServerTest, AHeadThatIsTooLargeIsRefused) {
  EXPECT_THAT(Raw(Spelled("", "X: " + std::string(10'000, 'x') + "\r\n")),
              StartsWith("HTTP/1.1 431 "));
}

TEST_F(WitnessServerTest, SeveralRequestsMayGoOverOneConnection) {
  const Connection connection = Connection::To(witness_.port());
  connection.Send(Spelled(RequestFrom(0)));
  EXPECT_THAT(connection.Read("— witness.uni.example "), StartsWith("HTTP/1.1 200 "));
  connection.Send(Spelled("", "Connection: close\r\n"));
  EXPECT_THAT(connection.Read(), HasSubstr("HTTP/1.1 400 "));
}

TEST_F(WitnessServerTest, WhoWaitsToBeToldToGoOnIsTold) {
  const Connection connection = Connection::To(witness_.port());
  const std::string all = Spelled(RequestFrom(0), "Connection: close\r\nExpect: 100-continue\r\n");
  const std::size_t head = all.find("\r\n\r\n") + 4;
  connection.Send(all.substr(0, head));
  EXPECT_THAT(connection.Read("\r\n\r\n"), StartsWith("HTTP/1.1 100 "));
  connection.Send(all.substr(head));
  EXPECT_THAT(connection.Read(), StartsWith("HTTP/1.1 200 "));
}

TEST_F(WitnessServerTest, ASlowClientIsCutOff) {
  witness_.Start({.patience = std::chrono::milliseconds(500)});
  EXPECT_EQ(Raw("POST /add-checkpoint HTTP/1.1\r\nHos"), "");
  EXPECT_EQ(Raw(Spelled("old 0\n").substr(0, 60)), "");
  EXPECT_EQ(Ask(RequestFrom(0)).code, 200);
}

TEST_F(WitnessServerTest, ASlowClientDoesNotKeepOthersWaiting) {
  const Connection slow = Connection::To(witness_.port());
  slow.Send("POST /add-checkpoint HTTP/1.1\r\n");
  EXPECT_EQ(Ask(RequestFrom(0)).code, 200);
}

TEST_F(WitnessServerTest, WhereThereIsNoRoomTheNextWaitsUntilThereIs) {
  witness_.Start({.patience = std::chrono::milliseconds(500), .connections_max = 1});
  const Connection idle = Connection::To(witness_.port());
  EXPECT_EQ(Ask(RequestFrom(0)).code, 200);
  EXPECT_EQ(idle.Read(), "");
}

// Both say that nothing was cosigned yet; whoever comes second has to hear that it was.
TEST_F(WitnessServerTest, OfTwoWhoAskAtOnceOneIsFirst) {
  const std::string request = RequestFrom(0);
  auto one = std::async(std::launch::async, [&] { return Ask(request).code; });
  auto two = std::async(std::launch::async, [&] { return Ask(request).code; });
  EXPECT_EQ(one.get() + two.get(), 200 + 409);
}

TEST_F(WitnessServerTest, APortThatIsTakenIsRefused) {
  const auto witness = Witness::Open(witness_.files());
  const auto second = WitnessServer::Listen(*witness, HttpUrl::Parse(witness_.url())->at, {});
  ASSERT_FALSE(second);
  EXPECT_THAT(second.error().message, HasSubstr("choose another --listen"));
}

}  // namespace
}  // namespace quorate::cli
