#include "clients/cli/statistics_verbs.h"

#include <memory>

#include <CLI/CLI.hpp>

namespace quorate::cli {

namespace {

using Run = Outcome (*)(const StatisticsOptions&);

constexpr const char* kRatings = "CSV: round,participant,group,item,score,state[,weight]";
constexpr const char* kRatingsOrMatrix =
    "CSV: round,participant,group,item,score,state[,weight]; with --matrix a table with a line an "
    "item and a column a rater";
constexpr const char* kWeightsHelp =
    "identity, linear, quadratic, radical, ratio, ordinal, circular or bipolar";

// One verb: its words, its options, what it does. Options live as long as the command line.
class StatisticsVerb {
 public:
  StatisticsVerb(CLI::App& noun, const char* name, const char* what, const char* file)
      : app_(noun.add_subcommand(name, what)) {
    app_->add_option("FILE", options_->file, file)->required();
    app_->add_flag("--json", options_->json, "Answer in JSON, for programs");
  }

  StatisticsVerb& Matrix() {
    app_->add_flag("--matrix", options_->matrix, "FILE is a plain table: items by raters");
    return *this;
  }
  StatisticsVerb& Scale() {
    app_->add_option("--scale", options_->scale, "LOW-HIGH; 1-9 if left out");
    return *this;
  }
  StatisticsVerb& Band() {
    app_->add_option("--band", options_->band, "LOW-HIGH: scores that speak for an item [7-9]");
    return *this;
  }
  StatisticsVerb& Round() {
    app_->add_option("--round", options_->round, "The highest in the file if left out");
    return *this;
  }
  StatisticsVerb& Rounds(const char* from) {
    app_->add_option("--from", options_->from, from);
    app_->add_option("--to", options_->to, "The later round; the highest if left out");
    return *this;
  }
  StatisticsVerb& Weights(const char* fallback) {
    options_->weights = fallback;
    app_->add_option("--weights", options_->weights, kWeightsHelp)->capture_default_str();
    return *this;
  }
  StatisticsVerb& Categories() {
    app_->add_option("--categories",
                     options_->categories,
                     "observed: the ratings that occur; scale: all points, used or not")
        ->capture_default_str();
    return *this;
  }
  StatisticsVerb& Share() {
    app_->add_option("--share",
                     options_->share,
                     "An item is in for a group when this share of its scores lies in the band")
        ->capture_default_str();
    return *this;
  }
  StatisticsVerb& Picked() {
    app_->add_option("--picked",
                     options_->picked,
                     "Items each voter picks; the most points in FILE if left out");
    return *this;
  }

  void Runs(Run run, Outcome& outcome) {
    app_->callback([options = options_, run, &outcome] { outcome = run(*options); });
  }

 private:
  CLI::App* app_;
  std::shared_ptr<StatisticsOptions> options_ = std::make_shared<StatisticsOptions>();
};

}  // namespace

void AddStatisticsVerbs(CLI::App& app, Outcome& outcome) {
  CLI::App* noun = app.add_subcommand(
      "statistics", "Describe a panel from files: agreement, change, attrition, groups, points");
  noun->require_subcommand(1);
  StatisticsVerb(*noun,
                 "agreement",
                 "How far raters agree beyond chance: kappas, AC1, alpha",
                 kRatingsOrMatrix)
      .Matrix()
      .Scale()
      .Round()
      .Weights("identity")
      .Categories()
      .Runs(&StatisticsAgreement, outcome);
  StatisticsVerb(
      *noun, "concordance", "How far raters put items in one order: Kendall's W", kRatingsOrMatrix)
      .Matrix()
      .Scale()
      .Round()
      .Runs(&StatisticsConcordance, outcome);
  StatisticsVerb(
      *noun, "change", "What changed between two rounds, among the same people", kRatings)
      .Scale()
      .Band()
      .Rounds("The earlier round; the one before the later if left out")
      .Weights("quadratic")
      .Runs(&StatisticsChange, outcome);
  StatisticsVerb(*noun, "attrition", "Whether those who left had scored differently", kRatings)
      .Scale()
      .Rounds("The earlier round; the first if left out")
      .Runs(&StatisticsAttrition, outcome);
  StatisticsVerb(*noun, "groups", "How alike the stakeholder groups judge the items", kRatings)
      .Scale()
      .Band()
      .Share()
      .Round()
      .Runs(&StatisticsGroups, outcome);
  StatisticsVerb(*noun, "points", "Points of a nominal group technique", "CSV: voter,item,points")
      .Picked()
      .Runs(&StatisticsPoints, outcome);
  StatisticsVerb(*noun,
                 "best-worst",
                 "Best-worst scaling of items (case 1)",
                 "CSV: person,set,item,choice with best, worst or nothing")
      .Runs(&StatisticsBestWorst, outcome);
}

}  // namespace quorate::cli
