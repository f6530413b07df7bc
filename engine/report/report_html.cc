#include "engine/report/report_html.h"

#include <utility>
#include <variant>

#include "engine/base/check.h"
#include "engine/report/html.h"
#include "engine/report/report_parts.h"

namespace quorate::engine {

namespace {

constexpr std::string_view kStyle = R"css(
:root{color-scheme:light}
body{margin:0 auto;max-width:60rem;padding:1rem;font:1.0625rem/1.5 system-ui,sans-serif;color:#111;background:#fff}
h1,h2,h3{line-height:1.2;margin:1.6em 0 .5em}
h1{margin-top:.5em}
.lead{font-size:1.2rem}
.note{border-left:.3rem solid #555;padding:.2rem 0 .2rem .8rem}
nav ul{columns:2;padding-left:1.2rem}
a{color:#0b4f8a}
.wide{overflow-x:auto;margin:1rem 0}
table{border-collapse:collapse;font-size:.9375rem}
caption{text-align:left;font-weight:600;padding:.3rem 0}
th,td{border:1px solid #8a8a8a;padding:.25rem .5rem;text-align:left;vertical-align:top}
thead th{background:#eee}
.number{text-align:right;font-variant-numeric:tabular-nums}
.verdict{font-weight:700}
.small{font-size:.85em;color:#333}
svg{display:block}
.bar{fill:#1d5a8c}
.axis{stroke:#555}
@media (max-width:40rem){nav ul{columns:1}}
@media print{body{max-width:none;font-size:10pt}nav{display:none}.wide{overflow:visible}
h2,h3,caption{break-after:avoid}tr{break-inside:avoid}.bar{print-color-adjust:exact;-webkit-print-color-adjust:exact}}
)css";

struct Part {
  std::string_view id;
  std::string_view title;
  std::string markup;
};

std::string Head(const std::string& title) {
  std::string head = "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n";
  head += "<meta name=\"generator\" content=\"" + std::string(kReportGenerator) + "\">\n";
  head += "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n";
  head +=
      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
      "style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'\">\n";
  head += "<title>" + EscapeHtml(title) + "</title>\n<style>" + std::string(kStyle) + "</style>\n";
  return head + "</head>\n";
}

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
  return std::visit(
      []<typename Fact>(const Fact&) {
        return !(std::is_same_v<Fact, ParticipantEnrolled> || std::is_same_v<Fact, ItemSuggested> ||
                 std::is_same_v<Fact, ItemAdded> || std::is_same_v<Fact, ProtocolDrafted> ||
                 std::is_same_v<Fact, BallotCast> || std::is_same_v<Fact, VoteCast> ||
                 std::is_same_v<Fact, AttendanceRecorded> ||
                 std::is_same_v<Fact, ParticipantWithdrawn> ||
                 std::is_same_v<Fact, DecisionRecorded> || std::is_same_v<Fact, ResponseFound> ||
                 std::is_same_v<Fact, ItemTallied>);
      },
      event);
}

std::string ReportHtml(const Study& study,
                       std::span<const DatedEntry> milestones,
                       const RecordName& record,
                       Tier tier) {
  QUORATE_CHECK(study.protocol.has_value());
  std::vector<Part> parts;
  parts.push_back({"summary", "In short", SummarySection(study)});
  parts.push_back({"people", "Who took part", PeopleSection(study)});
  parts.push_back({"method", "How agreement was reached", MethodSection(study)});
  parts.push_back({"decisions", "Decisions", DecisionsSection(study)});
  parts.push_back({"results", "Results by item", ItemsSection(study, tier)});
  parts.push_back({"votes", "Votes in the workshop", VotesSection(study, tier)});
  parts.push_back({"lineage", "How the list changed", LineageSection(study)});
  parts.push_back({"deviations", "Changes to the protocol", DeviationsSection(study)});
  parts.push_back({"calendar", "What happened when", CalendarSection(milestones)});
  parts.push_back({"suppressed", "What is not shown, and why", SuppressionSection(study, tier)});
  parts.push_back({"checking", "How to check this report", CheckingSection(record)});

  std::string page =
      Head(study.title) + "<body>\n" + Opening(study, record, tier) + Contents(parts);
  page += "<main>\n";
  for (const Part& part : parts) {
    page += "<section id=\"" + std::string(part.id) + "\" aria-labelledby=\"h-" +
            std::string(part.id) + "\">\n<h2 id=\"h-" + std::string(part.id) + "\">" +
            std::string(part.title) + "</h2>\n" + part.markup + "</section>\n";
  }
  return page + "</main>\n</body>\n</html>\n";
}

}  // namespace quorate::engine
