#include "engine/report/explanation_words.h"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <map>
#include <utility>

#include "engine/report/words.h"

namespace quorate::engine {

namespace {

using Names = std::vector<std::string>;

const std::string& TextAt(const Json& json, std::string_view name) {
  static const std::string kNothing;
  const Json* found = json.Find(name);
  return found == nullptr || found->string() == nullptr ? kNothing : *found->string();
}

std::uint64_t CountAt(const Json& json, std::string_view name) {
  std::uint64_t count = 0;
  const std::string& digits = TextAt(json, name);
  std::from_chars(digits.data(), digits.data() + digits.size(), count);
  return count;
}

int Whole(std::string_view digits) {
  int number = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), number);
  return number;
}

// The array of that name, or an empty one.
const Json::Array& ListAt(const Json& json, std::string_view name) {
  static const Json::Array kNothing;
  const Json* found = json.Find(name);
  return found == nullptr || found->array() == nullptr ? kNothing : *found->array();
}

// "a", "a and b", "a, b and c"; or with "or".
std::string Joined(const Names& names, std::string_view word) {
  std::string text;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (i > 0) text += i + 1 == names.size() ? " " + std::string(word) + " " : ", ";
    text += names[i];
  }
  return text;
}

// "pain, sleep", cut after kNamesMax.
std::string Listed(const Names& names) {
  std::string text;
  for (std::size_t i = 0; i < std::min(names.size(), kNamesMax); ++i)
    text += (i > 0 ? ", " : "") + names[i];
  if (names.size() > kNamesMax) {
    text += " and " + std::to_string(names.size() - kNamesMax) + " more";
  }
  return text;
}

std::string Capitalized(std::string text) {
  if (!text.empty() && text[0] >= 'a' && text[0] <= 'z') {
    text[0] = static_cast<char>(text[0] - 'a' + 'A');
  }
  return text;
}

// "Carers' votes", "Staff's votes".
std::string VotesOf(const std::string& group) {
  return Capitalized(group) + (group.ends_with('s') ? "'" : "'s") + " votes";
}

// "7-9" as "7 to 9", also with ends below zero.
std::string BandInWords(const std::string& band) {
  const std::size_t dash = band.find('-', 1);
  if (dash == std::string::npos) return band;
  const std::string low = band.substr(0, dash);
  const std::string high = band.substr(dash + 1);
  return low == high ? low : low + " to " + high;
}

// What a what-if supposes, as the end of "it would be NONE ..".
std::string Supposing(const Json& what_if) {
  static const std::map<std::string, std::string> kWords = {
      {"no-weights", "with one voice for each person"},
      {"equal-groups", "with equal voices for the groups"},
      {"completers", "with only those who completed the study"},
      {"unable-counted", "with those who gave no score below every fraction line"},
      {"unable-left-out", "with those who gave no score left out"},
      {"threshold+5", "with thresholds 5 points higher"},
      {"threshold-5", "with thresholds 5 points lower"},
      {"strict", "with every limit strict"},
      {"non-strict", "with no limit strict"}};
  const std::string& name = TextAt(what_if, "what_if");
  if (name == "without") return "without " + TextAt(what_if, "group");
  const auto found = kWords.find(name);
  return found == kWords.end() ? name : found->second;
}

bool SameWhatIf(const Json& a, const Json& b) {
  return TextAt(a, "what_if") == TextAt(b, "what_if") && TextAt(a, "group") == TextAt(b, "group");
}

// The items for which the list of that name holds an entry that `is` accepts.
Names ItemsWith(const std::vector<Json>& items, std::string_view list, const auto& is) {
  Names names;
  for (const Json& item : items) {
    const Json::Array& entries = ListAt(item, list);
    if (std::any_of(entries.begin(), entries.end(), is)) names.push_back(TextAt(item, "item"));
  }
  return names;
}

std::string NameFor(const std::string& group, const GroupNames& names) {
  const auto found = names.find(group);
  return found == names.end() ? group : found->second;
}

// The explanation with groups called by their names: in the members "group" and "groups", and in
// the lists of dissent's two sides.
Json WithNames(const Json& json, const GroupNames& names, bool lists_groups = false) {
  if (const Json::Array* list = json.array()) {
    Json::Array named;
    for (const Json& element : *list) {
      const bool group = lists_groups && element.string() != nullptr;
      named.push_back(group ? Json(NameFor(*element.string(), names)) : WithNames(element, names));
    }
    return named;
  }
  if (json.object() == nullptr) return json;
  Json named;
  for (const auto& [name, member] : *json.object()) {
    if (name == "group" && member.string() != nullptr) {
      named[name] = NameFor(*member.string(), names);
    } else if (name == "groups" && member.object() != nullptr) {
      Json& groups = named[name] = Json::Object();
      for (const auto& [group, of] : *member.object())
        groups[NameFor(group, names)] = WithNames(of, names);
    } else if (name == "groups") {
      named[name] = WithNames(member, names, true);
    } else if ((name == "verdicts" || name == "medians") && member.object() != nullptr) {
      Json& sides = named[name] = Json::Object();
      for (const auto& [side, groups] : *member.object())
        sides[side] = WithNames(groups, names, true);
    } else {
      named[name] = WithNames(member, names);
    }
  }
  return named;
}

class RoundWords {
 public:
  RoundWords(const Json& round, const std::vector<Json>& items, std::string_view noun)
      : round_(round), items_(items), noun_(noun) {}

  Names Run() {
    for (const Json& what_if : ListAt(round_, "looked_at"))
      AddWhatIf(what_if);
    if (!same_.empty()) {
      Say("No " + std::string(noun_) + " would differ " + Joined(same_, "or"));
    }
    AddSinglePerson();
    AddDissent();
    AddMovement();
    AddOtherRules();
    return std::move(sentences_);
  }

 private:
  void Say(std::string sentence) { sentences_.push_back(std::move(sentence) + "."); }

  [[nodiscard]] std::string Some(std::size_t number) const {
    return std::to_string(number) + " of " + Count(items_.size(), noun_, Plural(noun_));
  }

  void AddWhatIf(const Json& what_if) {
    const auto is = [&](const Json& other) { return SameWhatIf(what_if, other); };
    const Names differing = ItemsWith(items_, "what_ifs", is);
    // Of an item that too few people scored nothing is told at all.
    const auto untold = std::count_if(items_.begin(), items_.end(), [](const Json& item) {
      return item.Find("what_ifs") == nullptr;
    });
    const std::size_t withheld =
        ItemsWith(items_, "withheld", is).size() + static_cast<std::size_t>(untold);
    const std::string supposing = Supposing(what_if);
    if (withheld > 0) {
      const bool others = withheld < items_.size() && differing.empty();
      Say(Capitalized(supposing) + ": not told for " + Some(withheld) +
          ", since few people scored" + (others ? "; none of the others would differ" : ""));
    }
    if (differing.empty()) {
      if (withheld == 0) same_.push_back(supposing);
    } else if (TextAt(what_if, "what_if") == "without") {
      Say(VotesOf(TextAt(what_if, "group")) + " decided " + Some(differing.size()) + ": " +
          Listed(differing));
    } else {
      Say(Capitalized(supposing) + " " + std::to_string(differing.size()) +
          " would differ: " + Listed(differing));
    }
  }

  void AddSinglePerson() {
    Names fragile;
    for (const Json& item : items_) {
      const Json* flip = item.Find("flip");
      if (flip != nullptr && TextAt(*flip, "at_most") == "1") {
        fragile.push_back(TextAt(item, "item"));
      }
    }
    if (fragile.empty()) return;
    Say("A single person's other score would have changed " + Some(fragile.size()) + ": " +
        Listed(fragile));
  }

  void AddDissent() {
    Names opposed;
    Names apart;
    Names peaked;
    for (const Json& item : items_) {
      const Json* dissent = item.Find("dissent");
      if (dissent == nullptr) continue;
      const std::string& name = TextAt(item, "item");
      if (dissent->Find("verdicts") != nullptr) opposed.push_back(name);
      if (dissent->Find("medians") != nullptr) apart.push_back(name);
      const Json* peaks = dissent->Find("two_peaked");
      if (peaks != nullptr && peaks->boolean() != nullptr && *peaks->boolean()) {
        peaked.push_back(name);
      }
    }
    if (!opposed.empty()) {
      Say("Groups on their own would decide against each other on " + Some(opposed.size()) + ": " +
          Listed(opposed));
    }
    if (!apart.empty()) {
      Say("The groups' medians lie in different bands on " + Some(apart.size()) + ": " +
          Listed(apart));
    }
    if (!peaked.empty()) {
      Say("Scores gather at both ends of the scale on " + Some(peaked.size()) + ": " +
          Listed(peaked));
    }
  }

  void AddMovement() {
    std::map<std::string, std::uint64_t> sums;
    for (const Json& item : items_) {
      const Json* movement = item.Find("movement");
      if (movement == nullptr) continue;
      for (const char* name : {"both", "changed", "toward", "away"})
        sums[name] += CountAt(*movement->Find("panel"), name);
    }
    if (sums["both"] == 0) return;
    Say("Of " + Count(sums["both"], "score", "scores") + " given in both rounds " +
        std::to_string(sums["changed"]) + " changed: " + std::to_string(sums["toward"]) +
        " toward the panel's earlier median, " + std::to_string(sums["away"]) + " away from it");
  }

  void AddOtherRules() {
    const Json::Array& rules = ListAt(round_, "rules_looked_at");
    if (rules.empty()) return;
    std::vector<std::pair<std::size_t, std::string>> different;
    for (const Json& rule : rules) {
      const Names items = ItemsWith(items_, "other_rules", [&](const Json& other) {
        return TextAt(other, "preset") == *rule.string();
      });
      different.emplace_back(items.size(), *rule.string());
    }
    const auto [least, most] = std::minmax_element(different.begin(), different.end());
    Say("Exploratory: under " +
        Count(rules.size(), "other published rule", "other published rules") + " between " +
        std::to_string(least->first) + " (" + least->second + ") and " +
        std::to_string(most->first) + " (" + most->second + ") would differ");
  }

  const Json& round_;
  const std::vector<Json>& items_;
  std::string_view noun_;
  Names same_;  // What-ifs that change nothing.
  Names sentences_;
};

class ItemWords {
 public:
  ItemWords(const Json& item, const std::vector<std::string>& bands) : item_(item), bands_(bands) {}

  Names Run() {
    AddVerdict();
    AddGroupFlips();
    AddWhatIfs();
    AddDissent();
    AddMovement();
    AddOtherRules();
    return std::move(sentences_);
  }

 private:
  void Say(std::string sentence) { sentences_.push_back(std::move(sentence) + "."); }

  [[nodiscard]] std::string Verdict() const {
    const std::string& grade = TextAt(item_, "grade");
    return TextAt(item_, "consensus") + (grade.empty() ? "" : " (" + grade + ")");
  }

  void AddVerdict() {
    const std::string is = TextAt(item_, "item") + " is " + Verdict();
    const Json* flip = item_.Find("flip");
    if (flip == nullptr) return Say(is);
    if (flip->Find("at_least") == nullptr) {
      const std::string& why_not = TextAt(*flip, "why_not");
      return Say(is + (why_not.empty() ? "" : ": " + why_not));
    }
    const std::string& least = TextAt(*flip, "at_least");
    const std::string& most = TextAt(*flip, "at_most");
    if (most.empty()) {
      return Say(is + ": fewer than " + least + " other scores could not have changed it");
    }
    const std::string ballots = most == "1" ? " ballot" : " ballots";
    const std::string by = " by " + (least == most ? most : least + " to " + most) + ballots;
    const std::string example = ExampleInWords(*flip);
    // A log names no one way among the many, and so no verdict that it would have led to.
    if (TextAt(*flip, "becomes").empty()) {
      return Say(is + by + ": " + Count(CountAt(*flip, "at_most"), "person", "people") +
                 " scoring otherwise would have been enough to change that");
    }
    Say(is + by + ": it would be " + TextAt(*flip, "becomes") + " if " +
        (example.empty() ? most + " of those who scored had scored otherwise" : example));
  }

  // The band that holds the score, or the score itself.
  [[nodiscard]] std::string BandOf(const std::string& score) const {
    for (const std::string& band : bands_) {
      const std::size_t dash = band.find('-', 1);
      const std::string_view text = band;
      if (Whole(score) >= Whole(text.substr(0, dash)) &&
          Whole(score) <= Whole(text.substr(dash + 1))) {
        return band;
      }
    }
    return score;
  }

  // "3 patients had scored 4 to 6 instead of 7 to 9".
  [[nodiscard]] std::string ExampleInWords(const Json& flip) const {
    std::map<std::string, std::uint64_t> people;
    for (const Json& change : ListAt(flip, "example")) {
      Names groups;
      for (const Json& group : *change.Find("groups")->array())
        groups.push_back(*group.string());
      std::string from = BandOf(TextAt(change, "from"));
      std::string to = BandOf(TextAt(change, "to"));
      if (from == to) {
        from = TextAt(change, "from");
        to = TextAt(change, "to");
      }
      const std::string who = groups.empty() ? "people" : "of the " + Joined(groups, "and");
      people[who + " had scored " + BandInWords(to) + " instead of " + BandInWords(from)] +=
          CountAt(change, "people");
    }
    Names parts;
    for (const auto& [change, count] : people)
      parts.push_back(std::to_string(count) + " " + change);
    return Joined(parts, "and");
  }

  void AddGroupFlips() {
    const Json* flip = item_.Find("flip");
    const Json* groups = flip == nullptr ? nullptr : flip->Find("groups");
    if (groups == nullptr || flip->Find("at_least") == nullptr) return;
    Names able;
    Names unable;
    for (const auto& [group, alone] : *groups->object()) {
      const std::string& most = TextAt(alone, "at_most");
      if (!most.empty()) able.push_back(most + " of the " + group);
      if (alone.Find("at_least") == nullptr) unable.push_back(group);
    }
    if (!able.empty()) Say("Alone, " + Joined(able, "or") + " could have changed it");
    if (!unable.empty()) Say("No change of scores by " + Joined(unable, "or") + " alone could");
  }

  // Those with the same other verdict in one sentence.
  void AddWhatIfs() {
    std::map<std::string, Names> by_verdict;
    for (const Json& what_if : ListAt(item_, "what_ifs"))
      by_verdict[TextAt(what_if, "consensus")].push_back(Supposing(what_if));
    for (const auto& [verdict, suppositions] : by_verdict)
      Say("It would be " + verdict + " " + Joined(suppositions, "or"));
  }

  void AddDissent() {
    const Json* dissent = item_.Find("dissent");
    if (dissent == nullptr) return;
    if (const Json* verdicts = dissent->Find("verdicts")) {
      Names sides;
      for (const auto& [verdict, groups] : *verdicts->object())
        sides.push_back(NamesIn(groups) + " would say " + verdict);
      Say("On their own, " + Joined(sides, "and"));
    }
    if (const Json* medians = dissent->Find("medians")) {
      Names sides;
      for (const auto& [band, groups] : *medians->object())
        sides.push_back(NamesIn(groups) + " in " + BandInWords(band));
      Say("Medians lie apart: " + Joined(sides, "and"));
    }
    const Json* peaks = dissent->Find("two_peaked");
    if (peaks != nullptr && peaks->boolean() != nullptr && *peaks->boolean()) {
      Say("The scores gather at both ends of the scale");
    }
  }

  static std::string NamesIn(const Json& groups) {
    Names names;
    for (const Json& group : *groups.array())
      names.push_back(*group.string());
    return Joined(names, "and");
  }

  void AddMovement() {
    const Json* movement = item_.Find("movement");
    if (movement == nullptr) return;
    const Json& panel = *movement->Find("panel");
    if (CountAt(panel, "both") == 0) return;
    Say(TextAt(panel, "changed") + " of " + Count(CountAt(panel, "both"), "person", "people") +
        " who scored it twice changed: " + TextAt(panel, "toward") +
        " toward the panel's earlier median of " + TextAt(*movement, "majority") + ", " +
        TextAt(panel, "away") + " away from it");
  }

  void AddOtherRules() {
    std::map<std::string, Names> by_verdict;
    for (const Json& other : ListAt(item_, "other_rules"))
      by_verdict[TextAt(other, "consensus")].push_back(TextAt(other, "preset"));
    for (const auto& [verdict, presets] : by_verdict)
      Say("Exploratory: " + verdict + " under " + Joined(presets, "and"));
  }

  const Json& item_;
  const std::vector<std::string>& bands_;
  Names sentences_;
};

}  // namespace

GroupNames NamesWithin(const Protocol& protocol) {
  const auto is = [](const std::string& name, std::size_t at, char from, char to) {
    return name.size() > at && name[at] >= from && name[at] <= to;
  };
  GroupNames names;
  for (const Group& group : protocol.groups) {
    std::string name = group.name;
    if (is(name, 0, 'A', 'Z') && is(name, 1, 'a', 'z'))
      name[0] = static_cast<char>(name[0] - 'A' + 'a');
    names.emplace(group.id, std::move(name));
  }
  return names;
}

std::vector<std::string> RoundInWords(const Json& round,
                                      const std::vector<Json>& items,
                                      std::string_view noun,
                                      const GroupNames& names) {
  if (names.empty()) return RoundWords(round, items, noun).Run();
  std::vector<Json> named;
  for (const Json& item : items)
    named.push_back(WithNames(item, names));
  return RoundWords(WithNames(round, names), named, noun).Run();
}

std::vector<std::string> ItemInWords(const Json& item,
                                     const std::vector<std::string>& bands,
                                     const GroupNames& names) {
  if (names.empty()) return ItemWords(item, bands).Run();
  return ItemWords(WithNames(item, names), bands).Run();
}

}  // namespace quorate::engine
