#include "patchcord/lint/action.h"

#include <algorithm>

#include <fmt/format.h>

#include "patchcord/base/text.h"
#include "patchcord/template/json_text.h"

namespace patchcord::lint {
namespace {

using simulator::Value;

simulator::TextPairs pairs_of(const std::vector<NamedText>& texts) {
  simulator::TextPairs out;
  for (const auto& one : texts)
    out.emplace_back(one.name.value, one.text.value);
  return out;
}

Value schema_of(const std::optional<Json>& schema) {
  if (!schema) return {};
  auto value = simulator::read_json(to_text(*schema), "the schema");
  return value ? *std::move(value) : Value();
}

simulator::ActionDefinition definition_of(const ActionSection& section) {
  simulator::ActionDefinition out;
  if (section.name) out.name = section.name->value;
  out.secure = section.secure;
  if (section.timeout_seconds) out.timeout_seconds = *section.timeout_seconds;
  // Its own may have values of an environment in it, and has rules of its own.
  out.url_template = "arn:aws:lambda:us-east-1:123456789012:function:example";
  out.headers = pairs_of(section.headers);
  if (section.request_template) out.request_template = section.request_template->value;
  out.translation_map = pairs_of(section.translation_map);
  out.translation_map_defaults = pairs_of(section.translation_defaults);
  if (section.success_template) out.success_template = section.success_template->value;
  out.input_schema = schema_of(section.input);
  out.success_schema = schema_of(section.output);
  return out;
}

bool contains_text(const Value& list, std::string_view text) {
  if (!list.is_list()) return false;
  const auto items = list.list().items();
  return std::any_of(items.begin(), items.end(), [&](const Value& item) {
    return item.is_text() && item.text() == text;
  });
}

std::vector<Input> inputs_of(const Value& schema) {
  std::vector<Input> out;
  const auto properties = member(schema, "properties");
  if (!properties.is_map()) return out;
  for (const auto& entry : properties.map().entries()) {
    out.push_back({.name = std::string(entry.key.text()),
                   .type = declared_type(entry.value),
                   .required = contains_text(member(schema, "required"), entry.key.text()),
                   .schema = entry.value});
  }
  return out;
}

// The engine takes a quote inside of "…" for its end.
bool is_backslash_quote(std::string_view text, std::string_view name) {
  std::string changed(text);
  bool any = false;
  for (auto at = changed.find("\\\""); at != std::string::npos; at = changed.find("\\\"", at + 2)) {
    changed.replace(at, 2, "\"\"");
    any = true;
  }
  return any && facts_of(changed, name).ok();
}

std::optional<Facts> parse(const Text& text, const char* name, Findings& findings) {
  auto facts = facts_of(text.value, name);
  if (facts) return *std::move(facts);
  // What is missing at the end is missed behind the last line.
  const auto last = std::string_view(text.value).find_last_not_of(" \t\r\n");
  const auto offset = std::min<std::size_t>(offset_in_error(text.value, facts.error().what),
                                            last == std::string_view::npos ? 0 : last);
  const auto reason = std::string(split(facts.error().what, '\n').front());
  if (is_backslash_quote(text.value, name)) {
    const auto before = std::string_view(text.value).substr(0, offset + 1).rfind("\\\"");
    findings.add("L30",
                 text,
                 before == std::string_view::npos ? offset : before,
                 fmt::format("a backslash does not escape a quote inside \"…\": {}", reason));
  } else {
    findings.add("L01", text, offset, fmt::format("the template cannot be read: {}", reason));
  }
  return std::nullopt;
}

const NamedText* find_named(const std::vector<NamedText>& texts, std::string_view name) {
  const auto found = std::find_if(
      texts.begin(), texts.end(), [&](const auto& one) { return one.name.value == name; });
  return found == texts.end() ? nullptr : &*found;
}

}  // namespace

const Input* Action::find_input(std::string_view name) const {
  const auto found =
      std::find_if(inputs.begin(), inputs.end(), [&](const auto& one) { return one.name == name; });
  return found == inputs.end() ? nullptr : &*found;
}

const NamedText* Action::find_path(std::string_view variable) const {
  return find_named(section.translation_map, variable);
}

const NamedText* Action::find_default(std::string_view variable) const {
  return find_named(section.translation_defaults, variable);
}

Action look_at(const SourceFiles& files, const ActionSection& section, Findings& findings) {
  Action out{.files = files, .section = section, .definition = definition_of(section)};
  out.body = section.request_template;
  out.success = section.success_template;
  // An empty template is the default one.
  if (out.body && out.body->value.empty()) out.body.reset();
  if (out.success && out.success->value.empty()) out.success.reset();
  if (out.body) out.body_facts = parse(*out.body, "requestTemplate", findings);
  if (out.success) out.success_facts = parse(*out.success, "successTemplate", findings);
  out.has_inputs = out.definition.input_schema.is_map();
  out.has_outputs = out.definition.success_schema.is_map();
  out.inputs = inputs_of(out.definition.input_schema);
  return out;
}

Value member(const Value& object, std::string_view name) {
  const Value* found = object.is_map() ? object.map().find(name) : nullptr;
  return found == nullptr ? Value() : *found;
}

Value schema_at(const Value& schema, std::string_view path) {
  Value at = schema;
  while (!path.empty() && !at.is_null()) {
    if (path.starts_with("[]")) {
      at = member(at, "items");
      path.remove_prefix(2);
    } else {
      if (path.front() == '.') path.remove_prefix(1);
      const auto end = std::min(path.find_first_of(".["), path.size());
      at = member(member(at, "properties"), path.substr(0, end));
      path.remove_prefix(end);
    }
  }
  return at;
}

std::string declared_type(const Value& schema) {
  const auto type = member(schema, "type");
  if (type.is_text()) return std::string(type.text());
  std::string only;
  if (!type.is_list()) return only;
  for (const auto& one : type.list().items()) {
    if (!one.is_text() || one.text() == "null") continue;
    if (!only.empty()) return {};
    only = one.text();
  }
  return only;
}

std::string ticked(std::string_view name) {
  return fmt::format("`{}`", printable(name, 100));
}

}  // namespace patchcord::lint
