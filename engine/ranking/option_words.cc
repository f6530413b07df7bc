#include "engine/ranking/option_words.h"

#include <algorithm>
#include <utility>
#include <vector>

namespace quorate::engine {

namespace {

template <typename Value>
using Spellings = std::vector<std::pair<const char*, Value>>;

// Sets `value` to what `text` spells, or says what it may be.
template <typename Value>
void Read(const std::string& field,
          const std::string& text,
          const Spellings<Value>& spellings,
          Value& value,
          std::vector<Violation>& wrong) {
  if (text.empty()) return;
  std::string known;
  for (const auto& [name, meant] : spellings) {
    if (text == name) {
      value = meant;
      return;
    }
    known += std::string(known.empty() ? "" : ", ") + name;
  }
  wrong.push_back({field, "\"" + text + "\" is none of " + known});
}

// A flag is spelled with dashes.
std::string FieldOf(const std::string& flag, std::string member) {
  if (!flag.empty()) std::replace(member.begin(), member.end(), '_', '-');
  return flag + member;
}

}  // namespace

Result<RankedOptions> ReadOptionWords(const OptionWords& words, const std::string& flag) {
  RankedOptions options;
  std::vector<Violation> wrong;
  Read<Unranked>(FieldOf(flag, "unranked"),
                 words.unranked,
                 {{"last", Unranked::kLast}, {"apart", Unranked::kApart}},
                 options.unranked,
                 wrong);
  Read<Strength>(FieldOf(flag, "strength"),
                 words.strength,
                 {{"winning", Strength::kWinning},
                  {"margin", Strength::kMargin},
                  {"ratio", Strength::kRatio},
                  {"opposition", Strength::kOpposition}},
                 options.strength,
                 wrong);
  Read<BordaUnranked>(FieldOf(flag, "borda_unranked"),
                      words.borda_unranked,
                      {{"averaged", BordaUnranked::kAveraged}, {"zero", BordaUnranked::kZero}},
                      options.borda_unranked,
                      wrong);
  Read<Missing>(FieldOf(flag, "missing"),
                words.missing,
                {{"refuse", Missing::kRefuse},
                 {"zero", Missing::kZero},
                 {"worst", Missing::kWorst},
                 {"median", Missing::kMedian}},
                options.missing,
                wrong);
  if (!wrong.empty()) return Refuse(Reason::kInvalidArgument, std::move(wrong));
  return options;
}

Result<const RankedRule*> ParseRankedRule(const std::string& name, const std::string& flag) {
  if (const RankedRule* rule = FindRankedRule(name)) return rule;
  std::string known;
  for (const RankedRule& rule : RankedRules())
    known += std::string(known.empty() ? "" : ", ") + rule.name;
  return Refuse(Reason::kInvalidArgument, flag + "rule", "\"" + name + "\" is none of " + known);
}

}  // namespace quorate::engine
