#include "engine/ranking/ballot_writer.h"

#include <algorithm>
#include <array>
#include <utility>

#include "engine/ranking/format_writers.h"
#include "engine/ranking/profile_builder.h"

namespace quorate::engine {

namespace {

constexpr std::array<std::pair<const char*, WrittenFormat>, 8> kExtensions = {{
    {".soc", WrittenFormat::kSoc},
    {".soi", WrittenFormat::kSoi},
    {".toc", WrittenFormat::kToc},
    {".toi", WrittenFormat::kToi},
    {".cat", WrittenFormat::kCat},
    {".blt", WrittenFormat::kBlt},
    {".abif", WrittenFormat::kAbif},
    {".csv", WrittenFormat::kCsvMarks},
}};

bool IsCsv(WrittenFormat format) {
  return format == WrittenFormat::kCsvMarks || format == WrittenFormat::kCsvPlaces;
}

// How many of the different ballots have something that a format may not hold.
struct Shapes {
  std::size_t equal = 0;       // Two candidates share a place.
  std::size_t incomplete = 0;  // A candidate is unranked.
  std::size_t blank = 0;       // All of them are.
};

Shapes ShapesOf(const Profile& profile) {
  Shapes shapes;
  for (std::size_t ballot = 0; ballot < profile.size(); ++ballot) {
    std::vector<bool> taken(profile.candidates.size() + 1, false);
    std::size_t ranked = 0;
    bool equal = false;
    for (const Place place : profile.PlacesOf(ballot)) {
      if (place == kUnranked) continue;
      equal |= taken[place];
      taken[place] = true;
      ++ranked;
    }
    shapes.equal += equal ? 1U : 0U;
    shapes.incomplete += ranked < profile.candidates.size() ? 1U : 0U;
    shapes.blank += ranked == 0 ? 1U : 0U;
  }
  return shapes;
}

class Objections {
 public:
  void Ballots(std::size_t count, const std::string& what) {
    if (count > 0)
      violations_.push_back({"ballots", std::to_string(count) + " of the different ones " + what});
  }
  void Names(const Profile& profile, std::string_view characters, const std::string& format) {
    for (const std::string& name : profile.candidates) {
      const bool all = std::all_of(characters.begin(), characters.end(), [&](char c) {
        return name.find(c) != std::string::npos;
      });
      if (all) {
        violations_.push_back(
            {"candidate " + name,
             "has a name that " + format + " cannot quote; rename the candidate"});
      }
    }
  }
  void Add(std::string field, std::string message) {
    violations_.push_back({std::move(field), std::move(message)});
  }
  Status Judge() {
    if (violations_.empty()) return {};
    return Refuse(Reason::kInvalidArgument, std::move(violations_));
  }

 private:
  std::vector<Violation> violations_;
};

void CheckOrders(const Profile& profile, WrittenFormat format, Objections& objections) {
  const Shapes shapes = ShapesOf(profile);
  const bool strict = format == WrittenFormat::kSoc || format == WrittenFormat::kSoi ||
                      format == WrittenFormat::kCsvPlaces;
  const bool complete = format == WrittenFormat::kSoc || format == WrittenFormat::kToc;
  const bool takes_blank = format != WrittenFormat::kSoi && format != WrittenFormat::kToi;
  if (strict) {
    objections.Ballots(shapes.equal,
                       "have equal places, and the format holds strict orders alone; .toi, .blt "
                       "and .abif hold equal places");
  }
  if (complete) {
    objections.Ballots(shapes.incomplete,
                       "leave candidates unranked, and the format holds orders of everybody; .soi, "
                       ".toi, .blt and .abif hold orders of some");
  }
  if (!takes_blank) {
    objections.Ballots(shapes.blank,
                       "are blank, and an order ranks somebody; .blt, .abif and CSV hold them");
  }
}

void CheckCsvNames(const Profile& profile, WrittenFormat format, Objections& objections) {
  bool all_ranks = true;
  for (std::size_t c = 0; c < profile.candidates.size(); ++c)
    all_ranks = all_ranks && profile.candidates[c] == "rank " + std::to_string(c + 1);
  if (all_ranks && format == WrittenFormat::kCsvMarks)
    objections.Add("candidates", "are named as the columns of places are; rename one");
  if (format != WrittenFormat::kCsvPlaces) return;
  for (std::size_t c = 0; c < profile.candidates.size(); ++c) {
    bool ranked = false;
    for (std::size_t ballot = 0; ballot < profile.size() && !ranked; ++ballot)
      ranked = profile.PlacesOf(ballot)[c] != kUnranked;
    if (!ranked) {
      objections.Add("candidate " + profile.candidates[c],
                     "is on no ballot, and columns of places name only who is");
    }
  }
}

void CheckCategories(const Profile& profile, Objections& objections) {
  for (const Fraction& grade : profile.scale) {
    if (grade.denominator() == 1 && !grade.IsNegative() && grade <= Fraction(kCategoryGradeMax))
      continue;
    objections.Add("grade " + grade.ToString(),
                   "is none of 0, 1, 2 and so on up to " + std::to_string(kCategoryGradeMax) +
                       ", which are what categories stand for; .abif and CSV hold any number");
  }
}

Status Check(const Profile& profile, WrittenFormat format) {
  Objections objections;
  const bool ranks = profile.grades.empty() && profile.scale.empty();
  const bool takes_both = format == WrittenFormat::kAbif || format == WrittenFormat::kCsvMarks;
  if (!takes_both && ranks == (format == WrittenFormat::kCat)) {
    return Refuse(Reason::kInvalidArgument,
                  ranks ? "the ballots are rankings, and .cat holds approvals or grades; write "
                          "rankings to .toi, .blt, .abif or CSV"
                        : "the ballots are approvals or grades, and the format holds rankings; "
                          "write them to .cat, .abif or CSV");
  }
  if (ranks) CheckOrders(profile, format, objections);
  if (IsCsv(format)) CheckCsvNames(profile, format, objections);
  if (format == WrittenFormat::kCat) CheckCategories(profile, objections);
  if (format == WrittenFormat::kBlt) objections.Names(profile, "\"", ".blt");
  if (format == WrittenFormat::kAbif) objections.Names(profile, "]\"", ".abif");
  return objections.Judge();
}

// Grades of the scale that nobody gives.
std::string UnusedGrades(const Profile& profile) {
  std::vector<bool> used(profile.scale.size() + 1, false);
  for (const Grade grade : profile.grades)
    used[grade] = true;
  std::string unused;
  for (std::size_t i = 0; i < profile.scale.size(); ++i) {
    if (!used[i + 1]) unused += (unused.empty() ? "" : ", ") + profile.scale[i].ToString();
  }
  return unused;
}

void NoteLosses(const Profile& profile, WrittenFormat format, WrittenBallots& written) {
  if (written.factor != Fraction(1)) {
    written.notes.push_back("The format holds whole numbers, so all weights were multiplied by " +
                            written.factor.ToString() + ".");
  }
  const std::string unused = UnusedGrades(profile);
  const bool approvals = profile.scale == std::vector<Fraction>{0, 1};
  if (!unused.empty() && format != WrittenFormat::kCat && !approvals)
    written.notes.push_back("Nobody gives " + unused + ", so the file does not tell of it.");
  if (format == WrittenFormat::kCat && !profile.scale.empty() &&
      profile.scale.back() >= Fraction(static_cast<std::int64_t>(profile.scale.size())))
    written.notes.emplace_back("The categories are all whole grades from 0 to the best.");
  if (format == WrittenFormat::kCsvPlaces)
    written.notes.emplace_back("Candidates are read in order of their first appearance.");
}

std::string TextOf(const Profile& profile,
                   WrittenFormat format,
                   const WritingOptions& options,
                   const CountedBallots& ballots) {
  switch (format) {
    case WrittenFormat::kSoc:
      return PreflibOrders(ballots, "soc", options.title);
    case WrittenFormat::kSoi:
      return PreflibOrders(ballots, "soi", options.title);
    case WrittenFormat::kToc:
      return PreflibOrders(ballots, "toc", options.title);
    case WrittenFormat::kToi:
      return PreflibOrders(ballots, "toi", options.title);
    case WrittenFormat::kCat:
      return PreflibCategories(ballots, options.title);
    case WrittenFormat::kBlt:
      return Blt(ballots, options.title, options.seats);
    case WrittenFormat::kAbif:
      return Abif(ballots, options.title);
    case WrittenFormat::kCsvMarks:
      return CsvOfMarks(profile);
    case WrittenFormat::kCsvPlaces:
      return CsvOfPlaces(profile);
  }
  return "";
}

}  // namespace

std::optional<WrittenFormat> WrittenFormatOf(std::string_view file_name) {
  std::string name(file_name);
  for (char& c : name) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  for (const auto& [extension, format] : kExtensions) {
    if (name.ends_with(extension)) return format;
  }
  return std::nullopt;
}

Result<WrittenBallots> WriteBallots(const Profile& profile,
                                    WrittenFormat format,
                                    const WritingOptions& options) {
  QUORATE_RETURN_IF_ERROR(Check(profile, format));
  QUORATE_ASSIGN_OR_RETURN(const WholeWeights weights, ToWholeWeights(profile.weights));
  const WritingOptions clean = {CollapsedName(options.title), options.seats};
  WrittenBallots written;
  if (!IsCsv(format)) written.factor = Fraction::Of(weights.denominator, 1);
  written.text = TextOf(profile, format, clean, {profile, weights});
  NoteLosses(profile, format, written);
  return written;
}

}  // namespace quorate::engine
