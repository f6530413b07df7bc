#include "engine/ratings/count_codes.h"

#include <vector>

#include <gtest/gtest.h>

namespace quorate::engine {
namespace {

TEST(CountCodesTest, VectorsAndTablesCountAlikeAtEveryLength) {
  for (const std::size_t codes : {6U, 13U, 47U, 48U, 49U, 204U}) {
    for (const std::size_t length : {0U, 1U, 31U, 511U, 512U, 8159U, 8160U, 8161U, 20'000U}) {
      std::vector<AnswerCode> answers(length);
      std::vector<std::uint64_t> expected(codes, 1);
      for (std::size_t i = 0; i < length; ++i) {
        answers[i] = static_cast<AnswerCode>((i * i / 7 + i) % codes);
        ++expected[answers[i]];
      }
      std::vector<std::uint64_t> counts(codes, 1);
      CountCodes(answers, counts);
      EXPECT_EQ(counts, expected) << codes << " codes, " << length << " answers";
    }
  }
}

TEST(CountCodesTest, ByteCountersDoNotOverflow) {
  const std::vector<AnswerCode> answers(1'000'000, 5);
  std::vector<std::uint64_t> counts(13);
  CountCodes(answers, counts);
  EXPECT_EQ(counts[5], 1'000'000U);
}

}  // namespace
}  // namespace quorate::engine
