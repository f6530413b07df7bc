#include "engine/study/admit.h"

#include <algorithm>
#include <set>

#include "engine/study/feedback.h"
#include "engine/study/findings.h"
#include "engine/study/permits.h"

namespace quorate::engine {

namespace {

// What a ballot's entry may show of when it was cast.
Instant PublicTime(const Event& event, Instant time) {
  if (ShowsDay(event)) return TruncateToDay(time);
  if (ShowsMinute(event)) return TruncateToMinute(time);
  return time;
}

bool Skips(CarryPolicy carry, const std::optional<Standing>& standing) {
  if (!standing || carry == CarryPolicy::kAll) return false;
  if (standing->consensus == Verdict::kOut) return true;
  return carry == CarryPolicy::kDropInAndOut && standing->consensus == Verdict::kIn;
}

// Turns a command's act into candidate facts. A refusal here is about the request itself; what the
// study allows is Permits' business.
class Intent {
 public:
  Intent(const Study& study, const Actor& actor) : study_(study), actor_(actor) {}

  using Facts = Result<std::vector<Event>>;

  Facts operator()(const CreateStudy& act) const { return One(StudyCreated{act.title}); }
  Facts operator()(const DraftProtocol& act) const { return One(ProtocolDrafted{act.protocol}); }
  Facts operator()(const FreezeProtocol&) const {
    if (!study_.protocol)
      return Refuse(Reason::kProtocolNotFrozen, "draft a protocol before freezing it");
    return One(ProtocolFrozen{*study_.protocol});
  }
  Facts operator()(const AmendProtocol& act) const {
    return One(ProtocolAmended{act.protocol, act.reason});
  }
  Facts operator()(const ConcludeStudy&) const { return One(StudyConcluded{}); }
  Facts operator()(const PublishBundle& act) const { return One(BundlePublished{act.tier}); }

  Facts operator()(const EnrolParticipants& act) const {
    std::vector<Event> facts;
    std::set<std::string> seen;
    for (const Enrolment& enrolment : act.enrolments) {
      if (!seen.insert(enrolment.participant).second)
        return Twice("enrolments", enrolment.participant);
      facts.emplace_back(ParticipantEnrolled{enrolment.participant, {}, enrolment.membership});
    }
    return facts;
  }
  Facts operator()(const WithdrawParticipant& act) const {
    return One(ParticipantWithdrawn{act.participant});
  }

  Facts operator()(const EraseParticipant& act) const {
    return One(ErasureRecorded{act.participant});
  }
  Facts operator()(const RecoverLog& act) const {
    return One(LogRecovered{act.size, act.root, act.reason});
  }

  Facts operator()(const AddItems& act) const {
    std::vector<Event> facts;
    std::set<std::string> seen;
    for (const ItemAdded& item : act.items) {
      if (!seen.insert(item.item).second) return Twice("items", item.item);
      facts.emplace_back(item);
    }
    return facts;
  }
  Facts operator()(const SuggestItem& act) const {
    return One(ItemSuggested{act.suggestion, {}, ItemText{act.text}});
  }
  Facts operator()(const ReviewSuggestion& act) const { return One(act.review); }
  Facts operator()(const RewordItem& act) const {
    const Item* item = study_.FindItem(act.item);
    return One(
        ItemReworded{act.item, item == nullptr ? 1 : item->version() + 1, act.text, act.reason});
  }
  Facts operator()(const MergeItems& act) const { return One(act.merge); }
  Facts operator()(const SplitItem& act) const { return One(act.split); }
  Facts operator()(const RetireItem& act) const { return One(ItemRetired{act.item, act.reason}); }

  Facts operator()(const OpenRound& act) const {
    RoundOpened fact{static_cast<int>(study_.rounds.size()) + 1, {}, act.closes};
    if (act.items.empty()) {
      fact.items = CarriedItems(fact.round);
    } else {
      for (const std::string& id : act.items)
        fact.items.push_back(Present(id));
    }
    return One(std::move(fact));
  }
  Facts operator()(const ExtendRound& act) const {
    return One(RoundExtended{act.round, act.closes, act.reason});
  }
  Facts operator()(const CloseRound& act) const { return One(RoundClosed{act.round}); }
  Facts operator()(const CastBallots& act) const {
    const Round* round = study_.FindRound(act.round);
    std::vector<Event> facts;
    std::set<std::string> seen;
    for (const BallotEntry& ballot : act.ballots) {
      if (!seen.insert(ballot.participant).second) return Twice("ballots", ballot.participant);
      BallotCast fact{
          ballot.participant, act.round, 1, act.channel, {}, BallotContent{ballot.answers}};
      if (round != nullptr) fact.revision = round->box.NextRevision(ballot.participant);
      std::sort(fact.content->answers.begin(),
                fact.content->answers.end(),
                [](const ItemAnswer& a, const ItemAnswer& b) { return a.item < b.item; });
      facts.emplace_back(std::move(fact));
    }
    return facts;
  }

  Facts operator()(const RecordAttendance& act) const {
    return One(AttendanceRecorded{act.round, act.participants});
  }
  Facts operator()(const CallVote& act) const {
    const Item* item = study_.FindItem(act.item);
    const int version = item == nullptr ? 1 : item->version();
    return One(VoteCalled{act.round, act.vote, {act.item, version}, act.kind});
  }
  Facts operator()(const OpenVote& act) const {
    const Vote* vote = study_.FindVote(act.vote);
    return One(
        VoteOpened{act.vote, vote == nullptr ? 1 : static_cast<int>(vote->iterations.size()) + 1});
  }
  Facts operator()(const CastVote& act) const {
    VoteCast fact{act.vote, 1, act.participant, 1, act.channel, {}, act.answer};
    const Vote* vote = study_.FindVote(act.vote);
    if (vote != nullptr && !vote->iterations.empty()) {
      fact.iteration = static_cast<int>(vote->iterations.size());
      fact.revision = vote->iterations.back().box.NextRevision(act.participant);
    }
    return One(std::move(fact));
  }
  Facts operator()(const CloseVote& act) const {
    const Vote* vote = study_.FindVote(act.vote);
    return One(
        VoteClosed{act.vote, vote == nullptr ? 1 : static_cast<int>(vote->iterations.size())});
  }

  Facts operator()(const CallChoice& act) const {
    ChoiceCalled fact{act.round, act.choice, act.plan, {}, std::nullopt};
    for (const std::string& id : act.items)
      fact.items.push_back(Present(id));
    const Round* round = study_.FindRound(act.round);
    if (round != nullptr && DrawsLots(act))
      fact.lot = Lot{static_cast<int>(round->opened_at) + 1, act.lot_root};
    return One(std::move(fact));
  }
  Facts operator()(const OpenChoice& act) const {
    return One(ChoiceOpened{act.choice, NewestIteration(act.choice) + 1});
  }
  Facts operator()(const CastChoice& act) const {
    const Choice* choice = study_.FindChoice(act.choice);
    std::vector<Event> facts;
    std::set<std::string> seen;
    for (const ChoiceBallot& ballot : act.ballots) {
      if (!seen.insert(ballot.participant).second) return Twice("ballots", ballot.participant);
      ChoiceCast fact{act.choice,
                      std::max(NewestIteration(act.choice), 1),
                      ballot.participant,
                      1,
                      act.channel,
                      {},
                      ChoiceContent{ballot.marks}};
      if (choice != nullptr && !choice->iterations.empty())
        fact.revision = choice->iterations.back().box.NextRevision(ballot.participant);
      std::ranges::sort(fact.content->marks, {}, &ItemAnswer::item);
      facts.emplace_back(std::move(fact));
    }
    return facts;
  }
  Facts operator()(const CloseChoice& act) const {
    return One(ChoiceClosed{act.choice, std::max(NewestIteration(act.choice), 1)});
  }
  Facts operator()(const DecideChoice& act) const {
    ChoiceDecided fact{
        act.choice, std::max(NewestIteration(act.choice), 1), act.chosen, act.reason};
    const Choice* choice = study_.FindChoice(act.choice);
    const bool counted = choice != nullptr && !choice->iterations.empty() &&
                         choice->iterations.back().outcome.has_value();
    if (fact.chosen.empty() && act.reason.empty() && counted) {
      for (const Json& winner : *choice->iterations.back().outcome->Find("winners")->array())
        fact.chosen.push_back(*winner.string());
    }
    return One(std::move(fact));
  }

  Facts operator()(const ShowFeedback& act) const {
    FeedbackShown fact{act.participant, act.round, {}, std::nullopt};
    const Round* round = study_.FindRound(act.round);
    const Participant* person = study_.FindParticipant(act.participant);
    if (round != nullptr && person != nullptr) fact.content = FeedbackFor(study_, *round, *person);
    if (fact.content) return One(std::move(fact));
    return Refuse(Reason::kWrongState, "there is no survey round before it to show anything of");
  }
  Facts operator()(const StateDissent& act) const {
    const Item* item = study_.FindItem(act.item);
    const int version = item == nullptr ? 1 : item->version();
    return One(DissentStated{act.statement, actor_.id, {act.item, version}, {}, act.content});
  }
  Facts operator()(const WithholdDissent& act) const {
    return One(DissentWithheld{act.statement, act.reason});
  }
  Facts operator()(const CompareRules& act) const {
    return One(RulesCompared{"round/" + std::to_string(act.round), act.rules});
  }

  Facts operator()(const RecordDecisions& act) const {
    std::vector<Event> facts;
    std::set<std::string> seen;
    for (const std::string& id : act.items.empty() ? Undecided() : act.items) {
      if (!seen.insert(id).second) return Twice("items", id);
      QUORATE_ASSIGN_OR_RETURN(const Standing standing, StandingOf(id));
      facts.emplace_back(
          DecisionRecorded{{id, standing.version}, standing.consensus, standing.basis});
    }
    if (facts.empty()) {
      return Refuse(Reason::kWrongState,
                    "every item that was tallied has its decision; nothing to record");
    }
    return facts;
  }
  Facts operator()(const OverrideDecision& act) const {
    QUORATE_ASSIGN_OR_RETURN(const Standing standing, StandingOf(act.item));
    return One(DecisionOverridden{
        {act.item, standing.version}, act.verdict, standing.consensus, standing.basis, act.reason});
  }

 private:
  static Facts One(Event event) {
    std::vector<Event> facts;
    facts.push_back(std::move(event));
    return facts;
  }

  static tl::unexpected<Error> Twice(const std::string& field, const std::string& id) {
    return Refuse(Reason::kInvalidArgument, field, id + " stands twice in one request");
  }

  // The item in its present wording.
  [[nodiscard]] ItemVersion Present(const std::string& id) const {
    const Item* item = study_.FindItem(id);
    return {id, item == nullptr ? 1 : item->version()};
  }

  // 0 for a choice that was not opened yet.
  [[nodiscard]] int NewestIteration(const std::string& id) const {
    const Choice* choice = study_.FindChoice(id);
    return choice == nullptr ? 0 : static_cast<int>(choice->iterations.size());
  }

  [[nodiscard]] bool DrawsLots(const CallChoice& act) const {
    const auto& choices = study_.Plan(act.round).choices;
    return std::any_of(choices.begin(), choices.end(), [&](const ChoicePlan& plan) {
      return plan.id == act.plan && plan.tie == TieRule::kLot;
    });
  }

  [[nodiscard]] Result<Standing> StandingOf(const std::string& id) const {
    const Item* item = study_.FindItem(id);
    if (item == nullptr) return Refuse(Reason::kUnknownItem, "items", "there is no item " + id);
    if (!item->standing) {
      return Refuse(Reason::kWrongState,
                    "items",
                    "item " + id + " has not been tallied in its present wording");
    }
    return *item->standing;
  }

  [[nodiscard]] std::vector<std::string> Undecided() const {
    std::vector<std::string> ids;
    for (const Item& item : study_.items) {
      if (!item.standing || item.state != ItemState::kActive) continue;
      const Decision* decision = study_.FindDecision(item.id);
      if (decision == nullptr || decision->basis != item.standing->basis) ids.push_back(item.id);
    }
    return ids;
  }

  [[nodiscard]] std::vector<ItemVersion> CarriedItems(int round) const {
    std::vector<ItemVersion> items;
    const bool planned =
        study_.protocol && static_cast<std::size_t>(round) <= study_.protocol->rounds.size();
    const CarryPolicy carry = planned ? study_.Plan(round).carry : CarryPolicy::kAll;
    for (const Item& item : study_.items) {
      if (item.state != ItemState::kActive || Skips(carry, item.standing)) continue;
      items.push_back({item.id, item.version()});
    }
    return items;
  }

  const Study& study_;
  const Actor& actor_;
};

// A batch names every ballot that is wrong, each violation under its own participant.
void Collect(const Event& fact, Error error, std::vector<Violation>& wrong) {
  std::string prefix;
  if (const auto* ballot = std::get_if<BallotCast>(&fact))
    prefix = "ballots[" + ballot->participant + "]";
  if (const auto* ballot = std::get_if<ChoiceCast>(&fact))
    prefix = "ballots[" + ballot->participant + "]";
  if (const auto* item = std::get_if<ItemAdded>(&fact)) prefix = "items[" + item->item + "]";
  if (const auto* person = std::get_if<ParticipantEnrolled>(&fact)) {
    prefix = "enrolments[" + person->participant + "]";
  }
  if (error.violations.empty()) wrong.push_back({prefix, error.message});
  for (Violation& violation : error.violations) {
    wrong.push_back({prefix + "." + violation.field, std::move(violation.message)});
  }
}

// What was erased or never opened cannot be counted, so it cannot be closed with an honest tally.
Status CanBeCounted(const Study& study, const Event& fact) {
  const bool closes =
      std::holds_alternative<RoundClosed>(fact) || std::holds_alternative<VoteClosed>(fact) ||
      std::holds_alternative<ChoiceClosed>(fact) || std::holds_alternative<RulesCompared>(fact);
  if (!closes || study.contents_known) return {};
  return Refuse(Reason::kWrongState,
                "ballots of this study are not at hand, so nothing can be counted");
}

// The facts as entries, if the study permits every one of them.
Result<std::vector<Entry>> Permitted(const Study& study,
                                     const Actor& actor,
                                     Instant now,
                                     std::vector<Event> facts) {
  std::vector<Entry> entries;
  std::vector<Violation> wrong;
  std::optional<Reason> reason;
  const bool batch = facts.size() > 1;
  for (Event& fact : facts) {
    Entry entry{actor, now, std::move(fact)};
    if (Status permitted = Permits(study, entry); !permitted) {
      if (!batch) return tl::unexpected(std::move(permitted).error());
      if (!reason) reason = permitted.error().reason;
      Collect(entry.event, std::move(permitted).error(), wrong);
      continue;
    }
    entry.time = PublicTime(entry.event, entry.time);
    entries.push_back(std::move(entry));
  }
  if (reason) return Refuse(*reason, std::move(wrong));
  return entries;
}

}  // namespace

Result<std::vector<Entry>> Admit(const Study& study, const Command& command) {
  QUORATE_ASSIGN_OR_RETURN(std::vector<Event> facts,
                           std::visit(Intent(study, command.actor), command.act));
  if (facts.empty()) return Refuse(Reason::kInvalidArgument, "the request is empty; nothing to do");

  // A clock that was set back must not make the log's time run backwards.
  const Instant now = std::max(command.time, study.last_time);
  QUORATE_ASSIGN_OR_RETURN(std::vector<Entry> entries,
                           Permitted(study, command.actor, now, std::move(facts)));
  if (entries.size() > 1) return entries;  // No fact of a batch leads to findings.
  QUORATE_RETURN_IF_ERROR(CanBeCounted(study, entries.front().event));
  for (Event& finding : Findings(study, entries.front().event)) {
    entries.push_back({EngineActor(), now, std::move(finding)});
  }
  return entries;
}

}  // namespace quorate::engine
