#include "services/auth/authentication.h"

#include <gtest/gtest.h>

#include "services/auth/access_token.h"
#include "services/store/memory_store.h"

namespace quorate::services {
namespace {

class AuthenticationTest : public testing::Test {
 protected:
  AuthenticationTest() {
    const auto added =
        store_.AddPrincipal({"id1", HashToken(token_), "participant", "demo", "p7", "", {}});
    EXPECT_TRUE(added);
  }

  std::string MessageFor(std::string_view header) {
    const auto caller = Authenticate(store_, header);
    EXPECT_FALSE(caller);
    if (caller) return {};
    EXPECT_EQ(caller.error().reason, engine::Reason::kUnauthenticated);
    return caller.error().message;
  }

  MemoryStore store_;
  const std::string token_ = PrintToken(engine::Role::kParticipant, TokenBytes{1});
};

TEST_F(AuthenticationTest, GoodTokenNamesItsCaller) {
  const auto caller = Authenticate(store_, "Bearer " + token_);
  ASSERT_TRUE(caller);
  EXPECT_EQ(caller->role, engine::Role::kParticipant);
  EXPECT_EQ(caller->study, "demo");
  EXPECT_EQ(caller->participant, "p7");
  EXPECT_EQ(caller->actor().id, "p7");
}

TEST_F(AuthenticationTest, SchemeIsReadInAnyCase) {
  EXPECT_TRUE(Authenticate(store_, "bearer " + token_));
  EXPECT_TRUE(Authenticate(store_, "BEARER  " + token_ + " "));
}

TEST_F(AuthenticationTest, MissingHeaderSaysWhatIsNeeded) {
  EXPECT_NE(MessageFor("").find("authorization: Bearer"), std::string::npos);
  EXPECT_NE(MessageFor("Basic abc").find("authorization: Bearer"), std::string::npos);
  EXPECT_NE(MessageFor(token_).find("authorization: Bearer"), std::string::npos);
}

TEST_F(AuthenticationTest, UnknownMalformedAndRevokedReadAlike) {
  const std::string unknown =
      MessageFor("Bearer " + PrintToken(engine::Role::kParticipant, TokenBytes{2}));
  EXPECT_EQ(MessageFor("Bearer par_short"), unknown);
  ASSERT_TRUE(store_.RevokePrincipal("id1"));
  EXPECT_EQ(MessageFor("Bearer " + token_), unknown);
  EXPECT_EQ(unknown.find(token_), std::string::npos);
}

TEST_F(AuthenticationTest, NobodyCallsAsTheServer) {
  const std::string token = PrintToken(engine::Role::kAuditor, TokenBytes{3});
  ASSERT_TRUE(store_.AddPrincipal({"id2", HashToken(token), "server", "", "", "", {}}));
  MessageFor("Bearer " + token);
}

}  // namespace
}  // namespace quorate::services
