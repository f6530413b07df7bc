#include "engine/report/round_statistics.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <optional>
#include <string>
#include <vector>

#include "engine/base/check.h"
#include "engine/report/number_text.h"
#include "engine/statistics/agreement.h"
#include "engine/statistics/change.h"
#include "engine/statistics/concordance.h"
#include "engine/study/study_ratings.h"

namespace quorate::engine {

namespace {

struct Asked {
  Coefficient coefficient;
  Weighting weighting;
};

// The ones that Delphi papers report, and two that stay steady where nearly all agree.
constexpr std::array<Asked, 4> kAsked = {{
    {Coefficient::kKrippendorff, Weighting::kOrdinal},
    {Coefficient::kGwet, Weighting::kQuadratic},
    {Coefficient::kFleiss, Weighting::kIdentity},
    {Coefficient::kBrennanPrediger, Weighting::kQuadratic},
}};

// Through billionths, so that the last bit of a machine's arithmetic never shows.
std::string Rounded(double value, int places) {
  constexpr std::int64_t kBillion = 1'000'000'000;
  return DecimalText(Fraction(std::llround(value * static_cast<double>(kBillion)), kBillion),
                     places);
}

void Put(Json& json, const char* name, const Figure<double>& figure, int places = 3) {
  if (figure) {
    json[name] = Rounded(*figure, places);
  } else {
    json["undefined"] = std::string(figure.error().reason);
  }
}

int PeopleAt(const Json& count) {
  int people = 0;
  const std::string& digits = *count.string();
  std::from_chars(digits.data(), digits.data() + digits.size(), people);
  return people;
}

// A matrix of more scores would take a gigabyte for figures that no longer depend on the last ones.
constexpr std::size_t kRatingsMax = 5'000'000;

// The panel's histograms as a matrix. Who gave which score is not known, and none of the
// coefficients that are asked for depends on it.
RatingMatrix MatrixOfTables(const Round& round, Tier tier) {
  std::vector<std::vector<int>> items;
  RatingMatrix matrix;
  for (const TalliedItem& tallied : round.results) {
    const Json& tally = tier == Tier::kAuditor && tallied.full ? *tallied.full : tallied.tally;
    const Json* panel = tally.Find("panel");
    if (panel == nullptr) continue;
    if (items.size() * matrix.raters > kRatingsMax) break;
    std::vector<int>& scores = items.emplace_back();
    for (const auto& [point, count] : *panel->Find("histogram")->object()) {
      int score = 0;
      std::from_chars(point.data(), point.data() + point.size(), score);
      scores.insert(scores.end(), static_cast<std::size_t>(PeopleAt(count)), score);
    }
    matrix.raters = std::max(matrix.raters, scores.size());
  }
  matrix.items = items.size();
  for (const std::vector<int>& scores : items) {
    matrix.ratings.insert(matrix.ratings.end(), scores.begin(), scores.end());
    matrix.ratings.resize(matrix.ratings.size() + matrix.raters - scores.size());
  }
  return matrix;
}

Json AgreementIn(const RatingMatrix& matrix, const Scale& scale) {
  Json::Array rows;
  for (const Asked& asked : kAsked) {
    Json row;
    row["coefficient"] = Name(asked.coefficient);
    row["weighting"] = Name(asked.weighting);
    const Agreement agreement =
        AgreementOf(matrix, asked.coefficient, asked.weighting, PointsOf(scale));
    Put(row, "value", agreement.coefficient);
    rows.push_back(std::move(row));
  }
  return rows;
}

Json ConcordanceIn(const RoundRatings& ratings, std::optional<std::uint32_t> group) {
  const Concordance found = ConcordanceOf(MatrixOf(ratings, group));
  Json json;
  json["raters"] = std::to_string(found.raters);
  json["left_out"] = std::to_string(found.left_out);
  json["items"] = std::to_string(found.items);
  Put(json, "w", found.w);
  if (!found.test) return json;
  json["chi_square"] = Rounded(found.test->statistic, 2);
  json["degrees"] = std::to_string(found.test->degrees);
  json["p"] = Rounded(found.test->p, 4);
  return json;
}

// The labels under which items of the two rounds are the same: in the same wording.
RoundRatings Named(const Study& study, const Round& round) {
  RoundRatings ratings = RatingsOf(study, BallotsOf(study, round));
  for (std::size_t i = 0; i < round.items.size(); ++i)
    ratings.items[i] = round.items[i].item + " v" + std::to_string(round.items[i].version);
  return ratings;
}

Json ChangeIn(const Study& study, const Round& before, const Round& now) {
  const RoundRatings earlier = Named(study, before);
  const RoundRatings later = Named(study, now);
  const auto pair = PairRounds(earlier, before.box.voters.names(), later, now.box.voters.names());
  QUORATE_CHECK(pair.has_value());
  const Scale& scale = study.Plan(now.number).rule.scale;
  const ChangeOptions options{scale, {scale.min, scale.max}, Weighting::kQuadratic};
  Json::Array items;
  for (const Link& link : pair->items) {
    const Change change = ChangeOf(
        ScoresOf(*pair, static_cast<std::size_t>(&link - pair->items.data()), std::nullopt),
        options);
    Json row;
    row["item"] = now.items[link.after].item;
    row["people"] = std::to_string(change.people);
    row["changed"] = std::to_string(change.changed);
    Put(row, "kappa", change.kappa);
    row["v"] = change.signed_rank.v.ToString();
    if (change.signed_rank.plain) row["p"] = Rounded(change.signed_rank.plain->p, 4);
    items.push_back(std::move(row));
  }
  Json json;
  json["since"] = BasisOf(before);
  json["items"] = std::move(items);
  return json;
}

}  // namespace

Json RoundStatistics(const Study& study, const Round& round, Tier tier) {
  const Scale& scale = study.Plan(round.number).rule.scale;
  const RatingMatrix matrix = MatrixOfTables(round, tier);
  std::size_t ratings = 0;
  for (const auto& rating : matrix.ratings)
    ratings += rating ? 1U : 0U;
  Json json;
  json["items"] = std::to_string(matrix.items);
  json["ratings"] = std::to_string(ratings);
  json["points"] = std::to_string(scale.points());
  json["agreement"] = AgreementIn(matrix, scale);
  if (tier != Tier::kAuditor || !CanBeRecounted(study, round.box)) return json;

  const RoundRatings answers = RatingsOf(study, BallotsOf(study, round));
  json["concordance"]["panel"] = ConcordanceIn(answers, std::nullopt);
  Json groups;
  for (std::uint32_t g = 0; g < answers.groups.size(); ++g)
    groups[answers.groups[g]] = ConcordanceIn(answers, g);
  json["concordance"]["groups"] = std::move(groups);
  const Round* before = SurveyBefore(study, round.number);
  if (before != nullptr && CanBeRecounted(study, before->box))
    json["change"] = ChangeIn(study, *before, round);
  return json;
}

}  // namespace quorate::engine
