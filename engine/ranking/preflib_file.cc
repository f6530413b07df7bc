#include <optional>
#include <string>

#include "engine/base/text.h"
#include "engine/ranking/format_readers.h"
#include "engine/ranking/profile_builder.h"

namespace quorate::engine {

namespace {

// One place or category: the candidates in it.
using Level = std::vector<std::uint32_t>;

class PreflibReader {
 public:
  explicit PreflibReader(BallotKind kind) : builder_(kind) {}

  void ReadHeader(const std::vector<TextSpan>& lines);
  // The weight and the levels of one line; nothing where it is wrong.
  struct Line {
    Fraction weight;
    std::vector<Level> levels;
  };
  std::optional<Line> ReadLine(const TextSpan& line);

  [[nodiscard]] std::size_t categories() const { return categories_; }
  [[nodiscard]] ProfileBuilder& builder() { return builder_; }
  [[nodiscard]] Troubles& troubles() { return troubles_; }

 private:
  void ReadMember(const TextSpan& whole, std::vector<bool>& seen, Level& level);
  void ReadName(const TextSpan& key, const TextSpan& value);

  ProfileBuilder builder_;
  Troubles troubles_;
  std::size_t categories_ = 0;
};

bool IsHeader(const TextSpan& line) {
  return Trim(line.text).starts_with('#');
}

void PreflibReader::ReadName(const TextSpan& key, const TextSpan& value) {
  const std::string name = CollapsedName(value.text);
  const std::size_t next = builder_.candidate_count() + 1;
  const std::size_t number =
      NumberUpTo(Trim(key.text.substr(std::string_view("ALTERNATIVE NAME").size())), 1'000'000);
  if (name.empty()) {
    troubles_.Add(value, "the alternative has no name");
  } else if (number != next) {
    troubles_.Add(key, "alternative " + std::to_string(next) + " must be named here");
  } else if (builder_.Find(name)) {
    troubles_.Add(value, "two alternatives are named " + Quoted(name));
  } else {
    builder_.Candidate(name);
  }
}

void PreflibReader::ReadHeader(const std::vector<TextSpan>& lines) {
  std::optional<TextSpan> declared;
  for (const TextSpan& line : lines) {
    if (!IsHeader(line)) continue;
    const TextSpan rest = Trimmed(Part(line, line.text.find('#') + 1));
    const auto colon = rest.text.find(':');
    if (colon == std::string_view::npos) continue;
    const TextSpan key = Part(rest, 0, colon);
    const TextSpan value = Trimmed(Part(rest, colon + 1));
    if (key.text.starts_with("ALTERNATIVE NAME")) ReadName(key, value);
    if (key.text == "NUMBER ALTERNATIVES") declared = value;
    if (key.text != "NUMBER CATEGORIES") continue;
    categories_ = NumberUpTo(value.text, 65'000);
    if (categories_ == 0) troubles_.Add(value, "the number of categories must be 1 to 65000");
  }
  if (declared && troubles_.empty() &&
      NumberUpTo(declared->text, 1'000'000) != builder_.candidate_count()) {
    troubles_.Add(*declared,
                  "the header names " + std::to_string(builder_.candidate_count()) +
                      " alternatives, not as many as it says");
  }
}

void PreflibReader::ReadMember(const TextSpan& whole, std::vector<bool>& seen, Level& level) {
  const TextSpan text = Trimmed(whole);
  const std::size_t number = NumberUpTo(text.text, builder_.candidate_count());
  if (number == 0) {
    troubles_.Add(text,
                  Quoted(text.text) + " is no alternative; they are numbered 1 to " +
                      std::to_string(builder_.candidate_count()));
    return;
  }
  if (seen[number - 1])
    troubles_.Add(text, "alternative " + std::string(text.text) + " stands here a second time");
  seen[number - 1] = true;
  level.push_back(static_cast<std::uint32_t>(number - 1));
}

std::optional<PreflibReader::Line> PreflibReader::ReadLine(const TextSpan& line) {
  const auto colon = line.text.find(':');
  if (colon == std::string_view::npos) {
    troubles_.Add(Trimmed(line), "a ballot is written as count: 1,2,{3,4}; there is no colon");
    return std::nullopt;
  }
  const TextSpan count = Trimmed(Part(line, 0, colon));
  auto weight = ParseBallotWeight(count.text);
  if (!weight) {
    troubles_.Add(count, weight.error().message);
    return std::nullopt;
  }
  Line read{*std::move(weight), {}};
  std::vector<bool> seen(builder_.candidate_count());
  TextSpan rest = Trimmed(Part(line, colon + 1));
  bool expects_more = !rest.text.empty();
  while (expects_more) {
    Level level;
    std::size_t used = 0;
    if (rest.text.starts_with('{')) {
      const auto close = rest.text.find('}');
      if (close == std::string_view::npos) {
        troubles_.Add(rest, "this brace is never closed");
        return std::nullopt;
      }
      const TextSpan inside = Part(rest, 1, close - 1);
      if (!Trim(inside.text).empty()) {
        for (const TextSpan& member : SplitAt(inside, ','))
          ReadMember(member, seen, level);
      }
      used = close + 1;
    } else {
      used = std::min(rest.text.find(','), rest.text.size());
      ReadMember(Part(rest, 0, used), seen, level);
    }
    read.levels.push_back(std::move(level));
    rest = Trimmed(Part(rest, used));
    expects_more = rest.text.starts_with(',');
    if (expects_more) rest = Trimmed(Part(rest, 1));
    if (!expects_more && !rest.text.empty()) {
      troubles_.Add(rest, "a comma must stand here");
      return std::nullopt;
    }
  }
  return read;
}

}  // namespace

Result<Profile> ReadPreflibOrders(const std::vector<TextSpan>& lines) {
  PreflibReader reader(BallotKind::kRanks);
  reader.ReadHeader(lines);
  for (const TextSpan& line : lines) {
    if (IsHeader(line) || Trim(line.text).empty() || reader.troubles().full()) continue;
    const auto read = reader.ReadLine(line);
    if (!read) continue;
    RawBallot ballot{read->weight, {}};
    for (std::size_t level = 0; level < read->levels.size(); ++level) {
      if (read->levels[level].empty())
        reader.troubles().Add(line, "a place on the ballot is empty");
      for (const std::uint32_t candidate : read->levels[level])
        ballot.marks.push_back({candidate, static_cast<std::uint32_t>(level + 1)});
    }
    reader.builder().Add(std::move(ballot));
  }
  if (!reader.troubles().empty()) return reader.troubles().RefuseAll();
  return reader.builder().Build();
}

Result<Profile> ReadPreflibCategories(const std::vector<TextSpan>& lines, BallotKind kind) {
  PreflibReader reader(kind);
  reader.ReadHeader(lines);
  const std::size_t categories = reader.categories();
  if (categories == 0 && reader.troubles().empty())
    return Refuse(Reason::kUnreadable, "the header does not say # NUMBER CATEGORIES");
  const auto value_of = [&](std::size_t category) {
    if (kind == BallotKind::kRanks) return static_cast<std::uint32_t>(category + 1);
    const std::size_t grade =
        kind == BallotKind::kApprovals ? (category == 0 ? 1 : 0) : categories - 1 - category;
    return reader.builder().GradeNumber(Fraction(static_cast<std::int64_t>(grade)));
  };
  for (std::size_t category = 0; category < categories; ++category)
    value_of(category);
  for (const TextSpan& line : lines) {
    if (IsHeader(line) || Trim(line.text).empty() || reader.troubles().full()) continue;
    const auto read = reader.ReadLine(line);
    if (!read) continue;
    if (read->levels.size() > categories) {
      reader.troubles().Add(line,
                            "the ballot has " + std::to_string(read->levels.size()) +
                                " categories, the header says " + std::to_string(categories));
      continue;
    }
    RawBallot ballot{read->weight, {}};
    for (std::size_t category = 0; category < read->levels.size(); ++category) {
      for (const std::uint32_t candidate : read->levels[category])
        ballot.marks.push_back({candidate, value_of(category)});
    }
    reader.builder().Add(std::move(ballot));
  }
  if (!reader.troubles().empty()) return reader.troubles().RefuseAll();
  return reader.builder().Build();
}

}  // namespace quorate::engine
