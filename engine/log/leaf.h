// The grammar of one entry line, whose exact bytes are a leaf of the tree.
//
// There is one way to write an entry (RFC 8785, narrowed): a JSON object without blanks, names in
// UTF-16 order, only the escapes that must be, integers within ±(2^53-1), no other numbers, no
// null, every string in Unicode normalization form C. Were there two ways, two honest writers could
// disagree about a digest. A verifier reads a million of these, so the check is one pass without
// allocation; a property test holds it to its slow twin, WriteJson(ParseJson(line)) == line.

#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "engine/base/result.h"

namespace quorate::engine {

// C2SP tiles give an entry 65,535 bytes; the rest is left for what may have to be added around it.
inline constexpr std::size_t kLeafBytesMax = 60'000;
// Objects and arrays inside one another, the entry itself not counted; ParseJson has the same
// bound.
inline constexpr int kLeafDepthMax = 64;

// Accepts exactly the canonical lines of at most kLeafBytesMax bytes, without a line feed; refuses
// others with kCorruptLog, naming the column (a byte, from 1) and what should stand there.
Status CheckLeafBytes(std::string_view line);

// One member of an entry as it is spelled in the line: the name between its quotes (escapes and
// all) and the value's bytes. Both point into the line.
struct Member {
  std::string_view name;
  std::string_view value;
  friend bool operator==(const Member&, const Member&) = default;
};

// CheckLeafBytes() that also leaves the members of the outermost object in `members`, in the line's
// order, so that a reader need not build a value tree first. Clears `members`; pass the same vector
// again and nothing is allocated. A nested object's bytes are a canonical line themselves.
Status ReadMembers(std::string_view line, std::vector<Member>& members);

// The value's integer, if it is one. Requires a value from ReadMembers().
std::optional<std::int64_t> LeafInteger(std::string_view value);
// What stands between the quotes, if the value is a string without escapes. Requires a value from
// ReadMembers(). A string with escapes goes through ParseJson.
std::optional<std::string_view> LeafString(std::string_view value);

}  // namespace quorate::engine
