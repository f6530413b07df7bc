#include "engine/report/checklist_items.h"

namespace quorate::engine {

namespace {

using enum Known;

constexpr std::string_view kTitleSection = "Title and abstract";
constexpr std::string_view kIntroduction = "Introduction";
constexpr std::string_view kMethods = "Methods";
constexpr std::string_view kResults = "Results";
constexpr std::string_view kDiscussion = "Discussion";
constexpr std::string_view kOther = "Other information";

constexpr ChecklistItem kItems[] = {
    {"1a",
     kTitleSection,
     "The title says that a core outcome set was developed.",
     {kTitle},
     "The paper's title.",
     "summary"},
    {"1b", kTitleSection, "A structured abstract.", {kCourse}, "The abstract.", "summary"},
    {"2a", kIntroduction, "Background, and why the set is needed.", {}, "Background.", ""},
    {"2b", kIntroduction, "The objectives.", {kPurpose}, "Objectives in full.", "summary"},
    {"3a",
     kIntroduction,
     "The conditions and people that the set is for.",
     {},
     "Condition and population.",
     ""},
    {"3b", kIntroduction, "The interventions that it is for.", {}, "Interventions.", ""},
    {"3c", kIntroduction, "The settings that it is for.", {}, "Settings.", ""},
    {"4",
     kMethods,
     "Where the protocol or the registration can be found.",
     {kProtocol},
     "Registry and number, if there are any.",
     "method"},
    {"5",
     kMethods,
     "Which stakeholder groups took part and why, who could, and how they were found.",
     {kGroups, kEntry},
     "Why these groups, who could be in them, and how people were found.",
     "people"},
    {"6a",
     kMethods,
     "Where the first list of outcomes came from.",
     {kFirstList},
     "The sources.",
     "lineage"},
    {"6b",
     kMethods,
     "How outcomes were dropped or combined before, with reasons.",
     {kListChanges},
     "What was done before the first list stood here.",
     "lineage"},
    {"7",
     kMethods,
     "How consensus was sought.",
     {kCourse, kEntry, kCarry, kFeedback},
     "",
     "method"},
    {"8",
     kMethods,
     "How outcomes were scored, and how scores were summed up.",
     {kScale, kVoice, kFigures},
     "",
     "method"},
    {"9a", kMethods, "What counted as consensus.", {kRule}, "", "method"},
    {"9b",
     kMethods,
     "How outcomes came into and out of consideration along the way.",
     {kCarry, kSuggestions, kOverrides},
     "",
     "decisions"},
    {"10", kMethods, "Ethics and consent.", {}, "Approval and consent.", ""},
    {"11",
     kResults,
     "Changes from the protocol, with reasons, and what they meant for the result.",
     {kDeviations, kOverrides},
     "What they meant for the result.",
     "deviations"},
    {"12",
     kResults,
     "How many people took part at each stage, and who they were.",
     {kNumbers},
     "Who they were, as far as it may be told.",
     "people"},
    {"13a", kResults, "All outcomes considered at the start.", {kFirstList}, "", "lineage"},
    {"13b",
     kResults,
     "Outcomes that were brought in or dropped, with reasons, at each stage.",
     {kSuggestions, kListChanges},
     "",
     "lineage"},
    {"14", kResults, "The outcomes in the final set.", {kFinalList}, "", "summary"},
    {"15", kDiscussion, "Limits of how the set was developed.", {kDissent}, "Limits.", "dissent"},
    {"16",
     kDiscussion,
     "What the set means in the light of other evidence, and what comes next.",
     {},
     "Interpretation.",
     ""},
    {"17", kOther, "Funding, and the part of those who paid.", {}, "Funding.", ""},
    {"18", kOther, "Conflicts of interest, and how they were handled.", {}, "Declarations.", ""},
};

}  // namespace

Checklist CosStar() {
  return {"cos-star",
          "COS-STAR: reporting of core outcome set development",
          "Kirkham et al., PLOS Medicine 2016;13(10):e1002148, CC BY 4.0.",
          "The numbers are the guideline's, the words are ours. Compare with the published items "
          "before you submit.",
          kItems};
}

}  // namespace quorate::engine
