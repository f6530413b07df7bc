// Bringing a checked file into a study. Each person's ballot is a request of its own whose id is
// made of its content: sent twice it happens once, and a row that was mended later changes that
// person alone.

#pragma once

#include <cstddef>
#include <string>

#include "clients/cli/import_check.h"
#include "clients/cli/session.h"
#include "engine/base/result.h"

namespace quorate::cli {

// Asks the study who and what it knows. With a round other than 0 also its items and scale.
engine::Result<StudySide> AskStudy(const Session& session, const std::string& study, int round);

// Enrols whoever is not on the panel; answers how many that were, and adds everybody to `people`.
engine::Result<std::size_t> SendPanel(const Session& session,
                                      const std::string& study,
                                      const Imported<ImportedPerson>& file,
                                      StudySide& side);

engine::Result<std::size_t> SendItems(const Session& session,
                                      const std::string& study,
                                      const Imported<ImportedItem>& file);

// What became of the file's ballots.
struct SentBallots {
  std::size_t added = 0;       // First ballots.
  std::size_t replaced = 0;    // Took the place of another ballot of that person.
  std::size_t unchanged = 0;   // Stood already.
  std::size_t superseded = 0;  // Stood already, and a later ballot has taken their place since.
  bool paper = false;          // Recorded as paper, because the token is a facilitator's.
};

// What to do with a ballot that was imported before and has been replaced since.
enum class Superseded { kLeave, kEnterAgain };

struct SurveyRound {
  std::string study;
  int number = 0;
};

// Requires that SendPanel() has filled `side.people`.
engine::Result<SentBallots> SendBallots(const Session& session,
                                        const SurveyRound& round,
                                        const Imported<ImportedPerson>& file,
                                        const StudySide& side,
                                        Superseded superseded);

}  // namespace quorate::cli
