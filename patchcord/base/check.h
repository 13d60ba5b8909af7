// Broken invariants: a message and the end of the program, because going on would act on nonsense.
#pragma once

#include <cstdio>
#include <cstdlib>

namespace patchcord::detail {
[[noreturn]] inline void check_failed(const char* file,
                                      int line,
                                      const char* condition,
                                      const char* message) {
  std::fprintf(
      stderr, "This is a bug in patchcord: %s (%s) at %s:%d\n", message, condition, file, line);
  std::abort();
}
}  // namespace patchcord::detail

#define PATCHCORD_CHECK(condition, message) \
  (static_cast<bool>(condition)             \
       ? static_cast<void>(0)               \
       : ::patchcord::detail::check_failed(__FILE__, __LINE__, #condition, message))
