// What the demo study rates. The eleven published names are those of the PARTNERS2 bipolar core
// outcome set (Retzer et al., PLOS ONE 2020, CC BY 4.0); every other word is ours and stands for no
// real outcome.

#include <array>

#include "clients/cli/demo_study.h"

namespace quorate::cli {

namespace {

using enum DemoFate;

constexpr auto kOutcomes = std::to_array<DemoOutcome>({
    {"hope", "Feeling hopeful about the future", kMerged, "personal-recovery"},
    {"purpose", "Having a sense of purpose", kMerged, "personal-recovery"},
    {"identity", "Being more than a diagnosis", kMerged, "personal-recovery"},
    {"self-worth", "Feeling of worth", kMerged, "personal-recovery"},
    {"own-life", "Feeling in charge of one's own life", kMerged, "personal-recovery"},
    {"friends", "Having friends to turn to", kMerged, "connectedness"},
    {"family-ties", "Getting on with one's family", kMerged, "connectedness"},
    {"belonging", "Feeling part of a community", kMerged, "connectedness"},
    {"loneliness", "Feeling lonely less often", kMerged, "connectedness"},
    {"partner", "Having a close relationship", kMerged, "connectedness"},
    {"low-mood", "Episodes of depression", kMerged, "clinical-recovery"},
    {"high-mood", "Episodes of mania or hypomania", kMerged, "clinical-recovery"},
    {"relapse", "Time until symptoms come back", kMerged, "clinical-recovery"},
    {"mixed-states", "Mixed episodes", kMerged, "clinical-recovery"},
    {"mood-swings", "Changes of mood between episodes", kMerged, "clinical-recovery"},
    {"unusual-beliefs",
     "Hearing or believing things that others do not",
     kMerged,
     "clinical-recovery"},
    {"anxiety", "Anxiety", kMerged, "mental-health"},
    {"sleep", "Sleeping well", kMerged, "mental-health"},
    {"self-harm", "Self-harm and thoughts of suicide", kMerged, "mental-health"},
    {"stress", "Coping with stress", kMerged, "mental-health"},
    {"contentment", "Feeling calm and content", kMerged, "mental-health"},
    {"weight", "Body weight", kMerged, "physical-health"},
    {"fitness", "Being physically fit", kMerged, "physical-health"},
    {"heart", "Health of the heart", kMerged, "physical-health"},
    {"smoking", "Smoking", kMerged, "physical-health"},
    {"energy", "Tiredness and energy", kMerged, "physical-health"},
    {"warning-signs", "Knowing one's own early warning signs", kMerged, "self-management"},
    {"crisis-plan", "Having a plan for a crisis", kMerged, "self-management"},
    {"knowledge", "Understanding the condition", kMerged, "self-management"},
    {"routine", "Keeping a daily routine", kMerged, "self-management"},
    {"self-care", "Looking after oneself", kMerged, "self-management"},
    {"side-effects", "Side effects of medicines", kMerged, "medication-effects"},
    {"benefit", "How well medicines work", kMerged, "medication-effects"},
    {"adherence", "Taking medicines as agreed", kMerged, "medication-effects"},
    {"blood-tests", "Blood tests that medicines need", kMerged, "medication-effects"},
    {"hospital-stays", "Stays in hospital", kMerged, "service-outcomes"},
    {"crisis-contacts", "Contacts with crisis teams", kMerged, "service-outcomes"},
    {"waiting", "Waiting for help", kMerged, "service-outcomes"},
    {"continuity", "Seeing the same staff over time", kMerged, "service-outcomes"},
    {"listened-to", "Being listened to", kMerged, "experience-of-care"},
    {"shared-decisions", "Deciding together about treatment", kMerged, "experience-of-care"},
    {"respect", "Being treated with respect", kMerged, "experience-of-care"},
    {"information", "Getting clear information", kMerged, "experience-of-care"},
    {"quality-of-life", "quality of life", kFinal, ""},
    {"use-of-coercion", "use of coercion", kFinal, ""},
    {"work", "Having paid work", kVotedOut, ""},
    {"money", "Managing money", kVotedOut, ""},
    {"housing", "A secure place to live", kVotedOut, ""},
    {"daily-tasks", "Managing daily tasks", kVotedOut, ""},
    {"memory", "Memory and concentration", kVotedOut, ""},
    {"carer-strain", "Strain on family and carers", kVotedOut, ""},
    {"carer-support", "Support for family and carers", kVotedOut, ""},
    {"stigma", "Stigma and discrimination", kVotedOut, ""},
    {"activities", "Doing things that matter", kVotedOut, ""},
    {"substances", "Use of alcohol and drugs", kVotedOut, ""},
    {"parenting", "Being a parent", kVotedOut, ""},
    {"training", "Study and training", kNoConsensus, ""},
    {"volunteering", "Voluntary work", kNoConsensus, ""},
    {"creativity", "Being creative", kNoConsensus, ""},
    {"faith", "Faith and spirituality", kNoConsensus, ""},
    {"travel", "Getting about on one's own", kNoConsensus, ""},
    {"teeth", "Health of the teeth", kNoConsensus, ""},
    {"sex-life", "Sex life", kNoConsensus, ""},
    {"police", "Contact with the police", kNoConsensus, ""},
    {"costs", "Costs of services", kNoConsensus, ""},
    {"doctor-visits", "Visits to the family doctor", kNoConsensus, ""},
});

constexpr auto kSuggestions = std::to_array<DemoOutcome>({
    {"peer-support", "Support from others who have been there", kMerged, "connectedness"},
    {"health-check", "A health check every year", kMerged, "physical-health"},
    {"trust", "Trusting the staff", kMerged, "experience-of-care"},
    {"safe-ward", "Feeling safe on a ward", kVotedOut, ""},
    {"diet", "Eating well", kNoConsensus, ""},
    {"pets", "Having a pet", kNoConsensus, ""},
    {"screens", "Time spent on screens", kNoConsensus, ""},
    {"seasons", "Coping with the dark season", kNoConsensus, ""},
    {"holidays", "Being able to go on holiday", kNoConsensus, ""},
    {"forms", "Help with forms and benefits", kNoConsensus, ""},
    {"music", "Music and singing", kNoConsensus, ""},
    {"nature", "Time outdoors", kNoConsensus, ""},
    {"insurance", "Getting insurance", kNoConsensus, ""},
});

constexpr auto kMergedInto = std::to_array<DemoOutcome>({
    {"personal-recovery", "personal recovery", kFinal, ""},
    {"connectedness", "connectedness", kFinal, ""},
    {"clinical-recovery", "clinical recovery of bipolar symptoms", kFinal, ""},
    {"mental-health", "mental health and wellbeing", kFinal, ""},
    {"physical-health", "physical health", kFinal, ""},
    {"self-management", "self-monitoring and management", kFinal, ""},
    {"medication-effects", "medication effects", kFinal, ""},
    {"service-outcomes", "service outcomes", kFinal, ""},
    {"experience-of-care", "experience of care", kFinal, ""},
});

}  // namespace

std::span<const DemoOutcome> DemoOutcomes() {
  return kOutcomes;
}

std::span<const DemoOutcome> DemoSuggestions() {
  return kSuggestions;
}

std::span<const DemoOutcome> DemoMerged() {
  return kMergedInto;
}

}  // namespace quorate::cli
