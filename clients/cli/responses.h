// How many answered, and how people say so.

#pragma once

#include <string>

#include <google/protobuf/repeated_field.h>

#include "quorate/v1/consensus.pb.h"

namespace quorate::cli {

// "38 of 50 (citizens 9 of 9, stakeholders 29 of 41)"; the whole panel comes first.
inline std::string DescribeResponses(
    const google::protobuf::RepeatedPtrField<v1::Response>& responses) {
  std::string whole;
  std::string groups;
  for (const v1::Response& one : responses) {
    const std::string count =
        std::to_string(one.responded()) + " of " + std::to_string(one.invited());
    if (one.group().empty()) {
      whole = count;
    } else {
      groups += (groups.empty() ? "" : ", ") + one.group() + " " + count;
    }
  }
  return groups.empty() ? whole : whole + " (" + groups + ")";
}

// "IN", "OUT", "NONE", "INQUORATE", or "" where nothing is said.
inline std::string ConsensusWord(v1::Consensus consensus) {
  switch (consensus) {
    case v1::CONSENSUS_IN:
      return "IN";
    case v1::CONSENSUS_OUT:
      return "OUT";
    case v1::CONSENSUS_NONE:
      return "NONE";
    case v1::CONSENSUS_INQUORATE:
      return "INQUORATE";
    default:
      return "";
  }
}

}  // namespace quorate::cli
