// Which vector instructions a loop is made of. Every width gives the same answer; the widest that
// the machine can run is chosen while the program runs, so that one program serves old machines and
// new ones.

#pragma once

#include <span>

namespace quorate::engine {

enum class VectorWidth { kPlain, kAvx2, kAvx512 };  // Whatever the compiler takes; 256; 512 bits.

// What this machine can run, narrowest first; kPlain is always among them.
std::span<const VectorWidth> VectorWidthsHere();
inline VectorWidth WidestHere() {
  return VectorWidthsHere().back();
}

}  // namespace quorate::engine
