// Early return of errors. Included by .cc files only, so that the macros do not leak to users of
// the library.
#pragma once

#include <utility>

#include "patchcord/base/result.h"

#define PATCHCORD_CONCAT_INNER(a, b) a##b
#define PATCHCORD_CONCAT(a, b) PATCHCORD_CONCAT_INNER(a, b)

// TRY(save(file));
#define TRY(expression)                                                                    \
  do {                                                                                     \
    if (auto try_result = (expression); !try_result) return std::move(try_result).error(); \
  } while (false)

// NOLINTBEGIN(bugprone-macro-parentheses): a declaration cannot stand in parentheses
// TRY_ASSIGN(const auto plan, make_plan(desired));
#define TRY_ASSIGN(declaration, expression) \
  TRY_ASSIGN_INNER(PATCHCORD_CONCAT(try_result_, __LINE__), declaration, expression)
#define TRY_ASSIGN_INNER(result, declaration, expression) \
  auto result = (expression);                             \
  if (!result) return std::move(result).error();          \
  declaration = *std::move(result)
// NOLINTEND(bugprone-macro-parentheses)
