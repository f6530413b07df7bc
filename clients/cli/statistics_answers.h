// What the verbs of `quorate statistics` answer, as JSON for programs and as tables for people.
//
// Tables say in words first what their figures mean. In JSON counts and exact values are strings,
// what describes is a number, and what is undefined is {"undefined": "reason"}.

#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/base/json.h"
#include "engine/statistics/agreement.h"
#include "engine/statistics/attrition.h"
#include "engine/statistics/best_worst.h"
#include "engine/statistics/change.h"
#include "engine/statistics/concordance.h"
#include "engine/statistics/group_likeness.h"
#include "engine/statistics/nominal_group.h"

namespace quorate::cli {

// A figure of the panel, which comes first, or of a group.
template <typename Figures>
struct Told {
  std::string who;  // Empty for the panel.
  Figures figures;
};

struct CoefficientAnswer {
  engine::Coefficient coefficient;
  engine::Agreement agreement;
};

struct AgreementAnswer {
  std::optional<int> round;  // Absent for a plain matrix.
  engine::Weighting weighting;
  bool whole_scale = false;  // Whether all points of the scale are categories, used or not.
  std::vector<Told<std::vector<CoefficientAnswer>>> told;
};

struct ConcordanceAnswer {
  std::optional<int> round;
  std::vector<Told<engine::Concordance>> told;
};

struct ChangeAnswer {
  int from = 0;
  int to = 0;
  engine::ChangeOptions options;
  std::vector<std::string> groups;
  std::vector<engine::ItemChange> items;
};

struct AttritionAnswer {
  int from = 0;
  int to = 0;
  std::vector<Told<engine::Attrition>> told;
};

struct GroupsAnswer {
  int round = 0;
  engine::InBand rule;
  std::vector<std::string> groups;
  std::vector<std::string> items;
  std::vector<Told<std::vector<engine::GroupItem>>> told;  // Each by item.
  std::vector<engine::GroupLikeness> pairs;
};

struct PointsAnswer {
  std::size_t ballots = 0;
  int picked = 0;
  std::vector<std::string> items;
  std::vector<engine::PointsOfItem> counted;  // By item.
};

struct BestWorstAnswer {
  std::size_t people = 0;
  std::size_t sets = 0;
  std::vector<std::string> items;
  std::vector<engine::BestWorstItem> counted;  // By item.
};

engine::Json ToJson(const AgreementAnswer& answer);
engine::Json ToJson(const ConcordanceAnswer& answer);
engine::Json ToJson(const ChangeAnswer& answer);
engine::Json ToJson(const AttritionAnswer& answer);
engine::Json ToJson(const GroupsAnswer& answer);
engine::Json ToJson(const PointsAnswer& answer);
engine::Json ToJson(const BestWorstAnswer& answer);

std::string ToTable(const AgreementAnswer& answer);
std::string ToTable(const ConcordanceAnswer& answer);
std::string ToTable(const ChangeAnswer& answer);
std::string ToTable(const AttritionAnswer& answer);
std::string ToTable(const GroupsAnswer& answer);
std::string ToTable(const PointsAnswer& answer);
std::string ToTable(const BestWorstAnswer& answer);

}  // namespace quorate::cli
