// Drives a server's studies in few words: makes a study with a panel and items, opens its first
// round, casts ballots. The clock stands still and the random numbers count up.

#pragma once

#include <atomic>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "engine/base/check.h"
#include "engine/base/json.h"
#include "services/studies/studies.h"

namespace quorate::support {

inline constexpr const char* kKeySeed =
    "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60";

inline services::StudiesOptions OptionsIn(const std::string& folder) {
  return {.origin = "quorate.example", .signed_folder = folder, .key_text = kKeySeed};
}

inline services::Outside StillOutside() {
  const auto count = std::make_shared<std::atomic<std::uint32_t>>(0);
  return {.now = [] { return engine::Instant{1'795'467'600}; },
          .random =
              [count] {
                std::array<std::uint8_t, 32> bytes{};
                const std::uint32_t number = ++*count;
                for (std::size_t i = 0; i < 4; ++i) {
                  bytes[i] = static_cast<std::uint8_t>(number >> (8 * i));
                }
                return bytes;
              }};
}

inline engine::Protocol TwoGroupProtocol() {
  const auto document = engine::ParseJson(R"({
    "title": "Outcomes", "groups": [{"id": "patients"}, {"id": "clinicians"}],
    "rounds": [{"rule": "comet-70-15"}, {"rule": "comet-70-15"}]})");
  QUORATE_CHECK(document.has_value());
  auto protocol = engine::ReadProtocol(*document);
  QUORATE_CHECK(protocol.has_value());
  return *std::move(protocol);
}

inline std::string Pseudonym(int person) {
  return "p" + std::to_string(person);
}
inline std::string ItemLabel(int item) {
  return "C" + std::to_string(item);
}

// A facilitator's request under an id of its own.
inline services::Request FacilitatorRequest(const std::string& study,
                                            const std::string& request_id,
                                            engine::Act act) {
  services::Request request;
  request.study = study;
  request.principal = "chair";
  request.request_id = request_id;
  request.fingerprint = "fingerprint of " + request_id;
  request.command = {
      {engine::Role::kFacilitator, "chair"}, engine::Instant{1'795'467'600}, std::move(act)};
  request.reply = [](const services::Applied& applied) {
    return std::to_string(applied.first) + "+" + std::to_string(applied.entries.size());
  };
  return request;
}

// A participant's own ballot on every item of round 1.
inline services::Request BallotRequest(const std::string& study,
                                       int person,
                                       const std::string& request_id,
                                       int items) {
  engine::BallotEntry ballot{Pseudonym(person), {}};
  for (int item = 1; item <= items; ++item) {
    ballot.answers.push_back(
        {ItemLabel(item), engine::AnswerState::kScored, 1 + (person + item) % 9});
  }
  services::Request request = FacilitatorRequest(
      study, request_id, engine::CastBallots{1, engine::Channel::kSelf, {std::move(ballot)}});
  request.principal = Pseudonym(person);
  request.command.actor = {engine::Role::kParticipant, Pseudonym(person)};
  return request;
}

// Creates the study, freezes a protocol, enrols `people`, adds `items` and opens round 1.
inline void OpenFirstRound(services::Studies& studies,
                           const std::string& study,
                           int people,
                           int items) {
  engine::EnrolParticipants panel;
  for (int person = 1; person <= people; ++person) {
    const char* group = person % 2 == 0 ? "patients" : "clinicians";
    panel.enrolments.push_back({Pseudonym(person), {{group}, 1}});
  }
  engine::AddItems added;
  for (int item = 1; item <= items; ++item) {
    added.items.push_back({ItemLabel(item), "Outcome " + std::to_string(item)});
  }
  int step = 0;
  for (engine::Act act : std::vector<engine::Act>{engine::CreateStudy{"Outcomes"},
                                                  engine::DraftProtocol{TwoGroupProtocol()},
                                                  engine::FreezeProtocol{},
                                                  std::move(panel),
                                                  std::move(added),
                                                  engine::OpenRound{}}) {
    const auto done = studies.Execute(
        FacilitatorRequest(study, "setup-" + std::to_string(++step), std::move(act)));
    if (!done) std::fprintf(stderr, "%s\n", done.error().message.c_str());
    QUORATE_CHECK(done.has_value());
  }
}

}  // namespace quorate::support
