#include "engine/report/ro_crate.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <map>
#include <set>
#include <string_view>
#include <utility>

#include "engine/base/json.h"
#include "engine/base/time.h"

namespace quorate::engine {

namespace {

struct Described {
  std::string_view path;  // A folder's ends in '/' and stands for the files below it.
  std::string_view name;
  std::string_view description;
  std::string_view conforms_to = {};
};

// The first that fits is taken.
constexpr std::array kFiles = {
    Described{"log.vkey",
              "Verifier key",
              "The key that signs the log's checkpoints. Compare it with the one in the paper.",
              "https://c2sp.org/signed-note"},
    Described{"checkpoint",
              "Checkpoint",
              "The newest signed statement of how many entries the log has and under which root.",
              "https://c2sp.org/tlog-checkpoint"},
    Described{"entries.ndjson",
              "Decision log",
              "Every act and every finding of the study, a line an entry, in order."},
    Described{
        "openings.ndjson",
        "Openings",
        "What the log committed to: ballots, memberships, whole tables. Not for publication."},
    Described{"statements.ndjson",
              "Statements of dissent",
              "Participants' own words against a conclusion, opened for the public."},
    Described{"protocol.json", "Protocol", "The study's terms in force, as the log fixed them."},
    Described{"results/items.csv", "Items", "Every item with its standing."},
    Described{"results/wordings.csv", "Wordings", "Every wording that an item ever had."},
    Described{"results/tallies.csv", "Tallies", "The figures of every count, by item and group."},
    Described{"results/histograms.csv", "Histograms", "How many people gave each point."},
    Described{"results/responses.csv", "Responses", "Who was asked and who answered, in numbers."},
    Described{"results/decisions.csv",
              "Decisions",
              "What was concluded, by the rule or against it."},
    Described{"results/votes.csv", "Votes", "The votes of workshops, every iteration."},
    Described{"results/flow.csv", "Flow", "People and items from station to station."},
    Described{"results/changes.csv", "Changes", "Where the panel stood before and after."},
    Described{"results/margins.csv", "Margins", "How close each verdict was."},
    Described{"results/dissent.csv", "Dissent", "Who stood against a conclusion, in numbers."},
    Described{"results/columns.csv", "Columns", "What every column of the other tables says."},
    Described{"results/results.xlsx", "Workbook", "All tables in one workbook."},
    Described{"results/", "Table", "A table of results; columns.csv explains it."},
    Described{"report.html",
              "Report",
              "What was decided and how, in plain words and every number."},
    Described{"index.html", "Entrance", "The record for a browser, opened from disk."},
    Described{"checklists/",
              "Reporting checklist",
              "A published reporting guideline, filled with what the record knows."},
    Described{"VERIFY.md", "How to check", "How anybody checks this record, with or without us."},
    Described{"verify.py", "Verifier", "A second program that checks this record; Python 3.9."},
    Described{"SHA256SUMS", "Digests", "The SHA-256 of every other file, for sha256sum."},
    Described{"prov.json",
              "Provenance",
              "Who made what of what, act by act.",
              "https://www.w3.org/submissions/prov-json/"},
    Described{"datapackage.json",
              "Table schemas",
              "The tables' columns and types for programs.",
              "https://specs.frictionlessdata.io/tabular-data-package/"},
    Described{"CITATION.cff",
              "Citation",
              "How to cite the record. The authors write their names.",
              "https://citation-file-format.github.io/"},
    Described{".zenodo.json", "Zenodo's form", "What Zenodo fills its form from."}};

constexpr Described kOther = {"", "File", "A file of the record."};

const Described& DescriptionOf(std::string_view path) {
  const auto* const found = std::ranges::find_if(kFiles, [&](const Described& file) {
    return file.path.ends_with('/') ? path.starts_with(file.path) : path == file.path;
  });
  return found == kFiles.end() ? kOther : *found;
}

std::string_view MediaTypeOf(std::string_view path) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 9> kTypes = {
      {{".csv", "text/csv"},
       {".py", "text/x-python"},
       {".html", "text/html"},
       {".md", "text/markdown"},
       {".ndjson", "application/x-ndjson"},
       {".json", "application/json"},
       {".cff", "application/yaml"},
       {".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
       {"", "text/plain"}}};
  return std::ranges::find_if(kTypes, [&](const auto& type) { return path.ends_with(type.first); })
      ->second;
}

Json Reference(std::string_view id) {
  Json reference;
  reference["@id"] = id;
  return reference;
}

Json Descriptor() {
  Json entity = Reference("ro-crate-metadata.json");
  entity["@type"] = "CreativeWork";
  entity["conformsTo"] = Reference("https://w3id.org/ro/crate/1.1");
  entity["about"] = Reference("./");
  return entity;
}

Json FileEntity(const std::string& path) {
  const Described& file = DescriptionOf(path);
  Json entity = Reference(path);
  entity["@type"] = "File";
  const bool one_of_many = file.path.ends_with('/') || file.path.empty();
  entity["name"] = std::string(file.name) +
                   (one_of_many ? " " + path.substr(path.rfind('/') + 1) : std::string());
  entity["description"] = file.description;
  entity["encodingFormat"] = MediaTypeOf(path);
  if (!file.conforms_to.empty()) entity["conformsTo"] = Reference(file.conforms_to);
  return entity;
}

// A folder whose files are many or may be fewer without harm, described together.
constexpr std::array kFolders = {
    Described{"checkpoints/",
              "Earlier checkpoints",
              "What was signed earlier, named by the number of entries; this log extends each.",
              "https://c2sp.org/tlog-checkpoint"},
    Described{"tile/",
              "Tiles",
              "The log as static files, from which clients compute proofs.",
              "https://c2sp.org/tlog-tiles"}};

const Described* TogetherWith(std::string_view path) {
  const auto* const found = std::ranges::find_if(
      kFolders, [&](const Described& folder) { return path.starts_with(folder.path); });
  return found == kFolders.end() ? nullptr : found;
}

Json FolderEntity(const Described& folder) {
  Json entity = Reference(folder.path);
  entity["@type"] = "Dataset";
  entity["name"] = folder.name;
  entity["description"] = folder.description;
  entity["conformsTo"] = Reference(folder.conforms_to);
  return entity;
}

// A folder with the files below it.
Json FolderEntity(const std::string& path, Json::Array parts) {
  Json entity = Reference(path);
  entity["@type"] = "Dataset";
  entity["name"] = path.substr(0, path.size() - 1);
  entity["description"] = "A folder of the record.";
  entity["hasPart"] = std::move(parts);
  return entity;
}

std::string Description(const Study& study, const RecordName& record, Tier tier) {
  std::string text;
  if (!study.protocol->purpose.empty()) text = study.protocol->purpose + "\n\n";
  text += "The decision record of a consensus study: its signed log " + record.origin +
          " with its first " + std::to_string(record.size) +
          " entries, and what follows from it. Tables, report and checklists can be written again "
          "from the log and compared. ";
  text += tier == Tier::kPublic ? "This is the public tier, without ballots and small groups."
                                : "This is the auditor's tier, with every ballot: do not publish.";
  return text;
}

Json RootEntity(const Study& study, const RecordName& record, Tier tier, Json::Array parts) {
  Json entity = Reference("./");
  entity["@type"] = "Dataset";
  entity["name"] = study.title;
  entity["description"] = Description(study, record, tier);
  entity["datePublished"] = ToString(study.last_time);
  entity["license"] =
      "The record does not know its licence: that is for the authors to write. Until they do, ask "
      "them before you use it.";
  entity["identifier"] = record.origin + " " + std::to_string(record.size) + " " + record.root;
  entity["keywords"] = "consensus, Delphi, decision log";
  entity["mainEntity"] = Reference("entries.ndjson");
  entity["hasPart"] = std::move(parts);
  return entity;
}

// The program that wrote the files beside the log, and that it did.
void AddDerivation(std::span<const std::string> paths, Json::Array& graph) {
  constexpr std::array<std::string_view, 6> kGiven = {"log.vkey",
                                                      "checkpoint",
                                                      "entries.ndjson",
                                                      "openings.ndjson",
                                                      "statements.ndjson",
                                                      "index.html"};
  Json program = Reference("#quorate");
  program["@type"] = "SoftwareApplication";
  program["name"] = "Quorate";
  program["version"] = kReportGenerator;
  graph.push_back(std::move(program));
  Json action = Reference("#derivation");
  action["@type"] = "CreateAction";
  action["name"] = "Writing what follows from the log";
  action["instrument"] = Reference("#quorate");
  action["object"] = Reference("entries.ndjson");
  Json::Array results;
  for (const std::string& path : paths) {
    if (TogetherWith(path) != nullptr) continue;
    if (std::ranges::find(kGiven, path) == kGiven.end()) results.push_back(Reference(path));
  }
  action["result"] = std::move(results);
  graph.push_back(std::move(action));
}

void AddSpecifications(const std::set<std::string>& addresses, Json::Array& graph) {
  for (const std::string& address : addresses) {
    Json entity = Reference(address);
    entity["@type"] = "CreativeWork";
    entity["name"] = "Specification " + address.substr(address.find("//") + 2);
    graph.push_back(std::move(entity));
  }
}

}  // namespace

std::string RoCrateMetadata(const Study& study,
                            const RecordName& record,
                            Tier tier,
                            std::span<const std::string> paths) {
  Json::Array parts;
  Json::Array files;
  std::map<std::string, Json::Array> folders;
  std::set<std::string> specifications;
  std::set<const Described*> together;
  for (const std::string& path : paths) {
    if (const Described* folder = TogetherWith(path)) {
      together.insert(folder);
      continue;
    }
    const std::size_t slash = path.find('/');
    if (slash == std::string::npos) {
      parts.push_back(Reference(path));
    } else {
      folders[path.substr(0, slash + 1)].push_back(Reference(path));
    }
    const std::string_view specification = DescriptionOf(path).conforms_to;
    if (!specification.empty()) specifications.insert(std::string(specification));
    files.push_back(FileEntity(path));
  }
  for (const auto& [folder, below] : folders) {
    parts.push_back(Reference(folder));
    files.push_back(FolderEntity(folder, below));
  }
  for (const Described* folder : together) {
    parts.push_back(Reference(folder->path));
    files.push_back(FolderEntity(*folder));
    specifications.insert(std::string(folder->conforms_to));
  }
  Json::Array graph = {Descriptor(), RootEntity(study, record, tier, std::move(parts))};
  std::ranges::move(files, std::back_inserter(graph));
  AddDerivation(paths, graph);
  AddSpecifications(specifications, graph);
  Json crate;
  crate["@context"] = "https://w3id.org/ro/crate/1.1/context";
  crate["@graph"] = std::move(graph);
  return WriteJsonIndented(crate);
}

}  // namespace quorate::engine
