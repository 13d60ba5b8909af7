#include "patchcord/template/jsonpath_function.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include <fmt/format.h>

#include "patchcord/template/arithmetic.h"
#include "patchcord/template/java_text.h"

namespace patchcord::simulator {

namespace {

constexpr std::array<std::string_view, 13> names{"append",
                                                 "avg",
                                                 "concat",
                                                 "first",
                                                 "index",
                                                 "keys",
                                                 "last",
                                                 "length",
                                                 "max",
                                                 "min",
                                                 "size",
                                                 "stddev",
                                                 "sum"};

Error invalid(std::string reason) {
  return {.code = Code::invalid, .what = std::move(reason)};
}

// The numbers among the elements and the arguments.
std::vector<double> numbers(const Value& model, const std::vector<Value>& arguments) {
  std::vector<double> found;
  const auto take = [&found](const Value& value) {
    if (value.is_number()) found.push_back(to_real(value));
  };
  const auto take_all = [&take](const Value& value) {
    for (const auto& item : value.list().items())
      take(item);
  };
  if (model.is_list()) take_all(model);
  for (const auto& argument : arguments) {
    if (argument.is_list()) {
      take_all(argument);
    } else {
      take(argument);
    }
  }
  return found;
}

Result<Value> aggregate(std::string_view name, const std::vector<double>& values) {
  if (values.empty()) {
    return invalid("Aggregation function attempted to calculate value using empty array");
  }
  const auto count = static_cast<double>(values.size());
  double sum = 0;
  double squares = 0;
  double least = std::numeric_limits<double>::max();
  double most =
      std::numeric_limits<double>::denorm_min();  // as the engine begins: Double.MIN_VALUE
  for (const double value : values) {
    sum += value;
    squares += value * value;
    least = std::min(least, value);
    most = std::max(most, value);
  }
  if (name == "sum") return Value(sum);
  if (name == "avg") return Value(sum / count);
  if (name == "min") return Value(least);
  if (name == "max") return Value(most);
  return Value(std::sqrt(squares / count - sum * sum / count / count));
}

Result<Value> element(const Value& model, std::int64_t index) {
  if (!model.is_list()) {
    return invalid("Aggregation function attempted to calculate value using empty array");
  }
  const auto items = model.list().items();
  const auto size = static_cast<std::int64_t>(items.size());
  // From the end the engine misses the first element.
  if (index < 0 && size + index <= 0) {
    return invalid(fmt::format("Target index:{} larger than object count:{}", index, size));
  }
  const std::int64_t at = index < 0 ? size + index : index;
  if (at >= size) {
    Error error = invalid(fmt::format("Index {} out of bounds for length {}", index, size));
    error.code = Code::not_found;
    return error;
  }
  return items[static_cast<std::size_t>(at)];
}

Value concatenated(const Value& model, const std::vector<Value>& arguments) {
  std::string text;
  if (model.is_list()) {
    for (const auto& item : model.list().items()) {
      if (item.is_text()) text += item.text();
    }
  }
  const auto take = [&text](const Value& value) {
    if (!value.is_null()) append_java_text(value, text);
  };
  for (const auto& argument : arguments) {
    if (!argument.is_list()) {
      take(argument);
      continue;
    }
    for (const auto& item : argument.list().items())
      take(item);
  }
  return {text};
}

Value length(const Value& model) {
  if (model.is_list()) return Value::whole(static_cast<std::int64_t>(model.list().items().size()));
  if (model.is_map()) return Value::whole(static_cast<std::int64_t>(model.map().size()));
  return {};
}

Value keys(const Value& model) {
  if (!model.is_map()) return {};
  std::vector<Value> found;
  for (const auto& entry : model.map().entries())
    found.push_back(entry.key);
  return make_list(std::move(found));
}

}  // namespace

bool is_path_function(std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

Result<Value> call_path_function(std::string_view name,
                                 const Value& model,
                                 const std::vector<Value>& arguments) {
  if (!is_path_function(name))
    return invalid(fmt::format("Function with name: {} does not exist.", name));
  if (name == "length" || name == "size") return length(model);
  if (name == "keys") return keys(model);
  if (name == "first") return element(model, 0);
  if (name == "last") return element(model, -1);
  if (name == "index") {
    const auto wanted = numbers(Value(), arguments);
    if (wanted.empty()) return invalid("index() needs a number");
    return element(model, to_int(Value(wanted[0])));
  }
  if (name == "concat") return concatenated(model, arguments);
  if (name == "append") {
    if (!model.is_list() || arguments.empty()) return model;
    const auto known = model.list().items();
    std::vector<Value> items(known.begin(), known.end());
    items.insert(items.end(), arguments.begin(), arguments.end());
    return make_list(std::move(items));
  }
  return aggregate(name, numbers(model, arguments));
}

}  // namespace patchcord::simulator
