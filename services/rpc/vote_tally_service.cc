#include <algorithm>
#include <set>

#include "engine/base/fraction.h"
#include "engine/committee/answer.h"
#include "engine/ranking/ballot_file.h"
#include "engine/ranking/explained.h"
#include "engine/ranking/option_words.h"
#include "engine/ranking/profile_builder.h"
#include "engine/report/committee_answer.h"
#include "services/rpc/convert.h"
#include "services/rpc/handlers.h"

namespace quorate::services::rpc {

namespace {

using engine::BallotKind;
using engine::Fraction;
using engine::Reason;
using Ballots = google::protobuf::RepeatedPtrField<v1::TallyBallot>;
using Names = google::protobuf::RepeatedPtrField<std::string>;

// A caller waits for the answer, and others wait for the thread.
constexpr int kNamesMax = 200;
constexpr int kBallotsMax = 20'000;
constexpr std::size_t kMarginCandidatesMax = 20;
constexpr std::size_t kMarginBallotsMax = 2'000;
constexpr std::uint32_t kPlaceMax = 1'000'000;

// From ballots to a profile, naming every mark that is wrong.
class BallotReader {
 public:
  explicit BallotReader(BallotKind kind) : kind_(kind), builder_(kind) {}

  Result<engine::Profile> Read(const Names& candidates, const Ballots& ballots) {
    if (candidates.empty() || candidates.size() > kNamesMax)
      return engine::Refuse(Reason::kInvalidArgument, "candidates", "must be 1 to 200");
    if (ballots.size() > kBallotsMax) {
      return engine::Refuse(Reason::kInvalidArgument,
                            "ballots",
                            "must be at most 20,000; give alike ones as one with a weight");
    }
    for (int i = 0; i < candidates.size(); ++i)
      ReadName(candidates[i], "candidates[" + std::to_string(i) + "]");
    if (kind_ == BallotKind::kApprovals) {
      builder_.GradeNumber(0);
      builder_.GradeNumber(1);
    }
    for (int i = 0; i < ballots.size(); ++i)
      ReadBallot(ballots[i], "ballots[" + std::to_string(i) + "]");
    if (!wrong_.empty()) return engine::Refuse(Reason::kInvalidArgument, std::move(wrong_));
    return builder_.Build();
  }

 private:
  void Wrong(std::string place, std::string message) {
    if (wrong_.size() < engine::kTroublesMax)
      wrong_.push_back({std::move(place), std::move(message)});
  }

  void ReadName(const std::string& text, const std::string& place) {
    const std::string name = engine::CollapsedName(text);
    if (name.empty()) {
      Wrong(place, "must not be empty");
    } else if (builder_.Find(name)) {
      Wrong(place, "is there already");
    } else {
      builder_.Candidate(name);
    }
  }

  void ReadBallot(const v1::TallyBallot& message, const std::string& place) {
    engine::RawBallot ballot{1, {}};
    if (!message.weight().empty()) {
      auto weight = engine::ParseBallotWeight(message.weight());
      if (weight)
        ballot.weight = *std::move(weight);
      else
        Wrong(place + ".weight", "must be a number above 0, as 3, 0.75 or 2/3");
    }
    std::set<std::uint32_t> marked;
    for (int i = 0; i < message.marks_size(); ++i) {
      const v1::TallyMark& mark = message.marks(i);
      const std::string at = place + ".marks[" + std::to_string(i) + "]";
      const auto candidate = builder_.Find(engine::CollapsedName(mark.candidate()));
      if (!candidate) {
        Wrong(at + ".candidate", "is none of the candidates");
        continue;
      }
      if (!marked.insert(*candidate).second) Wrong(at + ".candidate", "was marked already");
      if (const auto value = ValueOf(mark.value()))
        ballot.marks.push_back({*candidate, *value});
      else
        Wrong(at + ".value", Wanted());
    }
    builder_.Add(std::move(ballot));
  }

  std::optional<std::uint32_t> ValueOf(const std::string& text) {
    const auto number = Fraction::Parse(text);
    if (!number || text.ends_with('%')) return std::nullopt;
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

  [[nodiscard]] const char* Wanted() const {
    if (kind_ == BallotKind::kRanks) return "must be a place: 1, 2, 3 and so on";
    if (kind_ == BallotKind::kApprovals) return "must be 1 or 0";
    return "must be a grade, as 3, 0.75 or 2/3";
  }

  BallotKind kind_;
  engine::ProfileBuilder builder_;
  std::vector<engine::Violation> wrong_;
};

Result<engine::TieBreak> TieOf(const v1::TallyTie& message) {
  engine::TieBreak tie;
  if (message.rule().empty() || message.rule() == "none") return tie;
  if (message.rule() == "order") {
    if (message.order().empty())
      return engine::Refuse(Reason::kInvalidArgument, "tie.order", "must name candidates");
    tie.rule = engine::TieRule::kOrder;
    tie.order.assign(message.order().begin(), message.order().end());
    return tie;
  }
  if (message.rule() == "lot") {
    if (message.seed().empty())
      return engine::Refuse(Reason::kInvalidArgument, "tie.seed", "must not be empty");
    tie.rule = engine::TieRule::kLot;
    tie.seed = message.seed();
    return tie;
  }
  return engine::Refuse(Reason::kInvalidArgument, "tie.rule", "must be none, order or lot");
}

// A search for the fewest changes counts again and again.
engine::Status CheckMargin(bool margin, const engine::Profile& profile) {
  const bool small =
      profile.candidates.size() <= kMarginCandidatesMax && profile.size() <= kMarginBallotsMax;
  if (!margin || small) return {};
  return engine::Refuse(Reason::kInvalidArgument,
                        "margin",
                        "is searched for with at most 20 candidates and 2,000 different ballots; "
                        "`quorate tally` has no such limit");
}

std::vector<std::string> TextsOf(const Names& names) {
  return {names.begin(), names.end()};
}

void AddNames(const engine::Json* list, Names* names) {
  if (list == nullptr) return;
  for (const engine::Json& name : *list->array())
    names->Add(std::string(*name.string()));
}

// What both answers share, from the document that the command line prints.
template <typename Response>
void Fill(const engine::Json& document, Response& response) {
  response.set_rule(*document.Find("rule")->string());
  response.set_seats(*document.Find("seats")->string());
  response.set_tied(*document.Find("tied")->boolean());
  AddNames(document.Find("winners"), response.mutable_winners());
  if (const engine::Json* scores = document.Find("scores")) {
    for (const auto& [name, score] : *scores->object())
      (*response.mutable_scores())[name] = *score.string();
  }
  response.set_explanation_json(engine::WriteJson(*document.Find("explanation")));
  AddNames(document.Find("explanation")->Find("summary"), response.mutable_words());
}

template <typename Comparisons, typename Response>
void AddReasons(const Comparisons& comparisons,
                const std::optional<engine::MarginAnswer>& margin,
                Response& response) {
  for (const auto& comparison : comparisons) {
    for (const std::string& sentence : comparison.sentences)
      response.add_words(sentence);
  }
  if (margin) response.add_words(engine::InWords(*margin));
}

Result<engine::ExplainedAnswer> Count(const engine::Profile& profile,
                                      const engine::RankedRule& rule,
                                      const engine::RankedOptions& options,
                                      const v1::TallyRankedRequest& request) {
  const bool why = request.why() || !request.about().empty();
  engine::ExplainedAnswer explained;
  if (!why && !request.margin()) {
    QUORATE_ASSIGN_OR_RETURN(explained.answer, engine::CountRanked(profile, rule, options));
    return explained;
  }
  QUORATE_ASSIGN_OR_RETURN(
      explained,
      engine::CountAndExplain(
          profile, rule, options, {TextsOf(request.about()), request.margin()}));
  if (!why) explained.comparisons.clear();
  if (!request.margin()) explained.margin.reset();
  return explained;
}

Result<engine::CommitteeQuestion> QuestionOf(const v1::TallyCommitteeRequest& request) {
  engine::CommitteeQuestion question;
  QUORATE_ASSIGN_OR_RETURN(question.request.rule, engine::ParseCommitteeRule(request.rule()));
  if (!request.completion().empty()) {
    QUORATE_ASSIGN_OR_RETURN(question.request.completion,
                             engine::ParseCompletion(request.completion()));
    if (question.request.rule != engine::CommitteeRule::kEqualShares)
      return engine::Refuse(Reason::kInvalidArgument, "completion", "belongs to equal-shares");
  }
  question.request.seats = static_cast<std::uint32_t>(std::max(request.seats(), 0));
  QUORATE_ASSIGN_OR_RETURN(question.tie, TieOf(request.tie()));
  question.why = request.why();
  question.about = TextsOf(request.about());
  question.margin = request.margin();
  question.committee = TextsOf(request.committee());
  if (!request.check().empty()) {
    QUORATE_ASSIGN_OR_RETURN(question.check, engine::ParseAxiom(request.check()));
  } else if (!question.committee.empty()) {
    return engine::Refuse(Reason::kInvalidArgument, "committee", "needs check: jr or ejr");
  }
  return question;
}

}  // namespace

Result<v1::TallyRankedResponse> TallyRanked(const Call& /*call*/,
                                            const v1::TallyRankedRequest& request) {
  QUORATE_ASSIGN_OR_RETURN(const engine::RankedRule* rule, engine::ParseRankedRule(request.rule()));
  QUORATE_ASSIGN_OR_RETURN(
      engine::RankedOptions options,
      engine::ReadOptionWords(
          {request.unranked(), request.strength(), request.borda_unranked(), request.missing()}));
  QUORATE_ASSIGN_OR_RETURN(options.tie, TieOf(request.tie()));
  const bool needs_seats = rule->seats == engine::Seats::kMany;
  if (request.seats() < 0 || (needs_seats && request.seats() == 0))
    return engine::Refuse(Reason::kInvalidArgument, "seats", "must be at least 1");
  options.seats = static_cast<std::size_t>(std::max(request.seats(), 1));
  QUORATE_ASSIGN_OR_RETURN(const engine::Profile profile,
                           BallotReader(rule->kind).Read(request.candidates(), request.ballots()));
  QUORATE_RETURN_IF_ERROR(CheckMargin(request.margin(), profile));
  QUORATE_ASSIGN_OR_RETURN(const engine::ExplainedAnswer explained,
                           Count(profile, *rule, options, request));
  const engine::Json document = ToJson(explained, profile, rule->name, options.seats);
  v1::TallyRankedResponse response;
  Fill(document, response);
  if (const engine::Json* ranking = document.Find("ranking")) {
    for (const engine::Json& place : *ranking->array())
      AddNames(&place, response.add_ranking()->mutable_candidates());
  }
  AddReasons(explained.comparisons, explained.margin, response);
  return response;
}

Result<v1::TallyCommitteeResponse> TallyCommittee(const Call& /*call*/,
                                                  const v1::TallyCommitteeRequest& request) {
  QUORATE_ASSIGN_OR_RETURN(const engine::CommitteeQuestion question, QuestionOf(request));
  QUORATE_ASSIGN_OR_RETURN(
      const engine::Profile profile,
      BallotReader(BallotKind::kApprovals).Read(request.candidates(), request.ballots()));
  QUORATE_RETURN_IF_ERROR(CheckMargin(request.margin(), profile));
  QUORATE_ASSIGN_OR_RETURN(const engine::CommitteeAnswer answer,
                           engine::AnswerCommittee(profile, question));
  const engine::Json& document = answer.json;
  v1::TallyCommitteeResponse response;
  Fill(document, response);
  for (const engine::Json& committee : *document.Find("committees")->array())
    AddNames(&committee, response.add_committees()->mutable_candidates());
  response.set_committees_count(*document.Find("committees_count")->string());
  response.set_committees_cut(document.Find("committees_cut") != nullptr);
  response.set_optimal(document.Find("optimal") == nullptr);
  AddReasons(answer.explained.comparisons, answer.explained.margin, response);
  if (answer.check) response.add_words(InWords(*answer.check, answer.profile));
  return response;
}

}  // namespace quorate::services::rpc
