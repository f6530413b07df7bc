// The report of a study: one HTML file that opens from disk, on a phone and on paper, without
// scripts and without anything from elsewhere. Plain words come first, for a tired reader; every
// number that the log holds comes after, for a methodologist.
//
// It is a pure function of the record, so verification writes it again and compares bytes.

#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "engine/study/study.h"

namespace quorate::engine {

// The form of the report, of VERIFY.md and of the checklists. Raised with any change of their words
// or layout, so that a report of another version is known as such and not taken for a forgery.
inline constexpr std::string_view kReportGenerator = "quorate report 3";

// Which record the report is about.
struct RecordName {
  std::string origin;      // The log's name, as its checkpoint says.
  std::uint64_t size = 0;  // Entries under the checkpoint.
  std::string root;        // base64, as it stands in the checkpoint.
};

// An entry with its place in the log.
struct DatedEntry {
  std::uint64_t sequence = 0;
  Entry entry;
};

// Whether the calendar tells of it: what changed the protocol, the list or the course of the study.
// Ballots, enrolments and findings are not told one by one.
bool IsMilestone(const Event& event);

// Whether the report has to know when it happened: the milestones, and whatever brought people or
// items in or out. Ballots and findings are not among them.
bool IsDated(const Event& event);

// Requires a study with a protocol. `history` are the entries for which IsDated() holds, in the
// order of the log.
std::string ReportHtml(const Study& study,
                       std::span<const DatedEntry> history,
                       const RecordName& record,
                       Tier tier);

}  // namespace quorate::engine
