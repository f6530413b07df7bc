#include "engine/replay/codec_writer.h"

#include <algorithm>
#include <charconv>

#include "engine/base/text.h"
#include "engine/log/digest.h"
#include "engine/ratings/rule_json.h"

namespace quorate::engine {

namespace {

// Each string by itself, since escapes hide in a document's bytes what composes with what. False
// where two names of one object come to be the same.
bool BringToFormC(Json& value) {
  if (const std::string* text = value.string()) {
    if (!IsNfc(*text)) value = ToNfc(*text);
  } else if (Json::Array* array = value.array()) {
    return std::ranges::all_of(*array, BringToFormC);
  } else if (Json::Object* object = value.object()) {
    const auto of_member = [](auto& member) { return BringToFormC(member.second); };
    if (!std::ranges::all_of(*object, of_member)) return false;
    if (std::ranges::all_of(*object, [](const auto& member) { return IsNfc(member.first); }))
      return true;
    Json::Object members;
    for (auto& [name, member] : *object) {
      if (!members.emplace(ToNfc(name), std::move(member)).second) return false;
    }
    *object = std::move(members);
  }
  return true;
}

}  // namespace

void AppendInteger(std::int64_t value, std::string& out) {
  char digits[24];
  const auto [end, error] = std::to_chars(digits, digits + sizeof digits, value);
  out.append(digits, end);
}

void AppendQuoted(std::string_view text, std::string& out) {
  const bool plain = std::all_of(
      text.begin(), text.end(), [](char c) { return c >= 0x20 && c != '"' && c != '\\'; });
  if (!plain) return AppendJsonString(text, out);
  out += '"';
  out += text;
  out += '"';
}

void FieldWriter::Name(std::string_view name) {
  if (!first_) out_ += ',';
  first_ = false;
  out_ += '"';
  out_ += name;
  out_ += "\":";
}

void FieldWriter::Commitment(std::string_view name, std::string& hex) {
  if (!DigestFromHex(hex)) {
    Refused(Reason::kInvalidArgument, name, "must be 64 lower-case hexadecimal digits");
  }
  operator()(name, hex);
}

void FieldWriter::Answer(std::string_view name, AnswerState state, int score) {
  Name(name);
  if (state == AnswerState::kScored) {
    Value(score);
  } else {
    Value(state);
  }
}

void FieldWriter::Answers(std::string_view name, std::vector<ItemAnswer>& answers) {
  std::ranges::sort(answers, {}, &ItemAnswer::item);
  if (const auto twice = std::ranges::adjacent_find(answers, {}, &ItemAnswer::item);
      twice != answers.end()) {
    Refused(
        Reason::kInvalidArgument, name, "item " + twice->item + " stands twice; keep one answer");
  }
  Name(name);
  FieldWriter members(out_, error_);
  out_ += '{';
  for (const ItemAnswer& answer : answers) {
    if (!IsLabel(answer.item)) {
      Refused(Reason::kInvalidArgument, name, "an item's label is none; take it from the study");
    }
    members.Answer(answer.item, answer.state, answer.score);
  }
  out_ += '}';
}

void FieldWriter::Value(std::string& text) {
  if (!IsNfc(text)) text = ToNfc(text);
  AppendQuoted(text, out_);
}

void FieldWriter::Value(Instant instant) {
  AppendQuoted(ToString(instant), out_);
}

void FieldWriter::Value(const Fraction& fraction) {
  AppendQuoted(fraction.ToString(), out_);
}

void FieldWriter::Value(Json& value) {
  if (!BringToFormC(value)) {
    Refused(Reason::kInvalidArgument,
            "document",
            "has two names that differ only in their accents' form");
    return;
  }
  out_ += WriteJson(value);
}

template <typename Type, typename Read>
void FieldWriter::Document(Type& value, Read read) {
  const Json before = ToJson(value);
  Json document = before;
  Value(document);
  if (document == before) return;
  Result<Type> normalized = read(document);
  if (!normalized) {
    error_ = std::move(normalized).error();
    return;
  }
  value = *std::move(normalized);
}

void FieldWriter::Value(Protocol& protocol) {
  Document(protocol, ReadProtocol);
}

void FieldWriter::Value(ConsensusRule& rule) {
  Document(rule, [](const Json& document) { return RuleFromJson(document); });
}

void FieldWriter::Refused(Reason reason, std::string_view field, std::string_view message) {
  if (error_) return;
  error_ = Refuse(reason, std::string(field), std::string(message)).value();
}

}  // namespace quorate::engine
