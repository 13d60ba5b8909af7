// Arithmetic and comparison of template values, with Java's types: whole numbers widen instead of
// overflowing, a decimal operand makes the result decimal, numeric text counts as a BigDecimal.
#pragma once

#include <optional>
#include <span>

#include "patchcord/base/result.h"
#include "patchcord/template/ast.h"
#include "patchcord/template/value.h"

namespace patchcord::simulator {

// A number as it is, text that reads as a number as a BigDecimal, nothing for the rest.
std::optional<Value> as_number(const Value& value);

// add, subtract, multiply, divide or modulo. Null for division by zero.
//
// Errors   invalid: a remainder of BigDecimals; deadline: a number that grows beyond
// BigNumber::max_digits
Result<Value> calculate(Operation operation, const Value& left, const Value& right);
// calculate where it takes no more than the machine's own arithmetic; false elsewhere.
bool calculate_quickly(Operation operation, const Value& left, const Value& right, Value& out);
Value negated(const Value& number);

// What one operation on these takes, in steps of a template: it is quadratic in the digits of long
// numbers, and of text that may be one. Nothing for other values.
std::size_t work_of_numbers(std::span<const Value* const> operands);

// -1, 0 or 1; 0 also where a NaN is compared.
int compare_numbers(const Value& left, const Value& right);

bool is_zero(const Value& number);
double to_real(const Value& number);
// Java's intValue and longValue: the low bits; of a double the nearest value that fits.
std::int64_t to_long(const Value& number);
std::int32_t to_int(const Value& number);

}  // namespace patchcord::simulator
