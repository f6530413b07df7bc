#include "clients/cli/best_worst_file.h"

#include <map>
#include <set>
#include <utility>

#include "clients/cli/csv.h"
#include "engine/base/index.h"

namespace quorate::cli {

namespace {

using engine::Reason;
using engine::Refuse;
using engine::Violation;

const std::vector<std::string> kHeader = {"person", "set", "item", "choice"};
enum Column : std::size_t { kPerson, kSet, kItem, kChoice };

// What one person was shown at once.
struct ShownSet {
  std::string place;
  std::vector<std::uint32_t> shown;
  std::vector<std::uint32_t> best;
  std::vector<std::uint32_t> worst;
};

class Reader {
 public:
  engine::Result<BestWorstFile> Read(std::string_view csv) {
    QUORATE_ASSIGN_OR_RETURN(const std::vector<CsvRow> table, ReadCsv(csv));
    if (table.empty() || table[0].cells != kHeader)
      return Refuse(Reason::kUnreadable, "line 1", "the header must read person,set,item,choice");
    for (std::size_t row = 1; row < table.size(); ++row)
      ReadRow(table[row]);
    BestWorstFile file;
    for (ShownSet& set : sets_) {
      if (set.best.size() != 1 || set.worst.size() != 1) {
        violations_.push_back({set.place, "must name exactly one best and one worst item"});
        continue;
      }
      file.choices.push_back(
          {std::move(set.place), std::move(set.shown), set.best[0], set.worst[0]});
    }
    if (!violations_.empty()) return Refuse(Reason::kUnreadable, std::move(violations_));
    if (file.choices.empty()) return Refuse(Reason::kUnreadable, "the file holds no choice");
    file.people = people_.size();
    file.items = items_.names();
    return file;
  }

 private:
  void ReadRow(const CsvRow& row) {
    const std::string line = "line " + std::to_string(row.line);
    const auto& cells = row.cells;
    if (cells.size() != kHeader.size()) {
      violations_.push_back({line, "has " + std::to_string(cells.size()) + " cells, not 4"});
      return;
    }
    const std::size_t wrong = violations_.size();
    for (const Column column : {kPerson, kSet, kItem}) {
      if (cells[column].empty())
        violations_.push_back({line, "the " + kHeader[column] + " is empty"});
    }
    const std::string& choice = cells[kChoice];
    if (!choice.empty() && choice != "best" && choice != "worst")
      violations_.push_back({line, "the choice must be best, worst or empty"});
    if (violations_.size() > wrong) return;
    people_.insert(cells[kPerson]);
    const std::uint32_t item = items_.Add(cells[kItem]);
    const auto [place, is_new] = set_of_.try_emplace({cells[kPerson], cells[kSet]}, sets_.size());
    if (is_new) sets_.push_back({"person " + cells[kPerson] + ", set " + cells[kSet], {}, {}, {}});
    ShownSet& set = sets_[place->second];
    set.shown.push_back(item);
    if (choice == "best") set.best.push_back(item);
    if (choice == "worst") set.worst.push_back(item);
  }

  engine::Index items_;
  std::set<std::string> people_;
  std::map<std::pair<std::string, std::string>, std::size_t> set_of_;
  std::vector<ShownSet> sets_;
  std::vector<Violation> violations_;
};

}  // namespace

engine::Result<BestWorstFile> ReadBestWorst(std::string_view csv) {
  return Reader().Read(csv);
}

}  // namespace quorate::cli
