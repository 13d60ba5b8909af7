#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include "patchcord/base/text.h"
#include "patchcord/manifest/sections.h"

namespace patchcord {
namespace {

constexpr int max_timeout_seconds = 60;

// "15s". Source: Genesys Cloud Platform API, ActionConfig timeoutSeconds (1 to 60)
void read_timeout(Reading& reading, const YamlValue& value, std::optional<int>& seconds) {
  auto digits = std::string_view(value.text);
  const bool in_seconds = value.kind == YamlKind::text && digits.ends_with('s');
  if (in_seconds) digits.remove_suffix(1);
  int number = 0;
  const auto* end = digits.data() + digits.size();
  const auto result = std::from_chars(digits.data(), end, number);
  const bool whole = !digits.empty() && result.ec == std::errc() && result.ptr == end;
  if (in_seconds && whole && number >= 1 && number <= max_timeout_seconds) {
    seconds = number;
    return;
  }
  const bool only_unit_missing = whole && !in_seconds;
  reading.problems.error(reading.at(value.at),
                         only_unit_missing
                             ? fmt::format("`timeout` has no unit: {}", printable(value.text, 60))
                             : "`timeout` must be from 1s to 60s",
                         only_unit_missing ? fmt::format("Write {}s.", printable(digits, 60))
                                           : "Write whole seconds, for example 15s.",
                         only_unit_missing ? "" : "L42");
}

template <typename T>
void override_with(std::optional<T>& kept, std::optional<T> given) {
  if (given) kept = std::move(given);
}

void override_with(std::vector<NamedText>& kept, std::vector<NamedText> given) {
  if (!given.empty()) kept = std::move(given);
}

// A default is the text that stands for the value in a template: 0 and true need no quotes.
std::vector<NamedText> read_defaults(Reading& reading, Fields& fields) {
  std::vector<NamedText> out;
  const auto* mapping = fields.find("defaults", YamlKind::mapping);
  if (mapping == nullptr) return out;
  for (const auto& item : mapping->items) {
    const Text name{.value = item.key, .span = reading.at(item.key_at)};
    if (item.kind == YamlKind::list || item.kind == YamlKind::mapping) {
      reading.problems.error(reading.at(item.at),
                             fmt::format("the default of `{}` must be the text of a value, not {}",
                                         printable(item.key, 100),
                                         kind_name(item.kind)),
                             "Write it as JSON in quotes, for example '[]' or '\"unknown\"'.");
      continue;
    }
    const bool null = item.kind == YamlKind::null;
    out.push_back(
        {.name = name, .text = {.value = null ? "null" : item.text, .span = reading.at(item.at)}});
  }
  return out;
}

void read_request(Reading& reading, const YamlValue& value, ActionSection& action) {
  Fields fields(reading, value, "`request`");
  if (const auto* text = fields.find("template")) {
    action.request_template = read_text_or_file(reading, *text, "template");
    action.has_unread_template |= !action.request_template;
  }
  override_with(action.headers, fields.texts("headers"));
  fields.finish();
}

void read_response(Reading& reading, const YamlValue& value, ActionSection& action) {
  Fields fields(reading, value, "`response`");
  override_with(action.translation_map, fields.texts("map"));
  override_with(action.translation_defaults, read_defaults(reading, fields));
  if (const auto* text = fields.find("template")) {
    action.success_template = read_text_or_file(reading, *text, "template");
    action.has_unread_template |= !action.success_template;
  }
  fields.finish();
}

TestSection read_test(Reading& reading, const YamlValue& value) {
  Fields fields(reading, value, "a test");
  TestSection test{.span = fields.span()};
  if (const auto* input = fields.find("input", YamlKind::mapping)) {
    test.input = json_of(*input, reading.file, reading.problems);
  }
  const auto* part = fields.find("expect");
  const auto* whole = fields.find("expect_exact");
  if (part != nullptr && whole != nullptr) {
    reading.problems.error(reading.at(whole->key_at),
                           "a test has `expect` or `expect_exact`, not both",
                           "`expect` compares the members that it names, `expect_exact` all.");
  }
  if (part != nullptr) test.expected = json_of(*part, reading.file, reading.problems);
  if (whole != nullptr) test.expected = json_of(*whole, reading.file, reading.problems);
  test.exact = whole != nullptr;
  const auto safe = fields.flag("safe");
  test.safe = safe && safe->value;
  fields.finish();
  return test;
}

void read_tests(Reading& reading, Fields& fields, ActionSection& action) {
  const auto* tests = fields.find("tests", YamlKind::list);
  if (tests == nullptr) return;
  for (const auto& item : tests->items)
    action.tests.push_back(read_test(reading, item));
}

void read_contracts(Reading& reading, Fields& fields, ActionSection& action) {
  if (const auto* input = fields.find("input")) {
    action.has_input = true;
    action.input_at = reading.at(input->at);
    action.input = parse_contract(reading, *input, ContractSide::input, action.input_at);
  }
  if (const auto* output = fields.find("output")) {
    action.has_output = true;
    action.output_at = reading.at(output->at);
    action.output = parse_contract(reading, *output, ContractSide::output, action.output_at);
  }
}

void require_name_and_function(Fields& fields, const ActionSection& action) {
  if (!action.name) fields.missing("name", "Give the name that call flows use.");
  if (!action.function) {
    fields.missing("function",
                   "Give the full ARN: arn:aws:lambda:<region>:<account>:function:<name>, with "
                   ":<alias> if the action uses one.");
  }
}

}  // namespace

ActionSection parse_action(Reading& reading, const YamlValue& value) {
  Fields fields(reading, value, "an action");
  ActionSection action{.span = fields.span()};
  const auto import = fields.text("import");
  if (import) import_action(reading, *import, action);
  // What stands beside `import` counts more than the file.
  override_with(action.name, fields.text("name"));
  override_with(action.function, fields.text("function"));
  if (value.find("import") == nullptr) require_name_and_function(fields, action);
  override_with(action.was, fields.text("was"));
  override_with(action.adopt, fields.text("adopt"));
  override_with(action.category, fields.text("category"));
  if (const auto secure = fields.flag("secure")) action.secure = secure->value;
  if (const auto* timeout = fields.find("timeout"))
    read_timeout(reading, *timeout, action.timeout_seconds);
  read_contracts(reading, fields, action);
  if (const auto* request = fields.find("request")) read_request(reading, *request, action);
  if (const auto* response = fields.find("response")) read_response(reading, *response, action);
  read_tests(reading, fields, action);
  fields.finish();
  return action;
}

}  // namespace patchcord
