#include "engine/ranking/ballot_file.h"

#include <string>

#include "engine/ranking/format_readers.h"

namespace quorate::engine {

std::optional<BallotFormat> BallotFormatOf(std::string_view file_name) {
  const auto dot = file_name.rfind('.');
  if (dot == std::string_view::npos) return std::nullopt;
  std::string extension(file_name.substr(dot + 1));
  for (char& c : extension) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  if (extension == "soc" || extension == "soi" || extension == "toc" || extension == "toi")
    return BallotFormat::kPreflib;
  if (extension == "cat") return BallotFormat::kPreflibCategories;
  if (extension == "blt") return BallotFormat::kBlt;
  if (extension == "abif") return BallotFormat::kAbif;
  return std::nullopt;
}

Result<Profile> ReadBallotFile(std::string_view text, BallotFormat format, BallotKind kind) {
  const bool orders = format == BallotFormat::kPreflib || format == BallotFormat::kBlt;
  if (orders && kind != BallotKind::kRanks) {
    return Refuse(Reason::kUnreadable,
                  "the file holds rankings, but the rule counts approvals or grades; give it a "
                  ".cat, .abif or CSV file");
  }
  QUORATE_ASSIGN_OR_RETURN(const std::vector<TextSpan> lines, ToLines(text));
  switch (format) {
    case BallotFormat::kPreflib:
      return ReadPreflibOrders(lines);
    case BallotFormat::kPreflibCategories:
      return ReadPreflibCategories(lines, kind);
    case BallotFormat::kBlt:
      return ReadBlt(lines);
    case BallotFormat::kAbif:
      return ReadAbif(lines, kind);
  }
  return Refuse(Reason::kInvalidArgument, "the ballot format is unknown");
}

}  // namespace quorate::engine
