// The report's sections, each a piece of markup; report_html.cc puts them in order.

#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "engine/report/report_html.h"
#include "engine/study/study.h"

namespace quorate::engine {

// report_front.cc: what a reader who stops early has read.
std::string SummarySection(const Study& study);
std::string PeopleSection(const Study& study);
std::string MethodSection(const Study& study);

// report_course.cc: how people and items went from round to round. `history` as for ReportHtml().
std::string FlowSection(const Study& study, std::span<const DatedEntry> history);
std::string ChangesSection(const Study& study, Tier tier);

// report_decisions.cc: what was decided, how close it was, and who stood against it.
std::string DecisionsSection(const Study& study, std::span<const DatedEntry> history, Tier tier);
std::string DissentSection(const Study& study, Tier tier);

// report_explained.cc: what the verdicts hung on, and what was found beside them. All of it stands
// in the log in the clear, but for the words of statements, whose openings are public too.
std::string ExplanationSection(const Study& study);
std::string AttritionSection(const Study& study);
std::string ChoicesSection(const Study& study);
std::string StatementsSection(const Study& study);
std::string ComparisonsSection(const Study& study);

// report_statistics.cc: how alike the answers were.
std::string StatisticsSection(const Study& study, Tier tier);

// report_results.cc: every number.
std::string ItemsSection(const Study& study, Tier tier);
std::string VotesSection(const Study& study, Tier tier);
std::string SuppressionSection(const Study& study, Tier tier);

// report_history.cc: how the list and the terms changed, and when.
std::string LineageSection(const Study& study);
std::string DeviationsSection(const Study& study);
std::string CalendarSection(std::span<const DatedEntry> history);

// Used by several sections: an item's label and present wording, a verdict with its meaning, and
// what stands in place of a table that the k rule keeps back.
std::string ItemHtml(const Study& study, const std::string& item);
std::string VerdictHtml(Verdict verdict);
// The group's name as markup; "Everybody" for the panel.
std::string WhoHtml(const Protocol& protocol, const std::string& group);
// "12 of 13 (92.3 %)"; "0 of 0" where there is no share.
std::string PartText(std::int64_t part, std::int64_t whole);
inline constexpr std::string_view kTooFewToShow = "not shown: too few people to publish safely";

}  // namespace quorate::engine
