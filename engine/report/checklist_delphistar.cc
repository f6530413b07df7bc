#include "engine/report/checklist_items.h"

namespace quorate::engine {

namespace {

using enum Known;

constexpr std::string_view kTitleSection = "Title and abstract";
constexpr std::string_view kContext = "Context";
constexpr std::string_view kMethod = "Method";
constexpr std::string_view kResults = "Results";
constexpr std::string_view kDiscussion = "Discussion";

constexpr ChecklistItem kItems[] = {
    {"", kTitleSection, "That it is a Delphi study.", {kTitle}, "The paper's title.", "summary"},
    {"", kTitleSection, "A structured abstract.", {kCourse}, "The abstract.", "summary"},
    {"", kContext, "Funding.", {}, "Funding.", ""},
    {"", kContext, "Who did the study.", {}, "The team, and its experience with the method.", ""},
    {"", kContext, "Background.", {}, "Background.", ""},
    {"",
     kContext,
     "The protocol.",
     {kProtocol},
     "Registry and number, if there are any.",
     "method"},
    {"", kContext, "Why a Delphi study.", {}, "The reason.", ""},
    {"", kContext, "What the study was for.", {kPurpose}, "Aims in full.", "summary"},
    {"",
     kMethod,
     "The knowledge the questions were built on.",
     {kFirstList},
     "Sources of the first list.",
     "lineage"},
    {"",
     kMethod,
     "The kind of Delphi study, with its modifications.",
     {kCourse, kEntry, kCarry},
     "Why this kind.",
     "method"},
    {"", kMethod, "Who could be on the panel.", {kGroups}, "Criteria.", "people"},
    {"",
     kMethod,
     "How panel members were found and asked.",
     {},
     "The way of recruitment.",
     "people"},
    {"",
     kMethod,
     "How the questionnaire came about, and whether it was tried out.",
     {kListChanges},
     "Development and pilot.",
     "lineage"},
    {"",
     kMethod,
     "The questionnaire, and how people could answer.",
     {kScale, kSuggestions},
     "",
     "method"},
    {"",
     kMethod,
     "How many rounds there were, and what each was for.",
     {kCourse},
     "The aim of each round.",
     "calendar"},
    {"", kMethod, "When to stop.", {kStopping}, "", "method"},
    {"",
     kMethod,
     "What was fed back to the panel, and whether by group.",
     {kFeedback},
     "",
     "method"},
    {"",
     kMethod,
     "How dissent and unclear results were handled.",
     {kOverrides, kDissent},
     "",
     "dissent"},
    {"", kMethod, "How answers were analyzed.", {kFigures}, "Analysis of comments.", "results"},
    {"",
     kMethod,
     "What counted as consensus, and how it was measured.",
     {kRule},
     "Why this definition.",
     "method"},
    {"",
     kMethod,
     "Whether groups were analyzed apart or weighed differently.",
     {kVoice},
     "",
     "method"},
    {"",
     kMethod,
     "Anonymity and protection of data.",
     {kPrivacy},
     "What people were promised.",
     "suppressed"},
    {"", kResults, "The course of the study, as a diagram.", {kCourse}, "", "flow"},
    {"",
     kResults,
     "What went otherwise than planned.",
     {kDeviations, kOverrides},
     "",
     "deviations"},
    {"", kResults, "People asked and people who answered, per round.", {kNumbers}, "", "people"},
    {"", kResults, "Results of each round, and final ones.", {kFigures, kFinalList}, "", "results"},
    {"", kDiscussion, "What was found.", {kFinalList}, "Interpretation.", "summary"},
    {"", kDiscussion, "Validity and reliability.", {kDissent}, "The argument for both.", "dissent"},
    {"", kDiscussion, "Limits.", {}, "Limits.", ""},
};

}  // namespace

Checklist Delphistar() {
  return {"delphistar",
          "DELPHISTAR: reporting of Delphi studies",
          "Niederberger et al., PLOS ONE 2024;19(8):e0304651, CC BY 4.0.",
          "The published list has 38 items in these five sections (3, 7, 20, 4 and 4). Their texts "
          "were not at hand when this was written, so the rows follow the sections by topic and "
          "carry no item numbers. Fill in the published form from them.",
          kItems};
}

}  // namespace quorate::engine
