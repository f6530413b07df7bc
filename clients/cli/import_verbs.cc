#include <map>

#include "clients/cli/import_check.h"
#include "clients/cli/import_mapping.h"
#include "clients/cli/import_reading.h"
#include "clients/cli/import_sending.h"
#include "clients/cli/input_file.h"
#include "clients/cli/verb.h"
#include "engine/base/json.h"

namespace quorate::cli {

namespace {

using engine::Json;
using engine::Reason;
using engine::Result;
using engine::Status;

// What every import is asked for.
struct ImportFlags {
  std::shared_ptr<std::string> file;
  std::shared_ptr<std::string> mapping;
  std::shared_ptr<std::string> study;
  std::shared_ptr<bool> dry_run;

  explicit ImportFlags(Verb& verb)
      : file(verb.Argument("FILE", "the CSV file, UTF-8")),
        mapping(verb.Needed("--mapping", "the TOML file that says what its columns mean")),
        study(verb.Needed("--study", "the study's label")),
        dry_run(verb.Flag("--dry-run", "say what would be done, and do nothing")) {}
};

std::int64_t Count(std::size_t number) {
  return static_cast<std::int64_t>(number);
}

Json Strings(const std::vector<std::string>& words) {
  Json::Array list;
  for (const std::string& word : words)
    list.emplace_back(word);
  return list;
}

std::string Listed(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words)
    text += (text.empty() ? "" : ", ") + word;
  return text;
}

// Errors of a file name the file.
template <typename T>
Result<T> In(const std::string& file, Result<T> result) {
  if (!result) {
    result.error().message = file + ": " + result.error().message;
    for (engine::Violation& violation : result.error().violations) {
      violation.field = file + ", " + violation.field;
    }
  }
  return result;
}

Result<Mapping> LoadMapping(const std::string& path) {
  QUORATE_ASSIGN_OR_RETURN(const std::string text, ReadFile(path));
  return In(path, ReadMapping(text));
}

// All refused rows at once, and that nothing was sent.
template <typename Thing>
Status RefuseRows(const std::string& file, const Imported<Thing>& imported) {
  if (imported.refused.empty()) return {};
  engine::Error error{
      Reason::kInvalidArgument,
      file + ": " + std::to_string(imported.refused.size()) +
          " places cannot be taken, so nothing was sent; mend them and give the command again",
      imported.refused};
  return tl::unexpected(std::move(error));
}

// What was read of a file, line by line for people and member by member for programs.
class Summary {
 public:
  template <typename Thing>
  Summary(const std::string& file, const Imported<Thing>& imported) {
    Line("File",
         file + ": " + std::to_string(imported.rows_in_file) + " rows, " +
             std::to_string(imported.rows_read) + " read, " +
             std::to_string(imported.rows_in_file - imported.rows_read) + " left out by [where]");
    json_["rows_in_file"] = Count(imported.rows_in_file);
    json_["rows_read"] = Count(imported.rows_read);
  }
  void Line(const std::string& heading, const std::string& text) {
    text_ +=
        heading + std::string(heading.size() < 10 ? 10 - heading.size() : 1, ' ') + text + "\n";
  }
  Json& operator[](std::string_view name) { return json_[name]; }
  void Print(const Terminal& terminal) const {
    std::cout << (terminal.json ? WriteJsonIndented(json_) : text_);
  }

 private:
  std::string text_;
  Json json_;
};

void DescribePeople(const Imported<ImportedPerson>& file,
                    const ImportPlan& plan,
                    Summary& summary) {
  std::map<std::string, std::size_t> by_group;
  for (const ImportedPerson& person : file.things) {
    if (!person.hats.empty()) ++by_group[person.hats.front()];
  }
  std::string groups;
  for (const auto& [group, count] : by_group) {
    groups += (groups.empty() ? " (" : ", ") + group + " " + std::to_string(count);
    summary["groups"][group] = Count(count);
  }
  summary.Line("People",
               std::to_string(file.things.size()) + groups + (groups.empty() ? "" : ")") + "; " +
                   std::to_string(plan.enrol.size()) + " not on the panel yet");
  summary["people"] = Count(file.things.size());
  summary["to_enrol"] = Count(plan.enrol.size());
}

void DescribeAnswers(const Imported<ImportedPerson>& file,
                     const ImportPlan& plan,
                     Summary& summary) {
  std::size_t scored = 0;
  std::map<Missing, std::size_t> missing;
  std::set<std::string> items;
  for (const ImportedPerson& person : file.things) {
    for (const ImportedAnswer& answer : person.answers) {
      items.insert(answer.item);
      ++(answer.score ? scored : missing[answer.missing]);
    }
  }
  summary.Line("Items", std::to_string(items.size()) + " answered");
  summary.Line("Answers",
               std::to_string(scored) + " scores, " + std::to_string(missing[Missing::kUnable]) +
                   " unable, " + std::to_string(missing[Missing::kNotUnderstood]) +
                   " not understood, " + std::to_string(missing[Missing::kSkipped]) + " skipped");
  summary["items"] = Count(items.size());
  summary["scored"] = Count(scored);
  summary["unable"] = Count(missing[Missing::kUnable]);
  summary["not_understood"] = Count(missing[Missing::kNotUnderstood]);
  summary["skipped"] = Count(missing[Missing::kSkipped]);
  if (!plan.blank_columns.empty()) {
    summary.Line("Note",
                 "blank throughout and no item of the round: " + Listed(plan.blank_columns));
  }
  if (!plan.silent.empty())
    summary.Line("Note", "answered nothing, so no ballot: " + Listed(plan.silent));
  summary["blank_columns"] = Strings(plan.blank_columns);
  summary["no_ballot"] = Strings(plan.silent);
}

// Ends a dry run: what was found stands there, and what is wrong follows.
template <typename Thing>
Status EndDryRun(const std::string& file,
                 const Imported<Thing>& imported,
                 Summary& summary,
                 const Terminal& terminal) {
  summary["refused"] = Count(imported.refused.size());
  if (imported.refused.empty())
    summary.Line("Dry run", "all of it can be imported; nothing was written");
  summary.Print(terminal);
  return RefuseRows(file, imported);
}

Status ImportRatings(const ImportFlags& flags,
                     int round,
                     Superseded superseded,
                     const Session& session,
                     const Terminal& terminal) {
  QUORATE_ASSIGN_OR_RETURN(const Mapping mapping, LoadMapping(*flags.mapping));
  QUORATE_ASSIGN_OR_RETURN(const std::string csv, ReadFile(*flags.file));
  QUORATE_ASSIGN_OR_RETURN(Imported<ImportedPerson> file,
                           In(*flags.file, ReadRatings(csv, mapping)));
  QUORATE_ASSIGN_OR_RETURN(StudySide side, AskStudy(session, *flags.study, round));
  const ImportPlan plan = CheckRatings(side, file);
  Summary summary(*flags.file, file);
  DescribePeople(file, plan, summary);
  DescribeAnswers(file, plan, summary);
  if (*flags.dry_run) return EndDryRun(*flags.file, file, summary, terminal);
  QUORATE_RETURN_IF_ERROR(RefuseRows(*flags.file, file));

  QUORATE_ASSIGN_OR_RETURN(const std::size_t enrolled,
                           SendPanel(session, *flags.study, file, side));
  QUORATE_ASSIGN_OR_RETURN(const SentBallots sent,
                           SendBallots(session, {*flags.study, round}, file, side, superseded));
  summary.Line("Panel", std::to_string(enrolled) + " enrolled");
  summary.Line("Ballots",
               std::to_string(sent.added) + " new, " + std::to_string(sent.replaced) +
                   " replaced, " + std::to_string(sent.unchanged) + " unchanged");
  if (sent.superseded > 0) {
    summary.Line(
        "Note",
        std::to_string(sent.superseded) +
            " were imported before and have been replaced since; --replace enters them again");
  }
  if (sent.paper) {
    summary.Line(
        "Note",
        "recorded as paper ballots, since the token is a facilitator's; with an integrator's token "
        "they are recorded as imported");
  }
  summary["enrolled"] = Count(enrolled);
  summary["new"] = Count(sent.added);
  summary["replaced"] = Count(sent.replaced);
  summary["unchanged"] = Count(sent.unchanged);
  summary["superseded"] = Count(sent.superseded);
  summary.Print(terminal);
  return {};
}

Status ImportPanel(const ImportFlags& flags, const Session& session, const Terminal& terminal) {
  QUORATE_ASSIGN_OR_RETURN(const Mapping mapping, LoadMapping(*flags.mapping));
  QUORATE_ASSIGN_OR_RETURN(const std::string csv, ReadFile(*flags.file));
  QUORATE_ASSIGN_OR_RETURN(Imported<ImportedPerson> file, In(*flags.file, ReadPanel(csv, mapping)));
  QUORATE_ASSIGN_OR_RETURN(StudySide side, AskStudy(session, *flags.study, 0));
  const ImportPlan plan = CheckPeople(side, file);
  Summary summary(*flags.file, file);
  DescribePeople(file, plan, summary);
  if (*flags.dry_run) return EndDryRun(*flags.file, file, summary, terminal);
  QUORATE_RETURN_IF_ERROR(RefuseRows(*flags.file, file));
  QUORATE_ASSIGN_OR_RETURN(const std::size_t enrolled,
                           SendPanel(session, *flags.study, file, side));
  summary.Line("Panel",
               std::to_string(enrolled) + " new, " + std::to_string(file.things.size() - enrolled) +
                   " unchanged");
  summary["new"] = Count(enrolled);
  summary["unchanged"] = Count(file.things.size() - enrolled);
  summary.Print(terminal);
  return {};
}

Status ImportItems(const ImportFlags& flags, const Session& session, const Terminal& terminal) {
  QUORATE_ASSIGN_OR_RETURN(const Mapping mapping, LoadMapping(*flags.mapping));
  QUORATE_ASSIGN_OR_RETURN(const std::string csv, ReadFile(*flags.file));
  QUORATE_ASSIGN_OR_RETURN(Imported<ImportedItem> file, In(*flags.file, ReadItems(csv, mapping)));
  QUORATE_ASSIGN_OR_RETURN(const StudySide side, AskStudy(session, *flags.study, 0));
  const std::size_t unchanged = CheckItems(side, file);
  Summary summary(*flags.file, file);
  summary["new"] = Count(file.things.size());
  summary["unchanged"] = Count(unchanged);
  summary.Line(
      "Items",
      std::to_string(file.things.size()) + " new, " + std::to_string(unchanged) + " unchanged");
  if (*flags.dry_run) return EndDryRun(*flags.file, file, summary, terminal);
  QUORATE_RETURN_IF_ERROR(RefuseRows(*flags.file, file));
  QUORATE_RETURN_IF_ERROR(SendItems(session, *flags.study, file).map([](std::size_t) {}));
  summary.Print(terminal);
  return {};
}

}  // namespace

void AddImportVerbs(CLI::App& app, Invocation& invocation) {
  CLI::App& noun = AddNoun(app, "import", "Bring in items, people and ratings from a CSV");

  Verb ratings(noun,
               invocation,
               "ratings",
               "Brings a round's answers in. Everything is checked before anything is sent, and "
               "bringing the "
               "same file in twice changes nothing.",
               "quorate import ratings answers.csv --mapping answers.toml --study knee-pain "
               "--round 1 --dry-run");
  const ImportFlags rated(ratings);
  const auto round = ratings.Needed<int>("--round", "the open round's number");
  const auto replace =
      ratings.Flag("--replace", "enter ballots again that others have replaced since");
  ratings.Runs([=](const Session& session, const Terminal& terminal) {
    return ImportRatings(
        rated, *round, *replace ? Superseded::kEnterAgain : Superseded::kLeave, session, terminal);
  });

  Verb panel(noun,
             invocation,
             "panel",
             "Enrols people. Who is on the panel already stays as they are.",
             "quorate import panel people.csv --mapping people.toml --study knee-pain");
  const ImportFlags enrolled(panel);
  panel.Runs([=](const Session& session, const Terminal& terminal) {
    return ImportPanel(enrolled, session, terminal);
  });

  Verb items(noun,
             invocation,
             "items",
             "Adds items. Those that stand already with the same words stay as they are.",
             "quorate import items outcomes.csv --mapping outcomes.toml --study knee-pain");
  const ImportFlags added(items);
  items.Runs([=](const Session& session, const Terminal& terminal) {
    return ImportItems(added, session, terminal);
  });
}

}  // namespace quorate::cli
