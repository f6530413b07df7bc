#include <algorithm>
#include <map>
#include <optional>
#include <string>

#include "engine/base/text.h"
#include "engine/ranking/format_readers.h"
#include "engine/ranking/profile_builder.h"

namespace quorate::engine {

namespace {

enum class NameForm { kBare, kBrackets, kQuotes };

struct NameToken {
  NameForm form = NameForm::kBare;
  TextSpan whole;
  std::string name;      // Collapsed, without brackets or quotes.
  std::size_t size = 0;  // Bytes of the line it takes.
};

// One candidate of a ballot and what joins it to the one before.
struct Entry {
  std::uint32_t candidate = 0;
  std::optional<Fraction> score;
  char joined_by = 0;  // '>', '=', ',' or 0 for the first.
  TextSpan place;
};

// Where the comment begins: a hash outside brackets and quotes.
std::size_t CommentAt(std::string_view line) {
  char closes = 0;
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (closes != 0) {
      if (line[i] == closes) closes = 0;
    } else if (line[i] == '[') {
      closes = ']';
    } else if (line[i] == '"') {
      closes = '"';
    } else if (line[i] == '#') {
      return i;
    }
  }
  return line.size();
}

class AbifReader {
 public:
  explicit AbifReader(BallotKind kind) : kind_(kind), builder_(kind) {}

  Result<Profile> Read(const std::vector<TextSpan>& lines);

 private:
  std::optional<NameToken> ReadName(const TextSpan& text);
  void Declare(const TextSpan& line);
  void ReadBallot(const TextSpan& line);
  std::optional<std::vector<Entry>> ReadEntries(TextSpan rest);
  std::optional<std::size_t> ReadScore(const TextSpan& rest, Entry& entry);
  std::uint32_t CandidateOf(const NameToken& token);
  void CheckTwice(const std::vector<Entry>& entries);
  void FillRanks(const std::vector<Entry>& entries, RawBallot& ballot);
  void FillGrades(const std::vector<Entry>& entries, RawBallot& ballot);

  BallotKind kind_;
  ProfileBuilder builder_;
  Troubles troubles_;
  std::map<std::string, std::string> declared_;
};

// The name at the front of `text`, which begins with no blank.
std::optional<NameToken> AbifReader::ReadName(const TextSpan& text) {
  NameToken token{NameForm::kBare, text, "", 0};
  const char first = text.text.empty() ? '\0' : text.text[0];
  if (first == '[' || first == '"') {
    token.form = first == '[' ? NameForm::kBrackets : NameForm::kQuotes;
    const auto close = text.text.find(first == '[' ? ']' : '"', 1);
    if (close == std::string_view::npos) {
      troubles_.Add(text,
                    first == '[' ? "this bracket is never closed" : "this quote is never closed");
      return std::nullopt;
    }
    token.name = CollapsedName(text.text.substr(1, close - 1));
    token.size = close + 1;
  } else {
    token.size = std::min(text.text.find_first_of(">=,/:*[]{}\""), text.text.size());
    token.name = CollapsedName(text.text.substr(0, token.size));
  }
  if (token.name.empty()) {
    troubles_.Add(text, "a candidate must stand here");
    return std::nullopt;
  }
  return token;
}

// =TOKEN:[Full name]
void AbifReader::Declare(const TextSpan& line) {
  const auto token = ReadName(Trimmed(Part(line, 1)));
  if (!token) return;
  TextSpan rest = Trimmed(Part(token->whole, token->size));
  if (!rest.text.starts_with(':')) {
    troubles_.Add(rest, "a candidate is declared as =TOKEN:[Full name]; the colon is missing");
    return;
  }
  rest = Trimmed(Part(rest, 1));
  const auto name = ReadName(rest);
  if (!name) return;
  if (!Trim(rest.text.substr(name->size)).empty()) {
    troubles_.Add(Trimmed(Part(rest, name->size)), "nothing may follow the declared name");
  } else if (!declared_.emplace(token->name, name->name).second) {
    troubles_.Add(token->whole, Quoted(token->name) + " is declared a second time");
  } else if (builder_.Find(name->name)) {
    troubles_.Add(rest, "two candidates are named " + Quoted(name->name));
  } else {
    builder_.Candidate(name->name);
  }
}

std::uint32_t AbifReader::CandidateOf(const NameToken& token) {
  const auto declared = declared_.find(token.name);
  const bool full_name = token.form == NameForm::kBrackets && builder_.Find(token.name);
  if (declared == declared_.end() || full_name) return builder_.Candidate(token.name);
  return builder_.Candidate(declared->second);
}

// The score after a slash at the front of `rest`: its length with the slash, 0 without one.
std::optional<std::size_t> AbifReader::ReadScore(const TextSpan& rest, Entry& entry) {
  if (!rest.text.starts_with('/')) return 0;
  const std::size_t end = std::min(rest.text.find_first_of(">=,"), rest.text.size());
  const TextSpan number = Trimmed(Part(rest, 1, end - 1));
  auto score = Fraction::Parse(number.text);
  if (!score || number.text.ends_with('%')) {
    troubles_.Add(number, Quoted(number.text) + " is no score; write it as 3, 0.75 or 2/3");
    return std::nullopt;
  }
  entry.score = *std::move(score);
  return end;
}

std::optional<std::vector<Entry>> AbifReader::ReadEntries(TextSpan rest) {
  std::vector<Entry> entries;
  char joined_by = 0;
  while (joined_by != 0 || !rest.text.empty()) {
    const auto token = ReadName(rest);
    if (!token) return std::nullopt;
    Entry entry{CandidateOf(*token), std::nullopt, joined_by, rest};
    rest = Trimmed(Part(rest, token->size));
    const auto score_size = ReadScore(rest, entry);
    if (!score_size) return std::nullopt;
    rest = Trimmed(Part(rest, *score_size));
    entries.push_back(std::move(entry));
    joined_by = rest.text.empty() ? '\0' : rest.text[0];
    if (joined_by == 0) break;
    if (joined_by != '>' && joined_by != '=' && joined_by != ',') {
      troubles_.Add(rest, "candidates are joined by >, = or a comma, which must stand here");
      return std::nullopt;
    }
    rest = Trimmed(Part(rest, 1));
  }
  return entries;
}

void AbifReader::CheckTwice(const std::vector<Entry>& entries) {
  std::vector<std::uint32_t> seen;
  for (const Entry& entry : entries) {
    if (std::find(seen.begin(), seen.end(), entry.candidate) != seen.end())
      troubles_.Add(entry.place, "this candidate stands here a second time");
    seen.push_back(entry.candidate);
  }
}

void AbifReader::FillRanks(const std::vector<Entry>& entries, RawBallot& ballot) {
  const auto scored = [](const Entry& entry) { return entry.score.has_value(); };
  const bool listed = std::all_of(entries.begin(), entries.end(), [](const Entry& entry) {
    return entry.joined_by == 0 || entry.joined_by == ',';
  });
  const bool any_score = std::any_of(entries.begin(), entries.end(), scored);
  if (listed && any_score) {
    std::vector<Fraction> scores;
    for (const Entry& entry : entries) {
      if (!entry.score) {
        troubles_.Add(entry.place, "the others in this list have a score, this one has none");
        return;
      }
      scores.push_back(*entry.score);
    }
    for (std::size_t i = 0; i < entries.size(); ++i) {
      const auto above = std::count_if(
          scores.begin(), scores.end(), [&](const Fraction& score) { return score > scores[i]; });
      ballot.marks.push_back({entries[i].candidate, static_cast<std::uint32_t>(above + 1)});
    }
    return;
  }
  std::uint32_t place = 1;
  for (const Entry& entry : entries) {
    if (entry.joined_by == '>') ++place;
    ballot.marks.push_back({entry.candidate, place});
  }
}

void AbifReader::FillGrades(const std::vector<Entry>& entries, RawBallot& ballot) {
  for (const Entry& entry : entries) {
    if (!entry.score) {
      troubles_.Add(entry.place,
                    "the rule counts approvals or grades, and this candidate has no /score");
      return;
    }
    if (kind_ == BallotKind::kApprovals && *entry.score != Fraction(0) &&
        *entry.score != Fraction(1)) {
      troubles_.Add(entry.place, "an approval is /1 or /0, not /" + entry.score->ToString());
      return;
    }
    ballot.marks.push_back({entry.candidate, builder_.GradeNumber(*entry.score)});
  }
}

void AbifReader::ReadBallot(const TextSpan& line) {
  const auto end = line.text.find_first_of(":*[\"");
  if (end == std::string_view::npos || line.text[end] == '[' || line.text[end] == '"') {
    troubles_.Add(
        line, "a ballot is written as 12: A>B=C, a candidate is declared as =TOKEN:[Full name]");
    return;
  }
  const TextSpan count = Trimmed(Part(line, 0, end));
  auto weight = ParseBallotWeight(count.text);
  if (!weight) {
    troubles_.Add(count, weight.error().message);
    return;
  }
  const auto entries = ReadEntries(Trimmed(Part(line, end + 1)));
  if (!entries) return;
  CheckTwice(*entries);
  RawBallot ballot{*std::move(weight), {}};
  if (kind_ == BallotKind::kRanks) {
    FillRanks(*entries, ballot);
  } else {
    FillGrades(*entries, ballot);
  }
  builder_.Add(std::move(ballot));
}

Result<Profile> AbifReader::Read(const std::vector<TextSpan>& lines) {
  std::vector<TextSpan> kept;
  for (const TextSpan& line : lines) {
    const TextSpan text = Trimmed(Part(line, 0, CommentAt(line.text)));
    if (text.text.empty() || text.text.starts_with('{')) continue;
    kept.push_back(text);
  }
  if (kind_ == BallotKind::kApprovals) {
    builder_.GradeNumber(0);
    builder_.GradeNumber(1);
  }
  // Declarations first: a ballot may use a token that is declared below it.
  for (const TextSpan& line : kept) {
    if (line.text.starts_with('=')) Declare(line);
  }
  for (const TextSpan& line : kept) {
    if (!line.text.starts_with('=') && !troubles_.full()) ReadBallot(line);
  }
  if (!troubles_.empty()) return troubles_.RefuseAll();
  return builder_.Build();
}

}  // namespace

Result<Profile> ReadAbif(const std::vector<TextSpan>& lines, BallotKind kind) {
  return AbifReader(kind).Read(lines);
}

}  // namespace quorate::engine
