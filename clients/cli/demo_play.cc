#include "clients/cli/demo_play.h"

#include <algorithm>
#include <iostream>
#include <map>
#include <set>
#include <utility>

#include "quorate/v1/access.grpc.pb.h"
#include "quorate/v1/ballot.grpc.pb.h"
#include "quorate/v1/decision.grpc.pb.h"
#include "quorate/v1/item.grpc.pb.h"
#include "quorate/v1/panel.grpc.pb.h"
#include "quorate/v1/result.grpc.pb.h"
#include "quorate/v1/round.grpc.pb.h"
#include "quorate/v1/study.grpc.pb.h"
#include "quorate/v1/vote.grpc.pb.h"

#include "clients/cli/bundle.h"
#include "clients/cli/demo_study.h"
#include "clients/cli/fetch_bundle.h"
#include "clients/cli/in_parallel.h"
#include "clients/cli/names.h"
#include "clients/cli/render.h"
#include "clients/cli/verify_verb.h"
#include "engine/base/text.h"

namespace quorate::cli {

namespace {

using engine::Reason;
using engine::Refuse;
using engine::Result;
using engine::Status;

constexpr std::size_t kMeetingTheRule = 60;

v1::Answer ToProto(const engine::ItemAnswer& given) {
  v1::Answer answer;
  answer.set_item(ChildName(kDemoLabel, "items", given.item));
  switch (given.state) {
    case engine::AnswerState::kScored:
      answer.set_score(given.score);
      break;
    case engine::AnswerState::kUnable:
      answer.set_no_score(v1::NO_SCORE_UNABLE);
      break;
    case engine::AnswerState::kNotUnderstood:
      answer.set_no_score(v1::NO_SCORE_NOT_UNDERSTOOD);
      break;
    case engine::AnswerState::kSkipped:
      answer.set_no_score(v1::NO_SCORE_SKIPPED);
      break;
  }
  return answer;
}

// One playing. Each step is a call or a few; all of them may have happened before.
class Play {
 public:
  Play(const Session& session, const DemoOptions& options)
      : session_(session), options_(options), study_(MakeDemoStudy(options.seed)) {}

  Status Run() {
    QUORATE_RETURN_IF_ERROR(SetUp());
    QUORATE_RETURN_IF_ERROR(GiveTokens());
    QUORATE_RETURN_IF_ERROR(FirstRound());
    QUORATE_RETURN_IF_ERROR(SecondRound());
    QUORATE_RETURN_IF_ERROR(OpenWorkshop());
    QUORATE_RETURN_IF_ERROR(Merge());
    QUORATE_RETURN_IF_ERROR(Vote());
    QUORATE_RETURN_IF_ERROR(Decide());
    return Publish();
  }

 private:
  // One person's ballot, the story's place for it, and who casts it.
  struct Casting {
    std::size_t person;
    std::string step;
    const engine::BallotContent* content;
  };

  [[nodiscard]] std::string Id(const std::string& step) const {
    return RequestIdOf("quorate/demo/v1/" + std::to_string(options_.seed) + "/" + step);
  }

  // A request about the study itself, with its place in the story as its id.
  template <typename Request>
  [[nodiscard]] Request Step(const std::string& step) const {
    Request request;
    if constexpr (requires { request.set_parent(""); }) request.set_parent(StudyName(kDemoLabel));
    if constexpr (requires { request.set_name(""); }) request.set_name(StudyName(kDemoLabel));
    request.set_request_id(Id(step));
    return request;
  }

  Status SetUp() {
    auto create = Step<v1::CreateStudyRequest>("create");
    create.set_study_id(kDemoLabel);
    create.set_title(study_.title);
    const auto created = session_.Call(&v1::StudyService::Stub::CreateStudy, create);
    if (!created && created.error().reason == Reason::kAlreadyExists) {
      return Refuse(Reason::kAlreadyExists,
                    std::string("the server holds a study \"") + kDemoLabel +
                        "\" that was begun with another seed or another token; the demo is played "
                        "on a server "
                        "without one");
    }
    QUORATE_RETURN_IF_ERROR(created);
    std::cout << study_.title << "\nEvery person and number in it is made up (seed "
              << options_.seed << ").\n";

    auto draft = Step<v1::DraftProtocolRequest>("draft");
    draft.set_protocol_json(study_.protocol_json);
    QUORATE_RETURN_IF_ERROR(session_.Call(&v1::StudyService::Stub::DraftProtocol, draft));
    QUORATE_RETURN_IF_ERROR(session_.Call(&v1::StudyService::Stub::FreezeProtocol,
                                          Step<v1::FreezeProtocolRequest>("freeze")));

    auto items = Step<v1::AddItemsRequest>("items");
    for (const DemoOutcome& outcome : DemoOutcomes()) {
      v1::NewItem& item = *items.add_items();
      item.set_item_id(outcome.id);
      item.set_text(outcome.text);
    }
    QUORATE_RETURN_IF_ERROR(session_.Call(&v1::ItemService::Stub::AddItems, items));
    Say("Protocol frozen, " + std::to_string(items.items_size()) + " outcomes");
    return Enrol();
  }

  Status Enrol() {
    auto enrol = Step<v1::EnrolParticipantsRequest>("enrol");
    for (const DemoPerson& person : study_.people) {
      v1::Enrolment& enrolment = *enrol.add_enrolments();
      enrolment.set_external_id(person.external_id);
      enrolment.mutable_hats()->Add(person.hats.begin(), person.hats.end());
    }
    QUORATE_ASSIGN_OR_RETURN(const v1::EnrolParticipantsResponse enrolled,
                             session_.Call(&v1::PanelService::Stub::EnrolParticipants, enrol));
    for (const v1::Enrolled& one : enrolled.participants())
      names_.push_back(one.name());
    Say(std::to_string(names_.size()) + " people enrolled in four groups");
    return {};
  }

  Result<Session> TokenFor(v1::Role role,
                           const std::string& participant,
                           const std::string& step) const {
    auto request = Step<v1::CreateTokenRequest>(step);
    request.set_role(role);
    request.set_participant(participant);
    request.set_note("demo");
    QUORATE_ASSIGN_OR_RETURN(const v1::CreateTokenResponse answer,
                             session_.Call(&v1::AccessService::Stub::CreateToken, request));
    return session_.As(answer.secret());
  }

  Status GiveTokens() {
    people_.assign(names_.size(), session_);
    Progress progress("Tokens", names_.size());
    return InParallel(
        names_.size(),
        [&](std::size_t i) -> Status {
          QUORATE_ASSIGN_OR_RETURN(
              people_[i],
              TokenFor(v1::ROLE_PARTICIPANT, names_[i], "token/" + study_.people[i].external_id));
          return {};
        },
        [&](std::size_t done) { progress.Step(done); });
  }

  Status Open(int round, const std::vector<std::string>& items) {
    auto open = Step<v1::OpenRoundRequest>("open/" + std::to_string(round));
    for (const std::string& item : items)
      open.add_items(ChildName(kDemoLabel, "items", item));
    return session_.Call(&v1::RoundService::Stub::OpenRound, open).map([](const v1::Round&) {});
  }

  Status Close(int round) {
    auto close = Step<v1::CloseRoundRequest>("close/" + std::to_string(round));
    close.set_name(RoundName(kDemoLabel, round));
    return session_.Call(&v1::RoundService::Stub::CloseRound, close).map([](const v1::Round&) {});
  }

  Status Cast(int round, const std::vector<Casting>& ballots) {
    Progress progress("Round " + std::to_string(round), ballots.size());
    return InParallel(
        ballots.size(),
        [&](std::size_t i) -> Status {
          const Casting& ballot = ballots[i];
          auto request = Step<v1::CastBallotRequest>(ballot.step);
          request.set_parent(RoundName(kDemoLabel, round));
          for (const engine::ItemAnswer& answer : ballot.content->answers)
            *request.add_answers() = ToProto(answer);
          return people_[ballot.person]
              .Call(&v1::BallotService::Stub::CastBallot, request)
              .map([](const v1::BallotRecord&) {});
        },
        [&](std::size_t done) { progress.Step(done); });
  }

  Status FirstRound() {
    QUORATE_RETURN_IF_ERROR(Open(1, {}));
    // Two people begin with half a ballot and finish it later: the second replaces the first.
    std::vector<engine::BallotContent> halves;
    std::vector<Casting> early;
    for (std::size_t i = 0; i < 2; ++i) {
      halves.push_back(study_.people[i].round1);
      halves.back().answers.resize(halves.back().answers.size() / 2);
    }
    for (std::size_t i = 0; i < halves.size(); ++i) {
      early.push_back({i, "half/" + std::to_string(i), &halves[i]});
    }
    QUORATE_RETURN_IF_ERROR(Cast(1, early));
    std::vector<Casting> ballots;
    for (std::size_t i = 0; i < people_.size(); ++i) {
      ballots.push_back({i, "ballot/1/" + std::to_string(i), &study_.people[i].round1});
    }
    QUORATE_RETURN_IF_ERROR(Cast(1, ballots));
    QUORATE_RETURN_IF_ERROR(Suggest());
    QUORATE_RETURN_IF_ERROR(Close(1));
    Say("Round 1: " + std::to_string(ballots.size()) + " people rated " +
        std::to_string(DemoOutcomes().size()) + " outcomes and suggested " +
        std::to_string(DemoSuggestions().size()));
    return Review();
  }

  Status Suggest() {
    for (std::size_t i = 0; i < people_.size(); ++i) {
      const std::string& id = study_.people[i].suggests;
      if (id.empty()) continue;
      const auto suggestion = std::find_if(DemoSuggestions().begin(),
                                           DemoSuggestions().end(),
                                           [&](const auto& one) { return one.id == id; });
      auto request = Step<v1::SuggestItemRequest>("suggest/" + id);
      request.set_text(suggestion->text);
      QUORATE_ASSIGN_OR_RETURN(const v1::Suggestion made,
                               people_[i].Call(&v1::ItemService::Stub::SuggestItem, request));
      suggested_[id] = made.name();
    }
    return {};
  }

  Status Review() {
    for (const DemoOutcome& suggestion : DemoSuggestions()) {
      auto request = Step<v1::ReviewSuggestionRequest>(std::string("review/") + suggestion.id);
      request.set_name(suggested_[suggestion.id]);
      request.set_item_id(suggestion.id);
      request.set_text(suggestion.text);
      QUORATE_RETURN_IF_ERROR(session_.Call(&v1::ItemService::Stub::ReviewSuggestion, request));
    }
    // Somebody who does not come back says so.
    auto leave = Step<v1::WithdrawParticipantRequest>("withdraw");
    const auto leaver =
        std::find_if(study_.people.begin(), study_.people.end(), [](const DemoPerson& person) {
          return person.round2.answers.empty();
        });
    leave.set_name(names_[static_cast<std::size_t>(leaver - study_.people.begin())]);
    return session_.Call(&v1::PanelService::Stub::WithdrawParticipant, leave)
        .map([](const v1::Participant&) {});
  }

  Status SecondRound() {
    QUORATE_RETURN_IF_ERROR(Open(2, {}));
    v1::GetFeedbackRequest feedback;
    feedback.set_name(RoundName(kDemoLabel, 2));
    QUORATE_RETURN_IF_ERROR(
        people_.front().CallAll(&v1::ResultService::Stub::GetFeedback, feedback));
    std::vector<Casting> ballots;
    for (std::size_t i = 0; i < people_.size(); ++i) {
      if (study_.people[i].round2.answers.empty()) continue;
      ballots.push_back({i, "ballot/2/" + std::to_string(i), &study_.people[i].round2});
    }
    QUORATE_RETURN_IF_ERROR(Cast(2, ballots));
    QUORATE_RETURN_IF_ERROR(Close(2));
    v1::GetReceiptRequest receipt;
    receipt.set_name(RoundName(kDemoLabel, 2));
    QUORATE_RETURN_IF_ERROR(people_.front().Call(&v1::BallotService::Stub::GetReceipt, receipt));
    v1::GetResultsRequest results;
    results.set_name(RoundName(kDemoLabel, 2));
    QUORATE_ASSIGN_OR_RETURN(const v1::Results counted,
                             session_.CallAll(&v1::ResultService::Stub::GetResults, results));
    for (const v1::ItemResult& item : counted.items()) {
      if (item.tally().consensus() == v1::CONSENSUS_IN) in_.push_back(LabelOf(item.item().item()));
    }
    Say("Round 2: " + std::to_string(ballots.size()) + " people came back and rated " +
        std::to_string(counted.items_size()) + "; " + std::to_string(in_.size()) +
        " meet the rule");
    if (in_.size() == kMeetingTheRule) return {};
    return Refuse(Reason::kWrongState, "the server counts otherwise than the demo study is made");
  }

  Status OpenWorkshop() {
    QUORATE_RETURN_IF_ERROR(Open(3, in_));
    // One person says so by themselves; the others are ticked off at the door.
    auto door = Step<v1::RecordAttendanceRequest>("attend");
    door.set_parent(RoundName(kDemoLabel, 3));
    for (std::size_t i = 1; i < study_.room.size(); ++i)
      door.add_participants(names_[study_.room[i]]);
    QUORATE_RETURN_IF_ERROR(session_.Call(&v1::PanelService::Stub::RecordAttendance, door));
    auto self = Step<v1::RecordAttendanceRequest>("attend/self");
    self.set_parent(door.parent());
    self.add_participants(names_[study_.room.front()]);
    return people_[study_.room.front()]
        .Call(&v1::PanelService::Stub::RecordAttendance, self)
        .map([](const v1::RecordAttendanceResponse&) {});
  }

  Status Merge() {
    std::size_t merged = 0;
    for (const DemoOutcome& whole : DemoMerged()) {
      auto request = Step<v1::MergeItemsRequest>(std::string("merge/") + whole.id);
      for (const auto& parts : {DemoOutcomes(), DemoSuggestions()}) {
        for (const DemoOutcome& part : parts) {
          if (std::string_view(part.merged_into) != whole.id) continue;
          request.add_items(ChildName(kDemoLabel, "items", part.id));
          ++merged;
        }
      }
      request.set_item_id(whole.id);
      request.set_text(whole.text);
      request.set_reason("The workshop found that these describe one outcome.");
      QUORATE_RETURN_IF_ERROR(session_.Call(&v1::ItemService::Stub::MergeItems, request));
    }
    Say("Workshop: " + std::to_string(study_.room.size()) + " people; " + std::to_string(merged) +
        " outcomes merged into " + std::to_string(DemoMerged().size()));
    return {};
  }

  Status Vote() {
    Progress progress("Votes", study_.votes.size());
    std::size_t taken = 0;
    for (std::size_t i = 0; i < study_.votes.size(); ++i) {
      const DemoVote& vote = study_.votes[i];
      auto call = Step<v1::CallVoteRequest>("call/" + vote.id);
      call.set_parent(RoundName(kDemoLabel, 3));
      call.set_vote_id(vote.id);
      call.set_item(ChildName(kDemoLabel, "items", vote.item));
      call.set_kind(v1::VOTE_KIND_YES_NO);
      QUORATE_RETURN_IF_ERROR(session_.Call(&v1::VoteService::Stub::CallVote, call));
      for (std::size_t n = 0; n < vote.iterations.size(); ++n) {
        QUORATE_RETURN_IF_ERROR(Take(vote, n));
        ++taken;
      }
      progress.Step(i + 1);
    }
    QUORATE_RETURN_IF_ERROR(Close(3));
    Say(std::to_string(study_.votes.size()) + " outcomes put to the vote, " +
        std::to_string(taken - study_.votes.size()) + " of them twice; one person votes on paper");
    return {};
  }

  Status Take(const DemoVote& vote, std::size_t n) {
    const std::string step = vote.id + "/" + std::to_string(n);
    const std::string name = ChildName(kDemoLabel, "votes", vote.id);
    auto open = Step<v1::OpenVoteRequest>("open-vote/" + step);
    open.set_name(name);
    QUORATE_RETURN_IF_ERROR(session_.Call(&v1::VoteService::Stub::OpenVote, open));
    const std::vector<bool>& yes = vote.iterations[n].yes;
    QUORATE_RETURN_IF_ERROR(InParallel(yes.size(), [&](std::size_t i) -> Status {
      const std::string id = "vote/" + step + "/" + std::to_string(i);
      if (i + 1 == yes.size()) {
        auto enter = Step<v1::EnterVoteRequest>(id);
        enter.set_name(name);
        enter.set_participant(names_[study_.room[i]]);
        enter.set_score(yes[i] ? 1 : 0);
        return session_.Call(&v1::VoteService::Stub::EnterVote, enter)
            .map([](const v1::BallotRecord&) {});
      }
      auto cast = Step<v1::CastVoteRequest>(id);
      cast.set_name(name);
      cast.set_score(yes[i] ? 1 : 0);
      return people_[study_.room[i]]
          .Call(&v1::VoteService::Stub::CastVote, cast)
          .map([](const v1::BallotRecord&) {});
    }));
    auto close = Step<v1::CloseVoteRequest>("close-vote/" + step);
    close.set_name(name);
    return session_.Call(&v1::VoteService::Stub::CloseVote, close).map([](const v1::Vote&) {});
  }

  Status Decide() {
    QUORATE_ASSIGN_OR_RETURN(const v1::RecordDecisionsResponse decided,
                             session_.Call(&v1::DecisionService::Stub::RecordDecisions,
                                           Step<v1::RecordDecisionsRequest>("decide")));
    std::set<std::string> agreed;
    for (const v1::Decision& decision : decided.decisions()) {
      if (decision.consensus() == v1::CONSENSUS_IN) agreed.insert(LabelOf(decision.item().item()));
    }
    QUORATE_RETURN_IF_ERROR(session_.Call(&v1::StudyService::Stub::ConcludeStudy,
                                          Step<v1::ConcludeStudyRequest>("conclude")));
    std::string final_set;
    std::size_t expected = 0;
    for (const auto& outcomes : {DemoMerged(), DemoOutcomes()}) {
      for (const DemoOutcome& outcome : outcomes) {
        if (outcome.fate != DemoFate::kFinal) continue;
        ++expected;
        if (agreed.contains(outcome.id)) final_set += std::string("     ") + outcome.text + "\n";
      }
    }
    Say("Decided: the final set has " + std::to_string(agreed.size()) + " outcomes");
    std::cout << final_set;
    if (agreed.size() == expected) return {};
    return Refuse(Reason::kWrongState, "the final set is not the one the demo study is made for");
  }

  Status Publish() {
    QUORATE_ASSIGN_OR_RETURN(const Session auditor,
                             TokenFor(v1::ROLE_AUDITOR, "", "token/auditor"));
    QUORATE_ASSIGN_OR_RETURN(
        const BundleParts parts,
        FetchBundle(auditor, kDemoLabel, engine::Tier::kAuditor, Id("publish")));
    QUORATE_RETURN_IF_ERROR(WriteBundle(options_.bundle, parts));
    Say("Published in " + options_.bundle + ": " + std::to_string(parts.leaves.size()) +
        " entries, " + std::to_string(parts.openings.size()) + " openings");
    const Outcome checked = VerifyFolder(options_.bundle, VerifyForm::kForPeople);
    const std::string all(engine::Trim(checked.out));
    Say(all.substr(all.rfind('\n') + 1));
    if (checked.exit_code == 0) return {};
    return Refuse(Reason::kCorruptLog,
                  "the published record does not verify:\n" + checked.out + checked.err);
  }

  static void Say(const std::string& text) { std::cout << "   " << text << "\n" << std::flush; }

  const Session& session_;
  const DemoOptions& options_;
  const DemoStudy study_;
  std::vector<std::string> names_;                // Of the people, as the server has them.
  std::vector<Session> people_;                   // Each person's own token.
  std::map<std::string, std::string> suggested_;  // The server's name of each suggestion.
  std::vector<std::string> in_;                   // What meets the rule in round 2.
};

}  // namespace

Status PlayDemo(const Session& session, const DemoOptions& options) {
  return Play(session, options).Run();
}

}  // namespace quorate::cli
