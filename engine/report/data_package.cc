#include "engine/report/data_package.h"

#include <algorithm>

#include "engine/base/json.h"
#include "engine/base/time.h"
#include "engine/report/words.h"

namespace quorate::engine {

namespace {

bool AreDigits(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

std::string_view WithoutSign(std::string_view text) {
  if (text.starts_with('-')) text.remove_prefix(1);
  return text;
}

bool IsInteger(std::string_view text) {
  return AreDigits(WithoutSign(text));
}

bool IsDecimal(std::string_view text) {
  text = WithoutSign(text);
  const std::size_t point = text.find('.');
  if (point == std::string_view::npos) return AreDigits(text);
  return AreDigits(text.substr(0, point)) && AreDigits(text.substr(point + 1));
}

// "results/items.csv" is the resource "items".
std::string ResourceName(const std::string& path) {
  const std::size_t begin = path.rfind('/') + 1;
  return path.substr(begin, path.rfind('.') - begin);
}

Json SchemaOf(const CsvTable& table) {
  Json::Array fields;
  for (std::size_t i = 0; i < table.columns().size(); ++i) {
    Json field;
    field["name"] = table.columns()[i].name;
    field["type"] = FieldTypeOf(table, i);
    field["description"] = table.columns()[i].meaning;
    fields.push_back(std::move(field));
  }
  Json schema;
  schema["fields"] = std::move(fields);
  schema["missingValues"] = Json::Array{"", kSuppressed};
  return schema;
}

Json ResourceOf(const CsvTable& table) {
  Json dialect;
  dialect["delimiter"] = ",";
  dialect["doubleQuote"] = true;
  dialect["header"] = true;
  dialect["lineTerminator"] = "\n";
  dialect["quoteChar"] = "\"";
  dialect["skipInitialSpace"] = false;
  Json resource;
  resource["profile"] = "tabular-data-resource";
  resource["name"] = ResourceName(table.path());
  resource["path"] = table.path();
  resource["format"] = "csv";
  resource["mediatype"] = "text/csv";
  resource["encoding"] = "utf-8";
  resource["dialect"] = std::move(dialect);
  resource["schema"] = SchemaOf(table);
  return resource;
}

// The last part of the log's name in the letters that a package's name may have.
std::string PackageName(const RecordName& record) {
  std::string name = record.origin.substr(record.origin.rfind('/') + 1);
  std::ranges::transform(name, name.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return name;
}

}  // namespace

std::string_view FieldTypeOf(const CsvTable& table, std::size_t column) {
  if (table.columns()[column].kind == ColumnKind::kLabel) return "string";
  bool integers = true;
  bool any = false;
  for (const std::vector<CsvCell>& row : table.rows()) {
    const CsvCell& cell = row[column];
    if (cell.text.empty() || cell.text == kSuppressed) continue;
    if (cell.typed || !IsDecimal(cell.text)) return "string";
    integers = integers && IsInteger(cell.text);
    any = true;
  }
  if (!any) return "string";
  return integers ? "integer" : "number";
}

std::string DataPackage(const Study& study,
                        const RecordName& record,
                        std::span<const CsvTable> tables) {
  Json package;
  package["profile"] = "tabular-data-package";
  package["name"] = PackageName(record);
  package["id"] = record.origin + "@" + std::to_string(record.size);
  package["title"] = study.title;
  if (!study.protocol->purpose.empty()) package["description"] = study.protocol->purpose;
  package["created"] = ToString(study.last_time);
  Json::Array resources;
  for (const CsvTable& table : tables)
    resources.push_back(ResourceOf(table));
  package["resources"] = std::move(resources);
  return WriteJsonIndented(package);
}

}  // namespace quorate::engine
