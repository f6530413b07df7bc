// datapackage.json: the tables of results/ for programs (Frictionless Data, Tabular Data Package
// 1), with a Table Schema of each: R, Python and OpenRefine then read every column as what it is.

#pragma once

#include <span>
#include <string>
#include <string_view>

#include "engine/report/csv.h"
#include "engine/report/report_html.h"
#include "engine/study/study.h"

namespace quorate::engine {

// What a column's cells are, empty and suppressed ones aside: "integer" where all are whole
// numbers, "number" where all are decimals, else "string". A label, a column without any cell, and
// text that a person typed are strings whatever they look like.
std::string_view FieldTypeOf(const CsvTable& table, std::size_t column);

// Describes the tables in their order. Requires a study with a protocol.
std::string DataPackage(const Study& study,
                        const RecordName& record,
                        std::span<const CsvTable> tables);

}  // namespace quorate::engine
