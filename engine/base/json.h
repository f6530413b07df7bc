// A JSON value, its reader, and the one canonical way to write it.
//
// The profile is narrow so that two programs cannot disagree: objects, arrays, strings, booleans
// and integers within ±(2^53-1); no null, no duplicate names, valid UTF-8. Written canonically (RFC
// 8785: no blanks, names in UTF-16 order) it is a line of the decision log. Fractions of JSON's
// number type are read only where asked, and written only in answers that describe and never
// decide.

#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "engine/base/result.h"

namespace quorate::engine {

// Orders names by their UTF-16 code units, as RFC 8785 asks. Differs from byte order only between
// U+E000..U+FFFF and the planes above.
struct Utf16Less {
  using is_transparent = void;
  bool operator()(std::string_view a, std::string_view b) const;
};

class Json {
 public:
  using Array = std::vector<Json>;
  using Object = std::map<std::string, Json, Utf16Less>;

  // NOLINTBEGIN(google-explicit-constructor): a JSON value is made of what it holds.
  Json() : value_(Object()) {}
  Json(bool value) : value_(value) {}
  Json(int value) : value_(std::int64_t{value}) {}
  Json(std::int64_t value) : value_(value) {}
  Json(double value) : value_(value) {}
  Json(std::string value) : value_(std::move(value)) {}
  Json(std::string_view value) : value_(std::string(value)) {}
  Json(const char* value) : value_(std::string(value)) {}
  Json(Array value) : value_(std::move(value)) {}
  Json(Object value) : value_(std::move(value)) {}
  // NOLINTEND(google-explicit-constructor)

  // The value if it is of that type, else null.
  [[nodiscard]] const bool* boolean() const { return std::get_if<bool>(&value_); }
  [[nodiscard]] const std::int64_t* integer() const { return std::get_if<std::int64_t>(&value_); }
  [[nodiscard]] const double* real() const { return std::get_if<double>(&value_); }
  [[nodiscard]] const std::string* string() const { return std::get_if<std::string>(&value_); }
  [[nodiscard]] const Array* array() const { return std::get_if<Array>(&value_); }
  [[nodiscard]] const Object* object() const { return std::get_if<Object>(&value_); }
  Array* array() { return std::get_if<Array>(&value_); }
  Object* object() { return std::get_if<Object>(&value_); }

  // The member of that name, or null if this is no object or has no such member.
  [[nodiscard]] const Json* Find(std::string_view name) const;
  // The member of that name, made if absent. Requires an object.
  Json& operator[](std::string_view name);
  // Adds to the end. Requires an array.
  void Append(Json value);

  friend bool operator==(const Json&, const Json&) = default;

 private:
  std::variant<bool, std::int64_t, double, std::string, Array, Object> value_;
};

enum class JsonNumbers { kIntegers, kAny };

// Reads one JSON text. The error names line and column. Nesting deeper than 64 is refused.
Result<Json> ParseJson(std::string_view text, JsonNumbers numbers = JsonNumbers::kIntegers);

// The canonical bytes (RFC 8785), without a line feed. A double is written in the shortest form
// that reads back the same; it must be finite.
std::string WriteJson(const Json& value);

// The same value over several lines, for people.
std::string WriteJsonIndented(const Json& value);

// Appends `text` to `out` as a JSON string in canonical form, quotes included. Requires valid
// UTF-8.
void AppendJsonString(std::string_view text, std::string& out);

}  // namespace quorate::engine
