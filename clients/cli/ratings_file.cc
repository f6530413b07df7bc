#include "clients/cli/ratings_file.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "clients/cli/csv.h"
#include "engine/base/index.h"
#include "engine/base/text.h"

namespace quorate::cli {

namespace {

using engine::AnswerCode;
using engine::Fraction;
using engine::HatSet;
using engine::Index;
using engine::Reason;
using engine::Refuse;
using engine::Result;
using engine::RoundRatings;
using engine::Scale;
using engine::Violation;
using engine::Voice;
using engine::VoicePolicy;

constexpr std::array<std::string_view, 7> kHeader =
    {"round", "participant", "group", "item", "score", "state", "weight"};
enum Column : std::size_t { kRound, kParticipant, kGroup, kItem, kScore, kState, kWeight };
constexpr int kRoundMax = 1'000'000;
constexpr std::size_t kViolationsShown = 50;

// One row, its texts as numbers.
struct Row {
  int round = 0;
  std::uint32_t participant = 0;
  std::uint32_t item = 0;
  std::uint32_t hats = 0;
  std::uint32_t weight = 0;
  AnswerCode code = engine::kNotShown;
  std::size_t line = 0;
};

std::optional<int> WholeNumber(std::string_view text) {
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

bool IsWholeNumber(std::string_view text) {
  if (text.starts_with('-')) text.remove_prefix(1);
  return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

std::optional<AnswerCode> UnscoredState(std::string_view state) {
  if (state == "not-shown") return engine::kNotShown;
  if (state == "unable") return engine::kUnable;
  if (state == "not-understood") return engine::kNotUnderstood;
  if (state == "skipped") return engine::kSkipped;
  return std::nullopt;
}

class Reader {
 public:
  Reader(const Scale& scale, const VoicePolicy& voice) : scale_(scale), voice_(voice) {}

  Result<RatingsFile> Read(std::string_view csv, std::optional<int> round);

 private:
  void Wrong(std::size_t line, std::string message) {
    violations_.push_back({"line " + std::to_string(line), std::move(message)});
  }
  tl::unexpected<engine::Error> RefuseAll();

  void ReadHeader(const CsvRow& header);
  void ReadRow(const CsvRow& row);
  int ReadRound(const CsvRow& row);
  AnswerCode ReadAnswer(const CsvRow& row);
  std::uint32_t ReadHats(std::string_view cell);
  std::uint32_t ReadWeight(const CsvRow& row);
  void CheckAcrossRows();
  void CheckPair(const Row& first, const Row& second);
  bool SameWeight(std::uint32_t a, std::uint32_t b) const;

  void Gather(RatingsFile& file);
  void CheckForVoice(const Row& row);

  const Scale& scale_;
  const VoicePolicy& voice_;
  std::size_t columns_ = 0;
  Index participants_;
  Index items_;
  Index groups_;
  Index weights_;      // Texts of the weight column.
  RoundRatings hats_;  // Only its hat sets are used, over the groups of the whole file.
  std::vector<Row> rows_;
  std::vector<Violation> violations_;
};

tl::unexpected<engine::Error> Reader::RefuseAll() {
  std::stable_sort(violations_.begin(), violations_.end(), [](const auto& a, const auto& b) {
    return std::make_pair(a.field.size(), a.field) < std::make_pair(b.field.size(), b.field);
  });
  if (violations_.size() > kViolationsShown) {
    const std::size_t more = violations_.size() - kViolationsShown;
    violations_.resize(kViolationsShown);
    violations_.push_back({"file", "and " + std::to_string(more) + " more places like these"});
  }
  return Refuse(Reason::kUnreadable, std::move(violations_));
}

void Reader::ReadHeader(const CsvRow& header) {
  columns_ = header.cells.size();
  const bool length = columns_ == kHeader.size() || columns_ == kHeader.size() - 1;
  if (length && std::equal(header.cells.begin(), header.cells.end(), kHeader.begin())) return;
  Wrong(header.line,
        "the header must read round,participant,group,item,score,state or the same with ,weight");
}

int Reader::ReadRound(const CsvRow& row) {
  const std::string& cell = row.cells[kRound];
  const auto round = WholeNumber(cell);
  if (round && *round >= 1 && *round <= kRoundMax) return *round;
  Wrong(row.line, "the round must be a whole number from 1 to " + std::to_string(kRoundMax));
  return 0;
}

AnswerCode Reader::ReadAnswer(const CsvRow& row) {
  const std::string& score = row.cells[kScore];
  const std::string& state = row.cells[kState];
  if (const auto code = UnscoredState(state)) {
    if (!score.empty()) Wrong(row.line, "a score stands where the state is " + state);
    return *code;
  }
  if (state != "scored") {
    Wrong(row.line, "the state must be scored, unable, not-understood, skipped or not-shown");
    return engine::kNotShown;
  }
  if (score.empty()) {
    Wrong(row.line, "the state is scored, but there is no score");
  } else if (!IsWholeNumber(score)) {
    Wrong(row.line, "the score must be a whole number");
  } else if (const auto value = WholeNumber(score); value && scale_.Holds(*value)) {
    return engine::CodeOf(scale_, *value);
  } else {
    Wrong(row.line,
          "the score is off the scale " + std::to_string(scale_.min) + " to " +
              std::to_string(scale_.max));
  }
  return engine::kNotShown;
}

// A hat named twice in a cell is one hat, and empty places between semicolons are none.
std::uint32_t Reader::ReadHats(std::string_view cell) {
  HatSet hats;
  while (true) {
    const auto semicolon = cell.find(';');
    const std::string_view name = engine::Trim(cell.substr(0, semicolon));
    if (!name.empty()) {
      const std::uint32_t group = groups_.Add(name);
      if (std::find(hats.begin(), hats.end(), group) == hats.end()) hats.push_back(group);
    }
    if (semicolon == std::string_view::npos) break;
    cell.remove_prefix(semicolon + 1);
  }
  return hats_.AddHatSet(hats);
}

std::uint32_t Reader::ReadWeight(const CsvRow& row) {
  const std::string_view text =
      columns_ > kWeight ? std::string_view(row.cells[kWeight]) : std::string_view();
  if (voice_.voice == Voice::kPersonWeights && !text.empty()) {
    if (const auto weight = engine::ParseWeight(text); !weight)
      Wrong(row.line, weight.error().message);
  }
  return weights_.Add(text);
}

void Reader::ReadRow(const CsvRow& row) {
  if (row.cells.size() != columns_) {
    Wrong(row.line,
          "has " + std::to_string(row.cells.size()) + " cells, the header " +
              std::to_string(columns_));
    return;
  }
  const std::size_t wrong = violations_.size();
  if (row.cells[kParticipant].empty()) Wrong(row.line, "the participant is empty");
  if (row.cells[kItem].empty()) Wrong(row.line, "the item is empty");
  Row read;
  read.line = row.line;
  read.round = ReadRound(row);
  read.code = ReadAnswer(row);
  read.participant = participants_.Add(row.cells[kParticipant]);
  read.item = items_.Add(row.cells[kItem]);
  read.hats = ReadHats(row.cells[kGroup]);
  read.weight = ReadWeight(row);
  if (violations_.size() == wrong) rows_.push_back(read);
}

// "1/2" and "0.5" are no change of weight, and neither are two spellings of what is no number.
bool Reader::SameWeight(std::uint32_t a, std::uint32_t b) const {
  if (a == b) return true;
  const auto left = engine::ParseWeight(weights_.names()[a]);
  const auto right = engine::ParseWeight(weights_.names()[b]);
  return left && right && *left == *right;
}

void Reader::CheckPair(const Row& first, const Row& second) {
  const std::string before = " on line " + std::to_string(first.line);
  if (first.hats != second.hats) {
    Wrong(second.line, "this person's group in this round differs from that" + before);
  }
  if (!SameWeight(first.weight, second.weight)) {
    Wrong(second.line, "this person's weight in this round differs from that" + before);
  }
}

void Reader::CheckAcrossRows() {
  std::vector<const Row*> sorted;
  for (const Row& row : rows_)
    sorted.push_back(&row);
  // Rows stay in line order within a person and round; a second sort brings equal items together.
  std::stable_sort(sorted.begin(), sorted.end(), [](const Row* a, const Row* b) {
    return std::tie(a->round, a->participant) < std::tie(b->round, b->participant);
  });
  const Row* first = nullptr;
  for (const Row* row : sorted) {
    const bool same =
        first != nullptr && first->round == row->round && first->participant == row->participant;
    if (same) CheckPair(*first, *row);
    if (!same) first = row;
  }
  std::stable_sort(sorted.begin(), sorted.end(), [](const Row* a, const Row* b) {
    return std::tie(a->round, a->participant, a->item) <
           std::tie(b->round, b->participant, b->item);
  });
  for (std::size_t i = 1; i < sorted.size(); ++i) {
    const Row& a = *sorted[i - 1];
    const Row& b = *sorted[i];
    if (std::tie(a.round, a.participant, a.item) != std::tie(b.round, b.participant, b.item))
      continue;
    Wrong(b.line,
          "a second row for this person and item in round " + std::to_string(b.round) +
              "; the one before is on line " + std::to_string(a.line));
  }
}

void Reader::CheckForVoice(const Row& row) {
  if (engine::NeedsGroups(voice_.voice) && hats_.hat_sets[row.hats].empty()) {
    Wrong(row.line, std::string("the group is empty, and ") + Name(voice_.voice) + " needs one");
  }
  if (voice_.voice == Voice::kPersonWeights && weights_.names()[row.weight].empty()) {
    Wrong(row.line, "the weight is empty, and person-weights needs one");
  }
}

// The rows of the chosen round as columns, with its people, items and groups in order of first
// appearance.
void Reader::Gather(RatingsFile& file) {
  RoundRatings& ratings = file.ratings;
  ratings.scale = scale_;
  std::vector<const Row*> rows;
  Index people;
  Index items;
  Index groups;
  std::vector<const Row*> first;
  for (const Row& row : rows_) {
    if (row.round != file.round) continue;
    CheckForVoice(row);
    rows.push_back(&row);
    items.Add(items_.names()[row.item]);
    for (const std::uint32_t hat : hats_.hat_sets[row.hats])
      groups.Add(groups_.names()[hat]);
    if (people.Add(participants_.names()[row.participant]) == first.size()) first.push_back(&row);
  }
  ratings.groups = groups.names();
  ratings.items = items.names();
  for (const Row* row : first) {
    HatSet hats;
    for (const std::uint32_t hat : hats_.hat_sets[row->hats]) {
      hats.push_back(*groups.Find(groups_.names()[hat]));
    }
    ratings.hat_set_of.push_back(ratings.AddHatSet(hats));
    if (voice_.voice != Voice::kPersonWeights) continue;
    const auto weight = engine::ParseWeight(weights_.names()[row->weight]);
    ratings.weights.push_back(weight.value_or(Fraction()));
  }
  ratings.answers.resize(items.size() * people.size(), engine::kNotShown);
  for (const Row* row : rows) {
    ratings.At(*items.Find(items_.names()[row->item]),
               *people.Find(participants_.names()[row->participant])) = row->code;
  }
  file.participants = people.names();
}

Result<RatingsFile> Reader::Read(std::string_view csv, std::optional<int> round) {
  QUORATE_ASSIGN_OR_RETURN(const std::vector<CsvRow> table, ReadCsv(csv));
  if (table.empty())
    return Refuse(Reason::kUnreadable, "the file is empty; not even a header is there");
  ReadHeader(table[0]);
  if (!violations_.empty()) return RefuseAll();
  if (voice_.voice == Voice::kPersonWeights && columns_ <= kWeight) {
    Wrong(table[0].line, "person-weights needs the column weight");
    return RefuseAll();
  }
  for (std::size_t i = 1; i < table.size(); ++i)
    ReadRow(table[i]);
  CheckAcrossRows();
  if (!violations_.empty()) return RefuseAll();
  if (rows_.empty())
    return Refuse(Reason::kUnknownRound, "the file holds no ratings, only a header");
  RatingsFile file;
  std::set<int> rounds;
  for (const Row& row : rows_)
    rounds.insert(row.round);
  file.rounds.assign(rounds.begin(), rounds.end());
  file.round = round.value_or(file.rounds.back());
  if (!rounds.contains(file.round)) {
    return Refuse(Reason::kUnknownRound, "the file holds no round " + std::to_string(file.round));
  }
  Gather(file);
  if (!violations_.empty()) return RefuseAll();
  return file;
}

}  // namespace

Result<RatingsFile> ReadRatings(std::string_view csv,
                                const Scale& scale,
                                const VoicePolicy& voice,
                                std::optional<int> round) {
  return Reader(scale, voice).Read(csv, round);
}

}  // namespace quorate::cli
