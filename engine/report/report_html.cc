#include "engine/report/report_html.h"

#include <utility>
#include <variant>

#include "engine/base/check.h"
#include "engine/report/html.h"
#include "engine/report/page.h"
#include "engine/report/report_parts.h"

namespace quorate::engine {

namespace {

struct Part {
  std::string_view id;
  std::string_view title;
  std::string markup;
};

std::string Opening(const Study& study, const RecordName& record, Tier tier) {
  std::string markup = "<header>\n<h1>" + FreeHtml(study.title) + "</h1>\n";
  if (!study.protocol->purpose.empty()) {
    markup += "<p class=\"lead\">" + FreeHtml(study.protocol->purpose) + "</p>\n";
  }
  if (tier == Tier::kAuditor) {
    markup +=
        "<p class=\"note\"><strong>Auditor's copy.</strong> It shows what small groups answered. "
        "Do not pass it on.</p>\n";
  }
  markup += "<p class=\"small\">Record " + EscapeHtml(record.origin) + ", " +
            std::to_string(record.size) + " entries.</p>\n</header>\n";
  return markup;
}

std::string CheckingSection(const RecordName& record) {
  std::string markup =
      "<p>This page was written by a program from the study's decision log, which lies "
      "beside it in <code>entries.ndjson</code>. Nobody edits it by hand.</p>\n";
  markup +=
      "<ul>\n<li>With the program: <code>quorate verify FOLDER</code>, where FOLDER holds this "
      "page. It replays the log, recounts what the folder lets it recount, and writes this page "
      "again to compare.</li>\n";
  markup +=
      "<li>Without it: <code>VERIFY.md</code> beside this page gives the commands.</li>\n</ul>\n";
  markup += "<p>The log's name is <code>" + EscapeHtml(record.origin) +
            "</code>. Its signed checkpoint "
            "covers " +
            std::to_string(record.size) + " entries under the root <code>" +
            EscapeHtml(record.root) +
            "</code>. Keep that line: with it, any later change to these "
            "entries can be found out.</p>\n";
  return markup;
}

std::string Contents(const std::vector<Part>& parts) {
  std::string markup = "<nav aria-label=\"Contents\">\n<ul>\n";
  for (const Part& part : parts) {
    markup +=
        "<li><a href=\"#" + std::string(part.id) + "\">" + std::string(part.title) + "</a></li>\n";
  }
  return markup + "</ul>\n</nav>\n";
}

}  // namespace

bool IsMilestone(const Event& event) {
  if (IsFinding(event)) return false;
  return std::visit(
      []<typename Fact>(const Fact&) {
        return !(std::is_same_v<Fact, ParticipantEnrolled> || std::is_same_v<Fact, ItemSuggested> ||
                 std::is_same_v<Fact, ItemAdded> || std::is_same_v<Fact, ProtocolDrafted> ||
                 std::is_same_v<Fact, BallotCast> || std::is_same_v<Fact, VoteCast> ||
                 std::is_same_v<Fact, AttendanceRecorded> ||
                 std::is_same_v<Fact, ParticipantWithdrawn> ||
                 std::is_same_v<Fact, DecisionRecorded> || std::is_same_v<Fact, FeedbackShown> ||
                 std::is_same_v<Fact, ChoiceCast> || std::is_same_v<Fact, DissentStated>);
      },
      event);
}

bool IsDated(const Event& event) {
  return IsMilestone(event) || std::holds_alternative<ParticipantEnrolled>(event) ||
         std::holds_alternative<ParticipantWithdrawn>(event) ||
         std::holds_alternative<ItemSuggested>(event) || std::holds_alternative<ItemAdded>(event);
}

std::string ReportHtml(const Study& study,
                       std::span<const DatedEntry> history,
                       const RecordName& record,
                       Tier tier) {
  QUORATE_CHECK(study.protocol.has_value());
  std::vector<Part> parts;
  parts.push_back({"summary", "In short", SummarySection(study)});
  parts.push_back({"flow", "From the first list to the last", FlowSection(study, history)});
  parts.push_back({"people", "Who took part", PeopleSection(study)});
  parts.push_back({"method", "How agreement was reached", MethodSection(study)});
  parts.push_back({"decisions", "Decisions", DecisionsSection(study, history, tier)});
  parts.push_back({"dissent", "Who stood on the other side", DissentSection(study, tier)});
  parts.push_back({"statements", "Statements of dissent", StatementsSection(study)});
  parts.push_back({"explanation", "What the verdicts hung on", ExplanationSection(study)});
  parts.push_back({"changes", "What changed between rounds", ChangesSection(study, tier)});
  parts.push_back({"attrition", "Who stayed, and what still moved", AttritionSection(study)});
  parts.push_back({"agreement", "How alike the answers were", StatisticsSection(study, tier)});
  parts.push_back({"results", "Results by item", ItemsSection(study, tier)});
  parts.push_back({"votes", "Votes in the workshop", VotesSection(study, tier)});
  parts.push_back({"choices", "Choices among several", ChoicesSection(study)});
  parts.push_back({"comparisons", "What other rules would have said", ComparisonsSection(study)});
  parts.push_back({"lineage", "How the list changed", LineageSection(study)});
  parts.push_back({"deviations", "Changes to the protocol", DeviationsSection(study)});
  parts.push_back({"calendar", "What happened when", CalendarSection(history)});
  parts.push_back({"suppressed", "What is not shown, and why", SuppressionSection(study, tier)});
  parts.push_back({"checking", "How to check this report", CheckingSection(record)});

  std::string page =
      PageHead(study.title) + "<body>\n" + Opening(study, record, tier) + Contents(parts);
  page += "<main>\n";
  for (const Part& part : parts) {
    page += "<section id=\"" + std::string(part.id) + "\" aria-labelledby=\"h-" +
            std::string(part.id) + "\">\n<h2 id=\"h-" + std::string(part.id) + "\">" +
            std::string(part.title) + "</h2>\n" + part.markup + "</section>\n";
  }
  return page + "</main>\n</body>\n</html>\n";
}

}  // namespace quorate::engine
