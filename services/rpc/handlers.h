// Every unary method of the contract, one function each. grpc_services.cc forwards to them; one
// that is missing does not link. What each promises stands in proto/quorate/v1.

#pragma once

#include "quorate/v1/access.pb.h"
#include "quorate/v1/ballot.pb.h"
#include "quorate/v1/choice.pb.h"
#include "quorate/v1/decision.pb.h"
#include "quorate/v1/dissent.pb.h"
#include "quorate/v1/item.pb.h"
#include "quorate/v1/log.pb.h"
#include "quorate/v1/panel.pb.h"
#include "quorate/v1/result.pb.h"
#include "quorate/v1/round.pb.h"
#include "quorate/v1/study.pb.h"
#include "quorate/v1/tally.pb.h"
#include "quorate/v1/vote.pb.h"

#include "engine/base/result.h"
#include "services/rpc/call.h"
#include "services/rpc/change.h"

namespace quorate::services::rpc {

namespace v1 = ::quorate::v1;
using engine::Result;

// study_service.cc
Result<v1::Study> CreateStudy(const Call& call, const v1::CreateStudyRequest& request);
Result<v1::Study> GetStudy(const Call& call, const v1::GetStudyRequest& request);
Result<v1::ListStudiesResponse> ListStudies(const Call& call,
                                            const v1::ListStudiesRequest& request);
Result<v1::Study> DraftProtocol(const Call& call, const v1::DraftProtocolRequest& request);
Result<v1::Study> FreezeProtocol(const Call& call, const v1::FreezeProtocolRequest& request);
Result<v1::Study> AmendProtocol(const Call& call, const v1::AmendProtocolRequest& request);
Result<v1::Study> ConcludeStudy(const Call& call, const v1::ConcludeStudyRequest& request);

// panel_service.cc
Result<v1::EnrolParticipantsResponse> EnrolParticipants(
    const Call& call,
    const v1::EnrolParticipantsRequest& request);
Result<v1::Participant> WithdrawParticipant(const Call& call,
                                            const v1::WithdrawParticipantRequest& request);
Result<v1::Participant> EraseParticipant(const Call& call,
                                         const v1::EraseParticipantRequest& request);
Result<v1::OwnData> GetOwnData(const Call& call, const v1::GetOwnDataRequest& request);
Result<v1::ListParticipantsResponse> ListParticipants(const Call& call,
                                                      const v1::ListParticipantsRequest& request);
Result<v1::RecordAttendanceResponse> RecordAttendance(const Call& call,
                                                      const v1::RecordAttendanceRequest& request);

// item_service.cc
Result<v1::AddItemsResponse> AddItems(const Call& call, const v1::AddItemsRequest& request);
Result<v1::Suggestion> SuggestItem(const Call& call, const v1::SuggestItemRequest& request);
Result<v1::ListSuggestionsResponse> ListSuggestions(const Call& call,
                                                    const v1::ListSuggestionsRequest& request);
Result<v1::Suggestion> ReviewSuggestion(const Call& call,
                                        const v1::ReviewSuggestionRequest& request);
Result<v1::Item> RewordItem(const Call& call, const v1::RewordItemRequest& request);
Result<v1::Item> MergeItems(const Call& call, const v1::MergeItemsRequest& request);
Result<v1::SplitItemResponse> SplitItem(const Call& call, const v1::SplitItemRequest& request);
Result<v1::Item> RetireItem(const Call& call, const v1::RetireItemRequest& request);
Result<v1::Item> GetItem(const Call& call, const v1::GetItemRequest& request);
Result<v1::ListItemsResponse> ListItems(const Call& call, const v1::ListItemsRequest& request);

// round_service.cc
Result<v1::Round> OpenRound(const Call& call, const v1::OpenRoundRequest& request);
Result<v1::Round> ExtendRound(const Call& call, const v1::ExtendRoundRequest& request);
Result<v1::Round> CloseRound(const Call& call, const v1::CloseRoundRequest& request);
Result<v1::Round> GetRound(const Call& call, const v1::GetRoundRequest& request);
Result<v1::ListRoundsResponse> ListRounds(const Call& call, const v1::ListRoundsRequest& request);
Result<v1::Progress> GetProgress(const Call& call, const v1::GetProgressRequest& request);

// vote_service.cc
Result<v1::Vote> CallVote(const Call& call, const v1::CallVoteRequest& request);
Result<v1::Vote> OpenVote(const Call& call, const v1::OpenVoteRequest& request);
Result<v1::Vote> CloseVote(const Call& call, const v1::CloseVoteRequest& request);
Result<v1::Vote> GetVote(const Call& call, const v1::GetVoteRequest& request);
Result<v1::ListVotesResponse> ListVotes(const Call& call, const v1::ListVotesRequest& request);
Result<Planned<v1::BallotRecord>> CastVote(const Call& call, const v1::CastVoteRequest& request);
Result<v1::BallotRecord> EnterVote(const Call& call, const v1::EnterVoteRequest& request);

// choice_service.cc
Result<v1::Choice> CallChoice(const Call& call, const v1::CallChoiceRequest& request);
Result<v1::Choice> OpenChoice(const Call& call, const v1::OpenChoiceRequest& request);
Result<v1::Choice> CloseChoice(const Call& call, const v1::CloseChoiceRequest& request);
Result<v1::Choice> DecideChoice(const Call& call, const v1::DecideChoiceRequest& request);
Result<v1::Choice> GetChoice(const Call& call, const v1::GetChoiceRequest& request);
Result<v1::ListChoicesResponse> ListChoices(const Call& call,
                                            const v1::ListChoicesRequest& request);
Result<Planned<v1::BallotRecord>> CastChoice(const Call& call,
                                             const v1::CastChoiceRequest& request);
Result<v1::EnterChoiceBallotsResponse> EnterChoiceBallots(
    const Call& call,
    const v1::EnterChoiceBallotsRequest& request);
Result<v1::ChoiceExplanation> ExplainChoice(const Call& call,
                                            const v1::ExplainChoiceRequest& request);

// dissent_service.cc
Result<v1::Statement> StateDissent(const Call& call, const v1::StateDissentRequest& request);
Result<v1::Statement> WithholdDissent(const Call& call, const v1::WithholdDissentRequest& request);
Result<v1::ListStatementsResponse> ListStatements(const Call& call,
                                                  const v1::ListStatementsRequest& request);

// ballot_service.cc
Result<Planned<v1::BallotRecord>> CastBallot(const Call& call,
                                             const v1::CastBallotRequest& request);
Result<v1::EnterBallotsResponse> EnterBallots(const Call& call,
                                              const v1::EnterBallotsRequest& request);
Result<v1::Ballot> GetMyBallot(const Call& call, const v1::GetMyBallotRequest& request);
Result<v1::Receipt> GetReceipt(const Call& call, const v1::GetReceiptRequest& request);

// decision_service.cc
Result<v1::RecordDecisionsResponse> RecordDecisions(const Call& call,
                                                    const v1::RecordDecisionsRequest& request);
Result<v1::Decision> OverrideDecision(const Call& call, const v1::OverrideDecisionRequest& request);
Result<v1::ListDecisionsResponse> ListDecisions(const Call& call,
                                                const v1::ListDecisionsRequest& request);

// result_service.cc
Result<v1::Results> GetResults(const Call& call, const v1::GetResultsRequest& request);
Result<v1::Feedback> GetFeedback(const Call& call, const v1::GetFeedbackRequest& request);

// explain_service.cc
Result<v1::Explanation> ExplainResults(const Call& call, const v1::ExplainResultsRequest& request);
Result<v1::RuleComparison> CompareRules(const Call& call, const v1::CompareRulesRequest& request);
Result<v1::Statistics> GetStatistics(const Call& call, const v1::GetStatisticsRequest& request);

// log_service.cc; WatchEntries is in watch.h.
Result<v1::ListEntriesResponse> ListEntries(const Call& call,
                                            const v1::ListEntriesRequest& request);
Result<v1::ListOpeningsResponse> ListOpenings(const Call& call,
                                              const v1::ListOpeningsRequest& request);
Result<v1::ListOpeningsResponse> ListPublicOpenings(const Call& call,
                                                    const v1::ListPublicOpeningsRequest& request);
Result<v1::Checkpoint> GetCheckpoint(const Call& call, const v1::GetCheckpointRequest& request);
Result<v1::ListCheckpointsResponse> ListCheckpoints(const Call& call,
                                                    const v1::ListCheckpointsRequest& request);
Result<v1::InclusionProof> GetInclusionProof(const Call& call,
                                             const v1::GetInclusionProofRequest& request);
Result<v1::ConsistencyProof> GetConsistencyProof(const Call& call,
                                                 const v1::GetConsistencyProofRequest& request);
Result<v1::Checkpoint> PublishBundle(const Call& call, const v1::PublishBundleRequest& request);

// access_service.cc
Result<v1::CreateTokenResponse> CreateToken(const Call& call,
                                            const v1::CreateTokenRequest& request);
Result<v1::ListTokensResponse> ListTokens(const Call& call, const v1::ListTokensRequest& request);
Result<v1::Token> RevokeToken(const Call& call, const v1::RevokeTokenRequest& request);

// tally_service.cc
Result<v1::TallyRatingsResponse> TallyRatings(const Call& call,
                                              const v1::TallyRatingsRequest& request);
Result<v1::ListRulesResponse> ListRules(const Call& call, const v1::ListRulesRequest& request);

// vote_tally_service.cc
Result<v1::TallyRankedResponse> TallyRanked(const Call& call,
                                            const v1::TallyRankedRequest& request);
Result<v1::TallyCommitteeResponse> TallyCommittee(const Call& call,
                                                  const v1::TallyCommitteeRequest& request);

}  // namespace quorate::services::rpc
