#include "engine/report/checklists.h"

#include "engine/base/check.h"
#include "engine/report/checklist_facts.h"
#include "engine/report/csv.h"
#include "engine/report/html.h"
#include "engine/report/page.h"

namespace quorate::engine {

namespace {

constexpr std::string_view kToWrite = "Author to write: ";

// An item with what the record says of it.
struct Answered {
  const ChecklistItem* item = nullptr;
  std::vector<std::string> known;
};

std::vector<Answered> Answer(const Checklist& checklist,
                             const Study& study,
                             std::span<const DatedEntry> history,
                             const RecordName& record) {
  std::vector<Answered> answers;
  for (const ChecklistItem& item : checklist.items) {
    Answered answer{&item, {}};
    for (const Known known : item.known) {
      for (std::string& sentence : WhatIsKnown(known, study, history, record))
        answer.known.push_back(std::move(sentence));
    }
    answers.push_back(std::move(answer));
  }
  return answers;
}

std::string PlaceOf(const ChecklistItem& item) {
  return item.place.empty() ? "" : "report.html#" + std::string(item.place);
}

std::string CsvOf(const Checklist& checklist, const std::vector<Answered>& answers) {
  CsvTable csv("checklists/" + std::string(checklist.name) + ".csv",
               {{"item", "", ColumnKind::kLabel},
                {"section", ""},
                {"asks", ""},
                {"record_says", ""},
                {"author_to_write", ""},
                {"report_section", ""}});
  for (const Answered& answer : answers) {
    std::string known;
    for (const std::string& sentence : answer.known)
      known += (known.empty() ? "" : "\n") + sentence;
    csv.Cell(answer.item->number).Cell(answer.item->section).Cell(answer.item->asks);
    csv.FreeText(known).Cell(answer.item->author).Cell(PlaceOf(*answer.item)).EndRow();
  }
  return csv.File().bytes;
}

std::string KnownHtml(const Answered& answer) {
  std::string markup;
  for (const std::string& sentence : answer.known)
    markup += "<p>" + FreeHtml(sentence) + "</p>";
  if (!answer.item->author.empty()) {
    markup += "<p><strong>" + std::string(kToWrite) + "</strong>" +
              EscapeHtml(answer.item->author) + "</p>";
  }
  return markup;
}

std::string LinkHtml(const ChecklistItem& item) {
  if (item.place.empty()) return {};
  return "<a href=\"../" + PlaceOf(item) + "\">" + std::string(item.place) + "</a>";
}

std::string HtmlOf(const Checklist& checklist,
                   const std::vector<Answered>& answers,
                   const Study& study) {
  std::string page = PageHead(checklist.title) + "<body>\n<main>\n<h1>" +
                     EscapeHtml(checklist.title) + "</h1>\n<p class=\"lead\">" +
                     FreeHtml(study.title) + "</p>\n<p>" + EscapeHtml(checklist.source) + " " +
                     EscapeHtml(checklist.note) + "</p>\n";
  page +=
      "<p>What stands under the record's words follows from the study's decision log, as of its "
      "checkpoint.</p>\n";
  HtmlTable table(EscapeHtml(checklist.title),
                  {"Item", "Section", "What is asked", "What the record says", "In the report"});
  for (const Answered& answer : answers) {
    table.Row({RowHeading(EscapeHtml(answer.item->number)),
               TextCell(answer.item->section),
               TextCell(answer.item->asks),
               MarkupCell(KnownHtml(answer)),
               MarkupCell(LinkHtml(*answer.item))});
  }
  return page + table.Markup() + "</main>\n</body>\n</html>\n";
}

}  // namespace

std::vector<ChecklistFile> Checklists(const Study& study,
                                      std::span<const DatedEntry> history,
                                      const RecordName& record) {
  QUORATE_CHECK(study.protocol.has_value());
  std::vector<ChecklistFile> files;
  for (const Checklist& checklist : {Accord(), CosStar(), Delphistar()}) {
    const std::vector<Answered> answers = Answer(checklist, study, history, record);
    const std::string path = "checklists/" + std::string(checklist.name);
    files.push_back({path + ".csv", CsvOf(checklist, answers)});
    files.push_back({path + ".html", HtmlOf(checklist, answers, study)});
  }
  return files;
}

}  // namespace quorate::engine
