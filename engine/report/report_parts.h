// The report's sections, each a piece of markup; report_html.cc puts them in order.

#pragma once

#include <span>
#include <string>

#include "engine/report/report_html.h"
#include "engine/study/study.h"

namespace quorate::engine {

// report_front.cc: what a reader who stops early has read.
std::string SummarySection(const Study& study);
std::string PeopleSection(const Study& study);
std::string MethodSection(const Study& study);

// report_results.cc: every number.
std::string DecisionsSection(const Study& study);
std::string ItemsSection(const Study& study, Tier tier);
std::string VotesSection(const Study& study, Tier tier);
std::string SuppressionSection(const Study& study, Tier tier);

// report_history.cc: how the list and the terms changed, and when.
std::string LineageSection(const Study& study);
std::string DeviationsSection(const Study& study);
std::string CalendarSection(std::span<const DatedEntry> milestones);

// The same, used by several sections: an item's label and present wording.
std::string ItemHtml(const Study& study, const std::string& item);

}  // namespace quorate::engine
