// Whether a study can take what a file says: asked of every row before the first is sent.

#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "clients/cli/import_reading.h"
#include "engine/base/result.h"

namespace quorate::cli {

// Somebody on the panel already.
struct Known {
  std::string name;  // `studies/{study}/participants/{pseudonym}`.
  std::vector<std::string> hats;
  std::string weight;
  bool withdrawn = false;
};

// What a study says of itself, as far as an import asks.
struct StudySide {
  std::set<std::string> groups;
  std::map<std::string, Known> people;       // By the organizer's own id.
  std::map<std::string, std::string> items;  // Wording by label.
  std::set<std::string> round_items;
  int scale_min = 0;
  int scale_max = 0;
};

// What an import would do.
struct ImportPlan {
  std::vector<std::string> enrol;          // Own ids of people not on the panel yet.
  std::vector<std::string> blank_columns;  // Columns of no item of the round, without any answer.
  std::vector<std::string> silent;         // Own ids of people who answered nothing: no ballot.
};

// Adds to `file.refused` whoever the study's panel cannot take: an unknown group, other hats or
// another weight than enrolled, somebody who has left.
ImportPlan CheckPeople(const StudySide& study, Imported<ImportedPerson>& file);

// The same, and every answer the round cannot take: an item that is not in it, a score off its
// scale. Takes out the columns that are blank throughout and no item of the round.
ImportPlan CheckRatings(const StudySide& study, Imported<ImportedPerson>& file);

// Takes out the items that stand in the study with the same words already, and answers how many;
// one with other words is refused, since ratings are never carried to other words.
std::size_t CheckItems(const StudySide& study, Imported<ImportedItem>& file);

}  // namespace quorate::cli
