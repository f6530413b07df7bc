#include "engine/study/admit.h"

#include <algorithm>
#include <set>

#include "engine/study/findings.h"
#include "engine/study/permits.h"

namespace quorate::engine {

namespace {

// What a ballot's entry may show of when it was cast.
Instant PublicTime(const Event& event, Instant time) {
  if (std::holds_alternative<BallotCast>(event)) return TruncateToDay(time);
  if (std::holds_alternative<VoteCast>(event)) return TruncateToMinute(time);
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
  explicit Intent(const Study& study) : study_(study) {}

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
      for (const std::string& id : act.items) {
        const Item* item = study_.FindItem(id);
        fact.items.push_back({id, item == nullptr ? 1 : item->version()});
      }
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
};

// A batch names every ballot that is wrong, each violation under its own participant.
void Collect(const Event& fact, Error error, std::vector<Violation>& wrong) {
  std::string prefix;
  if (const auto* ballot = std::get_if<BallotCast>(&fact))
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
      std::holds_alternative<RoundClosed>(fact) || std::holds_alternative<VoteClosed>(fact);
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
  QUORATE_ASSIGN_OR_RETURN(std::vector<Event> facts, std::visit(Intent(study), command.act));
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
