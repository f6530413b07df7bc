#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "engine/base/index.h"
#include "engine/ratings/presets.h"
#include "engine/ratings/results.h"
#include "engine/ratings/rule_json.h"
#include "services/rpc/convert.h"
#include "services/rpc/handlers.h"

namespace quorate::services::rpc {

namespace {

constexpr int kRoundMax = 1'000'000;

using Rows = google::protobuf::RepeatedPtrField<v1::RatingRow>;

std::string PlaceOf(int row) {
  return "rows[" + std::to_string(row) + "]";
}

// From rows to the columns of one round, naming every row that is wrong.
class Gatherer {
 public:
  Gatherer(const engine::Scale& scale, const engine::VoicePolicy& voice)
      : scale_(scale), voice_(voice) {
    ratings_.scale = scale;
  }

  // Round 0 stands for the highest among the rows, which is then written to `round`.
  Result<engine::RoundRatings> Gather(const Rows& rows, int& round) {
    for (int i = 0; i < rows.size(); ++i)
      CheckRow(rows[i], i);
    CheckAcross(rows);
    if (!wrong_.empty()) return engine::Refuse(engine::Reason::kInvalidArgument, std::move(wrong_));
    if (round == 0) {
      for (const v1::RatingRow& row : rows)
        round = std::max(round, row.round());
    }
    for (int i = 0; i < rows.size(); ++i) {
      if (rows[i].round() == round) AddRow(rows[i], i);
    }
    if (!wrong_.empty()) return engine::Refuse(engine::Reason::kInvalidArgument, std::move(wrong_));
    if (items_.size() == 0) {
      return engine::Refuse(engine::Reason::kUnknownRound,
                            "the rows hold no round " + std::to_string(round));
    }
    ratings_.groups = groups_.names();
    ratings_.items = items_.names();
    ratings_.answers.resize(items_.size() * people_.size(), engine::kNotShown);
    for (const Cell& cell : cells_)
      ratings_.At(cell.item, cell.person) = cell.code;
    return std::move(ratings_);
  }

 private:
  struct Cell {
    std::uint32_t item = 0;
    std::uint32_t person = 0;
    engine::AnswerCode code = engine::kNotShown;
  };

  void Wrong(int row, std::string_view member, std::string message) {
    wrong_.push_back({PlaceOf(row) + "." + std::string(member), std::move(message)});
  }

  std::optional<engine::AnswerCode> CodeFor(const v1::RatingRow& row) const {
    if (row.state() == "unable") return engine::kUnable;
    if (row.state() == "not-understood") return engine::kNotUnderstood;
    if (row.state() == "skipped") return engine::kSkipped;
    if (row.state() == "not-shown") return engine::kNotShown;
    if (row.state() == "scored" && scale_.Holds(row.score()))
      return engine::CodeOf(scale_, row.score());
    return std::nullopt;
  }

  void CheckRow(const v1::RatingRow& row, int i) {
    if (row.round() < 1 || row.round() > kRoundMax)
      Wrong(i, "round", "must be from 1 to 1,000,000");
    if (row.participant().empty()) Wrong(i, "participant", "must not be empty");
    if (row.item().empty()) Wrong(i, "item", "must not be empty");
    const bool scored = row.state() == "scored";
    if (scored != row.has_score()) {
      Wrong(i, "score", "stands exactly where the state is scored");
    } else if (!CodeFor(row)) {
      if (scored)
        Wrong(i, "score", "is off the rule's scale");
      else
        Wrong(i, "state", "must be scored, unable, not-understood, skipped or not-shown");
    }
    if (NeedsWeight() && !engine::ParseWeight(row.weight())) {
      Wrong(i, "weight", "must be a weight such as 3, 0.75 or 2/3");
    }
    if (engine::NeedsGroups(voice_.voice) && row.groups().empty()) {
      Wrong(i, "groups", "must not be empty under this voice");
    }
  }

  // One person is one thing in a round, and answers an item once.
  void CheckAcross(const Rows& rows) {
    std::map<std::tuple<int, std::string_view>, int> first;
    std::set<std::tuple<int, std::string_view, std::string_view>> answered;
    for (int i = 0; i < rows.size(); ++i) {
      const v1::RatingRow& row = rows[i];
      if (!answered.insert({row.round(), row.participant(), row.item()}).second) {
        Wrong(i, "item", "was answered by this person in this round already");
      }
      const auto [known, is_new] = first.insert({{row.round(), row.participant()}, i});
      if (is_new) continue;
      const v1::RatingRow& before = rows[known->second];
      if (!std::equal(row.groups().begin(),
                      row.groups().end(),
                      before.groups().begin(),
                      before.groups().end())) {
        Wrong(i, "groups", "differ from those in " + PlaceOf(known->second));
      }
      if (row.weight() != before.weight())
        Wrong(i, "weight", "differs from that in " + PlaceOf(known->second));
    }
  }

  void AddRow(const v1::RatingRow& row, int i) {
    const std::uint32_t item = items_.Add(row.item());
    const std::size_t known = people_.size();
    const std::uint32_t person = people_.Add(row.participant());
    if (people_.size() > known) AddPerson(row, i);
    cells_.push_back({item, person, *CodeFor(row)});
  }

  void AddPerson(const v1::RatingRow& row, int i) {
    engine::HatSet hats;
    for (const std::string& group : row.groups()) {
      const std::uint32_t hat = groups_.Add(group);
      if (std::find(hats.begin(), hats.end(), hat) != hats.end())
        Wrong(i, "groups", "name a group twice");
      hats.push_back(hat);
    }
    ratings_.hat_set_of.push_back(ratings_.AddHatSet(hats));
    if (NeedsWeight()) ratings_.weights.push_back(*engine::ParseWeight(row.weight()));
  }

  [[nodiscard]] bool NeedsWeight() const { return voice_.voice == engine::Voice::kPersonWeights; }

  const engine::Scale& scale_;
  const engine::VoicePolicy& voice_;
  engine::RoundRatings ratings_;
  engine::Index people_;
  engine::Index items_;
  engine::Index groups_;
  std::vector<Cell> cells_;
  std::vector<engine::Violation> wrong_;
};

Result<engine::VoicePolicy> VoiceOf(const std::string& text) {
  auto voice = engine::ParseVoice(text);
  if (voice || !voice.error().violations.empty()) return voice;
  return engine::Refuse(
      engine::Reason::kInvalidArgument, "voice", std::move(voice).error().message);
}

}  // namespace

Result<v1::TallyRatingsResponse> TallyRatings(const Call& /*call*/,
                                              const v1::TallyRatingsRequest& request) {
  const std::string voice_text = request.voice().empty() ? "per-person" : request.voice();
  QUORATE_ASSIGN_OR_RETURN(const engine::ConsensusRule rule, RuleOf("rule", request.rule()));
  QUORATE_ASSIGN_OR_RETURN(const engine::VoicePolicy voice, VoiceOf(voice_text));
  if (request.round() < 0) {
    return engine::Refuse(engine::Reason::kInvalidArgument, "round", "must not be negative");
  }
  int round = request.round();
  QUORATE_ASSIGN_OR_RETURN(const engine::RoundRatings ratings,
                           Gatherer(rule.scale, voice).Gather(request.rows(), round));
  QUORATE_ASSIGN_OR_RETURN(const engine::RatingsResult result,
                           engine::TallyRatings(ratings, rule, voice, round));
  const engine::Json document = engine::ToJson(result);
  v1::TallyRatingsResponse response;
  response.set_rule(result.rule);
  response.set_voice(voice_text);
  for (const engine::Json& item : *document.Find("items")->array()) {
    *response.add_items() = ItemTallyMessage(item);
  }
  return response;
}

Result<v1::ListRulesResponse> ListRules(const Call& /*call*/,
                                        const v1::ListRulesRequest& /*request*/) {
  v1::ListRulesResponse response;
  for (const engine::Preset& preset : engine::Presets()) {
    v1::Rule& rule = *response.add_rules();
    rule.set_name(preset.rule.name);
    rule.set_source(preset.source);
    rule.set_rule_json(engine::WriteJson(engine::ToJson(preset.rule)));
  }
  return response;
}

}  // namespace quorate::services::rpc
