#include "engine/study/study_ratings.h"

#include <algorithm>

#include "engine/base/check.h"

namespace quorate::engine {

Ballots BallotsOf(const Study& study, const Round& round) {
  const ConsensusRule& rule = study.Plan(round.number).rule;
  return {BasisOf(round), round.box, round.items, rule, round.number};
}

Ballots BallotsOf(const Study& study, const Vote& vote, std::size_t iteration) {
  QUORATE_CHECK(iteration >= 1 && iteration <= vote.iterations.size());
  return {BasisOf(vote, iteration),
          vote.iterations[iteration - 1].box,
          {vote.item},
          *RuleFor(study.Plan(vote.round), vote.kind),
          vote.round};
}

RoundRatings RatingsOf(const Study& study, const Ballots& ballots) {
  RoundRatings round;
  round.scale = ballots.rule.scale;
  for (const Group& group : study.protocol->groups)
    round.groups.push_back(group.id);
  for (const ItemVersion& item : ballots.items)
    round.items.push_back(item.item);
  const std::size_t items = ballots.items.size();
  const std::size_t voters = ballots.box.voters.size();
  for (const std::string& id : ballots.box.voters.names()) {
    const Membership& membership = *study.FindParticipant(id)->membership;
    HatSet hats;
    for (const std::string& hat : membership.hats) {
      hats.push_back(static_cast<std::uint32_t>(*study.protocol->FindGroup(hat)));
    }
    round.hat_set_of.push_back(round.AddHatSet(hats));
    round.weights.push_back(membership.weight);
  }
  round.answers.resize(items * voters);
  for (std::size_t voter = 0; voter < voters; ++voter) {
    for (std::size_t item = 0; item < items; ++item) {
      round.At(item, voter) = ballots.box.answers[voter * items + item];
    }
  }
  return round;
}

bool Answered(const BallotBox& box, std::size_t row, std::size_t questions) {
  const AnswerCode* answers = box.answers.data() + row * questions;
  return std::any_of(answers, answers + questions, [](AnswerCode code) {
    return code != kNotShown && code != kSkipped;
  });
}

}  // namespace quorate::engine
