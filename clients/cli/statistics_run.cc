// What the verbs of `quorate statistics` do; how they are spelled is statistics_verbs.cc's.

#include <algorithm>
#include <charconv>
#include <iterator>
#include <utility>
#include <vector>

#include "clients/cli/best_worst_file.h"
#include "clients/cli/input_file.h"
#include "clients/cli/matrix_file.h"
#include "clients/cli/points_file.h"
#include "clients/cli/ratings_file.h"
#include "clients/cli/statistics_answers.h"
#include "clients/cli/statistics_verbs.h"

namespace quorate::cli {

namespace {

using engine::Band;
using engine::RatingMatrix;
using engine::Reason;
using engine::Refuse;
using engine::Result;
using engine::Scale;

// An option that no file could satisfy is wrong usage; what a file holds is refused.
bool IsWrongUsage(const engine::Error& error) {
  return !error.violations.empty() && error.violations.front().field.starts_with("--");
}

template <typename Answer>
Outcome Tell(const Result<Answer>& answer, const StatisticsOptions& options) {
  if (answer) return Good(options.json ? WriteJson(ToJson(*answer)) + "\n" : ToTable(*answer));
  Outcome outcome = Refused(answer.error());
  if (IsWrongUsage(answer.error())) outcome.exit_code = 2;
  return outcome;
}

Result<engine::Weighting> WeightingOf(const StatisticsOptions& options) {
  auto weighting = engine::ParseWeighting(options.weights);
  if (weighting) return weighting;
  return Refuse(
      Reason::kInvalidArgument, "--weights", weighting.error().violations.front().message);
}

Result<Scale> ScaleOf(const StatisticsOptions& options) {
  if (!options.scale) return Scale();
  QUORATE_ASSIGN_OR_RETURN(const Band ends, ParseStretch("--scale", *options.scale));
  if (ends.high - ends.low >= Scale::kPointsMax || ends.low < -Scale::kEndMax ||
      ends.high > Scale::kEndMax) {
    return Refuse(Reason::kInvalidArgument,
                  "--scale",
                  "has at most " + std::to_string(Scale::kPointsMax) +
                      " points, none farther from 0 than " + std::to_string(Scale::kEndMax));
  }
  Scale scale{ends.low, ends.high, {}};
  return scale;
}

Result<Band> BandOf(const StatisticsOptions& options, const Scale& scale) {
  if (!options.band) {
    if (scale.min == 1 && scale.max == 9) return Band{7, 9};
    return Refuse(Reason::kInvalidArgument,
                  "--band",
                  "is needed off the scale 1-9: which scores speak for an item, such as 5-7");
  }
  QUORATE_ASSIGN_OR_RETURN(const Band band, ParseStretch("--band", *options.band));
  if (scale.Holds(band.low) && scale.Holds(band.high)) return band;
  return Refuse(
      Reason::kInvalidArgument,
      "--band",
      "must lie on the scale " + std::to_string(scale.min) + " to " + std::to_string(scale.max));
}

Result<RatingsFile> ReadRound(const std::string& csv,
                              const Scale& scale,
                              std::optional<int> round) {
  return ReadRatings(csv, scale, engine::VoicePolicy(), round);
}

// Two rounds of one file. Where they are not named: the last, and one before it.
struct TwoRounds {
  RatingsFile before;
  RatingsFile after;
};
enum class Earlier { kPrevious, kFirst };

std::optional<int> EarlierRound(const RatingsFile& after, Earlier earlier) {
  const auto begin = after.rounds.begin();
  const auto end = std::find(begin, after.rounds.end(), after.round);
  if (begin == end) return std::nullopt;
  return earlier == Earlier::kFirst ? *begin : *std::prev(end);
}

Result<TwoRounds> ReadTwoRounds(const StatisticsOptions& options,
                                const Scale& scale,
                                Earlier earlier) {
  QUORATE_ASSIGN_OR_RETURN(const std::string csv, ReadFile(options.file));
  QUORATE_ASSIGN_OR_RETURN(RatingsFile after, ReadRound(csv, scale, options.to));
  const auto from = options.from ? options.from : EarlierRound(after, earlier);
  if (!from) {
    return Refuse(
        Reason::kUnknownRound,
        "the file holds no round before round " + std::to_string(after.round) + "; two are needed");
  }
  if (*from >= after.round) {
    return Refuse(Reason::kInvalidArgument,
                  "--from",
                  "must be a round before round " + std::to_string(after.round));
  }
  QUORATE_ASSIGN_OR_RETURN(RatingsFile before, ReadRound(csv, scale, from));
  return TwoRounds{std::move(before), std::move(after)};
}

Result<engine::RoundPair> Pair(const TwoRounds& rounds) {
  return PairRounds(rounds.before.ratings,
                    rounds.before.participants,
                    rounds.after.ratings,
                    rounds.after.participants);
}

// The panel's ratings and each group's, or the one matrix of a plain table.
struct Matrices {
  std::optional<int> round;
  std::vector<Told<RatingMatrix>> told;
};

Result<Matrices> ReadMatrices(const StatisticsOptions& options, const Scale& scale) {
  QUORATE_ASSIGN_OR_RETURN(const std::string text, ReadFile(options.file));
  Matrices matrices;
  if (options.matrix) {
    QUORATE_ASSIGN_OR_RETURN(RatingMatrix matrix, ReadMatrix(text));
    matrices.told.push_back({"", std::move(matrix)});
    return matrices;
  }
  QUORATE_ASSIGN_OR_RETURN(const RatingsFile file, ReadRound(text, scale, options.round));
  matrices.round = file.round;
  matrices.told.push_back({"", MatrixOf(file.ratings, std::nullopt)});
  for (std::uint32_t group = 0; group < file.ratings.groups.size(); ++group)
    matrices.told.push_back({file.ratings.groups[group], MatrixOf(file.ratings, group)});
  return matrices;
}

// The categories of a matrix: what occurs, or the points of a scale that must hold all of it.
Result<std::vector<int>> CategoriesOf(const RatingMatrix& matrix,
                                      const Scale& scale,
                                      bool whole_scale) {
  std::vector<int> observed = ObservedCategories(matrix);
  if (!whole_scale) return observed;
  if (!observed.empty() && !(scale.Holds(observed.front()) && scale.Holds(observed.back()))) {
    return Refuse(Reason::kInvalidArgument,
                  "--scale",
                  "the file holds ratings off the scale " + std::to_string(scale.min) + " to " +
                      std::to_string(scale.max));
  }
  return PointsOf(scale);
}

// Cohen's and Scott's are left out for other than two raters, whose others they then are.
std::vector<engine::Coefficient> CoefficientsFor(const RatingMatrix& matrix) {
  using enum engine::Coefficient;
  if (matrix.raters == 2)
    return {kCohen, kScott, kFleiss, kConger, kBrennanPrediger, kGwet, kKrippendorff};
  return {kFleiss, kConger, kBrennanPrediger, kGwet, kKrippendorff};
}

Result<AgreementAnswer> Agree(const StatisticsOptions& options) {
  AgreementAnswer answer;
  QUORATE_ASSIGN_OR_RETURN(const Scale scale, ScaleOf(options));
  QUORATE_ASSIGN_OR_RETURN(answer.weighting, WeightingOf(options));
  if (options.categories != "observed" && options.categories != "scale") {
    return Refuse(Reason::kInvalidArgument, "--categories", "must be observed or scale");
  }
  answer.whole_scale = options.categories == "scale";
  QUORATE_ASSIGN_OR_RETURN(const Matrices matrices, ReadMatrices(options, scale));
  answer.round = matrices.round;
  // The panel's categories are every group's too, so that their figures can be compared.
  QUORATE_ASSIGN_OR_RETURN(const std::vector<int> categories,
                           CategoriesOf(matrices.told.front().figures, scale, answer.whole_scale));
  for (const auto& [who, matrix] : matrices.told) {
    std::vector<CoefficientAnswer> coefficients;
    for (const engine::Coefficient coefficient : CoefficientsFor(matrix))
      coefficients.push_back(
          {coefficient, AgreementOf(matrix, coefficient, answer.weighting, categories)});
    answer.told.push_back({who, std::move(coefficients)});
  }
  return answer;
}

Result<ConcordanceAnswer> Concord(const StatisticsOptions& options) {
  QUORATE_ASSIGN_OR_RETURN(const Scale scale, ScaleOf(options));
  QUORATE_ASSIGN_OR_RETURN(const Matrices matrices, ReadMatrices(options, scale));
  ConcordanceAnswer answer;
  answer.round = matrices.round;
  for (const auto& [who, matrix] : matrices.told)
    answer.told.push_back({who, ConcordanceOf(matrix)});
  return answer;
}

Result<ChangeAnswer> Changes(const StatisticsOptions& options) {
  ChangeAnswer answer;
  QUORATE_ASSIGN_OR_RETURN(answer.options.scale, ScaleOf(options));
  QUORATE_ASSIGN_OR_RETURN(answer.options.band, BandOf(options, answer.options.scale));
  QUORATE_ASSIGN_OR_RETURN(answer.options.weighting, WeightingOf(options));
  QUORATE_ASSIGN_OR_RETURN(const TwoRounds rounds,
                           ReadTwoRounds(options, answer.options.scale, Earlier::kPrevious));
  QUORATE_ASSIGN_OR_RETURN(const engine::RoundPair pair, Pair(rounds));
  answer.from = rounds.before.round;
  answer.to = rounds.after.round;
  answer.groups = rounds.before.ratings.groups;
  answer.items = ChangesOf(pair, answer.options);
  return answer;
}

Result<AttritionAnswer> Leaving(const StatisticsOptions& options) {
  QUORATE_ASSIGN_OR_RETURN(const Scale scale, ScaleOf(options));
  QUORATE_ASSIGN_OR_RETURN(const TwoRounds rounds, ReadTwoRounds(options, scale, Earlier::kFirst));
  QUORATE_ASSIGN_OR_RETURN(const engine::RoundPair pair, Pair(rounds));
  AttritionAnswer answer{rounds.before.round, rounds.after.round, {}};
  answer.told.push_back({"", AttritionOf(pair, std::nullopt)});
  const auto& groups = rounds.before.ratings.groups;
  for (std::uint32_t group = 0; group < groups.size(); ++group)
    answer.told.push_back({groups[group], AttritionOf(pair, group)});
  return answer;
}

Result<GroupsAnswer> Groups(const StatisticsOptions& options) {
  GroupsAnswer answer;
  QUORATE_ASSIGN_OR_RETURN(const Scale scale, ScaleOf(options));
  QUORATE_ASSIGN_OR_RETURN(answer.rule.band, BandOf(options, scale));
  const auto share = engine::Fraction::Parse(options.share);
  if (!share || share->IsNegative() || *share > engine::Fraction(1)) {
    return Refuse(Reason::kInvalidArgument,
                  "--share",
                  "must be a share such as 70%, 0.7 or 7/10, from 0 to 1");
  }
  answer.rule.share = *share;
  QUORATE_ASSIGN_OR_RETURN(const std::string csv, ReadFile(options.file));
  QUORATE_ASSIGN_OR_RETURN(const RatingsFile file, ReadRound(csv, scale, options.round));
  answer.round = file.round;
  answer.groups = file.ratings.groups;
  answer.items = file.ratings.items;
  answer.told.push_back({"", GroupItemsOf(file.ratings, std::nullopt, answer.rule)});
  for (std::uint32_t group = 0; group < answer.groups.size(); ++group)
    answer.told.push_back({answer.groups[group], GroupItemsOf(file.ratings, group, answer.rule)});
  answer.pairs = LikenessesOf(file.ratings, answer.rule);
  return answer;
}

Result<PointsAnswer> Points(const StatisticsOptions& options) {
  QUORATE_ASSIGN_OR_RETURN(const std::string csv, ReadFile(options.file));
  QUORATE_ASSIGN_OR_RETURN(PointsFile file, ReadPoints(csv));
  PointsAnswer answer{file.ballots.size(), options.picked.value_or(file.highest), {}, {}};
  QUORATE_ASSIGN_OR_RETURN(answer.counted,
                           CountPoints(file.items.size(), file.ballots, answer.picked));
  answer.items = std::move(file.items);
  return answer;
}

Result<BestWorstAnswer> BestWorst(const StatisticsOptions& options) {
  QUORATE_ASSIGN_OR_RETURN(const std::string csv, ReadFile(options.file));
  QUORATE_ASSIGN_OR_RETURN(BestWorstFile file, ReadBestWorst(csv));
  BestWorstAnswer answer{file.people, file.choices.size(), {}, {}};
  QUORATE_ASSIGN_OR_RETURN(answer.counted, CountBestWorst(file.items.size(), file.choices));
  answer.items = std::move(file.items);
  return answer;
}

}  // namespace

Result<Band> ParseStretch(const std::string& flag, const std::string& text) {
  // The hyphen between the two is the first one after a digit; others are signs.
  const std::size_t hyphen = text.find('-', 1);
  const auto number = [](std::string_view digits) -> std::optional<int> {
    int value = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (error != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
    return value;
  };
  if (hyphen != std::string::npos) {
    const auto low = number(std::string_view(text).substr(0, hyphen));
    const auto high = number(std::string_view(text).substr(hyphen + 1));
    if (low && high && *low <= *high) return Band{*low, *high};
  }
  return Refuse(Reason::kInvalidArgument,
                flag,
                "\"" + text + "\" must be LOW-HIGH, two whole numbers such as 1-9 or -5-5");
}

Outcome StatisticsAgreement(const StatisticsOptions& options) {
  return Tell(Agree(options), options);
}

Outcome StatisticsConcordance(const StatisticsOptions& options) {
  return Tell(Concord(options), options);
}

Outcome StatisticsChange(const StatisticsOptions& options) {
  return Tell(Changes(options), options);
}

Outcome StatisticsAttrition(const StatisticsOptions& options) {
  return Tell(Leaving(options), options);
}

Outcome StatisticsGroups(const StatisticsOptions& options) {
  return Tell(Groups(options), options);
}

Outcome StatisticsPoints(const StatisticsOptions& options) {
  return Tell(Points(options), options);
}

Outcome StatisticsBestWorst(const StatisticsOptions& options) {
  return Tell(BestWorst(options), options);
}

}  // namespace quorate::cli
