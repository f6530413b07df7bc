#include "engine/report/count_picture.h"

#include <algorithm>
#include <string_view>

#include "engine/committee/answer.h"
#include "engine/ranking/pairwise.h"
#include "engine/report/preference_graph.h"
#include "engine/report/rounds_picture.h"
#include "engine/report/score_bars.h"

namespace quorate::engine {

namespace {

// Bars beyond so many are left out, the last in order first.
constexpr std::size_t kBarsMax = 60;

std::string Joined(const std::vector<std::string>& sentences) {
  std::string text;
  for (const std::string& sentence : sentences)
    text += (text.empty() ? "" : " ") + sentence;
  return text;
}

bool IsIn(const std::vector<std::size_t>& winners, std::size_t candidate) {
  return std::find(winners.begin(), winners.end(), candidate) != winners.end();
}

// By the ranking, those that it leaves out last.
std::vector<std::size_t> OrderOf(const RankedAnswer& answer, std::size_t size) {
  std::vector<std::size_t> order;
  for (const auto& place : answer.ranking)
    order.insert(order.end(), place.begin(), place.end());
  for (std::size_t c = 0; c < size; ++c) {
    if (!IsIn(order, c)) order.push_back(c);
  }
  order.resize(std::min(order.size(), kBarsMax));
  return order;
}

Picture Grades(const std::string& title, const Profile& profile, const RankedAnswer& answer) {
  std::vector<std::string> grades;
  for (const Fraction& grade : profile.scale)
    grades.push_back(ShortWeight(grade));
  std::vector<GradeRow> rows;
  for (const std::size_t c : OrderOf(answer, profile.candidates.size())) {
    GradeRow row{profile.candidates[c], {}, {}, IsIn(answer.winners, c)};
    row.weights.resize(grades.size());
    for (std::size_t ballot = 0; ballot < profile.size(); ++ballot) {
      const Grade grade = profile.GradesOf(ballot)[c];
      if (grade != kMissing) row.weights[grade - 1U] += profile.weights[ballot];
    }
    rows.push_back(std::move(row));
  }
  return GradeBars(title, Joined(answer.summary), grades, rows);
}

Picture Scores(const std::string& title, const Profile& profile, const RankedAnswer& answer) {
  std::vector<ScoreBar> bars;
  for (const std::size_t c : OrderOf(answer, profile.candidates.size()))
    bars.push_back({profile.candidates[c], answer.scores[c], "", IsIn(answer.winners, c)});
  return ScoreBars(title, Joined(answer.summary), bars);
}

// Rules whose scores are what is compared; others compare in pairs, whatever they score.
bool AddsUp(std::string_view rule) {
  constexpr std::string_view kAdding[] = {"plurality", "approval", "score", "star", "borda"};
  return std::find(std::begin(kAdding), std::end(kAdding), rule) != std::end(kAdding);
}

std::vector<std::string> NamesIn(const Json& outcome, std::string_view member) {
  std::vector<std::string> names;
  const Json* list = outcome.Find(member);
  if (list == nullptr || list->array() == nullptr) return names;
  for (const Json& name : *list->array()) {
    if (name.string() != nullptr) names.push_back(*name.string());
  }
  return names;
}

// The figure at a path of two names, or 0.
Fraction FigureAt(const Json* object, const std::string& name) {
  const Json* found = object == nullptr ? nullptr : object->Find(name);
  if (found == nullptr || found->string() == nullptr) return {};
  return Fraction::Parse(*found->string()).value_or(Fraction());
}

// Every duel in words, for those who do not see the picture.
std::string DuelsInWords(const Duels& duels) {
  std::string text;
  const std::size_t size = duels.names.size();
  for (std::size_t a = 0; a < size; ++a) {
    for (std::size_t b = a + 1; b < size; ++b) {
      text += (text.empty() ? "" : "; ") + duels.names[a] + " against " + duels.names[b] + " " +
              ShortWeight(duels.above[a * size + b]) + " to " +
              ShortWeight(duels.above[b * size + a]);
    }
  }
  return text + ".";
}

}  // namespace

Result<Picture> CountPicture(const Profile& profile,
                             const RankedRule& rule,
                             const RankedOptions& options,
                             const RankedAnswer& answer) {
  const std::string title = "The count by " + std::string(rule.name);
  if (!answer.stages.empty())
    return RoundsPicture(title, Joined(answer.summary), profile.candidates, answer.stages);
  if (std::string_view(rule.name) == "majority-judgment") return Grades(title, profile, answer);
  if (AddsUp(rule.name) && !answer.scores.empty()) return Scores(title, profile, answer);
  QUORATE_ASSIGN_OR_RETURN(const Pairwise pairwise, Pairwise::Of(profile, options.unranked));
  const std::size_t size = profile.candidates.size();
  Duels duels{profile.candidates, std::vector<Fraction>(size * size), answer.winners};
  const std::size_t shown = std::min(size, kDuelsShownMax);
  for (std::size_t a = 0; a < shown; ++a) {
    for (std::size_t b = 0; b < shown; ++b) {
      if (a != b) duels.above[a * size + b] = pairwise.At(a, b);
    }
  }
  return PreferenceGraph(title, Joined(answer.summary), duels);
}

Picture SeatsPicture(const ApprovalProfile& profile,
                     const CommitteeRequest& request,
                     const CommitteeResult& result) {
  const Committee& members = result.committees.front();
  std::vector<CandidateId> order;
  std::vector<std::string> notes(profile.candidate_count());
  std::size_t seat = 0;
  for (const CommitteeStep& step : result.steps) {
    if (!std::binary_search(members.begin(), members.end(), step.candidate)) continue;
    order.push_back(step.candidate);
    notes[step.candidate] = "seat " + std::to_string(++seat);
    if (step.figures.empty()) continue;
    std::string figure = step.figures.front().first;
    std::replace(figure.begin(), figure.end(), '_', ' ');
    notes[step.candidate] += ", " + figure + " " + step.figures.front().second.ToString();
  }
  const auto add = [&](CandidateId c) {
    if (std::find(order.begin(), order.end(), c) == order.end()) order.push_back(c);
  };
  std::for_each(members.begin(), members.end(), add);
  for (CandidateId c = 0; c < profile.candidate_count(); ++c)
    add(c);
  std::vector<ScoreBar> bars;
  for (const CandidateId c : order) {
    if (bars.size() == kBarsMax) break;
    const bool elected = std::binary_search(members.begin(), members.end(), c);
    if (elected && notes[c].empty()) notes[c] = "elected";
    bars.push_back(
        {profile.candidates()[c], profile.WeightOf(profile.SupportOf(c)), notes[c], elected});
  }
  return ScoreBars("Approvals and seats by " + std::string(Name(request.rule)),
                   Joined(Sentences(result, profile, request)),
                   bars);
}

std::optional<Picture> OutcomePicture(const std::string& title,
                                      const std::vector<std::string>& items,
                                      const Json& outcome) {
  const std::vector<std::string> winners = NamesIn(outcome, "winners");
  const auto won = [&](const std::string& item) {
    return std::find(winners.begin(), winners.end(), item) != winners.end();
  };
  if (const Json* pairwise = outcome.Find("pairwise")) {
    Duels duels{items, std::vector<Fraction>(items.size() * items.size()), {}};
    for (std::size_t a = 0; a < items.size(); ++a) {
      if (won(items[a])) duels.winners.push_back(a);
      for (std::size_t b = 0; b < items.size(); ++b) {
        if (a != b)
          duels.above[a * items.size() + b] = FigureAt(pairwise->Find(items[a]), items[b]);
      }
    }
    return PreferenceGraph(title, DuelsInWords(duels), duels);
  }
  const Json* scores = outcome.Find("scores");
  if (scores == nullptr) return std::nullopt;
  std::vector<ScoreBar> bars;
  for (const std::string& item : items)
    bars.push_back({item, FigureAt(scores, item), won(item) ? "chosen" : "", won(item)});
  std::stable_sort(bars.begin(), bars.end(), [](const ScoreBar& a, const ScoreBar& b) {
    return a.value > b.value;
  });
  bars.resize(std::min(bars.size(), kBarsMax));
  return ScoreBars(title, "Scores of the items, the chosen ones dark.", bars);
}

}  // namespace quorate::engine
