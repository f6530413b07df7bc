#include "services/rpc/grpc_services.h"

#include <functional>
#include <set>
#include <utility>

#include <google/protobuf/descriptor.h>

#include "quorate/v1/access.grpc.pb.h"
#include "quorate/v1/ballot.grpc.pb.h"
#include "quorate/v1/choice.grpc.pb.h"
#include "quorate/v1/decision.grpc.pb.h"
#include "quorate/v1/dissent.grpc.pb.h"
#include "quorate/v1/item.grpc.pb.h"
#include "quorate/v1/log.grpc.pb.h"
#include "quorate/v1/panel.grpc.pb.h"
#include "quorate/v1/result.grpc.pb.h"
#include "quorate/v1/round.grpc.pb.h"
#include "quorate/v1/study.grpc.pb.h"
#include "quorate/v1/tally.grpc.pb.h"
#include "quorate/v1/vote.grpc.pb.h"

#include "services/auth/authorization.h"
#include "services/rpc/handlers.h"

// One unary method that forwards to the handler of the same name.
#define QUORATE_UNARY(Service, Method, Response)                                                  \
  grpc::Status Method(                                                                            \
      grpc::ServerContext* context, const v1::Method##Request* request, v1::Response* response)   \
      override {                                                                                  \
    return Serve(                                                                                 \
        gate_, *context, "/quorate.v1." #Service "/" #Method, *request, *response, &rpc::Method); \
  }

// The same for a method whose handler plans a change: no thread waits for the disk.
#define QUORATE_LATER(Service, Method, Response)                                                  \
  grpc::ServerUnaryReactor* Method(grpc::CallbackServerContext* context,                          \
                                   const v1::Method##Request* request,                            \
                                   v1::Response* response) override {                             \
    return ServeLater(                                                                            \
        gate_, *context, "/quorate.v1." #Service "/" #Method, *request, *response, &rpc::Method); \
  }

namespace quorate::services::rpc {

namespace {

template <typename Request, typename Response>
grpc::ServerUnaryReactor* ServeLater(const Gate& gate,
                                     grpc::CallbackServerContext& context,
                                     std::string_view method,
                                     const Request& request,
                                     Response& response,
                                     Handler<Request, Planned<Response>> handler) {
  grpc::ServerUnaryReactor* const reactor = context.DefaultReactor();
  gate.PassLater(
      context,
      method,
      request,
      [&](const Call& call, Gate::Ending end) -> engine::Status {
        QUORATE_ASSIGN_OR_RETURN(Planned<Response> planned, handler(call, request));
        // gRPC keeps `response` until the reactor has finished.
        AnswerLater<Response>(call,
                              std::move(planned),
                              [&response, end = std::move(end)](engine::Result<Response> answer) {
                                if (!answer) return end(tl::unexpected(std::move(answer).error()));
                                response = *std::move(answer);
                                end({});
                              });
        return {};
      },
      [reactor](const grpc::Status& status) { reactor->Finish(status); });
  return reactor;
}

// A generated class with the gate that its methods pass.
template <typename Base>
class Gated : public Base {
 public:
  explicit Gated(const Gate& gate) : gate_(gate) {}

 protected:
  const Gate& gate_;
};

class StudyServer final : public Gated<v1::StudyService::Service> {
  using Gated::Gated;
  QUORATE_UNARY(StudyService, CreateStudy, Study)
  QUORATE_UNARY(StudyService, GetStudy, Study)
  QUORATE_UNARY(StudyService, ListStudies, ListStudiesResponse)
  QUORATE_UNARY(StudyService, DraftProtocol, Study)
  QUORATE_UNARY(StudyService, FreezeProtocol, Study)
  QUORATE_UNARY(StudyService, AmendProtocol, Study)
  QUORATE_UNARY(StudyService, ConcludeStudy, Study)
};

class PanelServer final : public Gated<v1::PanelService::Service> {
  using Gated::Gated;
  QUORATE_UNARY(PanelService, EnrolParticipants, EnrolParticipantsResponse)
  QUORATE_UNARY(PanelService, WithdrawParticipant, Participant)
  QUORATE_UNARY(PanelService, EraseParticipant, Participant)
  QUORATE_UNARY(PanelService, GetOwnData, OwnData)
  QUORATE_UNARY(PanelService, ListParticipants, ListParticipantsResponse)
  QUORATE_UNARY(PanelService, RecordAttendance, RecordAttendanceResponse)
};

class ItemServer final : public Gated<v1::ItemService::Service> {
  using Gated::Gated;
  QUORATE_UNARY(ItemService, AddItems, AddItemsResponse)
  QUORATE_UNARY(ItemService, SuggestItem, Suggestion)
  QUORATE_UNARY(ItemService, ListSuggestions, ListSuggestionsResponse)
  QUORATE_UNARY(ItemService, ReviewSuggestion, Suggestion)
  QUORATE_UNARY(ItemService, RewordItem, Item)
  QUORATE_UNARY(ItemService, MergeItems, Item)
  QUORATE_UNARY(ItemService, SplitItem, SplitItemResponse)
  QUORATE_UNARY(ItemService, RetireItem, Item)
  QUORATE_UNARY(ItemService, GetItem, Item)
  QUORATE_UNARY(ItemService, ListItems, ListItemsResponse)
};

class RoundServer final : public Gated<v1::RoundService::Service> {
  using Gated::Gated;
  QUORATE_UNARY(RoundService, OpenRound, Round)
  QUORATE_UNARY(RoundService, ExtendRound, Round)
  QUORATE_UNARY(RoundService, CloseRound, Round)
  QUORATE_UNARY(RoundService, GetRound, Round)
  QUORATE_UNARY(RoundService, ListRounds, ListRoundsResponse)
  QUORATE_UNARY(RoundService, GetProgress, Progress)
};

class VoteServer final
    : public Gated<v1::VoteService::WithCallbackMethod_CastVote<v1::VoteService::Service>> {
  using Gated::Gated;
  QUORATE_UNARY(VoteService, CallVote, Vote)
  QUORATE_UNARY(VoteService, OpenVote, Vote)
  QUORATE_UNARY(VoteService, CloseVote, Vote)
  QUORATE_UNARY(VoteService, GetVote, Vote)
  QUORATE_UNARY(VoteService, ListVotes, ListVotesResponse)
  QUORATE_LATER(VoteService, CastVote, BallotRecord)
  QUORATE_UNARY(VoteService, EnterVote, BallotRecord)
};

class ChoiceServer final
    : public Gated<v1::ChoiceService::WithCallbackMethod_CastChoice<v1::ChoiceService::Service>> {
  using Gated::Gated;
  QUORATE_UNARY(ChoiceService, CallChoice, Choice)
  QUORATE_UNARY(ChoiceService, OpenChoice, Choice)
  QUORATE_UNARY(ChoiceService, CloseChoice, Choice)
  QUORATE_UNARY(ChoiceService, DecideChoice, Choice)
  QUORATE_UNARY(ChoiceService, GetChoice, Choice)
  QUORATE_UNARY(ChoiceService, ListChoices, ListChoicesResponse)
  QUORATE_LATER(ChoiceService, CastChoice, BallotRecord)
  QUORATE_UNARY(ChoiceService, EnterChoiceBallots, EnterChoiceBallotsResponse)
  QUORATE_UNARY(ChoiceService, ExplainChoice, ChoiceExplanation)
};

class DissentServer final : public Gated<v1::DissentService::Service> {
  using Gated::Gated;
  QUORATE_UNARY(DissentService, StateDissent, Statement)
  QUORATE_UNARY(DissentService, WithholdDissent, Statement)
  QUORATE_UNARY(DissentService, ListStatements, ListStatementsResponse)
};

class BallotServer final
    : public Gated<v1::BallotService::WithCallbackMethod_CastBallot<v1::BallotService::Service>> {
  using Gated::Gated;
  QUORATE_LATER(BallotService, CastBallot, BallotRecord)
  QUORATE_UNARY(BallotService, EnterBallots, EnterBallotsResponse)
  QUORATE_UNARY(BallotService, GetMyBallot, Ballot)
  QUORATE_UNARY(BallotService, GetReceipt, Receipt)
};

class DecisionServer final : public Gated<v1::DecisionService::Service> {
  using Gated::Gated;
  QUORATE_UNARY(DecisionService, RecordDecisions, RecordDecisionsResponse)
  QUORATE_UNARY(DecisionService, OverrideDecision, Decision)
  QUORATE_UNARY(DecisionService, ListDecisions, ListDecisionsResponse)
};

class ResultServer final : public Gated<v1::ResultService::Service> {
  using Gated::Gated;
  QUORATE_UNARY(ResultService, GetResults, Results)
  QUORATE_UNARY(ResultService, GetFeedback, Feedback)
  QUORATE_UNARY(ResultService, ExplainResults, Explanation)
  QUORATE_UNARY(ResultService, CompareRules, RuleComparison)
  QUORATE_UNARY(ResultService, GetStatistics, Statistics)
};

// WatchEntries on the callback API, so that a watcher holds no thread; the others wait for the disk
// at most once and are synchronous.
class LogServer final
    : public Gated<v1::LogService::WithCallbackMethod_WatchEntries<v1::LogService::Service>> {
 public:
  LogServer(const Gate& gate, Watchers& watchers) : Gated(gate), watchers_(watchers) {}

  QUORATE_UNARY(LogService, ListEntries, ListEntriesResponse)
  QUORATE_UNARY(LogService, ListOpenings, ListOpeningsResponse)
  QUORATE_UNARY(LogService, ListPublicOpenings, ListOpeningsResponse)
  QUORATE_UNARY(LogService, GetCheckpoint, Checkpoint)
  QUORATE_UNARY(LogService, ListCheckpoints, ListCheckpointsResponse)
  QUORATE_UNARY(LogService, GetInclusionProof, InclusionProof)
  QUORATE_UNARY(LogService, GetConsistencyProof, ConsistencyProof)
  QUORATE_UNARY(LogService, PublishBundle, Checkpoint)

  grpc::ServerWriteReactor<v1::WatchEntriesResponse>* WatchEntries(
      grpc::CallbackServerContext* context,
      const v1::WatchEntriesRequest* request) override {
    return watchers_.Watch(*context, *request);
  }

 private:
  Watchers& watchers_;
};

class AccessServer final : public Gated<v1::AccessService::Service> {
  using Gated::Gated;
  QUORATE_UNARY(AccessService, CreateToken, CreateTokenResponse)
  QUORATE_UNARY(AccessService, ListTokens, ListTokensResponse)
  QUORATE_UNARY(AccessService, RevokeToken, Token)
};

class TallyServer final : public Gated<v1::TallyService::Service> {
  using Gated::Gated;
  QUORATE_UNARY(TallyService, TallyRatings, TallyRatingsResponse)
  QUORATE_UNARY(TallyService, TallyRanked, TallyRankedResponse)
  QUORATE_UNARY(TallyService, TallyCommittee, TallyCommitteeResponse)
  QUORATE_UNARY(TallyService, ListRules, ListRulesResponse)
};

}  // namespace

std::vector<std::unique_ptr<grpc::Service>> MakeServices(const Gate& gate, Watchers& watchers) {
  std::vector<std::unique_ptr<grpc::Service>> services;
  services.push_back(std::make_unique<StudyServer>(gate));
  services.push_back(std::make_unique<PanelServer>(gate));
  services.push_back(std::make_unique<ItemServer>(gate));
  services.push_back(std::make_unique<RoundServer>(gate));
  services.push_back(std::make_unique<VoteServer>(gate));
  services.push_back(std::make_unique<ChoiceServer>(gate));
  services.push_back(std::make_unique<BallotServer>(gate));
  services.push_back(std::make_unique<DecisionServer>(gate));
  services.push_back(std::make_unique<DissentServer>(gate));
  services.push_back(std::make_unique<ResultServer>(gate));
  services.push_back(std::make_unique<LogServer>(gate, watchers));
  services.push_back(std::make_unique<AccessServer>(gate));
  services.push_back(std::make_unique<TallyServer>(gate));
  return services;
}

std::vector<std::string> ServiceNames() {
  return {v1::StudyService::service_full_name(),
          v1::PanelService::service_full_name(),
          v1::ItemService::service_full_name(),
          v1::RoundService::service_full_name(),
          v1::VoteService::service_full_name(),
          v1::ChoiceService::service_full_name(),
          v1::BallotService::service_full_name(),
          v1::DecisionService::service_full_name(),
          v1::DissentService::service_full_name(),
          v1::ResultService::service_full_name(),
          v1::LogService::service_full_name(),
          v1::AccessService::service_full_name(),
          v1::TallyService::service_full_name()};
}

engine::Status CheckAuthorizationTable() {
  std::set<std::string> methods;
  std::vector<engine::Violation> wrong;
  for (const std::string& name : ServiceNames()) {
    const auto* service =
        google::protobuf::DescriptorPool::generated_pool()->FindServiceByName(name);
    for (int i = 0; service != nullptr && i < service->method_count(); ++i) {
      const std::string method = "/" + name + "/" + service->method(i)->name();
      methods.insert(method);
      if (FindPermission(method) == nullptr)
        wrong.push_back({method, "has no line in the authorization table"});
    }
  }
  for (const Permission& line : Permissions()) {
    const std::string method(line.method);
    if (!methods.contains(method))
      wrong.push_back({method, "is in the authorization table and nowhere else"});
  }
  if (wrong.empty()) return {};
  return engine::Refuse(engine::Reason::kNotPermitted, std::move(wrong));
}

}  // namespace quorate::services::rpc
