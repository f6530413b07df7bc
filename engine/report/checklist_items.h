// What the checklists ask, as data: checklist_accord.cc, checklist_cos_star.cc and
// checklist_delphistar.cc hold one each.

#pragma once

#include <array>
#include <span>
#include <string_view>

namespace quorate::engine {

// What a record knows that answers an item of a checklist; checklist_facts.h puts it into words.
enum class Known {
  kNothing,
  kTitle,
  kPurpose,
  kCourse,       // Which rounds were held, and when.
  kProtocol,     // When it was fixed, and where it stands.
  kGroups,       // The stakeholder groups.
  kNumbers,      // Who enrolled, answered and left, per round and group.
  kScale,        // How people could answer.
  kRule,         // When the panel has agreed.
  kVoice,        // How voices weigh.
  kFeedback,     // What people were shown.
  kEntry,        // Who might take part in each round.
  kCarry,        // Which items were asked again.
  kFirstList,    // The items at the start.
  kSuggestions,  // What participants suggested, and what became of it.
  kListChanges,  // What was added, reworded, merged, split or retired.
  kFinalList,    // What was agreed IN.
  kStopping,
  kDeviations,  // Amendments and extensions, with their reasons.
  kOverrides,   // Decisions against the rule.
  kDissent,
  kPrivacy,  // Who can see what.
  kFigures,  // Where the numbers stand.
};

struct ChecklistItem {
  std::string_view number;
  std::string_view section;
  std::string_view asks;  // In our words.
  std::array<Known, 4> known = {};
  std::string_view author;  // What is left to write; empty where the record says it all.
  std::string_view place;   // The section of report.html, its id; empty for none.
};

struct Checklist {
  std::string_view name;  // "accord": of its files.
  std::string_view title;
  std::string_view source;
  std::string_view note;
  std::span<const ChecklistItem> items;
};

Checklist Accord();
Checklist CosStar();
Checklist Delphistar();

}  // namespace quorate::engine
