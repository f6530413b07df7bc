#include "engine/report/prov_json.h"

#include <map>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "engine/base/json.h"
#include "engine/base/time.h"
#include "engine/report/counting.h"
#include "engine/report/words.h"

namespace quorate::engine {

namespace {

std::string Id(std::string_view local) {
  return "log:" + std::string(local);
}
std::string ActId(std::uint64_t entry) {
  return Id("entry/" + std::to_string(entry));
}
std::string ItemId(const ItemVersion& item) {
  return Id("item/" + item.item + "/" + std::to_string(item.version));
}
std::string ProtocolId(std::size_t version) {
  return Id("protocol/" + std::to_string(version));
}
std::string TallyId(std::string_view basis, std::string_view item) {
  return Id("tally/" + std::string(basis) + (item.empty() ? "" : "/" + std::string(item)));
}

std::string_view WordFor(Role role) {
  switch (role) {
    case Role::kFacilitator:
      return "facilitator";
    case Role::kParticipant:
      return "participant";
    case Role::kObserver:
      return "observer";
    case Role::kAuditor:
      return "auditor";
    case Role::kIntegrator:
      return "integrator";
    default:
      return "server";
  }
}

// What each kind of act is called in the provenance; the log's own kinds are engine/replay's.
std::string_view LabelOf(const Event& event) {
  return std::visit(
      []<typename Fact>(const Fact&) -> std::string_view {
        if constexpr (std::is_same_v<Fact, StudyCreated>) return "study created";
        if constexpr (std::is_same_v<Fact, ProtocolFrozen>) return "protocol frozen";
        if constexpr (std::is_same_v<Fact, ProtocolAmended>) return "protocol amended";
        if constexpr (std::is_same_v<Fact, StudyConcluded>) return "study concluded";
        if constexpr (std::is_same_v<Fact, BundlePublished>) return "record published";
        if constexpr (std::is_same_v<Fact, ItemAdded>) return "item added";
        if constexpr (std::is_same_v<Fact, ItemSuggested>) return "item suggested";
        if constexpr (std::is_same_v<Fact, SuggestionReviewed>) return "suggestion reviewed";
        if constexpr (std::is_same_v<Fact, ItemReworded>) return "item reworded";
        if constexpr (std::is_same_v<Fact, ItemsMerged>) return "items merged";
        if constexpr (std::is_same_v<Fact, ItemSplit>) return "item split";
        if constexpr (std::is_same_v<Fact, ItemRetired>) return "item retired";
        if constexpr (std::is_same_v<Fact, RoundOpened>) return "round opened";
        if constexpr (std::is_same_v<Fact, RoundExtended>) return "round extended";
        if constexpr (std::is_same_v<Fact, RoundClosed>) return "round closed and counted";
        if constexpr (std::is_same_v<Fact, VoteCalled>) return "vote called";
        if constexpr (std::is_same_v<Fact, VoteOpened>) return "vote opened";
        if constexpr (std::is_same_v<Fact, VoteClosed>) return "vote closed and counted";
        if constexpr (std::is_same_v<Fact, ChoiceCalled>) return "choice called";
        if constexpr (std::is_same_v<Fact, ChoiceOpened>) return "choice opened";
        if constexpr (std::is_same_v<Fact, ChoiceClosed>) return "choice closed and counted";
        if constexpr (std::is_same_v<Fact, ChoiceDecided>) return "choice decided";
        if constexpr (std::is_same_v<Fact, DecisionRecorded>) return "decision recorded";
        if constexpr (std::is_same_v<Fact, DecisionOverridden>) return "decision against the rule";
        if constexpr (std::is_same_v<Fact, DissentStated>) return "dissent stated";
        if constexpr (std::is_same_v<Fact, DissentWithheld>) return "statement withheld";
        if constexpr (std::is_same_v<Fact, ErasureRecorded>) return "answers erased";
        if constexpr (std::is_same_v<Fact, LogRecovered>) return "break of the log stated";
        if constexpr (std::is_same_v<Fact, RulesCompared>) return "other rules looked at";
        return "act";
      },
      event);
}

// Collects PROV-JSON's tables: things by their names, relations under names of their own.
class Document {
 public:
  explicit Document(const RecordName& record) {
    json_["prefix"]["log"] = "https://" + record.origin + "#";
  }

  void Add(std::string_view table, const std::string& id, Json attributes) {
    json_[table][id] = std::move(attributes);
  }
  // "wasGeneratedBy", with the roles that PROV-JSON gives its two ends.
  void Relate(std::string_view relation,
              std::pair<std::string_view, std::string> from,
              std::pair<std::string_view, std::string> to,
              std::string_view type = {}) {
    Json attributes;
    attributes["prov:" + std::string(from.first)] = from.second;
    attributes["prov:" + std::string(to.first)] = to.second;
    if (!type.empty()) attributes["prov:type"] = Qualified(type);
    json_[relation]["_:r" + std::to_string(++relations_)] = std::move(attributes);
  }
  void Generate(const std::string& entity, std::uint64_t act) {
    Relate("wasGeneratedBy", {"entity", entity}, {"activity", ActId(act)});
  }
  void Use(std::uint64_t act, const std::string& entity) {
    Relate("used", {"activity", ActId(act)}, {"entity", entity});
  }
  void Derive(const std::string& made, const std::string& from, std::string_view type = {}) {
    Relate("wasDerivedFrom", {"generatedEntity", made}, {"usedEntity", from}, type);
  }
  static Json Qualified(std::string_view name) {
    Json typed;
    typed["$"] = name;
    typed["type"] = "prov:QUALIFIED_NAME";
    return typed;
  }
  [[nodiscard]] std::string Text() const { return WriteJsonIndented(json_); }

 private:
  Json json_;
  int relations_ = 0;
};

// Walks the acts in order; item versions and protocol versions are counted as they come.
class Tracer {
 public:
  Tracer(const Study& study, Document& document)
      : countings_(Countings(study)), document_(document) {}

  void Trace(const DatedEntry& act) {
    entry_ = act.sequence;
    Json activity;
    activity["prov:label"] = LabelOf(act.entry.event);
    activity["prov:startTime"] = ToString(act.entry.time);
    activity["prov:endTime"] = ToString(act.entry.time);
    document_.Add("activity", ActId(entry_), std::move(activity));
    Agent(act.entry.actor);
    std::visit([&](const auto& fact) { Made(fact); }, act.entry.event);
  }

 private:
  void Agent(const Actor& actor) {
    const std::string id = Id("actor/" + std::string(WordFor(actor.role)) + "/" + actor.id);
    Json agent;
    agent["log:role"] = WordFor(actor.role);
    if (actor.role == Role::kParticipant) agent["prov:type"] = Document::Qualified("prov:Person");
    if (actor.role == Role::kServer || actor.role == Role::kIntegrator)
      agent["prov:type"] = Document::Qualified("prov:SoftwareAgent");
    document_.Add("agent", id, std::move(agent));
    document_.Relate("wasAssociatedWith", {"activity", ActId(entry_)}, {"agent", id});
  }

  std::string NewItem(const ItemVersion& item, std::string_view text) {
    Json entity;
    entity["prov:label"] = text;
    const std::string id = ItemId(item);
    document_.Add("entity", id, std::move(entity));
    document_.Generate(id, entry_);
    versions_[item.item] = item.version;
    return id;
  }
  // The wording of the item that stands now, made where the acts do not tell of it.
  std::string Current(const std::string& item) {
    const auto found = versions_.find(item);
    return ItemId({item, found == versions_.end() ? 1 : found->second});
  }
  void Gone(const std::string& item) {
    document_.Relate("wasInvalidatedBy", {"entity", Current(item)}, {"activity", ActId(entry_)});
  }
  void NewProtocol(std::string_view reason) {
    Json entity;
    entity["prov:label"] = "protocol, version " + std::to_string(++protocols_);
    if (!reason.empty()) entity["log:reason"] = reason;
    document_.Add("entity", ProtocolId(protocols_), std::move(entity));
    document_.Generate(ProtocolId(protocols_), entry_);
    if (protocols_ > 1)
      document_.Derive(ProtocolId(protocols_), ProtocolId(protocols_ - 1), "prov:Revision");
  }
  void Counted(const std::string& basis) {
    for (const Counting& counting : countings_) {
      if (counting.basis != basis) continue;
      Tally(basis, "", "responses of " + BasisInWords(basis));
      for (const TalliedItem* result : counting.results) {
        Tally(basis, result->item.item, Name(result->consensus));
        document_.Derive(TallyId(basis, result->item.item), ItemId(result->item));
      }
    }
  }
  void Tally(const std::string& basis, const std::string& item, std::string_view label) {
    const std::string id = TallyId(basis, item);
    Json entity;
    entity["prov:label"] = label;
    document_.Add("entity", id, std::move(entity));
    document_.Generate(id, entry_);
    if (protocols_ > 0) document_.Derive(id, ProtocolId(protocols_));
  }
  void Decided(const ItemVersion& item,
               Verdict verdict,
               const std::string& basis,
               std::string_view reason) {
    const std::string id = Id("decision/" + std::to_string(entry_));
    Json entity;
    entity["prov:label"] = Name(verdict);
    if (!reason.empty()) entity["log:reason"] = reason;
    document_.Add("entity", id, std::move(entity));
    document_.Generate(id, entry_);
    document_.Derive(id, TallyId(basis, item.item));
  }

  // What the acts made or used; the others are activities alone.
  template <typename Fact>
  void Made(const Fact&) {}
  void Made(const ProtocolFrozen&) { NewProtocol(""); }
  void Made(const ProtocolAmended& fact) { NewProtocol(fact.reason); }
  void Made(const ItemAdded& fact) { NewItem({fact.item, 1}, fact.text); }
  void Made(const SuggestionReviewed& fact) {
    if (!fact.item.empty()) NewItem({fact.item, 1}, fact.text);
  }
  void Made(const ItemReworded& fact) {
    const std::string before = Current(fact.item);
    document_.Derive(NewItem({fact.item, fact.version}, fact.text), before, "prov:Revision");
  }
  void Made(const ItemsMerged& fact) {
    const std::string made = NewItem({fact.into, 1}, fact.text);
    for (const std::string& item : fact.from) {
      document_.Derive(made, Current(item));
      Gone(item);
    }
  }
  void Made(const ItemSplit& fact) {
    for (const ItemAdded& part : fact.into)
      document_.Derive(NewItem({part.item, 1}, part.text), Current(fact.from));
    Gone(fact.from);
  }
  void Made(const ItemRetired& fact) { Gone(fact.item); }
  void Made(const RoundOpened& fact) {
    for (const ItemVersion& item : fact.items)
      document_.Use(entry_, ItemId(item));
  }
  void Made(const RoundClosed& fact) { Counted("round/" + std::to_string(fact.round)); }
  void Made(const VoteCalled& fact) { document_.Use(entry_, ItemId(fact.item)); }
  void Made(const VoteClosed& fact) {
    Counted("vote/" + fact.vote + "/" + std::to_string(fact.iteration));
  }
  void Made(const ChoiceCalled& fact) {
    for (const ItemVersion& item : fact.items)
      document_.Use(entry_, ItemId(item));
  }
  void Made(const ChoiceClosed& fact) {
    const std::string basis = "choice/" + fact.choice + "/" + std::to_string(fact.iteration);
    Tally(basis, "", "outcome of the choice");
  }
  void Made(const ChoiceDecided& fact) {
    const std::string basis = "choice/" + fact.choice + "/" + std::to_string(fact.iteration);
    const std::string id = Id("decision/" + std::to_string(entry_));
    Json entity;
    entity["prov:label"] = "chosen";
    if (!fact.reason.empty()) entity["log:reason"] = fact.reason;
    document_.Add("entity", id, std::move(entity));
    document_.Generate(id, entry_);
    document_.Derive(id, TallyId(basis, ""));
  }
  void Made(const DecisionRecorded& fact) { Decided(fact.item, fact.verdict, fact.basis, ""); }
  void Made(const DecisionOverridden& fact) {
    Decided(fact.item, fact.verdict, fact.basis, fact.reason);
  }

  const std::vector<Counting> countings_;
  Document& document_;
  std::uint64_t entry_ = 0;
  std::size_t protocols_ = 0;
  std::map<std::string, int> versions_;
};

}  // namespace

bool IsTraced(const Event& event) {
  if (IsFinding(event)) return false;
  return std::visit(
      []<typename Fact>(const Fact&) {
        return !(std::is_same_v<Fact, ParticipantEnrolled> ||
                 std::is_same_v<Fact, ParticipantWithdrawn> ||
                 std::is_same_v<Fact, ProtocolDrafted> || std::is_same_v<Fact, BallotCast> ||
                 std::is_same_v<Fact, VoteCast> || std::is_same_v<Fact, ChoiceCast> ||
                 std::is_same_v<Fact, AttendanceRecorded> || std::is_same_v<Fact, FeedbackShown>);
      },
      event);
}

std::string ProvJson(const Study& study,
                     std::span<const DatedEntry> acts,
                     const RecordName& record) {
  Document document(record);
  Tracer tracer(study, document);
  for (const DatedEntry& act : acts)
    tracer.Trace(act);
  return document.Text();
}

}  // namespace quorate::engine
