#include <map>
#include <set>

#include "engine/base/text.h"
#include "engine/log/digest.h"
#include "engine/panel/voice.h"
#include "services/rpc/change.h"
#include "services/rpc/convert.h"
#include "services/rpc/handlers.h"
#include "services/rpc/names.h"
#include "services/rpc/pager.h"

namespace quorate::services::rpc {

namespace {

constexpr int kEnrolmentsMax = 1000;
constexpr std::size_t kExternalIdBytesMax = 256;
constexpr std::size_t kPseudonymBytes = 8;

// What a request asks for, read and checked in itself.
struct Person {
  std::string external_id;
  engine::Membership membership;
};

std::string PlaceOf(std::size_t index) {
  return "enrolments[" + std::to_string(index) + "]";
}

void Append(const engine::Error& error, std::vector<engine::Violation>& wrong) {
  wrong.insert(wrong.end(), error.violations.begin(), error.violations.end());
}

Result<std::vector<Person>> ReadPeople(const v1::EnrolParticipantsRequest& request) {
  if (request.enrolments_size() < 1 || request.enrolments_size() > kEnrolmentsMax) {
    return engine::Refuse(engine::Reason::kInvalidArgument, "enrolments", "must be 1 to 1000");
  }
  std::vector<Person> people;
  std::vector<engine::Violation> wrong;
  std::set<std::string> seen;
  for (const v1::Enrolment& enrolment : request.enrolments()) {
    const std::string place = PlaceOf(people.size());
    Person& person = people.emplace_back();
    person.external_id = TextOf(enrolment.external_id());
    if (!person.external_id.empty()) {
      const auto fits =
          engine::CheckText(place + ".external_id", person.external_id, kExternalIdBytesMax);
      if (!fits) Append(fits.error(), wrong);
      if (!seen.insert(person.external_id).second) {
        wrong.push_back({place + ".external_id", "stands twice in this request"});
      }
    }
    person.membership.hats = {enrolment.hats().begin(), enrolment.hats().end()};
    person.membership.private_hats = {enrolment.private_hats().begin(),
                                      enrolment.private_hats().end()};
    if (enrolment.weight().empty()) continue;
    if (auto weight = engine::ParseWeight(enrolment.weight())) {
      person.membership.weight = *std::move(weight);
    } else {
      wrong.push_back({place + ".weight", weight.error().message});
    }
  }
  if (wrong.empty()) return people;
  return engine::Refuse(engine::Reason::kInvalidArgument, std::move(wrong));
}

// One attempt: who stands already, and the change that enrols the others.
struct Plan {
  v1::EnrolParticipantsResponse response;
  Change change;
  std::map<std::string, std::size_t> places;  // New pseudonym to its place in the request.
};

Result<Plan> MakePlan(const Call& call, const std::vector<Person>& people) {
  Plan plan;
  engine::EnrolParticipants act;
  for (std::size_t i = 0; i < people.size(); ++i) {
    const Person& person = people[i];
    std::optional<std::string> standing;
    if (!person.external_id.empty()) {
      QUORATE_ASSIGN_OR_RETURN(standing,
                               call.backend.store.FindLink(call.study, person.external_id));
    }
    const bool already = standing.has_value();
    if (!already) {
      const auto random = call.backend.outside.random();
      standing = engine::ToHex(std::span(random).first(kPseudonymBytes));
      act.enrolments.push_back({*standing, person.membership});
      plan.places[*standing] = i;
      if (!person.external_id.empty()) plan.change.links.push_back({person.external_id, *standing});
    }
    v1::Enrolled& enrolled = *plan.response.add_participants();
    enrolled.set_name(ChildName(call.study, "participants", *standing));
    enrolled.set_external_id(person.external_id);
    enrolled.set_already_enrolled(already);
  }
  plan.change.act = std::move(act);
  return plan;
}

// Every entry in which the pseudonym stands: as who did it, or whom it is about. It is random, so
// nothing else is spelled like it.
engine::Status AddOwnEntries(const Call& call, const std::string& id, v1::OwnData& data) {
  constexpr std::size_t kReadAtOnce = 1'000;
  std::int64_t sequence = 0;
  while (true) {
    QUORATE_ASSIGN_OR_RETURN(
        const std::vector<StoredEntry> entries,
        call.backend.store.Read(call.study, static_cast<std::uint64_t>(sequence), kReadAtOnce));
    if (entries.empty()) return {};
    for (const StoredEntry& entry : entries) {
      const bool about = entry.leaf.find("\"" + id + "\"") != std::string::npos ||
                         entry.leaf.find("\"participant/" + id + "\"") != std::string::npos;
      if (about) {
        v1::OwnEntry& own = *data.add_entries();
        own.set_sequence(sequence);
        own.set_leaf(entry.leaf);
        own.set_opening(entry.opening);
      }
      ++sequence;
    }
  }
}

// Names places by their number in the request: the caller does not know the new pseudonyms.
engine::Error InRequestTerms(engine::Error error,
                             const std::map<std::string, std::size_t>& places) {
  for (engine::Violation& violation : error.violations) {
    if (!violation.field.starts_with("enrolments[")) {
      if (places.size() == 1)
        violation.field = PlaceOf(places.begin()->second) + "." + violation.field;
      continue;
    }
    const std::size_t begin = violation.field.find('[') + 1;
    const std::size_t end = violation.field.find(']');
    const auto place = places.find(violation.field.substr(begin, end - begin));
    if (place == places.end()) continue;
    violation.field = PlaceOf(place->second) + violation.field.substr(end + 1);
  }
  if (error.violations.empty()) return error;
  return engine::Refuse(error.reason, std::move(error.violations)).value();
}

}  // namespace

Result<v1::EnrolParticipantsResponse> EnrolParticipants(
    const Call& call,
    const v1::EnrolParticipantsRequest& request) {
  // Looked up first: by now the external ids stand, and the answer would read otherwise.
  QUORATE_ASSIGN_OR_RETURN(const std::optional<std::string> kept, FindReply(call));
  v1::EnrolParticipantsResponse response;
  if (kept && response.ParseFromString(*kept)) return response;
  QUORATE_ASSIGN_OR_RETURN(const std::vector<Person> people, ReadPeople(request));
  // Somebody else may enrol the same people meanwhile: then they stand, and a second look finds
  // them.
  for (int attempt = 1;; ++attempt) {
    QUORATE_ASSIGN_OR_RETURN(Plan plan, MakePlan(call, people));
    if (plan.places.empty()) {
      QUORATE_RETURN_IF_ERROR(call.View());
      return plan.response;
    }
    auto answer = Answer<v1::EnrolParticipantsResponse>(
        call, std::move(plan.change), [&](const Applied&) { return plan.response; });
    if (answer) return answer;
    if (answer.error().reason == engine::Reason::kAlreadyExists && attempt == 1) continue;
    return tl::unexpected(InRequestTerms(std::move(answer).error(), plan.places));
  }
}

Result<v1::Participant> WithdrawParticipant(const Call& call,
                                            const v1::WithdrawParticipantRequest& request) {
  QUORATE_ASSIGN_OR_RETURN(const std::string id,
                           ParseChild("name", request.name(), call.study, "participants"));
  const bool self = call.caller.role == engine::Role::kParticipant;
  return Answer<v1::Participant>(
      call, {engine::WithdrawParticipant{id}}, [&](const Applied& applied) {
        if (!self) {
          return ParticipantMessage(
              call.study, *applied.study.FindParticipant(id), PrivateHats::kHide);
        }
        v1::Participant own;
        own.set_name(request.name());
        own.set_state(v1::PARTICIPANT_STATE_WITHDRAWN);
        return own;
      });
}

Result<v1::Participant> EraseParticipant(const Call& call,
                                         const v1::EraseParticipantRequest& request) {
  QUORATE_ASSIGN_OR_RETURN(const std::string id,
                           ParseChild("name", request.name(), call.study, "participants"));
  return Answer<v1::Participant>(call, {engine::EraseParticipant{id}}, [&](const Applied&) {
    v1::Participant erased;
    erased.set_name(request.name());
    erased.set_state(v1::PARTICIPANT_STATE_ERASED);
    return erased;
  });
}

Result<v1::OwnData> GetOwnData(const Call& call, const v1::GetOwnDataRequest& request) {
  QUORATE_ASSIGN_OR_RETURN(const std::string id,
                           ParseChild("name", request.name(), call.study, "participants"));
  if (id != call.caller.participant) {
    return engine::Refuse(engine::Reason::kNotPermitted, "participants read their own data only");
  }
  v1::OwnData data;
  data.set_name(request.name());
  QUORATE_ASSIGN_OR_RETURN(const std::vector<Link> links, call.backend.store.Links(call.study));
  for (const Link& link : links) {
    if (link.participant == id) data.set_external_id(link.external_id);
  }
  QUORATE_ASSIGN_OR_RETURN(const std::vector<Principal> principals,
                           call.backend.store.Principals(call.study));
  for (const Principal& principal : principals) {
    if (principal.participant == id) data.add_token_notes(principal.note);
  }
  QUORATE_RETURN_IF_ERROR(AddOwnEntries(call, id, data));
  return data;
}

Result<v1::ListParticipantsResponse> ListParticipants(const Call& call,
                                                      const v1::ListParticipantsRequest& request) {
  QUORATE_RETURN_IF_ERROR(ParseName("parent", request.parent(), "studies/*"));
  QUORATE_ASSIGN_OR_RETURN(const Pager pager, Pager::Read(request));
  QUORATE_ASSIGN_OR_RETURN(const std::vector<Link> links, call.backend.store.Links(call.study));
  std::map<std::string_view, std::string_view> external_ids;
  for (const Link& link : links)
    external_ids[link.participant] = link.external_id;
  QUORATE_ASSIGN_OR_RETURN(const StudyView study, call.View());
  const PrivateHats private_hats =
      call.caller.role == engine::Role::kAuditor ? PrivateHats::kShow : PrivateHats::kHide;
  v1::ListParticipantsResponse response;
  response.set_next_page_token(pager.Fill(study->participants.size(), [&](std::size_t i) {
    const engine::Participant& participant = study->participants[i];
    v1::Participant& message = *response.add_participants();
    message = ParticipantMessage(call.study, participant, private_hats);
    const auto external_id = external_ids.find(participant.id);
    if (external_id != external_ids.end())
      message.set_external_id(std::string(external_id->second));
    return message.ByteSizeLong();
  }));
  return response;
}

Result<v1::RecordAttendanceResponse> RecordAttendance(const Call& call,
                                                      const v1::RecordAttendanceRequest& request) {
  QUORATE_ASSIGN_OR_RETURN(const std::string label,
                           ParseChild("parent", request.parent(), call.study, "rounds"));
  QUORATE_ASSIGN_OR_RETURN(const int number, ParseNumber("parent", label));
  QUORATE_ASSIGN_OR_RETURN(
      std::vector<std::string> present,
      LabelsOf("participants", call.study, "participants", request.participants()));
  return Answer<v1::RecordAttendanceResponse>(
      call, {engine::RecordAttendance{number, std::move(present)}}, [&](const Applied& applied) {
        v1::RecordAttendanceResponse response;
        const engine::Round& round = *applied.study.FindRound(number);
        response.set_present(static_cast<std::int32_t>(round.attendance.size()));
        return response;
      });
}

}  // namespace quorate::services::rpc
