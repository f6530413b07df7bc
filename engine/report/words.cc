#include "engine/report/words.h"

namespace quorate::engine {

std::string_view WordFor(ItemState state) {
  switch (state) {
    case ItemState::kActive:
      return "active";
    case ItemState::kRetired:
      return "retired";
    case ItemState::kMerged:
      return "merged";
    case ItemState::kSplit:
      return "split";
  }
  return "";
}

std::string_view WordFor(VoteKind kind) {
  switch (kind) {
    case VoteKind::kRating:
      return "rating";
    case VoteKind::kYesNo:
      return "yes-no";
  }
  return "";
}

std::string_view Meaning(Verdict verdict) {
  switch (verdict) {
    case Verdict::kIn:
      return "agreed: keep";
    case Verdict::kOut:
      return "agreed: leave out";
    case Verdict::kNone:
      return "no agreement";
    case Verdict::kInquorate:
      return "too few answered to tell";
  }
  return "";
}

std::string BasisInWords(std::string_view basis) {
  const std::size_t slash = basis.find('/');
  if (slash == std::string_view::npos) return std::string(basis);
  std::string words(basis.substr(0, slash));
  words += ' ';
  const std::string_view rest = basis.substr(slash + 1);
  const std::size_t next = rest.rfind('/');
  if (next == std::string_view::npos) return words.append(rest);
  words.append(rest.substr(0, next)).append(", iteration ");
  return words.append(rest.substr(next + 1));
}

std::string Count(std::uint64_t number, std::string_view one, std::string_view many) {
  return std::to_string(number) + " " + std::string(number == 1 ? one : many);
}

std::string Plural(std::string_view noun) {
  constexpr std::string_view kVowels = "aeiou";
  std::string plural(noun);
  const std::size_t size = noun.size();
  if (size > 1 && noun.back() == 'y' && kVowels.find(noun[size - 2]) == std::string_view::npos) {
    return plural.replace(size - 1, 1, "ies");
  }
  const bool hisses =
      noun.ends_with('s') || noun.ends_with('x') || noun.ends_with("ch") || noun.ends_with("sh");
  return plural += hisses ? "es" : "s";
}

}  // namespace quorate::engine
