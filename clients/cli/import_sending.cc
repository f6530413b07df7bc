#include "clients/cli/import_sending.h"

#include <algorithm>
#include <mutex>
#include <optional>
#include <utility>

#include "quorate/v1/ballot.grpc.pb.h"
#include "quorate/v1/item.grpc.pb.h"
#include "quorate/v1/log.grpc.pb.h"
#include "quorate/v1/panel.grpc.pb.h"
#include "quorate/v1/round.grpc.pb.h"
#include "quorate/v1/study.grpc.pb.h"

#include "clients/cli/in_parallel.h"
#include "clients/cli/names.h"
#include "clients/cli/render.h"
#include "engine/base/json.h"

namespace quorate::cli {

namespace {

using engine::Json;
using engine::Result;
using engine::Status;

constexpr std::size_t kBatch = 200;

v1::NoScore NoScoreOf(Missing missing) {
  switch (missing) {
    case Missing::kUnable:
      return v1::NO_SCORE_UNABLE;
    case Missing::kNotUnderstood:
      return v1::NO_SCORE_NOT_UNDERSTOOD;
    default:
      return v1::NO_SCORE_SKIPPED;
  }
}

v1::EnterBallotsRequest RequestFor(const std::string& study,
                                   int round,
                                   const ImportedPerson& person,
                                   const std::string& name) {
  v1::EnterBallotsRequest request;
  request.set_parent(RoundName(study, round));
  v1::BallotEntry& ballot = *request.add_ballots();
  ballot.set_participant(name);
  std::string content = "quorate/import/v1\n" + request.parent() + "\n" + name + "\n";
  for (const ImportedAnswer& given : person.answers) {
    v1::Answer& answer = *ballot.add_answers();
    answer.set_item(ChildName(study, "items", given.item));
    if (given.score) {
      answer.set_score(*given.score);
    } else {
      answer.set_no_score(NoScoreOf(given.missing));
    }
    content += given.item + "=" +
               (given.score ? std::to_string(*given.score) : v1::NoScore_Name(answer.no_score())) +
               "\n";
  }
  request.set_request_id(RequestIdOf(content));
  return request;
}

Result<std::int64_t> LogSize(const Session& session, const std::string& study) {
  v1::GetStudyRequest request;
  request.set_name(StudyName(study));
  QUORATE_ASSIGN_OR_RETURN(const v1::Study answer,
                           session.Call(&v1::StudyService::Stub::GetStudy, request));
  return answer.log_size();
}

// The pseudonym of whoever cast a ballot in the round by this entry, if it is one.
std::optional<std::string> VoterIn(const std::string& leaf, int round) {
  if (leaf.find("\"ballot.cast\"") == std::string::npos) return std::nullopt;
  const auto json = engine::ParseJson(leaf);
  const Json* payload = json ? json->Find("payload") : nullptr;
  if (payload == nullptr) return std::nullopt;
  const Json* person = payload->Find("participant");
  const Json* number = payload->Find("round");
  if (person == nullptr || person->string() == nullptr || number == nullptr ||
      number->integer() == nullptr || *number->integer() != round)
    return std::nullopt;
  return *person->string();
}

// The entry of each pseudonym's newest ballot in the round.
Result<std::map<std::string, std::int64_t>> NewestBallots(const Session& session,
                                                          const std::string& study,
                                                          int round) {
  v1::ListEntriesRequest request;
  request.set_parent(StudyName(study));
  QUORATE_ASSIGN_OR_RETURN(const v1::ListEntriesResponse all,
                           session.CallAll(&v1::LogService::Stub::ListEntries, request));
  std::map<std::string, std::int64_t> newest;
  for (const v1::LogEntry& entry : all.entries()) {
    if (const auto voter = VoterIn(entry.leaf(), round)) newest[*voter] = entry.sequence();
  }
  return newest;
}

// One person's ballot on its way.
struct Sending {
  v1::EnterBallotsRequest request;
  v1::BallotRecord record;
};

Status SendAll(const Session& session, const std::string& what, std::vector<Sending>& ballots) {
  Progress progress(what, ballots.size());
  std::mutex mutex;
  std::size_t entered = 0;
  const auto send = [&](std::size_t i) -> Status {
    QUORATE_ASSIGN_OR_RETURN(
        const v1::EnterBallotsResponse answer,
        session.Call(&v1::BallotService::Stub::EnterBallots, ballots[i].request));
    ballots[i].record = answer.ballots(0);
    const std::lock_guard lock(mutex);
    ++entered;
    return {};
  };
  Status sent = InParallel(ballots.size(), send, [&](std::size_t done) { progress.Step(done); });
  if (!sent && entered > 0) {
    sent.error().message += " (" + std::to_string(entered) + " of " +
                            std::to_string(ballots.size()) +
                            " ballots are entered; after mending give the same command again)";
  }
  return sent;
}

// Where ballots go, and the size of the log before any was sent.
struct Destination {
  const std::string& study;
  int round;
  std::int64_t before;
};

// Counts what became of the sent ballots; answers those that stood already and were overtaken
// since.
Result<std::vector<Sending>> Sort(const Session& session,
                                  const Destination& to,
                                  std::vector<Sending>& ballots,
                                  SentBallots& sent) {
  const auto stood = [&](const Sending& ballot) { return ballot.record.entry() < to.before; };
  std::map<std::string, std::int64_t> newest;
  if (std::any_of(ballots.begin(), ballots.end(), stood)) {
    QUORATE_ASSIGN_OR_RETURN(newest, NewestBallots(session, to.study, to.round));
  }
  std::vector<Sending> overtaken;
  for (Sending& ballot : ballots) {
    sent.paper = sent.paper || ballot.record.channel() == v1::CHANNEL_PAPER;
    if (!stood(ballot)) {
      ++(ballot.record.revision() > 1 ? sent.replaced : sent.added);
    } else if (newest[LabelOf(ballot.record.name())] == ballot.record.entry()) {
      ++sent.unchanged;
    } else {
      overtaken.push_back(std::move(ballot));
    }
  }
  return overtaken;
}

void AddItems(const v1::ListItemsResponse& all, StudySide& side) {
  for (const v1::Item& item : all.items())
    side.items.emplace(LabelOf(item.name()), item.text());
}

Status ReadGroups(const std::string& protocol, StudySide& side) {
  if (protocol.empty()) return {};
  QUORATE_ASSIGN_OR_RETURN(const Json document, engine::ParseJson(protocol));
  const Json* groups = document.Find("groups");
  if (groups == nullptr || groups->array() == nullptr) return {};
  for (const Json& group : *groups->array()) {
    const Json* id = group.Find("id");
    if (id != nullptr && id->string() != nullptr) side.groups.insert(*id->string());
  }
  return {};
}

}  // namespace

Result<StudySide> AskStudy(const Session& session, const std::string& study, int round) {
  StudySide side;
  v1::GetStudyRequest about;
  about.set_name(StudyName(study));
  QUORATE_ASSIGN_OR_RETURN(const v1::Study answer,
                           session.Call(&v1::StudyService::Stub::GetStudy, about));
  QUORATE_RETURN_IF_ERROR(ReadGroups(answer.protocol_json(), side));

  v1::ListParticipantsRequest panel;
  panel.set_parent(about.name());
  QUORATE_ASSIGN_OR_RETURN(const v1::ListParticipantsResponse people,
                           session.CallAll(&v1::PanelService::Stub::ListParticipants, panel));
  for (const v1::Participant& person : people.participants()) {
    if (person.external_id().empty()) continue;
    side.people[person.external_id()] = {person.name(),
                                         {person.hats().begin(), person.hats().end()},
                                         person.weight(),
                                         person.state() == v1::PARTICIPANT_STATE_WITHDRAWN};
  }

  v1::ListItemsRequest items;
  items.set_parent(about.name());
  QUORATE_ASSIGN_OR_RETURN(const v1::ListItemsResponse all,
                           session.CallAll(&v1::ItemService::Stub::ListItems, items));
  AddItems(all, side);
  if (round == 0) return side;

  v1::GetRoundRequest which;
  which.set_name(RoundName(study, round));
  QUORATE_ASSIGN_OR_RETURN(const v1::Round found,
                           session.Call(&v1::RoundService::Stub::GetRound, which));
  for (const v1::ItemVersion& item : found.items())
    side.round_items.insert(LabelOf(item.item()));
  side.scale_min = found.scale_min();
  side.scale_max = found.scale_max();
  return side;
}

Result<std::size_t> SendPanel(const Session& session,
                              const std::string& study,
                              const Imported<ImportedPerson>& file,
                              StudySide& side) {
  std::vector<const ImportedPerson*> missing;
  for (const ImportedPerson& person : file.things) {
    if (!side.people.contains(person.external_id)) missing.push_back(&person);
  }
  for (std::size_t from = 0; from < missing.size(); from += kBatch) {
    v1::EnrolParticipantsRequest request;
    request.set_parent(StudyName(study));
    for (std::size_t i = from; i < std::min(missing.size(), from + kBatch); ++i) {
      v1::Enrolment& enrolment = *request.add_enrolments();
      enrolment.set_external_id(missing[i]->external_id);
      enrolment.mutable_hats()->Add(missing[i]->hats.begin(), missing[i]->hats.end());
      enrolment.set_weight(missing[i]->weight);
    }
    QUORATE_ASSIGN_OR_RETURN(const v1::EnrolParticipantsResponse answer,
                             session.Call(&v1::PanelService::Stub::EnrolParticipants, request));
    for (int i = 0; i < answer.participants_size(); ++i) {
      side.people[missing[from + static_cast<std::size_t>(i)]->external_id].name =
          answer.participants(i).name();
    }
  }
  return missing.size();
}

Result<std::size_t> SendItems(const Session& session,
                              const std::string& study,
                              const Imported<ImportedItem>& file) {
  v1::AddItemsRequest request;
  request.set_parent(StudyName(study));
  for (const ImportedItem& item : file.things) {
    v1::NewItem& added = *request.add_items();
    added.set_item_id(item.id);
    added.set_text(item.text);
  }
  if (request.items().empty()) return std::size_t{0};
  QUORATE_ASSIGN_OR_RETURN(const v1::AddItemsResponse answer,
                           session.Call(&v1::ItemService::Stub::AddItems, request));
  return static_cast<std::size_t>(answer.items_size());
}

Result<SentBallots> SendBallots(const Session& session,
                                const SurveyRound& round,
                                const Imported<ImportedPerson>& file,
                                const StudySide& side,
                                Superseded superseded) {
  QUORATE_ASSIGN_OR_RETURN(const std::int64_t before, LogSize(session, round.study));
  std::vector<Sending> ballots;
  for (const ImportedPerson& person : file.things) {
    if (!person.Answered()) continue;
    const std::string& name = side.people.at(person.external_id).name;
    ballots.push_back({RequestFor(round.study, round.number, person, name), {}});
  }
  QUORATE_RETURN_IF_ERROR(SendAll(session, "Entering ballots", ballots));

  SentBallots sent;
  for (std::size_t attempt = 1; !ballots.empty(); ++attempt) {
    QUORATE_ASSIGN_OR_RETURN(auto overtaken,
                             Sort(session, {round.study, round.number, before}, ballots, sent));
    if (superseded == Superseded::kLeave) {
      sent.superseded = overtaken.size();
      break;
    }
    // The next id of a fixed chain, so that asking for this twice enters nothing twice either.
    for (Sending& ballot : overtaken) {
      ballot.request.set_request_id(
          RequestIdOf(ballot.request.request_id() + " again " + std::to_string(attempt)));
    }
    QUORATE_RETURN_IF_ERROR(SendAll(session, "Entering ballots again", overtaken));
    ballots = std::move(overtaken);
  }
  return sent;
}

}  // namespace quorate::cli
