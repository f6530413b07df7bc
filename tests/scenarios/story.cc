#include "tests/scenarios/story.h"

#include <charconv>
#include <functional>
#include <map>
#include <sstream>
#include <vector>

#include "engine/base/check.h"
#include "engine/ratings/presets.h"
#include "engine/study/admit.h"
#include "engine/study/apply.h"

namespace quorate::tests {

namespace {

using namespace engine;  // NOLINT(google-build-using-namespace): a test of the whole engine.

std::vector<std::string> Words(std::string_view line) {
  std::istringstream stream{std::string(line)};
  std::vector<std::string> words;
  for (std::string word; stream >> word;)
    words.push_back(word);
  return words;
}

int Number(std::string_view text) {
  int number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

// The words after "because", as a sentence.
std::string Because(std::string_view line) {
  constexpr std::string_view kWord = " because ";
  const auto at = line.find(kWord);
  return at == std::string_view::npos ? std::string() : std::string(line.substr(at + kWord.size()));
}

std::string Member(const Json& json, std::string_view name) {
  const Json* member = json.Find(name);
  return member != nullptr && member->string() != nullptr ? *member->string() : "undefined";
}

class Stage {
 public:
  Stage() { protocol_.unanimity_shown = true; }
  // What the line led to, a line each; nothing where it simply happened.
  std::string Play(const std::string& line) {
    const std::vector<std::string> words = Words(line);
    static const std::map<std::string,
                          void (Stage::*)(const std::vector<std::string>&, const std::string&)>
        kActs = {{"group", &Stage::Group_},
                 {"person", &Stage::Person},
                 {"rule", &Stage::Term},
                 {"voice", &Stage::Term},
                 {"k", &Stage::Term},
                 {"unanimity", &Stage::Term},
                 {"rounds", &Stage::Rounds},
                 {"workshop", &Stage::Workshop},
                 {"entry", &Stage::Entry_},
                 {"carry", &Stage::Carry},
                 {"open", &Stage::Open},
                 {"rate", &Stage::Rate},
                 {"close", &Stage::Close},
                 {"attend", &Stage::Attend},
                 {"floor", &Stage::Floor},
                 {"ballot", &Stage::Ballot},
                 {"say", &Stage::Say},
                 {"count", &Stage::Count},
                 {"decide", &Stage::Decide},
                 {"override", &Stage::Override},
                 {"withdraw", &Stage::Leave},
                 {"erase", &Stage::Leave},
                 {"reword", &Stage::Reword},
                 {"merge", &Stage::Merge},
                 {"retire", &Stage::Retire},
                 {"conclude", &Stage::Conclude},
                 {"amend", &Stage::Amend},
                 {"stop", &Stage::Stop},
                 {"suggest", &Stage::Suggest},
                 {"accept", &Stage::Accept},
                 {"look", &Stage::Look},
                 {"dissent", &Stage::Dissent},
                 {"compare", &Stage::CompareWith},
                 {"choice", &Stage::Choice_},
                 {"choose", &Stage::Choose},
                 {"poll", &Stage::Poll},
                 {"mark", &Stage::Mark_},
                 {"tally", &Stage::TallyChoice},
                 {"settle", &Stage::Settle}};
    said_.clear();
    const auto act = kActs.find(words[0]);
    if (act == kActs.end()) return "unknown word: " + words[0] + "\n";
    (this->*act->second)(words, line);
    return said_;
  }

 private:
  bool Do(Act act, Actor actor = {Role::kFacilitator, "f"}) {
    const auto entries = Admit(study_, Command{std::move(actor), {now_ += 60}, std::move(act)});
    if (!entries) {
      said_ += "refused: " + entries.error().message + "\n";
      return false;
    }
    for (const Entry& entry : *entries)
      Apply(entry, study_);
    return true;
  }

  void Group_(const std::vector<std::string>& words, const std::string&) {
    protocol_.groups.push_back({words[1], words[1]});
    for (int i = 1; i <= Number(words[2]); ++i) {
      waiting_.push_back({words[1] + "." + std::to_string(i), {{words[1]}, 1}});
    }
  }
  void Person(const std::vector<std::string>& words, const std::string&) {
    Membership membership{std::vector<std::string>(words.begin() + 2, words.end()), 1};
    if (study_.state == StudyState::kRunning) {
      Do(EnrolParticipants{{{words[1], membership}}});
    } else {
      waiting_.push_back({words[1], membership});
    }
  }
  void Term(const std::vector<std::string>& words, const std::string&) {
    if (words[0] == "rule") rule_ = FindPreset(words[1])->rule;
    if (words[0] == "voice") protocol_.voice = *ParseVoice(words[1]);
    if (words[0] == "k") protocol_.k = Number(words[1]);
    if (words[0] == "unanimity") protocol_.unanimity_shown = words[1] == "shown";
  }
  void Rounds(const std::vector<std::string>& words, const std::string&) {
    protocol_.rounds.assign(static_cast<std::size_t>(Number(words[1])), RoundPlan{});
    planned_ = true;
  }
  void Workshop(const std::vector<std::string>&, const std::string&) { workshop_ = true; }
  void Entry_(const std::vector<std::string>& words, const std::string&) {
    entry_ = words[1] == "respondents" ? EntryPolicy::kRespondents : EntryPolicy::kInvited;
  }
  void Carry(const std::vector<std::string>& words, const std::string&) {
    carry_ = words[1] == "drop-out" ? CarryPolicy::kDropOut : CarryPolicy::kDropInAndOut;
  }

  // The first opening creates the study, freezes its protocol and enrols everybody.
  void Begin(const std::vector<std::string>& items) {
    protocol_.title = "A story";
    if (!planned_) protocol_.rounds.assign(1, RoundPlan{});
    for (RoundPlan& plan : protocol_.rounds) {
      plan.suggestions_max = suggestions_needed_ > 0 ? 3 : 0;
      plan.suggestions_needed = std::max(suggestions_needed_, 1);
      plan.rule = rule_;
      plan.entry = entry_;
      plan.carry = carry_;
    }
    if (workshop_) {
      RoundPlan plan;
      plan.mode = RoundMode::kWorkshop;
      plan.rule = rule_;
      plan.yes_no_rule = FindPreset("meeting-majority")->rule;
      plan.choices = choices_;
      protocol_.rounds.push_back(plan);
    }
    if (!Do(CreateStudy{"A story"}) || !Do(DraftProtocol{protocol_}) || !Do(FreezeProtocol{}))
      return;
    Do(EnrolParticipants{waiting_});
    AddItems add;
    for (const std::string& item : items)
      add.items.push_back({item, "How much does " + item + " matter?"});
    Do(std::move(add));
  }
  void Open(const std::vector<std::string>& words, const std::string&) {
    const std::vector<std::string> items(words.begin() + 1, words.end());
    if (study_.state == StudyState::kNew) {
      Begin(items);
      Do(OpenRound{});
    } else {
      Do(OpenRound{items, {}});
    }
  }

  // "patients[1..3]", "patients[2]", or one person's name.
  static std::vector<std::string> People(const std::string& text) {
    const auto bracket = text.find('[');
    if (bracket == std::string::npos) return {text};
    const std::string group = text.substr(0, bracket);
    const auto dots = text.find("..", bracket);
    const int first = Number(std::string_view(text).substr(bracket + 1));
    const int last =
        dots == std::string::npos ? first : Number(std::string_view(text).substr(dots + 2));
    std::vector<std::string> people;
    for (int i = first; i <= last; ++i)
      people.push_back(group + "." + std::to_string(i));
    return people;
  }
  static ItemAnswer Answer(const std::string& item, const std::string& answer) {
    if (answer == "unable") return {item, AnswerState::kUnable, 0};
    if (answer == "not-understood") return {item, AnswerState::kNotUnderstood, 0};
    if (answer == "skipped" || answer == "abstain") return {item, AnswerState::kSkipped, 0};
    if (answer == "yes" || answer == "no")
      return {item, AnswerState::kScored, answer == "yes" ? 1 : 0};
    return {item, AnswerState::kScored, Number(answer)};
  }
  void Rate(const std::vector<std::string>& words, const std::string&) {
    std::vector<ItemAnswer> answers;
    for (std::size_t i = 2; i < words.size(); ++i) {
      const auto equals = words[i].find('=');
      answers.push_back(Answer(words[i].substr(0, equals), words[i].substr(equals + 1)));
    }
    for (const std::string& person : People(words[1])) {
      const CastBallots act{
          static_cast<int>(study_.rounds.size()), Channel::kSelf, {{person, answers}}};
      if (!Do(act, {Role::kParticipant, person})) return;
    }
  }
  void Close(const std::vector<std::string>&, const std::string&) {
    if (!Do(CloseRound{static_cast<int>(study_.rounds.size())})) return;
    const Round& round = study_.rounds.back();
    TellResponses(round.responses);
    for (const TalliedItem& result : round.results)
      TellTally(result);
    if (round.attrition) TellAttrition(*round.attrition);
    if (round.stability) TellStability(*round.stability);
  }

  void Stop(const std::vector<std::string>& words, const std::string&) {
    protocol_.stop_when = {*Fraction::Parse(words[1]), *Fraction::Parse(words[2])};
  }
  void Suggest(const std::vector<std::string>& words, const std::string&) {
    if (words[1] == "needs") {
      suggestions_needed_ = Number(words[2]);
      return;
    }
    Do(SuggestItem{words[2], "How much does " + words[2] + " matter?"},
       {Role::kParticipant, People(words[1]).front()});
  }
  void Accept(const std::vector<std::string>& words, const std::string&) {
    SuggestionReviewed review{words[1], words.back(), "How much does it matter?", "", {}};
    review.also.assign(words.begin() + 2, words.end() - 2);
    Do(ReviewSuggestion{std::move(review)});
  }
  void Look(const std::vector<std::string>& words, const std::string&) {
    for (const std::string& person : People(words[1])) {
      const ShowFeedback act{static_cast<int>(study_.rounds.size()), person};
      if (!Do(act, {Role::kParticipant, person})) return;
      const FeedbackContent& shown = *study_.rounds.back().feedback_shown.at(person).content;
      said_ += person + " sees " + shown.basis + ", groups";
      for (const std::string& group : shown.groups)
        said_ += " " + group;
      said_ += shown.own ? ", and their own answers\n" : ", and no answers of their own\n";
    }
  }
  void Dissent(const std::vector<std::string>& words, const std::string& line) {
    Do(StateDissent{"on-" + words[2], words[2], {"", Because(line)}},
       {Role::kParticipant, People(words[1]).front()});
  }
  void CompareWith(const std::vector<std::string>& words, const std::string&) {
    CompareRules act{static_cast<int>(study_.rounds.size()), {}};
    for (std::size_t i = 1; i < words.size(); ++i)
      act.rules.push_back(FindPreset(words[i])->rule);
    if (!Do(std::move(act))) return;
    const RuleComparison& comparison = study_.comparisons.back();
    for (std::size_t i = 0; i < comparison.rules.size(); ++i) {
      said_ += words[i + 1] + ":";
      for (const auto& [verdict, items] : *comparison.verdicts[i].object())
        said_ += " " + verdict + Names(items);
      said_ += "\n";
    }
  }

  void Choice_(const std::vector<std::string>& words, const std::string&) {
    ChoicePlan plan;
    plan.id = words[1];
    plan.question = "Which?";
    plan.rule = words[2];
    plan.seats = words.size() > 3 ? Number(words[3]) : 1;
    if (words.size() > 4 && words[4] == "order") plan.tie = TieRule::kOrder;
    choices_.push_back(plan);
  }
  void Choose(const std::vector<std::string>& words, const std::string&) {
    Do(CallChoice{static_cast<int>(study_.rounds.size()),
                  words[1],
                  words[1],
                  std::vector<std::string>(words.begin() + 2, words.end()),
                  {}});
  }
  void Poll(const std::vector<std::string>& words, const std::string&) { Do(OpenChoice{words[1]}); }
  void Mark_(const std::vector<std::string>& words, const std::string&) {
    std::vector<ItemAnswer> marks;
    for (std::size_t i = 3; i < words.size(); ++i) {
      const auto equals = words[i].find('=');
      marks.push_back(Answer(words[i].substr(0, equals), words[i].substr(equals + 1)));
    }
    for (const std::string& person : People(words[2])) {
      const CastChoice act{words[1], Channel::kSelf, {{person, marks}}};
      if (!Do(act, {Role::kParticipant, person})) return;
    }
  }
  void TallyChoice(const std::vector<std::string>& words, const std::string&) {
    if (!Do(CloseChoice{words[1]})) return;
    const ChoiceIteration& iteration = study_.FindChoice(words[1])->iterations.back();
    TellResponses(iteration.responses);
    const Json& outcome = *iteration.outcome;
    said_ += words[1] + ":" + Names(*outcome.Find("winners")) + " of " + Member(outcome, "voters") +
             " voters";
    if (*outcome.Find("tied")->boolean()) said_ += ", tied";
    if (outcome.Find("decided_by") != nullptr) said_ += ", by " + Member(outcome, "decided_by");
    said_ += "\n";
    if (outcome.Find("pairwise") == nullptr) return;
    for (const auto& [item, row] : *outcome.Find("pairwise")->object()) {
      said_ += "  " + item + " above";
      for (const auto& [other, weight] : *row.object())
        said_ += " " + other + " " + *weight.string();
      said_ += "\n";
    }
  }
  void Settle(const std::vector<std::string>& words, const std::string& line) {
    DecideChoice act{words[1], {}, Because(line)};
    for (std::size_t i = 2; i < words.size() && words[i] != "because"; ++i)
      act.chosen.push_back(words[i]);
    if (!Do(std::move(act))) return;
    said_ += "chosen:";
    for (const std::string& item : study_.FindChoice(words[1])->decision->chosen)
      said_ += " " + item;
    said_ += "\n";
  }

  void Attend(const std::vector<std::string>& words, const std::string&) {
    RecordAttendance act{static_cast<int>(study_.rounds.size()), {}};
    for (std::size_t i = 1; i < words.size(); ++i) {
      for (std::string& person : People(words[i]))
        act.participants.push_back(std::move(person));
    }
    Do(std::move(act));
  }
  void Floor(const std::vector<std::string>& words, const std::string&) {
    const VoteKind kind =
        words.size() > 2 && words[2] == "rating" ? VoteKind::kRating : VoteKind::kYesNo;
    Do(CallVote{static_cast<int>(study_.rounds.size()), "on-" + words[1], words[1], kind});
  }
  void Ballot(const std::vector<std::string>& words, const std::string&) {
    Do(OpenVote{"on-" + words[1]});
  }
  void Say(const std::vector<std::string>& words, const std::string&) {
    const ItemAnswer answer = Answer("", words[3]);
    for (const std::string& person : People(words[2])) {
      const CastVote act{"on-" + words[1], person, Channel::kSelf, {answer.state, answer.score}};
      if (!Do(act, {Role::kParticipant, person})) return;
    }
  }
  void Count(const std::vector<std::string>& words, const std::string&) {
    if (!Do(CloseVote{"on-" + words[1]})) return;
    const VoteIteration& iteration = study_.FindVote("on-" + words[1])->iterations.back();
    TellResponses(iteration.responses);
    TellTally(*iteration.result);
  }

  void Decide(const std::vector<std::string>& words, const std::string&) {
    const std::size_t before = study_.decisions.size();
    Do(RecordDecisions{std::vector<std::string>(words.begin() + 1, words.end())});
    TellDecisions(before);
  }
  void Override(const std::vector<std::string>& words, const std::string& line) {
    const Verdict verdict = words[2] == "IN"    ? Verdict::kIn
                            : words[2] == "OUT" ? Verdict::kOut
                                                : Verdict::kNone;
    const std::size_t before = study_.decisions.size();
    Do(OverrideDecision{words[1], verdict, Because(line)});
    TellDecisions(before);
  }
  void Leave(const std::vector<std::string>& words, const std::string&) {
    for (const std::string& one : People(words[1]))
      Do(words[0] == "erase" ? Act(EraseParticipant{one}) : Act(WithdrawParticipant{one}));
  }
  void Reword(const std::vector<std::string>& words, const std::string& line) {
    Do(RewordItem{words[1], "How much does " + words[1] + " really matter?", Because(line)});
  }
  void Merge(const std::vector<std::string>& words, const std::string& line) {
    Do(MergeItems{
        {{words[1], words[3]}, words[5], "How much does " + words[5] + " matter?", Because(line)}});
  }
  void Retire(const std::vector<std::string>& words, const std::string& line) {
    Do(RetireItem{words[1], Because(line)});
  }
  void Conclude(const std::vector<std::string>&, const std::string&) { Do(ConcludeStudy{}); }
  // Amends every round that is not opened yet to another rule.
  void Amend(const std::vector<std::string>& words, const std::string& line) {
    Protocol amended = *study_.protocol;
    for (std::size_t i = study_.rounds.size(); i < amended.rounds.size(); ++i) {
      amended.rounds[i].rule = FindPreset(words[1])->rule;
    }
    Do(AmendProtocol{amended, Because(line)});
  }

  void TellResponses(const std::vector<Response>& responses) {
    for (const Response& response : responses) {
      said_ += (response.group.empty() ? "panel" : response.group) + ": " +
               std::to_string(response.responded) + " of " + std::to_string(response.invited) +
               " answered\n";
    }
  }
  void TellTable(const std::string& who, const Json& table) {
    said_ += "  " + who + ": n " + Member(table, "n") + ", scored " + Member(table, "scored") +
             ", median " + Member(table, "median");
    if (const Json* bands = table.Find("bands")) {
      for (const auto& [band, counts] : *bands->object()) {
        said_ += ", " + band + " " + Member(counts, "count") + " (" + Member(counts, "share") + ")";
      }
    }
    said_ += "\n";
  }
  void TellTally(const TalliedItem& result) {
    said_ += result.item.item + ": " + Name(result.consensus) + "\n";
    if (const Json* panel = result.tally.Find("panel")) TellTable("panel", *panel);
    if (const Json* groups = result.tally.Find("groups")) {
      for (const auto& [group, table] : *groups->object())
        TellTable(group, table);
    }
    if (const Json* hidden = result.tally.Find("suppressed")) {
      for (const Json& group : *hidden->array())
        said_ += "  " + *group.string() + ": not shown\n";
    }
  }
  static std::string Names(const Json& items) {
    std::string text = items.array()->empty() ? " nothing" : "";
    for (const Json& item : *items.array())
      text += " " + *item.string();
    return text;
  }
  void TellAttrition(const Json& attrition) {
    const auto tell = [&](const std::string& who, const Json& figures) {
      said_ += "  " + who + ": " + Member(figures, "stayed") + " of " + Member(figures, "before") +
               " stayed, " + Member(figures, "joined") + " joined; mean then " +
               Member(figures, "stayed_mean") + " (stayed), " + Member(figures, "left_mean") +
               " (left)\n";
    };
    tell("since " + Member(attrition, "since") + ", panel", *attrition.Find("panel"));
    for (const auto& [group, figures] : *attrition.Find("groups")->object())
      tell(group, figures);
  }
  void TellStability(const Json& stability) {
    said_ += "  moved: " + Member(stability, "changed") + " of " + Member(stability, "pairs") +
             " answers of " + Member(stability, "people") +
             " people; settled: " + Member(stability, "settled") + " of " +
             Member(stability, "items") + " items";
    if (const Json* stop = stability.Find("stop"))
      said_ += *stop->boolean() ? "; the stopping rule is met" : "; not to stop yet";
    said_ += "\n";
  }
  void TellDecisions(std::size_t from) {
    for (std::size_t i = from; i < study_.decisions.size(); ++i) {
      const Decision& decision = study_.decisions[i];
      said_ += decision.item.item + ": " + Name(decision.verdict) + " by " + decision.basis;
      if (!decision.override_reason.empty()) {
        said_ += std::string(", against the rule's ") + Name(decision.rule_verdict) + ", because " +
                 decision.override_reason;
      }
      said_ += "\n";
    }
  }

  Study study_;
  Protocol protocol_;
  ConsensusRule rule_ = FindPreset("comet-70-15")->rule;
  EntryPolicy entry_ = EntryPolicy::kInvited;
  CarryPolicy carry_ = CarryPolicy::kAll;
  bool planned_ = false;
  bool workshop_ = false;
  int suggestions_needed_ = 0;
  std::vector<ChoicePlan> choices_;
  std::vector<Enrolment> waiting_;
  std::int64_t now_ = 1'800'000'000;
  std::string said_;
};

}  // namespace

std::string PlayStory(std::string_view text) {
  Stage stage;
  std::istringstream lines{std::string(text)};
  std::string played;
  std::string outcome;
  bool expecting = false;
  for (std::string line; std::getline(lines, line);) {
    if (line == "----") {
      played += "----\n" + outcome;
      outcome.clear();
      expecting = true;
    } else if (expecting && !line.empty()) {
      continue;  // An old expectation; what came of the acts stands there now.
    } else {
      expecting = false;
      played += line + "\n";
      if (!line.empty() && line[0] != '#') outcome += stage.Play(line);
    }
  }
  if (!outcome.empty()) played += "----\n" + outcome;
  return played;
}

}  // namespace quorate::tests
