#include "patchcord/lint/samples.h"

#include <algorithm>

#include <fmt/format.h>

#include "patchcord/base/text.h"
#include "patchcord/template/json_text.h"
#include "patchcord/template/jsonpath.h"
#include "patchcord/template/schema.h"

namespace patchcord::lint {
namespace {

using simulator::PathStepKind;
using simulator::Value;

constexpr std::size_t max_samples = 200;
constexpr std::size_t max_choices = 20;
constexpr std::int32_t max_index = 20;

// A text of the length that the schema asks for.
std::string sample_text(const Value& schema) {
  std::string text = "sample";
  const auto longest = member(schema, "maxLength");
  const auto shortest = member(schema, "minLength");
  if (longest.is_whole() && longest.whole() >= 0 && longest.whole() < 6)
    text.resize(static_cast<std::size_t>(longest.whole()));
  if (shortest.is_whole() && shortest.whole() > 6 && shortest.whole() < 10'000)
    text.resize(static_cast<std::size_t>(shortest.whole()), 'x');
  return text;
}

// NOLINTNEXTLINE(misc-no-recursion): schemas are at most 50 levels deep
Value sample_value(const Value& schema) {
  const auto properties = member(schema, "properties");
  if (properties.is_map()) {
    Value made = simulator::make_map();
    for (const auto& entry : properties.map().entries())
      made.map().set(entry.key, sample_value(entry.value));
    return made;
  }
  const auto choices = member(schema, "enum");
  if (choices.is_list() && !choices.list().items().empty()) return choices.list().items().front();
  const auto type = declared_type(schema);
  const auto least = member(schema, "minimum");
  if (type == "object") return simulator::make_map();
  if (type == "integer") return least.is_whole() ? Value::whole(least.whole() + 1) : Value(7);
  if (type == "number") return least.is_whole() ? Value::whole(least.whole() + 1) : Value(2.5);
  if (type == "boolean") return Value(true);
  if (type == "array") return simulator::make_list({sample_value(member(schema, "items"))});
  return Value(sample_text(schema));
}

struct Special {
  std::string what{};
  Value value{};
};

const std::vector<Special>& tricky_texts() {
  static const std::vector<Special> texts = {
      {"He said \"hi\"", Value("He said \"hi\"")},
      {"back\\slash", Value("back\\slash")},
      {"two\\nlines", Value("two\nlines")},
      {"é ☕ 𝄞", Value("é ☕ 𝄞")},
      {"${x}", Value("${x}")},
      {"5,000 characters", Value(std::string(5000, 'x'))},
      {"x", Value("x")},
      {"", Value("")},
  };
  return texts;
}

// Values for which templates like to have conditions.
std::vector<Special> special_values(const Input& input) {
  std::vector<Special> out;
  const auto choices = member(input.schema, "enum");
  if (choices.is_list()) {
    for (const auto& choice :
         choices.list().items().first(std::min(choices.list().items().size(), max_choices)))
      out.push_back(
          {choice.is_text() ? std::string(choice.text()) : simulator::write_json(choice), choice});
  } else if (input.type == "boolean") {
    out = {{"false", Value(false)}};
  } else if (input.type == "integer" || input.type == "number") {
    out = {{"0", Value(0)}, {"-1", Value(-1)}, {"1000000", Value(1'000'000)}};
  }
  return out;
}

Value with(const Value& inputs, std::string_view name, const Value& value) {
  Value made = simulator::make_map();
  for (const auto& entry : inputs.map().entries())
    made.map().set(entry.key, entry.value);
  made.map().set(Value(name), value);
  return made;
}

Value without(const Value& inputs, std::string_view name) {
  Value made = simulator::make_map();
  for (const auto& entry : inputs.map().entries()) {
    if (entry.key.text() != name) made.map().set(entry.key, entry.value);
  }
  return made;
}

bool fits(const Value& value, const Value& schema) {
  const auto compiled = simulator::Schema::compile(schema);
  return compiled.ok() && compiled->check(value, simulator::NullPolicy::refuse).empty();
}

// Inputs of the first test that has them: a person knows what a pattern means.
Value tested_inputs(const Action& action) {
  for (const auto& test : action.section.tests) {
    if (test.input.empty()) continue;
    auto value = simulator::read_json(to_text(test.input), "the test");
    if (value && value->is_map()) return *std::move(value);
  }
  return simulator::make_map();
}

Value all_inputs(const Action& action) {
  Value made = simulator::make_map();
  const auto tested = tested_inputs(action);
  for (const auto& input : action.inputs) {
    const auto* known = tested.map().find(std::string_view(input.name));
    const bool usable = known != nullptr && fits(*known, input.schema);
    made.map().set(Value(input.name), usable ? *known : sample_value(input.schema));
  }
  return made;
}

// Puts `leaf` where the steps of a path look for it; what is in the way stays.
// NOLINTNEXTLINE(misc-no-recursion): one level for each step of the path
Value placed(const Value& at,
             const std::vector<simulator::PathStep>& steps,
             std::size_t i,
             const Value& leaf) {
  if (i >= steps.size()) return at.is_null() ? leaf : at;
  const auto& step = steps[i];
  if (step.kind == PathStepKind::names && step.names.size() == 1) {
    Value made = at.is_map() ? at : simulator::make_map();
    const auto& name = step.names.front();
    made.map().set(Value(name), placed(member(made, name), steps, i + 1, leaf));
    return made;
  }
  const bool single = step.kind == PathStepKind::indexes && step.indexes.size() == 1;
  if (!single && step.kind != PathStepKind::wildcard && step.kind != PathStepKind::filter)
    return at.is_null() ? simulator::make_map() : at;
  const auto index = single ? std::clamp(step.indexes.front(), 0, max_index) : 0;
  Value made = at.is_list() ? at : simulator::make_list({});
  auto& items = made.list().change();
  items.resize(std::max(items.size(), static_cast<std::size_t>(index) + 1));
  auto& item = items[static_cast<std::size_t>(index)];
  item = placed(item, steps, i + 1, leaf);
  return made;
}

// What the contract declares where the variable is all of a value.
Value schema_of_variable(const Action& action, std::string_view name) {
  if (!action.success_facts) return {};
  for (const auto& use : action.success_facts->uses) {
    if (use.role == Role::printed && use.whole && !use.in_string && use.reference->root == name &&
        use.reference->chain.empty())
      return schema_at(action.definition.success_schema, use.path);
  }
  return {};
}

// Of the declared type; else what the default is, which somebody thought of.
Value sample_leaf(const Action& action, const NamedText& entry, bool definite) {
  auto schema = schema_of_variable(action, entry.name.value);
  // Such a path makes the list itself.
  if (!definite && declared_type(schema) == "array") schema = member(schema, "items");
  const auto* given = action.find_default(entry.name.value);
  if (schema.is_null() && definite && given != nullptr) {
    auto value = simulator::read_json(given->text.value, "the default");
    if (value && !value->is_null()) return *std::move(value);
  }
  return sample_value(schema);
}

// The reply as the template prints it; an object where that is not known.
Value sample_of_whole(const Action& action) {
  if (!action.section.translation_map.empty()) return simulator::make_map();
  auto schema = schema_of_variable(action, "rawResult");
  if (schema.is_null()) schema = action.definition.success_schema;
  return schema.is_map() ? sample_value(schema) : simulator::make_map();
}

}  // namespace

std::vector<Sample> sample_inputs(const Action& action) {
  std::vector<Sample> out;
  const auto all = all_inputs(action);
  out.push_back({.inputs = all, .what = "all inputs"});
  Value required = all;
  for (const auto& input : action.inputs) {
    if (input.required) continue;
    required = without(required, input.name);
    out.push_back({.inputs = without(all, input.name),
                   .subject = input.name,
                   .what = fmt::format("{} absent", ticked(input.name))});
  }
  if (out.size() > 2) out.push_back({.inputs = required, .what = "only the required inputs"});
  const auto add = [&](const Input& input, const Special& special) {
    if (!fits(special.value, input.schema)) return;
    const auto shown = special.what.empty() ? "an empty text" : ticked(special.what);
    out.push_back({.inputs = with(all, input.name, special.value),
                   .subject = input.name,
                   .what = fmt::format("{} = {}", ticked(input.name), shown)});
  };
  for (const auto& input : action.inputs) {
    for (const auto& special : special_values(input))
      add(input, special);
  }
  for (const auto& input : action.inputs) {
    if (input.type != "string" && !input.type.empty()) continue;
    for (const auto& tricky : tricky_texts())
      add(input, tricky);
  }
  if (out.size() > max_samples) out.resize(max_samples);
  return out;
}

std::string sample_reply(const Action& action) {
  Value reply = sample_of_whole(action);
  for (const auto& entry : action.section.translation_map) {
    const auto path = simulator::JsonPath::compile(entry.text.value);
    if (!path) continue;
    auto steps = path->compiled().steps;
    const auto function = std::find_if(steps.begin(), steps.end(), [](const auto& step) {
      return step.kind == PathStepKind::function;
    });
    // A list has a length; other functions want numbers in it.
    const bool counted = function != steps.end();
    steps.erase(function, steps.end());
    auto leaf = sample_leaf(action, entry, path->definite());
    if (counted) leaf = simulator::make_list({Value(1), Value(2)});
    reply = placed(reply, steps, 0, leaf);
  }
  return simulator::write_json(reply);
}

}  // namespace patchcord::lint
