// The study that tests of the API play: three groups of five people, two items, a survey round, a
// workshop round and a second survey round. Scores are from 7301 to 7315, one for each person, so
// that a score found in an answer tells at once whose it is.

#pragma once

#include <string>
#include <vector>

#include "tests/support/api_client.h"
#include "tests/support/test_server.h"

namespace quorate::support {

class ApiStory {
 public:
  static constexpr int kPeople = 15;
  static constexpr int kLeastScore = 7301;

  // Creates the study and freezes its protocol, enrols the people, adds the items.
  explicit ApiStory(const TestServer& server, std::string study = "demo");

  [[nodiscard]] const ApiClient& facilitator() const { return facilitator_; }
  [[nodiscard]] std::string name() const { return "studies/" + study_; }
  // "studies/demo/{collection}/{label}".
  [[nodiscard]] std::string Name(const std::string& collection, const std::string& label) const {
    return name() + "/" + collection + "/" + label;
  }
  // The participants' names, "studies/demo/participants/…".
  [[nodiscard]] const std::vector<std::string>& people() const { return people_; }
  // A client with a token of that participant's own, the same each time.
  [[nodiscard]] const ApiClient& Participant(int person);
  // A client with a new token of another role in this study; `role` is the contract's number.
  [[nodiscard]] ApiClient WithRole(int role) const;

  void OpenRound();
  // The person's marked ballot on both items.
  void CastBallot(int round, int person);
  void CloseRound(int round);
  // The whole workshop in round 2: everybody attends, one vote on the first item, two iterations.
  void PlayWorkshop();
  // Round 1 with everybody's ballot, the workshop, round 2 of the survey open, decisions recorded.
  void PlayThrough();

  static std::string ProtocolJson();

 private:
  std::string study_;
  ApiClient facilitator_;
  std::vector<std::string> people_;
  std::vector<std::unique_ptr<ApiClient>> participants_;
};

}  // namespace quorate::support
