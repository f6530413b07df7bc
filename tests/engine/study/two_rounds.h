// A study whose first round everybody answered, and the second some of them.

#pragma once

#include "tests/engine/study/small_study.h"

namespace quorate::engine {

inline std::string At(const Json& json, std::initializer_list<const char*> path) {
  const Json* found = &json;
  for (const char* name : path) {
    found = found->Find(name);
    if (found == nullptr) return "absent";
  }
  return found->string() == nullptr ? "no text" : *found->string();
}

// Six patients and six clinicians score pain 8 and 2; then `patients` and `clinicians` of them come
// back and score 9 and 2.
inline Study TwoRounds(int patients, int clinicians) {
  Study study = OpenStudy(2);
  for (int i = 1; i <= 6; ++i) {
    EXPECT_TRUE(Cast(study, Person("p", i), 8));
    EXPECT_TRUE(Cast(study, Person("c", i), 2));
  }
  EXPECT_TRUE(Do(study, CloseRound{1}));
  EXPECT_TRUE(Do(study, OpenRound{}));
  for (int i = 1; i <= patients; ++i)
    EXPECT_TRUE(Cast(study, Person("p", i), 9, 2));
  for (int i = 1; i <= clinicians; ++i)
    EXPECT_TRUE(Cast(study, Person("c", i), 2, 2));
  return study;
}

}  // namespace quorate::engine
