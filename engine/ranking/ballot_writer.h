// Ballot files in the formats that ballot_file.h and the command line read, written so that reading
// gives the same ballots back.

#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/result.h"
#include "engine/ranking/profile.h"

namespace quorate::engine {

enum class WrittenFormat {
  kSoc,        // PrefLib: strict orders of everybody.
  kSoi,        // PrefLib: strict orders of some.
  kToc,        // PrefLib: orders of everybody, with equal places.
  kToi,        // PrefLib: orders of some, with equal places.
  kCat,        // PrefLib: categories, the best first; approvals or grades.
  kBlt,        // Rankings, with equal places and blank ballots.
  kAbif,       // Rankings, approvals or grades.
  kCsvMarks,   // A column for each candidate: places, approvals or grades.
  kCsvPlaces,  // A column for each place: strict rankings.
};

// By the extension of the file name, upper or lower case; .csv is kCsvMarks.
std::optional<WrittenFormat> WrittenFormatOf(std::string_view file_name);

struct WrittenBallots {
  std::string text;
  // What weights were multiplied by, since all formats but CSV hold whole numbers. The file says so
  // in a comment.
  Fraction factor = 1;
  std::vector<std::string> notes;  // What a reader has to know of the file, in sentences.
};

struct WritingOptions {
  std::string title;      // May be empty.
  std::size_t seats = 1;  // Written into .blt alone, the one format that holds it.
};

// Ballots come in the profile's order, candidates in file order. `read(write(profile)) == profile`
// where the factor is 1, but for these, which the notes name: grades that nobody gives stand in no
// .abif or CSV; .cat adds the whole grades from 0 up to the best that are missing between;
// kCsvPlaces lists candidates by first appearance.
//
// Refused, naming all of it at once, is what the format cannot hold: equal places in strict orders,
// unranked candidates in orders of everybody, blank ballots in PrefLib's orders, grades that are no
// whole numbers from 0 on in .cat, rankings in .cat, approvals and grades in files of rankings, a
// candidate that no ballot ranks in kCsvPlaces, and names with a double quote in .blt, with both a
// double quote and a closing bracket in .abif, or that make every column of a CSV a "rank n".
Result<WrittenBallots> WriteBallots(const Profile& profile,
                                    WrittenFormat format,
                                    const WritingOptions& options = {});

}  // namespace quorate::engine
