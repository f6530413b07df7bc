#include "engine/report/citation.h"

#include "engine/base/json.h"
#include "engine/base/time.h"
#include "engine/report/html.h"
#include "engine/report/research_package.h"

namespace quorate::engine {

namespace {

// A JSON string is a YAML string in double quotes.
std::string Quoted(std::string_view text) {
  std::string out;
  AppendJsonString(text, out);
  return out;
}

std::string NameOf(const Study& study) {
  return "Decision record of the consensus study \"" + study.title + "\"";
}

std::string AboutRecord(const RecordName& record) {
  return "The signed decision log " + record.origin + " with its first " +
         std::to_string(record.size) + " entries, root " + record.root +
         ", and the tables, report and checklists that follow from it.";
}

Json Keywords() {
  return Json::Array{"consensus", "decision log", "Delphi"};
}

}  // namespace

std::string DayOfRecord(const Study& study) {
  return ToString(study.last_time).substr(0, 10);
}

std::string CitationCff(const Study& study, const RecordName& record) {
  std::string text = "# " + std::string(kReportGenerator) +
                     ". Write the authors, and the licence if there is one, before you publish.\n";
  text += "cff-version: 1.2.0\n";
  text += "type: dataset\n";
  text += "message: \"If you use this record, please cite it as below.\"\n";
  text += "title: " + Quoted(NameOf(study)) + "\n";
  text += "authors:\n  - name: " + Quoted(kAuthorToWrite) + "\n";
  text += "date-released: " + Quoted(DayOfRecord(study)) + "\n";
  text += "abstract: " +
          Quoted(study.protocol->purpose.empty() ? AboutRecord(record) : study.protocol->purpose) +
          "\n";
  text += "identifiers:\n  - type: other\n    value: " +
          Quoted(record.origin + " " + std::to_string(record.size) + " " + record.root) +
          "\n    description: \"Origin, size and root of the log's checkpoint.\"\n";
  text += "keywords:\n";
  const Json keywords = Keywords();
  for (const Json& keyword : *keywords.array())
    text += "  - " + Quoted(*keyword.string()) + "\n";
  return text;
}

std::string ZenodoJson(const Study& study, const RecordName& record, Tier tier) {
  Json json;
  json["title"] = NameOf(study);
  json["upload_type"] = "dataset";
  json["publication_date"] = DayOfRecord(study);
  std::string description;
  if (!study.protocol->purpose.empty())
    description = "<p>" + EscapeHtml(study.protocol->purpose) + "</p>";
  json["description"] = description + "<p>" + EscapeHtml(AboutRecord(record)) + "</p>";
  Json creator;
  creator["name"] = kAuthorToWrite;
  json["creators"] = Json::Array{std::move(creator)};
  json["keywords"] = Keywords();
  json["notes"] =
      "Creators and licence are for the authors to write: the record does not know them. Without a "
      "licence of yours Zenodo sets one of its own.";
  if (tier == Tier::kAuditor) json["access_right"] = "closed";
  return WriteJsonIndented(json);
}

}  // namespace quorate::engine
