// Reading the small parts that rules are made of: numbers, bands, tables, scopes. What is wrong is
// gathered, not returned, so that a reader can go on and name every violation at once.

#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/base/json.h"
#include "engine/ratings/rule.h"

namespace quorate::engine {

// A value that cannot be read is left at its default; the violation sees to it that the default is
// never used. Every function takes the path of what it reads, or of the object whose member it
// reads.
class RuleFields {
 public:
  std::vector<Violation> TakeViolations() { return std::move(violations_); }

  void Wrong(const std::string& path, std::string message) {
    violations_.push_back({path.empty() ? "rule" : path, std::move(message)});
  }
  [[nodiscard]] static std::string Member(const std::string& path, std::string_view name) {
    return path.empty() ? std::string(name) : path + "." + std::string(name);
  }
  [[nodiscard]] static std::string Element(const std::string& path, std::size_t index) {
    return path + "[" + std::to_string(index) + "]";
  }

  // The member, whose absence is a violation.
  const Json* Need(const Json& object, const std::string& path, std::string_view name);
  // Every member but these is a violation.
  void Only(const Json& object,
            const std::string& path,
            std::initializer_list<std::string_view> names);

  std::int64_t ReadWhole(const Json& json,
                         const std::string& path,
                         std::int64_t least,
                         std::int64_t most);
  // Reads the member into `out` if it is there.
  void ReadWholeIf(const Json& object,
                   const std::string& path,
                   std::string_view name,
                   std::int64_t least,
                   std::int64_t& out);
  Fraction NeedNumber(const Json& object, const std::string& path, std::string_view name);
  void ReadNumberIf(const Json& object,
                    const std::string& path,
                    std::string_view name,
                    Fraction& out);

  Band ReadBand(const Json& json, const std::string& path);
  Band NeedBand(const Json& object, const std::string& path, std::string_view name);
  Comparison NeedComparison(const Json& object, const std::string& path);
  Denominator ReadDenominator(const Json& json, const std::string& path);
  std::vector<SizeRow> NeedTable(const Json& object, const std::string& path);
  Scope ReadScope(const Json& json, const std::string& path);

  // Bands must lie on this scale.
  [[nodiscard]] const Scale& scale() const { return scale_; }
  void ReadScale(const Json& json, const std::string& path);

  static constexpr std::int64_t kCountMax = 1'000'000'000;

 private:
  Fraction ReadNumber(const Json& json, const std::string& path);
  void ReadScopeGroups(const Json& groups, const std::string& path, Scope& scope);
  void ReadScaleBands(const Json& bands, const std::string& path);

  Scale scale_;
  std::vector<Violation> violations_;
};

}  // namespace quorate::engine
