#include "engine/ranking/format_writers.h"

#include <algorithm>
#include <numeric>

namespace quorate::engine {

namespace {

using boost::multiprecision::cpp_int;

constexpr const char* kMultiplied = "weights were multiplied by ";

std::string Joined(const std::vector<std::string>& parts, std::string_view joint) {
  std::string text;
  for (std::size_t i = 0; i < parts.size(); ++i)
    text += (i == 0 ? "" : std::string(joint)) + parts[i];
  return text;
}

std::string NumberOf(std::size_t candidate) {
  return std::to_string(candidate + 1);
}

// "3", "{1,2}", "{}".
std::string PreflibLevel(const std::vector<std::size_t>& candidates) {
  std::vector<std::string> numbers;
  for (const std::size_t candidate : candidates)
    numbers.push_back(NumberOf(candidate));
  const std::string list = Joined(numbers, ",");
  return candidates.size() == 1 ? list : "{" + list + "}";
}

std::string PreflibHeader(const CountedBallots& ballots,
                          std::string_view type,
                          std::string_view title,
                          std::string_view unique,
                          std::size_t categories) {
  const Profile& profile = ballots.profile;
  const cpp_int voters =
      std::accumulate(ballots.weights.units.begin(), ballots.weights.units.end(), cpp_int(0));
  const bool scaled = ballots.weights.denominator != 1;
  std::string text =
      "# TITLE: " + std::string(title) +
      "\n# DESCRIPTION:" + (scaled ? " " + (kMultiplied + ballots.weights.denominator.str()) : "") +
      "\n# DATA TYPE: " + std::string(type) +
      "\n# MODIFICATION TYPE: original\n# NUMBER ALTERNATIVES: " +
      std::to_string(profile.candidates.size()) + "\n# NUMBER VOTERS: " + voters.str() +
      "\n# NUMBER UNIQUE " + std::string(unique) + ": " + std::to_string(profile.size()) + "\n";
  if (categories > 0) {
    text += "# NUMBER CATEGORIES: " + std::to_string(categories) + "\n";
    for (std::size_t i = 0; i < categories; ++i) {
      text += "# CATEGORY NAME " + std::to_string(i + 1) + ": " +
              std::to_string(categories - 1 - i) + "\n";
    }
  }
  for (std::size_t c = 0; c < profile.candidates.size(); ++c)
    text += "# ALTERNATIVE NAME " + NumberOf(c) + ": " + profile.candidates[c] + "\n";
  return text;
}

bool IsPlainToken(std::string_view name) {
  return std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '-';
  });
}

// A short word for each candidate, all different: the name itself where it is one, else c1, c2, ...
std::vector<std::string> TokensFor(const std::vector<std::string>& names) {
  std::vector<std::string> tokens;
  for (std::size_t c = 0; c < names.size(); ++c) {
    std::string token = names[c];
    if (!IsPlainToken(token)) {
      token = "c" + NumberOf(c);
      while (std::find(names.begin(), names.end(), token) != names.end())
        token.insert(token.begin(), 'c');
    }
    tokens.push_back(std::move(token));
  }
  return tokens;
}

// A cell in quotes where it must be.
std::string CsvCell(std::string_view text) {
  if (text.find_first_of(",\"") == std::string_view::npos) return std::string(text);
  std::string cell = "\"";
  for (const char c : text)
    cell += c == '"' ? std::string("\"\"") : std::string(1, c);
  return cell + "\"";
}

}  // namespace

std::vector<std::vector<std::size_t>> LevelsOn(const Profile& profile, std::size_t ballot) {
  std::vector<std::vector<std::size_t>> levels;
  const auto places = profile.PlacesOf(ballot);
  for (std::size_t c = 0; c < places.size(); ++c) {
    if (places[c] == kUnranked) continue;
    levels.resize(std::max<std::size_t>(levels.size(), places[c]));
    levels[places[c] - 1U].push_back(c);
  }
  return levels;
}

std::string PreflibOrders(const CountedBallots& ballots,
                          std::string_view type,
                          std::string_view title) {
  std::string text = PreflibHeader(ballots, type, title, "ORDERS", 0);
  for (std::size_t ballot = 0; ballot < ballots.profile.size(); ++ballot) {
    std::vector<std::string> levels;
    for (const auto& level : LevelsOn(ballots.profile, ballot))
      levels.push_back(PreflibLevel(level));
    text += ballots.weights.units[ballot].str() + ": " + Joined(levels, ",") + "\n";
  }
  return text;
}

std::string PreflibCategories(const CountedBallots& ballots, std::string_view title) {
  const Profile& profile = ballots.profile;
  const std::size_t best =
      profile.scale.empty() ? 1 : profile.scale.back().numerator().convert_to<std::size_t>();
  std::string text = PreflibHeader(ballots, "cat", title, "PREFERENCES", best + 1);
  for (std::size_t ballot = 0; ballot < profile.size(); ++ballot) {
    std::vector<std::vector<std::size_t>> categories(best + 1);
    const auto grades = profile.GradesOf(ballot);
    for (std::size_t c = 0; c < grades.size(); ++c) {
      if (grades[c] == kMissing) continue;
      const auto grade = profile.scale[grades[c] - 1U].numerator().convert_to<std::size_t>();
      categories[best - grade].push_back(c);
    }
    std::vector<std::string> written;
    for (const auto& category : categories)
      written.push_back(PreflibLevel(category));
    text += ballots.weights.units[ballot].str() + ": " + Joined(written, ",") + "\n";
  }
  return text;
}

std::string Blt(const CountedBallots& ballots, std::string_view title, std::size_t seats) {
  const Profile& profile = ballots.profile;
  std::string text;
  if (ballots.weights.denominator != 1)
    text += "# " + (kMultiplied + ballots.weights.denominator.str()) + "\n";
  text += std::to_string(profile.candidates.size()) + " " + std::to_string(seats) + "\n";
  for (std::size_t ballot = 0; ballot < profile.size(); ++ballot) {
    text += ballots.weights.units[ballot].str() + " ";
    for (const auto& level : LevelsOn(profile, ballot)) {
      std::vector<std::string> numbers;
      for (const std::size_t candidate : level)
        numbers.push_back(NumberOf(candidate));
      text += Joined(numbers, "=") + " ";
    }
    text += "0\n";
  }
  text += "0\n";
  for (const std::string& name : profile.candidates)
    text += "\"" + name + "\"\n";
  std::string quoted(title);
  std::replace(quoted.begin(), quoted.end(), '"', '\'');
  return text + (quoted.empty() ? "" : "\"" + quoted + "\"\n");
}

std::string Abif(const CountedBallots& ballots, std::string_view title) {
  const Profile& profile = ballots.profile;
  const std::vector<std::string> tokens = TokensFor(profile.candidates);
  std::string text = title.empty() ? "" : "# " + std::string(title) + "\n";
  if (ballots.weights.denominator != 1)
    text += "# " + (kMultiplied + ballots.weights.denominator.str()) + "\n";
  for (std::size_t c = 0; c < tokens.size(); ++c) {
    const std::string& name = profile.candidates[c];
    const bool bracket = name.find(']') != std::string::npos;
    text += "=" + tokens[c] + ":" + (bracket ? "\"" + name + "\"" : "[" + name + "]") + "\n";
  }
  for (std::size_t ballot = 0; ballot < profile.size(); ++ballot) {
    std::vector<std::string> parts;
    if (profile.grades.empty()) {
      for (const auto& level : LevelsOn(profile, ballot)) {
        std::vector<std::string> equals;
        for (const std::size_t candidate : level)
          equals.push_back(tokens[candidate]);
        parts.push_back(Joined(equals, "="));
      }
    } else {
      const auto grades = profile.GradesOf(ballot);
      for (std::size_t c = 0; c < grades.size(); ++c) {
        if (grades[c] != kMissing)
          parts.push_back(tokens[c] + "/" + profile.scale[grades[c] - 1U].ToString());
      }
    }
    text += ballots.weights.units[ballot].str() + ":" + (parts.empty() ? "" : " ") +
            Joined(parts, profile.grades.empty() ? ">" : ",") + "\n";
  }
  return text;
}

std::string CsvOfMarks(const Profile& profile) {
  std::string text = "weight";
  for (const std::string& name : profile.candidates)
    text += "," + CsvCell(name);
  text += "\n";
  for (std::size_t ballot = 0; ballot < profile.size(); ++ballot) {
    text += profile.weights[ballot].ToString();
    for (std::size_t c = 0; c < profile.candidates.size(); ++c) {
      const std::uint16_t mark =
          profile.grades.empty() ? profile.PlacesOf(ballot)[c] : profile.GradesOf(ballot)[c];
      text += ",";
      if (mark == 0) continue;
      text += profile.grades.empty() ? std::to_string(mark) : profile.scale[mark - 1U].ToString();
    }
    text += "\n";
  }
  return text;
}

std::string CsvOfPlaces(const Profile& profile) {
  const std::size_t columns = profile.candidates.size();
  std::string text = "weight";
  for (std::size_t i = 0; i < columns; ++i)
    text += ",rank " + std::to_string(i + 1);
  text += "\n";
  for (std::size_t ballot = 0; ballot < profile.size(); ++ballot) {
    text += profile.weights[ballot].ToString();
    const auto levels = LevelsOn(profile, ballot);
    for (std::size_t i = 0; i < columns; ++i)
      text += "," + (i < levels.size() ? CsvCell(profile.candidates[levels[i].front()]) : "");
    text += "\n";
  }
  return text;
}

}  // namespace quorate::engine
