// The sample study with what the report's functions are given of its log.

#pragma once

#include <vector>

#include "engine/report/report_html.h"
#include "tests/support/study_builder.h"

namespace quorate::engine {

inline std::vector<DatedEntry> HistoryOf(const std::vector<Entry>& entries) {
  std::vector<DatedEntry> history;
  for (std::size_t i = 0; i < entries.size(); ++i) {
    if (IsDated(entries[i].event)) history.push_back({i, entries[i]});
  }
  return history;
}

inline const Study& SampleState() {
  static const Study study = support::SampleStudy().study();
  return study;
}

inline const std::vector<DatedEntry>& SampleHistory() {
  static const std::vector<DatedEntry> history = HistoryOf(support::SampleRecord().entries);
  return history;
}

// A study of one survey round on one item, with groups a and b and k of 3; `scores` as
// StudyBuilder::Ballot() reads them, the first half in group a.
inline support::StudyBuilder OneItem(const std::vector<std::string>& scores,
                                     const std::string& rule = "comet-70-15") {
  support::StudyBuilder builder;
  builder.Do(CreateStudy{"t"})
      .Do(DraftProtocol{support::ProtocolFrom(
          R"({"title":"t","groups":[{"id":"a"},{"id":"b"}],"k":3,"unanimity":"shown","rounds":[{"rule":")" +
          rule + R"("},{"rule":")" + rule + R"("}]})")})
      .Do(FreezeProtocol{});
  EnrolParticipants enrol;
  for (std::size_t i = 0; i < scores.size(); ++i) {
    enrol.enrolments.push_back({"p" + std::to_string(i), {{2 * i < scores.size() ? "a" : "b"}, 1}});
  }
  builder.Do(std::move(enrol)).Do(AddItems{{{"C1", "one"}}}).Do(OpenRound{});
  for (std::size_t i = 0; i < scores.size(); ++i)
    builder.Ballot("p" + std::to_string(i), 1, "C1=" + scores[i]);
  builder.Do(CloseRound{1});
  return builder;
}

}  // namespace quorate::engine
