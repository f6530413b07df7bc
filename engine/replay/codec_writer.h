// Writes an event's fields as canonical JSON, bringing its texts into form C on the way: what is
// applied to the state must be what a later reader of the log will see.

#pragma once

#include <concepts>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "engine/base/result.h"
#include "engine/replay/codec_fields.h"
#include "engine/replay/kinds.h"

namespace quorate::engine {

void AppendInteger(std::int64_t value, std::string& out);
// As AppendJsonString, quicker for text that needs no escape.
void AppendQuoted(std::string_view text, std::string& out);

// The members of one object. Requires that they come in order of their names.
class FieldWriter {
 public:
  // Writes to `out`. The first field that cannot be written sets `error`.
  FieldWriter(std::string& out, std::optional<Error>& error) : out_(out), error_(error) {}

  // An absent optional writes nothing.
  template <typename Type>
  void operator()(std::string_view name, Type& value) {
    Name(name);
    Value(value);
  }
  template <typename Type>
  void operator()(std::string_view name, std::optional<Type>& value) {
    if (value) operator()(name, *value);
  }
  // An empty list writes nothing.
  template <typename Type>
  void IfAny(std::string_view name, std::vector<Type>& values) {
    if (!values.empty()) operator()(name, values);
  }
  void Commitment(std::string_view name, std::string& hex);
  void Answer(std::string_view name, AnswerState state, int score);
  // Sorts the answers by their items' labels if they are not.
  void Answers(std::string_view name, std::vector<ItemAnswer>& answers);

  // A whole object.
  template <typename Struct>
  void Object(Struct& value) {
    FieldWriter members(out_, error_);
    out_ += '{';
    Fields(members, value);
    out_ += '}';
  }

 private:
  void Name(std::string_view name);
  void Value(std::string& text);
  void Value(int value) { AppendInteger(value, out_); }
  void Value(Instant instant);
  void Value(const Fraction& fraction);
  void Value(Json& value);
  void Value(Protocol& protocol);
  void Value(ConsensusRule& rule);
  template <typename Enum>
  requires std::is_enum_v<Enum>
  void Value(Enum value) { AppendQuoted(WordOf(value), out_); }
  template <typename Type>
  void Value(std::vector<Type>& values) {
    out_ += '[';
    for (std::size_t i = 0; i < values.size(); ++i) {
      if (i > 0) out_ += ',';
      Value(values[i]);
    }
    out_ += ']';
  }
  template <typename Struct>
  requires requires(FieldWriter& visit, Struct& value) { Fields(visit, value); }
  void Value(Struct& value) { Object(value); }
  // A value that travels as a JSON document, brought into form C as a whole.
  template <typename Type, typename Read>
  void Document(Type& value, Read read);
  void Refused(Reason reason, std::string_view field, std::string_view message);

  std::string& out_;
  std::optional<Error>& error_;
  bool first_ = true;
};

}  // namespace quorate::engine
