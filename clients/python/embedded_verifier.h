// The second verifier, quorate_verify.py, as it is put into every bundle under the name verify.py.

#pragma once

#include <string_view>

namespace quorate::python {

extern const std::string_view kVerifier;

}  // namespace quorate::python
