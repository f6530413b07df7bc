#include "engine/report/xlsx.h"

#include <algorithm>
#include <vector>

#include "engine/base/check.h"
#include "engine/report/html.h"
#include "engine/report/svg.h"
#include "engine/report/zip.h"

namespace quorate::engine {

namespace {

constexpr std::string_view kXml = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
constexpr std::string_view kMain = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
constexpr std::string_view kRelations =
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
constexpr std::string_view kPackage = "http://schemas.openxmlformats.org/package/2006";
constexpr std::string_view kSheetType =
    "application/vnd.openxmlformats-officedocument.spreadsheetml.";

// Two looks: 0 as it is, 1 bold for headings.
constexpr std::string_view kStyles =
    "<fonts count=\"2\"><font><sz val=\"11\"/><name val=\"Calibri\"/></font>"
    "<font><b/><sz val=\"11\"/><name val=\"Calibri\"/></font></fonts>"
    "<fills count=\"2\"><fill><patternFill patternType=\"none\"/></fill>"
    "<fill><patternFill patternType=\"gray125\"/></fill></fills>"
    "<borders count=\"1\"><border><left/><right/><top/><bottom/><diagonal/></border></borders>"
    "<cellStyleXfs count=\"1\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\"/>"
    "</cellStyleXfs><cellXfs count=\"2\">"
    "<xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\"/>"
    "<xf numFmtId=\"0\" fontId=\"1\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyFont=\"1\"/>"
    "</cellXfs><cellStyles count=\"1\"><cellStyle name=\"Normal\" xfId=\"0\" builtinId=\"0\"/>"
    "</cellStyles>";

std::string Attribute(std::string_view name, std::string_view value) {
  return " " + std::string(name) + "=\"" + std::string(value) + "\"";
}

std::string SheetName(const CsvTable& table) {
  const std::string& path = table.path();
  const std::size_t begin = path.rfind('/') + 1;
  return path.substr(begin, path.rfind('.') - begin);
}

bool IsHexDigit(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

// Whether "_xHHHH_" begins there, which a reader would take for an escaped character.
bool LooksEscaped(std::string_view text) {
  return text.size() >= 7 && text.substr(0, 2) == "_x" && text[6] == '_' &&
         std::all_of(text.begin() + 2, text.begin() + 6, IsHexDigit);
}

// XML 1.0 has no way to write most control characters and two others; this format's own is _xHHHH_.
std::string Escaped(std::string_view text) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if (byte < 0x20 && byte != '\t' && byte != '\n') {
      out += "_x00";
      out += kDigits[byte >> 4U];
      out += kDigits[byte & 0xFU];
      out += '_';
    } else if (LooksEscaped(text.substr(i))) {
      out += "_x005F_";
    } else if (text.substr(i, 3) == "\uFFFE" || text.substr(i, 3) == "\uFFFF") {
      out += text.substr(i, 3) == "\uFFFE" ? "_xFFFE_" : "_xFFFF_";
      i += 2;
    } else {
      out += text[i];
    }
  }
  return EscapeHtml(out);
}

// Whether a reader might drop blanks of the text unless it is told not to.
bool HasBlanksToKeep(std::string_view text) {
  constexpr std::string_view kBlanks = " \t\n";
  return text.find_first_of("\t\n") != std::string_view::npos ||
         kBlanks.find(text.front()) != std::string_view::npos ||
         kBlanks.find(text.back()) != std::string_view::npos;
}

// Requires a text.
std::string TextCellXml(const std::string& place, std::string_view text, std::string_view style) {
  return "<c" + Attribute("r", place) + std::string(style) + " t=\"inlineStr\"><is><t" +
         (HasBlanksToKeep(text) ? " xml:space=\"preserve\"" : "") + ">" +
         Escaped(ClipText(text, kCellCharactersMax)) + "</t></is></c>";
}

std::string CellXml(const std::string& place, const CsvCell& cell, ColumnKind kind) {
  if (cell.text.empty()) return {};
  if (!cell.typed && kind == ColumnKind::kFigure && IsPlainNumber(cell.text)) {
    return "<c" + Attribute("r", place) + "><v>" + cell.text + "</v></c>";
  }
  return TextCellXml(place, cell.text, "");
}

std::size_t CharactersIn(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
  }));
}

std::string Widths(const CsvTable& table) {
  constexpr std::size_t kLeast = 6;
  constexpr std::size_t kMost = 60;
  std::string xml = "<cols>";
  for (std::size_t i = 0; i < table.columns().size(); ++i) {
    std::size_t width = CharactersIn(table.columns()[i].name);
    for (const auto& row : table.rows())
      width = std::max(width, CharactersIn(row[i].text));
    const std::string number = std::to_string(i + 1);
    xml += "<col" + Attribute("min", number) + Attribute("max", number) +
           Attribute("width", std::to_string(std::clamp(width + 2, kLeast, kMost))) +
           " customWidth=\"1\"/>";
  }
  return xml + "</cols>";
}

std::string RowXml(std::size_t number, const std::string& cells) {
  return "<row" + Attribute("r", std::to_string(number)) + ">" + cells + "</row>";
}

std::string SheetXml(const CsvTable& table, bool first) {
  std::string xml = std::string(kXml) + "<worksheet" + Attribute("xmlns", kMain) +
                    "><sheetViews><sheetView" + (first ? " tabSelected=\"1\"" : "") +
                    " workbookViewId=\"0\"><pane ySplit=\"1\" topLeftCell=\"A2\" "
                    "activePane=\"bottomLeft\" state=\"frozen\"/></sheetView></sheetViews>" +
                    Widths(table) + "<sheetData>";
  std::vector<std::string> names;
  std::string headings;
  for (const CsvColumn& column : table.columns()) {
    names.push_back(ColumnName(names.size() + 1));
    headings += TextCellXml(names.back() + "1", column.name, " s=\"1\"");
  }
  xml += RowXml(1, headings);
  const bool cut = table.rows().size() + 1 > kSheetRowsMax;
  const std::size_t rows = cut ? kSheetRowsMax - 2 : table.rows().size();
  for (std::size_t row = 0; row < rows; ++row) {
    const std::string number = std::to_string(row + 2);
    std::string cells;
    for (std::size_t i = 0; i < names.size(); ++i)
      cells += CellXml(names[i] + number, table.rows()[row][i], table.columns()[i].kind);
    xml += RowXml(row + 2, cells);
  }
  if (cut) {
    const std::string place = "A" + std::to_string(kSheetRowsMax);
    xml += RowXml(kSheetRowsMax, TextCellXml(place, "The rest stands in " + table.path(), ""));
  }
  return xml + "</sheetData></worksheet>";
}

std::string WorkbookXml(std::span<const CsvTable> tables) {
  std::string xml = std::string(kXml) + "<workbook" + Attribute("xmlns", kMain) +
                    Attribute("xmlns:r", kRelations) + "><sheets>";
  for (std::size_t i = 0; i < tables.size(); ++i) {
    const std::string number = std::to_string(i + 1);
    xml += "<sheet" + Attribute("name", SheetName(tables[i])) + Attribute("sheetId", number) +
           Attribute("r:id", "rId" + number) + "/>";
  }
  return xml + "</sheets></workbook>";
}

std::string Relation(std::string_view id, std::string_view type, std::string_view target) {
  return "<Relationship" + Attribute("Id", id) +
         Attribute("Type", std::string(kRelations) + "/" + std::string(type)) +
         Attribute("Target", target) + "/>";
}

std::string RelationsXml(const std::string& relations) {
  return std::string(kXml) + "<Relationships" +
         Attribute("xmlns", std::string(kPackage) + "/relationships") + ">" + relations +
         "</Relationships>";
}

std::string ContentTypesXml(std::size_t sheets) {
  std::string xml = std::string(kXml) + "<Types" +
                    Attribute("xmlns", std::string(kPackage) + "/content-types") +
                    "><Default Extension=\"rels\" "
                    "ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
                    "<Default Extension=\"xml\" ContentType=\"application/xml\"/>";
  const auto add = [&](const std::string& part, std::string_view type) {
    xml += "<Override" + Attribute("PartName", part) +
           Attribute("ContentType", std::string(kSheetType) + std::string(type) + "+xml") + "/>";
  };
  add("/xl/workbook.xml", "sheet.main");
  add("/xl/styles.xml", "styles");
  for (std::size_t i = 1; i <= sheets; ++i)
    add("/xl/worksheets/sheet" + std::to_string(i) + ".xml", "worksheet");
  return xml + "</Types>";
}

}  // namespace

std::string Xlsx(std::span<const CsvTable> tables) {
  QUORATE_CHECK(!tables.empty());
  std::vector<ZipEntry> sheets;
  std::string relations;
  for (const CsvTable& table : tables) {
    const std::string number = std::to_string(sheets.size() + 1);
    const std::string path = "worksheets/sheet" + number + ".xml";
    relations += Relation("rId" + number, "worksheet", path);
    sheets.push_back({"xl/" + path, SheetXml(table, sheets.empty())});
  }
  relations += Relation("rId" + std::to_string(sheets.size() + 1), "styles", "styles.xml");
  std::vector<ZipEntry> entries = {
      {"[Content_Types].xml", ContentTypesXml(sheets.size())},
      {"_rels/.rels", RelationsXml(Relation("rId1", "officeDocument", "xl/workbook.xml"))},
      {"xl/workbook.xml", WorkbookXml(tables)},
      {"xl/_rels/workbook.xml.rels", RelationsXml(relations)},
      {"xl/styles.xml",
       std::string(kXml) + "<styleSheet" + Attribute("xmlns", kMain) + ">" + std::string(kStyles) +
           "</styleSheet>"}};
  entries.insert(entries.end(), sheets.begin(), sheets.end());
  return Zip(entries);
}

std::string ColumnName(std::size_t number) {
  QUORATE_CHECK(number > 0);
  std::string name;
  for (; number > 0; number = (number - 1) / 26)
    name.insert(name.begin(), static_cast<char>('A' + (number - 1) % 26));
  return name;
}

bool IsPlainNumber(std::string_view text) {
  constexpr std::size_t kDigitsMax = 15;
  if (!text.empty() && text.front() == '-') text.remove_prefix(1);
  const std::size_t point = std::min(text.find('.'), text.size());
  const std::string_view whole = text.substr(0, point);
  const std::string_view rest = point == text.size() ? "" : text.substr(point + 1);
  const auto all_digits = [](std::string_view digits) {
    return !digits.empty() &&
           std::all_of(digits.begin(), digits.end(), [](char c) { return c >= '0' && c <= '9'; });
  };
  if (!all_digits(whole) || whole.size() + rest.size() > kDigitsMax) return false;
  if (point < text.size() && !all_digits(rest)) return false;
  return whole.size() == 1 || whole.front() != '0';
}

}  // namespace quorate::engine
