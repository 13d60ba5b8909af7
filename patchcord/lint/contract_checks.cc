// Contracts and tests as they are written, beyond what reading the manifest refuses.
#include <algorithm>
#include <array>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "patchcord/base/text.h"
#include "patchcord/lint/action.h"
#include "patchcord/manifest/source_map.h"
#include "patchcord/template/json_text.h"
#include "patchcord/template/reply_shape.h"
#include "patchcord/template/schema.h"

namespace patchcord::lint {
namespace {

using simulator::Value;

// Words that stand beside each other in a name.
constexpr std::array<std::string_view, 28> sensitive_words = {"pan",
                                                              "cvv",
                                                              "cvv2",
                                                              "cvc",
                                                              "cvc2",
                                                              "pin",
                                                              "pincode",
                                                              "ssn",
                                                              "password",
                                                              "passwd",
                                                              "passcode",
                                                              "pwd",
                                                              "secret",
                                                              "token",
                                                              "iban",
                                                              "api key",
                                                              "credit card",
                                                              "debit card",
                                                              "payment card",
                                                              "bank card",
                                                              "card number",
                                                              "card no",
                                                              "account number",
                                                              "security code",
                                                              "social security",
                                                              "passphrase",
                                                              "private key",
                                                              "date of birth"};

// Of pages of a list.
constexpr std::array<std::string_view, 4> harmless_words = {
    "page token", "next token", "continuation token", "sync token"};

// "card", "pin" of `cardPin` and `card_pin`.
std::vector<std::string> words_of(std::string_view name) {
  std::vector<std::string> out(1);
  for (std::size_t i = 0; i < name.size(); ++i) {
    const bool upper = name[i] >= 'A' && name[i] <= 'Z';
    const bool after_lower = i > 0 && ((name[i - 1] >= 'a' && name[i - 1] <= 'z') ||
                                       (name[i - 1] >= '0' && name[i - 1] <= '9'));
    if (name[i] == '_' || name[i] == '-' || (upper && after_lower)) out.emplace_back();
    if (name[i] != '_' && name[i] != '-') out.back() += name[i];
  }
  for (auto& word : out)
    word = lower_case(word);
  return out;
}

// The words are in the name, also written as one.
bool has_words(const std::string& name, std::string_view words) {
  std::string one;
  for (const char c : words)
    if (c != ' ') one += c;
  return name.find(fmt::format(" {} ", words)) != std::string::npos ||
         name.find(fmt::format(" {} ", one)) != std::string::npos;
}

bool looks_secret(std::string_view input) {
  const auto name = fmt::format(" {} ", fmt::join(words_of(input), " "));
  const auto is_in_name = [&](std::string_view words) { return has_words(name, words); };
  return name == " card " ||
         (std::any_of(sensitive_words.begin(), sensitive_words.end(), is_in_name) &&
          std::none_of(harmless_words.begin(), harmless_words.end(), is_in_name));
}

void check_inputs(const Action& action, Findings& findings) {
  for (const auto& input : action.inputs) {
    const auto place = place_of_key(action.files, action.section.input_at, input.name);
    if (input.name.find('-') != std::string::npos) {
      findings.add("L14",
                   place,
                   fmt::format("${{input.{0}}} is a subtraction to Velocity: {0} cannot be "
                               "referenced so",
                               printable(input.name, 100)));
    }
    if (!action.section.secure && looks_secret(input.name)) {
      findings.add("L60",
                   place,
                   fmt::format("{} looks like something secret, and the action is not secure",
                               ticked(input.name)));
    }
  }
}

// NOLINTNEXTLINE(misc-no-recursion): schemas are at most 50 levels deep
void check_output_names(const Action& action, const Value& schema, Findings& findings) {
  const auto properties = member(schema, "properties");
  if (properties.is_map()) {
    for (const auto& entry : properties.map().entries()) {
      const std::string name(entry.key.text());
      if (name.find('.') != std::string::npos) {
        findings.add("L51",
                     place_of_key(action.files, action.section.output_at, name),
                     fmt::format("the output {} has a dot in its name", ticked(name)));
      }
      check_output_names(action, entry.value, findings);
    }
  }
  const auto items = member(schema, "items");
  if (items.is_map()) check_output_names(action, items, findings);
}

// An answer of which a test names a part only need not have all that is required.
// NOLINTNEXTLINE(misc-no-recursion): as above
Json without_required(const Json& schema) {
  if (!schema.is_structured()) return schema;
  Json out = schema;
  if (out.is_object() && out.contains("required") && out.at("required").is_array())
    out.erase("required");
  for (auto& item : out)
    item = without_required(item);
  return out;
}

void check_values(const Json& schema,
                  const Json& document,
                  const Span& span,
                  std::string_view what,
                  Findings& findings) {
  const auto value = simulator::read_json(to_text(schema), "the schema");
  const auto tested = simulator::read_json(to_text(document), "the test");
  if (!value || !tested) return;
  const auto compiled = simulator::Schema::compile(*value);
  if (!compiled) return;
  for (const auto& violation : compiled->check(*tested, simulator::NullPolicy::accept)) {
    findings.add("L65",
                 span,
                 fmt::format("the test cannot pass: {} {}",
                             violation.path.empty() ? std::string(what) : ticked(violation.path),
                             violation.message),
                 fmt::format("Correct the test, or the contract of the {}.", what));
  }
}

void check_test(const Action& action, const TestSection& test, Findings& findings) {
  if (action.section.input)
    check_values(*action.section.input, test.input, test.span, "input", findings);
  if (!test.expected) return;
  const auto reply = simulator::read_json(to_text(*test.expected), "the test");
  const auto shape =
      reply && !action.success ? simulator::shape_of(*reply) : simulator::ReplyShape::plain;
  if (shape != simulator::ReplyShape::plain) {
    findings.add(shape == simulator::ReplyShape::text ? "L53" : "L52",
                 test.span,
                 std::string(sentence_of(shape)));
    return;
  }
  if (!action.section.output) return;
  const auto& schema = *action.section.output;
  check_values(test.exact ? schema : without_required(schema),
               *test.expected,
               test.span,
               "output",
               findings);
}

}  // namespace

void check_contracts(const Action& action, Findings& findings) {
  check_inputs(action, findings);
  check_output_names(action, action.definition.success_schema, findings);
  if (action.has_outputs && declared_type(action.definition.success_schema) == "array") {
    findings.add("L18",
                 action.section.output_at,
                 "the output is an array: Architect has no name for what is in it");
  }
}

void check_tests(const Action& action, Findings& findings) {
  for (const auto& test : action.section.tests)
    check_test(action, test, findings);
}

}  // namespace patchcord::lint
