#include "services/auth/access_token.h"

#include <gtest/gtest.h>

namespace quorate::services {
namespace {

using engine::Role;

TEST(AccessTokenTest, TokenSaysItsRoleAndHoldsThirtyTwoBytes) {
  const std::string token = PrintToken(Role::kFacilitator, TokenBytes{});
  EXPECT_EQ(token, "fac_" + std::string(43, 'A'));
  EXPECT_EQ(PrintToken(Role::kParticipant, TokenBytes{}).substr(0, 4), "par_");
}

TEST(AccessTokenTest, EveryTokenMadeIsTokenShaped) {
  TokenBytes bytes{};
  for (std::size_t i = 0; i < bytes.size(); ++i)
    bytes[i] = static_cast<std::uint8_t>(251 + 7 * i);
  for (const Role role : {Role::kFacilitator,
                          Role::kParticipant,
                          Role::kObserver,
                          Role::kAuditor,
                          Role::kIntegrator}) {
    EXPECT_TRUE(IsTokenShaped(PrintToken(role, bytes)));
  }
}

TEST(AccessTokenTest, OtherTextsAreNotTokenShaped) {
  const std::string token = PrintToken(Role::kAuditor, TokenBytes{});
  EXPECT_FALSE(IsTokenShaped(""));
  EXPECT_FALSE(IsTokenShaped(token + "A"));
  EXPECT_FALSE(IsTokenShaped(token.substr(1)));
  EXPECT_FALSE(IsTokenShaped("xyz_" + token.substr(4)));
  EXPECT_FALSE(IsTokenShaped(token.substr(0, 46) + "+"));
}

TEST(AccessTokenTest, HashIsSha256OfTheWholeText) {
  EXPECT_EQ(HashToken("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

// RFC 4231, test case 2, with its four-byte key padded by zeros, which HMAC does anyway.
TEST(AccessTokenTest, DerivedBytesAreHmacSha256) {
  const TokenBytes key = {'J', 'e', 'f', 'e'};
  const TokenBytes bytes = DeriveBytes(key, "what do ya want for nothing?");
  EXPECT_EQ(bytes[0], 0x5b);
  EXPECT_EQ(bytes[1], 0xdc);
  EXPECT_EQ(bytes[31], 0x43);
  EXPECT_NE(DeriveBytes(key, "another purpose"), bytes);
}

}  // namespace
}  // namespace quorate::services
