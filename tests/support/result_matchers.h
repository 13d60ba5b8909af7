// What tests expect of a Result: IsOk(), or the code of the failure. There is no "not ok": name the
// failure you expect.
#pragma once

#include <ostream>

#include <gmock/gmock.h>

#include "patchcord/base/result.h"

namespace patchcord {

// Found by GoogleTest when a test prints a Result or an Error.
// NOLINTNEXTLINE(readability-identifier-naming)
inline void PrintTo(const Error& error, std::ostream* out) {
  *out << code_name(error.code) << ": " << error.what;
  if (error.effect == Effect::unknown) *out << " (effect unknown)";
  if (error.answer) *out << " [" << error.answer->status << " " << error.answer->code << "]";
}

template <typename T>  // NOLINTNEXTLINE(readability-identifier-naming)
void PrintTo(const Result<T>& result, std::ostream* out) {
  if (result.ok()) {
    *out << "a value";
  } else {
    PrintTo(result.error(), out);
  }
}

namespace test {

// A listener that nobody reads has no stream.
template <typename T>
void explain(const Result<T>& result, std::ostream* out) {
  if (out != nullptr && !result.ok()) PrintTo(result.error(), out);
}

MATCHER(IsOk, negation ? "is a failure" : "is a value") {
  explain(arg, result_listener->stream());
  return arg.ok();
}

MATCHER_P(FailsWith, code, std::string("fails with ") + code_name(code)) {
  explain(arg, result_listener->stream());
  return !arg.ok() && arg.error().code == code;
}

}  // namespace test
}  // namespace patchcord
