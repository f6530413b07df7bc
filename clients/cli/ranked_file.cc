#include "clients/cli/ranked_file.h"

#include <optional>
#include <utility>
#include <vector>

#include "clients/cli/csv.h"
#include "clients/cli/input_file.h"
#include "engine/ranking/ballot_file.h"
#include "engine/ranking/profile_builder.h"

namespace quorate::cli {

namespace {

using engine::BallotKind;
using engine::Fraction;
using engine::Reason;
using engine::Refuse;
using engine::Result;

constexpr std::uint32_t kPlaceMax = 1'000'000;

class CsvReader {
 public:
  explicit CsvReader(BallotKind kind) : kind_(kind), builder_(kind) {}

  Result<engine::Profile> Read(std::string_view csv);

 private:
  void Wrong(std::size_t line, std::size_t column, std::string message) {
    if (violations_.size() >= engine::kTroublesMax) return;
    violations_.push_back(
        {"line " + std::to_string(line) + ", column " + std::to_string(column + 1),
         std::move(message)});
  }
  void ReadHeader(const CsvRow& header);
  void ReadRow(const CsvRow& row);
  void ReadMarks(const CsvRow& row, engine::RawBallot& ballot);
  void ReadRanks(const CsvRow& row, engine::RawBallot& ballot);
  std::optional<std::uint32_t> ReadValue(const std::string& cell);

  BallotKind kind_;
  engine::ProfileBuilder builder_;
  std::vector<engine::Violation> violations_;
  std::size_t columns_ = 0;
  bool by_rank_ = false;
};

// Whether the columns after the weight are rank 1, rank 2 and so on.
bool AreRanks(const CsvRow& header) {
  for (std::size_t i = 1; i < header.cells.size(); ++i) {
    if (header.cells[i] != "rank " + std::to_string(i)) return false;
  }
  return header.cells.size() > 1;
}

void CsvReader::ReadHeader(const CsvRow& header) {
  columns_ = header.cells.size();
  if (header.cells[0] != "weight") Wrong(header.line, 0, "the header must begin with weight");
  if (columns_ < 2) Wrong(header.line, 0, "the header names no candidate");
  by_rank_ = AreRanks(header);
  for (std::size_t i = 1; i < columns_ && !by_rank_; ++i) {
    const std::string name = engine::CollapsedName(header.cells[i]);
    if (name.empty()) {
      Wrong(header.line, i, "the candidate has no name");
    } else if (builder_.Find(name)) {
      Wrong(header.line, i, "two candidates are named \"" + name + "\"");
    }
    builder_.Candidate(name);
  }
}

// The number the builder wants, or nothing where the cell does not suit the kind.
std::optional<std::uint32_t> CsvReader::ReadValue(const std::string& cell) {
  const auto number = Fraction::Parse(cell);
  if (!number || cell.ends_with('%')) return std::nullopt;
  switch (kind_) {
    case BallotKind::kGrades:
      return builder_.GradeNumber(*number);
    case BallotKind::kApprovals:
      if (*number != Fraction(0) && *number != Fraction(1)) return std::nullopt;
      return builder_.GradeNumber(*number);
    case BallotKind::kRanks:
      break;
  }
  if (number->denominator() != 1 || *number < Fraction(1) || *number > Fraction(kPlaceMax))
    return std::nullopt;
  return number->numerator().convert_to<std::uint32_t>();
}

const char* Wanted(BallotKind kind) {
  switch (kind) {
    case BallotKind::kRanks:
      return "is no place; places are 1, 2, 3 and so on, empty for unranked";
    case BallotKind::kApprovals:
      return "is no approval; write 1, 0 or nothing";
    case BallotKind::kGrades:
      return "is no grade; write a number as 3, 0.75 or 2/3, or nothing";
  }
  return "";
}

void CsvReader::ReadMarks(const CsvRow& row, engine::RawBallot& ballot) {
  for (std::size_t i = 1; i < columns_; ++i) {
    if (row.cells[i].empty()) continue;
    if (const auto value = ReadValue(row.cells[i])) {
      ballot.marks.push_back({static_cast<std::uint32_t>(i - 1), *value});
    } else {
      Wrong(row.line, i, "\"" + row.cells[i].substr(0, 60) + "\" " + Wanted(kind_));
    }
  }
}

void CsvReader::ReadRanks(const CsvRow& row, engine::RawBallot& ballot) {
  for (std::size_t i = 1; i < columns_; ++i) {
    const std::string name = engine::CollapsedName(row.cells[i]);
    if (name.empty()) continue;
    const std::uint32_t candidate = builder_.Candidate(name);
    for (const engine::Mark& mark : ballot.marks) {
      if (mark.candidate == candidate)
        Wrong(row.line, i, "\"" + name + "\" stands here a second time");
    }
    ballot.marks.push_back({candidate, static_cast<std::uint32_t>(i)});
  }
}

void CsvReader::ReadRow(const CsvRow& row) {
  if (row.cells.size() != columns_) {
    Wrong(row.line,
          0,
          "the row has " + std::to_string(row.cells.size()) + " cells, the header " +
              std::to_string(columns_));
    return;
  }
  auto weight = engine::ParseBallotWeight(row.cells[0]);
  if (!weight) {
    Wrong(row.line, 0, weight.error().message);
    return;
  }
  engine::RawBallot ballot{*std::move(weight), {}};
  if (by_rank_) {
    ReadRanks(row, ballot);
  } else {
    ReadMarks(row, ballot);
  }
  builder_.Add(std::move(ballot));
}

Result<engine::Profile> CsvReader::Read(std::string_view csv) {
  QUORATE_ASSIGN_OR_RETURN(const std::vector<CsvRow> rows, ReadCsv(csv));
  if (rows.empty())
    return Refuse(Reason::kUnreadable, "the file is empty; not even a header is there");
  ReadHeader(rows[0]);
  if (by_rank_ && kind_ != BallotKind::kRanks) {
    Wrong(rows[0].line, 1, "the columns hold ranks, but the rule counts approvals or grades");
  }
  if (kind_ == BallotKind::kApprovals) {
    builder_.GradeNumber(0);
    builder_.GradeNumber(1);
  }
  const bool sound = violations_.empty();
  for (std::size_t i = 1; i < rows.size() && sound; ++i)
    ReadRow(rows[i]);
  if (!violations_.empty()) return Refuse(Reason::kUnreadable, std::move(violations_));
  return builder_.Build();
}

}  // namespace

Result<engine::Profile> ReadRankedCsv(std::string_view csv, BallotKind kind) {
  return CsvReader(kind).Read(csv);
}

Result<engine::Profile> ReadRankedFile(const std::string& path, BallotKind kind) {
  QUORATE_ASSIGN_OR_RETURN(const std::string text, ReadFile(path));
  if (const auto format = engine::BallotFormatOf(path))
    return engine::ReadBallotFile(text, *format, kind);
  return ReadRankedCsv(text, kind);
}

}  // namespace quorate::cli
