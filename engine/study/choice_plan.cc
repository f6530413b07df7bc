#include "engine/study/choice_plan.h"

#include "engine/study/document_reader.h"

namespace quorate::engine {

namespace {

constexpr Words<Unranked> kUnrankedWords = {
    {{"last", Unranked::kLast}, {"apart", Unranked::kApart}}};
constexpr Words<Strength> kStrengthWords = {{{"winning", Strength::kWinning},
                                             {"margin", Strength::kMargin},
                                             {"ratio", Strength::kRatio},
                                             {"opposition", Strength::kOpposition}}};
constexpr Words<BordaUnranked> kBordaWords = {
    {{"averaged", BordaUnranked::kAveraged}, {"zero", BordaUnranked::kZero}}};
constexpr Words<Missing> kMissingWords = {{{"refuse", Missing::kRefuse},
                                           {"zero", Missing::kZero},
                                           {"worst", Missing::kWorst},
                                           {"median", Missing::kMedian}}};
constexpr Words<Completion> kCompletionWords = {{{"phragmen", Completion::kPhragmen},
                                                 {"none", Completion::kNone},
                                                 {"approval", Completion::kApproval},
                                                 {"increment", Completion::kIncrement}}};
constexpr Words<TieRule> kTieWords = {
    {{"none", TieRule::kNone}, {"order", TieRule::kOrder}, {"lot", TieRule::kLot}}};

constexpr std::size_t kQuestionBytesMax = 1'000;
constexpr int kPeopleMax = 1'000'000;

bool IsKnownRule(std::string_view rule) {
  return FindRankedRule(rule) != nullptr || ParseCommitteeRule(rule).has_value();
}

Quorum ReadQuorum(Members& members, const std::string& path, std::vector<Violation>& wrong) {
  Quorum quorum;
  const Json* member = members.Take("quorum");
  if (member == nullptr) return quorum;
  Members inner(*member, path + ".quorum", wrong);
  quorum.panel = inner.Integer("panel", 1, 1, kPeopleMax);
  quorum.each_group = inner.Integer("each_group", 0, 0, kPeopleMax);
  inner.RefuseUnknown();
  return quorum;
}

Status CheckCommittee(const ChoicePlan& plan) {
  const bool completes = plan.rule == Name(CommitteeRule::kEqualShares);
  if (completes || plan.completion == Completion::kPhragmen) return {};
  return Refuse(Reason::kInvalidArgument, "completion belongs to the rule equal-shares");
}

// Whether the rule takes these options is asked of the rule itself, on an election of one ballot.
Status CheckRanked(const ChoicePlan& plan, const RankedRule& rule) {
  if (rule.seats == Seats::kOne && plan.seats != 1) {
    return Refuse(Reason::kInvalidArgument, plan.rule + " chooses one; seats can only be 1");
  }
  Profile profile;
  const auto seats = static_cast<std::size_t>(plan.seats);
  for (std::size_t i = 0; i < seats; ++i)
    profile.candidates.push_back(std::to_string(i));
  profile.weights = {1};
  if (rule.kind == BallotKind::kRanks) {
    profile.places.assign(seats, 1);
    for (std::size_t i = 0; i < seats; ++i)
      profile.places[i] = static_cast<Place>(i + 1);
  } else {
    profile.grades.assign(seats, 1);
    profile.scale = {0, 1};
  }
  const RankedOptions options{
      seats, plan.unranked, plan.strength, plan.borda_unranked, plan.missing, {}};
  return CountRanked(profile, rule, options).map([](const RankedAnswer&) {});
}

}  // namespace

const RankedRule* ChoicePlan::ranked() const {
  const RankedRule* found = FindRankedRule(rule);
  if (found == nullptr || found->seats == Seats::kMany || seats == 1) return found;
  return ParseCommitteeRule(rule) ? nullptr : found;
}

BallotKind ChoicePlan::ballot() const {
  const RankedRule* found = ranked();
  return found == nullptr ? BallotKind::kApprovals : found->kind;
}

ChoicePlan ReadChoicePlan(const Json& json,
                          const std::string& path,
                          std::vector<Violation>& wrong) {
  Members members(json, path, wrong);
  ChoicePlan plan;
  plan.id = members.Text("id", "", kLabelBytesMax);
  if (!IsLabel(plan.id)) members.Wrong("id", "must be a label: letters, digits, '-', '_' or '.'");
  plan.question = members.Text("question", "", kQuestionBytesMax);
  if (plan.question.empty()) members.Wrong("question", "must be there: what people are asked");
  plan.rule = members.Text("rule", "", kLabelBytesMax);
  if (!IsKnownRule(plan.rule)) {
    members.Wrong("rule",
                  "must name a voting rule, such as schulze or equal-shares; see `quorate tally "
                  "ranked --help` and `quorate tally committee --help`");
  }
  plan.seats = members.Integer("seats", plan.seats, 1, static_cast<int>(ChoicePlan::kItemsMax));
  plan.grade_max = members.Integer("grade_max", plan.grade_max, 1, ChoicePlan::kGradeMax);
  plan.unranked = members.Word("unranked", kUnrankedWords, plan.unranked);
  plan.strength = members.Word("strength", kStrengthWords, plan.strength);
  plan.borda_unranked = members.Word("borda_unranked", kBordaWords, plan.borda_unranked);
  plan.missing = members.Word("missing", kMissingWords, plan.missing);
  plan.completion = members.Word("completion", kCompletionWords, plan.completion);
  plan.tie = members.Word("tie", kTieWords, plan.tie);
  plan.quorum = ReadQuorum(members, path, wrong);
  members.RefuseUnknown();
  return plan;
}

Json ToJson(const ChoicePlan& plan) {
  Json json;
  json["id"] = plan.id;
  json["question"] = plan.question;
  json["rule"] = plan.rule;
  json["seats"] = plan.seats;
  json["grade_max"] = plan.grade_max;
  json["unranked"] = WordFor(kUnrankedWords, plan.unranked);
  json["strength"] = WordFor(kStrengthWords, plan.strength);
  json["borda_unranked"] = WordFor(kBordaWords, plan.borda_unranked);
  json["missing"] = WordFor(kMissingWords, plan.missing);
  json["completion"] = WordFor(kCompletionWords, plan.completion);
  json["tie"] = WordFor(kTieWords, plan.tie);
  json["quorum"]["panel"] = plan.quorum.panel;
  json["quorum"]["each_group"] = plan.quorum.each_group;
  return json;
}

Status CheckChoicePlan(const ChoicePlan& plan, const VoicePolicy& voice) {
  if (plan.rule == "stv-scottish" &&
      (voice.voice != Voice::kPerPerson || voice.hats == Hats::kSplit)) {
    return Refuse(Reason::kInvalidProtocol,
                  "stv-scottish counts whole papers of one weight, so the voice must be "
                  "per-person; take stv-meek or stv-wig for a weighted voice");
  }
  const RankedRule* ranked = plan.ranked();
  return ranked == nullptr ? CheckCommittee(plan) : CheckRanked(plan, *ranked);
}

}  // namespace quorate::engine
