#include <algorithm>
#include <optional>
#include <string>

#include "engine/ranking/format_readers.h"
#include "engine/ranking/profile_builder.h"

namespace quorate::engine {

namespace {

enum class TokenKind { kWord, kEquals, kString };

struct Token {
  TokenKind kind = TokenKind::kWord;
  TextSpan span;
};

// The file as words, equals signs and quoted strings; comments are gone.
std::vector<Token> Tokenize(const std::vector<TextSpan>& lines, Troubles& troubles) {
  std::vector<Token> tokens;
  for (const TextSpan& line : lines) {
    std::size_t at = 0;
    while (at < line.text.size()) {
      const char c = line.text[at];
      if (c == '#') break;
      if (c == ' ' || c == '\t' || c == '\r') {
        ++at;
      } else if (c == '=') {
        tokens.push_back({TokenKind::kEquals, Part(line, at, 1)});
        ++at;
      } else if (c == '"') {
        const auto close = line.text.find('"', at + 1);
        if (close == std::string_view::npos) {
          troubles.Add(Part(line, at), "this quote is never closed");
          break;
        }
        tokens.push_back({TokenKind::kString, Part(line, at + 1, close - at - 1)});
        at = close + 1;
      } else {
        const auto end = std::min(line.text.find_first_of(" \t\r=\"#", at), line.text.size());
        tokens.push_back({TokenKind::kWord, Part(line, at, end - at)});
        at = end;
      }
    }
  }
  return tokens;
}

class BltReader {
 public:
  explicit BltReader(const std::vector<TextSpan>& lines)
      : tokens_(Tokenize(lines, troubles_)), end_{"", lines.size(), 1} {}

  Result<Profile> Read() {
    if (!troubles_.empty()) return troubles_.RefuseAll();
    if (ReadCounts() && ReadBallots()) ReadNames();
    if (!troubles_.empty()) return troubles_.RefuseAll();
    for (const std::uint32_t candidate : withdrawn_)
      builder_.Withdraw(candidate);
    for (RawBallot& ballot : ballots_)
      builder_.Add(std::move(ballot));
    return builder_.Build();
  }

 private:
  [[nodiscard]] const Token* Peek() const { return at_ < tokens_.size() ? &tokens_[at_] : nullptr; }
  [[nodiscard]] TextSpan Here() const { return at_ < tokens_.size() ? tokens_[at_].span : end_; }
  // The next token if it is a word.
  std::optional<TextSpan> Word() {
    const Token* token = Peek();
    if (token == nullptr || token->kind != TokenKind::kWord) return std::nullopt;
    ++at_;
    return token->span;
  }

  bool ReadCounts();
  bool ReadBallots();
  bool ReadMarks(RawBallot& ballot);
  void ReadNames();

  Troubles troubles_;
  std::vector<Token> tokens_;
  TextSpan end_;
  std::size_t at_ = 0;
  std::size_t count_ = 0;
  std::vector<std::uint32_t> withdrawn_;
  std::vector<RawBallot> ballots_;
  ProfileBuilder builder_{BallotKind::kRanks};
};

bool BltReader::ReadCounts() {
  const TextSpan first = Here();
  const auto candidates = Word();
  count_ = candidates ? NumberUpTo(candidates->text, 1'000'000) : 0;
  if (count_ == 0) {
    troubles_.Add(first, "the file must begin with the number of candidates, then of seats");
    return false;
  }
  const TextSpan second = Here();
  const auto seats = Word();
  if (!seats || NumberUpTo(seats->text, 1'000'000) == 0) {
    troubles_.Add(second, "the number of seats must stand here");
    return false;
  }
  return true;
}

// The candidates of one ballot up to its 0. False where the rest of the file makes no sense.
bool BltReader::ReadMarks(RawBallot& ballot) {
  std::vector<bool> seen(count_);
  std::uint32_t place = 0;
  bool joined = false;
  while (true) {
    const TextSpan here = Here();
    const auto word = Word();
    if (!word) {
      troubles_.Add(here, "a candidate's number, or 0 for the end of the ballot, must stand here");
      return false;
    }
    if (word->text == "0") {
      if (joined) troubles_.Add(here, "a candidate must follow the equals sign");
      return true;
    }
    const std::size_t number = NumberUpTo(word->text, count_);
    if (number == 0) {
      troubles_.Add(here,
                    Quoted(word->text) + " is no candidate; they are numbered 1 to " +
                        std::to_string(count_));
    } else {
      if (seen[number - 1])
        troubles_.Add(here, "candidate " + std::string(word->text) + " stands here a second time");
      seen[number - 1] = true;
      if (!joined) ++place;
      ballot.marks.push_back({static_cast<std::uint32_t>(number - 1), place});
    }
    const Token* next = Peek();
    joined = next != nullptr && next->kind == TokenKind::kEquals;
    if (joined) ++at_;
  }
}

bool BltReader::ReadBallots() {
  while (!troubles_.full()) {
    const TextSpan here = Here();
    const auto word = Word();
    if (!word) {
      troubles_.Add(here, "a ballot's weight, or 0 after the last ballot, must stand here");
      return false;
    }
    if (word->text == "0") return true;
    if (word->text.starts_with('-')) {
      const std::size_t number = NumberUpTo(word->text.substr(1), count_);
      if (number == 0) {
        troubles_.Add(here, Quoted(word->text) + " withdraws no candidate of this file");
      } else {
        withdrawn_.push_back(static_cast<std::uint32_t>(number - 1));
      }
      continue;
    }
    auto weight = ParseBallotWeight(word->text);
    if (!weight) troubles_.Add(here, weight.error().message);
    RawBallot ballot{weight ? *std::move(weight) : Fraction(1), {}};
    if (!ReadMarks(ballot)) return false;
    ballots_.push_back(std::move(ballot));
  }
  return false;
}

void BltReader::ReadNames() {
  for (std::size_t i = 0; i < count_; ++i) {
    const Token* token = Peek();
    if (token == nullptr || token->kind != TokenKind::kString) {
      troubles_.Add(Here(),
                    "the name of candidate " + std::to_string(i + 1) + ", in quotes, is missing");
      return;
    }
    ++at_;
    const std::string name = CollapsedName(token->span.text);
    if (name.empty()) {
      troubles_.Add(token->span, "candidate " + std::to_string(i + 1) + " has no name");
    } else if (builder_.Find(name)) {
      troubles_.Add(token->span, "two candidates are named " + Quoted(name));
    }
    builder_.Candidate(name);
  }
  for (; Peek() != nullptr; ++at_) {
    if (Peek()->kind == TokenKind::kString) continue;
    troubles_.Add(Here(), "only a title in quotes may follow the names");
    return;
  }
}

}  // namespace

Result<Profile> ReadBlt(const std::vector<TextSpan>& lines) {
  return BltReader(lines).Read();
}

}  // namespace quorate::engine
