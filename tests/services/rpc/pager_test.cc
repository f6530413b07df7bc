#include "services/rpc/pager.h"

#include <gtest/gtest.h>

#include "quorate/v1/item.pb.h"
#include "quorate/v1/log.pb.h"

namespace quorate::services::rpc {
namespace {

namespace v1 = ::quorate::v1;

v1::ListItemsRequest Request(int size, std::string token = "") {
  v1::ListItemsRequest request;
  request.set_parent("studies/demo");
  request.set_page_size(size);
  request.set_page_token(std::move(token));
  return request;
}

TEST(PagerTest, SizeHasADefaultAndALimit) {
  EXPECT_EQ(Pager::Read(Request(0))->size(), 50U);
  EXPECT_EQ(Pager::Read(Request(7))->size(), 7U);
  EXPECT_EQ(Pager::Read(Request(5000))->size(), 1000U);
  EXPECT_FALSE(Pager::Read(Request(-1)));
}

TEST(PagerTest, PagesCoverTheWholeListOnce) {
  std::vector<std::size_t> seen;
  std::string token;
  int pages = 0;
  do {
    const auto pager = Pager::Read(Request(3, token));
    ASSERT_TRUE(pager);
    token = pager->Fill(10, [&](std::size_t i) {
      seen.push_back(i);
      return std::size_t{1};
    });
    ++pages;
  } while (!token.empty());
  EXPECT_EQ(pages, 4);
  ASSERT_EQ(seen.size(), 10U);
  for (std::size_t i = 0; i < seen.size(); ++i)
    EXPECT_EQ(seen[i], i);
}

TEST(PagerTest, EmptyListIsOnePage) {
  EXPECT_EQ(Pager::Read(Request(3))->Fill(0, [](std::size_t) { return std::size_t{1}; }), "");
}

TEST(PagerTest, PageEndsWhenItIsLargeEnough) {
  int added = 0;
  const std::string token = Pager::Read(Request(1000))->Fill(1000, [&](std::size_t) {
    ++added;
    return std::size_t{400'000};
  });
  EXPECT_EQ(added, 3);
  EXPECT_EQ(Pager::Read(Request(1000, token))->offset(), 3U);
}

// The size may change between pages; nothing else may.
TEST(PagerTest, TokenIsGoodForTheSameArgumentsOnly) {
  const std::string token = Pager::Read(Request(3))->TokenFor("3");
  EXPECT_TRUE(Pager::Read(Request(5, token)));
  v1::ListItemsRequest other = Request(3, token);
  other.set_parent("studies/other");
  EXPECT_FALSE(Pager::Read(other));
  v1::ListEntriesRequest entries;
  entries.set_parent("studies/demo");
  entries.set_page_token(token);
  EXPECT_FALSE(Pager::Read(entries));
}

TEST(PagerTest, MadeUpTokensAreRefused) {
  for (const char* token : {"x", "AAAA", "Mw==", "3", "////////////////////////"}) {
    const auto pager = Pager::Read(Request(3, token));
    ASSERT_FALSE(pager) << token;
    EXPECT_EQ(pager.error().violations.at(0).field, "page_token");
  }
}

}  // namespace
}  // namespace quorate::services::rpc
