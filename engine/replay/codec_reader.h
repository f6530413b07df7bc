// Reads an event's fields from canonical JSON, straight from the bytes into the struct. It expects
// every name and sign where canonical writing puts it, so whatever it reads is canonical, and a log
// of a million ballots costs little more than its hashes.

#pragma once

#include <array>
#include <concepts>
#include <cstdint>
#include <cstring>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "engine/replay/codec_fields.h"
#include "engine/replay/kinds.h"

namespace quorate::engine {

// A place in a text. The first thing that is wrong is kept; from then on there is nothing to read.
class Cursor {
 public:
  explicit Cursor(std::string_view text)
      : begin_(text.data()), at_(begin_), end_(begin_ + text.size()) {}

  [[nodiscard]] bool ok() const { return wrong_.empty(); }
  // "byte 17: a comma should stand here".
  [[nodiscard]] const std::string& wrong() const { return wrong_; }
  void Fail(std::string_view what);

  // Steps over `word` if it stands here.
  bool Take(std::string_view word) {
    if (std::string_view(at_, Left()).substr(0, word.size()) != word) return false;
    at_ += word.size();
    return true;
  }
  bool Take(char c) {
    if (!IsAt(c)) return false;
    ++at_;
    return true;
  }
  void Expect(char c) {
    if (!Take(c)) FailExpecting({&c, 1});
  }
  void Expect(std::string_view word) {
    if (!Take(word)) FailExpecting(word);
  }
  void ExpectEnd() {
    if (at_ != end_) Fail("more text than the entry has");
  }
  // Steps over `"name":`, and over a comma before it unless it is the first, if all that stands
  // here.
  bool TakeName(std::string_view name, bool first);
  [[nodiscard]] bool IsAt(char c) const { return at_ != end_ && *at_ == c; }

  // A string without escapes and other than ASCII characters: a word, label or digest.
  std::string_view Word();
  // A word that is a label; empty if something else stands here.
  std::string_view Label();
  // A word of 64 lower-case hexadecimal digits.
  std::string_view DigestHex();
  // Any string in form C.
  void Read(std::string& value);
  std::int64_t Integer();
  // Any value, written canonically.
  Json Document();

 private:
  [[nodiscard]] std::size_t Left() const { return static_cast<std::size_t>(end_ - at_); }
  void FailExpecting(std::string_view word);
  // The extent of the value that begins here: to its closing bracket or quote.
  std::string_view Extent();

  const char* begin_;
  const char* at_;
  const char* end_;
  std::string wrong_;
};

// The members of one object.
class FieldReader {
 public:
  explicit FieldReader(Cursor& in) : in_(in) {}

  template <typename Type>
  void operator()(std::string_view name, Type& value) {
    if (Name(name)) Value(value);
  }
  template <typename Type>
  void operator()(std::string_view name, std::optional<Type>& value) {
    if (!in_.TakeName(name, first_)) return;
    first_ = false;
    Value(value.emplace());
  }
  template <typename Type>
  void IfAny(std::string_view name, std::vector<Type>& values) {
    if (!in_.TakeName(name, first_)) return;
    first_ = false;
    Value(values);
    if (values.empty()) in_.Fail("an empty list is left out here");
  }
  void Commitment(std::string_view name, std::string& hex);
  void Answer(std::string_view name, AnswerState& state, int& score);
  void Answers(std::string_view name, std::vector<ItemAnswer>& answers);

  // A whole object.
  template <typename Struct>
  void Object(Struct& value) {
    FieldReader members(in_);
    in_.Expect('{');
    Fields(members, value);
    in_.Expect('}');
  }

 private:
  bool Name(std::string_view name);
  void Score(AnswerState& state, int& score);
  void Value(std::string& text) { in_.Read(text); }
  void Value(int& value);
  void Value(Instant& instant);
  void Value(Fraction& fraction);
  void Value(Json& value) { value = in_.Document(); }
  void Value(Protocol& protocol);
  void Value(ConsensusRule& rule);
  template <typename Enum>
  requires std::is_enum_v<Enum>
  void Value(Enum& value) {
    const auto found = FindWord<Enum>(in_.Word());
    if (!found) return in_.Fail("no such word is used here");
    value = *found;
  }
  template <typename Type>
  void Value(std::vector<Type>& values) {
    in_.Expect('[');
    if (in_.Take(']')) return;
    while (in_.ok()) {
      Value(values.emplace_back());
      if (in_.Take(']')) return;
      in_.Expect(',');
    }
  }
  template <typename Struct>
  requires requires(FieldReader& visit, Struct& value) { Fields(visit, value); }
  void Value(Struct& value) { Object(value); }

  Cursor& in_;
  bool first_ = true;
};

}  // namespace quorate::engine
